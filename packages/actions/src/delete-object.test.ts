import { expect, test } from 'vitest';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { DELETE_OBJECT } from './delete-object.ts';

function effectsOn(resource: GroupVersionResource): string[] {
  const target = { cluster: 'c', resource, namespace: 'n', name: 'x', uid: 'u' };
  const action = { kind: DELETE_OBJECT.kind, target, index: 0, suffix: 's', params: {} };
  const { effects } = DELETE_OBJECT.plan(action, { metadata: { name: 'x' } }, { context: 'c', schema: null, now: 0 });
  return effects.map(({ key }) => key);
}

test('what goes with an object is told by group and resource: the same word in another group is another kind', () => {
  expect(effectsOn({ group: 'batch', version: 'v1', resource: 'jobs' })).toContain('effect.podsGo');
  expect(effectsOn({ group: 'flink.example.org', version: 'v1', resource: 'jobs' })).toEqual(['effect.objectDeleted']);
});
