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
  /** By the very cell, which rows share: its text is read once. */
  readonly counts: Map<Cell, Counter>;
}

/** Counted in place: two look-ups in a map for each row are most of what a query costs. */
interface Counter {
  count: number;
}

/** The first rows that are told while the others are still looked for: more than a screen shows. */
const MAX_HEAD = 200;

/** Rows that are not read yet, and those that were on their way into order. */
interface Reading {
  readonly rest: Iterator<Row>;
  /** The first that match; null where rows come in no order. */
  readonly head: Row[] | null;
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
  readonly #groups = new Map<Cell, Counter>();
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
      if (ordered !== null) return { rest, head: [], sort: new SlicedSort(this.#compare) };
      return { rest, head: null, sort: new BucketedSort(this.#compare, firstValueOf(view, spec.sort)) };
    };
    this.#order = new ChunkedOrder(this.#compare);
    this.#facets = view.columns.flatMap(({ id, isFacet }, index) =>
      isFacet === true ? [{ column: id, cellOf: cellAt(view, index), counts: new Map<Cell, Counter>() }] : [],
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
    const { rest, head, sort } = loading.reading;
    for (let i = 0; i < count && !loading.isRead; i++) {
      const next = rest.next();
      if (next.done === true) loading.isRead = true;
      else if (!loading.ahead.has(keyIn(this.#source, next.value)) && this.#countIfMatching(next.value, this.#now))
        fresh.push(next.value);
    }
    sort.add(fresh);
    for (const row of fresh) if (head !== null && head.length < MAX_HEAD) head.push(row);
    if (!loading.isRead || sort.step(count)) return true;
    const changes: Replacement<Row>[] = [...loading.stale].map(stale => ({ stale, fresh: undefined }));
    for (const row of this.#order) changes.push({ stale: undefined, fresh: row });
    const { order, gone } = ChunkedOrder.of(this.#compare, sort.result()).replace(changes);
    for (const row of gone) this.#count(row, -1);
    this.#order = order;
    this.#loading = null;
    return this.#spec.groups !== undefined;
  }

  /**
   * The first `count` rows, in order, as they were read, while how many match is still counted; null where there are not so many yet, where
   * rows are read in no order, in groups, and once all are counted. At most 200 can be had.
   */
  head(count: number): readonly Row[] | null {
    const head = this.#spec.groups === undefined ? this.#loading?.reading?.head : null;
    return head === null || head === undefined || head.length < count ? null : head.slice(0, count);
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
    return this.#groups.get(value)?.count ?? 0;
  }

  /** Applies rows that were added, changed or removed. */
  update(changed: Changes, now: number): void {
    const loading = this.#loading;
    const changes: Replacement<Row>[] = [];
    for (const [key, stale] of changed) {
      loading?.ahead.add(key);
      const row = this.#source.get(key);
      const fresh = row !== undefined && this.#countIfMatching(row, now) ? row : undefined;
      changes.push({ stale, fresh });
      if (stale !== undefined) this.#keepHead(stale, fresh);
    }
    const { order, gone } = this.#order.replace(changes);
    this.#order = order;
    for (const row of gone) this.#count(row, -1);
    if (loading === null) return;
    const found = new Set(gone);
    for (const stale of changed.values()) if (stale !== undefined && !found.has(stale)) loading.stale.add(stale);
  }

  /** What keeps its place is told as it is now; what does not is told when all is in order. */
  #keepHead(stale: Row, fresh: Row | undefined): void {
    const head = this.#loading?.reading?.head ?? [];
    const at = head.indexOf(stale);
    if (at < 0) return;
    if (fresh !== undefined && this.#compare(stale, fresh) === 0) head[at] = fresh;
    else head.splice(at, 1);
  }

  facets(): Facets {
    const result: Record<string, Facet> = {};
    for (const { column, counts } of this.#facets) {
      const texts = countTexts(counts);
      result[column] = { values: mostFrequent(texts), distinct: texts.size };
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
    for (const { cellOf, counts } of this.#facets) countValue(counts, cellOf(row), by);
    const { groups } = this.#spec;
    if (groups !== undefined) countValue(this.#groups, groups.valueOf(row), by);
  }
}

function countValue(counts: Map<Cell, Counter>, value: Cell, by: 1 | -1): void {
  const counter = counts.get(value);
  if (counter === undefined) counts.set(value, { count: by });
  else if (counter.count + by === 0) counts.delete(value);
  else counter.count += by;
}

/** Different cells may have the same text. */
function countTexts(counts: ReadonlyMap<Cell, Counter>): ReadonlyMap<string, number> {
  const texts = new Map<string, number>();
  for (const [cell, { count }] of counts) {
    const text = cellText(cell);
    texts.set(text, (texts.get(text) ?? 0) + count);
  }
  return texts;
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
