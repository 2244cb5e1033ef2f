/** What there may be too many of. */
export type Limited = 'children' | 'calls';

/** As many as a small container's limit of processes. */
const MAX_CHILDREN = 200;
/** Functions, texts, scripts and traps that run inside each other. */
const MAX_CALLS = 400;

/** What one command in a container, with all that it starts, may have begun and not ended. */
export class Budget {
  readonly #left = { children: MAX_CHILDREN, calls: MAX_CALLS };

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
