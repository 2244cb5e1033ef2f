import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { asObject } from '@lanthorn/base/json.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject, ObjectMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { applyMergePatch } from '@lanthorn/kube/patch/merge-patch.ts';
import type { ActionParams } from '../machinery/action.ts';
import { MARK_OBJECT } from './mark-object.ts';

const PODS: GroupVersionResource = { group: '', version: 'v1', resource: 'pods' };
const CONFIG_MAPS: GroupVersionResource = { ...PODS, resource: 'configmaps' };
const object = (metadata: ObjectMeta): KubeObject => ({ metadata: { uid: 'u', resourceVersion: '7', ...metadata } });

function actionOn(marks: ActionParams['marks'], resource = CONFIG_MAPS) {
  const target = { cluster: 'c', resource, namespace: 'n', name: 'x', uid: 'u' };
  return { kind: MARK_OBJECT.kind, target, index: 0, suffix: 's', params: marks === undefined ? {} : { marks } };
}
const planOn = (metadata: ObjectMeta, marks: ActionParams['marks'], resource = CONFIG_MAPS) =>
  MARK_OBJECT.plan(actionOn(marks, resource), object(metadata), { context: 'prod', schema: null, now: 0 });

test('what is named changes, goes and comes, under the very state it was planned on; all else stays', () => {
  const labels = { app: 'web', tier: 'back', keep: 'me' };
  const { request, kubectl, isDone, right } = planOn(
    { labels },
    { labels: { app: 'api', tier: null, keep: 'me', team: '' }, annotations: { 'example.org/Note': "it's\nlong" } },
  );
  expect(parseJson(request.body ?? '')).toEqual({
    metadata: {
      labels: { app: 'api', tier: null, team: '' },
      annotations: { 'example.org/Note': "it's\nlong" },
      resourceVersion: '7',
      uid: 'u',
    },
  });
  expect([request.method, request.path, request.headers]).toEqual([
    'PATCH',
    '/api/v1/namespaces/n/configmaps/x',
    { 'content-type': 'application/merge-patch+json' },
  ]);
  expect(right).toEqual({ verb: 'patch', group: '', resource: 'configmaps', namespace: 'n', name: 'x' });
  expect(isDone).toBe(false);
  expect(kubectl).toBe(
    'kubectl --context=prod --namespace=n label configmap x app=api tier- team= --overwrite\n' +
      `kubectl --context=prod --namespace=n annotate configmap x 'example.org/Note=it'\\''s\nlong' --overwrite`,
  );
});

test('of several objects each gets only what it has not got', () => {
  const marks = { labels: { app: 'web', old: null }, annotations: {} };
  const sent = (labels: Record<string, string>) => {
    const { request, isDone } = planOn({ labels }, marks);
    return [asObject(asObject(parseJson(request.body ?? ''))['metadata'])['labels'], isDone];
  };
  expect(sent({ app: 'web', old: '1' })).toEqual([{ old: null }, false]);
  expect(sent({})).toEqual([{ app: 'web' }, false]);
  expect(sent({ app: 'web' })).toEqual([undefined, true]);
  // What every JavaScript object has is no label of this one.
  expect(planOn({ labels: {} }, { labels: { constructor: null }, annotations: {} }).isDone).toBe(true);
  expect(planOn({}, undefined).isDone).toBe(true);
});

describe('who relies on a label is told', () => {
  const keys = (metadata: ObjectMeta, labels: Record<string, string | null>, resource = PODS) =>
    planOn(metadata, { labels, annotations: {} }, resource).effects;
  const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid: 'r', controller: true }];

  test('its controller, of a label it had', () => {
    const metadata = { labels: { 'pod-template-hash': '1', app: 'web' }, ownerReferences };
    expect(keys(metadata, { 'pod-template-hash': '2' })).toEqual([
      { key: 'effect.controllersLabel', values: { labels: 'pod-template-hash' } },
      { key: 'effect.ownerFindsByLabels', values: { owner: 'ReplicaSet/web-1', labels: 'pod-template-hash' } },
      { key: 'effect.podChosenByLabels', values: { labels: 'pod-template-hash' } },
    ]);
    expect(keys(metadata, { fresh: '1' }).map(({ key }) => key)).toEqual(['effect.podChosenByLabels']);
  });

  test.each([
    ['nodes', 'effect.nodeChosenByLabels'],
    ['namespaces', 'effect.namespaceChosenByLabels'],
  ])('who chooses %s by them', (resource, key) => {
    expect(keys({}, { zone: 'a' }, { ...PODS, resource })).toEqual([{ key, values: { labels: 'zone' } }]);
    expect(keys({}, { zone: 'a' }, { ...PODS, group: 'example.org', resource })).toEqual([]);
  });

  test('and nobody of what does not change, or of annotations', () => {
    expect(keys({ labels: { a: '1' } }, { a: '1' })).toEqual([]);
    expect(planOn({}, { labels: {}, annotations: { a: '1' } }, PODS).effects).toEqual([]);
  });
});

test('finds its own work, and goes back to what was there', () => {
  const marks = { labels: { a: '2', b: null }, annotations: { c: '3' } };
  const before = object({ labels: { a: '1', b: '1' } });
  const { request } = planOn(before.metadata, marks);
  const after = applyMergePatch(before, parseJson(request.body ?? '')) as KubeObject;
  const other = { metadata: { ...after.metadata, uid: 'other' } };
  expect([after, before, other].map(of => MARK_OBJECT.isOwnWork(actionOn(marks), of))).toEqual([true, false, false]);
  const { target } = actionOn(marks);
  expect(MARK_OBJECT.inverse({ target, before, after })).toEqual({
    kind: 'object.edit',
    target,
    params: { edit: { base: after, mine: before, choices: {} } },
  });
});

test('a Secret is marked as well, and it is said that it cannot be taken back', () => {
  const secrets = { ...PODS, resource: 'secrets' };
  expect(MARK_OBJECT.appliesTo(secrets)).toBe(true);
  const { request, effects } = planOn({}, { labels: { app: 'a' }, annotations: {} }, secrets);
  expect(parseJson(request.body ?? '')).toEqual({ metadata: { labels: { app: 'a' }, resourceVersion: '7', uid: 'u' } });
  expect(effects.map(({ key }) => key)).toEqual(['effect.secretNotKept']);
});
