import { asStringMap } from '@lanthorn/base/json.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Reference } from './reference.ts';
import { SharedParts } from './shared-parts.ts';

/** A text of its own, as each that is read out of JSON. */
const fresh = (text: string) => JSON.parse(JSON.stringify({ text })).text as string;

test('labels are kept as they are, but for values that are no texts', () => {
  const shared = new SharedParts();
  expect(shared.shareLabels({ app: 'web', odd: 7, none: null, list: ['x'], empty: '' })).toEqual({
    app: 'web',
    empty: '',
  });
  for (const odd of [null, undefined, 7, 'text', ['x']]) expect(shared.shareLabels(odd)).toEqual({});
});

test('owners that are equal are one, and one differs in any of its fields', () => {
  const shared = new SharedParts();
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1' };
  const first = shared.shareOwner({ ...owner });
  expect(first).toEqual(owner);
  expect(shared.shareOwner({ ...owner, name: fresh('web-1') })).toBe(first);
  for (const field of ['apiVersion', 'kind', 'name'] as const)
    expect(shared.shareOwner({ ...owner, [field]: 'other' })).toEqual({ ...owner, [field]: 'other' });
});

test('states that are equal are one; of one word in two tones there are two', () => {
  const shared = new SharedParts();
  const running = shared.shareCell({ status: 'Running', tone: 'ok' });
  expect(shared.shareCell({ status: fresh('Running'), tone: 'ok' })).toBe(running);
  expect(shared.shareCell({ status: 'Running', tone: 'active' })).toEqual({ status: 'Running', tone: 'active' });
  expect(shared.shareCell({ status: 'Failed', tone: 'ok' })).toEqual({ status: 'Failed', tone: 'ok' });
});

test('cells of other kinds are what they were', () => {
  const shared = new SharedParts();
  const schedule = { schedule: '@daily', error: null };
  const runs = [{ name: 'r', uid: 'u', result: 'failed', startedAt: 1, durationMs: null, isManual: false }] as const;
  for (const cell of [null, 7, true, 'text', '', { broken: 'odd' }]) expect(shared.shareCell(cell)).toEqual(cell);
  expect(shared.shareCell(schedule)).toBe(schedule);
  expect(shared.shareCell(runs)).toBe(runs);
});

test('references that are equal are one, and one differs in any of its fields', () => {
  const shared = new SharedParts();
  const reference = { meaning: 'uses', group: '', resource: 'secrets', namespace: 'n', name: 'a', uid: '' } as const;
  expect(shared.shareReference(reference)).toBe(reference);
  expect(shared.shareReference({ ...reference, name: fresh('a') })).toBe(reference);
  for (const field of ['meaning', 'group', 'resource', 'namespace', 'name', 'uid'] as const) {
    const other = { ...reference, [field]: 'other' } as Reference;
    expect(shared.shareReference(other)).toBe(other);
  }
});

test('what rows have in common is as it would be alone, whatever came before', () => {
  const word = fc.constantFrom('a', 'b', 'constructor', '__proto__', 'x'.repeat(20), `${'x'.repeat(20)}y`);
  const labels = fc.dictionary(word, fc.oneof(word, fc.constant(7)));
  fc.assert(
    fc.property(fc.array(labels), all => {
      const shared = new SharedParts();
      expect(all.map(each => shared.shareLabels(each))).toEqual(all.map(asStringMap));
    }),
  );
});
