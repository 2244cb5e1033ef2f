import type { Clock } from './clock.ts';

/** A clock that runs `speed` times as fast from now on. */
export function scaledClock(clock: Clock, speed: number): Clock {
  const start = clock.now();
  const from = clock.elapsed();
  const elapsed = () => (clock.elapsed() - from) * speed;
  return {
    // However the machine's clock is set, this one goes on evenly.
    now: () => start + elapsed(),
    elapsed,
    schedule: (delayMs, task) => clock.schedule(delayMs / speed, task),
    nextTurn: () => clock.nextTurn(),
  };
}
