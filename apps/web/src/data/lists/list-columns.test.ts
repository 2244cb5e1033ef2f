import { expect, test } from 'vitest';
import { knownColumns, movedColumn } from './list-columns.ts';

test.each([
  ['b', 2, ['a', 'c', 'b', 'd']],
  ['d', 1, ['a', 'd', 'b', 'c']],
  ['c', 0, ['a', 'c', 'b', 'd']],
  ['b', 9, ['a', 'c', 'd', 'b']],
  ['b', 1, ['a', 'b', 'c', 'd']],
  ['a', 2, ['a', 'b', 'c', 'd']],
  ['x', 2, ['a', 'b', 'c', 'd']],
] as const)('%s to place %i gives %j: the first stays first', (id, to, expected) => {
  expect(movedColumn(['a', 'b', 'c', 'd'], id, to)).toEqual(expected);
});

test('columns that are no more, and one named twice, are left out; none at all is no choice', () => {
  expect(knownColumns(['b', 'gone', 'a', 'b'], ['a', 'b', 'c'])).toEqual(['b', 'a']);
  expect(knownColumns(['gone'], ['a'])).toBeNull();
  expect(knownColumns(undefined, ['a'])).toBeNull();
});
