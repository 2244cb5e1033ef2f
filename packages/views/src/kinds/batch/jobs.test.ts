import { describe, expect, test } from 'vitest';
import type { Cell } from '../../cells/cell.ts';
import { JOB_VIEW, jobDuration, jobFailure, jobStatus, runCells, summariseRuns } from './jobs.ts';

const time = (text: string) => `2026-11-23T${text}Z`;
const condition = (type: string, fields: object = {}) => ({ type, status: 'True', ...fields });
const job = (status: object, metadata: object = {}) => ({ metadata, status });
const conditions = (...list: object[]) => job({ conditions: list });

test.each([
  [conditions(condition('Complete')), 'Complete', 'ok'],
  [conditions(condition('Failed'), condition('FailureTarget')), 'Failed', 'bad'],
  [conditions(condition('Complete', { status: 'False' })), 'Running', 'active'],
  [job({ conditions: [condition('Complete')] }, { deletionTimestamp: time('08:00:00') }), 'Complete', 'ok'],
  [job({ conditions: [condition('Suspended')] }, { deletionTimestamp: time('08:00:00') }), 'Terminating', 'active'],
  [conditions(condition('Suspended')), 'Suspended', 'muted'],
  [conditions(condition('FailureTarget')), 'FailureTarget', 'bad'],
  [conditions(condition('SuccessCriteriaMet')), 'SuccessCriteriaMet', 'active'],
  [job({}), 'Running', 'active'],
])('%j is %s', (object, status, tone) => {
  expect(jobStatus(object)).toEqual({ status, tone });
});

test('a Job took from its start to its completion, or to its failure', () => {
  const startTime = time('08:00:00');
  const failed = condition('Failed', { lastTransitionTime: time('08:01:00') });
  expect(jobDuration(job({ startTime, completionTime: time('08:00:30') }))).toBe(30_000);
  expect(jobDuration(job({ startTime, conditions: [failed] }))).toBe(60_000);
  expect(jobDuration(job({ startTime }))).toBeNull();
  expect(jobDuration(job({ completionTime: time('08:00:30') }))).toBeNull();
  // Clocks of nodes may differ.
  expect(jobDuration(job({ startTime, completionTime: time('07:59:00') }))).toBe(0);
});

test('why the controller gave up is told in its words', () => {
  const why = { reason: 'BackoffLimitExceeded', message: 'too often' };
  expect(jobFailure(conditions(condition('Failed', why)))).toEqual(why);
  expect(jobFailure(conditions(condition('FailureTarget', why)))).toEqual(why);
  expect(jobFailure(conditions(condition('FailureTarget'), condition('Failed', why)))).toEqual(why);
  expect(jobFailure(conditions(condition('Failed', { ...why, status: 'False' })))).toBeNull();
  expect(jobFailure(conditions(condition('Complete')))).toBeNull();
});

describe('the runs of a CronJob', () => {
  const row = (name: string, createdAt: number | null, cells: Readonly<Record<string, Cell>> = {}) => ({
    name,
    uid: `uid-${name}`,
    createdAt,
    cells: JOB_VIEW.columns.map(({ id }) => cells[id] ?? null),
  });

  test('each with its result, its start and how long it took', () => {
    const full = { status: { status: 'Complete', tone: 'ok' }, started: 7, duration: 30, manual: true } as const;
    expect(runCells([row('a', 5, full), row('b', 6)])).toEqual([
      { name: 'a', uid: 'uid-a', result: 'succeeded', startedAt: 7, durationMs: 30, isManual: true },
      { name: 'b', uid: 'uid-b', result: 'running', startedAt: 6, durationMs: null, isManual: false },
    ]);
  });

  test.each([
    ['Complete', 'succeeded'],
    ['Failed', 'failed'],
    ['FailureTarget', 'failed'],
    ['Suspended', 'suspended'],
    ['Running', 'running'],
    ['Terminating', 'running'],
  ])('one that is %s has %s', (status, result) => {
    expect(runCells([row('a', 1, { status: { status, tone: 'ok' } })])[0]?.result).toBe(result);
  });

  test('the oldest first, those of one moment by their names; a strip shows the last ten', () => {
    const names = (rows: Parameters<typeof runCells>[0]) => runCells(rows).map(({ name }) => name);
    expect(names([row('c', 2), row('b', 1), row('a', 2), row('d', null)])).toEqual(['d', 'b', 'a', 'c']);
    expect(names([row('a', 1), row('b', 1)])).toEqual(['a', 'b']);
    expect(names([row('b', 1), row('a', 1)])).toEqual(['a', 'b']);
    const twelve = Array.from({ length: 12 }, (_, i) => row(`r${i + 10}`, i));
    expect(summariseRuns(twelve).map(({ name }) => name)).toEqual(names(twelve).slice(2));
    expect(runCells(twelve)).toHaveLength(12);
  });
});
