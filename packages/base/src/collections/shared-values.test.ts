import { expect, test } from 'vitest';
import { SharedValues } from './shared-values.ts';

test('equal values are one, and others are not', () => {
  const shared = new SharedValues<{ readonly name: string }>();
  const make = (name: string) => shared.share(name, () => ({ name }));
  const first = make('a');
  expect(make('a')).toBe(first);
  expect(make('b')).toEqual({ name: 'b' });
  expect(make('a')).toBe(first);
});

test('of more values than there is room for, every one comes back as it would be made', () => {
  const shared = new SharedValues<number>();
  const names = Array.from({ length: 20_000 }, (_, i) => i);
  for (let round = 0; round < 2; round++) expect(names.map(i => shared.share(`key-${i}`, () => i))).toEqual(names);
});
