import { type KeptEvent, keptEventOf } from '@lanthorn/views/facts/kept-events.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { EventsStore } from '../history/stores/events-store.ts';
import type { Collection } from '../hub/lists/collection.ts';
import type { ClusterKey } from '../upstream/cluster-key.ts';

/** What is not written yet is held in memory, some 500 bytes each; beyond it the oldest go first. */
const MAX_WAITING = 10_000;
/** Events of one transaction: a few milliseconds. */
const BATCH = 50;
/** What comes in a burst is written together. */
const GATHER_MS = 1_000;
/** What could not be written is tried again after this; the history itself says that it cannot be written. */
const RETRY_MS = 60_000;

/** Keeps what open lists of events say: the API server forgets it after an hour. */
export class EventRecorder {
  readonly #events: Pick<EventsStore, 'saveEvents'>;
  readonly #boundary: Boundary;
  /** By the uid of the event. */
  readonly #waiting = new Map<ClusterKey, Map<string, KeptEvent>>();
  #isWriting = false;
  #cancelNext: (() => void) | null = null;

  constructor(events: Pick<EventsStore, 'saveEvents'>, boundary: Boundary) {
    this.#events = events;
    this.#boundary = boundary;
  }

  /** Keeps what a list of events says, as long as it is open. */
  follow(cluster: ClusterKey, { view, store }: Pick<Collection, 'view' | 'store'>): void {
    if (view !== EVENT_VIEW) return;
    store.subscribe(
      this.#boundary.guard(changed => {
        const told = [...changed.keys()].flatMap(key => {
          const row = store.get(key);
          return (row === undefined ? null : keptEventOf(row)) ?? [];
        });
        if (told.length > 0) this.#add(cluster, told);
      }),
    );
  }

  close(): void {
    this.#cancelNext?.();
    this.#boundary.close();
    this.#waiting.clear();
  }

  #add(cluster: ClusterKey, told: readonly KeptEvent[]): void {
    const waiting = this.#waiting.get(cluster) ?? new Map<string, KeptEvent>();
    this.#waiting.set(cluster, waiting);
    // A list that opens may bring more than is kept: the newest last, where they stay.
    const newest = told.length <= MAX_WAITING ? told : told.toSorted((a, b) => a.lastSeen - b.lastSeen);
    for (const event of newest.slice(-MAX_WAITING)) {
      waiting.delete(event.uid);
      waiting.set(event.uid, event);
      const [oldest] = waiting.keys();
      if (waiting.size > MAX_WAITING && oldest !== undefined) waiting.delete(oldest);
    }
    if (!this.#isWriting && this.#cancelNext === null) this.#writeIn(GATHER_MS);
  }

  #writeIn(delayMs: number): void {
    this.#cancelNext = this.#boundary.clock.schedule(delayMs, () => {
      this.#cancelNext = null;
      this.#boundary.follow(this.#write());
    });
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    const isWritten = await this.#writeAll();
    this.#isWriting = false;
    if (!isWritten) this.#writeIn(RETRY_MS);
    else if (this.#waiting.size > 0) this.#writeIn(GATHER_MS);
  }

  /** False where something could not be written; it waits on. */
  async #writeAll(): Promise<boolean> {
    for (const [cluster, waiting] of this.#waiting) {
      while (waiting.size > 0) {
        const batch = [...waiting.values()].slice(0, BATCH);
        // oxlint-disable-next-line no-await-in-loop -- one after another, for the event loop belongs to everyone
        const isKept = await this.#events.saveEvents(cluster, batch).then(
          () => true,
          () => false,
        );
        if (!isKept) return false;
        // What was told anew meanwhile is not written yet.
        for (const event of batch) if (waiting.get(event.uid) === event) waiting.delete(event.uid);
        // oxlint-disable-next-line no-await-in-loop -- see above
        await this.#boundary.clock.nextTurn();
      }
      this.#waiting.delete(cluster);
    }
    return true;
  }
}
