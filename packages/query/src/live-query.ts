import { ShardedMap } from '@lanthorn/base/sharded-map.ts';
import { mergeBatch } from '@lanthorn/base/sorted-index.ts';
import type { KindView } from '@lanthorn/views/kind-view.ts';
import type { Row } from '@lanthorn/views/row.ts';
import { cellText } from '@lanthorn/views/cell.ts';
import { columnIndex } from '@lanthorn/views/kind-views.ts';
import type { RowFilter } from './row-filter.ts';
import { compareRows, type SortKey } from './row-order.ts';

/** Values counted per facet; a column with more distinct ones is no facet worth showing. */
const MAX_FACET_VALUES = 50;

/** Where a query reads its rows. */
export interface RowSource {
  get(key: string): Row | undefined;
  rows(): Iterable<Row>;
  readonly size: number;
}

export interface QuerySpec {
  readonly filter: RowFilter;
  readonly sort: readonly SortKey[];
  /** Only these namespaces, or all. */
  readonly namespaces: ReadonlySet<string> | null;
}

/** Counts by value, most frequent first. */
export type Facets = Readonly<Record<string, readonly { readonly value: string; readonly count: number }[]>>;

/**
 * An ordered, filtered view of a source, kept up to date by batches: removing changed rows, sorting them and merging them
 * back gives the same as computing it anew (property test). Counts are exact.
 */
export class LiveQuery {
  readonly #source: RowSource;
  readonly #view: KindView;
  readonly #spec: QuerySpec;
  readonly #compare;
  #order: readonly Row[] = [];
  /**
   * Every key in the namespaces asked for, with the row as it stands in the order, or null when the filter leaves it out.
   */
  readonly #inScope = new ShardedMap<Row | null>();
  readonly #facets: Map<string, Map<string, number>>;

  readonly #now: number;
  /** What of the source is not taken in yet. */
  readonly #rest: Iterator<Row>;

  /** Empty at first: `ingest` takes the source in, in slices, so that no size of it holds up the process. */
  constructor(source: RowSource, view: KindView, { spec, now }: { spec: QuerySpec; now: number }) {
    this.#source = source;
    this.#view = view;
    this.#spec = spec;
    this.#now = now;
    this.#compare = compareRows(view, spec.sort);
    this.#facets = new Map(
      view.columns.filter(column => column.isFacet === true).map(column => [column.id, new Map()]),
    );
    this.#rest = source.rows()[Symbol.iterator]();
  }

  /** Takes in up to `count` more rows; false when all of them are in. Updates in between are welcome. */
  ingest(count: number): boolean {
    const fresh: Row[] = [];
    for (let i = 0; i < count; i++) {
      const next = this.#rest.next();
      if (next.done === true) {
        this.#merge([], fresh);
        return false;
      }
      // A row that changed meanwhile came with its update.
      if (!this.#inScope.has(next.value.key)) this.#take(next.value, { fresh, now: this.#now });
    }
    this.#merge([], fresh);
    return true;
  }

  /** Rows that match. */
  get matched(): number {
    return this.#order.length;
  }

  /** Rows in scope, before the filter. */
  get total(): number {
    return this.#inScope.size;
  }

  /** The rows in order; the array is never changed, so a reader may hold on to it. */
  get order(): readonly Row[] {
    return this.#order;
  }

  get isTimed(): boolean {
    return this.#spec.filter.isTimed;
  }

  /** Takes in rows that were added, changed or removed. */
  update(changed: ReadonlySet<string>, now: number): void {
    const fresh: Row[] = [];
    const stale: Row[] = [];
    for (const key of changed) {
      const before = this.#inScope.get(key) ?? null;
      if (before !== null) {
        stale.push(before);
        this.#count(before, -1);
      }
      const row = this.#source.get(key);
      if (row === undefined || !this.#isInScope(row)) {
        this.#inScope.delete(key);
        continue;
      }
      this.#take(row, { fresh, now });
    }
    this.#merge(stale, fresh);
  }

  #take(row: Row, { fresh, now }: { fresh: Row[]; now: number }): void {
    if (!this.#isInScope(row)) return;
    const isMember = this.#spec.filter.matches(row, now);
    this.#inScope.set(row.key, isMember ? row : null);
    if (!isMember) return;
    this.#count(row, 1);
    fresh.push(row);
  }

  #merge(stale: readonly Row[], fresh: readonly Row[]): void {
    if (stale.length === 0 && fresh.length === 0) return;
    this.#order = mergeBatch(this.#order, { stale, fresh, compare: this.#compare });
  }

  facets(): Facets {
    const result: Record<string, { value: string; count: number }[]> = {};
    for (const [column, counts] of this.#facets) {
      if (counts.size > MAX_FACET_VALUES) continue;
      result[column] = [...counts]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    }
    return result;
  }

  #isInScope(row: Row): boolean {
    return this.#spec.namespaces === null || this.#spec.namespaces.has(row.namespace);
  }

  #count(row: Row, by: 1 | -1): void {
    for (const [column, counts] of this.#facets) {
      const value = cellText(row.cells[columnIndex(this.#view, column)]);
      const count = (counts.get(value) ?? 0) + by;
      if (count === 0) counts.delete(value);
      else counts.set(value, count);
    }
  }
}
