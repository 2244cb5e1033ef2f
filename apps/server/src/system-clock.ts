import { timerClock } from '@lanthorn/base/timer-clock.ts';
import { TurnQueue } from '@lanthorn/base/turn-queue.ts';

const turns = new TurnQueue(run => void setImmediate(run));

/** A pending timer keeps the process alive no longer than its server does. */
export const systemClock = timerClock({
  now: () => Date.now(),
  elapsed: () => performance.now(),
  start(task, delayMs) {
    const timer = setTimeout(task, delayMs).unref();
    return () => clearTimeout(timer);
  },
  nextTurn: () => turns.nextTurn(),
});
