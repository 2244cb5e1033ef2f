import { expect, test } from 'vitest';
import { parseQuantity } from './quantity.ts';
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
