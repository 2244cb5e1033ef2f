const FIRST_BYTES = 4096;
const SEVEN_BITS = 0x7f;
const MORE = 0x80;
const UINT64_BITS = 64;

/** Bytes written from the last to the first, so that a part's length is known where it is to be said: before it. */
export class BackwardWriter {
  #bytes = new Uint8Array(FIRST_BYTES);
  #at = FIRST_BYTES;

  /** How much is written so far. */
  get length(): number {
    return this.#bytes.length - this.#at;
  }

  result(): Uint8Array {
    return this.#bytes.subarray(this.#at);
  }

  bytes(bytes: Uint8Array | readonly number[]): void {
    // Taken first: it may move to a larger place.
    const at = this.#take(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** Seven bits a byte; of a negative number those of 64 bits. */
  varint(value: number | bigint): void {
    const isSmall = typeof value === 'number' && value >= 0 && value <= SEVEN_BITS;
    if (isSmall) {
      const at = this.#take(1);
      this.#bytes[at] = value;
      return;
    }
    const digits: number[] = [];
    let rest = BigInt.asUintN(UINT64_BITS, BigInt(value));
    for (; rest > BigInt(SEVEN_BITS); rest >>= 7n) digits.push(Number(rest & BigInt(SEVEN_BITS)) | MORE);
    this.bytes([...digits, Number(rest)]);
  }

  /** UTF-8, by hand: pure code has no encoder. */
  text(text: string): void {
    const length = utf8Length(text);
    let at = this.#take(length);
    if (length === text.length) for (let i = 0; i < length; i++) this.#bytes[at++] = text.charCodeAt(i);
    else for (const character of text) at = this.#character(character.codePointAt(0) ?? 0, at);
  }

  #character(code: number, at: number): number {
    const target = this.#bytes;
    const point = isSurrogate(code) ? REPLACEMENT : code;
    const more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x1_0000 ? 2 : 3;
    if (more === 0) target[at] = point;
    else target[at] = ((0xff << (7 - more)) & 0xff) | (point >> (6 * more));
    for (let i = 1; i <= more; i++) target[at + i] = MORE | ((point >> (6 * (more - i))) & 0x3f);
    return at + more + 1;
  }

  /** Room for so many bytes before what is there. */
  #take(count: number): number {
    if (count > this.#at) {
      const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + count));
      larger.set(this.result(), larger.length - this.length);
      this.#at = larger.length - this.length;
      this.#bytes = larger;
    }
    this.#at -= count;
    return this.#at;
  }
}

const REPLACEMENT = 0xfffd;

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    const isPair = code >= 0xd800 && code <= 0xdbff && isLow(text.charCodeAt(i + 1));
    length += code < 0x800 ? 1 : 2;
    // Two units of a pair are four bytes.
    if (isPair) i++;
  }
  return length;
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
