import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SlicedSort } from './sliced-sort.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);

interface Item {
  readonly value: number;
}

const compare = (a: Item, b: Item) => a.value - b.value;

test('slices of any size give what sorting everything at once gives, without what was dropped in between', () => {
  const input = fc.record({
    values: fc.uniqueArray(fc.nat(20_000), { maxLength: 4_000 }),
    runLength: fc.integer({ min: 1, max: 1_500 }),
    stepLength: fc.integer({ min: 1, max: 900 }),
    dropEvery: fc.integer({ min: 2, max: 9 }),
  });
  fc.assert(
    fc.property(input, ({ values, runLength, stepLength, dropEvery }) => {
      const items = values.map(value => ({ value }));
      const sort = new SlicedSort<Item>(compare);
      for (let at = 0; at < items.length; at += runLength) sort.add(items.slice(at, at + runLength));
      const left = items.filter((_item, i) => i % dropEvery !== 0);
      for (let i = 0, isMore = true; isMore; i++) {
        const item = items[i * dropEvery];
        if (item !== undefined) {
          expect(sort.has(item)).toBe(true);
          sort.drop(item);
          expect(sort.has(item)).toBe(false);
        }
        isMore = sort.step(stepLength);
      }
      for (const [i, item] of items.entries()) if (i % dropEvery === 0 && sort.has(item)) sort.drop(item);
      expect(sort.result()).toEqual(left.toSorted(compare));
      expect(sort.has({ value: values[1] ?? 0 })).toBe(false);
    }),
    { numRuns: RUNS },
  );
});
