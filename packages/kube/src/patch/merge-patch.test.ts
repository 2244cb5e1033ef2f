import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '@lanthorn/base/json.ts';
import { ownValue } from '@lanthorn/base/own-value.ts';
import { applyMergePatch, createMergePatch } from './merge-patch.ts';

// Appendix A of RFC 7396, all of it.
test.each([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])('%j patched with %j is %j', (target, patch, result) => {
  const before = structuredClone(target);
  expect(applyMergePatch(target, patch)).toEqual(result);
  expect(target).toEqual(before);
});

/** Without null, which a merge patch cannot put anywhere. */
const tree = fc.letrec<{ value: unknown; object: JsonObject }>(tie => ({
  value: fc.oneof({ maxDepth: 3 }, fc.constantFrom(1, 'x', true, [], [1, null], {}), tie('object')),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__'), tie('value'), { maxKeys: 3 }),
})).object;
const json = (value: unknown) => JSON.stringify(value, (_key, entry: unknown) => entry);

test('the patch from one to another leads there, and names nothing that stays', () => {
  fc.assert(
    fc.property(tree, tree, (from, to) => {
      const patch = createMergePatch(from, to);
      expect(sorted(applyMergePatch(from, patch))).toBe(sorted(to));
      expect(createMergePatch(to, to)).toEqual({});
      for (const key of Object.keys(patch)) expect(sorted(ownValue(from, key))).not.toBe(sorted(ownValue(to, key)));
    }),
  );
});

test('a name that every object inherits is a name as others; nothing else gets what is under it', () => {
  const patch = JSON.parse('{"__proto__":{"admin":true},"constructor":{"name":"x"}}') as unknown;
  const patched = applyMergePatch({ a: 1 }, patch) as JsonObject;
  expect(json(patched)).toBe('{"a":1,"__proto__":{"admin":true},"constructor":{"name":"x"}}');
  expect(patched['admin']).toBeUndefined();
  expect(({} as JsonObject)['admin']).toBeUndefined();
});

/** JSON with keys in order, `__proto__` as well, which `toEqual` looks through. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (typeof value !== 'object' || value === null) return json(value) ?? 'nothing';
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${json(key)}:${sorted(entry)}`).join(',')}}`;
}
