import { expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { DELETE_OBJECT } from './delete-object.ts';

const core = (resource: string) => ({ group: '', version: 'v1', resource });

/** What is said before the deletion of an object, with what was read for it. */
function said(resource: string, object: KubeObject, related?: readonly (readonly KubeObject[] | null)[]) {
  const target = { cluster: 'c', resource: core(resource), namespace: 'n', name: 'x', uid: 'u' };
  const action = { kind: DELETE_OBJECT.kind, target, index: 0, suffix: 's', params: {} };
  const context = { context: 'prod', schema: null, now: 0, ...(related === undefined ? {} : { related }) };
  return DELETE_OBJECT.plan(action, object, context).effects.filter(({ key }) => key !== 'effect.objectDeleted');
}
const volume = (policy: string): KubeObject => ({
  metadata: { name: 'pv-1' },
  spec: { persistentVolumeReclaimPolicy: policy },
});

test('what becomes of the data of a claim follows from its volume; where that is not known it is said how it depends', () => {
  const claim = { metadata: { name: 'x' }, spec: { volumeName: 'pv-1' } };
  expect(said('persistentvolumeclaims', claim, [[], [], [volume('Delete')]])).toEqual([
    { key: 'effect.volumeDeleted', values: { volume: 'pv-1' } },
  ]);
  expect(said('persistentvolumeclaims', claim, [[], [], [volume('Retain')]])[0]?.key).toBe('effect.volumeRetained');
  expect(said('persistentvolumeclaims', claim, [[], [], null])[0]?.key).toBe('effect.volumeMayGo');
  expect(said('persistentvolumes', volume('Delete'), [[], []])[0]?.key).toBe('effect.volumeDeleted');
  expect(said('configmaps', claim, [[], [], [volume('Delete')]])).toEqual([]);
});

test('a claim without a volume asks for none; webhooks are asked for in any case', () => {
  const target = { cluster: 'c', resource: core('persistentvolumeclaims'), namespace: 'n', name: 'x', uid: 'u' };
  const asked = (object: KubeObject) => DELETE_OBJECT.related?.(target, object).map(list => list.resource.resource);
  expect(asked({ metadata: {} })).toEqual(['validatingwebhookconfigurations', 'mutatingwebhookconfigurations']);
  expect(asked({ metadata: {}, spec: { volumeName: 'pv' } })?.[2]).toBe('persistentvolumes');
});

test('a pod that a controller or a budget looks after is better evicted, unless it is over', () => {
  const owned = {
    name: 'x',
    ownerReferences: [{ apiVersion: 'v1', kind: 'R', name: 'r', uid: 'r', controller: true }],
  };
  const budget = { metadata: { name: 'b' }, spec: { selector: { matchLabels: { app: 'a' } } } };
  const isFirst = (pod: KubeObject, budgets: readonly KubeObject[] | null = []) =>
    said('pods', pod, [[], [], budgets]).some(({ key }) => key === 'effect.evictFirst');
  expect(isFirst({ metadata: owned }, null)).toBe(true);
  expect(isFirst({ metadata: { name: 'x', labels: { app: 'a' } } }, [budget])).toBe(true);
  expect(isFirst({ metadata: { name: 'x', labels: { app: 'b' } } }, [budget])).toBe(false);
  expect(isFirst({ metadata: owned, status: { phase: 'Succeeded' } })).toBe(false);
});

test('webhooks that are asked before it goes are named, those that may be silent not; and that they could not be read is said', () => {
  const rule = { operations: ['DELETE'], apiGroups: [''], apiVersions: ['*'], resources: ['configmaps'] };
  const hook = (name: string, fields: object = {}) => ({ name, failurePolicy: 'Fail', rules: [rule], ...fields });
  const configuration: KubeObject = {
    metadata: { name: 'w' },
    webhooks: [
      hook('guard'),
      hook('lax', { failurePolicy: 'Ignore' }),
      hook('creates', { rules: [{ ...rule, operations: ['CREATE'] }] }),
      hook('pods', { rules: [{ ...rule, resources: ['pods'] }] }),
      hook('newer', { rules: [{ ...rule, apiVersions: ['v2'] }] }),
      hook('newerAlone', { matchPolicy: 'Exact', rules: [{ ...rule, apiVersions: ['v2'] }] }),
      hook('labelled', { objectSelector: { matchLabels: { a: 'b' } } }),
    ],
  };
  const names = (labels: Record<string, string> = {}) =>
    said('configmaps', { metadata: { labels } }, [[], [configuration]]).map(({ values }) => values['name']);
  expect(names()).toEqual(['guard', 'newer']);
  expect(names({ a: 'b' })).toEqual(['guard', 'newer', 'labelled']);
  expect(said('configmaps', { metadata: {} }, [null, []])).toEqual([{ key: 'effect.webhooksUnknown', values: {} }]);
});
