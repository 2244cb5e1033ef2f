import { expect, test } from 'vitest';
import { placeAt } from './use-column-pull.ts';

test.each([
  [1, 0, 1],
  [1, 79, 1],
  [1, 81, 2],
  [1, 141, 3],
  [1, 9_999, 3],
  [1, -9_999, 1],
  [3, -59, 3],
  [3, -61, 2],
  [3, -141, 1],
  [3, -9_999, 1],
])('the column at %i, pulled by %i px, goes to place %i', (from, by, to) => {
  // Middles: 50, 120, 200, 260.
  expect(placeAt([100, 40, 120, 0], from, by)).toBe(to);
});
