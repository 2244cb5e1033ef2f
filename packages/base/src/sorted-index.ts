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
 * The order after a batch: `items` without `stale` and with `fresh`, all in the order of `compare`, which must be total.
 * Places are found by halving, so a batch of k changes costs O(k log n) comparisons beside the copy of the order.
 */
export function mergeBatch<T>(
  items: readonly T[],
  {
    stale,
    fresh,
    compare,
  }: { readonly stale: readonly T[]; readonly fresh: readonly T[]; readonly compare: Compare<T> },
): T[] {
  const cuts = stale.map(item => lowerBound(items, item, compare)).sort((a, b) => a - b);
  const merged: T[] = [];
  let from = 0;
  let nextCut = 0;
  const copyUpTo = (end: number) => {
    for (; from < end; from++) {
      if (cuts[nextCut] === from) nextCut++;
      else merged.push(items[from] as T);
    }
  };
  for (const item of [...fresh].sort(compare)) {
    copyUpTo(lowerBound(items, item, compare));
    merged.push(item);
  }
  copyUpTo(items.length);
  return merged;
}
