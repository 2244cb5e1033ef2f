import { MAX_RECORDING } from '@lanthorn/protocol/recordings/recording-messages.ts';

/** Has a terminal forget all it was told (RIS). */
const RESET = '\u001bc';

interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What is written in a terminal, and when: a recording as asciinema plays it (asciicast v2). What is typed is in it where it is echoed. */
export class Asciicast {
  readonly #startedMs: number;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #lines: string[];
  #length = 0;
  #isFull = false;

  /** `startedMs` is of the clock that its events are told by, `at` when that was, in milliseconds since the epoch. */
  constructor({ columns, rows }: Size, { startedMs, at }: { readonly startedMs: number; readonly at: number }) {
    this.#startedMs = startedMs;
    const header = { version: 2, width: columns, height: rows, timestamp: Math.floor(at / 1_000) };
    this.#lines = [JSON.stringify({ ...header, env: { TERM: 'xterm-256color' } })];
  }

  /** It takes nothing more. */
  get isFull(): boolean {
    return this.#isFull;
  }

  output(ms: number, bytes: Uint8Array): void {
    const text = this.#decoder.decode(bytes, { stream: true });
    if (text !== '') this.#add(ms, 'o', text);
  }

  resize(ms: number, { columns, rows }: Size): void {
    this.#add(ms, 'r', `${columns}x${rows}`);
  }

  /** What was written is no longer there: it is written again, from the beginning of a character. */
  clear(ms: number): void {
    this.#decoder.decode();
    this.#add(ms, 'o', RESET);
  }

  get text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  #add(ms: number, code: 'o' | 'r', data: string): void {
    if (this.#isFull) return;
    const line = JSON.stringify([Math.max(0, ms - this.#startedMs) / 1_000, code, data]);
    this.#length += line.length;
    this.#isFull = this.#length > MAX_RECORDING;
    if (!this.#isFull) this.#lines.push(line);
  }
}
