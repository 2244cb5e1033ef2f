import { expect, test } from 'vitest';
import { readPodResize } from './pod-resize.ts';

const since = '2026-11-29T12:00:00Z';
const pod = (condition: object, phase = 'Running') => ({
  status: { phase, conditions: [{ status: 'True', lastTransitionTime: since, ...condition }] },
});

test.each([
  ['PodResizePending', 'Infeasible', 'infeasible'],
  ['PodResizePending', 'Deferred', 'deferred'],
  ['PodResizeInProgress', undefined, 'underWay'],
  ['PodResizeInProgress', 'Error', 'failed'],
])('%s with the reason %s: %s', (type, reason, state) => {
  expect(readPodResize(pod({ type, reason, message: 'why' }))).toEqual({
    ...{ state, message: 'why', since: Date.parse(since) },
  });
});

test('what is not so, what has ended and what is no pod has none', () => {
  expect(readPodResize(pod({ type: 'PodResizePending', status: 'False' }))).toBeNull();
  expect(readPodResize(pod({ type: 'PodResizePending' }, 'Succeeded'))).toBeNull();
  expect(readPodResize(null)).toBeNull();
});
