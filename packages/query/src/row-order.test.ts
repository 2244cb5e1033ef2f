import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell, RunCell } from '@lanthorn/views/cells/cell.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { Row } from '@lanthorn/views/row.ts';
import { BucketedSort } from '@lanthorn/base/collections/bucketed-sort.ts';
import { compareRows, firstValueOf } from './row-order.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);

function rowOf(name: string, cells: Readonly<Record<string, Cell>>): Row {
  return new Row({
    uid: name,
    namespace: '',
    name,
    createdAt: null,
    labels: {},
    ownerUid: '',
    owner: null,
    cells: CRONJOB_VIEW.columns.map(({ id }) => cells[id] ?? null),
  });
}

/** Rows of a column, named by their cells' places: `a` has the first. */
function rowsOf(column: string, cells: readonly Cell[]): Row[] {
  return cells.map((cell, i) => rowOf('abcdefgh'.charAt(i), { [column]: cell }));
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
  // What runs have alike is not told by a value.
  expect(valuesOf([5, '5', 6, [run('failed')]])).toEqual([5, '5', 6, undefined]);
  expect(rowsOf('timeZone', ['UTC']).map(firstValueOf(CRONJOB_VIEW, []).valueOf)).toEqual([undefined]);
});

test('cells of any kind, in any mixture and by any columns, are sorted by their first values as they are compared', () => {
  const text = fc.constantFrom('a', 'b', 'B', 'ä', '5', '10', '1a', '');
  const runs = fc.array(
    fc.constantFrom('failed', 'succeeded').map(result => run(result)),
    { maxLength: 3 },
  );
  const cell: fc.Arbitrary<Cell> = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.integer({ min: -3, max: 12 }),
    text,
    text.map(status => ({ status, tone: 'ok' as const })),
    text.map(schedule => ({ schedule, error: null })),
    text.map(broken => ({ broken })),
    runs,
  );
  const key = fc.record({
    column: fc.constantFrom('timeZone', 'age', 'active', 'health', 'gone'),
    descending: fc.boolean(),
  });
  const input = fc.record({
    rows: fc.array(fc.record({ timeZone: cell, age: cell, active: cell, status: cell }), { maxLength: 40 }),
    sort: fc.array(key, { minLength: 1, maxLength: 2 }),
  });
  fc.assert(
    fc.property(input, ({ rows: drawn, sort }) => {
      const rows = drawn.map((cells, i) => rowOf(String(i).padStart(2, '0'), cells));
      const compare = compareRows(CRONJOB_VIEW, sort);
      const sorting = new BucketedSort(compare, firstValueOf(CRONJOB_VIEW, sort));
      sorting.add(rows);
      while (sorting.step(7));
      const names = (some: readonly Row[]) => some.map(({ name }) => name);
      expect(names(sorting.result())).toEqual(names(rows.toSorted(compare)));
      // A total order: from whatever order they came in.
      expect(names(rows.toReversed().toSorted(compare))).toEqual(names(rows.toSorted(compare)));
    }),
    { numRuns: RUNS },
  );
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
