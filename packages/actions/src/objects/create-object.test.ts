import { expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { CREATE_OBJECT } from './create-object.ts';

const resource = { group: 'batch', version: 'v1', resource: 'cronjobs' };
const target = { cluster: 'c', resource, namespace: 'shop', name: 'nightly', uid: 'u1' };
const action = { kind: 'object.create', target, index: 0, suffix: 's', params: {} } as const;
const written = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly', namespace: 'shop', labels: { app: 'n' } },
  spec: { schedule: '@daily' },
};
const LAST: KubeObject = {
  ...written,
  metadata: { ...written.metadata, uid: 'u1', resourceVersion: '7', creationTimestamp: '2026-11-23T08:00:00Z' },
  status: { active: [] },
};
const CONTEXT = { context: 'prod', schema: null, now: 0 };

test('what was deleted is made again as people wrote it', () => {
  const { request, kubectl, ...plan } = CREATE_OBJECT.plan(
    { ...action, params: { object: LAST } },
    { metadata: {} },
    CONTEXT,
  );
  expect({ ...request, body: parseJson(request.body ?? '') }).toEqual({
    method: 'POST',
    path: '/apis/batch/v1/namespaces/shop/cronjobs',
    headers: { 'content-type': 'application/json' },
    body: written,
  });
  expect(plan).toEqual({
    right: { verb: 'create', group: 'batch', resource: 'cronjobs', namespace: 'shop', name: '' },
    effects: [
      { key: 'effect.objectCreated', values: { name: 'nightly' } },
      { key: 'effect.notComingBack', values: {} },
    ],
    confirmation: { type: 'exists', resource, namespace: 'shop', name: 'nightly' },
    isDone: false,
    clashes: [],
  });
  expect(CREATE_OBJECT.right(target)).toEqual(plan.right);
  const [line, ...document] = kubectl.split('\n');
  expect(line).toBe("kubectl --context=prod --namespace=shop create --filename=- <<'EOF'");
  expect(parseJson(document.slice(0, -1).join('\n'))).toEqual(written);
});

test('what stayed when it was deleted is not said to be tied to it again', () => {
  const plan = CREATE_OBJECT.plan(
    { ...action, params: { object: LAST, leftOrphans: true } },
    { metadata: {} },
    CONTEXT,
  );
  expect(plan.effects.map(({ key }) => key)).toEqual([
    'effect.objectCreated',
    'effect.notComingBack',
    'effect.orphansStayApart',
  ]);
});

test('an object of that name is its own work where it is written alike', () => {
  const made = { ...action, params: { object: LAST } };
  const { isOwnWork } = CREATE_OBJECT;
  expect(isOwnWork(made, { ...LAST, metadata: { ...LAST.metadata, uid: 'u2' }, status: {} })).toBe(true);
  expect(isOwnWork(made, { ...LAST, spec: { schedule: '@hourly' } })).toBe(false);
  expect(isOwnWork(action, LAST)).toBe(false);
  const marked = { ...LAST, metadata: { ...LAST.metadata, labels: { app: 'n', injected: 'x' } } };
  expect(isOwnWork(made, marked)).toBe(true);
  expect(isOwnWork(made, { ...LAST, metadata: { ...LAST.metadata, labels: { app: 'other' } } })).toBe(false);
});

test.each([
  ['data', { a: '1' }, { a: '2' }],
  ['data', undefined, { a: '2' }],
  ['rules', [{ verbs: ['get'] }], [{ verbs: ['*'] }]],
  ['roleRef', { name: 'view' }, { name: 'admin' }],
])('an object without a spec is its own work where its %s is written alike', (field, own, other) => {
  const asked = { metadata: LAST.metadata, [field]: own };
  const made = { ...action, params: { object: asked } };
  expect(CREATE_OBJECT.isOwnWork(made, { ...asked, apiVersion: 'v1', kind: 'K' })).toBe(true);
  expect(CREATE_OBJECT.isOwnWork(made, { ...asked, [field]: other })).toBe(false);
});
