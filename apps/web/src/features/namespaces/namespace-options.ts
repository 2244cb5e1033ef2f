/** A namespace's name as the API takes it. */
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * What can be chosen, '' for all. Chosen ones stay within reach whatever is typed; where the list is not whole, or may not be read,
 * a name that is typed counts as well.
 */
export function namespaceOptions({
  names,
  chosen,
  text,
  fallback,
  isComplete,
}: {
  /** Those found by the text. */
  readonly names: readonly string[];
  readonly chosen: readonly string[];
  readonly text: string;
  /** The context's own, where namespaces may not be listed. */
  readonly fallback: string | null;
  readonly isComplete: boolean;
}): readonly string[] {
  const isTyped = text !== '' && !isComplete && NAME.test(text);
  const all = text === '' && fallback === null ? [''] : [];
  const own = fallback === null || !fallback.includes(text) ? [] : [fallback];
  // What was found comes first while somebody looks for something, and of that the very name.
  const found = isTyped || names.includes(text) ? [text, ...names] : names;
  return [...new Set(text === '' ? [...all, ...chosen, ...own, ...found] : [...found, ...own, ...chosen])];
}
