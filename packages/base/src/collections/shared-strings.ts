/** Enough for what the rows of a list have in common: nodes, owners, namespaces, versions. */
const SLOTS = 8_192;

/**
 * One string for equal ones, as far as they were seen lately: parsed JSON has a copy for each object. Of fixed size, so that strings nobody
 * repeats cost nothing but a place that the next one takes.
 */
export class SharedStrings {
  readonly #slots = Array<string>(SLOTS).fill('');

  /** The same text, and the same string as before where it is still known. */
  share(text: string): string {
    const slot = textHash(text) % SLOTS;
    const known = this.#slots[slot];
    if (known === text) return known;
    this.#slots[slot] = text;
    return text;
  }
}

/** FNV-1a over the last characters, which tell names apart, and the length; it goes on from what another text gave. */
export function textHash(text: string, from = 0x811c9dc5): number {
  let hash = from ^ text.length;
  for (let i = Math.max(0, text.length - HASHED_CHARACTERS); i < text.length; i++)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash & 0x7fffffff;
}

const HASHED_CHARACTERS = 16;
