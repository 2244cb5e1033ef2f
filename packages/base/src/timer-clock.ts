import type { Clock } from './clock.ts';

/** Platforms count a timer's delay in 32 bits: longer ones (a yearly CronJob) are waited for in steps. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** What a clock needs of the platform it runs on. */
export interface Timers {
  readonly now: () => number;
  readonly elapsed: () => number;
  /** Runs `task` once after at most 2³¹ − 1 ms; the returned function cancels it. */
  readonly start: (task: () => void, delayMs: number) => () => void;
  readonly nextTurn: () => Promise<void>;
}

/** The machine's clock, on the timers of a platform. */
export function timerClock({ now, elapsed, start, nextTurn }: Timers): Clock {
  return {
    now,
    elapsed,
    schedule(delayMs, task) {
      let cancel = () => {};
      const wait = (leftMs: number) => {
        const next = leftMs > MAX_TIMEOUT_MS ? () => wait(leftMs - MAX_TIMEOUT_MS) : task;
        cancel = start(next, Math.min(leftMs, MAX_TIMEOUT_MS));
      };
      wait(delayMs);
      return () => cancel();
    },
    nextTurn,
  };
}
