import { describe, expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { actionRecord } from '../action-records.ts';
import type { ActionParams } from '../machinery/action.ts';

const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments' };
const TARGET = { cluster: 'c', resource: DEPLOYMENTS, namespace: 'shop', name: 'web', uid: 'u1' };
const CONTAINER = { name: 'app', resources: { requests: { cpu: '500m' } } };
const deployment = (replicas: number | undefined, metadata: object = {}): KubeObject => ({
  ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
  metadata: { name: 'web', namespace: 'shop', uid: 'u1', resourceVersion: '7', ...metadata },
  spec: { ...(replicas === undefined ? {} : { replicas }), template: { spec: { containers: [CONTAINER] } } },
});
const record = actionRecord('workload.scale');
const action = (scale: NonNullable<ActionParams['scale']>) => ({
  ...{ kind: 'workload.scale', target: TARGET, index: 0, suffix: 's', params: { scale } },
});
type Lists = readonly (readonly KubeObject[] | null)[];
const planOf = (object: KubeObject, scale: NonNullable<ActionParams['scale']>, related: Lists = [[], []]) =>
  record.plan(action(scale), object, { context: 'prod', schema: null, now: 0, related });

test('the number goes to the part of the object that has its own right, of that very object in that very state', () => {
  const { request, right, kubectl, confirmation, isDone } = planOf(deployment(2), { replicas: 5 });
  expect(request).toEqual({
    method: 'PATCH',
    path: '/apis/apps/v1/namespaces/shop/deployments/web/scale',
    headers: { 'content-type': 'application/merge-patch+json' },
    body: '{"metadata":{"uid":"u1","resourceVersion":"7"},"spec":{"replicas":5}}',
  });
  expect(right).toEqual({
    ...{ verb: 'patch', group: 'apps', resource: 'deployments/scale', namespace: 'shop', name: 'web' },
  });
  expect(kubectl).toBe(
    'kubectl --context=prod --namespace=shop scale deployment web --current-replicas=2 --replicas=5',
  );
  expect([confirmation, isDone]).toEqual([{ type: 'field', path: ['spec', 'replicas'], value: 5 }, false]);
  expect(planOf(deployment(2), { replicas: 2 }).isDone).toBe(true);
  expect(planOf(deployment(undefined), { replicas: 3 }).kubectl).not.toContain('current-replicas');
});

test('what the answer, a Scale, tells of the object is what is recorded; of none it leaves the number out', () => {
  const { readAnswer } = planOf(deployment(2), { replicas: 0 });
  const scale = { kind: 'Scale', metadata: { name: 'web', uid: 'u1', resourceVersion: '8' }, spec: {} };
  expect(readAnswer?.(scale)).toEqual({
    ...deployment(0),
    metadata: { ...deployment(0).metadata, resourceVersion: '8' },
  });
});

describe('a number that somebody else set since this one was thought of', () => {
  test('is a clash, until it is decided which is meant', () => {
    const clashes = planOf(deployment(4), { replicas: 5, from: 2 }).clashes;
    expect(clashes).toEqual([{ path: ['spec', 'replicas'], base: 2, mine: 5, live: 4 }]);
    const mine = planOf(deployment(4), { replicas: 5, from: 2, choices: { 'spec.replicas': 'mine' } });
    expect([mine.clashes, mine.isDone]).toEqual([[], false]);
    const live = planOf(deployment(4), { replicas: 5, from: 2, choices: { 'spec.replicas': 'live' } });
    expect([live.clashes, live.isDone]).toEqual([[], true]);
  });

  test('is none where it is the wanted one, or the one that was seen', () => {
    expect(planOf(deployment(5), { replicas: 5, from: 2 }).clashes).toEqual([]);
    expect(planOf(deployment(2), { replicas: 5, from: 2 }).clashes).toEqual([]);
  });
});

const keys = (...args: Parameters<typeof planOf>) => planOf(...args).effects.map(({ key }) => key);

test('says when nothing runs any more, and who sets the number back', () => {
  expect(keys(deployment(2), { replicas: 0 })).toEqual(['effect.scaledDown', 'effect.nothingRuns']);
  const owner = { apiVersion: 'x/v1', kind: 'Rollout', name: 'web', uid: 'r', controller: true };
  const { effects } = planOf(deployment(2, { ownerReferences: [owner] }), { replicas: 3 });
  expect(effects[1]).toEqual({ key: 'effect.ownerSetsBack', values: { owner: 'Rollout/web' } });
});

const scaler = (kind: string, name: string): KubeObject => ({
  metadata: { name: 'auto' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind, name }, minReplicas: 2, maxReplicas: 9 },
});

test('names the autoscaler of this very object; one that cannot be known of is not called none', () => {
  const others = [scaler('Deployment', 'other'), scaler('StatefulSet', 'web')];
  const { effects } = planOf(deployment(2), { replicas: 3 }, [[...others, scaler('Deployment', 'web')], []]);
  expect(effects.slice(1)).toEqual([{ key: 'effect.autoscalerSets', values: { name: 'auto', min: 2, max: 9 } }]);
  expect(keys(deployment(2), { replicas: 0 }, [[scaler('Deployment', 'web')], []])).toContain('effect.autoscalerRests');
  expect(keys(deployment(2), { replicas: 3 }, [others, []])).toEqual(['effect.scaledUp']);
  expect(keys(deployment(2), { replicas: 3 }, [null, null])).toEqual([
    ...['effect.scaledUp', 'effect.autoscalersUnknown', 'effect.quotasUnknown'],
  ]);
});

const quota = (hard: object, used: object, spec: object = {}): KubeObject => ({
  ...{ metadata: { name: 'q' }, spec, status: { hard, used } },
});

test.each([
  ['room for all', quota({ 'requests.cpu': '10' }, { 'requests.cpu': '2' }), null],
  ['room for exactly these', quota({ pods: '6' }, { pods: '3' }), null],
  ['room for some', quota({ 'requests.cpu': '3' }, { 'requests.cpu': '2' }), 2],
  ['room for none', quota({ pods: '3' }, { pods: '3' }), 0],
  ['another scope', quota({ pods: '3' }, { pods: '3' }, { scopes: ['BestEffort'] }), null],
  ['another resource', quota({ services: '1' }, { services: '1' }), null],
])('of a quota with %s that is told', (_what, limit, fits) => {
  const { effects } = planOf(deployment(2), { replicas: 5 }, [[], [limit]]);
  const told = effects.find(({ key }) => key === 'effect.quotaStops');
  expect(told?.values['fits'] ?? null).toBe(fits);
  expect(keys(deployment(5), { replicas: 2 }, [[], [limit], [], [], []])).toEqual(['effect.scaledDown']);
});

test('finds its own work, and goes back to the number before by the same right', () => {
  const mine = action({ replicas: 5 });
  const other = deployment(5, { uid: 'other' });
  expect([deployment(5), deployment(2), other].map(object => record.isOwnWork(mine, object))).toEqual([
    ...[true, false, false],
  ]);
  expect(record.inverse({ target: TARGET, before: deployment(2), after: deployment(5) })).toEqual({
    ...{ kind: 'workload.scale', target: TARGET, params: { scale: { replicas: 2, from: 5 } } },
  });
  expect(record.inverse({ target: TARGET, before: null, after: deployment(5) })).toBeNull();
});

test('of fewer pods the budgets that guard them are told, of more or none they are not', () => {
  const guarded: KubeObject = {
    ...deployment(5),
    spec: { replicas: 5, template: { metadata: { labels: { app: 'web' } } } },
  };
  const budget: KubeObject = {
    metadata: { name: 'web' },
    spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } } },
  };
  const told = (replicas: number) =>
    keys(guarded, { replicas }, [[], [], [], [], [budget]]).filter(key => key.startsWith('effect.budget'));
  expect([told(3), told(2), told(0), told(9)]).toEqual([['effect.budgetLeaves'], ['effect.budgetLeavesNone'], [], []]);
});
