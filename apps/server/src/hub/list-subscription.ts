import { must } from '@lanthorn/base/assert.ts';
import { deepEqual } from '@lanthorn/base/json.ts';
import type { ListFrame, WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery } from '@lanthorn/protocol/messages.ts';
import type { FilterError } from '@lanthorn/query/filter-parser.ts';
import { JoinedRows } from '@lanthorn/query/joined-rows.ts';
import { LiveQuery, type QuerySpec } from '@lanthorn/query/live-query.ts';
import { type LiveRows, MergedRows } from '@lanthorn/query/merged-rows.ts';
import { combineStates, type QueryState } from '@lanthorn/query/query-state.ts';
import { compileFilter, type RowFilter } from '@lanthorn/query/row-filter.ts';
import type { KindView } from '@lanthorn/views/kind-view.ts';
import { findKindView } from '@lanthorn/views/kind-views.ts';
import type { Row } from '@lanthorn/views/row.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { Collection } from './collection.ts';
import type { Hub } from './hub.ts';
import type { Lease } from './shared.ts';

/** Work on a query goes on for this long before others get the event loop, in steps of so many rows. */
const SLICE_MS = 6;
const SLICE_ROWS = 1_000;
/** How often a filter by age is asked again. */
const TIMED_FILTER_MS = 5_000;

type Change = Partial<Pick<ListQuery, 'filter' | 'sort' | 'offset' | 'limit' | 'hold' | 'namespaces'>>;

/** What the tab was last told, to send only what differs. */
interface Sent {
  offset: number;
  keys: readonly string[];
  rows: Map<string, Row>;
  matched: number;
  total: number;
  held: number;
  state: QueryState | null;
  facets: string;
  filterError: FilterError | null;
}

/** One list of one tab: a window on a live query. Frames are made when the session asks, from what is true then. */
export class ListSubscription {
  readonly #hub: Hub;
  readonly #cluster: Cluster;
  readonly #view: KindView;
  readonly #onDirty: () => void;
  #query: ListQuery;
  #leases: Lease<Collection>[] = [];
  #joined: JoinedRows[] = [];
  #stops: (() => void)[] = [];
  #source: LiveRows = new MergedRows([]);
  #live: LiveQuery | null = null;
  /** The query that takes the place of `#live` when it has taken everything in. */
  #next: LiveQuery | null = null;
  #heldOrder: readonly Row[] | null = null;
  #filterError: FilterError | null = null;
  #sent: Sent = emptySent();

  constructor(hub: Hub, query: ListQuery, { cluster, onDirty }: { cluster: Cluster; onDirty: () => void }) {
    this.#hub = hub;
    this.#cluster = cluster;
    this.#query = query;
    this.#onDirty = onDirty;
    this.#view = must(findKindView(query.resource), `no view of ${query.resource.resource}`);
    this.#open();
  }

  /** The first list is still arriving, but the screen is full already: only counts and few rows change. */
  get isFillingUp(): boolean {
    if (this.#sent.keys.length < this.#query.limit) return false;
    return this.#leases.some(({ value }) => value.view === this.#view && value.state.kind === 'loading');
  }

  change(change: Change): void {
    const before = this.#query;
    this.#query = { ...before, ...change };
    if (change.namespaces !== undefined && !deepEqual(change.namespaces, before.namespaces)) {
      this.close();
      this.#open();
    } else if (change.filter !== undefined || change.sort !== undefined) this.#startQuery();
    if (change.hold === false) this.#heldOrder = null;
    this.#onDirty();
  }

  retry(): void {
    for (const { value } of this.#leases) value.retry();
  }

  close(): void {
    this.#next = null;
    this.#live = null;
    for (const stop of this.#stops.splice(0)) stop();
    for (const joined of this.#joined.splice(0)) joined.close();
    for (const lease of this.#leases.splice(0)) lease.release();
  }

  /** What changed since the last frame, or null. */
  frame(id: number): ListFrame | null {
    const frame: { -readonly [K in keyof ListFrame]: ListFrame[K] } = { type: 'list', id };
    if (this.#live !== null) {
      this.#frameWindow(frame, this.#live);
      this.#frameCounts(frame, this.#live);
    }
    const state = this.#state();
    if (!deepEqual(state, this.#sent.state)) frame.state = state;
    if (!deepEqual(this.#filterError, this.#sent.filterError)) frame.filterError = this.#filterError;
    this.#sent.state = state;
    this.#sent.filterError = this.#filterError;
    return Object.keys(frame).length > 2 ? frame : null;
  }

  /** Everything is new to a tab that comes back. */
  resend(): void {
    this.#sent = emptySent();
  }

  #open(): void {
    const scopes =
      this.#view.namespaced && this.#query.namespaces.length > 0 ? [...new Set(this.#query.namespaces)] : [''];
    const parts = scopes.map(namespace => this.#openScope(namespace));
    this.#source = parts.length === 1 ? must(parts[0], 'one scope') : new MergedRows(parts);
    this.#stops.push(this.#source.subscribe(changed => this.#onChange(changed)));
    this.#startQuery();
  }

  #openScope(namespace: string): LiveRows {
    const lease = this.#lease(this.#view, namespace);
    const { join } = this.#view;
    const owned = join === undefined ? undefined : findKindView(join.resource);
    if (join === undefined || owned === undefined) return storeRows(lease.value);
    const joined = new JoinedRows(this.#view, join, {
      base: lease.value.store,
      owned: this.#lease(owned, namespace).value.store,
    });
    this.#joined.push(joined);
    return joined;
  }

  #lease(view: KindView, namespace: string): Lease<Collection> {
    const lease = this.#hub.collection(this.#cluster, view, namespace);
    this.#leases.push(lease);
    this.#stops.push(lease.value.onState(this.#onDirty));
    return lease;
  }

  #startQuery(): void {
    const compiled = compileFilter(this.#query.filter, this.#view);
    this.#filterError = compiled.ok ? null : compiled.error;
    // With a filter that cannot be read the list stays as it was; the field says what is wrong.
    if (!compiled.ok && this.#live !== null) return;
    const filter: RowFilter = compiled.ok ? compiled.value : { matches: () => true, isTimed: false };
    const { ownerUid } = this.#query;
    const owned: RowFilter =
      ownerUid === undefined
        ? filter
        : { ...filter, matches: (row, now) => row.ownerUid === ownerUid && filter.matches(row, now) };
    const sort = this.#query.sort.length === 0 ? [this.#view.defaultSort] : this.#query.sort;
    const spec = { filter: owned, sort, namespaces: null };
    this.#build(spec);
    if (filter.isTimed) this.#stops.push(this.#repeat(spec));
  }

  /** Builds a query in slices; the one before stays on screen until the new one is complete. */
  #build(spec: QuerySpec): void {
    const next = new LiveQuery(this.#source, this.#view, { spec, now: this.#hub.clock.now() });
    this.#next = next;
    const { clock } = this.#hub;
    const slice = () => {
      if (this.#next !== next) return;
      const end = clock.now() + SLICE_MS;
      while (next.ingest(SLICE_ROWS)) {
        if (clock.now() < end) continue;
        void clock.nextTurn().then(slice);
        return;
      }
      this.#next = null;
      this.#live = next;
      this.#heldOrder = null;
      this.#onDirty();
    };
    slice();
  }

  #repeat(spec: QuerySpec): () => void {
    let cancel = () => {};
    const { filter } = this.#query;
    const tick = () => {
      if (filter !== this.#query.filter) return;
      this.#build(spec);
      cancel = this.#hub.clock.schedule(TIMED_FILTER_MS, tick);
    };
    cancel = this.#hub.clock.schedule(TIMED_FILTER_MS, tick);
    return () => cancel();
  }

  #onChange(changed: ReadonlySet<string>): void {
    // The order is held from the first change on, and never before the list is complete: its reader waits for rows.
    if (this.#query.hold && this.#state().kind === 'live') this.#heldOrder ??= this.#live?.order ?? null;
    this.#live?.update(changed, this.#hub.clock.now());
    this.#next?.update(changed, this.#hub.clock.now());
    this.#dropGone(changed);
    this.#onDirty();
  }

  /** A held order keeps its places, but not what no longer exists. */
  #dropGone(changed: ReadonlySet<string>): void {
    if (this.#heldOrder === null || [...changed].every(key => this.#source.get(key) !== undefined)) return;
    this.#heldOrder = this.#heldOrder.filter(row => this.#source.get(row.key) !== undefined);
  }

  #state(): QueryState {
    // The second kind of a joined list only fills a cell; its trouble is the cell's, not the list's.
    const own = this.#leases.filter(({ value }) => value.view === this.#view);
    return combineStates(own.map(({ value }) => ({ namespace: value.namespace, state: value.state })));
  }

  #frameWindow(frame: { -readonly [K in keyof ListFrame]: ListFrame[K] }, live: LiveQuery): void {
    const order = this.#heldOrder ?? live.order;
    const offset = Math.max(0, Math.min(this.#query.offset, order.length - 1));
    const shown = order.slice(offset, offset + this.#query.limit);
    const keys = shown.map(row => row.key);
    const rows: WireRow[] = [];
    const current = new Map<string, Row>();
    for (const row of shown) {
      const latest = this.#source.get(row.key) ?? row;
      current.set(row.key, latest);
      if (this.#sent.rows.get(row.key) !== latest) rows.push(toWire(latest));
    }
    if (offset !== this.#sent.offset) frame.offset = offset;
    if (offset !== this.#sent.offset || !deepEqual(keys, this.#sent.keys)) frame.keys = keys;
    if (rows.length > 0) frame.rows = rows;
    this.#sent.offset = offset;
    this.#sent.keys = keys;
    this.#sent.rows = current;
  }

  #frameCounts(frame: { -readonly [K in keyof ListFrame]: ListFrame[K] }, live: LiveQuery): void {
    const held = this.#heldOrder === null ? 0 : Math.max(0, live.matched - this.#heldOrder.length);
    const matched = this.#heldOrder?.length ?? live.matched;
    const { total } = live;
    if (matched !== this.#sent.matched) frame.matched = matched;
    if (total !== this.#sent.total) frame.total = total;
    if (held !== this.#sent.held) frame.held = held;
    const facets = live.facets();
    const text = JSON.stringify(facets);
    if (text !== this.#sent.facets) frame.facets = facets;
    Object.assign(this.#sent, { matched, total, held, facets: text });
  }
}

function emptySent(): Sent {
  return {
    offset: -1,
    keys: [],
    rows: new Map(),
    matched: -1,
    total: -1,
    held: 0,
    state: null,
    facets: '',
    filterError: null,
  };
}

function storeRows({ store }: Collection): LiveRows {
  return store;
}

/** A label or text may be huge; what a list shows of it is not. The whole is on the object's page. */
const MAX_CELL_TEXT = 2_000;

function toWire(row: Row): WireRow {
  const cells = row.cells.map(cell =>
    typeof cell === 'string' && cell.length > MAX_CELL_TEXT ? `${cell.slice(0, MAX_CELL_TEXT)}…` : cell,
  );
  const { key, uid, namespace, name, createdAt, ownerUid } = row;
  return { key, uid, namespace, name, createdAt, ownerUid, cells };
}
