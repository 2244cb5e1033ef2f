import type { Clock } from './clock.ts';

/** A clock that runs `speed` times as fast from now on. */
export function scaledClock(clock: Clock, speed: number): Clock {
  const start = clock.now();
  return {
    now: () => start + (clock.now() - start) * speed,
    schedule: (delayMs, task) => clock.schedule(delayMs / speed, task),
    nextTurn: () => clock.nextTurn(),
  };
}
