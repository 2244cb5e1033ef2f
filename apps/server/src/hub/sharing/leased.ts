import type { Clock } from '@lanthorn/base/clock.ts';
import { Boundary, type FaultReport } from '../../faults/boundary.ts';

interface Entry<V> {
  readonly value: V;
  readonly boundary: Boundary;
  /** What each reader does when it fails. */
  readonly readers: Set<{ readonly onFault: (message: string) => void }>;
  cancelClose: () => void;
}

export interface Lease<V> {
  readonly value: V;
  release(): void;
  /** Releases what nobody will come back to: it is closed at once where nobody else reads it. */
  end(): void;
}

export interface LeaseOptions {
  readonly onFault?: ((message: string) => void) | undefined;
  /** What the thing tells the time by, where that is not the clock of all. */
  readonly clock?: Clock;
}

export interface LeasedOptions {
  /** The kind of thing. */
  readonly place: string;
  readonly clock: Clock;
  readonly faults: FaultReport;
  readonly lingerMs: number;
}

/**
 * Things kept once per key for any number of readers, and closed some time after the last one has gone. Each runs inside a boundary of its
 * own: one that fails is closed, its readers are told why, and who asks next gets a new one.
 */
export class Leased<V extends { close(): void }> {
  readonly #entries = new Map<string, Entry<V>>();
  readonly #options: LeasedOptions;
  /** A reader that fails over the news keeps it from nobody else. */
  readonly #telling: Boundary;

  constructor(options: LeasedOptions) {
    this.#options = options;
    this.#telling = new Boundary(`reader of a ${options.place}`, options);
  }

  get size(): number {
    return this.#entries.size;
  }

  lease(key: string, create: (boundary: Boundary) => V, { onFault = () => {}, clock }: LeaseOptions = {}): Lease<V> {
    return this.#join(key, this.#entries.get(key) ?? this.#create(key, create, clock), onFault);
  }

  /** Of what is there already; null where it is not. */
  leaseKnown(key: string, onFault: () => void): Lease<V> | null {
    const entry = this.#entries.get(key);
    return entry === undefined ? null : this.#join(key, entry, onFault);
  }

  #join(key: string, entry: Entry<V>, onFault: (message: string) => void): Lease<V> {
    entry.cancelClose();
    const reader = { onFault };
    entry.readers.add(reader);
    const leave = (close: () => void) => {
      if (entry.readers.delete(reader) && entry.readers.size === 0) close();
    };
    const close = () => this.#close(key, entry);
    const linger = () => {
      entry.cancelClose = this.#options.clock.schedule(this.#options.lingerMs, close);
    };
    return { value: entry.value, release: () => leave(linger), end: () => leave(close) };
  }

  /** What is kept now, without holding on to it. */
  entries(): { readonly value: V; readonly readers: number }[] {
    return [...this.#entries.values()].map(({ value, readers }) => ({ value, readers: readers.size }));
  }

  peek(key: string): V | undefined {
    return this.#entries.get(key)?.value;
  }

  /** What is kept and nobody reads stays for this long from now: somebody still looks at what was concluded from it. */
  hold(key: string, forMs: number): void {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.readers.size > 0) return;
    entry.cancelClose();
    entry.cancelClose = this.#options.clock.schedule(forMs, () => this.#close(key, entry));
  }

  close(): void {
    for (const [key, entry] of this.#entries) this.#close(key, entry);
  }

  #create(key: string, create: (boundary: Boundary) => V, clock: Clock = this.#options.clock): Entry<V> {
    const { place, faults } = this.#options;
    let failure: string | null = null;
    const boundary = new Boundary(place, {
      clock,
      faults,
      end: message => {
        failure = message;
        const entry = this.#entries.get(key);
        if (entry?.boundary === boundary) this.#fail(key, entry, message);
      },
    });
    const value = create(boundary);
    // It failed while it was made: there is nothing to share.
    if (failure !== null) {
      value.close();
      throw new Error(failure);
    }
    const entry: Entry<V> = { value, boundary, readers: new Set(), cancelClose: () => {} };
    this.#entries.set(key, entry);
    return entry;
  }

  #fail(key: string, entry: Entry<V>, message: string): void {
    const readers = [...entry.readers];
    entry.readers.clear();
    this.#close(key, entry);
    for (const { onFault } of readers) this.#telling.run(() => onFault(message));
  }

  #close(key: string, entry: Entry<V>): void {
    entry.cancelClose();
    entry.boundary.close();
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
    entry.value.close();
  }
}
