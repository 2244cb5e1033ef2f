import type { Clock } from '@lanthorn/base/clock.ts';
import type { TerminalOutput } from './terminal-feed.ts';

/** Drawn at once within the time below: more than programs draw a screen with. */
const AT_ONCE_BYTES = 32 * 1024;
/** What comes beyond is a flood, which nobody reads: so much of it is drawn together, and no sooner than so long after what was before. */
const TOGETHER_BYTES = 128 * 1024;
const TOGETHER_MS = 50;
/** However long that took to draw. */
const MAX_PAUSE_MS = 500;
/** Somebody types in another terminal: so long after a key, which is longer than it takes to the next, a flood is drawn no sooner than after the longest pause, and of it one part. */
const WAY_MS = 400;
/** Who types waits for the answer, which comes behind all of a flood that is on its way: so long after a key nothing of it is put off. */
const HURRY_MS = 1_000;

interface Waiting {
  readonly size: number;
  /** Kept when it is drawn. */
  readonly draw: () => Promise<void>;
  /** It will not be drawn. */
  readonly drop: () => void;
}

/**
 * Draws what a terminal is told, and of a flood only as much as leaves the page to others for half of the time: other terminals, lists and keys
 * are as quick as before. What is not drawn is not acknowledged, so whoever floods waits.
 */
export class PacedOutput implements TerminalOutput {
  readonly #output: TerminalOutput;
  readonly #clock: Pick<Clock, 'elapsed' | 'schedule'>;
  #waiting: Waiting[] = [];
  #isFlooded = false;
  /** How often all that waited was taken out of turn: a turn that began before that goes on with nothing. */
  #breaks = 0;
  #since = Number.NEGATIVE_INFINITY;
  #room = AT_ONCE_BYTES;
  #hurriedUntil = Number.NEGATIVE_INFINITY;
  #givesWayUntil = Number.NEGATIVE_INFINITY;
  #cancelTurn = () => {};

  constructor(output: TerminalOutput, clock: Pick<Clock, 'elapsed' | 'schedule'>) {
    this.#output = output;
    this.#clock = clock;
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise(resolve => {
      const draw = () => this.#output.write(bytes).then(resolve);
      this.#take({ size: bytes.length, draw, drop: resolve });
    });
  }

  /** Does something once all that was written is on its way to the screen. */
  afterwards(task: () => void): void {
    const draw = async () => task();
    this.#take({ size: 0, draw, drop: task });
  }

  /** Somebody types: what is waiting is drawn now, and what follows as it comes. */
  hurry(): void {
    this.#hurriedUntil = this.#clock.elapsed() + HURRY_MS;
    for (const { draw } of this.#takeWaiting()) void draw();
  }

  /** Somebody types in another terminal, and waits for the answer: that is drawn first. */
  giveWay(): void {
    this.#givesWayUntil = this.#clock.elapsed() + WAY_MS;
  }

  clear(): void {
    this.close();
    this.#output.clear();
  }

  /** What was not drawn will not be. */
  close(): void {
    for (const { drop } of this.#takeWaiting()) drop();
  }

  #takeWaiting(): readonly Waiting[] {
    this.#cancelTurn();
    this.#isFlooded = false;
    this.#breaks++;
    return this.#waiting.splice(0);
  }

  #take(next: Waiting): void {
    const now = this.#clock.elapsed();
    if (now < this.#hurriedUntil) {
      void next.draw();
      return;
    }
    if (!this.#isFlooded && now - this.#since >= TOGETHER_MS) {
      this.#since = now;
      this.#room = AT_ONCE_BYTES;
    }
    if (!this.#isFlooded && next.size <= this.#room) {
      this.#room -= next.size;
      void next.draw();
      return;
    }
    this.#waiting.push(next);
    if (this.#isFlooded) return;
    this.#isFlooded = true;
    this.#turnIn(this.#since + TOGETHER_MS - now);
  }

  #turnIn(delayMs: number): void {
    this.#cancelTurn = this.#clock.schedule(delayMs, () => void this.#drawTogether());
  }

  async #drawTogether(): Promise<void> {
    const [from, breaks] = [this.#clock.elapsed(), this.#breaks];
    const isInWay = from < this.#givesWayUntil;
    const wayMs = Math.min(this.#givesWayUntil, this.#since + MAX_PAUSE_MS) - from;
    if (isInWay && wayMs > 0) return this.#turnIn(wayMs);
    const drawn: Promise<void>[] = [];
    for (let size = 0; size < (isInWay ? 1 : TOGETHER_BYTES); ) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      size += next.size;
      drawn.push(next.draw());
    }
    await Promise.all(drawn);
    if (breaks !== this.#breaks) return undefined;
    const tookMs = this.#clock.elapsed() - from;
    this.#since = this.#clock.elapsed();
    this.#room = AT_ONCE_BYTES;
    if (this.#waiting.length === 0) this.#isFlooded = false;
    else this.#turnIn(Math.min(MAX_PAUSE_MS, Math.max(TOGETHER_MS - tookMs, tookMs)));
    return undefined;
  }
}
