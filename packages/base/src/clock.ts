/** Time as an argument: pure code and tests decide what "now" is. */
export interface Clock {
  /** Milliseconds since the epoch: for facts. It may be set, to any time at any time, so it tells no duration. */
  now(): number;
  /** Milliseconds since some moment, never fewer than before: for durations, deadlines and pauses. */
  elapsed(): number;
  /** Runs `task` once after `delayMs`; the returned function cancels it. */
  schedule(delayMs: number, task: () => void): () => void;
  /** Resolves in a later turn of the event loop: how long work lets others run. */
  nextTurn(): Promise<void>;
}

/** A time that is set is noticed no later than this. */
const LOOK_AGAIN_MS = 30_000;

/** Runs `task` once when the clock shows `at` or later, however it is set meanwhile; the returned function cancels it. */
export function scheduleAt(clock: Pick<Clock, 'now' | 'schedule'>, at: number, task: () => void): () => void {
  let cancel = () => {};
  const wait = () => {
    const leftMs = Math.max(0, at - clock.now());
    cancel = clock.schedule(Math.min(leftMs, LOOK_AGAIN_MS), () => (clock.now() >= at ? task() : wait()));
  };
  wait();
  return () => cancel();
}

/** Resolves after `delayMs`, or at once when `signal` is aborted. Never rejects. */
export function sleep(clock: Clock, delayMs: number, signal: CancelSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const finish = () => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.schedule(delayMs, finish);
    signal.addEventListener('abort', finish);
  });
}

/** The part of the platform's `AbortSignal` that pure code needs; an `AbortSignal` is one. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A cancel signal and its trigger for code that may not use `AbortController`. */
export class CancelSource implements CancelSignal {
  aborted = false;
  readonly #listeners = new Set<() => void>();

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  cancel(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of [...this.#listeners]) listener();
    this.#listeners.clear();
  }
}
