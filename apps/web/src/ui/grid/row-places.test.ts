import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowPlaces } from './row-places.ts';

test('rows that come take the places of those that went, the lowest first; who stays keeps theirs', () => {
  const places = new RowPlaces();
  expect([...places.assign(['a', 'b', 'c'])]).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 2],
  ]);
  expect(new Map(places.assign(['d', 'c', 'e', 'f']))).toEqual(
    new Map([
      ['c', 2],
      ['d', 0],
      ['e', 1],
      ['f', 3],
    ]),
  );
});

const screens = fc.array(fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { maxLength: 8 }), { maxLength: 12 });

test('no place is two rows’, who stays never moves, and no more places are there than rows were ever shown at once', () => {
  fc.assert(
    fc.property(screens, shown => {
      const places = new RowPlaces();
      let before: ReadonlyMap<string, number> = new Map();
      let most = 1;
      for (const keys of shown) {
        const now = places.assign(keys);
        most = Math.max(most, keys.length);
        expect(new Set(now.values()).size).toBe(keys.length);
        expect(Math.max(-1, ...now.values())).toBeLessThan(most);
        for (const key of keys) if (before.has(key)) expect(now.get(key)).toBe(before.get(key));
        expect(places.assign(keys)).toEqual(now);
        before = now;
      }
    }),
  );
});
