import { SlicedSort } from './sliced-sort.ts';
import type { Compare } from './sorted-index.ts';

/** Values that stand for themselves: names of all nodes of a large cluster. What has another is sorted item by item. */
const MAX_BUCKETS = 4_096;

/** What items with equal values have alike; undefined of one that is to be compared for itself. */
export type ValueOf<T> = (item: T) => string | number | null | undefined;

/**
 * Sorts many items a little at a time, as `SlicedSort`, of which many have the same value: those are put together first, so that few are compared.
 * `compare` must be total; of two items with different values it tells the same whatever else they are.
 */
export class BucketedSort<T> {
  readonly #valueOf: ValueOf<T>;
  readonly #compare: Compare<T>;
  readonly #buckets = new Map<string | number | null, SlicedSort<T>>();
  readonly #rest: SlicedSort<T>;
  /** Those that are still to be sorted, once all items are in; then in order. */
  #unsorted: SlicedSort<T>[] | null = null;
  readonly #ordered: SlicedSort<readonly T[]>;
  readonly #result: T[] = [];
  /** How far what is in order was gone through: the bucket, within it, and in the rest. */
  #at = 0;
  #within = 0;
  #restAt = 0;

  constructor(compare: Compare<T>, valueOf: ValueOf<T>) {
    this.#compare = compare;
    this.#valueOf = valueOf;
    this.#rest = new SlicedSort(compare);
    this.#ordered = new SlicedSort((a, b) => compare(a[0] as T, b[0] as T));
  }

  /** Takes in some more. */
  add(items: readonly T[]): void {
    const rest: T[] = [];
    for (const item of items) {
      const bucket = this.#bucketOf(this.#valueOf(item));
      if (bucket === null) rest.push(item);
      else bucket.add([item]);
    }
    this.#rest.add(rest);
  }

  /** Goes on for so many items; false when everything is in order. */
  step(count: number): boolean {
    this.#unsorted ??= [...this.#buckets.values()];
    const next = this.#unsorted.at(-1);
    if (next !== undefined) {
      if (next.step(count)) return true;
      this.#ordered.add([next.result()]);
      this.#unsorted.pop();
      return true;
    }
    if (this.#rest.step(count) || this.#ordered.step(count)) return true;
    return this.#join(count);
  }

  /** All in order, once `step` says that there is no more to do. */
  result(): readonly T[] {
    return this.#result;
  }

  #bucketOf(value: ReturnType<ValueOf<T>>): SlicedSort<T> | null {
    if (value === undefined) return null;
    const known = this.#buckets.get(value);
    if (known !== undefined || this.#buckets.size >= MAX_BUCKETS) return known ?? null;
    const bucket = new SlicedSort(this.#compare);
    this.#buckets.set(value, bucket);
    return bucket;
  }

  /** Buckets one after the other, with the rest among them. */
  #join(count: number): boolean {
    const buckets = this.#ordered.result();
    const rest = this.#rest.result();
    for (let left = count; left > 0; left--) {
      const bucket = buckets[this.#at];
      const other = rest[this.#restAt];
      if (bucket === undefined && other === undefined) return false;
      const item = bucket?.[this.#within];
      if (item === undefined || (other !== undefined && this.#compare(other, item) < 0)) {
        this.#result.push(other as T);
        this.#restAt++;
      } else {
        this.#result.push(item);
        this.#within++;
        if (this.#within < (bucket?.length ?? 0)) continue;
        this.#at++;
        this.#within = 0;
      }
    }
    return true;
  }
}
