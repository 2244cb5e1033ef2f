import { expect, test } from 'vitest';
import { slotOf } from './run-slot.ts';

test.each([
  ['report-29393280', 29_393_280 * 60_000],
  ['report-29393280-x', null],
  ['report-2939328', null],
  ['report-x7k2p', null],
])('%s was due at %s', (name, at) => {
  expect(slotOf(name)).toBe(at);
});
