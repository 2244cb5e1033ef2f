import { expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Action, AppliedDocument } from '../machinery/action.ts';
import { APPLY_OBJECT } from './apply-object.ts';

const resource = { group: 'apps', version: 'v1', resource: 'deployments' };
const target = { cluster: 'c', resource, namespace: 'shop', name: 'web', uid: '' };
const WRITTEN = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { replicas: 3 },
};
/** As somebody copied it out of a cluster. */
const COPIED: KubeObject = {
  ...WRITTEN,
  metadata: { ...WRITTEN.metadata, uid: 'old', resourceVersion: '7', managedFields: [{}] },
  status: { replicas: 1 },
};
const LIVE: KubeObject = { ...WRITTEN, metadata: { ...WRITTEN.metadata, uid: 'u1', resourceVersion: '41' } };

function actionOn(document: Partial<AppliedDocument> = {}, over: Partial<Action['target']> = {}): Action {
  const documents = [{ object: COPIED, ...document }];
  return {
    kind: 'object.apply',
    target: { ...target, ...over },
    index: 0,
    suffix: 's',
    params: { apply: { documents, stops: true } },
  };
}
const planOf = (action: Action, fresh: KubeObject) =>
  APPLY_OBJECT.plan(action, fresh, { context: 'prod', schema: null, now: 0 });

test('what people wrote is applied under the state it was planned on; what the server keeps of its own is left out', () => {
  const { request, ...plan } = planOf(actionOn(), LIVE);
  expect({ ...request, body: parseJson(request.body ?? '') }).toEqual({
    method: 'PATCH',
    path: '/apis/apps/v1/namespaces/shop/deployments/web',
    query: { fieldManager: 'lanthorn', fieldValidation: 'Strict' },
    headers: { 'content-type': 'application/apply-patch+yaml' },
    body: { ...WRITTEN, metadata: { ...WRITTEN.metadata, uid: 'u1', resourceVersion: '41' } },
  });
  expect(plan).toMatchObject({
    right: { verb: 'patch', group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web' },
    effects: [{ key: 'effect.applied', values: { name: 'web' } }],
    confirmation: { type: 'answered' },
    creates: false,
  });
  const [line, ...document] = plan.kubectl.split('\n');
  expect(line).toBe(
    "kubectl --context=prod --namespace=shop apply --server-side --field-manager=lanthorn --filename=- <<'EOF'",
  );
  expect(parseJson(document.slice(0, -1).join('\n'))).toEqual(WRITTEN);
});

test('fields of others are taken over where that was said, and of a new object nobody has any', () => {
  const taken = planOf(actionOn({ takesOver: true }), LIVE);
  expect(taken.request.query).toMatchObject({ force: 'true' });
  expect(taken.effects.map(({ key }) => key)).toEqual(['effect.applied', 'effect.takesOver']);
  expect(taken.kubectl).toContain(' --force-conflicts ');
  const fresh = planOf(actionOn({ takesOver: true }), { metadata: { name: 'web' } });
  expect(fresh.request.query).toEqual({ fieldManager: 'lanthorn', fieldValidation: 'Strict' });
  expect(parseJson(fresh.request.body ?? '')).toEqual(WRITTEN);
  expect(fresh).toMatchObject({
    creates: true,
    confirmation: { type: 'exists', name: 'web' },
    effects: [{ key: 'effect.appliedNew', values: { name: 'web' } }],
  });
});

test('what defines a kind is done when the kind is served', () => {
  const definitions = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };
  const plan = planOf(actionOn({}, { resource: definitions, namespace: '' }), { metadata: { name: 'web' } });
  expect(plan.confirmation).toEqual({ type: 'condition', condition: 'Established' });
});

test('the values of a Secret are in no line that is shown', () => {
  const object = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'key' }, stringData: { password: 'hunter2' } };
  const secrets = { group: '', version: 'v1', resource: 'secrets' };
  const plan = planOf(actionOn({ object }, { resource: secrets, name: 'key' }), { metadata: { name: 'key' } });
  expect(plan.request.body).toContain('hunter2');
  expect(JSON.stringify({ ...plan, request: null })).not.toContain('hunter2');
  expect(plan.kubectl).toContain('--filename=secret-key.yaml');
});

test('its own work is known by who applied it and by what it says', () => {
  const managedFields = [{ manager: 'lanthorn', operation: 'Apply' }];
  const done: KubeObject = {
    ...LIVE,
    metadata: { ...LIVE.metadata, managedFields },
    spec: { replicas: 3, paused: false },
  };
  const other: KubeObject = { ...done, spec: { replicas: 2 } };
  const unowned: KubeObject = {
    ...done,
    metadata: { ...LIVE.metadata, managedFields: [{ manager: 'kubectl', operation: 'Apply' }] },
  };
  const { isOwnWork } = APPLY_OBJECT;
  expect([done, other, unowned].map(object => isOwnWork(actionOn(), object))).toEqual([true, false, false]);
  // What the server makes of a new one need not read as it was written.
  expect([done, other, unowned].map(object => isOwnWork(actionOn({ expects: 'absent' }), object))).toEqual([
    true,
    true,
    false,
  ]);
});

test('what was made is deleted, what was changed goes back, and what was deleted comes again', () => {
  const undo = (before: KubeObject | null, after: KubeObject | null) =>
    APPLY_OBJECT.inverse({ target, before, after })?.kind;
  const going: KubeObject = { ...LIVE, metadata: { ...LIVE.metadata, deletionTimestamp: '2026-11-23T08:00:00Z' } };
  expect([undo(null, LIVE), undo(LIVE, COPIED), undo(LIVE, null), undo(LIVE, going), undo(null, null)]).toEqual([
    'object.delete',
    'object.edit',
    'object.create',
    'object.create',
    undefined,
  ]);
});

test('fields that are named are taken over, and none where another would go with them', () => {
  const managedFields = [{ manager: 'hpa', operation: 'Update', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }];
  const owned = { ...LIVE, metadata: { ...LIVE.metadata, managedFields }, spec: { replicas: 1 } };
  const taken = planOf(actionOn({ takes: ['.spec.replicas'] }), owned);
  expect(taken.request.query).toMatchObject({ force: 'true' });
  expect(taken.effects.at(-1)).toEqual({ key: 'effect.takesFields', values: { fields: '.spec.replicas' } });
  for (const takes of [[], ['.spec.paused']]) {
    const asked = planOf(actionOn({ takes, takesOver: true }), owned);
    expect(asked.request.query).not.toHaveProperty('force');
    expect(asked.kubectl).not.toContain('--force-conflicts');
  }
});

test('what was made before somebody else applied here is not sent: it would take that back', () => {
  const entry = { manager: 'lanthorn', operation: 'Apply', time: '2026-11-23T08:00:00Z', fieldsV1: { 'f:spec': {} } };
  const applied = (...managedFields: object[]) => ({ ...LIVE, metadata: { ...LIVE.metadata, managedFields } });
  const since = { time: entry.time, fieldsV1: entry.fieldsV1 };
  const isOvertaken = (document: Partial<AppliedDocument>, fresh: KubeObject) =>
    planOf(actionOn(document), fresh).isOvertaken;
  const other = { manager: 'helm', operation: 'Update', time: '2026-11-23T09:00:00Z', fieldsV1: {} };
  expect(isOvertaken({ since }, applied(entry, other))).toBe(false);
  expect(isOvertaken({ since: null }, applied(other))).toBe(false);
  expect(isOvertaken({}, applied(entry))).toBe(false);
  expect(isOvertaken({ since: null }, applied(entry))).toBe(true);
  expect(isOvertaken({ since }, applied({ ...entry, time: '2026-11-23T08:00:01Z' }))).toBe(true);
  expect(isOvertaken({ since }, applied({ ...entry, fieldsV1: { 'f:data': {} } }))).toBe(true);
});
