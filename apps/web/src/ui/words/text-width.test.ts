import { expect, test } from 'vitest';
import { textWidth } from './text-width.ts';

test('letters differ in width, and a text is as wide as its letters', () => {
  const widths = ['il', 'ab', 'AB', 'mW', '运行'].map(textWidth);
  expect(widths).toEqual(widths.toSorted((a, b) => a - b));
  expect(textWidth('')).toBe(0);
  expect(textWidth('abab')).toBeCloseTo(2 * textWidth('ab'), -1);
});

// Measured in a browser at 13 pixels.
test.each([
  ['storefront-66c8f5d4b-2dk8w', 176],
  ['CrashLoopBackOff', 111],
  ['ReplicaSet/campaigns-nlqdjddvb', 197],
])('%s fits, with little to spare', (text, measured) => {
  expect(textWidth(text)).toBeGreaterThanOrEqual(measured);
  expect(textWidth(text)).toBeLessThan(measured * 1.15 + 4);
});
