import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowPlaces } from './row-places.ts';

/** The elements of rows from top to bottom. */
const elements = (places: RowPlaces, rows: string) => [...places.assign([...rows]).values()];

test('rows that are scrolled, moved or come one by one keep their elements, and no other row gets one of them', () => {
  const places = new RowPlaces();
  expect(elements(places, 'bcde')).toEqual([0, 1, 2, 3]);
  expect(elements(places, 'abcd')).toEqual([4, 0, 1, 2]);
  expect(elements(places, 'dabc')).toEqual([2, 4, 0, 1]);
  expect(elements(places, 'xdab')).toEqual([5, 2, 4, 0]);
});

test('on another screen every row takes the element of its line, also one that was there before', () => {
  const places = new RowPlaces();
  expect(elements(places, 'abcd')).toEqual([0, 1, 2, 3]);
  expect(elements(places, 'wxay')).toEqual([0, 1, 2, 3]);
  expect(elements(places, 'mnopqr')).toEqual([0, 1, 2, 3, 4, 5]);
  expect(elements(places, 'st')).toEqual([0, 1]);
});

const screens = fc.array(fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { maxLength: 8 }), { maxLength: 12 });

test('no element is two rows’, and asked again it is the same', () => {
  fc.assert(
    fc.property(screens, shown => {
      const places = new RowPlaces();
      for (const keys of shown) {
        const now = places.assign(keys);
        expect([...now.keys()]).toEqual(keys);
        expect(new Set(now.values()).size).toBe(keys.length);
        expect(places.assign(keys)).toEqual(now);
      }
    }),
  );
});
