export type SignalName = 'TERM' | 'INT';

/** What is sent to the first process of a container. */
export class Signals {
  readonly #listeners = new Set<(name: SignalName) => void>();

  send(name: SignalName): void {
    for (const listener of [...this.#listeners]) listener(name);
  }

  /** Told of each, until the returned function is called. */
  on(listener: (name: SignalName) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
