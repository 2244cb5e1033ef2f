import { RUN_LENGTH, SlicedSort } from './sliced-sort.ts';
import type { Compare } from './sorted-index.ts';

/** What more values there are is sorted item by item: a value takes some hundred bytes meanwhile. */
const MAX_VALUES = 50_000;

export type SortValue = string | number | null;

/** What is looked at first where items are sorted. */
export interface FirstValue<T> {
  /** What items with equal values have alike; undefined of one that is to be compared for itself. */
  readonly valueOf: (item: T) => SortValue | undefined;
  /** Of two that differ. */
  readonly compareValues: Compare<SortValue>;
  /** Of two items with equal values. */
  readonly compareAlike: Compare<T>;
}

/**
 * Sorts many items a little at a time, as `SlicedSort`, by a value that is read once from each: the values are sorted, then the items of each.
 * `compare` must be total; of two items it tells what `compareValues` tells of their values, and of equal ones what `compareAlike` tells.
 */
export class BucketedSort<T> {
  readonly #first: FirstValue<T>;
  readonly #compare: Compare<T>;
  readonly #buckets = new Map<SortValue, T[]>();
  readonly #values: SlicedSort<SortValue>;
  readonly #rest: SlicedSort<T>;
  readonly #result: T[] = [];
  /** The items of a value, in order, and how far they were gone through; then those of the next one. */
  #run: readonly T[] = [];
  #within = 0;
  #next = 0;
  #restAt = 0;
  /** The items of the next value, where there are several, while they are sorted. */
  #sorting: { readonly sort: SlicedSort<T>; taken: number } | null = null;

  constructor(compare: Compare<T>, first: FirstValue<T>) {
    this.#compare = compare;
    this.#first = first;
    this.#values = new SlicedSort(first.compareValues);
    this.#rest = new SlicedSort(compare);
  }

  /** Takes in some more. */
  add(items: readonly T[]): void {
    const rest: T[] = [];
    const values: SortValue[] = [];
    for (const item of items) {
      const value = this.#first.valueOf(item);
      const bucket = value === undefined ? undefined : this.#buckets.get(value);
      if (bucket !== undefined) bucket.push(item);
      else if (value === undefined || this.#buckets.size >= MAX_VALUES) rest.push(item);
      else {
        this.#buckets.set(value, [item]);
        values.push(value);
      }
    }
    this.#rest.add(rest);
    this.#values.add(values);
  }

  /** Goes on for so many items; false when everything is in order. */
  step(count: number): boolean {
    return this.#rest.step(count) || this.#values.step(count) || this.#join(count);
  }

  /** All in order, once `step` says that there is no more to do. */
  result(): readonly T[] {
    return this.#result;
  }

  /** The items of one value after those of another, with the rest among them. */
  #join(count: number): boolean {
    const values = this.#values.result();
    const rest = this.#rest.result();
    for (let left = count; left > 0; left--) {
      const isOver = this.#within === this.#run.length && this.#next < values.length;
      if (isOver && !this.#openRun(values[this.#next] as SortValue, count)) return true;
      const item = this.#run[this.#within];
      const other = rest[this.#restAt];
      if (item === undefined && other === undefined) return false;
      if (item === undefined || (other !== undefined && this.#compare(other, item) < 0)) {
        this.#result.push(other as T);
        this.#restAt++;
      } else {
        this.#result.push(item);
        this.#within++;
      }
    }
    return true;
  }

  /** Returns whether the items of this value are in order, and come next. */
  #openRun(value: SortValue, count: number): boolean {
    const run = this.#sortSome(this.#buckets.get(value) ?? [], count);
    if (run === null) return false;
    this.#run = run;
    this.#within = 0;
    this.#next++;
    return true;
  }

  /** These items in order; null while there is more to do. */
  #sortSome(bucket: readonly T[], count: number): readonly T[] | null {
    if (bucket.length === 1) return bucket;
    this.#sorting ??= { sort: new SlicedSort(this.#first.compareAlike), taken: 0 };
    const { sort, taken } = this.#sorting;
    if (taken < bucket.length) {
      sort.add(bucket.slice(taken, taken + RUN_LENGTH));
      this.#sorting.taken += RUN_LENGTH;
      return null;
    }
    if (sort.step(count)) return null;
    this.#sorting = null;
    return sort.result();
  }
}
