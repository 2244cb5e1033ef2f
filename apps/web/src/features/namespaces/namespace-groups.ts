/** A namespace's name as the API takes it. */
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Chosen instead of a name: all namespaces, and of those the ones that may be read. */
export const ALL = '*';
export const READABLE = '+';

export interface NamespaceGroups {
  /** `ALL` and `READABLE`, where they can be chosen. */
  readonly whole: readonly string[];
  readonly chosen: readonly string[];
  readonly pinned: readonly string[];
  /** Sets, comma separated as in the address. */
  readonly recent: readonly string[];
  readonly others: readonly string[];
}

interface NamespaceWorld {
  /** Those found by the text. */
  readonly names: readonly string[];
  readonly chosen: readonly string[];
  readonly pinned: readonly string[];
  /** Sets that were looked at, the latest first. */
  readonly recent: readonly (readonly string[])[];
  readonly text: string;
  /** The context's own, where namespaces may not be listed. */
  readonly fallback: string | null;
  /** All namespaces of the kind may be listed at once; null where that is not known. */
  readonly mayReadAll: boolean | null;
  readonly isComplete: boolean;
}

/**
 * What can be chosen. Chosen ones stay within reach whatever is typed; where the list is not whole, or may not be read, a name that is typed
 * counts as well.
 */
export function namespaceGroups(world: NamespaceWorld): NamespaceGroups {
  const { names, chosen, pinned, recent, text, fallback, mayReadAll, isComplete } = world;
  const holds = (name: string) => name.includes(text);
  const isTyped = text !== '' && !isComplete && NAME.test(text);
  const own = fallback === null || !holds(fallback) ? [] : [fallback];
  // What was found comes first while somebody looks for something, and of that the very name.
  const found = isTyped || names.includes(text) ? [text, ...names] : names;
  const kept = pinned.filter(holds);
  const isElsewhere = new Set([...kept, ...chosen]);
  return {
    whole: text !== '' ? [] : [...(fallback === null ? [ALL] : []), ...(mayReadAll === false ? [READABLE] : [])],
    chosen: chosen.filter(name => !kept.includes(name)),
    pinned: kept,
    // One alone is found by its name, and several by any of theirs.
    recent: recent.filter(set => set.length > 1 && set.some(holds)).map(set => set.join(',')),
    others: [
      ...new Set([...found, ...own, ...recent.flatMap(set => (set.length === 1 ? set.filter(holds) : []))]),
    ].filter(name => !isElsewhere.has(name)),
  };
}
