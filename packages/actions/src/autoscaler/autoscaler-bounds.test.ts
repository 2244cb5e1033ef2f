import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { actionRecord } from '../action-records.ts';
import type { ActionParams } from '../machinery/action.ts';

const RESOURCE = { group: 'autoscaling', version: 'v2', resource: 'horizontalpodautoscalers' };
const TARGET = { cluster: 'c', resource: RESOURCE, namespace: 'shop', name: 'web', uid: 'u1' };
const autoscaler = (spec: object, currentReplicas?: number): KubeObject => ({
  metadata: { name: 'web', namespace: 'shop', uid: 'u1', resourceVersion: '7' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, ...spec },
  status: currentReplicas === undefined ? {} : { currentReplicas },
});
const record = actionRecord('autoscaler.bounds');
type Wanted = NonNullable<ActionParams['bounds']>;
const action = (bounds: Wanted) => ({
  ...{ kind: 'autoscaler.bounds', target: TARGET, index: 0, suffix: 's', params: { bounds } },
});
const planOf = (object: KubeObject, bounds: Wanted, related: readonly (readonly KubeObject[] | null)[] = [[], []]) =>
  record.plan(action(bounds), object, { context: 'prod', schema: null, now: 0, related });
const bounded = autoscaler({ minReplicas: 2, maxReplicas: 5 });

test('both numbers are changed from what they are, and nothing else', () => {
  const { request, right, kubectl, isDone } = planOf(bounded, { min: 3, max: 9 });
  expect(parseJson(request.body ?? '')).toEqual([
    { op: 'test', path: '/metadata/uid', value: 'u1' },
    { op: 'test', path: '/spec/minReplicas', value: 2 },
    { op: 'add', path: '/spec/minReplicas', value: 3 },
    { op: 'test', path: '/spec/maxReplicas', value: 5 },
    { op: 'add', path: '/spec/maxReplicas', value: 9 },
  ]);
  expect([right.verb, right.resource, right.name, isDone]).toEqual(['patch', 'horizontalpodautoscalers', 'web', false]);
  expect(kubectl).toBe(
    `kubectl --context=prod --namespace=shop patch hpa web --type=merge '--patch={"spec":{"minReplicas":3,"maxReplicas":9}}'`,
  );
  expect(planOf(bounded, { min: 2, max: 5 }).isDone).toBe(true);
});

test('a least number that was never said is one, and is not tested for', () => {
  const { request, isDone } = planOf(autoscaler({ maxReplicas: 5 }), { min: 1, max: 6 });
  expect(request.body).not.toContain('"test","path":"/spec/minReplicas"');
  expect([isDone, planOf(autoscaler({ maxReplicas: 5 }), { min: 1, max: 5 }).isDone]).toEqual([false, true]);
});

describe('a number that somebody else set since this one was thought of', () => {
  const mine: Wanted = { min: 3, max: 9, from: { min: 1, max: 9 } };

  test('is a clash on its side alone, until it is decided which is meant', () => {
    expect(planOf(bounded, mine).clashes).toEqual([{ path: ['spec', 'minReplicas'], base: 1, mine: 3, live: 2 }]);
    expect(planOf(bounded, { ...mine, choices: { 'spec.minReplicas': 'mine' } }).clashes).toEqual([]);
    const live = planOf(bounded, { ...mine, choices: { 'spec.minReplicas': 'live' } });
    expect([live.clashes, live.isDone]).toEqual([[], true]);
  });

  test('stays where nobody meant to change that side', () => {
    expect(parseJson(planOf(bounded, mine).request.body ?? '')).toContainEqual({
      ...{ op: 'add', path: '/spec/maxReplicas', value: 5 },
    });
  });
});

const told = (...args: Parameters<typeof planOf>) => planOf(...args).effects.slice(1);

test.each([
  ['more than it may have', 8, { min: 1, max: 6 }, 'effect.autoscalerShrinks'],
  ['fewer than it must have', 2, { min: 4, max: 6 }, 'effect.autoscalerGrows'],
])('with %s the number of pods follows at once', (_what, pods, bounds, key) => {
  const [first] = told(autoscaler({ minReplicas: 1, maxReplicas: 9 }, pods), bounds);
  const to = key === 'effect.autoscalerGrows' ? bounds.min : bounds.max;
  expect(first).toEqual({ key, values: { target: 'Deployment/web', pods, to } });
});

test('while there are none it rests, within the bounds nothing follows, and one number leaves it nothing to do', () => {
  expect(told(autoscaler({ maxReplicas: 9 }, 0), { min: 4, max: 6 })).toEqual([]);
  expect(told(autoscaler({ maxReplicas: 9 }, 5), { min: 4, max: 6 })).toEqual([]);
  expect(told(autoscaler({ maxReplicas: 9 }, 4), { min: 4, max: 4 })).toEqual([
    { key: 'effect.boundsLeaveNone', values: { count: 4 } },
  ]);
});

test('a quota that leaves no room for the least number is told, by what the pods ask for', () => {
  const containers = [{ name: 'c', resources: { requests: { cpu: '1' } } }];
  const deployment: KubeObject = { metadata: { name: 'web' }, spec: { template: { spec: { containers } } } };
  const quota: KubeObject = { metadata: { name: 'q' }, status: { hard: { cpu: '3' }, used: { cpu: '2' } } };
  const growing = autoscaler({ maxReplicas: 9 }, 2);
  expect(record.related?.(TARGET, growing).map(({ resource }) => resource.resource)).toEqual([
    ...['resourcequotas', 'deployments'],
  ]);
  const keys = (related: readonly (readonly KubeObject[] | null)[]) =>
    told(growing, { min: 4, max: 6 }, related).map(({ key }) => key);
  expect(keys([[quota], [deployment]])).toEqual(['effect.autoscalerGrows', 'effect.quotaStops']);
  expect(keys([null, [deployment]])).toEqual(['effect.autoscalerGrows', 'effect.quotasUnknown']);
  const custom = { ...growing, spec: { scaleTargetRef: { apiVersion: 'x.org/v1', kind: 'Rollout', name: 'web' } } };
  expect(record.related?.(TARGET, custom)).toHaveLength(1);
});

test('finds its own work, and goes back by its fields alone', () => {
  const mine = action({ min: 2, max: 5, from: { min: 1, max: 5 } });
  const other = { ...bounded, metadata: { ...bounded.metadata, uid: 'other' } };
  expect([bounded, autoscaler({ maxReplicas: 5 }), other].map(object => record.isOwnWork(mine, object))).toEqual([
    ...[true, false, false],
  ]);
  const undo = record.inverse({ target: TARGET, before: autoscaler({ maxReplicas: 5 }), after: bounded });
  expect(undo?.kind).toBe('object.edit');
});

test('says from which numbers to which, and is done when the server has answered', () => {
  const { effects, confirmation, clashes } = planOf(bounded, { min: 3, max: 9 });
  expect(effects).toEqual([{ key: 'effect.boundsSet', values: { beforeMin: 2, beforeMax: 5, min: 3, max: 9 } }]);
  expect([confirmation, clashes]).toEqual([{ type: 'answered' }, []]);
});

// The kinds with a scale of their own that Kubernetes has, by the reference an autoscaler is written with.
test.each([
  ['apps/v1', 'Deployment', { group: 'apps', version: 'v1', resource: 'deployments' }],
  ['apps/v1', 'StatefulSet', { group: 'apps', version: 'v1', resource: 'statefulsets' }],
  ['apps/v1', 'ReplicaSet', { group: 'apps', version: 'v1', resource: 'replicasets' }],
  ['v1', 'ReplicationController', { group: '', version: 'v1', resource: 'replicationcontrollers' }],
])('what one more pod of a %s %s takes is looked up there, as advice', (apiVersion, kind, resource) => {
  const object = autoscaler({ scaleTargetRef: { apiVersion, kind, name: 'web' } });
  expect(record.related?.(TARGET, object)[1]).toEqual({ resource, namespace: 'shop', isAdvice: true });
});

test('how much more a quota must hold is told by the very object that is scaled, for as many pods as are missing', () => {
  const asking = (name: string, cpu: string): KubeObject => ({
    metadata: { name },
    spec: { template: { spec: { containers: [{ name: 'c', resources: { requests: { cpu } } }] } } },
  });
  const quota: KubeObject = { metadata: { name: 'q' }, status: { hard: { cpu: '5' }, used: { cpu: '2' } } };
  const keys = (related: readonly (readonly KubeObject[] | null)[], min: number) =>
    told(autoscaler({ maxReplicas: 9 }, 2), { min, max: 9 }, related).map(({ key }) => key);
  const scaled = [asking('other', '9'), asking('web', '1')];
  expect(keys([[quota], scaled], 5)).toEqual(['effect.autoscalerGrows']);
  expect(keys([[quota], scaled], 6)).toEqual(['effect.autoscalerGrows', 'effect.quotaStops']);
  // What is not there, or may not be read, asks for nothing that is known.
  expect([keys([[quota], [asking('other', '9')]], 6), keys([[quota], null], 6)]).toEqual([
    ...[['effect.autoscalerGrows'], ['effect.autoscalerGrows']],
  ]);
});

test('is had on autoscalers alone, and without numbers nothing is its own work', () => {
  expect(record.appliesTo(RESOURCE)).toBe(true);
  for (const other of [
    { ...RESOURCE, group: 'x.org' },
    { ...RESOURCE, resource: 'verticalpodautoscalers' },
  ])
    expect(record.appliesTo(other)).toBe(false);
  expect(record.isOwnWork({ ...action({ min: 2, max: 5 }), params: {} }, bounded)).toBe(false);
});

test('what somebody else set to the wanted number, or left as it was seen, is no clash', () => {
  const clashes = (bounds: Wanted) => planOf(bounded, bounds).clashes;
  expect(clashes({ min: 2, max: 9, from: { min: 1, max: 5 } })).toEqual([]);
  expect(clashes({ min: 3, max: 9, from: { min: 2, max: 5 } })).toEqual([]);
  expect(clashes({ min: 3, max: 9 })).toEqual([]);
});
