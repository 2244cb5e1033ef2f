/**
 * The last that was written, by its place since the beginning: what somebody has not seen yet, and a screen for who comes back. Bounded: of more the
 * oldest goes.
 */
export class KeptOutput {
  readonly #most: number;
  readonly #parts: Uint8Array[] = [];
  #start = 0;
  #end = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** The first byte that is kept. */
  get start(): number {
    return this.#start;
  }

  /** Bytes that were written. */
  get end(): number {
    return this.#end;
  }

  push(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.#end += bytes.length;
    while (this.#end - this.#start > this.#most) {
      const first = this.#parts[0];
      if (first === undefined) return;
      const spare = Math.min(first.length, this.#end - this.#start - this.#most);
      this.#start += spare;
      if (spare === first.length) this.#parts.shift();
      else this.#parts[0] = first.subarray(spare);
    }
  }

  /** What is kept from a place on, at most so much; nothing where that is not kept. */
  read(from: number, most: number): Uint8Array {
    if (from < this.#start || from >= this.#end) return new Uint8Array();
    const found: Uint8Array[] = [];
    let skip = from - this.#start;
    let room = most;
    for (const part of this.#parts) {
      if (room === 0) break;
      if (skip >= part.length) {
        skip -= part.length;
        continue;
      }
      const taken = part.subarray(skip, skip + room);
      skip = 0;
      room -= taken.length;
      found.push(taken);
    }
    return found.length === 1 && found[0] !== undefined ? found[0] : Buffer.concat(found);
  }

  /** Where somebody begins who has seen nothing: behind the first end of a line, if something before it is no longer kept. */
  get fresh(): number {
    if (this.#start === 0) return 0;
    let at = this.#start;
    for (const part of this.#parts) {
      const line = part.indexOf(NEWLINE);
      if (line >= 0) return at + line + 1;
      at += part.length;
    }
    return this.#start;
  }
}

const NEWLINE = 10;
