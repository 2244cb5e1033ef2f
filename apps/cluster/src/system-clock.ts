import type { Clock } from '@lanthorn/base/clock.ts';

/** setTimeout counts in 32 bits: longer delays (a yearly CronJob) are waited for in steps. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** The machine's clock. A pending timer keeps the process alive no longer than its server does. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, task) {
    let timer: NodeJS.Timeout;
    const wait = (leftMs: number) => {
      const next = leftMs > MAX_TIMEOUT_MS ? () => wait(leftMs - MAX_TIMEOUT_MS) : task;
      timer = setTimeout(next, Math.min(leftMs, MAX_TIMEOUT_MS)).unref();
    };
    wait(delayMs);
    return () => clearTimeout(timer);
  },
};
