import type { Compare } from './sorted-index.ts';

/** Sorted at once by the engine: some hundred microseconds. */
export const RUN_LENGTH = 1_000;

/** Sorts many items a little at a time (merge sort, bottom up), so that no number of them holds up the process. `compare` must be total. */
export class SlicedSort<T> {
  readonly #compare: Compare<T>;
  /** Not sorted yet. */
  #gathered: T[] = [];
  /** Sorted each; the two at the front are merged next, and what comes of it goes to the end. */
  #runs: T[][] = [];
  #merged: T[] = [];
  #left = 0;
  #right = 0;

  constructor(compare: Compare<T>) {
    this.#compare = compare;
  }

  /** Takes in some more. */
  add(items: readonly T[]): void {
    for (const item of items) this.#gathered.push(item);
    if (this.#gathered.length >= RUN_LENGTH) this.#sortGathered();
  }

  /** Goes on for so many items; false when everything is in order. */
  step(count: number): boolean {
    if (this.#gathered.length > 0) this.#sortGathered();
    const [left, right] = this.#runs;
    if (left === undefined || right === undefined) return false;
    const merged = this.#merged;
    const end = Math.min(merged.length + count, left.length + right.length);
    let i = this.#left;
    let j = this.#right;
    while (merged.length < end) {
      const isLeft = j >= right.length || (i < left.length && this.#compare(left[i] as T, right[j] as T) <= 0);
      merged.push((isLeft ? left[i++] : right[j++]) as T);
    }
    this.#left = i;
    this.#right = j;
    if (i + j === left.length + right.length) {
      this.#runs = [...this.#runs.slice(2), merged];
      this.#merged = [];
      this.#left = 0;
      this.#right = 0;
    }
    return this.#runs.length > 1;
  }

  #sortGathered(): void {
    const run = this.#gathered.sort(this.#compare);
    this.#gathered = [];
    const last = this.#runs.at(-1);
    // What comes in order already needs no merging.
    if (last !== undefined && this.#compare(last.at(-1) as T, run[0] as T) <= 0)
      for (const item of run) last.push(item);
    else this.#runs.push(run);
  }

  /** All in order, once `step` says that there is no more to do. */
  result(): readonly T[] {
    return this.#runs[0] ?? [];
  }
}
