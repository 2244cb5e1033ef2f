import type { Clock } from '@lanthorn/base/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
}

/** As on a real clock a little time passes between two looks, and it never shows whole milliseconds. (Powers of two: sums are exact.) */
const LOOK_MS = 2 ** -20;
const LOOKS = 1_000;
const ELAPSED_BEFORE_MS = 1_234.5;

/** A clock that stands still until the test moves it. */
export class FakeClock implements Clock {
  #elapsed = 0;
  /** Looks at the time that passes, since it last moved on. */
  #looks = 0;
  #looksAt = -1;
  /** What the clock shows beyond the time that has passed. */
  #set: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(startMs = Date.parse('2026-11-23T08:00:00Z')) {
    this.#set = startMs;
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#set + this.#elapsed;
  }

  elapsed(): number {
    this.#looks = this.#looksAt === this.#elapsed ? Math.min(this.#looks + 1, LOOKS) : 0;
    this.#looksAt = this.#elapsed;
    return ELAPSED_BEFORE_MS + this.#elapsed + this.#looks * LOOK_MS;
  }

  schedule(delayMs: number, task: () => void): () => void {
    const timer = { at: this.#elapsed + Math.max(0, delayMs), order: this.#order++, task };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  nextTurn(): Promise<void> {
    return Promise.resolve();
  }

  /** Moves time on, running due timers in order and letting promises settle between them. */
  async advance(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    await settle();
    for (let next = this.#nextTimer(end); next !== null; next = this.#nextTimer(end)) {
      this.#elapsed = Math.max(this.#elapsed, next.at);
      this.#timers.delete(next);
      next.task();
      await settle();
    }
    this.#elapsed = Math.max(this.#elapsed, end);
  }

  /** A jump such as a laptop's sleep: timers that became due run once, at the new time. */
  jump(ms: number): void {
    this.#elapsed += ms;
  }

  /** Somebody sets the clock on or back; no time passes by that. */
  set(byMs: number): void {
    this.#set += byMs;
  }

  #nextTimer(end: number): Timer | null {
    let next: Timer | null = null;
    for (const timer of this.#timers) {
      if (timer.at > end) continue;
      if (next === null || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
    }
    return next;
  }
}

/** Promise chains in this program are far shorter than this many turns. */
const SETTLE_TURNS = 30;

/** Lets everything that waits only for promises run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < SETTLE_TURNS; i++) await Promise.resolve();
}
