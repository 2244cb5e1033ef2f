import { lowerBound } from './sorted-index.ts';

/** To put one in between moves some of a chunk: at 100,000 keys in one array it moved 400 KB each time. */
const MAX_CHUNK = 512;

const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Texts in the order of their characters, each once, for any number of changes: a change costs the same however many there are, nearly. */
export class SortedKeys {
  /** None is empty. */
  readonly #chunks: string[][] = [];

  add(key: string): void {
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at];
    if (chunk === undefined) {
      this.#chunks.push([key]);
      return;
    }
    const index = lowerBound(chunk, key, compareTexts);
    if (chunk[index] === key) return;
    chunk.splice(index, 0, key);
    // What comes in order fills whole chunks.
    const isLast = at === this.#chunks.length - 1 && index === chunk.length - 1;
    if (chunk.length > MAX_CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(isLast ? MAX_CHUNK : MAX_CHUNK / 2));
  }

  delete(key: string): void {
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at] ?? [];
    const index = lowerBound(chunk, key, compareTexts);
    if (chunk[index] !== key) return;
    chunk.splice(index, 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
  }

  /** From `start` on. Nothing may change meanwhile. */
  *from(start: string): Iterable<string> {
    let at = this.#chunkOf(start);
    let index = lowerBound(this.#chunks[at] ?? [], start, compareTexts);
    for (let chunk = this.#chunks[at]; chunk !== undefined; chunk = this.#chunks[++at], index = 0)
      for (; index < chunk.length; index++) yield chunk[index] as string;
  }

  /** How many come before it, which need not be there. */
  countBefore(key: string): number {
    const at = this.#chunkOf(key);
    let count = 0;
    for (let i = 0; i < at; i++) count += this.#chunks[i]?.length ?? 0;
    return count + lowerBound(this.#chunks[at] ?? [], key, compareTexts);
  }

  /** The last chunk that does not begin after it. */
  #chunkOf(key: string): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#chunks[middle]?.[0] ?? '') <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}
