import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';

/** One timer for all ages on screen; a second is as fine as they get. */
const TICK_MS = 1_000;

/** A clock that is looked at once a second, for all who show its time. */
export class Ticker {
  /** What the clock shows at this very moment. */
  readonly read: () => number;
  readonly #listeners = new Set<() => void>();
  #shown: number;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(read: () => number) {
    this.read = read;
    this.#shown = read();
  }

  /** What everybody shows now. */
  readonly shown = (): number => this.#shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    // Nobody looked for a while.
    if (this.#timer === null) this.#shown = this.read();
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => this.look(), TICK_MS);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0 || this.#timer === null) return;
      clearInterval(this.#timer);
      this.#timer = null;
    };
  };

  /** Looks at the clock, and tells all: it may have been set. */
  look(): void {
    this.#shown = this.read();
    for (const notify of this.#listeners) notify();
  }
}

/** Whose time is shown: outside of any cluster's screens that of this machine. */
export const TimeContext = createContext(new Ticker(() => Date.now()));

/** The time, once a second: only what shows it is rendered again. */
export function useNow(): number {
  const { subscribe, shown } = useContext(TimeContext);
  return useSyncExternalStore(subscribe, shown);
}

/** Until when what is shown inside is known to be true; null while it is live. */
export const KnownUntilContext = createContext<number | null>(null);

/** The time up to which something is known to have gone on: now, or since `stoppedAt` that moment. */
export function useKnownNow(): { readonly now: number; readonly stoppedAt: number | null } {
  const now = useNow();
  const stoppedAt = useContext(KnownUntilContext);
  return { now: stoppedAt ?? now, stoppedAt };
}

const MINUTE_MS = 60_000;

/** The time, once a minute, to the minute: for what tells days apart. */
export function useMinute(): number {
  const { subscribe, shown } = useContext(TimeContext);
  return useSyncExternalStore(subscribe, () => Math.floor(shown() / MINUTE_MS) * MINUTE_MS);
}

/** The clock itself, for what happens at one moment. */
export function useTimeReader(): () => number {
  return useContext(TimeContext).read;
}

/** The value, but only after it has stayed the same for a while. */
export function useSettled<T>(value: T, delayMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timeout = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timeout);
  }, [value, delayMs]);
  return settled;
}
