import { expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { applyJsonPatch, isJsonPatch } from '@lanthorn/kube/patch/json-patch.ts';
import { actionRecord } from '../action-records.ts';
import type { Taint } from '../machinery/action.ts';
import { taintsOf } from './taint-node.ts';

const NODES = { group: '', version: 'v1', resource: 'nodes' };
const TARGET = { cluster: 'c', resource: NODES, namespace: '', name: 'node-1', uid: 'n1' };
const node = (taints?: readonly object[]): KubeObject => ({
  metadata: { name: 'node-1', uid: 'n1', resourceVersion: '1' },
  spec: taints === undefined ? {} : { taints },
});
const A: Taint = { key: 'a', effect: 'NoSchedule' };
const B: Taint = { key: 'b', value: 'x', effect: 'NoExecute' };
const BY_CONTROLLER = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: '2026-11-28T00:00:00Z' };
const record = actionRecord('node.taints');
const change = (before: readonly Taint[], wanted: readonly Taint[]) => ({
  ...{ kind: 'node.taints', target: TARGET, index: 0, suffix: 's', params: { taints: { before, wanted } } },
});
const planned = (object: KubeObject, before: readonly Taint[], wanted: readonly Taint[]) =>
  record.plan(change(before, wanted), object, { context: 'prod', schema: null, now: 0 });
const after = (object: KubeObject, before: readonly Taint[], wanted: readonly Taint[]) => {
  const patch = parseJson(planned(object, before, wanted).request.body ?? '');
  if (!isJsonPatch(patch)) throw new Error('no patch');
  const done = applyJsonPatch(object, patch);
  return done.ok ? getPath(done.value, 'spec', 'taints') : null;
};

test.each<[string, readonly object[] | undefined, readonly Taint[], readonly Taint[], unknown]>([
  ['the first is added', undefined, [], [A], [A]],
  ['one is added to others, which stay', [B], [B], [B, A], [B, A]],
  ['one is taken away', [A, B], [A, B], [B], [B]],
  ['another value takes the place of the one before', [B], [B], [{ ...B, value: 'y' }], [{ ...B, value: 'y' }]],
  ['what a controller set meanwhile stays, with its time', [A, BY_CONTROLLER], [A], [], [BY_CONTROLLER]],
  ['what somebody took away meanwhile stays away', [], [A, B], [A], []],
])('%s', (_title, now, before, wanted, expected) => {
  expect(after(node(now), before, wanted)).toEqual(expected);
});

test('taints that are others by the time it is sent, or another node of the name, are not overwritten', () => {
  const patch = parseJson(planned(node([A]), [A], []).request.body ?? '');
  if (!isJsonPatch(patch)) throw new Error('no patch');
  expect(applyJsonPatch(node([A, B]), patch).ok).toBe(false);
  expect(applyJsonPatch({ ...node([A]), metadata: { uid: 'other' } }, patch).ok).toBe(false);
});

test('says what each does, in words and as kubectl', () => {
  const { effects, kubectl } = planned(node([A]), [A], [B, { key: 'c', effect: 'PreferNoSchedule' }]);
  expect(effects).toEqual([
    { key: 'effect.taintEvicts', values: { taints: 'b=x:NoExecute' } },
    { key: 'effect.taintPrefers', values: { taints: 'c:PreferNoSchedule' } },
    { key: 'effect.taintsGo', values: { taints: 'a:NoSchedule' } },
  ]);
  expect(kubectl).toBe(
    'kubectl --context=prod taint nodes node-1 --overwrite b=x:NoExecute c:PreferNoSchedule a:NoSchedule-',
  );
});

test('is done where it is so, finds its own work and is taken back as an edit', () => {
  expect([planned(node([A, B]), [A], [A, B]).isDone, planned(node([A]), [A], [A, B]).isDone]).toEqual([true, false]);
  const action = change([A], [B]);
  expect([node([B]), node([A]), node([A, B])].map(object => record.isOwnWork(action, object))).toEqual([
    ...[true, false, false],
  ]);
  expect(record.inverse({ target: TARGET, before: node(), after: node([A]) })?.kind).toBe('object.edit');
  expect(taintsOf(node([BY_CONTROLLER, { key: 'v', value: '', effect: 'NoSchedule' }]))).toEqual([
    { key: BY_CONTROLLER.key, effect: 'NoExecute' },
    { key: 'v', effect: 'NoSchedule' },
  ]);
});
