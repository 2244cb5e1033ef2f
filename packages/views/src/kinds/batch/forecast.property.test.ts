import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forecast, type ForecastJob, forecastSteps, startsBetween } from './forecast.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 9, 24, 23);
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);

const schedules = ['* * * * *', '*/7 * * * *', '0 * * * *', '30 1 * * *', '5 2 * * 0', '@hourly', '@every 5m', 'no'];
const job = fc.record({
  schedule: fc.constantFrom(...schedules),
  // One whose clock changes within the time that is looked at.
  timeZone: fc.constantFrom('', 'Europe/Berlin', 'Asia/Kathmandu'),
  isSuspended: fc.boolean(),
  durationMs: fc.option(fc.integer({ min: 0, max: 3 * HOUR })),
  cpuCores: fc.integer({ min: 0, max: 8 }),
  memoryMiB: fc.integer({ min: 0, max: 4_096 }),
});
const input = fc.record({
  jobs: fc
    .array(job, { maxLength: 5 })
    .map(jobs => jobs.map((each, i): ForecastJob => ({ ...each, uid: `${i}`, key: `n/${i}` }))),
  range: fc
    .record({
      from: fc.integer({ min: 0, max: 90 }),
      hours: fc.integer({ min: 1, max: 3 }),
      quarters: fc.constantFrom(1, 4),
    })
    .map(({ from, hours, quarters }) => ({
      from: START + from * MINUTE,
      untilMs: START + from * MINUTE + hours * HOUR,
      bucketMs: (quarters * HOUR) / 4,
    })),
});

/** All at once, and each number by looking at every run. */
function naive(jobs: readonly ForecastJob[], { from, untilMs, bucketMs }: Parameters<typeof forecast>[1]) {
  const runs = startsBetween(jobs, from, untilMs).map(start => ({
    ...start,
    end: start.at + (start.job.durationMs ?? MINUTE),
  }));
  const first = Math.floor(from / bucketMs) * bucketMs;
  const length = Math.ceil((untilMs - first) / bucketMs);
  return Array.from({ length }, (_, i) => {
    const [at, end] = [first + i * bucketMs, first + (i + 1) * bucketMs];
    const starts = runs.filter(run => run.at >= at && run.at < end);
    const minutes = Array.from({ length: bucketMs / MINUTE }, (_minute, m) => at + m * MINUTE);
    const moments = starts.map(run => run.at);
    // What ran when the bucket began counts, were it only until then.
    const before = runs.filter(run => run.at < at && run.end >= at);
    const running = [before, ...moments.map(moment => runs.filter(run => run.at <= moment && run.end > moment))];
    const most = (read: (of: ForecastJob) => number) =>
      Math.max(0, ...running.map(set => set.reduce((sum, run) => sum + read(run.job), 0)));
    return {
      at,
      starts: starts.length,
      startsPerMinute: Math.max(
        0,
        ...minutes.map(minute => starts.filter(run => Math.floor(run.at / MINUTE) * MINUTE === minute).length),
      ),
      cpuCores: most(of => of.cpuCores),
      memoryMiB: most(of => of.memoryMiB),
    };
  });
}

test('a forecast is what looking at every run finds, whatever is done between its steps', () => {
  fc.assert(
    fc.property(input, ({ jobs, range }) => {
      const others = forecastSteps(jobs.slice(1), range);
      const steps = forecastSteps(jobs, range);
      for (let step = steps.next(); ; step = steps.next()) {
        others.next();
        if (step.done !== true) continue;
        const told = step.value;
        expect(told).toEqual(forecast(jobs, range));
        expect(told.buckets.map(({ active: _active, ...bucket }) => bucket)).toEqual(naive(jobs, range));
        const starts = startsBetween(jobs, range.from, range.untilMs);
        expect(told.left).toBe(jobs.length - new Set(starts.map(start => start.job.uid)).size);
        return;
      }
    }),
    { numRuns: RUNS },
  );
});
