import { referenceKey } from './find-references.ts';
import type { Reference } from './reference.ts';

/** As many as a list's objects have in common: accounts, configuration, nodes, owners. */
const SLOTS = 8_192;

/**
 * One value for equal references, as far as they were seen lately: pods of one workload name the same. Of fixed size, as `SharedStrings` is.
 */
export class SharedReferences {
  readonly #keys: string[] = Array.from({ length: SLOTS }, () => '');
  readonly #values: (Reference | undefined)[] = Array.from({ length: SLOTS }, () => undefined);

  /** The same, and the same value as before where it is still known. */
  share(reference: Reference): Reference {
    const key = referenceKey(reference);
    const slot = slotOf(key);
    const known = this.#keys[slot] === key ? this.#values[slot] : undefined;
    if (known !== undefined) return known;
    this.#keys[slot] = key;
    this.#values[slot] = reference;
    return reference;
  }
}

/** FNV-1a. */
function slotOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % SLOTS;
}
