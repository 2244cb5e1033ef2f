import { deepEqual } from '@lanthorn/base/json.ts';
import type { ListFrame, WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { FilterError } from '@lanthorn/query/filter-parser.ts';
import type { Facets } from '@lanthorn/query/live-query.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';

/** What a list on screen knows: the rows of its window, and exact counts. */
export interface ListSnapshot {
  readonly offset: number;
  /** The row by which the window was found; null where it was found by its offset. */
  readonly anchor: string | null;
  readonly keys: readonly string[];
  readonly rows: ReadonlyMap<string, WireRow>;
  /** Rows that match the filter; null until the first answer, and while they are counted. */
  readonly matched: number | null;
  /** Rows of a held order, where they are not those that match. */
  readonly length: number | null;
  /** Of a list in groups: their heads, and the rows that are not folded. */
  readonly lines: number | null;
  /** Keys of rows that are shown and match no more. */
  readonly left: readonly string[];
  readonly total: number;
  readonly held: number;
  readonly facets: Facets;
  readonly state: QueryState;
  /** Of a list of several clusters: how each is. */
  readonly clusters: Readonly<Record<string, QueryState>> | null;
  readonly filterError: FilterError | null;
  /** What the rows were filtered by. */
  readonly filter: string;
}

/** Rows of a held order that match no more, in the window and outside it: what it has beside those that match and are no news. */
export function leftCount({ held, matched, length }: Pick<ListSnapshot, 'held' | 'matched' | 'length'>): number {
  return held + (length === null || matched === null ? 0 : length - matched);
}

/** How many lines there are to scroll through, those that are told while the others are counted; null while none is known. */
export function lineCount({
  lines,
  length,
  matched,
  keys,
}: Pick<ListSnapshot, 'lines' | 'length' | 'matched' | 'keys'>): number | null {
  return lines ?? length ?? matched ?? (keys.length > 0 ? keys.length : null);
}

export const EMPTY_LIST: ListSnapshot = {
  offset: 0,
  anchor: null,
  keys: [],
  rows: new Map(),
  matched: null,
  length: null,
  lines: null,
  left: [],
  total: 0,
  held: 0,
  facets: {},
  state: { kind: 'loading', loaded: 0, total: null },
  clusters: null,
  filterError: null,
  filter: '',
};

/** A cell that did not change stays the one that is drawn. */
function withKnownCells(row: WireRow, before: WireRow | undefined): WireRow {
  if (before === undefined) return row;
  return {
    ...row,
    cells: row.cells.map((cell, i) => (deepEqual(cell, before.cells[i]) ? before.cells[i] : cell)),
  };
}

/** What may be told to be nothing. */
function toldOr<T>(told: T | undefined, before: T): T {
  return told === undefined ? before : told;
}

/** The snapshot after a frame. Rows outside the window are forgotten: memory follows the screen, not the cluster. */
export function applyFrame(snapshot: ListSnapshot, frame: ListFrame): ListSnapshot {
  const keys = frame.keys ?? snapshot.keys;
  let rows = snapshot.rows;
  if (frame.rows !== undefined || frame.keys !== undefined) {
    const fresh = new Map((frame.rows ?? []).map(row => [row.key, withKnownCells(row, rows.get(row.key))]));
    const next = new Map<string, WireRow>();
    for (const key of keys) {
      const row = fresh.get(key) ?? rows.get(key);
      if (row !== undefined) next.set(key, row);
    }
    rows = next;
  }
  return {
    keys,
    rows,
    offset: frame.offset ?? snapshot.offset,
    anchor: frame.offset === undefined ? snapshot.anchor : (frame.anchor ?? null),
    matched: toldOr(frame.matched, snapshot.matched),
    length: toldOr(frame.length, snapshot.length),
    lines: toldOr(frame.lines, snapshot.lines),
    left: frame.left ?? snapshot.left,
    total: frame.total ?? snapshot.total,
    held: frame.held ?? snapshot.held,
    facets: frame.facets ?? snapshot.facets,
    state: frame.state ?? snapshot.state,
    clusters: frame.clusters ?? snapshot.clusters,
    filter: frame.filter ?? snapshot.filter,
    filterError: toldOr(frame.filterError, snapshot.filterError),
  };
}
