import type { Clock } from '@lanthorn/base/clock.ts';

/** Kept of one run: what is older is forgotten, as a node forgets what it rotated away. */
const MAX_LINES = 20_000;
const MAX_CHARACTERS = 1024 * 1024;
/** A longer line is cut into parts (containerd). */
const MAX_LINE = 16 * 1024;

/** Kept for a line besides its text. */
const LINE_SIZE = 100;

interface Line {
  readonly at: number;
  /** With its end, unless it is a part or the last words of a command. */
  readonly text: string;
}

/** What a container wrote in one run, line by line, each with its time. */
export class ContainerOutput {
  readonly #clock: Clock;
  #lines: Line[] = [];
  /** Of lines that are forgotten. */
  #dropped = 0;
  #characters = 0;
  #isOpen = true;
  readonly #unfinished = { out: '', err: '' };
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether there may be more. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** What is kept, as memory. */
  get size(): number {
    return this.#characters + LINE_SIZE * this.#lines.length;
  }

  write(stream: 'out' | 'err', text: string): void {
    const lines = (this.#unfinished[stream] + text).split('\n');
    let rest = lines.pop() ?? '';
    for (const line of lines) this.#add(`${line}\n`);
    for (; rest.length > MAX_LINE; rest = rest.slice(MAX_LINE)) this.#add(rest.slice(0, MAX_LINE));
    this.#unfinished[stream] = rest;
    this.#wake();
  }

  end(): void {
    this.#isOpen = false;
    for (const stream of ['out', 'err'] as const) {
      if (this.#unfinished[stream] !== '') this.#add(this.#unfinished[stream]);
      this.#unfinished[stream] = '';
    }
    this.#wake();
  }

  /** Lines written up to `at`, forgotten ones too. */
  countAt(at: number): number {
    let end = this.#lines.length;
    while (end > 0 && (this.#lines[end - 1]?.at ?? 0) > at) end--;
    return this.#dropped + end;
  }

  lines(from: number, to: number): readonly Line[] {
    return this.#lines.slice(Math.max(0, from - this.#dropped), Math.max(0, to - this.#dropped));
  }

  forget(): void {
    this.#dropped += this.#lines.length;
    this.#lines = [];
    this.#characters = 0;
  }

  /** Calls once when there is more, or the end is known; the returned function stops that. */
  onMore(listener: () => void): () => void {
    this.#waiting.add(listener);
    return () => this.#waiting.delete(listener);
  }

  #add(text: string): void {
    this.#lines.push({ at: this.#clock.now(), text });
    this.#characters += text.length;
    if (this.#lines.length <= MAX_LINES && this.#characters <= MAX_CHARACTERS) return;
    // A tenth at a time: to take one away moves all others.
    const gone = this.#lines.splice(0, Math.ceil(this.#lines.length / 10));
    this.#dropped += gone.length;
    this.#characters -= gone.reduce((sum, line) => sum + line.text.length, 0);
  }

  #wake(): void {
    for (const listener of [...this.#waiting]) {
      this.#waiting.delete(listener);
      listener();
    }
  }
}
