import { expect, test } from 'vitest';
import { SharedValues } from './shared-values.ts';

test('what was put by a hash is there by it, until another takes its place', () => {
  const shared = new SharedValues<string>();
  expect(shared.at(7)).toBeUndefined();
  expect(shared.put(7, 'a')).toBe('a');
  expect([shared.at(7), shared.at(8)]).toEqual(['a', undefined]);
  shared.put(7, 'b');
  expect(shared.at(7)).toBe('b');
});

test('there is room for so many and no more: the last ones are kept', () => {
  const shared = new SharedValues<number>();
  for (let i = 0; i < 20_000; i++) shared.put(i, i);
  const kept = new Set(Array.from({ length: 20_000 }, (_, i) => shared.at(i)));
  expect([kept.size, Math.min(...[...kept].map(Number))]).toEqual([8_192, 20_000 - 8_192]);
});
