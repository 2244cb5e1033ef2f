import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cronJobSchedule } from './cron-job-schedule.ts';
import { nextRun } from './cron-next.ts';
import { runsBetween } from './cron-runs-between.ts';
import answers from './cron-transitions.vectors.json' with { type: 'json' };

const HOUR_MS = 3_600_000;
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);

function scheduleOf(schedule: string, timeZone: string) {
  const read = cronJobSchedule({ spec: { schedule, timeZone } });
  if (!read.ok) throw new Error(read.error);
  const { schedule: parsed, zone } = read.value;
  if (parsed.kind === 'every') throw new Error('has no fields');
  return { parsed, zone };
}

test('around every kind of clock change they are the times of robfig/cron', () => {
  const wrong: unknown[] = [];
  let compared = 0;
  for (const [schedule, timeZone, from, ...expected] of answers as [string, string, number, ...number[]][]) {
    const last = expected.at(-1);
    // A schedule that runs once in years is no matter of a stretch that is looked through hour by hour.
    if (last === undefined || schedule.startsWith('@every') || last - from > 60 * 86_400) continue;
    const { parsed, zone } = scheduleOf(schedule, timeZone);
    const runs = runsBetween(parsed, zone, { from: (from + 1) * 1_000, until: (last + 1) * 1_000 });
    compared++;
    if (JSON.stringify(runs) !== JSON.stringify(expected.map(at => at * 1_000)))
      wrong.push({ schedule, timeZone, from: new Date(from * 1_000), expected, runs });
  }
  expect(compared).toBeGreaterThan(300);
  expect(wrong).toEqual([]);
});

test('they are the runs that are found one after the other, in any zone and at any time of the year', () => {
  const field = (min: number, max: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min, max }).map(String),
      fc.integer({ min: 2, max: 15 }).map(step => `*/${step}`),
      fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(pair => pair.sort((a, b) => a - b).join('-')),
    );
  const spec = fc
    .tuple(field(0, 59), field(0, 23), field(1, 28), fc.constantFrom('*', '3,10', '*/2'), field(0, 6))
    .map(fields => fields.join(' '));
  const zones = ['', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Africa/Casablanca'];
  fc.assert(
    fc.property(
      spec,
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(2026, 0) / 1_000, max: Date.UTC(2028, 0) / 1_000 }),
      fc.integer({ min: 1, max: 24 * 9 }),
      (schedule, timeZone, fromSeconds, hours) => {
        const { parsed, zone } = scheduleOf(schedule, timeZone);
        const range = { from: fromSeconds * 1_000, until: fromSeconds * 1_000 + hours * HOUR_MS };
        const expected: number[] = [];
        for (let run = nextRun(parsed, zone, range.from - 1); run !== null && run < range.until; ) {
          expected.push(run);
          run = nextRun(parsed, zone, run);
        }
        expect(runsBetween(parsed, zone, range)).toEqual(expected);
      },
    ),
    { numRuns: RUNS },
  );
});
