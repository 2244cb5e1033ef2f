import { expect, test } from 'vitest';
import { forecast, type ForecastJob, forecastSteps, spreadHerd, startsBetween } from './forecast.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T = Date.UTC(2026, 10, 23, 12);
const job = (uid: string, schedule: string, extra: Partial<ForecastJob> = {}): ForecastJob => ({
  uid,
  key: `n/${uid}`,
  schedule,
  timeZone: '',
  isSuspended: false,
  durationMs: MINUTE,
  cpuCores: 1,
  memoryMiB: 100,
  ...extra,
});
const hours = (jobs: readonly ForecastJob[], count: number) =>
  forecast(jobs, { from: T - 1, untilMs: T + count * HOUR, bucketMs: HOUR });

test('starts and the peak of what runs at one moment', () => {
  const { buckets } = hours(
    [job('a', '0 * * * *'), job('b', '0,30 * * * *', { durationMs: 45 * MINUTE, cpuCores: 2 })],
    3,
  );
  expect(buckets.map(({ at, starts, active, cpuCores }) => [(at - T) / HOUR, starts, active, cpuCores])).toEqual([
    [-1, 0, 0, 0],
    [0, 3, 2, 4],
    [1, 3, 3, 5],
    [2, 3, 3, 5],
  ]);
});

test('one that ends as another begins is no overlap', () => {
  const { buckets } = hours([job('a', '*/10 * * * *', { durationMs: 10 * MINUTE })], 1);
  expect(buckets[1]?.active).toBe(1);
});

test('minutes that many share; what cannot be known ahead is counted', () => {
  const jobs = [job('a', '0 * * * *'), job('b', '0 13 * * *'), job('c', '@hourly'), job('d', '7 * * * *')];
  const left = [job('e', '0 * * * *', { isSuspended: true }), job('f', '@every 5m'), job('g', 'nonsense')];
  const result = hours([...jobs, ...left], 2);
  expect(result.herds.map(({ at, jobs: on }) => [(at - T) / HOUR, on.map(({ uid }) => uid)])).toEqual([
    [1, ['a', 'b', 'c']],
    [0, ['a', 'c']],
  ]);
  expect(result.left).toBe(3);
});

test('a herd is spread over the hour: other minutes, all else as it was', () => {
  const jobs = [
    job('a', '0 * * * *'),
    job('b', '0 13 * * 1-5'),
    job('c', '@hourly'),
    job('d', '*/15 * * * *'),
    job('e', '*/7 * * * *'),
    job('f', '* * * * *'),
    job('g', 'constructor'),
  ];
  expect(spreadHerd({ at: T, jobs }).map(({ job: { uid }, schedule }) => [uid, schedule])).toEqual([
    ['b', '15 13 * * 1-5'],
    ['c', '30 * * * *'],
    ['d', '3-59/15 * * * *'],
  ]);
});

test('the fullest minute of each bucket; what starts in an hour, in order, its first moment too', () => {
  const jobs = [job('a', '0,20 * * * *'), job('b', '20 * * * *'), job('c', '5 13 * * *')];
  expect(hours(jobs, 2).buckets.map(({ startsPerMinute }) => startsPerMinute)).toEqual([0, 2, 2]);
  expect(startsBetween(jobs, T, T + HOUR).map(({ job: { uid }, at }) => [uid, (at - T) / MINUTE])).toEqual([
    ['a', 0],
    ['a', 20],
    ['b', 20],
  ]);
});

test('no step does more than twice what there are CronJobs, however full a minute, an hour or the week is', () => {
  let looks = 0;
  const jobs = Array.from({ length: 100 }, (_, i) => ({
    ...job(`j${i}`, '* * * * *', { durationMs: 90_000 + i }),
    get cpuCores() {
      looks++;
      return 1;
    },
  }));
  const steps = forecastSteps(jobs, { from: T, untilMs: T + 24 * HOUR, bucketMs: HOUR });
  let most = 0;
  for (let step = steps.next(); step.done !== true; step = steps.next()) {
    most = Math.max(most, looks);
    looks = 0;
  }
  expect(most).toBe(200);
});
