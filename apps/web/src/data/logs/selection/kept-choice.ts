/** Of many those that are read: whoever was chosen `before` stays until it is gone, and the next ones fill up. In the order of all. */
export function keptChoice<T>(
  all: readonly T[],
  before: ReadonlySet<string>,
  { most, keyOf }: { readonly most: number; readonly keyOf: (one: T) => string },
): readonly T[] {
  const kept = all.filter(one => before.has(keyOf(one)));
  const fresh = all.filter(one => !before.has(keyOf(one)));
  const chosen = new Set([...kept, ...fresh].slice(0, most));
  return all.filter(one => chosen.has(one));
}
