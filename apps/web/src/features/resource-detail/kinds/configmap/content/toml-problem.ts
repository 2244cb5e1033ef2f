/** Values in values: nobody writes so many, and each is a call. */
const MAX_DEPTH = 100;

const SPACE = /[ \t]*/y;
const BREAK = /\r?\n/y;
const COMMENT = /#[^\n]*/y;
/** Between the values of an array or an inline table. */
const BETWEEN = /(?:[ \t\r\n]|#[^\n]*)*/y;
const BASIC = /"(?:[^"\\\n]|\\(?:[btnfre"\\]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}))*"/y;
const LITERAL = /'[^'\n]*'/y;
const BARE = /[\w-]+/y;
const LINES = /"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}|'''(?:[^']|'{1,2}(?!'))*'{3,5}/y;
const SCALAR =
  /true|false|\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)?)?|\d\d:\d\d(?::\d\d(?:\.\d+)?)?|0x[\da-fA-F_]+|0o[0-7_]+|0b[01_]+|[+-]?(?:inf|nan|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d[\d_]*)?)/y;

/** The first line of a text that is no TOML; null where all of it is. Whether a key is told twice is not looked at. */
export function tomlProblem(text: string): number | null {
  const reader = new TomlReader(text);
  while (!reader.isAtEnd) if (!reader.takeLine()) return reader.line;
  return null;
}

class TomlReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  get line(): number {
    return this.#text.slice(0, this.#at).split('\n').length;
  }

  /** A table's name, a key with its value, or nothing; and the end of the line. */
  takeLine(): boolean {
    this.#take(SPACE);
    const isEmpty = this.isAtEnd || ['#', '\n', '\r'].includes(this.#text[this.#at] ?? '');
    if (!isEmpty && !(this.#text[this.#at] === '[' ? this.#takeTable() : this.#takePair(0))) return false;
    this.#take(SPACE);
    this.#take(COMMENT);
    return this.isAtEnd || this.#take(BREAK);
  }

  #takeTable(): boolean {
    const [open, close] = this.#text.startsWith('[[', this.#at) ? ['[[', ']]'] : ['[', ']'];
    return this.#takeText(open) && this.#takeKey() && this.#takeText(close);
  }

  #takePair(depth: number): boolean {
    return this.#takeKey() && this.#takeText('=') && this.#takeValue(depth);
  }

  #takeKey(): boolean {
    do {
      this.#take(SPACE);
      if (!this.#take(BARE) && !this.#take(BASIC) && !this.#take(LITERAL)) return false;
      this.#take(SPACE);
    } while (this.#takeText('.'));
    return true;
  }

  #takeValue(depth: number): boolean {
    if (depth > MAX_DEPTH) return false;
    this.#take(SPACE);
    const sign = this.#text[this.#at];
    if (sign === '[') return this.#takeMany(['[', ']'], () => this.#takeValue(depth + 1));
    if (sign === '{') return this.#takeMany(['{', '}'], () => this.#takePair(depth + 1));
    return this.#take(LINES) || this.#take(BASIC) || this.#take(LITERAL) || this.#take(SCALAR);
  }

  #takeMany([open, close]: readonly [string, string], takeOne: () => boolean): boolean {
    this.#takeText(open);
    for (let isNext = true; ; ) {
      this.#take(BETWEEN);
      if (this.#takeText(close)) return true;
      if (!isNext || !takeOne()) return false;
      this.#take(BETWEEN);
      isNext = this.#takeText(',');
    }
  }

  #takeText(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  /** Whether something was there, and is behind now. */
  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;
    return found !== '';
  }
}
