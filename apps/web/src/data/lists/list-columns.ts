/** The columns with one at another place. The first stays where it is, and nothing goes before it: it names the row. */
export function movedColumn(ids: readonly string[], id: string, to: number): readonly string[] {
  const from = ids.indexOf(id);
  if (from < 1) return ids;
  const others = ids.filter(each => each !== id);
  others.splice(Math.max(1, Math.min(others.length, to)), 0, id);
  return others;
}

/** Those of a choice that there are: columns of a custom kind may have gone since. Null where none is left. */
export function knownColumns(chosen: readonly string[] | undefined, all: readonly string[]): readonly string[] | null {
  const known = [...new Set(chosen)].filter(id => all.includes(id));
  return known.length === 0 ? null : known;
}
