import { expect, test } from 'vitest';
import type { Cell, RunCell } from '@lanthorn/views/cells/cell.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { Row } from '@lanthorn/views/row.ts';
import { compareRows, firstValueOf } from './row-order.ts';

/** Rows of a column, named by their cells' places: `a` has the first. */
function rowsOf(column: string, cells: readonly Cell[]): Row[] {
  return cells.map((cell, i) => {
    const name = 'abcdefgh'.charAt(i);
    const all = CRONJOB_VIEW.columns.map(({ id }) => (id === column ? cell : null));
    return new Row({
      uid: name,
      namespace: '',
      name,
      createdAt: null,
      labels: {},
      ownerUid: '',
      owner: null,
      cells: all,
    });
  });
}

/** Their names in order, from whatever order they came in. */
function order(column: string, cells: readonly Cell[], descending: boolean): string {
  const compare = compareRows(CRONJOB_VIEW, [{ column, descending }]);
  const names = (rows: Row[]) => rows.toSorted(compare).map(({ name }) => name);
  const sorted = names(rowsOf(column, cells)).join('');
  expect(names(rowsOf(column, cells).reverse()).join('')).toBe(sorted);
  return sorted;
}

const run = (result: RunCell['result']): RunCell => ({
  name: 'r',
  uid: 'r',
  result,
  startedAt: null,
  durationMs: null,
  isManual: false,
});

test.each<[string, Cell[], string, string]>([
  ['active', [10, 9, 100], 'bac', 'cab'],
  ['timeZone', ['b', 'B', 'a'], 'bca', 'acb'],
  [
    'status',
    [
      { status: 'Running', tone: 'active' },
      { status: 'Failing', tone: 'bad' },
    ],
    'ba',
    'ab',
  ],
  ['suspend', [true, false], 'ba', 'ab'],
  ['runs', [[run('failed')], [run('succeeded'), run('running')], [run('failed'), run('failed')]], 'bac', 'cab'],
  // Ages are told as how long ago, other times as what they are.
  ['age', [1000, 3000, 2000], 'bca', 'acb'],
  ['lastSchedule', [1000, 3000, 2000], 'acb', 'bca'],
])('%s sorts as what it means', (column, cells, ascending, descending) => {
  expect([order(column, cells, false), order(column, cells, true)]).toEqual([ascending, descending]);
});

test('what is empty comes last in either direction', () => {
  const cells = ['', 'y', null, 'x', { broken: 'expected text' }];
  expect([order('timeZone', cells, false), order('timeZone', cells, true)]).toEqual(['dbace', 'bdace']);
  expect([order('active', [null, -1, 0], false), order('active', [null, -1, 0], true)]).toEqual(['bca', 'cba']);
});

test('equal rows, and those of a column that is not there, are in the order of their names', () => {
  expect([order('active', [1, 1, 0], true), order('nothing', [1, 3, 2], false)]).toEqual(['abc', 'abc']);
});

test('rows are put together by what they have in the first column, where their order tells no more of it', () => {
  const valuesOf = (cells: readonly Cell[]) =>
    rowsOf('timeZone', cells).map(firstValueOf(CRONJOB_VIEW, [{ column: 'timeZone', descending: false }]).valueOf);
  expect(valuesOf(['UTC', '', null, { broken: 'x' }])).toEqual(['UTC', null, null, null]);
  expect(valuesOf([{ status: 'Failing', tone: 'bad' }, { status: 'Failing', tone: 'ok' }, true])).toEqual([
    'Failing',
    'Failing',
    'true',
  ]);
  // 5 and “5” are equal in an order, and no one value.
  expect(valuesOf([5, '5', 6, [run('failed')]])).toEqual([5, undefined, 6, undefined]);
  expect(valuesOf(['5', 5])).toEqual(['5', undefined]);
  expect(rowsOf('timeZone', ['UTC']).map(firstValueOf(CRONJOB_VIEW, []).valueOf)).toEqual([undefined]);
});

test.each(['age', 'timeZone', 'health'])('the first values of %s have the order of their rows', column => {
  const cells: Cell[] =
    column === 'health'
      ? [{ status: 'A', tone: 'bad' }, { status: 'B', tone: 'ok' }, null, { status: 'C', tone: 'bad' }]
      : column === 'age'
        ? [5, -1, null, 70]
        : ['b', '', 'a', null, 'B', 'ä'];
  const rows = rowsOf(column === 'health' ? 'status' : column, cells);
  for (const descending of [true, false]) {
    const sort = [{ column, descending }];
    const compare = compareRows(CRONJOB_VIEW, sort);
    const { valueOf, compareValues, compareAlike } = firstValueOf(CRONJOB_VIEW, sort);
    for (const a of rows)
      for (const b of rows) {
        const [x = null, y = null] = [valueOf(a), valueOf(b)];
        const told = x === y ? compareAlike(a, b) : compareValues(x, y);
        expect(Math.sign(told), `${String(x)} ${String(y)}`).toBe(Math.sign(compare(a, b)));
      }
  }
});

test('by health what is ill comes first, whatever its state is called, and what has none last', () => {
  const tones: Cell[] = [
    { status: 'A', tone: 'muted' },
    { status: 'B', tone: 'ok' },
    { status: 'C', tone: 'bad' },
    { status: 'D', tone: 'warning' },
    { status: 'E', tone: 'active' },
    null,
  ];
  const rows = rowsOf('status', tones);
  const sort = [{ column: 'health', descending: true }];
  const names = rows.toSorted(compareRows(CRONJOB_VIEW, sort)).map(({ name }) => name);
  expect(names.join('')).toBe('cdebaf');
  expect(rows.map(firstValueOf(CRONJOB_VIEW, sort).valueOf)).toEqual([0, 1, 4, 3, 2, null]);
});

test('a kind that has a column of that name is sorted by it', () => {
  const view = {
    ...CRONJOB_VIEW,
    columns: CRONJOB_VIEW.columns.map(each => (each.id === 'timeZone' ? { ...each, id: 'health' } : each)),
  };
  const rows = rowsOf('timeZone', ['b', 'a']);
  const sorted = rows.toSorted(compareRows(view, [{ column: 'health', descending: false }]));
  expect(sorted.map(({ name }) => name)).toEqual(['b', 'a']);
});
