import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChunkedOrder, ValueRuns } from '@lanthorn/base/collections/chunked-order.ts';
import type { Cell } from '@lanthorn/views/cells/cell.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { Row } from '@lanthorn/views/row.ts';
import { groupBy, GroupedLines, headKey, isHead, PlainLines } from './grouped-lines.ts';
import { LiveQuery } from './live-query.ts';
import { compareRows, groupedSort, type SortKey } from './row-order.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 200);
const STATUS = columnIndex(POD_VIEW, 'status');
const NODE = columnIndex(POD_VIEW, 'node');
const RESTARTS = columnIndex(POD_VIEW, 'restarts');

function rowOf(name: string, cells: Readonly<Record<number, Cell>>): Row {
  return new Row({
    uid: name,
    namespace: 'x',
    name,
    createdAt: null,
    labels: {},
    ownerUid: '',
    owner: null,
    cells: POD_VIEW.columns.map((_, i) => cells[i] ?? null),
  });
}

const node = fc.constantFrom<Cell>(null, '', 'n1', 'n2', 'n10', 'N1', { broken: 'no' });
const status = fc.constantFrom<Cell>(null, { status: 'Running', tone: 'ok' }, { status: 'Failed', tone: 'bad' });
const rows = fc
  .array(fc.record({ node, status, restarts: fc.nat(3) }), { maxLength: 40 })
  .map(specs =>
    specs.map((spec, i) => rowOf(`p${i}`, { [NODE]: spec.node, [STATUS]: spec.status, [RESTARTS]: spec.restarts })),
  );
const sort = fc.array(
  fc.record({ column: fc.constantFrom('name', 'node', 'status', 'restarts'), descending: fc.boolean() }),
  { maxLength: 2 },
);
const folds = fc.record({
  isAllFolded: fc.boolean(),
  others: fc.uniqueArray(fc.constantFrom('', 'n1', 'n2', 'Running', 'gone'), { maxLength: 4 }),
});

/** Everything sorted, and cut into groups with a map. */
function naive(
  all: readonly Row[],
  keys: readonly SortKey[],
  { index, isFolded }: { index: number; isFolded: (value: string) => boolean },
) {
  const groups = new Map<string, Row[]>();
  for (const row of all.toSorted(compareRows(POD_VIEW, keys))) {
    const value = groupBy(one => one.cells[index])(row);
    groups.set(value, [...(groups.get(value) ?? []), row]);
  }
  return [...groups].flatMap(([value, members]) => [
    `${headKey(value)} ${members.length}${isFolded(value) ? ' folded' : ''}`,
    ...(isFolded(value) ? [] : members.map(row => row.key)),
  ]);
}

test('[QY6] lines of groups are what sorting and cutting everything gives: heads with exact counts, at any window, also of rows and heads asked for', () => {
  fc.assert(
    fc.property(rows, rows, sort, folds, fc.constantFrom('node', 'status'), (all, later, own, folded, column) => {
      const index = columnIndex(POD_VIEW, column);
      const keys = groupedSort(column, own);
      const source = new Map(all.map(row => [row.key, row]));
      const runs = new ValueRuns(groupBy(one => one.cells[index]));
      const live = new LiveQuery(
        {
          size: 0,
          get: key => source.get(key),
          rows: () => source.values(),
          subscribe: () => () => {},
          flush: () => {},
        },
        POD_VIEW,
        { spec: { filter: { matches: () => true, isTimed: false }, sort: keys, groups: runs }, now: 0 },
      );
      while (live.ingest(3));
      // What is known of the order before is used for the one after.
      expect(live.order.chunkRuns(runs).reduce((sum, { length }) => sum + length, 0)).toBe(live.matched);
      // Some go, some change, some come.
      const changed = new Map<string, Row | undefined>();
      for (const [i, row] of later.entries()) {
        changed.set(row.key, source.get(row.key));
        if (i % 3 === 0) source.delete(row.key);
        else source.set(row.key, row);
      }
      live.update(changed, 0);
      const lines = new GroupedLines(live.order, {
        groups: runs,
        countOf: value => live.groupCount(value),
        folds: folded,
      });
      const isFolded = (value: string) => folded.isAllFolded !== folded.others.some(other => other === value);
      const expected = naive([...source.values()], keys, { index, isFolded });
      const shown = lines.slice(0, lines.length);
      const written = shown.map(line =>
        isHead(line) ? `${line.key} ${line.count}${line.isFolded ? ' folded' : ''}` : line.key,
      );
      expect(written).toEqual(expected);
      expect(lines.length).toBe(expected.length);
      for (let from = 0; from < shown.length; from += 3)
        expect(lines.slice(from, from + 5)).toEqual(shown.slice(from, from + 5));
      for (const [i, line] of shown.entries())
        expect(isHead(line) ? lines.lineOfHead(line.key) : lines.lineOf(line)).toBe(i);
    }),
    { numRuns: RUNS },
  );
});

test('[QY6] a row of a folded group stands at its head, and a group that is not there nowhere', () => {
  const all = ['a', 'b', 'c'].map(name => rowOf(name, { [NODE]: name === 'c' ? 'n2' : 'n1' }));
  const order = ChunkedOrder.of(compareRows(POD_VIEW, groupedSort('node', [])), all);
  const lines = new GroupedLines(order, {
    groups: new ValueRuns(groupBy(one => one.cells[NODE])),
    countOf: () => 0,
    folds: { isAllFolded: false, others: ['n1'] },
  });
  expect(all.map(row => lines.lineOf(row))).toEqual([0, 0, 2]);
  expect([lines.lineOfHead(headKey('n2')), lines.lineOfHead(headKey('n3'))]).toEqual([1, null]);
});

test('[QY6] a group is named by the beginning of a long text, and never by half a character', () => {
  const long = (end: string) => rowOf('a', { [NODE]: `${'x'.repeat(119)}${end}` });
  const groupOf = groupBy(one => one.cells[NODE]);
  expect(groupOf(long('yz'))).toBe(`${'x'.repeat(119)}y`);
  expect(groupOf(long('😀'))).toBe('x'.repeat(119));
  expect(groupOf(rowOf('a', { [NODE]: `😀${'x'.repeat(200)}` }))).toBe(`😀${'x'.repeat(118)}`);
});

test.each([
  ['none', { isAllFolded: false, others: [] }],
  ['a long one', { isAllFolded: false, others: ['n1'] }],
  ['all but a long one', { isAllFolded: true, others: ['n1'] }],
  ['a short one', { isAllFolded: false, others: ['n0', 'n3'] }],
])(
  '[QY6] of groups that are longer than what an order keeps together the lines are the same, folded: %s',
  (_what, folded) => {
    const sizes: readonly (readonly [string, number])[] = [
      ['n0', 3],
      ['n1', 1_500],
      ['n2', 700],
      ['n3', 1],
      ['n4', 600],
    ];
    const all = sizes.flatMap(([value, size]) =>
      Array.from({ length: size }, (_, i) => rowOf(`${value}-${i}`, { [NODE]: value })),
    );
    const keys = groupedSort('node', []);
    const counts = new Map(sizes);
    const order = ChunkedOrder.of(compareRows(POD_VIEW, keys), all.toSorted(compareRows(POD_VIEW, keys)));
    const lines = new GroupedLines(order, {
      groups: new ValueRuns(groupBy(one => one.cells[NODE])),
      countOf: value => counts.get(value) ?? 0,
      folds: folded,
    });
    const isFolded = (value: string) => folded.isAllFolded !== folded.others.includes(value);
    const expected = naive(all, keys, { index: NODE, isFolded });
    const written = (from: number, to: number) =>
      lines
        .slice(from, to)
        .map(line => (isHead(line) ? `${line.key} ${line.count}${line.isFolded ? ' folded' : ''}` : line.key));
    expect(lines.length).toBe(expected.length);
    for (let from = 0; from < expected.length; from += 97)
      expect(written(from, from + 130)).toEqual(expected.slice(from, from + 130));
    const places = new Map(expected.map((line, i) => [line, i]));
    for (const row of all.filter((_, i) => i % 41 === 0)) {
      const head = headKey(groupBy(one => one.cells[NODE])(row));
      const place = places.get(row.key) ?? expected.findIndex(line => line.startsWith(`${head} `));
      expect(lines.lineOf(row)).toBe(place);
    }
    for (const [value] of sizes)
      expect(lines.lineOfHead(headKey(value))).toBe(expected.findIndex(line => line.startsWith(`${headKey(value)} `)));
    // Only the key of a head is one.
    expect(lines.lineOfHead('x/n1')).toBeNull();
  },
);

test('[QY6] an order that is not grouped is shown as it is', () => {
  const all = ['a', 'b', 'c'].map(name => rowOf(name, {}));
  const lines = new PlainLines(ChunkedOrder.of(compareRows(POD_VIEW, [POD_VIEW.defaultSort]), all));
  expect([lines.length, lines.slice(1, 3), all.map(row => lines.lineOf(row)), lines.lineOfHead()]).toEqual([
    3,
    all.slice(1),
    [0, 1, 2],
    null,
  ]);
});

test('[QY6] grouped by what it is sorted by, the direction is the groups’', () => {
  expect(groupedSort('node', [{ column: 'age', descending: true }])).toEqual([
    { column: 'node', descending: false },
    { column: 'age', descending: true },
  ]);
  expect(
    groupedSort('node', [
      { column: 'age', descending: true },
      { column: 'node', descending: true },
    ]),
  ).toEqual([
    { column: 'node', descending: true },
    { column: 'age', descending: true },
  ]);
});

test('[QY6] the groups of many rows are read a few at a time, and before the query says that it is ready', () => {
  const all = Array.from({ length: 5_000 }, (_, i) => rowOf(`p${i}`, { [NODE]: `n${i % 900}` }));
  let reads = 0;
  const groups = new ValueRuns((row: Row) => {
    reads += 1;
    return groupBy(one => one.cells[NODE])(row);
  });
  const source = {
    size: all.length,
    get: () => undefined,
    rows: () => all,
    subscribe: () => () => {},
    flush: () => {},
  };
  const spec = { filter: { matches: () => true, isTimed: false }, sort: groupedSort('node', []), groups };
  const live = new LiveQuery(source, POD_VIEW, { spec, now: 0 });
  for (let isMore = true; isMore; ) {
    const before = reads;
    isMore = live.ingest(250);
    // A chunk of an order is read as a whole.
    expect(reads - before).toBeLessThanOrEqual(250 + 512);
  }
  const before = reads;
  expect(
    new GroupedLines(live.order, { groups, countOf: () => 0, folds: { isAllFolded: false, others: [] } }).length,
  ).toBe(5_900);
  expect(reads).toBe(before);
});
