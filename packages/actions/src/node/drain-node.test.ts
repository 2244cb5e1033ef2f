import { expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { actionRecord, formsFor } from '../action-records.ts';
import type { ActionParams } from '../machinery/action.ts';

const resource = (name: string) => ({ group: '', version: 'v1', resource: name });
const NODE: KubeObject = { metadata: { name: 'node-1', uid: 'n' }, spec: {} };
const POD: KubeObject = { metadata: { name: 'web', namespace: 'shop', uid: 'p' }, spec: {} };
const record = actionRecord('node.drain');
const action = (of: 'nodes' | 'pods', params: ActionParams = {}) => ({
  ...{ kind: 'node.drain', index: 0, suffix: 's', params },
  target:
    of === 'nodes'
      ? { cluster: 'c', resource: resource('nodes'), namespace: '', name: 'node-1', uid: 'n' }
      : { cluster: 'c', resource: resource('pods'), namespace: 'shop', name: 'web', uid: 'p' },
});
const CONTEXT = { context: 'prod', schema: null, now: 0 };

test('begins on nodes alone, and goes on with pods', () => {
  const formsOf = (name: string) => formsFor(resource(name)).map(({ form }) => form);
  expect([formsOf('nodes').includes('drain'), formsOf('pods').includes('drain')]).toEqual([true, false]);
  expect(['nodes', 'pods', 'services'].map(name => record.appliesTo(resource(name)))).toEqual([true, true, false]);
  expect([record.leads, record.waitsForBudget, record.atOnce?.({})]).toEqual([true, true, 50]);
});

test('cordons the node and evicts the pods, each by its own right', () => {
  const node = record.plan(action('nodes'), NODE, CONTEXT);
  expect([node.request.method, node.request.path, node.right.verb, node.right.resource]).toEqual([
    ...['PATCH', '/api/v1/nodes/node-1', 'patch', 'nodes'],
  ]);
  const pod = record.plan(action('pods'), POD, CONTEXT);
  expect([pod.request.method, pod.request.path, pod.right.verb, pod.right.resource]).toEqual([
    ...['POST', '/api/v1/namespaces/shop/pods/web/eviction', 'create', 'pods/eviction'],
  ]);
  expect([node.confirmation.type, pod.confirmation.type]).toEqual(['field', 'gone']);
});

test.each<[ActionParams, string]>([
  [{}, ''],
  [{ drain: { emptyDirs: true, unmanaged: false } }, ' --delete-emptydir-data'],
  [{ drain: { emptyDirs: false, unmanaged: true }, grace: { seconds: 5 } }, ' --force --grace-period=5'],
])('with %j it is one line of kubectl, of the node', (params, flags) => {
  const line = `kubectl --context=prod drain node-1 --ignore-daemonsets${flags}`;
  expect(record.plan(action('nodes', params), NODE, CONTEXT).kubectl).toBe(line);
  expect(record.plan(action('pods', params), POD, CONTEXT).kubectl).toBe('');
});

test('finds its own work on either, and takes back the cordon alone', () => {
  const cordoned = { ...NODE, spec: { unschedulable: true } };
  const ending = { ...POD, metadata: { ...POD.metadata, deletionTimestamp: '2026-11-28T00:00:00Z' } };
  const own = [cordoned, NODE].map(object => record.isOwnWork(action('nodes'), object));
  expect([...own, ...[ending, POD].map(object => record.isOwnWork(action('pods'), object))]).toEqual([
    ...[true, false, true, false],
  ]);
  const { target } = action('nodes');
  expect(record.inverse({ target, before: NODE, after: cordoned })?.kind).toBe('object.edit');
  expect(record.inverse({ target: action('pods').target, before: POD, after: ending })).toBeNull();
});
