import { describe, expect, test } from 'vitest';
import type { RunCell } from './cells/cell.ts';
import { missedSlots, nextSlots, runStatistics } from './cronjob-slots.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T = Date.UTC(2026, 10, 23, 12);
const cronJob = (spec: object, extra: object = {}) => ({
  metadata: { creationTimestamp: '2026-11-01T00:00:00Z', ...extra },
  spec: { schedule: '0 * * * *', successfulJobsHistoryLimit: 9, failedJobsHistoryLimit: 1, ...spec },
  status: {},
});
const run = (
  slot: number,
  {
    took = MINUTE,
    result = 'succeeded',
    late = 0,
    isManual = false,
  }: { took?: number; result?: RunCell['result']; late?: number; isManual?: boolean } = {},
): RunCell => ({
  name: `job-${slot / MINUTE}`,
  uid: String(slot),
  result,
  startedAt: slot + late,
  durationMs: result === 'running' ? null : took,
  isManual,
});
const facts = { now: T + 5 * MINUTE, from: T - 4 * HOUR, events: [] };
const why = (missed: ReturnType<typeof missedSlots>) =>
  missed.map(({ at, reason, evidence }) => [(at - T) / HOUR, reason, evidence]);

describe('why it did not run', () => {
  test('what ran is not missed; times before it existed are no times', () => {
    const runs = [-3, -2, -1, 0].map(hour => run(T + hour * HOUR));
    expect(missedSlots(cronJob({}), { ...facts, runs })).toEqual([]);
    expect(
      missedSlots(cronJob({}, { creationTimestamp: '2026-11-23T10:30:00Z' }), { ...facts, runs: runs.slice(2) }),
    ).toEqual([]);
  });

  test('suspended since a known moment, by whom; before it another reason holds', () => {
    const managedFields = [
      { manager: 'kubectl', time: '2026-11-23T10:30:00Z', fieldsV1: { 'f:spec': { 'f:suspend': {} } } },
    ];
    const runs = [run(T - 3 * HOUR)];
    expect(why(missedSlots(cronJob({ suspend: true }, { managedFields }), { ...facts, runs }))).toEqual([
      [0, 'suspended', 'kubectl'],
      [-1, 'suspended', 'kubectl'],
      [-2, 'unknown', ''],
    ]);
  });

  test("the controller's own event is believed first", () => {
    const events = [
      { at: T - 2 * HOUR + 1_000, reason: 'JobAlreadyActive', message: 'Not starting job' },
      // A word that every object inherits is no reason that is known.
      { at: T + 500, reason: 'constructor', message: 'odd' },
      { at: T + 1_000, reason: 'FailedCreate', message: 'exceeded quota' },
    ];
    const runs = [run(T - 3 * HOUR), run(T - HOUR)];
    expect(why(missedSlots(cronJob({}), { ...facts, runs, events }))).toEqual([
      [0, 'refused', 'exceeded quota'],
      [-2, 'forbid', 'Not starting job'],
    ]);
  });

  test('a run started by hand fills its slot, and proves nothing of the others', () => {
    const filled = run(T - HOUR, { late: HOUR, isManual: true });
    const scheduled = run(T - 4 * HOUR + HOUR);
    expect(why(missedSlots(cronJob({}), { ...facts, runs: [scheduled, filled] }))).toEqual([
      [0, 'unknown', ''],
      [-2, 'unknown', ''],
    ]);
    const long = run(T - 2 * HOUR, { took: 5 * HOUR, isManual: true });
    expect(
      why(missedSlots(cronJob({ concurrencyPolicy: 'Forbid' }), { ...facts, runs: [scheduled, long] }))[0],
    ).toEqual([0, 'unknown', '']);
  });

  test('Forbid with a run that was still active then', () => {
    const long = run(T - 3 * HOUR, { took: 90 * MINUTE });
    const runs = [long, run(T - HOUR), run(T)];
    expect(why(missedSlots(cronJob({ concurrencyPolicy: 'Forbid' }), { ...facts, runs }))).toEqual([
      [-2, 'forbid', long.name],
    ]);
    expect(why(missedSlots(cronJob({ concurrencyPolicy: 'Allow' }), { ...facts, runs }))).toEqual([
      [-2, 'unknown', ''],
    ]);
  });

  test('a later run that came late: the controller was away, and starts the latest only', () => {
    const late = run(T - HOUR, { late: 20 * MINUTE });
    const runs = [run(T - 3 * HOUR), late, run(T)];
    expect(why(missedSlots(cronJob({}), { ...facts, runs }))).toEqual([[-2, 'controllerAway', late.name]]);
  });

  test('older than what is kept, and a Job that was there and is gone', () => {
    const job = { ...cronJob({}), status: { lastScheduleTime: '2026-11-23T12:00:00Z' } };
    expect(why(missedSlots(job, { ...facts, runs: [run(T - HOUR)] }))).toEqual([
      [0, 'gone', ''],
      [-2, 'notKept', ''],
      [-3, 'notKept', ''],
    ]);
  });
});

test('a success may be gone while an older failure is still kept', () => {
  const runs = [run(T - 3 * HOUR, { result: 'failed' }), run(T - HOUR), run(T)];
  const kept = (spec: object) => why(missedSlots(cronJob(spec), { ...facts, runs }));
  expect(kept({ successfulJobsHistoryLimit: 2 })).toEqual([[-2, 'notKept', '']]);
  expect(kept({ successfulJobsHistoryLimit: 3 })).toEqual([[-2, 'unknown', '']]);
});

describe('the next runs', () => {
  const now = T + 5 * MINUTE;
  const notes = (spec: object, runs: readonly RunCell[] = []) =>
    nextSlots(cronJob(spec), { now, count: 3, runs }).map(({ note }) => note);

  test('suspended, and Forbid with the usual duration', () => {
    expect(notes({ suspend: true })).toEqual(['suspended', 'suspended', 'suspended']);
    const usual = [run(T - 3 * HOUR, { took: 90 * MINUTE })];
    expect(notes({ concurrencyPolicy: 'Forbid' }, [...usual, run(T, { result: 'running' })])).toEqual([
      'forbid',
      null,
      'forbid',
    ]);
    expect(notes({}, [...usual, run(T, { result: 'running' })])).toEqual([null, null, null]);
  });

  test('a run with a manual name is not active to the controller', () => {
    const manual = { ...run(T, { result: 'running' }), name: 'job-x7k2p' };
    expect(notes({ concurrencyPolicy: 'Forbid' }, [run(T - 3 * HOUR, { took: 2 * HOUR }), manual])[0]).toBeNull();
  });

  test('the clock changes before a run', () => {
    const spring = Date.UTC(2026, 2, 28, 12);
    const slots = nextSlots(cronJob({ schedule: '0 5 * * *', timeZone: 'Europe/Berlin' }), {
      now: spring,
      count: 2,
      runs: [],
    });
    expect(slots.map(({ note }) => note)).toEqual(['clockChange', null]);
  });
});

test('statistics of what has finished', () => {
  const runs = [1, 2, 3, 4].map(n => run(T - n * HOUR, { took: n * MINUTE, result: n === 4 ? 'failed' : 'succeeded' }));
  expect(runStatistics([...runs, run(T, { result: 'running' })])).toEqual({
    finished: 4,
    succeeded: 3,
    p50: 2 * MINUTE,
    p95: 4 * MINUTE,
  });
  expect(runStatistics([]).p50).toBeNull();
});
