import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactAmount, formatQuantity, parseQuantity, timesIn } from './quantity.ts';
import vectors from './quantity.vectors.json' with { type: 'json' };

// Written by resource.ParseQuantity of k8s.io/apimachinery 0.37.2 itself.

/** What a quantity holds at most: the original caps there. */
const isBeyond = (value: number) => Math.abs(value) >= 2 ** 63;
/** It rounds up to whole nanos. */
const NANO = 1e-9;

test.each(vectors.map(vector => [vector.text, vector] as const))('%j', (text, { value, error }) => {
  const found = parseQuantity(text);
  if (error !== undefined) expect(found).toBeNull();
  else if (found === null || !isBeyond(found))
    expect(Math.abs((found ?? Number.NaN) - (value ?? Number.NaN))).toBeLessThanOrEqual(NANO);
});

test('the same amount is the same number, however it is written', () => {
  for (let milli = 1; milli <= 3_000; milli++) {
    const plain = parseQuantity(String(milli / 1_000));
    const others = [`${milli}m`, `${milli}.0m`, `${milli * 1_000}u`, `${milli * 1_000_000}n`, `${milli}e-3`];
    expect([milli, ...others.map(parseQuantity)]).toEqual([milli, ...others.map(() => plain)]);
  }
});

test('so many times an amount hold it so many times, less than that one time less, and are written as what they are', () => {
  for (let milli = 1; milli <= 999; milli++)
    for (const times of [1, 2, 3, 7, 39, 110]) {
      const room = parseQuantity(`${milli * times}m`) ?? 0;
      const amount = parseQuantity(`${milli}m`) ?? 0;
      let used = 0;
      for (let i = 0; i < times; i++) used += amount;
      expect([milli, times, timesIn(room, amount), exactAmount(used)]).toEqual([milli, times, times, room]);
      expect(timesIn(room - 0.000_001, amount)).toBe(times - 1);
      expect(formatQuantity(used)).toBe(formatQuantity(room));
    }
});

test('of bytes every single one counts, and what is more than there is holds nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 40 }), fc.integer({ min: 1, max: 2 ** 12 }), (amount, times) => {
      expect(timesIn(amount * times, amount)).toBe(times);
      expect(timesIn(amount * times - 1, amount)).toBe(times - 1);
      expect(timesIn(-amount, amount)).toBe(0);
      expect(exactAmount(amount * times)).toBe(amount * times);
    }),
  );
});
