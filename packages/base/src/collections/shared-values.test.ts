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

test('a value is made once for its key, as long as there is room', () => {
  const shared = new SharedValues<number>();
  let made = 0;
  const make = () => ++made;
  for (let i = 0; i < 8_192; i++) shared.share(`key-${i}`, make);
  expect(made).toBe(8_192);
  for (let i = 0; i < 8_192; i++) shared.share(`key-${i}`, make);
  expect(made).toBe(8_192);
  // One more begins anew.
  shared.share('one more', make);
  expect(shared.share('key-0', make)).toBe(8_194);
  expect(shared.share('one more', make)).toBe(8_193);
});
