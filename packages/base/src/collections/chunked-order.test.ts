import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChunkedOrder, type Replacement } from './chunked-order.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);

interface Item {
  readonly value: number;
}

const compare = (a: Item, b: Item) => a.value - b.value;

/** Stale items and fresh ones in pairs, and beside each one that was never there. */
function changesOf(stale: readonly Item[], fresh: readonly Item[]): Replacement<Item>[] {
  const pairs = Array.from({ length: Math.max(stale.length, fresh.length) }, (_, i) => ({
    stale: stale[i],
    fresh: fresh[i],
  }));
  return pairs.flatMap(pair => [pair, { stale: { value: pair.stale?.value ?? 0 }, fresh: undefined }]);
}

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
        const replaced = order.replace(changesOf(stale, fresh));
        order = replaced.order;
        expect(new Set(replaced.gone)).toEqual(new Set(stale));
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
  const full = new ChunkedOrder<Item>(compare).replace(changesOf([], items)).order;
  const empty = full.replace(changesOf(items, [])).order;
  expect([...empty]).toEqual([]);
  expect([...empty.replace(changesOf([], items.slice(0, 3))).order]).toEqual(items.slice(0, 3));
});

test('an item that keeps its place is replaced there', () => {
  const items = Array.from({ length: 1_000 }, (_, value) => ({ value }));
  const before = new ChunkedOrder<Item>(compare).replace(changesOf([], items)).order;
  const [stale] = before.slice(700, 701);
  const fresh = { value: 700 };
  const { order, gone } = before.replace([{ stale, fresh }]);
  expect(gone).toEqual([stale]);
  expect(order.slice(700, 701)[0]).toBe(fresh);
  expect(order).toHaveLength(1_000);
  expect(before.slice(700, 701)[0]).toBe(stale);
});
