import { expect, test } from 'vitest';
import { revisionOfPod, templateHash } from './pod-revision.ts';

const kept = (...names: readonly string[]) => names.map((name, i) => ({ name, revision: i + 1 }));
const labelled = (labels: object) => ({ metadata: { labels } });

test.each([
  ['of a Deployment by its ReplicaSet', 'web-7d9f', '7d9f', kept('web-6b8d', 'web-7d9f'), 2],
  ['of a Deployment by a ReplicaSet that it adopted', 'old-one', '7d9f', kept('old-one', 'web-7d9f'), 1],
  ['of a StatefulSet by the name of the revision', 'db', 'db-5c8f', kept('db-5c8f', 'db-6d7b'), 1],
  ['of a DaemonSet by its end', 'agent', '5c8f', kept('agent-6d7b', 'agent-5c8f'), 2],
  ['of no revision that is kept', 'web', 'gone', kept('web-7d9f'), undefined],
  ['of none where it is not marked', 'web', '', kept('web-7d9f'), undefined],
])('a pod %s', (_, owner, hash, revisions, revision) => {
  expect(revisionOfPod({ owner: { name: owner }, templateHash: hash }, revisions)?.revision).toBe(revision);
});

test('a pod that nobody owns any more is found by its mark', () => {
  expect(revisionOfPod({ templateHash: '7d9f' }, kept('web-7d9f'))?.revision).toBe(1);
});

test('a pod is marked by the controller that made it', () => {
  expect(templateHash(labelled({ 'pod-template-hash': '7d9f' }))).toBe('7d9f');
  expect(templateHash(labelled({ 'controller-revision-hash': 'db-5c8f' }))).toBe('db-5c8f');
  expect([templateHash(labelled({})), templateHash(null), templateHash(labelled({ 'pod-template-hash': 3 }))]).toEqual([
    null,
    null,
    null,
  ]);
});
