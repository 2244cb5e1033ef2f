import { expect, test } from 'vitest';
import { withRecent } from './recents.ts';

test('what was looked at last is first, and there once', () => {
  expect(withRecent([], 'a', 3)).toEqual(['a']);
  expect(withRecent(['a', 'b'], 'b', 3)).toEqual(['b', 'a']);
  expect(withRecent(['a', 'b', 'c'], 'd', 3)).toEqual(['d', 'a', 'b']);
  expect(withRecent([['a', 'b'], ['c']], ['c'], 3)).toEqual([['c'], ['a', 'b']]);
});

test('nothing changes where it is first already', () => {
  const list = [['a', 'b'], ['c']];
  expect(withRecent(list, ['a', 'b'], 3)).toBe(list);
});
