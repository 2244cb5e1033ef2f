import { describe, expect, test } from 'vitest';
import type { RunCell } from '../../cells/cell.ts';
import { nextSlots, runStatistics } from './cronjob-slots.ts';

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

  test('a run that usually ends when the next is due holds nothing up', () => {
    const usual = run(T - 3 * HOUR, { took: HOUR });
    expect(notes({ concurrencyPolicy: 'Forbid' }, [usual, run(T, { result: 'running' })])).toEqual([null, null, null]);
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
  const runs = [2, 10, 1, 3].map(n =>
    run(T - n * HOUR, { took: n * MINUTE, result: n === 10 ? 'failed' : 'succeeded' }),
  );
  expect(runStatistics([...runs, run(T, { result: 'running' })])).toEqual({
    finished: 4,
    succeeded: 3,
    p50: 2 * MINUTE,
    p95: 10 * MINUTE,
  });
  // How long one took may not be known.
  expect(runStatistics([{ ...run(T), durationMs: null }])).toMatchObject({ finished: 1, succeeded: 1, p50: null });
  expect(runStatistics([]).p50).toBeNull();
});
