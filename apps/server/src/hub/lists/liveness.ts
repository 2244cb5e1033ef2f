import type { Clock } from '@lanthorn/base/clock.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';

/**
 * A watch that was reopened first brings what was missed. Only when that had time to arrive and was handed on, what is shown is
 * called live again.
 */
const CATCH_UP_MS = 60;

/** How fresh something that is watched is: the one place where anything becomes "live" or "stale". */
export class Liveness {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #state: QueryState = { kind: 'loading', loaded: 0, total: null };
  /** When the server was last heard of; 0 for never. */
  #heardAt = 0;
  #cancelLive: () => void = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get state(): QueryState {
    return this.#state;
  }

  /** Called whenever the state was set; the returned function ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(state: QueryState): void {
    this.#cancelLive();
    this.#state = state;
    this.changed();
  }

  /** Tells the listeners that what is shown changed. */
  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** The server said something: what is shown is true as of now. */
  heard(): void {
    this.#heardAt = this.#clock.now();
  }

  /** Live at once, or after a gap when what was missed had time to arrive; `handOn` runs just before. */
  setLive(handOn: () => void = () => {}): void {
    this.heard();
    const become = () => {
      handOn();
      this.set({ kind: 'live' });
    };
    if (this.#state.kind !== 'stale') return become();
    this.#cancelLive();
    this.#cancelLive = this.#clock.schedule(CATCH_UP_MS, become);
  }

  setStale(reason: Reason, { retryAt, isEmpty }: { retryAt: number | null; isEmpty: boolean }): void {
    const now = this.#clock.now();
    const before = this.#state;
    const since = before.kind === 'stale' ? before.since : before.kind === 'live' ? now : this.#heardAt || now;
    this.set({ kind: 'stale', since, reason, retryAt, isEmpty });
  }

  /** It may be read and not watched: as true as when it was read last. */
  setPolled(reason: Reason, { retryAt, everyMs }: { retryAt: number; everyMs: number }): void {
    const since = this.#heardAt || this.#clock.now();
    this.set({ kind: 'stale', since, reason, retryAt, isEmpty: false, everyMs });
  }

  close(): void {
    this.#cancelLive();
  }
}
