import type { Clock } from '@lanthorn/base/clock.ts';

/** Turns that are taken at once: more than any script needs that does something and ends. */
const FREE_TURNS = 20_000;
/** From then on as many at a time, with a pause after them: all containers share one process, and none may keep it busy. */
const TURNS = 20;
const PAUSE_MS = 50;

/** A clock for one command that may go on for ever. */
export function pacedClock(clock: Clock): Clock {
  let turns = 0;
  return {
    now: () => clock.now(),
    elapsed: () => clock.elapsed(),
    schedule: (delayMs, task) => clock.schedule(delayMs, task),
    nextTurn: () => {
      turns++;
      if (turns < FREE_TURNS || turns % TURNS !== 0) return clock.nextTurn();
      return new Promise(resolve => {
        clock.schedule(PAUSE_MS, resolve);
      });
    },
  };
}
