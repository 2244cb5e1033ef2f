import type { CancelSignal, Clock } from '@lanthorn/base/clock.ts';
import { FileSystemError } from '../system/file-system.ts';
import { MAX_INPUT_BYTES } from '../system/process.ts';

/** Taken in before who writes waits for who reads, as much as a pipe takes. */
const PIPE_BYTES = 64 * 1024;

/** The input of a command that nobody is connected to. */
export async function* noInput(): AsyncIterable<Uint8Array> {}

/** Bytes that several read one after the other: whoever stops leaves the rest to the next. */
export class Input implements AsyncIterable<Uint8Array> {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  static of(source: AsyncIterable<Uint8Array>): Input {
    return source instanceof Input ? source : new Input(source);
  }

  /** Whether nothing of what came is left. */
  get isEmpty(): boolean {
    return this.#rest.length === 0;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (let chunk = await this.#chunk(); chunk !== null; chunk = await this.#chunk()) yield chunk;
  }

  async #chunk(): Promise<Buffer | null> {
    if (this.#rest.length > 0) {
      const rest = this.#rest;
      this.#rest = Buffer.alloc(0);
      return rest;
    }
    const next = await this.#source.next();
    return next.done === true ? null : Buffer.from(next.value);
  }

  /** Without its end; `isWhole` is false where the input ended before the line did. */
  async line(): Promise<{ readonly text: string; readonly isWhole: boolean }> {
    const parts: Buffer[] = [];
    let length = 0;
    for (let chunk = await this.#chunk(); chunk !== null; chunk = await this.#chunk()) {
      const end = chunk.indexOf('\n');
      length += chunk.length;
      if (length > MAX_INPUT_BYTES) throw new FileSystemError('line too long');
      if (end < 0) parts.push(chunk);
      else {
        this.#rest = chunk.subarray(end + 1);
        return { text: Buffer.concat([...parts, chunk.subarray(0, end)]).toString(), isWhole: true };
      }
    }
    return { text: Buffer.concat(parts).toString(), isWhole: false };
  }
}

/** Between two programs that run at once: who writes too much waits, and who writes on is told when nobody reads any more. */
export class Pipe implements AsyncIterable<Uint8Array> {
  readonly #chunks: Uint8Array[] = [];
  readonly #clock: Pick<Clock, 'nextTurn'>;
  readonly #onBroken: () => void;
  #bytes = 0;
  #isClosed = false;
  #isBroken = false;
  #wakeReader: () => void = () => {};
  #wakeWriter: () => void = () => {};

  constructor(clock: Pick<Clock, 'nextTurn'>, onBroken: () => void) {
    this.#clock = clock;
    this.#onBroken = onBroken;
  }

  readonly write = (bytes: Uint8Array): void => {
    if (this.#isBroken) {
      this.#onBroken();
      return;
    }
    // Taken as it is now: who wrote may use its place again.
    this.#chunks.push(Uint8Array.from(bytes));
    this.#bytes += bytes.length;
    this.#wakeReader();
  };

  readonly drained = async (): Promise<void> => {
    while (this.#bytes > PIPE_BYTES && !this.#isBroken)
      await new Promise<void>(resolve => {
        this.#wakeWriter = resolve;
      });
    await this.#clock.nextTurn();
  };

  /** Who wrote has ended. */
  close(): void {
    this.#isClosed = true;
    this.#wakeReader();
  }

  /** Who reads has ended. */
  break(): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    this.#chunks.length = 0;
    this.#wakeWriter();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    while (!this.#isBroken) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.#bytes -= chunk.length;
        this.#wakeWriter();
        yield chunk;
      } else if (this.#isClosed) return;
      else
        await new Promise<void>(resolve => {
          this.#wakeReader = resolve;
        });
    }
  }
}

/** What is written, up to a bound. */
export class Collected {
  readonly #parts: Uint8Array[] = [];
  readonly #most: number;
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  readonly out = (bytes: Uint8Array): void => {
    this.#length += bytes.length;
    if (this.#length > this.#most) throw new FileSystemError('write error: No space left on device');
    this.#parts.push(Uint8Array.from(bytes));
  };

  text(): string {
    return Buffer.concat(this.#parts).toString();
  }
}

/** Writes what can be written: for a complaint of a full disk there may be no place on it. */
export function unfailing(out: (bytes: Uint8Array) => void): (bytes: Uint8Array) => void {
  return bytes => {
    try {
      out(bytes);
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
    }
  };
}

/** What comes of the work; undefined where whoever waits is told to stop first. */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> {
  let stop = () => {};
  const stopped = new Promise<undefined>(resolve => {
    stop = () => resolve(undefined);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** A controller that is told to stop with another, for the same reason. */
export function linked(signal: CancelSignal): { readonly controller: AbortController; readonly unlink: () => void } {
  const controller = new AbortController();
  const stop = () => controller.abort(signal instanceof AbortSignal ? signal.reason : undefined);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  return { controller, unlink: () => signal.removeEventListener?.('abort', stop) };
}
