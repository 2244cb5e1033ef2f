import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asArray,
  asBoolean,
  asNumber,
  asObject,
  asString,
  asStringMap,
  deepClone,
  deepEqual,
  getPath,
  isObject,
} from './json.ts';

const VALUES: readonly unknown[] = [
  undefined,
  null,
  true,
  false,
  0,
  1,
  -1.5,
  Number.NaN,
  Infinity,
  '',
  'x',
  [],
  [1],
  {},
  { a: 1 },
];
const kept = (read: (value: unknown) => unknown) => VALUES.filter(value => Object.is(read(value), value));

test('each reader keeps what is of its type, and makes the empty one of all else', () => {
  expect(VALUES.filter(isObject)).toEqual([{}, { a: 1 }]);
  expect(kept(asObject)).toEqual([{}, { a: 1 }]);
  expect(kept(asArray)).toEqual([[], [1]]);
  expect(kept(asString)).toEqual(['', 'x']);
  expect(kept(asNumber)).toEqual([undefined, 0, 1, -1.5]);
  expect(kept(asBoolean)).toEqual([true, false]);
  expect([asObject([]), asArray({}), asString(7), asNumber('7'), asNumber(Number.NaN), asBoolean('true')]).toEqual([
    ...[{}, [], '', undefined, undefined, false],
  ]);
});

test('no reader throws, whatever it reads', () => {
  fc.assert(
    fc.property(fc.anything(), fc.array(fc.string(), { maxLength: 3 }), (value, path) => {
      for (const read of [isObject, asObject, asArray, asString, asNumber, asBoolean, asStringMap]) read(value);
      getPath(value, ...path);
    }),
  );
});

describe('a path', () => {
  const value = { a: { b: [{ c: 1 }], d: null, '': 2 }, e: 'xy' };
  test.each([
    [[], value],
    [['a', 'd'], null],
    [['a', ''], 2],
    [['a', 'd', 'x'], undefined],
    [['a', 'missing', 'x'], undefined],
    // Lists and texts have nothing at a name.
    [['a', 'b', '0'], undefined],
    [['a', 'b', 'length'], undefined],
    [['e', 'length'], undefined],
    [['constructor'], undefined],
    [['a', '__proto__'], undefined],
  ])('%j', (path, found) => expect(getPath(value, ...path)).toEqual(found));
});

test('a map of texts has the texts of an object, under any name', () => {
  expect(asStringMap({ a: 'x', b: 1, c: null, d: ['x'], e: '' })).toEqual({ a: 'x', e: '' });
  const odd = asStringMap(JSON.parse('{"__proto__":"x","constructor":"y"}'));
  expect(JSON.stringify(odd)).toBe('{"__proto__":"x","constructor":"y"}');
  for (const none of [null, [], ['x'], 'xy']) expect(asStringMap(none)).toEqual({});
});

describe('equal', () => {
  const json = fc.jsonValue({ maxDepth: 4 });

  test('means: the same JSON, whatever the order of keys', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(deepEqual(a, b)).toBe(sorted(a) === sorted(b));
        expect(deepEqual(a, deepClone(a))).toBe(true);
      }),
    );
  });

  test.each([
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: undefined }, {}, false],
    [{ a: undefined }, { b: undefined }, false],
    [{}, [], false],
    [[], {}, false],
    [[1, 2], [1], false],
    [[1], [1, 2], false],
    [null, {}, false],
    [{}, null, false],
    [0, '0', false],
    [1n, 1n, true],
    [1n, 1, false],
    // What every object inherits is no field of it.
    [{ toString: 1 }, {}, false],
    [{ a: 1 }, { constructor: 1 }, false],
  ])('%s and %s: %j', (a, b, isSo) => expect(deepEqual(a, b)).toBe(isSo));
});

test('a copy is the same JSON, and shares nothing with what it was made of', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(json, value => {
      const copy = deepClone(value);
      expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
      expect(shared(copy, value)).toBe(false);
    }),
  );
  expect(JSON.stringify(deepClone(JSON.parse('{"__proto__":{"a":1}}')))).toBe('{"__proto__":{"a":1}}');
});

/** JSON with keys in order; -0 is 0 to JSON, and so it is here. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}:${sorted(entry)}`);
  return `{${entries.toSorted().join(',')}}`;
}

/** Some object or list is part of both. */
function shared(one: unknown, other: unknown): boolean {
  const parts = new Set<unknown>();
  const visit = (value: unknown, meet: (part: object) => boolean): boolean =>
    typeof value === 'object' &&
    value !== null &&
    (meet(value) || Object.values(value).some(part => visit(part, meet)));
  visit(one, part => {
    parts.add(part);
    return false;
  });
  return visit(other, part => parts.has(part));
}
