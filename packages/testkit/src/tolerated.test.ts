import { expect, test } from 'vitest';
import { tolerated } from './tolerated.ts';

const taker = (takes: (value: unknown) => boolean) => ({ safeParse: (value: unknown) => ({ success: takes(value) }) });

test('of what takes one value alone nothing else is told', () => {
  const only = (wanted: unknown) => taker(value => JSON.stringify(value) === JSON.stringify(wanted));
  for (const value of ['a', 7, null, [{ a: 1 }], { a: { b: [true] } }])
    expect(tolerated(only(value), value)).toEqual([]);
});

test('what is left out, of another type or more is told by its place', () => {
  const takes = (value: unknown) =>
    typeof value === 'object' && value !== null && typeof (value as { a?: unknown }).a === 'object';
  expect(tolerated(taker(takes), { a: { b: 1 }, c: ['x'] })).toEqual([
    ...[': more', 'a: null', 'a: list', 'a: more', 'a.b: without', 'a.b: null', 'a.b: boolean', 'a.b: string'],
    ...['a.b: list', 'a.b: object', 'c: without', 'c: null', 'c: boolean', 'c: number', 'c: string', 'c: object'],
    ...['c[]: null', 'c[]: boolean', 'c[]: number', 'c[]: list', 'c[]: object'],
  ]);
});

test('what is not taken to begin with proves nothing', () => {
  expect(() =>
    tolerated(
      taker(() => false),
      { a: 1 },
    ),
  ).toThrow('not taken as it is: {"a":1}');
});
