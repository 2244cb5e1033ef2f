import { type Compare, lowerBound } from './sorted-index.ts';

/** A change copies a chunk and the list of chunks: at 100,000 items some hundreds of references each. */
const MAX_CHUNK = 512;
/** Smaller ones join their neighbour, so that removals do not leave many. */
const MIN_CHUNK = 64;

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
    const chunk = this.#chunks[this.#chunkOf(item)] ?? [];
    return chunk[lowerBound(chunk, item, this.#compare)] === item;
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

  *[Symbol.iterator](): Iterator<T> {
    for (const chunk of this.#chunks) yield* chunk;
  }

  /** Without `stale`, each of which must be there, and with `fresh`. */
  merge(stale: readonly T[], fresh: readonly T[]): ChunkedOrder<T> {
    if (stale.length === 0 && fresh.length === 0) return this;
    const gone = this.#byChunk(stale);
    const come = this.#byChunk(fresh);
    const merged: (readonly T[])[] = [];
    for (const [i, chunk] of (this.#chunks.length === 0 ? [[]] : this.#chunks).entries()) {
      const isTouched = gone.has(i) || come.has(i);
      push(merged, isTouched ? this.#mergeChunk(chunk, gone.get(i) ?? [], come.get(i) ?? []) : chunk);
    }
    return new ChunkedOrder(this.#compare, merged);
  }

  #mergeChunk(chunk: readonly T[], gone: readonly T[], come: readonly T[]): T[] {
    const without = new Set(gone);
    const kept = without.size === 0 ? chunk : chunk.filter(item => !without.has(item));
    const merged: T[] = [];
    let from = 0;
    for (const item of [...come].sort(this.#compare)) {
      const to = lowerBound(kept, item, this.#compare);
      for (; from < to; from++) merged.push(kept[from] as T);
      merged.push(item);
    }
    for (; from < kept.length; from++) merged.push(kept[from] as T);
    return merged;
  }

  #byChunk(items: readonly T[]): Map<number, T[]> {
    const groups = new Map<number, T[]>();
    for (const item of items) {
      const at = this.#chunkOf(item);
      const group = groups.get(at);
      if (group === undefined) groups.set(at, [item]);
      else group.push(item);
    }
    return groups;
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
