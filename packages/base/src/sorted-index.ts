export type Compare<T> = (a: T, b: T) => number;

/** First position in `items` whose element is not before `item`. */
export function lowerBound<T>(items: readonly T[], item: T, compare: Compare<T>): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(items[middle] as T, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The order after a batch: drops what `isStale` names, sorts only `fresh`, merges both.
 * O(n + k log k) for n kept and k fresh elements, and a merge is far cheaper than a sort of everything.
 * `items` must be sorted by `compare` once the stale ones are gone.
 */
export function mergeBatch<T>(
  items: readonly T[],
  isStale: (item: T) => boolean,
  batch: { readonly fresh: readonly T[]; readonly compare: Compare<T> },
): T[] {
  const { compare } = batch;
  const fresh = [...batch.fresh].sort(compare);
  const merged: T[] = [];
  let next = 0;
  for (const item of items) {
    if (isStale(item)) continue;
    while (next < fresh.length && compare(fresh[next] as T, item) < 0) merged.push(fresh[next++] as T);
    merged.push(item);
  }
  while (next < fresh.length) merged.push(fresh[next++] as T);
  return merged;
}
