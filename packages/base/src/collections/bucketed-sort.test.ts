import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BucketedSort } from './bucketed-sort.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);

interface Item {
  readonly value: number;
  readonly id: number;
}

const compare = (a: Item, b: Item) => a.value - b.value || a.id - b.id;

function sorted(
  items: readonly Item[],
  by: { add: number; step: number },
  valueOf: (item: Item) => number | undefined,
) {
  let compared = 0;
  const compareAlike = (a: Item, b: Item) => {
    compared++;
    return a.id - b.id;
  };
  const sort = new BucketedSort<Item>(
    (a, b) => {
      compared++;
      return compare(a, b);
    },
    { valueOf, compareValues: (a, b) => Number(a) - Number(b), compareAlike },
  );
  for (let at = 0; at < items.length; at += by.add) sort.add(items.slice(at, at + by.add));
  while (sort.step(by.step));
  return { result: sort.result(), compared };
}

test('slices of any size and values of any number give what sorting everything at once gives', () => {
  const input = fc.record({
    ids: fc.uniqueArray(fc.nat(20_000), { maxLength: 3_000 }),
    values: fc.constantFrom(1, 3, 50, 20_000),
    /** Those that stand for themselves. */
    alone: fc.constantFrom(1, 2, 7, 100_000),
    by: fc.record({ add: fc.integer({ min: 1, max: 1_500 }), step: fc.integer({ min: 1, max: 900 }) }),
  });
  fc.assert(
    fc.property(input, ({ ids, values, alone, by }) => {
      const items = ids.map(id => ({ id, value: (id * 7_919) % values }));
      const { result } = sorted(items, by, ({ value }) => (value % alone === 0 ? undefined : value));
      expect(result).toEqual(items.toSorted(compare));
    }),
    { numRuns: RUNS },
  );
});

test('more values than have room are sorted all the same', () => {
  const items = Array.from({ length: 60_000 }, (_, id) => ({ id, value: (id * 7_919) % 55_001 }));
  const { result } = sorted(items, { add: 500, step: 500 }, ({ value }) => value);
  expect(result).toEqual(items.toSorted(compare));
});

test('of many with few values few are compared', () => {
  const items = Array.from({ length: 20_000 }, (_, id) => ({ id, value: (id * 7_919) % 40 }));
  const { result, compared } = sorted(items, { add: 500, step: 500 }, ({ value }) => value);
  expect(result).toEqual(items.toSorted(compare));
  expect(compared).toBeLessThan(2 * items.length);
});
