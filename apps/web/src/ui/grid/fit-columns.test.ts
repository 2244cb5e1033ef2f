import { expect, test } from 'vitest';
import { fitColumns, type GivingColumn } from './fit-columns.ts';

const NAME = { id: 'name', width: 200, gives: true, rank: null };
const COLUMNS: readonly GivingColumn[] = [
  NAME,
  { id: 'namespace', width: 100, gives: false, rank: 1 },
  { id: 'status', width: 100, gives: false, rank: null },
  { id: 'message', width: 400, gives: true, rank: 2 },
  { id: 'age', width: 60, gives: false, rank: 9 },
];
const fit = (room: number, columns = COLUMNS) => {
  const { widths, left } = fitColumns(columns, room);
  return { widths: Object.fromEntries(widths), left };
};

test('just enough room changes nothing', () => {
  expect(fit(860)).toEqual({ widths: { name: 200, namespace: 100, status: 100, message: 400, age: 60 }, left: [] });
});

test('texts give before a column is left out, the first of all columns after the others', () => {
  expect(fit(780)).toEqual({ widths: { name: 200, namespace: 100, status: 100, message: 320, age: 60 }, left: [] });
  expect(fit(700)).toEqual({ widths: { name: 180, namespace: 100, status: 100, message: 260, age: 60 }, left: [] });
});

test('the least important column goes first; what stays has its room back', () => {
  expect(fit(640)).toEqual({ widths: { name: 180, namespace: 100, status: 100, message: 260 }, left: ['age'] });
  expect(fit(300)).toEqual({ widths: { name: 200, status: 100 }, left: ['namespace', 'message', 'age'] });
});

test('where even those that stay have no room, the table is wider than the room', () => {
  expect(fit(100)).toEqual({ widths: { name: 160, status: 100 }, left: ['namespace', 'message', 'age'] });
});

test('long texts of those that stay push none of them out of sight', () => {
  const status = { id: 'status', width: 100, gives: false, rank: null };
  expect(fit(270, [{ ...NAME, content: 340 }, status]).widths).toEqual({ name: 170, status: 100 });
});

test('texts take what is left, the first before the others, but not without end', () => {
  expect(fit(960).widths).toEqual({ name: 300, namespace: 100, status: 100, message: 400, age: 60 });
  expect(fit(1_110).widths).toEqual({ name: 350, namespace: 100, status: 100, message: 500, age: 60 });
  expect(fit(9_000).widths).toEqual({ name: 350, namespace: 100, status: 100, message: 700, age: 60 });
});

test('without a column that gives, all are as they are', () => {
  expect(fit(900, [{ ...NAME, gives: false }])).toEqual({ widths: { name: 200 }, left: [] });
});

test('a column is as wide as what is in it, and not without end; what is left is for all texts alike', () => {
  const columns = COLUMNS.map(column => ({ ...column, content: { name: 150, status: 10, message: 300 }[column.id] }));
  expect(fit(670, columns).widths).toEqual({ name: 150, namespace: 100, status: 60, message: 300, age: 60 });
  expect(fit(970, columns).widths).toEqual({ name: 250, namespace: 100, status: 60, message: 500, age: 60 });
  const long = COLUMNS.map(column => ({ ...column, content: 5_000 }));
  expect(fit(9_000, long).widths).toEqual({ name: 350, namespace: 175, status: 175, message: 700, age: 105 });
});
