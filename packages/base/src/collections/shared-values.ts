/** As many as a list's objects have in common: labels, owners, accounts, configuration, nodes. */
const MAX_VALUES = 8_192;

/**
 * One value for equal ones, as far as they were seen lately: pods of one workload have the same labels and name the same objects. Of bounded
 * size: values that nobody repeats make it begin anew.
 */
export class SharedValues<T> {
  readonly #values = new Map<string, T>();

  /** The value of a key as it was made before, where that is still known; else it is made. */
  share(key: string, make: () => T): T {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    if (this.#values.size === MAX_VALUES) this.#values.clear();
    const made = make();
    this.#values.set(key, made);
    return made;
  }
}
