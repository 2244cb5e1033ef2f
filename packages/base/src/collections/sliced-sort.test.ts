import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SlicedSort } from './sliced-sort.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);

interface Item {
  readonly value: number;
}

const compare = (a: Item, b: Item) => a.value - b.value;

test('slices of any size give what sorting everything at once gives', () => {
  const input = fc.record({
    values: fc.uniqueArray(fc.nat(20_000), { maxLength: 4_000 }),
    runLength: fc.integer({ min: 1, max: 1_500 }),
    stepLength: fc.integer({ min: 1, max: 900 }),
  });
  fc.assert(
    fc.property(input, ({ values, runLength, stepLength }) => {
      const items = values.map(value => ({ value }));
      const sort = new SlicedSort<Item>(compare);
      for (let at = 0; at < items.length; at += runLength) sort.add(items.slice(at, at + runLength));
      while (sort.step(stepLength));
      expect(sort.result()).toEqual(items.toSorted(compare));
    }),
    { numRuns: RUNS },
  );
});

test('what comes in order is looked through once', () => {
  let compared = 0;
  const sort = new SlicedSort<Item>((a, b) => {
    compared++;
    return compare(a, b);
  });
  const items = Array.from({ length: 20_000 }, (_, value) => ({ value }));
  for (let at = 0; at < items.length; at += 250) sort.add(items.slice(at, at + 250));
  while (sort.step(250));
  expect(sort.result()).toEqual(items);
  expect(compared).toBeLessThan(items.length + 100);
});
