import type { Clock } from '@lanthorn/base/clock.ts';

/** At most one frame in this time: twenty a second is all the eye gets from a table. */
const FRAME_MS = 50;
/** While a list is still arriving its counts change with every page; a person reads no more than four a second. */
const LOADING_FRAME_MS = 250;

/** What came of a frame that was due: the tab is behind, nothing was new, only counts and states were, or rows. */
export type FrameOutcome = 'busy' | 'nothing' | 'counts' | 'rows';

/** How soon what is new is wanted. */
export interface Urgency {
  /** It is of a list that is filling up: it may wait longer. */
  readonly isFillingUp: boolean;
  /** Somebody asked for it and waits: it goes at once, however many writes there are. */
  readonly isAnswer: boolean;
}

/** When a tab is sent its next frame: on a beat that all tabs share, or at once after a pause. */
export class FrameBeat {
  readonly #clock: Clock;
  readonly #sendFrame: () => FrameOutcome;
  /** When the next frame is due; infinity while none is. */
  #frameAt = Number.POSITIVE_INFINITY;
  #cancel: () => void = () => {};
  #sentAt = Number.NEGATIVE_INFINITY;
  /** When rows were last sent; the first frame after a pause goes at once. */
  #sentRowsAt = Number.NEGATIVE_INFINITY;
  #isPaused = false;
  #isClosed = false;

  constructor(clock: Clock, sendFrame: () => FrameOutcome) {
    this.#clock = clock;
    this.#sendFrame = sendFrame;
  }

  requestFrame({ isFillingUp, isAnswer }: Urgency): void {
    const due = isFillingUp ? this.#sentAt + LOADING_FRAME_MS : nextBeat(this.#sentRowsAt);
    this.#schedule(isAnswer ? this.#clock.elapsed() : Math.max(due, this.#clock.elapsed()));
  }

  /** Nobody looks: no frames until it is resumed. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#schedule(this.#clock.elapsed());
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  /** `at` is a time, not a delay: a beat that went through a sum would be a hair off, and the next one a whole beat late. */
  #schedule(at: number): void {
    if (at >= this.#frameAt || this.#isPaused || this.#isClosed) return;
    // What is more urgent does not wait for what may wait: that a list is complete, for its counts.
    this.#cancel();
    this.#frameAt = at;
    this.#cancel = this.#clock.schedule(at - this.#clock.elapsed(), () => {
      this.#frameAt = Number.POSITIVE_INFINITY;
      this.#onDue(Math.max(at, lastBeat(this.#clock.elapsed())));
    });
  }

  /** `at` is when it was due. */
  #onDue(at: number): void {
    if (this.#isClosed || this.#isPaused) return;
    const before = this.#sentRowsAt;
    // What becomes new while the frame is made waits for the next beat.
    this.#sentRowsAt = at;
    const outcome = this.#sendFrame();
    if (outcome !== 'rows') this.#sentRowsAt = before;
    if (outcome === 'busy') this.#schedule(this.#clock.elapsed() + FRAME_MS);
    if (outcome === 'rows' || outcome === 'counts') this.#sentAt = this.#clock.elapsed();
  }
}

/** Under steady changes all tabs are sent their frames on the same beat, so that those that show the same are sent the same. */
const lastBeat = (now: number) => Math.floor(now / FRAME_MS) * FRAME_MS;
const nextBeat = (sentAt: number) => Math.ceil((sentAt + FRAME_MS) / FRAME_MS) * FRAME_MS;
