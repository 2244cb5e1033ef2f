import { CancelSource, type Clock, scheduleAt } from '@lanthorn/base/clock.ts';
import type { Random } from '@lanthorn/base/random.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { projectRow, type Row, rowKey } from '@lanthorn/views/row.ts';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import { Reflector } from '@lanthorn/watch/reflector.ts';
import { POLL_MS } from '@lanthorn/watch/reflector-step.ts';
import { RowStore } from '@lanthorn/watch/row-store.ts';
import type { WatchEvent } from '@lanthorn/watch/watch-event.ts';
import type { Boundary } from '../../faults/boundary.ts';
import type { ClusterClock } from '../../upstream/sources/cluster-clock.ts';
import { Liveness } from './liveness.ts';

/** Rows are handed on in batches: often enough for the eye, seldom enough to merge a burst. */
const FLUSH_MS = 40;

/** Work on many rows goes on for at most this long before others get the event loop. */
const SLICE_MS = 3;
/** Rows swept between two readings of the clock: some hundred microseconds of work. */
const SWEPT_ROWS = 250;
/**
 * With so many changed rows readers are told at once, before the pause is over. Merging 250 changes into an order of 100,000 rows costs
 * each query 5 ms, since almost every one of them lies in another chunk, and a changed chunk is copied.
 */
const MAX_PENDING = 250;
/**
 * A short list is shown whole: rows that come in between others would move those under the pointer. What takes longer than
 * this is shown in part.
 */
const FIRST_WAIT_MS = 250;
/** As many rows as a screen shows: of a first list they are handed on as soon as they are there. */
const FIRST_ROWS = 100;

/** After these the watch is not open. */
const INTERRUPTIONS: ReadonlySet<WatchEvent<Row>['type']> = new Set(['init', 'reconnecting', 'trouble']);

export interface SourceContext {
  readonly source: ApiSource;
  /** Tells when the cluster's time becomes another; the boundary's clock shows it. */
  readonly time: Pick<ClusterClock, 'onChange'>;
  readonly random: Random;
  /** Its timers and what the watch says run inside. */
  readonly boundary: Boundary;
}

/** The one list and watch of a resource in a scope, for any number of readers. */
export class Collection {
  /** Name of the cluster. */
  readonly cluster: string;
  readonly view: KindView;
  readonly namespace: string;
  readonly store = new RowStore<Row>();
  readonly #boundary: Boundary;
  readonly #clock: Clock;
  readonly #shared = new SharedParts();
  readonly #reflector: Reflector<Row>;
  readonly #stop = new CancelSource();
  readonly #liveness: Liveness;
  /** Objects of the list that is being read; the store still has those of one that was cut. */
  #listed = 0;
  #hasListed = false;
  #listedAt = 0;
  /** What the last list left out is still being let go of. */
  #isSweeping = false;
  /** The watch is open: live as soon as nothing is shown any more that is gone. */
  #isOpen = false;
  #cancelFlush: (() => void) | null = null;
  /** The first batch after a pause is handed on at once; that of a list with its first page, or when that takes long. */
  #flushedAt = Number.NEGATIVE_INFINITY;
  /** When the first cell that time changes has to be read again. */
  #expiresAt = Number.POSITIVE_INFINITY;
  #cancelExpiry: () => void = () => {};
  #cancelPoll: () => void = () => {};
  readonly #stopTime: () => void;
  /** The time became another while a list was read: some of it was read by the time before. */
  #isMistimed = false;
  /** The server let us in no more, and the list waits for a person. */
  #isRefused = false;
  /** Of what is measured: after how long there is something new, as one of its objects said last. */
  #measuredEveryMs: number;
  readonly #expiring: readonly number[];
  readonly #goneListeners = new Set<(last: Row) => void>();
  /** Objects whose cells change with time, kept only for views that have such cells. */
  readonly #objects = new Map<string, unknown>();

  constructor(
    cluster: string,
    { view, namespace }: { readonly view: KindView; readonly namespace: string },
    { source, time, random, boundary }: SourceContext,
  ) {
    this.cluster = cluster;
    this.view = view;
    this.namespace = namespace;
    const { clock } = boundary;
    const { measuredEvery, fieldSelector, labelSelector, isMetadataAlone = false, isPrinted = false, words } = view;
    this.#boundary = boundary;
    this.#clock = clock;
    this.#measuredEveryMs = measuredEvery?.(null) ?? 0;
    this.#liveness = new Liveness(clock);
    this.#expiring = view.columns.flatMap(column => (column.expires === true ? [columnIndex(view, column.id)] : []));
    if (this.#expiring.length > 0)
      this.store.subscribe(changed => {
        for (const key of changed.keys()) if (this.store.get(key) === undefined) this.#objects.delete(key);
      });
    this.#stopTime = time.onChange(
      boundary.guard(() => {
        this.#isMistimed = true;
        this.#readAllAgain();
      }),
    );
    this.#reflector = new Reflector<Row>({
      source,
      clock,
      random,
      target: {
        path: resourcePath({ ...view.resource, namespace }),
        query: {
          ...(fieldSelector === undefined ? {} : { fieldSelector }),
          ...(labelSelector === undefined ? {} : { labelSelector }),
        },
        isMetadataAlone,
        isPrinted,
        ...(measuredEvery === undefined ? {} : { pollMs: () => this.#measuredEveryMs }),
        project: (object, printed) => this.#project(object, printed),
        ...(words === undefined ? {} : { sieve: { words, keeps: object => this.#has(object) } }),
      },
      emit: boundary.guard(event => this.#onEvent(event)),
    });
    boundary.follow(this.#reflector.run(this.#stop));
  }

  get state(): QueryState {
    return this.#liveness.state;
  }

  /** Called whenever `state` changed. */
  onState(listener: () => void): () => void {
    return this.#liveness.subscribe(listener);
  }

  /** Told of each object that the watch says is deleted, as it was last: readers of the store may never have seen it so. */
  onGone(listener: (last: Row) => void): void {
    this.#goneListeners.add(listener);
  }

  retry(): void {
    this.#reflector.retry();
  }

  /** For who reads it with no person there: asks once more where the server let us in no more. What cannot be read is not read again. */
  askAgain(): void {
    if (this.#isRefused) this.#reflector.poll();
  }

  close(): void {
    this.#stop.cancel();
    this.#cancelFlush?.();
    this.#cancelExpiry();
    this.#cancelPoll();
    this.#stopTime();
    this.#liveness.close();
  }

  #has(object: unknown): boolean {
    const { namespace, name } = readMeta(object);
    return this.store.get(rowKey(namespace, name)) !== undefined;
  }

  #project(object: unknown, printed?: readonly unknown[]): Row {
    const row = projectRow(this.view, object, {
      cluster: this.cluster,
      now: this.#clock.now(),
      printed,
      shared: this.#shared,
      // Nobody asks where the kind's record does not say what its objects name.
      hasRelations: this.view.references !== undefined,
    });
    this.#measuredEveryMs = this.view.measuredEvery?.(object) ?? 0;
    if (this.#expiring.length > 0) {
      this.#objects.set(row.key, object);
      this.#scheduleIfExpiring(row);
    }
    return row;
  }

  #onEvent(event: WatchEvent<Row>): void {
    this.store.apply(event);
    this.#flushIfMany();
    if (INTERRUPTIONS.has(event.type)) this.#isOpen = false;
    switch (event.type) {
      case 'init':
        this.#listed = 0;
        this.#isRefused = false;
        this.#isMistimed = false;
        this.#flushedAt = this.#clock.elapsed() + FIRST_WAIT_MS - FLUSH_MS;
        // What is measured is read again and again, and true until then.
        if (this.view.measuredEvery !== undefined && this.state.kind === 'live') break;
        // It is asked for again and again, and there is none until one comes.
        if (this.#isUnserved()) break;
        if (this.#hasListed) this.#setStale(answerReason('relisting', {}), this.#clock.now());
        else if (this.state.kind !== 'loading')
          this.#liveness.set({ kind: 'loading', loaded: this.store.size, total: null });
        break;
      case 'initApply':
        this.#onPage(event);
        break;
      case 'initDone':
        this.#hasListed = true;
        this.#listedAt = this.#clock.now();
        this.#boundary.follow(this.#sweep());
        if (this.#isMistimed) this.#readAllAgain();
        break;
      case 'apply':
      case 'delete':
        if (event.type === 'delete') this.#letGo(event.object);
        this.#liveness.heard();
        this.#flushSoon();
        break;
      case 'bookmark':
        this.#liveness.heard();
        break;
      case 'live':
        this.#isOpen = true;
        this.#showLive();
        break;
      case 'reconnecting':
        this.#setStale(answerReason('reconnecting', {}), this.#clock.now());
        break;
      case 'trouble':
        this.#onTrouble(event.trouble);
        break;
    }
  }

  #letGo(last: Row): void {
    this.#objects.delete(last.key);
    for (const listener of this.#goneListeners) listener(last);
  }

  #onPage({ objects, remaining, leftOut = 0 }: Extract<WatchEvent<Row>, { type: 'initApply' }>): void {
    this.#listed += objects.length + leftOut;
    const { state } = this;
    if (this.#hasListed || (state.kind !== 'loading' && !this.#isUnserved())) return;
    // Of those that were looked through few are kept.
    const loaded = this.view.words === undefined ? this.store.size : this.#listed;
    const before = state.kind === 'loading' ? state.total : null;
    const total = remaining === null ? before : this.#listed + remaining;
    this.#liveness.set({ kind: 'loading', loaded, total });
    const isPageEnd = objects.length + leftOut === 0;
    const rows = this.store.size;
    const isFirstScreen = rows >= FIRST_ROWS && rows - objects.length < FIRST_ROWS;
    if (isPageEnd || isFirstScreen) this.#flushNow();
    else this.#flushSoon();
  }

  #onTrouble(trouble: Extract<WatchEvent<Row>, { type: 'trouble' }>['trouble']): void {
    this.#isRefused = trouble.retryAt === null && trouble.kind !== 'unreadable';
    if (trouble.kind === 'forbidden' && trouble.retryAt !== null) {
      // Listed and not watched: as true as the last list.
      const { reason, retryAt } = trouble;
      this.#liveness.set({
        kind: 'stale',
        since: this.#listedAt,
        reason,
        retryAt,
        isEmpty: false,
        everyMs: POLL_MS,
      });
      return;
    }
    if (trouble.kind === 'forbidden') {
      const resource = groupResource(this.view.resource);
      this.#liveness.set({
        kind: 'forbidden',
        verb: this.#hasListed ? 'watch' : 'list',
        resource,
        reason: trouble.reason,
      });
      return;
    }
    if (trouble.kind === 'notFound') this.#onUnserved(trouble.reason.message);
    else this.#setStale(trouble.reason, trouble.retryAt);
  }

  /** What is not found is no list that is empty: the cluster does not have the kind. What defines it may be installed while somebody waits. */
  #onUnserved(detail: string): void {
    this.#cancelPoll();
    this.#cancelPoll = this.#clock.schedule(POLL_MS, () => this.#reflector.poll());
    const reason = answerReason('notServed', { resource: groupResource(this.view.resource), detail });
    this.#setStale(reason, this.#clock.now() + POLL_MS);
  }

  #isUnserved(): boolean {
    return this.state.kind === 'stale' && this.state.reason?.code === 'notServed';
  }

  #showLive(): void {
    if (this.#isOpen && !this.#isSweeping) this.#liveness.setLive(() => this.#flushNow());
  }

  #setStale(reason: Reason, retryAt: number | null): void {
    this.#liveness.setStale(reason, { retryAt, isEmpty: !this.#hasListed });
  }

  #flushSoon(): void {
    const delayMs = Math.max(0, this.#flushedAt + FLUSH_MS - this.#clock.elapsed());
    this.#cancelFlush ??= this.#clock.schedule(delayMs, () => this.#flushNow());
  }

  #flushNow(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = null;
    this.#flushedAt = this.#clock.elapsed();
    this.store.flush();
  }

  #scheduleIfExpiring(row: Row): void {
    for (const index of this.#expiring) {
      const at = row.cells[index];
      if (typeof at === 'number' && at < this.#expiresAt) this.#scheduleExpiry(at);
    }
  }

  #scheduleExpiry(at: number): void {
    this.#cancelExpiry();
    this.#expiresAt = at;
    this.#cancelExpiry = scheduleAt(this.#clock, at + 1, () => this.#expire());
  }

  /** Finds the rows whose time has come: "next run" moves on although no object changed. */
  #expire(): void {
    const now = this.#clock.now();
    this.#expiresAt = Number.POSITIVE_INFINITY;
    const due: string[] = [];
    for (const row of this.store.rows()) {
      const isDue = this.#expiring.some(index => {
        const at = row.cells[index];
        return typeof at === 'number' && at <= now;
      });
      if (isDue) due.push(row.key);
      else this.#scheduleIfExpiring(row);
    }
    this.#boundary.follow(this.#readAgain(due));
  }

  /** What was read by another time may say that a run was missed which is yet to come. */
  #readAllAgain(): void {
    if (this.#objects.size === 0) return;
    this.#cancelExpiry();
    this.#expiresAt = Number.POSITIVE_INFINITY;
    for (const row of this.store.rows()) if (this.#objects.has(row.key)) this.#scheduleIfExpiring(row);
    this.#boundary.follow(this.#readAgain([...this.#objects.keys()]));
  }

  /** At the full hour most CronJobs of a cluster are due. */
  #readAgain(keys: readonly string[]): Promise<void> {
    const rest = keys[Symbol.iterator]();
    return this.#inSlices(() => {
      const next = rest.next();
      if (next.done === true) return false;
      const object = this.#objects.get(next.value);
      // It may be gone meanwhile.
      if (object !== undefined) this.store.replace(this.#project(object));
      return true;
    });
  }

  async #sweep(): Promise<void> {
    this.#isSweeping = true;
    await this.#inSlices(() => this.store.sweep(SWEPT_ROWS));
    this.#isSweeping = false;
    this.#showLive();
  }

  /** Until there is no more to do, or nobody reads any more. */
  async #inSlices(step: () => boolean): Promise<void> {
    let sliceEnd = this.#clock.elapsed() + SLICE_MS;
    while (!this.#stop.aborted && step()) {
      this.#flushIfMany();
      if (this.#clock.elapsed() < sliceEnd) continue;
      await this.#clock.nextTurn();
      sliceEnd = this.#clock.elapsed() + SLICE_MS;
    }
    if (!this.#stop.aborted) this.#flushSoon();
  }

  #flushIfMany(): void {
    if (this.store.pending >= MAX_PENDING) this.#flushNow();
  }
}
