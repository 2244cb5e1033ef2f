import { expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { CREATE_OBJECT } from './create-object.ts';
import { DELETE_OBJECT } from './delete-object.ts';
import { ownedLists } from './owned-objects.ts';

const target = (resource: string, group = 'apps') => ({
  cluster: 'c',
  resource: { group, version: 'v1', resource },
  ...{ namespace: 'shop', name: 'web', uid: 'u' },
});
const WEB: KubeObject = { metadata: { name: 'web', uid: 'u' }, spec: { selector: { matchLabels: { app: 'web' } } } };
const owned = (name: string, ...by: readonly string[]): KubeObject => {
  const ownerReferences = by.map(uid => ({ apiVersion: 'v1', kind: 'K', name: 'o', uid }));
  return { metadata: { name, uid: `uid of ${name}`, ownerReferences } };
};
const SETS = [owned('web-1', 'u'), owned('other', 'another')];
const PODS = ['f', 'e', 'd', 'c', 'b', 'a'].map(name => owned(`web-1-${name}`, 'uid of web-1'));

type Lists = readonly (readonly KubeObject[] | null)[];
function deletion(lists: Lists, propagation: 'Background' | 'Orphan' = 'Background', of = target('deployments')) {
  const params = { deletion: { propagation, grace: null } };
  const action = { kind: DELETE_OBJECT.kind, target: of, index: 0, suffix: 's', params };
  // Webhooks are read first.
  return DELETE_OBJECT.plan(action, WEB, { context: 'p', schema: null, now: 0, related: [[], [], ...lists] });
}
const told = (effects: ReturnType<typeof deletion>['effects']) =>
  effects
    .filter(({ key }) => /goes(WithIt|Unknown)|went/.test(key))
    .map(({ key, values }) => [key, ...Object.values(values)]);

test('of a Deployment its ReplicaSets and their pods are read by its labels, also when it is sent', () => {
  expect(ownedLists(target('deployments'), WEB)).toMatchObject([
    { resource: { resource: 'replicasets' }, namespace: 'shop', labels: 'app in (web)', isAdvice: false },
    { resource: { resource: 'pods' }, labels: 'app in (web)', isAdvice: false },
  ]);
  // What no labels find is read as far as it is its own: all pods of a namespace may be many.
  expect(ownedLists(target('cronjobs', 'batch'), { metadata: {} })).toMatchObject([
    { resource: { resource: 'jobs' }, namespace: 'shop' },
  ]);
  expect(ownedLists(target('configmaps', ''), { metadata: {} })).toEqual([]);
});

test('what goes with it is counted and named before, and told to whoever wants it back', () => {
  const plan = deletion([SETS, [...PODS, owned('stray', 'x')]]);
  expect(told(plan.effects)).toEqual([
    ['effect.goesWithIt', 1, 'ReplicaSet', 'web-1'],
    ['effect.goesWithIt', 6, 'Pod', 'web-1-a, web-1-b, web-1-c, web-1-d, web-1-e, …'],
  ]);
  const undo = DELETE_OBJECT.inverse({
    target: target('deployments'),
    before: WEB,
    after: null,
    took: plan.takes ?? [],
  });
  const action = { target: target('deployments'), index: 0, suffix: 's', params: undo?.params ?? {} };
  const back = CREATE_OBJECT.plan(
    { kind: 'object.create', ...action },
    { metadata: {} },
    { context: 'p', schema: null, now: 0 },
  );
  expect(told(back.effects)).toEqual([
    ['effect.wentWithIt', 1, 'ReplicaSet', 'web-1'],
    ['effect.wentWithIt', 6, 'Pod', 'web-1-a, web-1-b, web-1-c, web-1-d, web-1-e, …'],
  ]);
});

test('what could not be read is not none: that is said before, also of what it would have owned, and told to whoever wants it back', () => {
  const plan = deletion([null, PODS]);
  expect(told(plan.effects)).toEqual([
    ['effect.goesUnknown', 'ReplicaSet'],
    ['effect.goesUnknown', 'Pod'],
  ]);
  expect(plan.takes?.map(({ count }) => count)).toEqual([null, null]);
  const action = {
    target: target('deployments'),
    index: 0,
    suffix: 's',
    params: { object: WEB, went: plan.takes ?? [] },
  };
  const back = CREATE_OBJECT.plan(
    { kind: 'object.create', ...action },
    { metadata: {} },
    { context: 'p', schema: null, now: 0 },
  );
  expect(told(back.effects)).toEqual([
    ['effect.wentUnknown', 'ReplicaSet'],
    ['effect.wentUnknown', 'Pod'],
  ]);
});

test('what has an owner that stays is not said to go; what all owners of go does', () => {
  const pods = [owned('both', 'u', 'uid of web-1'), owned('shared', 'uid of web-1', 'another'), owned('free')];
  const { effects } = deletion([[...SETS, owned('web-2', 'u', 'another')], pods]);
  expect(told(effects)).toEqual([
    ['effect.goesWithIt', 1, 'ReplicaSet', 'web-1'],
    ['effect.goesWithIt', 1, 'Pod', 'both'],
  ]);
});

test('of what stays, and where there is none, nothing is told or kept', () => {
  expect(deletion([SETS, PODS], 'Orphan').takes).toBeUndefined();
  expect(told(deletion([[], []]).effects)).toEqual([]);
});
