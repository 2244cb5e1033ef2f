import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChunkedOrder } from './chunked-order.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);

interface Item {
  readonly value: number;
}

const compare = (a: Item, b: Item) => a.value - b.value;

test('batches give what sorting everything gives, and leave the orders before them as they were', () => {
  const batch = fc.record({
    come: fc.uniqueArray(fc.nat(5_000), { maxLength: 900 }),
    goEvery: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(batch, { minLength: 1, maxLength: 8 }), batches => {
      let order = new ChunkedOrder<Item>(compare);
      let naive: Item[] = [];
      for (const { come, goEvery } of batches) {
        const before = order;
        const known = naive;
        const stale = naive.filter((_item, i) => i % goEvery === 0);
        const left = naive.filter((_item, i) => i % goEvery !== 0);
        const fresh = come.filter(value => !left.some(item => item.value === value)).map(value => ({ value }));
        order = order.merge(stale, fresh);
        naive = [...left, ...fresh].sort(compare);
        expect([...order]).toEqual(naive);
        expect([...before]).toEqual(known);
        expect(order).toHaveLength(naive.length);
        expect(order.slice(3, 700)).toEqual(naive.slice(3, 700));
        for (const [i, item] of naive.entries())
          if (i % 50 === 0) expect([order.has(item), order.indexOf(item)]).toEqual([true, i]);
        for (const item of stale.slice(0, 5)) expect(order.has(item)).toBe(false);
        expect(order.has({ value: naive[0]?.value ?? 0 })).toBe(false);
      }
    }),
    { numRuns: RUNS },
  );
});

test('an order that was emptied takes in again', () => {
  const items = Array.from({ length: 2_000 }, (_, value) => ({ value }));
  const full = new ChunkedOrder<Item>(compare).merge([], items);
  const empty = full.merge(items, []);
  expect([...empty]).toEqual([]);
  expect([...empty.merge([], items.slice(0, 3))]).toEqual(items.slice(0, 3));
});
