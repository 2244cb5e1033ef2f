import type { ChunkedOrder, Replacement } from '@lanthorn/base/collections/chunked-order.ts';
import { must } from '@lanthorn/base/assert.ts';
import { MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import type { ListFrame, RangeFrame } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery, NamedRow } from '@lanthorn/protocol/up-messages.ts';
import type { FilterError } from '@lanthorn/query/filter-parser.ts';
import { resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import type { Changes } from '@lanthorn/query/live-rows.ts';
import { type Folds, isHead } from '@lanthorn/query/grouped-lines.ts';
import { isListed } from '@lanthorn/query/query-state.ts';
import { compileFilter, type RowFilter } from '@lanthorn/query/row-filter.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { withClusterColumn } from '@lanthorn/views/cluster-column.ts';
import { packedViewOf } from '@lanthorn/views/packs/pack-view.ts';
import type { Row } from '@lanthorn/views/row.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { Hub } from '../hub/hub.ts';
import type { ListFeed, ListReader } from '../hub/lists/list-feed.ts';
import {
  type FrameText,
  type HeldOrder,
  headShown,
  linesOf,
  listShown,
  NOTHING_FOLDED,
  NOTHING_SENT,
  withOwn,
} from '../hub/lists/list-frame.ts';
import type { Lease } from '../hub/sharing/leased.ts';
import type { OpenSubscription, SubscriptionChange, SubscriptionContext } from './open-subscription.ts';

/** The lists that this one is made of, by what tells them apart: whoever asks for them again reads the same. */
export function scopesOf({ cluster, others = [], resource, namespaces }: ListQuery): readonly string[] {
  const scopes = namespaces.length === 0 ? [''] : namespaces;
  return [cluster, ...others].flatMap(name =>
    scopes.map(namespace => JSON.stringify([name, resourceKey(resource), resource.custom ?? null, namespace])),
  );
}

/** The newest objects that went and that no frame has told of: more than can be selected. Acting on any other is refused by its uid. */
const MAX_GONE = 2 * MAX_TARGETS;

const EVERYTHING: RowFilter = { matches: () => true, isTimed: false };

/** One list of one tab: a window on a feed. Frames are made when the session asks, from what is true then. */
export class ListSubscription implements OpenSubscription {
  readonly frameType = 'list';
  readonly #hub: Hub;
  readonly #boundary: Boundary;
  readonly #reader: ListReader;
  readonly #cluster: Cluster;
  readonly #several: Pick<SubscriptionContext, 'others' | 'absent'>;
  readonly #view: KindView;
  readonly #onDirty: () => void;
  #query: ListQuery;
  #feed: Lease<ListFeed>;
  #stop: () => void;
  /** The feed of a new filter or order, until it is complete: the old one stays on screen that long. */
  #nextFeed: { readonly lease: Lease<ListFeed>; readonly stop: () => void } | null = null;
  /** First rows of the next feed were told, of this one or of one that it took the place of: those of the feed before do not come back. */
  #isBegun = false;
  #heldOrder: ChunkedOrder<Row> | null = null;
  /** Of rows that changed since the order is held: as they stand in it. */
  readonly #heldRows = new Map<string, Row>();
  /** Of those the ones that match no more. */
  readonly #left = new Set<string>();
  /** Uids of objects that are no more, since the last frame that said so. */
  readonly #gone = new Set<string>();
  /** Objects the tab selected before this subscription began, by uid, until the list is whole and says whether they are there. */
  readonly #asked = new Map<string, NamedRow>();
  #filterError: FilterError | null = null;
  #sent = NOTHING_SENT;
  /** The reader looks elsewhere, or at something else, than in the last frame. */
  #hasMoved = false;
  /** Another query was asked for, and its rows were not sent yet. */
  #isAnswer = false;
  /** The question that the rows of the feed answer. */
  #question: number | undefined;
  /** The one that they were last said to answer. */
  #answered: number | undefined;

  constructor(hub: Hub, query: ListQuery, { cluster, others, absent, onDirty, boundary }: SubscriptionContext) {
    this.#hub = hub;
    this.#boundary = boundary;
    this.#reader = {
      rowsChanged: boundary.guard((changed, before) => this.#rowsChanged(changed, before)),
      headRead: () => {},
      orderReplaced: boundary.guard(() => this.#onOrderReplaced()),
      stateChanged: boundary.guard(onDirty),
    };
    this.#cluster = cluster;
    this.#several = { others, absent };
    this.#query = query;
    this.#question = query.asked;
    this.#onDirty = onDirty;
    const view = must(packedViewOf(query.resource), `no view of ${query.resource.resource}`);
    this.#view = others === undefined ? view : withClusterColumn(view);
    this.#feed = this.#lease() ?? this.#leaseWith('', EVERYTHING);
    this.#stop = this.#feed.value.subscribe(this.#reader);
  }

  /** The first list is still arriving, but the screen is full already: only counts and few rows change. */
  get isFillingUp(): boolean {
    return this.#sent.keys.length >= this.#query.limit && this.#feed.value.state.kind === 'loading';
  }

  get isAnswer(): boolean {
    return this.#isAnswer;
  }

  listScopes({ namespaces = this.#query.namespaces }: SubscriptionChange = {}): readonly string[] {
    return scopesOf({ ...this.#query, namespaces });
  }

  applyChange(change: SubscriptionChange): void {
    const before = this.#query;
    this.#query = { ...this.#query, ...change };
    // Another offset without an anchor of its own is meant as it stands.
    if (change.offset !== undefined && change.anchor === undefined) this.#query = { ...this.#query, anchor: undefined };
    const isOther = (['filter', 'sort', 'namespaces', 'group', 'tellsUsage'] as const).some(
      field => change[field] !== undefined && JSON.stringify(change[field]) !== JSON.stringify(before[field]),
    );
    if (isOther) this.#switch();
    if (this.#nextFeed === null) this.#question = this.#query.asked;
    if (change.hold === false) this.#letGo();
    this.#hasMoved = true;
    this.#onDirty();
  }

  retry(): void {
    this.#feed.value.retry();
  }

  close(): void {
    this.#stop();
    this.#feed.release();
    this.#dropNext();
  }

  /** What changed since the last frame, or null. */
  makeFrame(): FrameText | null {
    const { offset, limit, anchor } = this.#query;
    const isSettling = this.isFillingUp && !this.#hasMoved;
    this.#hasMoved = false;
    this.#isAnswer = false;
    const window = { offset, limit, anchor, isSettling, filterError: this.#filterError, folds: this.#folds };
    const feed = this.#feed.value;
    const head = offset === 0 ? (this.#nextFeed?.lease.value.head(limit) ?? null) : null;
    if (this.#isBegun || head !== null) return this.#makeHeadFrame(head);
    // Where its row is newer than its place, nobody knows where an anchor stands.
    if (anchor !== undefined) feed.flush();
    const sent = this.#sent;
    const held = this.#held;
    this.#sent = held === null ? feed.shown(sent, window) : listShown(sent, window, { feed, held });
    const frame = feed.frame(sent, this.#sent, anchor);
    return withOwn(frame, { ...this.#takeGone(), ...this.#takeAnswered() });
  }

  /** Rows come as soon as a screen is full of them, what is counted after them [PR25]. */
  #makeHeadFrame(head: readonly Row[] | null): FrameText | null {
    const { state, clusters } = this.#feed.value;
    const next = (this.#nextFeed?.lease ?? this.#feed).value;
    const sent = this.#sent;
    this.#isBegun = true;
    this.#sent = headShown(sent, head, {
      ...{ state, clusters, filterError: this.#filterError },
      filter: next.filter,
      keyOf: row => next.keyOf(row),
    });
    return withOwn(next.frame(sent, this.#sent, undefined), {
      ...this.#takeGone(),
      ...(head === null ? {} : this.#takeAsked(this.#query.asked)),
    });
  }

  /** Which of the selected objects are no more, where there is news of it. */
  #takeGone(): Pick<ListFrame, 'gone'> {
    if (this.#query.selects !== true) return {};
    this.#findMissing();
    const gone = [...this.#gone];
    this.#gone.clear();
    return gone.length === 0 ? {} : { gone };
  }

  /** Which question the rows answer, where it is another one. */
  #takeAnswered(): Pick<ListFrame, 'asked'> {
    return this.#feed.value.query === null ? {} : this.#takeAsked(this.#question);
  }

  #takeAsked(asked: number | undefined): Pick<ListFrame, 'asked'> {
    if (asked === undefined || asked === this.#answered) return {};
    this.#answered = asked;
    return { asked };
  }

  get #held(): HeldOrder | null {
    if (this.#heldOrder === null) return null;
    return {
      order: this.#heldOrder,
      row: key => this.#heldRows.get(key) ?? this.#feed.value.row(key),
      left: this.#left,
    };
  }

  /** What stands between two rows in the order that the tab is shown [PR13]. */
  readRange(from: string, to: string): RangeFrame['answer'] {
    const feed = this.#feed.value;
    feed.flush();
    const order = this.#heldOrder ?? feed.query?.order;
    if (order === undefined) return { refusal: 'gone' };
    // What is folded is not shown.
    const lines = linesOf(order, { groups: feed.groups, countOf: () => 0, folds: this.#folds });
    const ends = [from, to].flatMap(key => {
      const row = (this.#held ?? feed).row(key);
      return (row === undefined ? lines.lineOfHead(key) : order.has(row) ? lines.lineOf(row) : null) ?? [];
    });
    if (ends.length < 2) return { refusal: 'gone' };
    const [first, last] = [Math.min(...ends), Math.max(...ends)];
    // Between two rows of each group there is a head at most.
    if (last - first >= 2 * MAX_TARGETS) return { refusal: 'tooMany' };
    const rows = lines.slice(first, last + 1).flatMap(line => (isHead(line) ? [] : line));
    if (rows.length > MAX_TARGETS) return { refusal: 'tooMany' };
    const columns = this.#view.columns.length;
    return { rows: rows.map(row => feed.toWire(feed.row(feed.keyOf(row)) ?? row, columns)) };
  }

  get #folds(): Folds {
    return this.#query.folds ?? NOTHING_FOLDED;
  }

  #rowsChanged(changed: Changes, before: ChunkedOrder<Row>): void {
    this.#noteGone(changed);
    // The order is held from the first change on, and never before the list is complete: its reader waits for rows.
    if (this.#query.hold && isListed(this.#feed.value.state)) this.#heldOrder ??= before;
    if (this.#heldOrder !== null) this.#keepPlaces(this.#heldOrder, changed);
    this.#onDirty();
  }

  #noteGone(changed: Changes): void {
    for (const [key, before] of changed)
      if (before !== undefined && before.uid !== this.#feed.value.row(key)?.uid) this.#gone.add(before.uid);
    for (const uid of this.#gone) {
      if (this.#gone.size <= MAX_GONE) break;
      this.#gone.delete(uid);
    }
  }

  /** Which of these are no more the frames say, as of any that goes from now on. */
  askAbout(rows: readonly NamedRow[]): void {
    for (const row of rows) if (this.#asked.size < MAX_TARGETS) this.#asked.set(row.uid, row);
    this.#onDirty();
  }

  /** Only a list that is whole can say what it lacks, and only of the namespaces it is made of. */
  #findMissing(): void {
    const feed = this.#feed.value;
    if (this.#asked.size === 0 || feed.state.kind !== 'live') return;
    const { namespaces } = this.#query;
    for (const { key, uid, namespace } of this.#asked.values()) {
      const isAsked = namespaces.length === 0 || namespaces.includes(namespace);
      if (isAsked && feed.row(key)?.uid !== uid) this.#gone.add(uid);
    }
    this.#asked.clear();
  }

  #onOrderReplaced(): void {
    this.#letGo();
    this.#hasMoved = true;
    this.#onDirty();
  }

  /** A held order keeps its places, but not what no longer exists. */
  #keepPlaces(held: ChunkedOrder<Row>, changed: Changes): void {
    const gone: Replacement<Row>[] = [];
    for (const [key, before] of changed) {
      if (before !== undefined && !this.#heldRows.has(key) && held.has(before)) this.#heldRows.set(key, before);
      const stale = this.#heldRows.get(key);
      if (stale === undefined) continue;
      const row = this.#feed.value.row(key);
      if (row !== undefined && this.#feed.value.query?.order.has(row) === true) this.#left.delete(key);
      else this.#left.add(key);
      // Another object of the same name has no place here: it is new.
      if (row?.uid === stale.uid) continue;
      gone.push({ stale, fresh: undefined });
      this.#heldRows.delete(key);
      this.#left.delete(key);
    }
    this.#heldOrder = held.replace(gone).order;
  }

  #letGo(): void {
    this.#heldOrder = null;
    this.#heldRows.clear();
    this.#left.clear();
  }

  /** The feed of the query as it is now; null where its filter cannot be read. */
  #lease(): Lease<ListFeed> | null {
    const compiled = compileFilter(this.#query.filter, this.#view);
    this.#filterError = compiled.ok ? null : compiled.error;
    return compiled.ok ? this.#leaseWith(this.#query.filter, compiled.value) : null;
  }

  #leaseWith(text: string, filter: RowFilter): Lease<ListFeed> {
    const { namespaces, sort, ownerUid, related, tellsRelations, tellsUsage, group } = this.#query;
    const asked = { namespaces, filter: text, sort, ownerUid, related, tellsRelations, tellsUsage, group };
    const spec = { cluster: this.#cluster, ...this.#several, view: this.#view, ...asked };
    return this.#hub.list(spec, filter, message => this.#boundary.end(message));
  }

  /** With a filter that cannot be read the list stays as it was; the field says what is wrong. */
  #switch(): void {
    const lease = this.#lease();
    if (lease === null) return;
    this.#dropNext();
    const switchOver = () => {
      if (lease.value.query === null) return;
      this.#nextFeed = null;
      this.#isBegun = false;
      stop();
      this.#stop();
      this.#feed.release();
      this.#feed = lease;
      this.#question = this.#query.asked;
      this.#stop = lease.value.subscribe(this.#reader);
      this.#letGo();
      this.#hasMoved = true;
      this.#isAnswer = true;
      this.#onDirty();
    };
    let isTold = false;
    const beginHead = () => {
      if (isTold || lease.value.head(this.#query.limit) === null) return;
      isTold = true;
      this.#isAnswer = true;
      this.#onDirty();
    };
    const stop = lease.value.subscribe({
      rowsChanged: () => {},
      headRead: this.#boundary.guard(beginHead),
      orderReplaced: this.#boundary.guard(switchOver),
      stateChanged: () => {},
    });
    this.#nextFeed = { lease, stop };
    switchOver();
    beginHead();
  }

  #dropNext(): void {
    this.#nextFeed?.stop();
    this.#nextFeed?.lease.release();
    this.#nextFeed = null;
  }
}
