import { ChunkedOrder, type Replacement, type ValueRuns } from '@lanthorn/base/collections/chunked-order.ts';
import { BucketedSort } from '@lanthorn/base/collections/bucketed-sort.ts';
import { SlicedSort } from '@lanthorn/base/collections/sliced-sort.ts';
import type { Compare } from '@lanthorn/base/collections/sorted-index.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import type { Row } from '@lanthorn/views/row.ts';
import { type Cell, cellText } from '@lanthorn/views/cells/cell.ts';
import { cellAt } from '@lanthorn/views/cluster-column.ts';
import { type Changes, keyIn, type LiveRows } from './live-rows.ts';
import type { RowFilter } from './row-filter.ts';
import { compareRows, firstValueOf, type SortKey } from './row-order.ts';

/** Values told per facet, the most frequent ones: nobody reads more. A filter leaves fewer, and finds the others. */
const MAX_FACET_VALUES = 50;

export interface QuerySpec {
  readonly filter: RowFilter;
  readonly sort: readonly SortKey[];
  /** Rows are counted by it, where it is there; the first key of the order is to keep each group together. */
  readonly groups?: ValueRuns<Row> | undefined;
}

/** How often each value of a column is there. */
export interface Facet {
  /** The most frequent first. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** How many values there are, which may be more than are told. */
  readonly distinct: number;
}

/** By column. */
export type Facets = Readonly<Record<string, Facet>>;

interface FacetCounts {
  readonly column: string;
  readonly cellOf: (row: Row) => Cell;
  readonly counts: Map<string, number>;
}

/** Rows that are not read yet, and those that were on their way into order. */
interface Reading {
  readonly rest: Iterator<Row>;
  readonly sort: Pick<SlicedSort<Row>, 'add' | 'step' | 'result'>;
}

/** How far the rows of the source have been read. */
interface Loading {
  /** Null while the source is being prepared. */
  reading: Reading | null;
  isRead: boolean;
  /** Keys of rows that an update brought before the reading reached them: the reading skips them. */
  readonly ahead: Set<string>;
  /** Rows that updates replaced. Those that had been read are removed when all rows are in: looking for each of them at once takes too long. */
  readonly stale: Set<Row>;
}

/**
 * An ordered, filtered view of a source, kept up to date by batches: what a batch costs follows the batch, and it gives the same as
 * computing anew (property test). Counts are exact. Beside the source's rows it keeps one reference for each that matches.
 */
export class LiveQuery {
  readonly #source: LiveRows;
  readonly #spec: QuerySpec;
  readonly #facets: readonly FacetCounts[];
  readonly #groups = new Map<string, number>();
  readonly #now: number;
  readonly #begin: () => Reading;
  readonly #compare: Compare<Row>;
  /** Until the source is read: only the rows that updates brought. */
  #order: ChunkedOrder<Row>;
  /** Null when the source is read. */
  #loading: Loading | null;

  /**
   * Empty at first: `ingest` reads the source in slices, so that a long one does not hold up the process. Where all rows of the source are
   * known in the order of this query, `whole` has them as they are when the first slice begins: what is in order is not sorted.
   */
  constructor(
    source: LiveRows,
    view: KindView,
    { spec, now, whole }: { spec: QuerySpec; now: number; whole?: (() => Iterable<Row> | null) | undefined },
  ) {
    this.#source = source;
    this.#spec = spec;
    this.#now = now;
    this.#compare = compareRows(view, spec.sort);
    this.#begin = () => {
      const ordered = whole?.() ?? null;
      const rest = (ordered ?? source.rows())[Symbol.iterator]();
      if (ordered !== null) return { rest, sort: new SlicedSort(this.#compare) };
      return { rest, sort: new BucketedSort(this.#compare, firstValueOf(view, spec.sort)) };
    };
    this.#order = new ChunkedOrder(this.#compare);
    this.#facets = view.columns.flatMap(({ id, isFacet }, index) =>
      isFacet === true ? [{ column: id, cellOf: cellAt(view, index), counts: new Map<string, number>() }] : [],
    );
    this.#loading = { reading: null, isRead: false, ahead: new Set(), stale: new Set() };
  }

  /**
   * Reads about `count` more rows of the source; returns false when all rows are in and in order, and their groups are known. There may be
   * updates between two calls. Flush the source in the same turn of the event loop before calling: otherwise a row is read that a later
   * update reports as new.
   */
  ingest(count: number): boolean {
    if (this.#loading !== null) return this.#load(this.#loading, count);
    const { groups } = this.#spec;
    return groups !== undefined && this.#order.readRuns(groups, count);
  }

  /** Goes on with the first reading; there may be more to do after it. */
  #load(loading: Loading, count: number): boolean {
    if (this.#source.prepare?.(count) === true) return true;
    const fresh: Row[] = [];
    loading.reading ??= this.#begin();
    const { rest, sort } = loading.reading;
    for (let i = 0; i < count && !loading.isRead; i++) {
      const next = rest.next();
      if (next.done === true) loading.isRead = true;
      else if (!loading.ahead.has(keyIn(this.#source, next.value)) && this.#countIfMatching(next.value, this.#now))
        fresh.push(next.value);
    }
    sort.add(fresh);
    if (!loading.isRead || sort.step(count)) return true;
    const changes: Replacement<Row>[] = [...loading.stale].map(stale => ({ stale, fresh: undefined }));
    for (const row of this.#order) changes.push({ stale: undefined, fresh: row });
    const { order, gone } = ChunkedOrder.of(this.#compare, sort.result()).replace(changes);
    for (const row of gone) this.#count(row, -1);
    this.#order = order;
    this.#loading = null;
    return this.#spec.groups !== undefined;
  }

  /** Rows that match. */
  get matched(): number {
    return this.#order.length;
  }

  /** Rows of the source, before the filter. */
  get total(): number {
    return this.#source.size;
  }

  /** The rows in order, which is never changed: a reader may hold on to it. */
  get order(): ChunkedOrder<Row> {
    return this.#order;
  }

  /** How many rows of a group match. */
  groupCount(value: string): number {
    return this.#groups.get(value) ?? 0;
  }

  /** Applies rows that were added, changed or removed. */
  update(changed: Changes, now: number): void {
    const loading = this.#loading;
    const changes: Replacement<Row>[] = [];
    for (const [key, stale] of changed) {
      loading?.ahead.add(key);
      const row = this.#source.get(key);
      changes.push({ stale, fresh: row !== undefined && this.#countIfMatching(row, now) ? row : undefined });
    }
    const { order, gone } = this.#order.replace(changes);
    this.#order = order;
    for (const row of gone) this.#count(row, -1);
    if (loading === null) return;
    const found = new Set(gone);
    for (const stale of changed.values()) if (stale !== undefined && !found.has(stale)) loading.stale.add(stale);
  }

  facets(): Facets {
    const result: Record<string, Facet> = {};
    for (const { column, counts } of this.#facets) {
      result[column] = { values: mostFrequent(counts), distinct: counts.size };
    }
    return result;
  }

  /** Returns whether the row matches the filter; one that does is added to the counts. */
  #countIfMatching(row: Row, now: number): boolean {
    const isMatch = this.#spec.filter.matches(row, now);
    if (isMatch) this.#count(row, 1);
    return isMatch;
  }

  #count(row: Row, by: 1 | -1): void {
    for (const { cellOf, counts } of this.#facets) countValue(counts, cellText(cellOf(row)), by);
    const { groups } = this.#spec;
    if (groups !== undefined) countValue(this.#groups, groups.valueOf(row), by);
  }
}

function countValue(counts: Map<string, number>, value: string, by: 1 | -1): void {
  const count = (counts.get(value) ?? 0) + by;
  if (count === 0) counts.delete(value);
  else counts.set(value, count);
}

/** In one pass: a column may have as many values as there are rows. */
function mostFrequent(counts: ReadonlyMap<string, number>): Facet['values'] {
  const top: { readonly value: string; readonly count: number }[] = [];
  for (const [value, count] of counts) {
    const place = top.findLastIndex(other => other.count > count || (other.count === count && other.value < value)) + 1;
    if (place >= MAX_FACET_VALUES) continue;
    top.splice(place, 0, { value, count });
    if (top.length > MAX_FACET_VALUES) top.pop();
  }
  return top;
}
