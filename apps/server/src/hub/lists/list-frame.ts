import type { ChunkedOrder, ValueRuns } from '@lanthorn/base/collections/chunked-order.ts';
import { deepEqual } from '@lanthorn/base/json.ts';
import type { ListFrame, WireRow } from '@lanthorn/protocol/down-messages.ts';
import {
  type Folds,
  GroupedLines,
  type GroupHead,
  type Grouping,
  isHead,
  type Lines,
  PlainLines,
} from '@lanthorn/query/grouped-lines.ts';
import type { FilterError } from '@lanthorn/query/filter-parser.ts';
import type { Facets, LiveQuery } from '@lanthorn/query/live-query.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { Row } from '@lanthorn/views/row.ts';
import { SharedText } from '../sharing/shared-text.ts';

/** What a tab was last told, to send only what differs. Never changed: tabs that were told the same share it. */
export interface ListSent {
  readonly offset: number;
  readonly keys: readonly string[];
  readonly rows: ReadonlyMap<string, Row | GroupHead>;
  /** Null while they are counted. */
  readonly matched: number | null;
  /** Rows of a held order, where they are not those that match. */
  readonly length: number | null;
  /** Of a grouped list, its heads and the rows that are not folded. */
  readonly lines: number | null;
  /** Those in the window that do not match any more. */
  readonly left: readonly string[];
  readonly total: number;
  readonly held: number;
  readonly state: QueryState | null;
  /** Of several clusters each. */
  readonly clusters: Readonly<Record<string, QueryState>> | null;
  readonly facets: Facets | null;
  readonly filterError: FilterError | null;
  /** What the rows were filtered by; null before there are any. */
  readonly filter: string | null;
}

export const NOTHING_SENT: ListSent = {
  offset: -1,
  keys: [],
  rows: new Map(),
  matched: -1,
  length: null,
  lines: null,
  left: [],
  total: -1,
  held: 0,
  state: null,
  clusters: null,
  facets: null,
  filterError: null,
  filter: null,
};

export interface ListWindow {
  readonly offset: number;
  readonly limit: number;
  /** The row that stays first, wherever it is now; without it, or where it is gone, the offset counts. */
  readonly anchor: string | undefined;
  /** The rows stay those that were sent: more of the first list arrives, and what is on screen is not to jump about meanwhile. */
  readonly isSettling: boolean;
  readonly filterError: FilterError | null;
  readonly folds: Folds;
}

export const NOTHING_FOLDED: Folds = { isAllFolded: false, others: [] };

interface Shown {
  readonly feed: {
    readonly query: LiveQuery | null;
    readonly state: QueryState;
    readonly clusters: ListSent['clusters'];
    readonly facets: Facets;
    readonly filter: string;
    row(key: string): Row | undefined;
    keyOf(row: Row): string;
    readonly groups: ValueRuns<Row> | null;
  };
  readonly held: HeldOrder | null;
}

/** An order that the reader holds in place of the query's. */
export interface HeldOrder {
  readonly order: ChunkedOrder<Row>;
  /** A row as it stands in this order, which may be an older one. */
  readonly row: (key: string) => Row | undefined;
  /** Rows of this order that match no more. */
  readonly left: ReadonlySet<string>;
}

/** A frame but for its type and id. */
export interface FrameText {
  /** As JSON, from the first field to the closing brace. */
  readonly fields: SharedText;
  readonly hasRows: boolean;
}

type Changed = { -readonly [K in keyof ListFrame as Exclude<K, 'type' | 'id'>]: ListFrame[K] };

/** What a tab is to show. But for a window that settles, or while nothing is in order, what it was sent before does not matter. */
export function listShown(sent: ListSent, window: ListWindow, { feed, held }: Shown): ListSent {
  const { query, state, clusters } = feed;
  const { filterError } = window;
  if (query === null) return { ...sent, state, clusters, filterError };
  const { order, row: standing } = held ?? { order: query.order, row: (key: string) => feed.row(key) };
  const lines = linesOf(order, {
    groups: feed.groups,
    countOf: value => query.groupCount(value),
    folds: window.folds,
  });
  const shown = window.isSettling
    ? sameRows(sent, feed)
    : rowsOf(lines, firstOf(lines, window, standing), { window, feed });
  return {
    state,
    clusters,
    filterError,
    matched: query.matched,
    length: order.length === query.matched ? null : order.length,
    lines: feed.groups === null ? null : lines.length,
    left: held === null ? [] : shown.keys.filter(key => held.left.has(key)),
    total: query.total,
    // Of the held rows those that still match are no news, and those that do not make none less.
    held: held === null ? 0 : query.matched - (order.length - held.left.size),
    facets: feed.facets,
    filter: feed.filter,
    ...shown,
  };
}

/** What a tab is to show of a list whose rows are still looked through: the first that match, how many do not being known. Null where nothing is news but how its lists are. */
export function headShown(
  sent: ListSent,
  head: readonly Row[] | null,
  {
    state,
    clusters,
    filterError,
    filter,
    keyOf,
  }: Pick<ListSent, 'state' | 'clusters' | 'filterError'> & {
    readonly filter: string;
    readonly keyOf: (row: Row) => string;
  },
): ListSent {
  const known = { ...sent, state, clusters, filterError };
  if (head === null) return known;
  const rows = new Map(head.map(row => [keyOf(row), row]));
  return {
    ...known,
    offset: 0,
    keys: [...rows.keys()],
    rows,
    matched: null,
    length: null,
    lines: null,
    left: [],
    held: 0,
    filter,
  };
}

function changedCounts(sent: ListSent, next: ListSent): Changed {
  const frame: Changed = {};
  for (const field of ['total', 'held'] as const) if (next[field] !== sent[field]) frame[field] = next[field];
  for (const field of ['matched', 'length', 'lines'] as const)
    if (next[field] !== sent[field]) frame[field] = next[field];
  return frame;
}

/** The frame that takes a tab from what it was sent to what it is to show; null when nothing differs. The anchor is that of its window. */
export function listFrame(
  sent: ListSent,
  next: ListSent,
  {
    anchor,
    columns,
    wire = toWire,
  }: { readonly anchor?: string | undefined; readonly columns: number; readonly wire?: typeof toWire },
): FrameText | null {
  const frame = changedCounts(sent, next);
  if (next.facets !== null && next.facets !== sent.facets && !deepEqual(next.facets, sent.facets))
    frame.facets = next.facets;
  if (!deepEqual(next.left, sent.left)) frame.left = next.left;
  const rows = [...next.rows].flatMap(([key, row]) => (isSame(row, sent.rows.get(key)) ? [] : [row]));
  if (rows.length > 0) frame.rows = rows.map(line => (isHead(line) ? headToWire(line) : wire(line, columns)));
  if (next.offset !== sent.offset) {
    frame.offset = next.offset;
    if (anchor !== undefined) frame.anchor = anchor;
  }
  if (next.offset !== sent.offset || !deepEqual(next.keys, sent.keys)) frame.keys = next.keys;
  if (next.state !== null && !deepEqual(next.state, sent.state)) frame.state = next.state;
  if (next.clusters !== null && !deepEqual(next.clusters, sent.clusters)) frame.clusters = next.clusters;
  if (next.filter !== null && next.filter !== sent.filter) frame.filter = next.filter;
  if (!deepEqual(next.filterError, sent.filterError)) frame.filterError = next.filterError;
  if (Object.keys(frame).length === 0) return null;
  return { fields: new SharedText(JSON.stringify(frame).slice(1)), hasRows: rows.length > 0 };
}

/** A frame, or none, that says something besides that is told to one tab alone. */
export function withOwn(frame: FrameText | null, own: Pick<ListFrame, 'gone' | 'asked'>): FrameText | null {
  const fields = JSON.stringify(own).slice(1, -1);
  if (fields === '') return frame;
  const rest = frame === null ? '}' : `,${frame.fields.text}`;
  return { fields: new SharedText(fields + rest), hasRows: frame?.hasRows ?? false };
}

/** What is shown of an order, in groups or as it is. */
export function linesOf(
  order: ChunkedOrder<Row>,
  { groups, ...grouping }: Omit<Grouping, 'groups'> & { readonly groups: Grouping['groups'] | null },
): Lines {
  return groups === null ? new PlainLines(order) : new GroupedLines(order, { ...grouping, groups });
}

/** Heads are made anew for each frame, rows only when they change. */
function isSame(line: Row | GroupHead, before: Row | GroupHead | undefined): boolean {
  return line === before || (isHead(line) && deepEqual(line, before));
}

function rowsOf(
  order: Lines,
  first: number,
  { window, feed }: { readonly window: ListWindow; readonly feed: Shown['feed'] },
): Pick<ListSent, 'offset' | 'keys' | 'rows'> {
  const offset = Math.max(0, Math.min(first, order.length - 1));
  const shown = order.slice(offset, offset + window.limit);
  const keyed = shown.map(line => [isHead(line) ? line.key : feed.keyOf(line), line] as const);
  return {
    offset,
    keys: keyed.map(([key]) => key),
    rows: new Map(keyed.map(([key, line]) => [key, isHead(line) ? line : (feed.row(key) ?? line)])),
  };
}

/** As they are now, in the places they have. */
function sameRows({ offset, keys, rows }: ListSent, feed: Shown['feed']): Pick<ListSent, 'offset' | 'keys' | 'rows'> {
  return { offset, keys, rows: new Map([...rows].map(([key, row]) => [key, feed.row(key) ?? row])) };
}

function firstOf(lines: Lines, { anchor, offset }: ListWindow, standing: HeldOrder['row']): number {
  if (anchor === undefined) return offset;
  const row = standing(anchor);
  return row === undefined ? (lines.lineOfHead(anchor) ?? offset) : lines.lineOf(row);
}

/** A label or text may be huge; what a list shows of it is not. The whole is on the object's page. */
const MAX_CELL_TEXT = 2_000;

/** With a cell for each of so many columns. */
export function toWire(row: Row, columns: number): WireRow {
  const cells = row.cells.map(cell =>
    typeof cell === 'string' && cell.length > MAX_CELL_TEXT ? `${cell.slice(0, MAX_CELL_TEXT)}…` : cell,
  );
  while (cells.length < columns) cells.push(null);
  const { key, uid, namespace, name, createdAt, ownerUid, owner } = row;
  return { key, uid, namespace, name, createdAt, ownerUid, ...(owner === null ? {} : { owner }), cells };
}

/** In the place of a row; nothing is of that uid. */
function headToWire({ key, ...group }: GroupHead): WireRow {
  return { key, uid: '', namespace: '', name: '', createdAt: null, ownerUid: '', cells: [], group };
}

/** With what it refers to, and the labels by which others select it. */
export function toWireWithRelations(row: Row, columns: number): WireRow {
  return { ...toWire(row, columns), labels: row.labels, relations: row.relations };
}
