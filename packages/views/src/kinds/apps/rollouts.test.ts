import { expect, test } from 'vitest';
import { DEPLOYMENT_VIEW } from './deployments.ts';
import { STATEFUL_SET_VIEW } from './statefulsets.ts';

test.each([
  ['has new pods to make', { replicas: 3 }, { updatedReplicas: 2, replicas: 2 }, true],
  ['has old pods left', { replicas: 3 }, { updatedReplicas: 3, replicas: 4 }, true],
  ['has every pod of the newest', { replicas: 3 }, { updatedReplicas: 3, replicas: 3 }, false],
  ['was scaled down while it rolls out', { replicas: 2 }, { updatedReplicas: 3, replicas: 3 }, false],
  ['wants one where it says nothing', { replicas: undefined }, {}, true],
])('a Deployment that %s', (_what, spec, status, isUnderway) => {
  const wanted = spec.replicas ?? 1;
  const told = { updatedReplicas: 0, replicas: 0, ...status };
  expect(DEPLOYMENT_VIEW.rollout?.({ spec, status })).toEqual({
    ...{ isUnderway, wanted, kept: 0, updated: told.updatedReplicas, total: told.replicas },
    // No strategy of it leaves the old pods to a person.
    waitsForDeletion: false,
  });
});

test('a StatefulSet tells how many pods it has of any revision', () => {
  const status = { replicas: 4, updatedReplicas: 1, currentRevision: 'a', updateRevision: 'b' };
  expect(STATEFUL_SET_VIEW.rollout?.({ spec: { replicas: 3 }, status })).toEqual({
    ...{ isUnderway: true, wanted: 3, kept: 0, updated: 1, total: 4, waitsForDeletion: false },
  });
});
