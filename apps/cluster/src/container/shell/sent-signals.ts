/** What was sent to a shell and not heeded yet. */
export class SentSignals {
  readonly #names: string[] = [];
  readonly #listeners = new Set<() => void>();

  add(name: string): void {
    // One that waits already is not told twice.
    if (!this.#names.includes(name)) this.#names.push(name);
    for (const listener of [...this.#listeners]) listener();
  }

  next(): string | undefined {
    return this.#names.shift();
  }

  /** Calls when there is more, until the returned function is called. */
  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
