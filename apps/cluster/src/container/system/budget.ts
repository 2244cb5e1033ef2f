/** What there may be too many of. */
export type Limited = 'children' | 'calls';

/** As many as a small container's limit of processes. */
const MAX_CHILDREN = 200;
/** Functions, texts, scripts and traps that run inside each other. */
const MAX_CALLS = 400;

/** Commands of a script between two turns of others, and as long. */
const TURN_COMMANDS = 100;
const TURN_MS = 8;

/** What one command in a container, with all that it starts, may have begun and not ended. */
export class Budget {
  readonly #left = { children: MAX_CHILDREN, calls: MAX_CALLS };

  #commands = 0;
  #since: number | null = null;

  /** Whether so much was done that others are to have a turn; `elapsed` is now. */
  isTurnOver(elapsed: number): boolean {
    this.#since ??= elapsed;
    if (++this.#commands < TURN_COMMANDS && elapsed - this.#since < TURN_MS) return false;
    this.#commands = 0;
    this.#since = elapsed;
    return true;
  }

  /** False where there are too many already; whoever got it gives it back. */
  take(kind: Limited): boolean {
    if (this.#left[kind] <= 0) return false;
    this.#left[kind]--;
    return true;
  }

  giveBack(kind: Limited): void {
    this.#left[kind]++;
  }
}
