import { type Compare, lowerBound } from './sorted-index.ts';

/** A change copies a chunk and the list of chunks: at 100,000 items some hundreds of references each. */
const MAX_CHUNK = 512;
/** Smaller ones join their neighbour, so that removals do not leave many. */
const MIN_CHUNK = 64;

/** One change: `stale` is removed where it is in the order, `fresh` is added. Either may be left out. */
export interface Replacement<T> {
  readonly stale: T | undefined;
  readonly fresh: T | undefined;
}

export interface Run {
  readonly value: string;
  readonly size: number;
}

/** The runs of each chunk, which never change: an order after a change finds those of all chunks that it shares with the one before. */
export class ValueRuns<T> {
  readonly valueOf: (item: T) => string;
  readonly #known = new WeakMap<readonly T[], readonly Run[]>();

  constructor(valueOf: (item: T) => string) {
    this.valueOf = valueOf;
  }

  knows(chunk: readonly T[]): boolean {
    return this.#known.has(chunk);
  }

  of(chunk: readonly T[]): readonly Run[] {
    const known = this.#known.get(chunk) ?? this.#read(chunk);
    this.#known.set(chunk, known);
    return known;
  }

  #read(chunk: readonly T[]): readonly Run[] {
    const whole = this.valueOf(chunk[0] as T);
    if (this.valueOf(chunk.at(-1) as T) === whole) return [{ value: whole, size: chunk.length }];
    const runs: Run[] = [];
    let value = whole;
    let first = 0;
    for (const [i, item] of chunk.entries()) {
      const next = this.valueOf(item);
      if (next === value) continue;
      runs.push({ value, size: i - first });
      value = next;
      first = i;
    }
    runs.push({ value, size: chunk.length - first });
    return runs;
  }
}

/** What happens to one chunk: items to replace, by their index; indexes to remove; items to add. */
interface ChunkEdit<T> {
  readonly kept: Map<number, T>;
  readonly gone: number[];
  readonly come: T[];
}

/**
 * Items in the order of `compare`, which must be total. Never changed: a batch of k changes gives a new order that shares all chunks it did
 * not touch, for O(k (log n + chunk) + n / chunk) beside sorting the batch, so that what a change costs hardly follows the length.
 */
export class ChunkedOrder<T> {
  readonly length: number;
  readonly #chunks: readonly (readonly T[])[];
  readonly #compare: Compare<T>;

  constructor(compare: Compare<T>, chunks: readonly (readonly T[])[] = []) {
    this.#compare = compare;
    this.#chunks = chunks;
    this.length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  }

  /** Of items that are in order already. */
  static of<T>(compare: Compare<T>, sorted: readonly T[]): ChunkedOrder<T> {
    const chunks: (readonly T[])[] = [];
    push(chunks, sorted);
    return new ChunkedOrder(compare, chunks);
  }

  /** Whether this very item is there. */
  has(item: T): boolean {
    return this.#find(item) !== null;
  }

  /** How many items come before this one, which need not be there. */
  indexOf(item: T): number {
    const at = this.#chunkOf(item);
    let index = 0;
    for (let i = 0; i < at; i++) index += this.#chunks[i]?.length ?? 0;
    return index + lowerBound(this.#chunks[at] ?? [], item, this.#compare);
  }

  slice(from: number, to: number): T[] {
    const items: T[] = [];
    let start = 0;
    for (const chunk of this.#chunks) {
      if (start >= to) break;
      if (start + chunk.length > from)
        for (const item of chunk.slice(Math.max(0, from - start), to - start)) items.push(item);
      start += chunk.length;
    }
    return items;
  }

  /** For each chunk neighbours that have the same value, as runs of it: the very same for chunks that two orders share. Items of one value must stand together. */
  chunkRuns(values: ValueRuns<T>): readonly { readonly runs: readonly Run[]; readonly length: number }[] {
    return this.#chunks.map(chunk => ({ runs: values.of(chunk), length: chunk.length }));
  }

  /** Reads the values of about `count` more items, so that `chunkRuns` need not read all of them at once; false when every value is known. */
  readRuns(values: ValueRuns<T>, count: number): boolean {
    let read = 0;
    for (const chunk of this.#chunks) {
      if (values.knows(chunk)) continue;
      if (read >= count) return true;
      values.of(chunk);
      read += chunk.length;
    }
    return false;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const chunk of this.#chunks) yield* chunk;
  }

  /**
   * Without the stale items that are there, which are told, and with the fresh ones. A change that keeps its place costs one search: what is
   * compared lies all over the memory, and nothing here costs more.
   */
  replace(changes: Iterable<Replacement<T>>): { readonly order: ChunkedOrder<T>; readonly gone: readonly T[] } {
    const edits = new Map<number, ChunkEdit<T>>();
    const edit = (at: number): ChunkEdit<T> => {
      const known = edits.get(at) ?? { kept: new Map(), gone: [], come: [] };
      edits.set(at, known);
      return known;
    };
    const gone: T[] = [];
    for (const { stale, fresh } of changes) {
      const found = stale === undefined ? null : this.#find(stale);
      if (stale !== undefined && found !== null) {
        gone.push(stale);
        const { at, index } = found;
        if (fresh !== undefined && this.#compare(stale, fresh) === 0) {
          edit(at).kept.set(index, fresh);
          continue;
        }
        edit(at).gone.push(index);
      }
      if (fresh !== undefined) edit(this.#chunkOf(fresh)).come.push(fresh);
    }
    if (edits.size === 0) return { order: this, gone };
    const chunks: (readonly T[])[] = [];
    for (const [at, chunk] of (this.#chunks.length === 0 ? [[]] : this.#chunks).entries()) {
      const changed = edits.get(at);
      push(chunks, changed === undefined ? chunk : this.#edit(chunk, changed));
    }
    return { order: new ChunkedOrder(this.#compare, chunks), gone };
  }

  #edit(chunk: readonly T[], { kept, gone, come }: ChunkEdit<T>): readonly T[] {
    const left = [...chunk];
    for (const [index, item] of kept) left[index] = item;
    for (const index of gone.sort((a, b) => b - a)) left.splice(index, 1);
    if (come.length === 0) return left;
    const merged: T[] = [];
    let from = 0;
    for (const item of come.sort(this.#compare)) {
      const to = lowerBound(left, item, this.#compare);
      for (; from < to; from++) merged.push(left[from] as T);
      merged.push(item);
    }
    for (; from < left.length; from++) merged.push(left[from] as T);
    return merged;
  }

  /** Where this very item is. */
  #find(item: T): { readonly at: number; readonly index: number } | null {
    const at = this.#chunkOf(item);
    const chunk = this.#chunks[at] ?? [];
    const index = lowerBound(chunk, item, this.#compare);
    return chunk[index] === item ? { at, index } : null;
  }

  /** The last chunk that does not begin after the item. */
  #chunkOf(item: T): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(this.#chunks[middle]?.[0] as T, item) <= 0) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

/** Adds a chunk: one that is too long in pieces, one that is too short to the one before it. */
function push<T>(chunks: (readonly T[])[], chunk: readonly T[]): void {
  if (chunk.length === 0) return;
  const last = chunks.at(-1);
  const isShort = chunk.length < MIN_CHUNK || (last !== undefined && last.length < MIN_CHUNK);
  if (last !== undefined && isShort && last.length + chunk.length <= MAX_CHUNK) {
    chunks[chunks.length - 1] = [...last, ...chunk];
    return;
  }
  if (chunk.length <= MAX_CHUNK) {
    chunks.push(chunk);
    return;
  }
  // Half full, so that the next ones have room.
  for (let at = 0; at < chunk.length; at += MAX_CHUNK / 2) chunks.push(chunk.slice(at, at + MAX_CHUNK / 2));
}
