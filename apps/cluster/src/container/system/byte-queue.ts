/** What may wait to be taken: who sends more than nobody reads is cut off. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

/** Bytes that arrive, as they are taken; ends when it is told so and all is taken. */
export class ByteQueue implements AsyncIterable<Uint8Array> {
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #hasEnded = false;
  #wake: () => void = () => {};

  /** Throws a RangeError where too much waits already. */
  push(bytes: Uint8Array): void {
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes > MAX_WAITING_BYTES) throw new RangeError('too much was sent that nobody reads');
    this.#waiting.push(bytes);
    this.#wake();
  }

  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (;;) {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        this.#waitingBytes -= next.length;
        yield next;
      }
      if (this.#hasEnded) return;
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
  }
}
