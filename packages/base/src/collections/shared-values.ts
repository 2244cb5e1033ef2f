/** As many as a list's objects have in common: labels, owners, accounts, configuration, nodes. */
const SLOTS = 8_192;

/**
 * One value for equal ones, as far as they were seen lately: pods of one workload name the same objects. Of bounded size, since a value takes the
 * place of another of the same slot; whoever asks looks whether what is there is the one.
 */
export class SharedValues<T> {
  readonly #slots = new Map<number, T>();

  /** What was put there last by this hash, or by another that has the same slot. */
  at(hash: number): T | undefined {
    return this.#slots.get(hash % SLOTS);
  }

  put<V extends T>(hash: number, value: V): V {
    this.#slots.set(hash % SLOTS, value);
    return value;
  }
}
