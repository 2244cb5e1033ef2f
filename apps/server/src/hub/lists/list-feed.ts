import type { Reason } from '@lanthorn/base/reason.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { type ChunkedOrder, ValueRuns } from '@lanthorn/base/collections/chunked-order.ts';
import { must } from '@lanthorn/base/assert.ts';
import { ClusterRows } from '@lanthorn/query/cluster-rows.ts';
import { JoinedRows } from '@lanthorn/query/joined-rows.ts';
import { filterFields } from '@lanthorn/query/filter-parser.ts';
import { groupBy } from '@lanthorn/query/grouped-lines.ts';
import { type Facets, LiveQuery } from '@lanthorn/query/live-query.ts';
import { type Changes, keyIn, type LiveRows } from '@lanthorn/query/live-rows.ts';
import { MergedRows } from '@lanthorn/query/merged-rows.ts';
import { OwnedRows } from '@lanthorn/query/owned-rows.ts';
import { RelatedRows } from '@lanthorn/query/related-rows.ts';
import { combineClusters, combineStates, isListed, type QueryState } from '@lanthorn/query/query-state.ts';
import type { RowFilter } from '@lanthorn/query/row-filter.ts';
import { groupedSort, type SortKey } from '@lanthorn/query/row-order.ts';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { cellAt } from '@lanthorn/views/cluster-column.ts';
import type { JoinView, KindView } from '@lanthorn/views/cells/kind-view.ts';
import type { RelationQuestion } from '@lanthorn/views/cells/relation-question.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { findKindView } from '@lanthorn/views/kind-records.ts';
import { narrowedView, siftedView } from '@lanthorn/views/narrowed-view.ts';
import type { Row } from '@lanthorn/views/row.ts';
import type { Boundary } from '../../faults/boundary.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import type { Collection } from './collection.ts';
import {
  type FrameText,
  type ListSent,
  type ListWindow,
  listFrame,
  listShown,
  toWire,
  toWireWithRelations,
} from './list-frame.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { Lease } from '../sharing/leased.ts';

/** Work on a query goes on for this long before others get the event loop, in steps of so many rows: joined ones cost ten microseconds. */
const SLICE_MS = 6;
const SLICE_ROWS = 250;
/** How often a filter by age is asked again. */
const TIMED_FILTER_MS = 5_000;

/** What decides which rows a list has, and in which order. */
export interface ListSpec {
  readonly cluster: Cluster;
  /** Clusters whose rows stand in the same list; the view has a column for them then. */
  readonly others?: readonly Cluster[] | undefined;
  /** Clusters that were asked for and are not there, and why. */
  readonly absent?: Readonly<Record<string, Reason>>;
  readonly view: KindView;
  /** Empty for all. */
  readonly namespaces: readonly string[];
  readonly filter: string;
  readonly sort: readonly SortKey[];
  readonly ownerUid: string | undefined;
  /** The column that rows are grouped by. */
  readonly group?: string | undefined;
  /** Only rows that have to do with certain objects. */
  readonly related?: RelationQuestion | undefined;
  /** Frames say what rows refer to. */
  readonly tellsRelations?: boolean | undefined;
  /** Rows say what their objects use now; so they do where the filter or the order asks by it. */
  readonly tellsUsage?: boolean | undefined;
}

/** Where a feed gets the lists that it reads; `onFault` is told why one of them failed. */
export interface CollectionLender {
  collection(
    cluster: Cluster,
    scope: { readonly view: KindView; readonly namespace: string },
    onFault: (message: string) => void,
  ): Lease<Collection>;
  /** The list, if somebody has it open. */
  peek(cluster: Cluster, view: KindView, namespace: string): Pick<Collection, 'state'> | undefined;
}

/** Null where there is none; `onFault` says that it failed and is to be forgotten. */
type FoundList = (onFault: () => void) => Lease<ListFeed> | null;

/** Lists that are open already in the same order, and have all rows that match and more: what they have is not sorted anew. */
export interface Superlists {
  readonly whole: FoundList;
  readonly wider: FoundList;
}

export interface ListReader {
  /** Rows changed; `before` is the order until then. */
  rowsChanged(changed: Changes, before: ChunkedOrder<Row>): void;
  /** More rows were read of a list that is not in order yet: its first ones may be known. */
  headRead(): void;
  /** Another query has taken the place of the one before: a reader that holds an order gives it up. */
  orderReplaced(): void;
  stateChanged(): void;
}

/** One live query, with the lists it reads: kept once for all windows on it, of any number of tabs. */
export class ListFeed {
  /** Null where rows are not grouped, or by no column that there is. */
  readonly groups: ValueRuns<Row> | null;
  readonly #lender: CollectionLender;
  readonly #spec: ListSpec;
  readonly #filter: RowFilter;
  readonly #boundary: Boundary;
  readonly #clock: Clock;
  readonly #openedAt: number;
  readonly #leases: Lease<Collection>[] = [];
  /** Those whose rows these are; others only fill a cell. */
  readonly #lists: Collection[] = [];
  /** Clusters whose lists broke. */
  readonly #failed = new Map<string, QueryState>();
  readonly #stops: (() => void)[] = [];
  readonly #readers = new Set<ListReader>();
  #source: LiveRows;
  #live: LiveQuery | null = null;
  /** The query that takes the place of `#live` when it has taken everything in. */
  #next: LiveQuery | null = null;
  #facets: Facets | null = null;
  #isClosed = false;
  /** The same list without a filter, where somebody has it. It stays while there is a filter: its letters come and go. */
  #whole: Lease<ListFeed> | null;
  /** One whose filter lets through more, where somebody has it, until its order is taken. */
  #wider: Lease<ListFeed> | null;
  /** What is shown now, by the window, and the frames that lead there, by what their tabs had before: made once for all tabs that show the same. */
  readonly #shown = new Map<string, ListSent>();
  readonly #frames = new Map<ListSent, Map<ListSent, FrameText | null>>();

  constructor(
    lender: CollectionLender,
    spec: ListSpec,
    { filter, boundary, whole, wider }: { filter: RowFilter; boundary: Boundary } & Superlists,
  ) {
    this.#lender = lender;
    this.#spec = spec;
    this.#filter = filter;
    this.#boundary = boundary;
    this.#whole = whole(() => (this.#whole = null));
    this.#wider = wider(() => (this.#wider = null));
    this.#clock = boundary.clock;
    this.#openedAt = this.#clock.now();
    const { view, group = '' } = spec;
    const groupIndex = columnIndex(view, group);
    this.groups = groupIndex < 0 ? null : new ValueRuns(groupBy(cellAt(view, groupIndex)));
    try {
      this.#source = this.#open();
      this.#build();
      if (filter.isTimed) this.#repeat();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Null until everything that is there is in order. */
  get query(): LiveQuery | null {
    return this.#live;
  }

  /** The first rows, while what else matches is still looked for; null where they are not known, and once everything is in order. */
  head(count: number): readonly Row[] | null {
    return this.#live === null ? (this.#next?.head(count) ?? null) : null;
  }

  /** Where all rows are here and not in order yet, nothing can be said of what matches: it is still loading. */
  get state(): QueryState {
    const state = this.#listedState;
    if (this.#live !== null) return state;
    if (state.kind === 'partial') return { ...state, inner: this.#inOrder(state.inner) };
    return this.#inOrder(state);
  }

  #inOrder(state: QueryState): QueryState {
    const { size } = this.#source;
    return state.kind === 'live' ? { kind: 'loading', loaded: size, total: size } : state;
  }

  /** The second kind of a joined list only fills a cell; its trouble is the cell's, not the list's. */
  get #listedState(): QueryState {
    const { cluster } = this.#spec;
    const { clusters } = this;
    if (clusters === null) return this.#stateOf(cluster);
    const state = combineClusters(Object.entries(clusters).map(([name, of]) => ({ cluster: name, state: of })));
    return state.kind === 'partial' ? { ...state, inner: this.#withAllRows(state.inner) } : this.#withAllRows(state);
  }

  /** How each of several clusters is; null where there is one. */
  get clusters(): Readonly<Record<string, QueryState>> | null {
    const { cluster, others, absent = {} } = this.#spec;
    if (others === undefined) return null;
    const gone = { kind: 'stale', since: this.#openedAt, retryAt: null, isEmpty: true } as const;
    return Object.fromEntries([
      ...[cluster, ...others].map(each => [each.info.name, this.#stateOf(each)] as const),
      ...Object.entries(absent).map(([name, reason]) => [name, { ...gone, reason }] as const),
    ]);
  }

  #stateOf({ info: { name } }: Cluster): QueryState {
    const failed = this.#failed.get(name);
    if (failed !== undefined) return failed;
    const listed = this.#lists.filter(({ cluster }) => cluster === name);
    return combineStates(listed.map(({ namespace, state }) => ({ namespace, state })));
  }

  /** What is loaded while one cluster's list arrives has the rows of the others. */
  #withAllRows(state: QueryState): QueryState {
    if (state.kind !== 'loading') return state;
    const { size } = this.#source;
    return { ...state, loaded: size, total: state.total === null ? null : state.total - state.loaded + size };
  }

  get filter(): string {
    return this.#spec.filter;
  }

  /** By which key a row of this list is known. */
  keyOf(row: Row): string {
    return keyIn(this.#source, row);
  }

  get facets(): Facets {
    this.#facets ??= this.#live?.facets() ?? {};
    return this.#facets;
  }

  row(key: string): Row | undefined {
    return this.#source.get(key);
  }

  /** The order of the very rows of these lists; null while it is not known, and where rows are joined with others. */
  orderOf(lists: readonly Collection[]): Iterable<Row> | null {
    const isSame = lists.length === this.#lists.length && lists.every((list, i) => list === this.#lists[i]);
    const isPlain = this.#leases.length === this.#lists.length;
    return isSame && isPlain && !this.#isClosed && this.#next === null ? (this.#live?.order ?? null) : null;
  }

  /** What is true now, in a window whose order is not held: one and the same for all tabs, until something changes. */
  shown(sent: ListSent, window: ListWindow): ListSent {
    const depends = window.isSettling || this.#live === null;
    const key = JSON.stringify(window);
    const shown = (depends ? undefined : this.#shown.get(key)) ?? listShown(sent, window, { feed: this, held: null });
    if (!depends) this.#shown.set(key, shown);
    return shown;
  }

  /** The frame from one to the other, as `listFrame` makes it. */
  frame(sent: ListSent, next: ListSent, anchor: string | undefined): FrameText | null {
    const frames = this.#frames.get(next) ?? new Map<ListSent, FrameText | null>();
    const known = frames.get(sent);
    if (known !== undefined) return known;
    const frame = listFrame(sent, next, {
      anchor,
      columns: this.#spec.view.columns.length,
      wire: this.toWire,
    });
    this.#frames.set(next, frames.set(sent, frame));
    return frame;
  }

  /** A row as it is sent. */
  readonly toWire = (row: Row, columns: number): WireRow => {
    const wire = (this.#spec.tellsRelations === true ? toWireWithRelations : toWire)(row, columns);
    if (this.#spec.others === undefined) return wire;
    return { ...wire, key: this.keyOf(row), cells: [...wire.cells.slice(0, -1), row.cluster] };
  };

  /** Takes in at once what is still to be handed on: until then a row may be newer than its place in the order. */
  flush(): void {
    this.#source.flush();
  }

  subscribe(reader: ListReader): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  retry(): void {
    if (this.#failed.size > 0) this.#openAnew();
    for (const { value } of this.#leases) value.retry();
  }

  close(): void {
    this.#isClosed = true;
    this.#next = null;
    for (const stop of this.#stops.splice(0)) stop();
    for (const lease of this.#leases.splice(0)) lease.release();
    this.#whole?.release();
    this.#wider?.release();
  }

  #open(): LiveRows {
    const { cluster, others, view, namespaces } = this.#spec;
    const scopes = view.namespaced && namespaces.length > 0 ? [...new Set(namespaces)] : [''];
    const rowsOf = (of: Cluster) => {
      const parts = scopes.map(namespace => this.#openScope(of, namespace));
      return parts.length === 1 ? must(parts[0], 'one scope') : new MergedRows(parts);
    };
    const source =
      others === undefined
        ? rowsOf(cluster)
        : new ClusterRows(new Map([cluster, ...others].map(each => [each.info.name, rowsOf(each)])));
    this.#stops.push(source.subscribe(this.#boundary.guard(changed => this.#onChange(changed))));
    return source;
  }

  /** A list that broke is closed for good. All are leased again: those that are well stay the same. */
  #openAnew(): void {
    const stops = this.#stops.splice(0);
    const leases = this.#leases.splice(0);
    this.#lists.splice(0);
    this.#failed.clear();
    try {
      this.#source = this.#open();
    } finally {
      for (const stop of stops) stop();
      for (const lease of leases) lease.release();
    }
    this.#build();
    if (this.#filter.isTimed) this.#repeat();
    this.#onState();
  }

  #openScope(cluster: Cluster, namespace: string): LiveRows {
    const { view, ownerUid, related } = this.#spec;
    const whole = related === undefined ? undefined : this.#lender.peek(cluster, view, namespace);
    // What is read already is not asked for again.
    const isRead = related === undefined || (whole !== undefined && isListed(whole.state));
    const narrowed = isRead ? view : narrowedView(view, related);
    // All of a cluster, which nobody reads: what is no answer is not kept.
    const isSifted = narrowed === view && related !== undefined && whole === undefined && namespace === '';
    const list = this.#lease(cluster, { view: isSifted ? siftedView(view, related) : narrowed, namespace });
    this.#lists.push(list);
    const { store } = list;
    if (ownerUid !== undefined) return new OwnedRows(store, ownerUid);
    if (related !== undefined) return new RelatedRows(store, related);
    const join = view.join ?? this.#usage;
    const owned = join === undefined ? undefined : findKindView(join.resource);
    if (join === undefined || owned === undefined) return store;
    const joined = new JoinedRows(view, join, {
      base: store,
      owned: this.#lease(cluster, { view: owned, namespace }).store,
    });
    this.#stops.push(() => joined.close());
    return joined;
  }

  /** What rows are joined with only for who asks. */
  get #usage(): JoinView | undefined {
    const { view, filter, sort, tellsUsage } = this.#spec;
    if (view.usage === undefined) return undefined;
    const asked = new Set([...filterFields(filter), ...sort.map(({ column }) => column)]);
    return tellsUsage === true || view.usage.columns.some(id => asked.has(id)) ? view.usage : undefined;
  }

  #lease(cluster: Cluster, scope: { readonly view: KindView; readonly namespace: string }): Collection {
    const lease = this.#lender.collection(cluster, scope, message => this.#onFault(cluster, message));
    this.#leases.push(lease);
    this.#stops.push(lease.value.onState(this.#boundary.guard(() => this.#onState())));
    return lease.value;
  }

  /** Builds a query in slices; the one before stays until the new one is complete. */
  #build(): void {
    const { view, sort, group = '' } = this.#spec;
    const own = sort.length === 0 ? [view.defaultSort] : sort;
    const spec =
      this.groups === null
        ? { filter: this.#filter, sort: own }
        : { filter: this.#filter, sort: groupedSort(group, own), groups: this.groups };
    const isPlain = this.#leases.length === this.#lists.length;
    const orderOf = (list: Lease<ListFeed> | null) => list?.value.orderOf(this.#lists) ?? null;
    // An order is never changed: whose it is need not stay.
    const whole = () => {
      const order = isPlain ? (orderOf(this.#wider) ?? orderOf(this.#whole)) : null;
      this.#wider?.release();
      this.#wider = null;
      return order;
    };
    const next = new LiveQuery(this.#source, view, { spec, now: this.#clock.now(), whole });
    this.#next = next;
    const clock = this.#clock;
    const slice = () => {
      if (this.#next !== next) return;
      const end = clock.elapsed() + SLICE_MS;
      this.#source.flush();
      while (next.ingest(SLICE_ROWS)) {
        if (clock.elapsed() < end) continue;
        this.#boundary.follow(clock.nextTurn().then(slice));
        for (const reader of this.#readers) reader.headRead();
        return;
      }
      this.#next = null;
      this.#live = next;
      this.#forget();
      for (const reader of this.#readers) reader.orderReplaced();
    };
    slice();
  }

  /** As time passes rows come and go by it, like by any other change: what is held keeps its place. */
  #repeat(): void {
    const clock = this.#clock;
    let from = clock.now();
    let cancel = () => {};
    const wait = () => {
      cancel = clock.schedule(TIMED_FILTER_MS, () =>
        this.#findCrossed(from, at => {
          from = at;
          wait();
        }),
      );
    };
    wait();
    this.#stops.push(() => cancel());
  }

  /** Finds in slices the rows that began or ceased to match since `from`, and applies them. */
  #findCrossed(from: number, done: (at: number) => void): void {
    const clock = this.#clock;
    const to = clock.now();
    const source = this.#source;
    const rows = source.rows()[Symbol.iterator]();
    const crossed: Row[] = [];
    const slice = () => {
      if (this.#isClosed || source !== this.#source) return;
      const end = clock.elapsed() + SLICE_MS;
      for (let next = rows.next(), i = 1; next.done !== true; next = rows.next(), i++) {
        if (this.#filter.matches(next.value, from) !== this.#filter.matches(next.value, to)) crossed.push(next.value);
        if (i % SLICE_ROWS > 0 || clock.elapsed() < end) continue;
        this.#boundary.follow(clock.nextTurn().then(slice));
        return;
      }
      source.flush();
      // Rows that changed meanwhile were matched anew when they changed.
      const still = crossed.filter(row => source.get(this.keyOf(row)) === row);
      if (still.length > 0) this.#onChange(new Map(still.map(row => [this.keyOf(row), row])));
      done(to);
    };
    slice();
  }

  #onChange(changed: Changes): void {
    const now = this.#clock.now();
    const before = this.#live?.order;
    this.#live?.update(changed, now);
    this.#next?.update(changed, now);
    this.#forget();
    if (before !== undefined) for (const reader of this.#readers) reader.rowsChanged(changed, before);
  }

  /** Of several clusters the others go on. */
  #onFault(cluster: Cluster, message: string): void {
    const { name } = cluster.info;
    if (this.#spec.others === undefined) return this.#boundary.end(message);
    const reason = answerReason('serverSays', { detail: message });
    const isEmpty = !isListed(this.#stateOf(cluster));
    this.#failed.set(name, { kind: 'stale', since: this.#clock.now(), reason, retryAt: null, isEmpty });
    this.#onState();
  }

  #onState(): void {
    this.#clearFrames();
    for (const reader of this.#readers) reader.stateChanged();
  }

  #forget(): void {
    this.#facets = null;
    this.#clearFrames();
  }

  #clearFrames(): void {
    this.#shown.clear();
    this.#frames.clear();
  }
}
