import { describe, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { ValueRuns } from '@lanthorn/base/collections/chunked-order.ts';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import { groupBy } from '@lanthorn/query/grouped-lines.ts';
import { LiveQuery } from '@lanthorn/query/live-query.ts';
import type { ListFrame, WireRow } from '@lanthorn/protocol/down-messages.ts';
import { groupedSort } from '@lanthorn/query/row-order.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { projectRow, type Row } from '@lanthorn/views/row.ts';
import { RowStore } from '@lanthorn/watch/row-store.ts';
import {
  type HeldOrder,
  type ListSent,
  type ListWindow,
  listFrame,
  listShown,
  NOTHING_FOLDED,
  NOTHING_SENT,
  toWire,
} from './list-frame.ts';

const WINDOW: ListWindow = {
  offset: 0,
  limit: 3,
  anchor: undefined,
  isSettling: false,
  filterError: null,
  folds: NOTHING_FOLDED,
};

class World {
  readonly store = new RowStore<Row>();
  readonly query: LiveQuery;
  #excluded = new Set<string>(['Terminating']);
  #held: HeldOrder | null = null;
  readonly #left = new Set<string>();
  #sent: ListSent = NOTHING_SENT;

  readonly #groups: ValueRuns<Row> | null;

  constructor(
    names: readonly string[],
    sort = [NAMESPACE_VIEW.defaultSort],
    groupOf: ((row: Row) => string) | null = null,
  ) {
    this.#groups = groupOf === null ? null : new ValueRuns(groupOf);
    const filter = {
      matches: (row: Row) =>
        row.cells.every(cell => !this.#excluded.has(String((cell as { status?: string } | null)?.status))),
      isTimed: false,
    };
    const spec = { filter, sort, groups: this.#groups ?? undefined };
    this.query = new LiveQuery(this.store, NAMESPACE_VIEW, { spec, now: 0 });
    this.query.ingest(1);
    this.store.subscribe(changed => this.query.update(changed, 0));
    this.put(...names);
  }

  /** The reader holds the order as it is. */
  hold(): void {
    const rows = new Map([...this.store.rows()].map(row => [row.key, row]));
    this.#held = { order: this.query.order, row: key => rows.get(key), left: this.#left };
  }

  /** The filter lets everything through. */
  exclude(): void {
    this.#excluded = new Set();
  }

  put(...names: readonly string[]): void {
    this.#apply(names, 'Active');
    for (const name of names) this.#left.delete(name);
  }

  /** They go on, but match no more. */
  leave(...names: readonly string[]): void {
    this.#apply(names, 'Terminating');
    for (const name of names) if (this.#excluded.size > 0) this.#left.add(name);
  }

  #apply(names: readonly string[], phase: string): void {
    for (const name of names) {
      const object = projectRow(
        NAMESPACE_VIEW,
        { metadata: { name }, status: { phase } },
        { now: 0, shared: new SharedParts(), hasRelations: false },
      );
      this.store.apply({ type: 'apply', object, resourceVersion: '1' });
    }
    this.store.flush();
  }

  frame(change: Partial<ListWindow> = {}): Omit<ListFrame, 'type' | 'id'> {
    const feed = {
      query: this.query,
      state: { kind: 'live' } as const,
      facets: {},
      filter: '',
      clusters: null,
      keyOf: (row: Row) => row.key,
      row: (key: string) => this.store.get(key),
      groups: this.#groups,
    };
    const window = { ...WINDOW, ...change };
    const sent = this.#sent;
    this.#sent = listShown(sent, window, { feed, held: this.#held });
    const frame = listFrame(sent, this.#sent, { anchor: window.anchor, columns: 0 });
    return frame === null ? {} : (JSON.parse(`{${frame.fields.text}`) as ListFrame);
  }
}

test('only what differs is told', () => {
  const world = new World(['b', 'c', 'd', 'e']);
  expect(world.frame()).toMatchObject({ offset: 0, keys: ['b', 'c', 'd'], matched: 4, total: 4 });
  expect(world.frame()).toEqual({});
  world.put('a');
  const { rows = [], ...rest } = world.frame();
  expect(rest).toEqual({ keys: ['a', 'b', 'c'], matched: 5, total: 5 });
  expect(rows.map(({ key }) => key)).toEqual(['a']);
});

test('[PR7] rows on screen stay while the rest of a first list arrives; counts go on', () => {
  const world = new World(['b', 'c', 'd']);
  world.frame();
  world.put('a');
  expect(world.frame({ isSettling: true })).toEqual({ matched: 4, total: 4 });
  expect(world.frame().keys).toEqual(['a', 'b', 'c']);
});

test('[PR8] a window by an anchor begins where its row is now, and says so', () => {
  const world = new World(['b', 'c', 'd', 'e', 'f']);
  expect(world.frame({ offset: 2, anchor: 'd' })).toMatchObject({ offset: 2, anchor: 'd', keys: ['d', 'e', 'f'] });
  world.put('a');
  expect(world.frame({ offset: 2, anchor: 'd' })).toEqual({
    offset: 3,
    anchor: 'd',
    keys: ['d', 'e', 'f'],
    matched: 6,
    total: 6,
  });
  // Where the row is gone, the offset counts.
  expect(world.frame({ offset: 1, anchor: 'gone' }).keys).toEqual(['b', 'c', 'd']);
});

test('rows of a held order that match no more are told, and the count is of those that match', () => {
  const world = new World(['a', 'b', 'c']);
  world.frame();
  world.hold();
  world.leave('b');
  expect(world.frame()).toMatchObject({ matched: 2, length: 3, left: ['b'] });
  world.put('b');
  expect(world.frame()).toMatchObject({ matched: 3, length: null, left: [] });
});

test('[PR8] in a held order the anchor stands where it stood, though what it is sorted by has changed', () => {
  const world = new World(['a', 'b', 'c', 'd', 'e'], [{ column: 'status', descending: false }]);
  world.exclude();
  world.frame();
  world.hold();
  world.leave('c');
  expect(world.frame({ offset: 2, anchor: 'c' })).toMatchObject({ offset: 2, keys: ['c', 'd', 'e'] });
});

describe('[PR20] a list in groups', () => {
  const status = columnIndex(NAMESPACE_VIEW, 'status');
  const sort = groupedSort('status', [NAMESPACE_VIEW.defaultSort]);
  const grouped = (...names: string[]) =>
    new World(
      names,
      sort,
      groupBy(one => one.cells[status]),
    );
  const heads = ({ rows = [] }: { readonly rows?: readonly WireRow[] }) =>
    rows.flatMap(({ group }) => (group === undefined ? [] : `${group.value} ${group.count}`));

  test('has a head before the rows of each group, with the count of all that match; only what differs is told', () => {
    const world = grouped('a', 'b', 'c', 'd');
    world.exclude();
    world.leave('d');
    const first = world.frame();
    expect(first).toMatchObject({ keys: ['//Active', 'a', 'b'], matched: 4, lines: 6 });
    expect(heads(first)).toEqual(['Active 3']);
    expect(world.frame()).toEqual({});
    world.put('e');
    const { rows, ...rest } = world.frame();
    expect([heads({ rows: rows ?? [] }), rest]).toEqual([['Active 4'], { matched: 5, total: 5, lines: 7 }]);
  });

  test('leaves out the rows of folded groups; a window is found by a head as by a row', () => {
    const world = grouped('a', 'b', 'c', 'd');
    world.exclude();
    world.leave('d');
    world.frame();
    const folds = { isAllFolded: false, others: ['Active'] };
    expect(world.frame({ folds })).toMatchObject({ keys: ['//Active', '//Terminating', 'd'], lines: 3 });
    expect(world.frame({ folds: { isAllFolded: true, others: [] } })).toMatchObject({
      keys: ['//Active', '//Terminating'],
      lines: 2,
    });
    world.put('e');
    expect(world.frame({ offset: 3, anchor: '//Terminating' })).toMatchObject({
      offset: 5,
      anchor: '//Terminating',
      keys: ['//Terminating', 'd'],
    });
  });

  test('keeps its places while it is held, and its heads count what matches', () => {
    const world = grouped('a', 'b', 'c');
    world.frame();
    world.hold();
    world.leave('b');
    const held = world.frame();
    expect(held).toMatchObject({ matched: 2, length: 3, left: ['b'] });
    expect([held.keys, heads(held)]).toEqual([undefined, ['Active 2']]);
  });
});

test('a row tells a cell for each column, also where it ends before', () => {
  const { store } = new World(['a']);
  const row = must(store.get('a'), 'it is there');
  expect(toWire(row, row.cells.length + 2).cells.slice(-2)).toEqual([null, null]);
});
