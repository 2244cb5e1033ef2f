import { expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { SCALE_WORKLOAD } from '../workload/scale-workload.ts';
import { DELETE_OBJECT } from './delete-object.ts';

const SETS = { group: 'apps', version: 'v1', resource: 'statefulsets' };
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

test('of a namespace it is said whose data goes with its claims, by their volumes, and that it is not known', () => {
  const shop = { metadata: { name: 'x' } };
  const bound = (name: string, policy: string, namespace = 'x', phase = 'Bound'): KubeObject => ({
    metadata: { name },
    spec: { persistentVolumeReclaimPolicy: policy, claimRef: { namespace, name: 'data' } },
    status: { phase },
  });
  const mine = [bound('a', 'Delete'), bound('b', 'Delete'), bound('c', 'Retain')];
  const volumes = [...mine, bound('d', 'Delete', 'other'), bound('e', 'Retain', 'x', 'Released')];
  const all = { key: 'effect.everythingInItGoes', values: {} };
  expect(said('namespaces', shop, [[], [], volumes, []])).toEqual([
    all,
    { key: 'effect.volumesDeleted', values: { count: 2, names: 'a, b' } },
    { key: 'effect.volumesRetained', values: { count: 1, names: 'c' } },
  ]);
  expect(said('namespaces', shop, [[], [], [], []])).toEqual([all]);
  expect(said('namespaces', shop, [[], [], null, []])).toEqual([all, { key: 'effect.volumesUnknown', values: {} }]);
  const target = { cluster: 'c', resource: core('namespaces'), namespace: '', name: 'x', uid: 'u' };
  expect(DELETE_OBJECT.related?.(target, shop).map(list => list.resource.resource)).toEqual([
    ...['validatingwebhookconfigurations', 'mutatingwebhookconfigurations', 'persistentvolumes', 'apiservices'],
  ]);
});

test('of a namespace it is said which webhooks and parts of the API the whole cluster asks in it', () => {
  const shop = { metadata: { name: 'x' } };
  const hook = (name: string, namespace: string, failurePolicy = 'Fail') => ({
    ...{ name, failurePolicy, clientConfig: { service: { namespace, name: 's' } } },
  });
  const hooks = [hook('guard', 'x'), hook('lax', 'x', 'Ignore'), hook('other', 'y')];
  const configuration: KubeObject = { metadata: { name: 'w' }, webhooks: hooks };
  const service = (name: string, namespace: string): KubeObject => ({
    ...{ metadata: { name }, spec: { service: { namespace, name: 's' } } },
  });
  const services = [service('v1.a.io', 'x'), service('v1.b.io', 'y'), { metadata: { name: 'v1.' }, spec: {} }];
  expect(said('namespaces', shop, [[configuration], [], [], services]).slice(1)).toEqual([
    { key: 'effect.webhooksLost', values: { names: 'guard' } },
    { key: 'effect.apiLost', values: { names: 'v1.a.io' } },
  ]);
});

test('of a node it is said which volumes can be reached from nowhere else', () => {
  const node = { metadata: { name: 'x', labels: { 'kubernetes.io/hostname': 'host-x' } } };
  const on = (name: string, ...values: string[]): KubeObject => {
    const matchExpressions = [{ key: 'kubernetes.io/hostname', operator: 'In', values }];
    return { metadata: { name }, spec: { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } } } };
  };
  const volumes = [on('a', 'host-x'), on('b', 'host-y'), on('c', 'host-x', 'host-y'), volume('Delete')];
  expect(said('nodes', node, [[], [], volumes]).at(-1)).toEqual({
    ...{ key: 'effect.nodeVolumes', values: { count: 1, names: 'a' } },
  });
});

const setWith = (persistentVolumeClaimRetentionPolicy: object, templates = [{}]): KubeObject => ({
  metadata: { name: 'x' },
  spec: { replicas: 3, volumeClaimTemplates: templates, persistentVolumeClaimRetentionPolicy },
});

test('a stateful set says by its own policy what becomes of the claims of its pods', () => {
  const target = { cluster: 'c', resource: SETS, namespace: 'n', name: 'x', uid: 'u' };
  const keys = (set: KubeObject, propagation: 'Background' | 'Orphan' = 'Background') =>
    DELETE_OBJECT.plan(
      { kind: DELETE_OBJECT.kind, target, index: 0, suffix: 's', params: { deletion: { propagation, grace: null } } },
      set,
      { context: 'prod', schema: null, now: 0 },
    )
      .effects.map(({ key }) => key)
      .filter(key => key.startsWith('effect.claims'));
  expect(keys(setWith({ whenDeleted: 'Delete' }))).toEqual(['effect.claimsGo']);
  expect(keys(setWith({ whenDeleted: 'Delete' }), 'Orphan')).toEqual(['effect.claimsStay']);
  expect(keys(setWith({ whenDeleted: 'Retain' }))).toEqual(['effect.claimsStay']);
  expect(keys(setWith({ whenDeleted: 'Delete' }, []))).toEqual([]);
});

test('fewer pods of a stateful set take their claims along where its policy says so', () => {
  const target = { cluster: 'c', resource: SETS, namespace: 'n', name: 'x', uid: 'u' };
  const claims = (replicas: number, set: KubeObject) =>
    SCALE_WORKLOAD.plan(
      { kind: SCALE_WORKLOAD.kind, target, index: 0, suffix: 's', params: { scale: { replicas } } },
      set,
      { context: 'prod', schema: null, now: 0 },
    ).effects.filter(({ key }) => key === 'effect.claimsOfScaledGo');
  expect(claims(1, setWith({ whenScaled: 'Delete' }))).toEqual([
    { key: 'effect.claimsOfScaledGo', values: { count: 2 } },
  ]);
  expect(claims(4, setWith({ whenScaled: 'Delete' }))).toEqual([]);
  expect(claims(1, setWith({ whenScaled: 'Retain' }))).toEqual([]);
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
