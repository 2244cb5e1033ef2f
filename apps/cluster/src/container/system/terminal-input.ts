/* oxlint-disable no-control-regex -- all of this is about control characters */
/** Longer lines are nobody's typing. */
const MAX_LINE = 64 * 1024;
/** Typed and not read by any program yet; what is more is answered with a bell, as a terminal does. */
const MAX_WAITING_LINES = 1_000;
const BACKSPACE = /[\b\x7f]/;
const CONTROL = { interrupt: '\x03', end: '\x04', erase: '\x15' } as const;
/** Keys without a letter, which a line takes none of. */
const ESCAPE_SEQUENCE = /^\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.|[^[O])/;
const UNFINISHED_ESCAPE = /^\x1b(?:\[[0-9;?]*|O)?$/;

/** What a terminal makes of what is typed: lines that can be corrected and are echoed, the end of the input (Ctrl-D), an interrupt (Ctrl-C). */
export class TerminalInput {
  readonly #echo: (text: string) => void;
  /** Lines; null where the input was ended. */
  readonly #waiting: (string | null)[] = [];
  readonly #interrupted = new Set<() => void>();
  #line = '';
  #hasHungUp = false;
  #wake: () => void = () => {};

  constructor(typed: AsyncIterable<Uint8Array>, echo: (text: string) => void) {
    this.#echo = echo;
    void this.#take(typed);
  }

  /** Whether nothing of what was typed is left. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Told of each interrupt, until the returned function is called. */
  onInterrupt(listener: () => void): () => void {
    this.#interrupted.add(listener);
    return () => this.#interrupted.delete(listener);
  }

  /** The next line, with its end; null where the input ends, or whoever waits has been told to stop. */
  async line(signal: AbortSignal): Promise<string | null> {
    for (;;) {
      if (signal.aborted) return null;
      const next = this.#waiting.shift();
      if (next !== undefined) return next;
      if (this.#hasHungUp) return null;
      await new Promise<void>(resolve => {
        const wake = () => {
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.#wake = wake;
        signal.addEventListener('abort', wake);
      });
    }
  }

  /** Lines as a program reads them. */
  async *read(signal: AbortSignal): AsyncIterable<Uint8Array> {
    for (let line = await this.line(signal); line !== null; line = await this.line(signal)) yield Buffer.from(line);
  }

  async #take(typed: AsyncIterable<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of typed) rest = this.#takeText(rest + decoder.decode(chunk, { stream: true }));
    } finally {
      this.#hasHungUp = true;
      this.#wake();
    }
  }

  /** Returns the beginning of a key that is not whole yet. */
  #takeText(text: string): string {
    let at = 0;
    while (at < text.length) {
      const rest = text.slice(at, at + 32);
      if (UNFINISHED_ESCAPE.test(rest)) return rest;
      const escape = ESCAPE_SEQUENCE.exec(rest);
      if (escape === null) this.#key(text.charAt(at));
      at += escape?.[0].length ?? 1;
    }
    return '';
  }

  #key(character: string): void {
    if (character === '\n' || character === '\r') {
      this.#echo('\r\n');
      this.#hand(`${this.#line}\n`);
    } else if (character === CONTROL.interrupt) {
      this.#echo('^C');
      this.#line = '';
      this.#waiting.length = 0;
      for (const listener of this.#interrupted) listener();
    } else if (character === CONTROL.end) this.#hand(this.#line === '' ? null : this.#line);
    else if (character === CONTROL.erase) {
      this.#echo('\b \b'.repeat(this.#line.length));
      this.#line = '';
    } else if (BACKSPACE.test(character)) {
      if (this.#line !== '') this.#echo('\b \b');
      this.#line = this.#line.slice(0, -1);
    } else if (this.#line.length < MAX_LINE) {
      this.#line += character;
      this.#echo(character);
    }
  }

  #hand(line: string | null): void {
    this.#line = '';
    if (this.#waiting.length >= MAX_WAITING_LINES) this.#echo('\x07');
    else this.#waiting.push(line);
    this.#wake();
  }
}
