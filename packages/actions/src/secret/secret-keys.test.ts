import { describe, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { applyJsonPatch, type JsonPatchOperation } from '@lanthorn/kube/patch/json-patch.ts';
import { actionRecord, actionsFor } from '../action-records.ts';
import type { SecretKeys } from '../machinery/action.ts';

const SECRETS = { group: '', version: 'v1', resource: 'secrets' };
const TARGET = { cluster: 'c', resource: SECRETS, namespace: 'shop', name: 'db', uid: 'u1' };
const secret = (data?: Record<string, string>): KubeObject => ({
  metadata: { name: 'db', namespace: 'shop', uid: 'u1', resourceVersion: '7' },
  ...(data === undefined ? {} : { data }),
});
const record = actionRecord('secret.keys');
const planOf = (object: KubeObject, change: Partial<SecretKeys>) =>
  record.plan(
    {
      ...{ kind: 'secret.keys', target: TARGET, index: 0, suffix: 's' },
      params: { secretKeys: { set: [], renamed: [], removed: [], ...change } },
    },
    object,
    { context: 'prod', schema: null, now: 0 },
  );
/** What the API server has of it, which knows the values. */
const after = (object: KubeObject, change: Partial<SecretKeys>) => {
  const { request } = planOf(object, change);
  const patch = parseJson(must(request.body, 'a body')) as JsonPatchOperation[];
  const result = applyJsonPatch(object, patch);
  return result.ok ? result.value['data'] : result.error;
};
const FULL = secret({ user: 'dQ==', password: 'cA==', host: 'aA==' });

test('keys are taken away, moved with their values, and set, of that very Secret in that very state', () => {
  const change = {
    removed: ['host'],
    renamed: [{ from: 'user', to: 'login' }],
    set: [{ key: 'password', value: 'bmV3' }],
  };
  expect(after(FULL, change)).toEqual({ login: 'dQ==', password: 'bmV3' });
  const { request, right } = planOf(FULL, change);
  expect(request.body).toContain('{"op":"test","path":"/metadata/uid","value":"u1"}');
  expect(request.body).toContain('{"op":"test","path":"/metadata/resourceVersion","value":"7"}');
  expect([right.verb, right.resource]).toEqual(['patch', 'secrets']);
});

test('names can be exchanged, and a new value goes to the new name', () => {
  const renamed = [
    { from: 'user', to: 'password' },
    { from: 'password', to: 'user' },
  ];
  expect(after(FULL, { renamed })).toEqual({ user: 'cA==', password: 'dQ==', host: 'aA==' });
  expect(after(FULL, { renamed: [{ from: 'user', to: 'login' }], set: [{ key: 'login', value: 'bmV3' }] })).toEqual({
    ...{ login: 'bmV3', password: 'cA==', host: 'aA==' },
  });
  expect(after(secret(), { set: [{ key: 'first', value: 'MQ==' }] })).toEqual({ first: 'MQ==' });
});

describe('a value', () => {
  const { kubectl, effects } = planOf(FULL, { set: [{ key: 'password', value: 'c2VjcmV0' }] });

  test('is in no line, and in no word that is said before', () => {
    expect(JSON.stringify([kubectl, effects])).not.toContain('c2VjcmV0');
    expect(kubectl).toContain('"value":"<base64>"');
  });

  test('is gone with the change: nothing of it is kept to go back to', () => {
    expect(effects.at(-1)?.key).toBe('effect.valuesNotKept');
    expect(record.inverse({ target: TARGET, before: FULL, after: FULL })).toBeNull();
  });
});

test('says by name what is added, replaced, renamed and gone', () => {
  const change = {
    ...{ removed: ['host'], renamed: [{ from: 'user', to: 'login' }] },
    set: ['new', 'password', 'login', 'host'].map(key => ({ key, value: '' })),
  };
  expect(planOf(FULL, change).effects.slice(0, 4)).toEqual([
    { key: 'effect.keysAdded', values: { keys: 'new, host' } },
    { key: 'effect.keysReplaced', values: { keys: 'password, login' } },
    { key: 'effect.keysRenamed', values: { keys: 'user → login' } },
    { key: 'effect.keysGone', values: { keys: 'host' } },
  ]);
});

test('what is so already is not asked for again; what was to be renamed and is not there is said', () => {
  const done = secret({ login: 'dQ==' });
  const { isDone, lacks } = planOf(done, { removed: ['host'], renamed: [{ from: 'user', to: 'login' }] });
  expect([isDone, lacks]).toEqual([true, null]);
  expect(planOf(done, { renamed: [{ from: 'user', to: 'name' }] }).lacks).toEqual({ what: 'key', name: 'user' });
  expect(planOf(done, { set: [{ key: 'login', value: 'dQ==' }] }).isDone).toBe(false);
});

test('is none of what is offered on a Secret in lists', () => {
  expect(actionsFor(SECRETS).map(({ kind }) => kind)).toEqual(['object.delete']);
  expect(record.appliesTo({ ...SECRETS, resource: 'configmaps' })).toBe(false);
});

test('the line of kubectl is the patch, and is done when the server has answered', () => {
  const { kubectl, confirmation, clashes } = planOf(FULL, { removed: ['host'] });
  expect(kubectl).toMatch(/^kubectl --context=prod --namespace=shop patch secret db --type=json '--patch=\[/);
  expect([confirmation, clashes, record.appliesTo(SECRETS)]).toEqual([{ type: 'answered' }, [], true]);
});

test('of what does not happen nothing is said, and a Secret without keys gets none by losing one', () => {
  expect(planOf(FULL, { removed: ['host'] }).effects.map(({ key }) => key)).toEqual([
    'effect.keysGone',
    'effect.valuesNotKept',
  ]);
  expect(planOf(secret(), { removed: ['host'] }).request.body).not.toContain('"/data"');
});
