import type { Clock } from '@lanthorn/base/clock.ts';

interface Entry<V> {
  readonly value: V;
  readers: number;
  cancelClose: () => void;
}

export interface Lease<V> {
  readonly value: V;
  release(): void;
  /** Releases what nobody will come back to: it is closed at once where nobody else reads it. */
  end(): void;
}

/** Things kept once per key for any number of readers, and closed some time after the last one has gone. */
export class Shared<V extends { close(): void }> {
  readonly #entries = new Map<string, Entry<V>>();
  readonly #clock: Clock;
  readonly #lingerMs: number;

  constructor(clock: Clock, lingerMs: number) {
    this.#clock = clock;
    this.#lingerMs = lingerMs;
  }

  get size(): number {
    return this.#entries.size;
  }

  lease(key: string, create: () => V): Lease<V> {
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { value: create(), readers: 0, cancelClose: () => {} };
      this.#entries.set(key, entry);
    }
    entry.cancelClose();
    entry.readers++;
    let isReleased = false;
    const held = entry;
    const leave = (close: () => void) => {
      if (isReleased) return;
      isReleased = true;
      held.readers--;
      if (held.readers === 0) close();
    };
    const close = () => this.#close(key, held);
    const linger = () => {
      held.cancelClose = this.#clock.schedule(this.#lingerMs, close);
    };
    return { value: held.value, release: () => leave(linger), end: () => leave(close) };
  }

  /** What is kept now, without holding on to it. */
  entries(): { readonly value: V; readonly readers: number }[] {
    return [...this.#entries.values()].map(({ value, readers }) => ({ value, readers }));
  }

  peek(key: string): V | undefined {
    return this.#entries.get(key)?.value;
  }

  close(): void {
    for (const [key, entry] of this.#entries) this.#close(key, entry);
  }

  #close(key: string, entry: Entry<V>): void {
    entry.cancelClose();
    this.#entries.delete(key);
    entry.value.close();
  }
}
