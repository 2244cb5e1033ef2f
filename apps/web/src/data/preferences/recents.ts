/** The list with this one first, and no longer than so many; the same list where it is first already. */
export function withRecent<T>(list: readonly T[], latest: T, most: number): readonly T[] {
  const key = JSON.stringify(latest);
  if (JSON.stringify(list[0]) === key) return list;
  return [latest, ...list.filter(each => JSON.stringify(each) !== key)].slice(0, most);
}
