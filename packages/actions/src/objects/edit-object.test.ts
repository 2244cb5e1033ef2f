import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { readYaml } from '@lanthorn/kube/edit/edit-session.ts';
import { yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { EDIT_OBJECT, editable } from './edit-object.ts';

const TARGET = {
  cluster: 'c',
  resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
  namespace: 'n',
  name: 'x',
  uid: 'u',
};
const LIVE = parseJson(
  '{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"x","namespace":"n","uid":"u","resourceVersion":"7"},"spec":{"sizes":[9007199254740993,1],"schedule":"0 3 * * *"}}',
) as KubeObject;

test('a number that a page would round is saved with every digit, also in a list that is sent as a whole', () => {
  const text = yamlText(editable(LIVE));
  expect(text).toContain('9007199254740993');
  const mine = readYaml(text.replace('- 1\n', '- 2\n')) as unknown as KubeObject;
  const action = {
    kind: 'object.edit',
    target: TARGET,
    index: 0,
    suffix: 'edit',
    params: { edit: { base: LIVE, mine, choices: {} } },
  } as const;
  const { request } = EDIT_OBJECT.plan(action, LIVE, { context: 'c', schema: null, now: 0 });
  expect(request.body).toContain('"sizes":[9007199254740993,2]');
});

const asIs = (fields: object = {}): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'x', namespace: 'n', labels: { app: 'x' } },
  spec: { schedule: '@daily' },
  ...fields,
});
/** As the server gives it. */
const served = (fields: object = {}, resourceVersion = '7'): KubeObject => {
  const object = asIs(fields);
  return {
    ...object,
    metadata: { ...object.metadata, uid: 'u', resourceVersion, generation: 3 },
    status: { active: [] },
  };
};

test('what people write is without status and what the server keeps; a null is what was left out', () => {
  const kept = {
    uid: 'u',
    resourceVersion: '7',
    generation: 3,
    creationTimestamp: '2026-11-23T08:00:00Z',
    deletionTimestamp: '2026-11-23T08:00:00Z',
    deletionGracePeriodSeconds: 0,
    selfLink: '/x',
    managedFields: [],
  };
  const finalizers = ['a'];
  expect(editable(asIs({ metadata: { ...asIs().metadata, ...kept, finalizers }, status: {} }))).toEqual(
    asIs({ metadata: { ...asIs().metadata, finalizers } }),
  );
  const spec = { a: null, b: undefined, c: [null, { d: null, e: 1 }, 'f'], g: { h: null }, i: false, j: '' };
  expect(editable(asIs({ spec }))).toEqual(asIs({ spec: { c: [null, { e: 1 }, 'f'], g: {}, i: false, j: '' } }));
});

describe('object.edit', () => {
  const edit = (mine: KubeObject, choices: Readonly<Record<string, 'mine' | 'live'>> = {}) => ({
    kind: 'object.edit',
    target: TARGET,
    index: 0,
    suffix: 'edit',
    params: { edit: { base: served(), mine, choices } },
  });
  const planOf = (action: Parameters<typeof EDIT_OBJECT.plan>[0], fresh: KubeObject) =>
    EDIT_OBJECT.plan(action, fresh, { context: 'prod', schema: null, now: 0 });

  test('sends what I changed and nothing else, under the state it was merged onto', () => {
    const fresh = served({ spec: { schedule: '@daily', suspend: true } }, '9');
    const { request, ...plan } = planOf(edit(asIs({ spec: { schedule: '@hourly' } })), fresh);
    expect({ ...request, body: parseJson(request.body ?? '') }).toEqual({
      method: 'PATCH',
      path: '/apis/batch/v1/namespaces/n/cronjobs/x',
      query: { fieldValidation: 'Strict' },
      headers: { 'content-type': 'application/merge-patch+json' },
      body: { spec: { schedule: '@hourly' }, metadata: { uid: 'u', resourceVersion: '9' } },
    });
    expect(plan).toEqual({
      right: { verb: 'patch', group: 'batch', resource: 'cronjobs', namespace: 'n', name: 'x' },
      effects: [],
      kubectl: `kubectl --context=prod --namespace=n patch cronjobs.batch x --type=merge '--patch={"spec":{"schedule":"@hourly"}}'`,
      confirmation: { type: 'answered' },
      isDone: false,
      clashes: [],
    });
  });

  test('a label of mine is sent beside that state', () => {
    const mine = asIs({ metadata: { ...asIs().metadata, labels: { app: 'y' } } });
    expect(parseJson(planOf(edit(mine), served()).request.body ?? '')).toEqual({
      metadata: { labels: { app: 'y' }, uid: 'u', resourceVersion: '7' },
    });
  });

  test('where both changed a field it is a clash until it is decided; done is only what leaves nothing to send', () => {
    const mine = asIs({ spec: { schedule: '@hourly' } });
    const fresh = served({ spec: { schedule: '@weekly' } });
    const open = planOf(edit(mine), fresh);
    expect(open.clashes).toMatchObject([{ base: '@daily', mine: '@hourly', live: '@weekly' }]);
    expect(open.isDone).toBe(false);
    const [theirs, ours] = (['live', 'mine'] as const).map(side =>
      planOf(edit(mine, { 'spec.schedule': side }), fresh),
    );
    expect([theirs?.clashes, theirs?.isDone]).toEqual([[], true]);
    expect([ours?.clashes, ours?.isDone]).toEqual([[], false]);
    expect(planOf(edit(asIs()), served()).isDone).toBe(true);
    expect(planOf({ ...edit(mine), params: {} }, fresh).isDone).toBe(true);
    // A merge finds nothing left to send where the first answer was lost; nothing is taken for it unread.
    expect(EDIT_OBJECT.isOwnWork(edit(mine), fresh)).toBe(false);
  });
});
