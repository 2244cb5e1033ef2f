import { expect, test } from 'vitest';
import type { Cell } from '@lanthorn/views/cells/cell.ts';
import type { ColumnType } from '@lanthorn/views/cells/kind-view.ts';
import { csvText, jsonText } from './export-text.ts';

const row = (cells: readonly Cell[]) => ({
  ...{ key: 'n/a', uid: 'u', namespace: 'n', name: 'a', createdAt: null, ownerUid: '' },
  cells,
});
const column = (id: string, type: ColumnType, index: number) => ({
  index,
  column: { id, type, width: 10, read: () => null },
});
const one = (cell: Cell, type: ColumnType = 'text') => {
  const columns = [column('x', type, 0)];
  const [, line] = csvText([row([cell])], columns).split('\r\n');
  return [line, (JSON.parse(jsonText([row([cell])], columns)) as { x: unknown }[])[0]?.x];
};

test.each<[Cell, ColumnType, string, unknown]>([
  ['plain', 'text', 'plain', 'plain'],
  ['a,b', 'text', '"a,b"', 'a,b'],
  ['say "no"\nnow', 'text', '"say ""no""\nnow"', 'say "no"\nnow'],
  [null, 'text', '', null],
  [-3, 'number', '-3', -3],
  [0, 'time', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z'],
  [90_000, 'duration', '90', 90],
  [true, 'boolean', 'true', true],
  [{ status: 'Running', tone: 'ok' }, 'status', 'Running', 'Running'],
  [{ schedule: '0 * * * *', error: null }, 'schedule', '0 * * * *', '0 * * * *'],
  [{ broken: 'expected text' }, 'text', 'expected text', 'expected text'],
])('%j of %s is %j and %j', (cell, type, csv, json) => expect(one(cell, type)).toEqual([csv, json]));

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '=HYPERLINK("http://x","y")'])(
  'foreign text %j is no formula in a spreadsheet, and itself in JSON',
  text => {
    const [csv, json] = one(text);
    expect(String(csv).replace(/^"/, '')).toMatch(/^'/);
    expect(json).toBe(text);
  },
);

test('columns in their order, by name; a mark for Chinese at the start', () => {
  const columns = [column('name', 'text', 1), column('ns', 'text', 0)];
  expect(csvText([row(['空间', 'a'])], columns)).toBe('\uFEFFname,ns\r\na,空间\r\n');
  expect(csvText([], columns)).toBe('\uFEFFname,ns\r\n');
});
