/** What stands on a terminal after what a program wrote to it: as much of xterm as programs of the whole screen (tcell) use. */
export class TerminalScreen {
  readonly #columns: number;
  #lines: string[][];
  #row = 0;
  #column = 0;
  /** The beginning of a sequence whose end has not come. */
  #open = '';

  constructor({ rows, columns }: { readonly rows: number; readonly columns: number }) {
    this.#columns = columns;
    this.#lines = Array.from({ length: rows }, () => this.#blank());
  }

  get text(): string {
    return this.#lines.map(line => line.join('').trimEnd()).join('\n');
  }

  write(text: string): void {
    const all = this.#open + text;
    this.#open = '';
    SEQUENCE.lastIndex = 0;
    for (let found = SEQUENCE.exec(all); found !== null; found = SEQUENCE.exec(all)) {
      const [whole, numbers, final, single] = found;
      if (whole.startsWith('\u001b') && final === undefined && single === undefined && !OTHER.test(whole)) {
        // Whatever is too long to be one is none.
        if (all.length - found.index < MAX_SEQUENCE) this.#open = all.slice(found.index);
        return;
      }
      if (final !== undefined) this.#control(final, (numbers ?? '').split(';').map(Number));
      else if (!whole.startsWith('\u001b')) this.#put(whole);
    }
  }

  #put(character: string): void {
    if (character === '\r') this.#column = 0;
    else if (character === '\b') this.#column = Math.max(0, this.#column - 1);
    else if (character === '\n') this.#down();
    else if (character >= ' ') {
      if (this.#column >= this.#columns) {
        this.#column = 0;
        this.#down();
      }
      const line = this.#lines[this.#row];
      if (line !== undefined) line[this.#column++] = character;
    }
  }

  #down(): void {
    if (++this.#row < this.#lines.length) return;
    this.#row--;
    this.#lines = [...this.#lines.slice(1), this.#blank()];
  }

  #control(final: string, [first = 0, second = 0]: readonly number[]): void {
    const count = Math.max(1, first);
    if (final === 'H' || final === 'f') this.#move(count - 1, Math.max(1, second) - 1);
    else if (final === 'A') this.#move(this.#row - count, this.#column);
    else if (final === 'B') this.#move(this.#row + count, this.#column);
    else if (final === 'C') this.#move(this.#row, this.#column + count);
    else if (final === 'D') this.#move(this.#row, this.#column - count);
    else if (final === 'G') this.#move(this.#row, count - 1);
    else if (final === 'd') this.#move(count - 1, this.#column);
    else if (final === 'K') this.#clear(this.#row, first);
    else if (final === 'J')
      for (const row of this.#lines.keys())
        if (row === this.#row) this.#clear(row, first);
        else if (first === 2 || (first === 0 ? row > this.#row : row < this.#row)) this.#clear(row, 2);
  }

  #move(row: number, column: number): void {
    this.#row = Math.min(this.#lines.length - 1, Math.max(0, row));
    this.#column = Math.min(this.#columns - 1, Math.max(0, column));
  }

  #clear(row: number, how: number): void {
    const line = this.#lines[row];
    if (line === undefined) return;
    line.fill(' ', how === 0 ? this.#column : 0, how === 1 ? this.#column + 1 : this.#columns);
  }

  #blank(): string[] {
    return Array.from({ length: this.#columns }, () => ' ');
  }
}

const MAX_SEQUENCE = 1_000;
const ESC = String.raw`\u001b`;
const TITLE = String.raw`${ESC}\][^\u0007\u001b]*(?:\u0007|${ESC}\\)`;
/** A sequence with numbers, a title, another sequence, the beginning of one, or a character. */
const SEQUENCE = new RegExp(
  String.raw`${ESC}\[[?>=!]?([\d;:]*)[ !"'$]?([@-~])|${TITLE}|${ESC}([()][A-Za-z0-9]|[=>78MDEHc])|${ESC}[^]*|[^]`,
  'gu',
);
const OTHER = new RegExp(`^${TITLE}$`);
