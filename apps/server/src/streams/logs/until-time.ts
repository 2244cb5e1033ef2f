/** A time and a space: what is longer without one begins with no time. */
const MAX_TIME = 40;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*$/;

/** The beginning of a log whose lines have their times, to the first one that was written later. An API server reads on to the end. */
export class UntilTime {
  readonly #untilMs: number;
  /** Of a line whose time is not whole yet. */
  #open = '';
  /** The time of the line was read, and it goes on. */
  #isInside = false;
  #isOver = false;

  constructor(time: string) {
    this.#untilMs = Date.parse(time);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** What of it was written until then; half a time waits for the rest. */
  take(text: string): string {
    const all = this.#open + text;
    this.#open = '';
    let at = 0;
    while (at < all.length && !this.#isOver) {
      if (!this.#isInside && !this.#begin(all, at)) break;
      if (this.#isOver) break;
      const end = all.indexOf('\n', at);
      this.#isInside = end < 0;
      at = end < 0 ? all.length : end + 1;
    }
    return all.slice(0, at);
  }

  /** No more comes. */
  end(): string {
    return this.#isOver ? '' : this.#open;
  }

  /** Whether the line that begins there has its time. */
  #begin(all: string, at: number): boolean {
    const head = all.slice(at, at + MAX_TIME);
    const [time = ''] = head.split(/[ \n]/, 1);
    if (time.length === head.length && head.length < MAX_TIME) {
      this.#open = all.slice(at);
      return false;
    }
    this.#isOver = TIME.test(time) && Date.parse(time) > this.#untilMs;
    return true;
  }
}
