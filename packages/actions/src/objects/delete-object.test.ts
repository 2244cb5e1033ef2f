import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject, ObjectMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { DeleteOptions } from '../machinery/action.ts';
import { DELETE_OBJECT } from './delete-object.ts';

const resource = (name: string, group = ''): GroupVersionResource => ({ group, version: 'v1', resource: name });

function actionOn(on: GroupVersionResource, namespace = 'n') {
  const target = { cluster: 'c', resource: on, namespace, name: 'x', uid: 'u' };
  return { kind: DELETE_OBJECT.kind, target, index: 0, suffix: 's', params: {} };
}
const planOn = (on: GroupVersionResource, metadata: ObjectMeta = {}, namespace = 'n') =>
  DELETE_OBJECT.plan(actionOn(on, namespace), { metadata }, { context: 'prod', schema: null, now: 0 });

test.each([
  [resource('cronjobs', 'batch'), ['effect.jobsAndPodsGo']],
  [resource('jobs', 'batch'), ['effect.podsGo']],
  // The same word in another group is another kind.
  [resource('jobs', 'flink.example.org'), []],
  [resource('deployments', 'apps'), ['effect.podsGo']],
  [resource('replicasets', 'apps'), ['effect.podsGo']],
  [resource('replicationcontrollers'), ['effect.podsGo']],
  [resource('statefulsets', 'apps'), ['effect.podsGo']],
  [resource('daemonsets', 'apps'), ['effect.podsGo']],
  [resource('namespaces'), ['effect.everythingInItGoes', 'effect.volumesUnknown', 'effect.apiServicesUnknown']],
  [resource('pods'), ['effect.podIsLost']],
  [resource('nodes'), ['effect.nodePodsGo', 'effect.nodeVolumesUnknown']],
  [resource('persistentvolumeclaims'), ['effect.volumeMayGo']],
  [resource('secrets'), ['effect.valuesNotKept']],
  [resource('configmaps'), []],
])('what goes with an object of %j is told: %j', (on, dependents) => {
  expect(planOn(on).effects.map(({ key }) => key)).toEqual(['effect.objectDeleted', ...dependents]);
});

test('who must let go of it first is told by name', () => {
  expect(planOn(resource('pods'), { finalizers: ['a.example/x', 'b'] }).effects).toEqual([
    { key: 'effect.objectDeleted', values: { name: 'x' } },
    { key: 'effect.podIsLost', values: {} },
    { key: 'effect.finalizersHold', values: { finalizers: 'a.example/x, b' } },
    { key: 'effect.finalizerUnknown', values: { finalizer: 'a.example/x' } },
    { key: 'effect.finalizerUnknown', values: { finalizer: 'b' } },
  ]);
  expect(planOn(resource('pods'), { finalizers: [] }).effects).toHaveLength(2);
});

test('it is that very object in that very state that goes, and its dependents after it', () => {
  const { request, effects: _told, ...plan } = planOn(resource('jobs', 'batch'), { resourceVersion: '7' });
  expect({ ...request, body: parseJson(request.body ?? '') }).toEqual({
    method: 'DELETE',
    path: '/apis/batch/v1/namespaces/n/jobs/x',
    headers: { 'content-type': 'application/json' },
    body: {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      preconditions: { uid: 'u', resourceVersion: '7' },
      propagationPolicy: 'Background',
    },
  });
  expect(plan).toEqual({
    right: { verb: 'delete', group: 'batch', resource: 'jobs', namespace: 'n', name: 'x' },
    kubectl: 'kubectl --context=prod --namespace=n delete jobs.batch x',
    confirmation: { type: 'gone' },
    isDone: false,
    clashes: [],
  });
});

test.each<[DeleteOptions, object, string, string[]]>([
  [{ propagation: 'Background', grace: null }, { propagationPolicy: 'Background' }, '', ['effect.podsGo']],
  [
    { propagation: 'Foreground', grace: 30 },
    { propagationPolicy: 'Foreground', gracePeriodSeconds: 30 },
    ' --cascade=foreground --grace-period=30',
    ['effect.podsGo', 'effect.ownedGoFirst'],
  ],
  [
    { propagation: 'Orphan', grace: 0 },
    { propagationPolicy: 'Orphan', gracePeriodSeconds: 0 },
    ' --cascade=orphan --grace-period=0 --force',
    ['effect.ownedStay', 'effect.deletedByForce'],
  ],
])('what becomes of what it owns is chosen: %j', (deletion, options, words, told) => {
  const on = resource('jobs', 'batch');
  const action = { ...actionOn(on), params: { deletion } };
  const plan = DELETE_OBJECT.plan(action, { metadata: {} }, { context: 'prod', schema: null, now: 0 });
  expect(parseJson(plan.request.body ?? '')).toEqual({
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    preconditions: { uid: 'u' },
    ...options,
  });
  expect(plan.kubectl).toBe(`kubectl --context=prod --namespace=n delete jobs.batch x${words}`);
  expect(plan.effects.map(({ key }) => key)).toEqual(['effect.objectDeleted', ...told]);
});

test('what is in a namespace goes with it whatever is chosen', () => {
  const action = {
    ...actionOn(resource('namespaces'), ''),
    params: { deletion: { propagation: 'Orphan', grace: null } },
  };
  const plan = DELETE_OBJECT.plan(action as never, { metadata: {} }, { context: 'p', schema: null, now: 0 });
  expect(plan.effects.map(({ key }) => key)).toContain('effect.everythingInItGoes');
});

test('an object of the cluster is named without a namespace', () => {
  const { request, kubectl } = planOn(resource('nodes'), {}, '');
  expect([request.path, kubectl]).toEqual(['/api/v1/nodes/x', 'kubectl --context=prod delete nodes x']);
});

describe('its own work', () => {
  const deletionTimestamp = '2026-11-23T08:00:00Z';
  test.each<[string, KubeObject, boolean]>([
    ['is that very object on its way out', { metadata: { uid: 'u', deletionTimestamp } }, true],
    ['is not that object as it was', { metadata: { uid: 'u' } }, false],
    ['is not another on its way out', { metadata: { uid: 'other', deletionTimestamp } }, false],
  ])('%s', (_title, object, expected) => {
    expect(DELETE_OBJECT.isOwnWork(actionOn(resource('pods')), object)).toBe(expected);
  });
});

test.each([
  [5, ['effect.podGrace']],
  [0, ['effect.podForced']],
])('within %j seconds a pod ends, and what that means is said', (grace, said) => {
  const deletion = { propagation: 'Background', grace } as const;
  const action = { ...actionOn(resource('pods')), params: { deletion } };
  const plan = (metadata: ObjectMeta) =>
    DELETE_OBJECT.plan(
      action,
      { metadata, spec: { volumes: [{ name: 'v', emptyDir: {} }] } },
      { context: 'p', schema: null, now: 0 },
    );
  const keys = ['effect.objectDeleted', ...said, 'effect.podIsLost', 'effect.emptyDirsLost'];
  expect(plan({}).effects.map(({ key }) => key)).toEqual(keys);
  // One that is ending may be given less time; of a forced one nothing is left.
  const ending = { uid: 'u', deletionTimestamp: '2026-11-28T00:00:00Z' };
  expect(plan(ending).isDone).toBe(false);
  expect(DELETE_OBJECT.isOwnWork(action, { metadata: ending })).toBe(grace !== 0);
});

test('a pod that goes with its terminal is not brought back: nobody would end it', () => {
  const { target } = actionOn(resource('pods', ''));
  const undo = (labels: Readonly<Record<string, string>>) =>
    DELETE_OBJECT.inverse({ target, before: { metadata: { name: 'x', labels } }, after: null });
  expect([undo({ 'lanthorn.dev/node-shell': 'true' }), undo({ app: 'x' })?.kind]).toEqual([null, 'object.create']);
});

test('the way back knows that what it owned stayed', () => {
  const action = {
    ...actionOn(resource('jobs', 'batch')),
    params: { deletion: { propagation: 'Orphan', grace: null } as const },
  };
  const { request } = DELETE_OBJECT.plan(action, { metadata: {} }, { context: 'p', schema: null, now: 0 });
  const before = { metadata: { name: 'x' } };
  const undo = (sent?: typeof request) =>
    DELETE_OBJECT.inverse({
      target: action.target,
      before,
      after: null,
      ...(sent === undefined ? {} : { request: sent }),
    });
  expect([undo(request)?.params.leftOrphans, undo()?.params.leftOrphans]).toEqual([true, undefined]);
});
