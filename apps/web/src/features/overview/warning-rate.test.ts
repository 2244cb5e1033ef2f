import { expect, test } from 'vitest';
import { ratePerMinute } from './warning-rate.ts';

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE + 30_000;
const ago = (minutes: number) => NOW - minutes * MINUTE;

test('what happened once stands in its minute, the running one last', () => {
  const once = (minutes: number) => ({ first: ago(minutes), last: ago(minutes), count: 1 });
  expect(ratePerMinute([once(0), once(2), once(2), once(9)], NOW, 4)).toEqual([0, 2, 0, 1]);
});

test('what happened often is spread from its first time to its last, and nothing of it gets lost', () => {
  const rates = ratePerMinute([{ first: ago(4), last: ago(0), count: 9 }], NOW, 10);
  expect(rates.map(rate => Math.round(rate * 10) / 10)).toEqual([0, 0, 0, 0, 0, 1, 2, 2, 2, 2]);
  expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeCloseTo(9);
});

test('of what began before only the part in the window counts', () => {
  const rates = ratePerMinute([{ first: ago(1_000), last: ago(0), count: 1_001 }], NOW, 3);
  expect(rates.map(Math.round)).toEqual([1, 1, 2]);
});

test('a cluster whose clock is ahead tells of the minute that runs; many in one moment stay there', () => {
  expect(ratePerMinute([{ first: ago(-5), last: ago(-5), count: 1 }], NOW, 2)).toEqual([0, 1]);
  expect(ratePerMinute([{ first: ago(1), last: ago(1), count: 7 }], NOW, 2)).toEqual([7, 0]);
});
