import { expect, test } from 'vitest';
import { jobProgress, readIndexes } from './job-progress.ts';

test('indexes as the controller writes them', () => {
  expect(readIndexes('1,3-5,7')).toEqual([1, 3, 4, 5, 7]);
  expect(readIndexes('')).toEqual([]);
  expect(readIndexes('10-12')).toEqual([10, 11, 12]);
  expect(readIndexes('x,2,x3,4x,5-6x')).toEqual([2]);
  // None is left out, and a status that holds nonsense does not fill the memory.
  expect(readIndexes('0-4999')).toHaveLength(5_000);
  expect(readIndexes('0-4999999999,7')).toHaveLength(100_000);
});

test('an indexed Job: a state for each index, and what ended it', () => {
  const job = {
    spec: { completionMode: 'Indexed', completions: 4, backoffLimitPerIndex: 1 },
    status: {
      failed: 2,
      completedIndexes: '0,2',
      failedIndexes: '3',
      conditions: [
        { type: 'FailureTarget', status: 'True', message: 'soon' },
        { type: 'Failed', status: 'True', reason: 'PodFailurePolicy', message: 'rule at index 0' },
      ],
    },
  };
  const { indexes, failedIndexes, retriesLeft, failurePolicy, deadlineAt } = jobProgress(job);
  expect(indexes?.map(({ state }) => state)).toEqual(['completed', 'open', 'completed', 'failed']);
  expect([failedIndexes, retriesLeft, failurePolicy, deadlineAt]).toEqual([[3], null, 'rule at index 0', null]);
});

test('of many indexes the first are shown, all are counted and all that failed can be run again', () => {
  const job = { spec: { completionMode: 'Indexed', completions: 5_000 }, status: { failedIndexes: '0-4999' } };
  const { indexes, indexCount, failedIndexes } = jobProgress(job);
  expect([indexes?.length, indexCount, failedIndexes.length]).toEqual([2_000, 5_000, 5_000]);
});

test('retries left and the deadline of one that runs; none of one that is suspended', () => {
  const job = (spec: object) => ({
    spec: { backoffLimit: 4, activeDeadlineSeconds: 60, ...spec },
    status: { active: 1, failed: 3, startTime: '2026-11-23T12:00:00Z' },
  });
  expect(jobProgress(job({}))).toMatchObject({
    active: 1,
    retriesLeft: 1,
    deadlineAt: Date.UTC(2026, 10, 23, 12, 1),
    indexes: null,
  });
  expect(jobProgress(job({ suspend: true })).deadlineAt).toBeNull();
  expect(jobProgress(job({ activeDeadlineSeconds: undefined })).deadlineAt).toBeNull();
  expect(jobProgress({ ...job({}), status: { succeeded: 2, failed: 1 } })).toMatchObject({
    succeeded: 2,
    failed: 1,
    deadlineAt: null,
  });
  expect(jobProgress('nonsense')).toMatchObject({ active: 0, retriesLeft: 6 });
});

test.each([
  ['Complete', 'True', true],
  ['Failed', 'True', true],
  ['Complete', 'False', false],
  ['FailureTarget', 'True', false],
])('of one that is %s=%s the deadline is over: %s', (type, status, isOver) => {
  const job = {
    spec: { activeDeadlineSeconds: 60 },
    status: { startTime: '2026-11-23T12:00:00Z', conditions: [{ type, status }] },
  };
  expect(jobProgress(job).deadlineAt === null).toBe(isOver);
});
