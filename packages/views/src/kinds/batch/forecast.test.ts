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

test('what has ended within a minute makes room only after it, what ends with one before', () => {
  const long = job('a', '0 12 * * *', { durationMs: 1.5 * MINUTE });
  const { buckets } = hours([long, job('b', '0 12 * * *'), job('c', '1 12 * * *')], 1);
  expect(buckets[1]?.active).toBe(2);
});

test('what ran until an hour began is counted in it', () => {
  const { buckets } = hours([job('a', '0 12 * * *', { durationMs: HOUR, cpuCores: 3 })], 2);
  expect(buckets.map(({ active, cpuCores }) => [active, cpuCores])).toEqual([
    [0, 0],
    [1, 3],
    [1, 3],
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
    job('h', ' 45  13 * * * '),
    ...['*/1', '0,30', '*/15,7', '7,*/20'].map(minute => job(minute, `${minute} * * * *`)),
  ];
  expect(spreadHerd({ at: T, jobs }).map(({ job: { uid }, schedule }) => [uid, schedule])).toEqual([
    ['b', '12 13 * * 1-5'],
    ['c', '24 * * * *'],
    ['d', '3-59/15 * * * *'],
    ['h', '33 13 * * *'],
  ]);
});

test.each([
  ['@hourly', '30 * * * *'],
  ['@daily', '30 0 * * *'],
  ['@midnight', '30 0 * * *'],
  ['@weekly', '30 0 * * 0'],
  ['@monthly', '30 0 1 * *'],
  ['@yearly', '30 0 1 1 *'],
  ['@annually', '30 0 1 1 *'],
])('%s can be moved to %s', (schedule, moved) => {
  const jobs = [job('a', '0 0 1 1 *'), job('b', schedule)];
  expect(spreadHerd({ at: T, jobs }).map(change => change.schedule)).toEqual([moved]);
});

test.each([
  ['0 * * * *', 61, 59],
  ['*/15 * * * *', 17, 15],
])('of a herd of %s the first stays, and of %i those that would be moved by a whole turn', (schedule, size, moved) => {
  const jobs = [job('first', '@hourly'), ...Array.from({ length: size - 1 }, (_, i) => job(`j${i}`, schedule))];
  const spread = spreadHerd({ at: T, jobs });
  expect(spread.map(({ job: { uid } }) => uid)).not.toContain('first');
  expect(spread).toHaveLength(moved);
});

test('of equal herds the earliest comes first', () => {
  const { herds } = hours([job('a', '0,30 * * * *'), job('b', '0,30 * * * *')], 1);
  expect(herds.map(({ at }) => (at - T) / MINUTE)).toEqual([0, 30]);
});

test('the fullest minute of each bucket; what starts in an hour, in order, its first moment too', () => {
  const jobs = [job('a', '0,20 * * * *'), job('b', '20 * * * *'), job('c', '5 13 * * *')];
  expect(hours(jobs, 2).buckets.map(({ startsPerMinute }) => startsPerMinute)).toEqual([0, 2, 2]);
  expect(startsBetween(jobs.toReversed(), T, T + HOUR).map(({ job: { uid }, at }) => [uid, (at - T) / MINUTE])).toEqual(
    [
      ['a', 0],
      ['b', 20],
      ['a', 20],
    ],
  );
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
