import { CancelSource, type Clock, sleep } from '@lanthorn/base/clock.ts';
import { systemClock } from './system-clock.ts';

/** What containers get of the process that they all live in, with everything else there. */
const SHARE = 0.2;
/** Used at once, in milliseconds: more than any script needs that does something and ends. */
const AT_ONCE_MS = 2_000;
const NEVER = new CancelSource();

interface Waiting {
  readonly clock: Clock;
  readonly go: () => void;
}

/** Gives the commands of all containers their turns, one after the other, and keeps them to their share; all of it is real time. */
export class Governor {
  readonly #clock: Clock;
  readonly #waiting: Waiting[] = [];
  #isGiving = false;
  /** Who has its turn, and when it was heard of last. */
  #turn: { readonly clock: Clock; until: number } | null = null;
  #leftMs = AT_ONCE_MS;
  #countedAt = systemClock.elapsed();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A clock for one container, whose command may go on for ever. */
  pacedClock(): Clock {
    const clock: Clock = {
      now: () => this.#clock.now(),
      elapsed: () => this.#clock.elapsed(),
      schedule: (delayMs, task) => {
        this.#hear(clock);
        return this.#clock.schedule(delayMs, task);
      },
      nextTurn: () => {
        this.#hear(clock);
        return new Promise(go => {
          this.#waiting.push({ clock, go });
          if (!this.#isGiving) void this.#give();
        });
      },
    };
    return clock;
  }

  #hear(clock: Clock): void {
    if (this.#turn?.clock === clock) this.#turn.until = systemClock.elapsed();
  }

  async #give(): Promise<void> {
    this.#isGiving = true;
    await this.#clock.nextTurn();
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const from = systemClock.elapsed();
      this.#turn = { clock: next.clock, until: from };
      next.go();
      await this.#clock.nextTurn();
      const pauseMs = this.#count(this.#turn.until - from);
      this.#turn = null;
      if (pauseMs > 0) await sleep(systemClock, pauseMs, NEVER);
    }
    this.#isGiving = false;
  }

  /** How long nobody gets a turn after one that took so long. */
  #count(usedMs: number): number {
    const now = systemClock.elapsed();
    this.#leftMs = Math.min(AT_ONCE_MS, this.#leftMs + (now - this.#countedAt) * SHARE) - usedMs;
    this.#countedAt = now;
    return -this.#leftMs / SHARE;
  }
}
