import uFuzzy from '@leeoniya/ufuzzy';

export interface PaletteEntry {
  readonly id: string;
  readonly title: string;
  /** What else people call it, found and not shown. */
  readonly names?: readonly string[];
  /** What kind of thing it is. */
  readonly group: string;
  readonly shortcut: string | null;
  readonly disabled: string | null;
  readonly run: () => void;
}

/** Letters of a word may be apart: "cjb" finds CronJobs. Letters are those of every script. */
const FUZZY = new uFuzzy({
  intraMode: 0,
  intraIns: 4,
  unicode: true,
  interSplit: "[^\\p{L}\\d']+",
  intraSplit: '\\p{Ll}\\p{Lu}',
  intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
  intraChars: "[\\p{L}\\d']",
});

/** Those that were chosen before stand before others that were found, the latest first; behind what is called just so. */
export function rankByUse(
  found: readonly PaletteEntry[],
  query: string,
  used: readonly string[],
): readonly PaletteEntry[] {
  const wanted = query.trim().toLowerCase();
  const isCalledSo = ({ title, names = [] }: PaletteEntry) =>
    [title, ...names].some(name => name.toLowerCase() === wanted);
  const place = (entry: PaletteEntry) => {
    if (isCalledSo(entry)) return -1;
    const at = used.indexOf(entry.id);
    return at < 0 ? used.length : at;
  };
  const placed = found.map(entry => ({ entry, at: place(entry) }));
  return placed.toSorted((a, b) => a.at - b.at).map(({ entry }) => entry);
}

/** What is of one group together, each group where its first stands. */
export function inSections(entries: readonly PaletteEntry[]): readonly PaletteEntry[] {
  const sections = new Map<string, PaletteEntry[]>();
  for (const entry of entries) sections.set(entry.group, [...(sections.get(entry.group) ?? []), entry]);
  return [...sections.values()].flat();
}

/** Whether each word that was typed stands in it as it is: what only has its letters somewhere is a guess. */
export function holdsWords({ title, names = [], group }: PaletteEntry, query: string): boolean {
  const text = [title, ...names, group].join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word));
}

/** The entries that hold what was typed, best first; all where nothing was. */
export function searchEntries(entries: readonly PaletteEntry[], query: string): readonly PaletteEntry[] {
  if (query.trim() === '') return entries;
  const haystack = entries.map(({ title, names = [], group }) => [title, ...names, group].join(' '));
  const indexes = FUZZY.filter(haystack, query);
  if (indexes === null) return [];
  const info = FUZZY.info(indexes, haystack, query);
  return FUZZY.sort(info, haystack, query).flatMap(i => entries[info.idx[i] ?? -1] ?? []);
}
