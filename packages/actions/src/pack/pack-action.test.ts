import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { applyJsonPatch, isJsonPatch } from '@lanthorn/kube/patch/json-patch.ts';
import { applyMergePatch } from '@lanthorn/kube/patch/merge-patch.ts';
import type { PackAction } from '@lanthorn/views/cells/pack-kind.ts';
import type { Action, Plan } from '../machinery/action.ts';
import { PACK_ACTION } from './pack-action.ts';

const TIME = '2026-11-23T08:00:00Z';
const resource = { group: 'example.com', version: 'v1', resource: 'widgets' };
const target = { cluster: 'c', resource, namespace: 'n', name: 'a', uid: 'u1' };
const metadata = { name: 'a', namespace: 'n', uid: 'u1', resourceVersion: '1' };
const words = { name: 'do', title: 'Do', effect: 'It does.' };

function planOf(action: Omit<PackAction, keyof typeof words>, object: KubeObject): Plan {
  const params = { pack: { action: 'do', title: 'Do', ...(action.part === undefined ? {} : { part: action.part }) } };
  const made: Action = { kind: 'pack.action', target, index: 0, suffix: 'x7k2p', params };
  const packAction = { ...words, ...action };
  return PACK_ACTION.plan(made, object, { context: 'prod', schema: null, now: Date.parse(TIME), packAction });
}

function sent(plan: Plan, object: KubeObject): unknown {
  const patch = parseJson(plan.request.body ?? '');
  if (!isJsonPatch(patch)) throw new Error('no patch');
  const patched = applyJsonPatch(object, patch);
  return patched.ok ? patched.value : patched.error;
}

const widget = (fields: object): KubeObject => ({ apiVersion: 'example.com/v1', kind: 'Widget', metadata, ...fields });

describe('what is sent comes to the merge patch, whatever is there before', () => {
  const merges: readonly Omit<PackAction, keyof typeof words>[] = [
    { merge: { spec: { suspend: true } } },
    { merge: { spec: { suspend: null } } },
    { merge: { spec: { deep: { er: [1], gone: null } }, operation: { sync: {} } } },
    { annotate: { 'example.com/at': 'x', 'example.com/gone': null } },
  ];
  const objects = [
    widget({}),
    widget({ spec: { suspend: false, deep: 3 } }),
    widget({ spec: { suspend: true, deep: { er: [2], gone: 1 } } }),
    widget({ metadata: { ...metadata, annotations: { 'example.com/gone': 'y', other: 'z' } } }),
  ];
  const cases = merges.flatMap(action => objects.map(object => ({ action, object })));
  test.each(cases)('$action', ({ action, object }) => {
    const patch = action.merge ?? { metadata: { annotations: action.annotate } };
    const plan = planOf(action, object);
    expect(sent(plan, object)).toEqual(applyMergePatch(object, patch));
    expect(plan.isDone).toBe(JSON.stringify(applyMergePatch(object, patch)) === JSON.stringify(object));
  });
});

test('the time is that at which it began, so that the same action twice is one', () => {
  const object = widget({});
  const plan = planOf({ annotate: { 'example.com/requestedAt': '$now' } }, object);
  const after = sent(plan, object) as KubeObject;
  expect(after.metadata.annotations).toEqual({ 'example.com/requestedAt': TIME });
  expect(plan.kubectl).toBe(
    `kubectl --context=prod --namespace=n patch widgets.example.com a --type=merge '--patch={"metadata":{"annotations":{"example.com/requestedAt":"${TIME}"}}}'`,
  );
  expect(planOf({ annotate: { 'example.com/requestedAt': '$now' } }, after).isDone).toBe(true);
});

test('another object of that name is not changed, nor a list that somebody else changed', () => {
  const action = { condition: { type: 'Issuing', status: 'True' as const, reason: 'Manual', message: 'By hand.' } };
  const ready = { type: 'Ready', status: 'True' };
  const object = widget({ status: { conditions: [ready] } });
  const plan = planOf({ ...action, part: 'status' }, object);
  expect(sent(plan, object)).toEqual(
    widget({ status: { conditions: [ready, { ...action.condition, lastTransitionTime: TIME }] } }),
  );
  expect(sent(plan, widget({ status: { conditions: [] } }))).toMatch(/./);
  expect(sent(plan, { ...object, metadata: { ...metadata, uid: 'u2' } })).toEqual(expect.any(String));
  const done = widget({ status: { conditions: [{ type: 'Issuing', status: 'True' }] } });
  expect(planOf(action, done).isDone).toBe(true);
});

test('a part of the object has its own path and right', () => {
  const plan = planOf({ merge: { status: { abort: true } }, part: 'status' }, widget({ status: {} }));
  expect(plan.request.path).toBe('/apis/example.com/v1/namespaces/n/widgets/a/status');
  expect(plan.right).toEqual({
    verb: 'patch',
    group: 'example.com',
    resource: 'widgets/status',
    namespace: 'n',
    name: 'a',
  });
  expect(plan.kubectl).toMatch(/--subresource=status$/);
});

test('without a pack that has it nothing is planned', () => {
  const action: Action = {
    kind: 'pack.action',
    target,
    index: 0,
    suffix: 'x',
    params: { pack: { action: 'do', title: 'Do' } },
  };
  expect(() => PACK_ACTION.plan(action, widget({}), { context: 'c', schema: null, now: 0 })).toThrow(
    'widgets.example.com has no action do',
  );
});

test('it is one patch of the object, in the pack’s words, and taken back where it changed what people write', () => {
  const plan = planOf({ merge: { spec: { suspend: true } } }, widget({}));
  expect([plan.request.method, plan.request.path, plan.request.headers]).toEqual([
    ...['PATCH', '/apis/example.com/v1/namespaces/n/widgets/a', { 'content-type': 'application/json-patch+json' }],
  ]);
  expect(plan.right).toMatchObject({ verb: 'patch', resource: 'widgets' });
  expect([plan.effects, plan.confirmation, plan.clashes]).toEqual([
    ...[[{ key: 'effect.pack', values: { effect: 'It does.' } }], { type: 'answered' }, []],
  ]);
  expect(PACK_ACTION.right(target)).toEqual(plan.right);
  const made: Action = { kind: 'pack.action', target, index: 0, suffix: 'x', params: {} };
  expect([PACK_ACTION.isOwnWork(made, widget({})), PACK_ACTION.isOfPack]).toEqual([false, true]);
  expect(PACK_ACTION.inverse({ target, before: widget({}), after: widget({}) })).toBeNull();
  const before = widget({});
  const asked = { ...before, metadata: { ...before.metadata, annotations: { requested: 'now' } }, status: { a: 1 } };
  expect(PACK_ACTION.inverse({ target, before, after: asked })).toBeNull();
  const after = { ...before, spec: { isPaused: true } };
  expect(PACK_ACTION.inverse({ target, before, after })).toEqual({
    ...{ kind: 'object.edit', target, params: { edit: { base: after, mine: before, choices: {} } } },
  });
});

test('kinds of the core group have records, and no packs', () => {
  expect([resource, { ...resource, group: '' }].map(PACK_ACTION.appliesTo)).toEqual([true, false]);
});

test('the time may stand anywhere in what is merged', () => {
  const object = widget({ spec: { runs: ['old'] } });
  const after = sent(planOf({ merge: { spec: { runs: ['$now', { at: '$now' }], name: '$now!' } } }, object), object);
  expect(after).toMatchObject({ spec: { runs: [TIME, { at: TIME }], name: '$now!' } });
});

test('a condition that was otherwise is replaced, and the others stay as they are', () => {
  const condition = { type: 'Issuing', status: 'True' as const, reason: 'Manual', message: 'By hand.' };
  const [ready, before] = [
    { type: 'Ready', status: 'True' },
    { type: 'Issuing', status: 'False', reason: 'Done' },
  ];
  const object = widget({ status: { conditions: [before, ready] } });
  expect(sent(planOf({ condition, part: 'status' }, object), object)).toMatchObject({
    status: { conditions: [ready, { ...condition, lastTransitionTime: TIME }] },
  });
  const none = widget({ status: {} });
  expect(sent(planOf({ condition, part: 'status' }, none), none)).toMatchObject({
    status: { conditions: [{ ...condition, lastTransitionTime: TIME }] },
  });
});
