import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lowerBound } from './sorted-index.ts';

const byNumber = (a: number, b: number) => a - b;

test('the place of an item is that of the first that is not before it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 })), fc.integer({ min: -10, max: 10 }), (items, item) => {
      const sorted = items.toSorted(byNumber);
      const naive = sorted.findIndex(other => other >= item);
      expect(lowerBound(sorted, item, byNumber)).toBe(naive < 0 ? sorted.length : naive);
    }),
  );
});

test('it is found in few steps, in the order that is given', () => {
  const items = Array.from({ length: 100_000 }, (_, i) => -i);
  let steps = 0;
  const backwards = (a: number, b: number) => {
    steps++;
    return b - a;
  };
  expect(lowerBound(items, -77_777, backwards)).toBe(77_777);
  expect(steps).toBeLessThan(20);
});
