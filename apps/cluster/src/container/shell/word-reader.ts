import { type List, ShellSyntaxError, type Word, type WordPart } from './syntax.ts';

const NAME = /^(?:[A-Za-z_]\w*|\d|[@*#?$!-])/;
const BRACED_NAME = /^(?:[A-Za-z_]\w*|\d+|[@*#?$!-])/;
const OPERATOR = /^(?::?[-=?+]|%%?|##?|\/\/?|:)/;
const PLAIN = /[\w.,:=+@%/-]+/y;
/** What ends a word that is not quoted. */
const END = /[\s;&|()<>]/;

/** Reads words out of a script, with quotes and what is expanded in them. */
export class WordReader {
  readonly text: string;
  at: number;
  readonly #program: (reader: WordReader, end: string) => List;

  /** `program` reads the commands of a substitution up to its end. */
  constructor(text: string, program: (reader: WordReader, end: string) => List, at = 0) {
    this.text = text;
    this.at = at;
    this.#program = program;
  }

  /** Empty where no word begins here. */
  word(): Word {
    return this.#parts(character => END.test(character));
  }

  /** All that is left, as between double quotes: of a document that follows a command. */
  document(): Word {
    const parts: WordPart[] = [];
    while (this.at < this.text.length) this.#quotedPart(parts, '');
    return parts;
  }

  #parts(isEnd: (character: string) => boolean): WordPart[] {
    const parts: WordPart[] = [];
    while (this.at < this.text.length && !isEnd(this.text.charAt(this.at))) this.#part(parts);
    return parts;
  }

  #part(parts: WordPart[]): void {
    const character = this.text.charAt(this.at);
    if (character === "'") {
      const end = this.text.indexOf("'", this.at + 1);
      if (end < 0) throw new ShellSyntaxError('syntax error: unterminated quoted string', true);
      add(parts, this.text.slice(this.at + 1, end), true);
      this.at = end + 1;
    } else if (character === '"') this.#doubleQuoted(parts);
    else if (character === '\\') {
      const next = this.text.charAt(this.at + 1);
      if (next !== '\n') add(parts, next, true);
      this.at += 2;
    } else if (character === '$' || character === '`') this.#expansion(parts, false);
    else this.#plain(parts, false);
  }

  #doubleQuoted(parts: WordPart[]): void {
    this.at++;
    add(parts, '', true);
    while (this.text.charAt(this.at) !== '"') {
      if (this.at >= this.text.length) throw new ShellSyntaxError('syntax error: unterminated quoted string', true);
      this.#quotedPart(parts, '"');
    }
    this.at++;
  }

  /** Between double quotes a backslash counts only before what would end or begin something. */
  #quotedPart(parts: WordPart[], quote: string): void {
    const character = this.text.charAt(this.at);
    const next = this.text.charAt(this.at + 1);
    if (character === '\\' && (next === '\n' || `$\`\\${quote}`.includes(next)) && next !== '') {
      if (next !== '\n') add(parts, next, true);
      this.at += 2;
    } else if (character === '$' || character === '`') this.#expansion(parts, true);
    else this.#plain(parts, true);
  }

  /** Letters that mean nothing else anywhere are read at once. */
  #plain(parts: WordPart[], isQuoted: boolean): void {
    PLAIN.lastIndex = this.at;
    const text = PLAIN.exec(this.text)?.[0] ?? this.text.charAt(this.at);
    add(parts, text, isQuoted);
    this.at += text.length;
  }

  #expansion(parts: WordPart[], isQuoted: boolean): void {
    const rest = this.text.slice(this.at, this.at + 3);
    if (rest.startsWith('`')) parts.push({ kind: 'command', body: this.#backQuoted(), isQuoted });
    else if (rest === '$((') parts.push({ kind: 'arithmetic', word: this.#arithmetic(), isQuoted });
    else if (rest.startsWith('$(')) {
      this.at += 2;
      parts.push({ kind: 'command', body: this.#program(this, ')'), isQuoted });
      this.#expect(')');
    } else if (rest.startsWith('${')) parts.push(this.#braced(isQuoted));
    else {
      const name = NAME.exec(this.text.slice(this.at + 1))?.[0];
      this.at += 1 + (name?.length ?? 0);
      if (name === undefined) add(parts, '$', isQuoted);
      else parts.push({ kind: 'parameter', name, operation: null, isQuoted });
    }
  }

  #backQuoted(): List {
    const [whole, inner] = /^`((?:[^`\\]|\\.)*)`/s.exec(this.text.slice(this.at)) ?? [];
    if (whole === undefined || inner === undefined)
      throw new ShellSyntaxError('syntax error: EOF in backquote substitution', true);
    this.at += whole.length;
    return this.#program(new WordReader(inner.replace(/\\([`\\$])/g, '$1'), this.#program), '');
  }

  #arithmetic(): Word {
    this.at += 3;
    const parts: WordPart[] = [];
    for (let depth = 0; depth > 0 || !this.text.startsWith('))', this.at); ) {
      const character = this.text.charAt(this.at);
      if (character === '') throw new ShellSyntaxError("syntax error: missing '))'", true);
      if (character === '(') depth++;
      if (character === ')') depth--;
      this.#quotedPart(parts, '"');
    }
    this.at += 2;
    return parts;
  }

  #braced(isQuoted: boolean): WordPart {
    this.at += 2;
    const length = /^#(?=[\w@*?$!-]+\})/.exec(this.text.slice(this.at));
    if (length !== null) this.at++;
    const name = BRACED_NAME.exec(this.text.slice(this.at))?.[0] ?? '';
    if (name === '') throw new ShellSyntaxError('syntax error: bad substitution');
    this.at += name.length;
    if (length !== null) {
      this.#expect('}');
      return { kind: 'length', name, isQuoted };
    }
    const operator = OPERATOR.exec(this.text.slice(this.at))?.[0] ?? '';
    this.at += operator.length;
    const word = this.#operand(isQuoted && !/[%#/]/.test(operator));
    this.#expect('}');
    if (operator === '' && word.length > 0) throw new ShellSyntaxError('syntax error: bad substitution');
    return { kind: 'parameter', name, operation: operator === '' ? null : { operator, word }, isQuoted };
  }

  /** Between double quotes single quotes are letters, but not in a pattern. */
  #operand(isQuoted: boolean): Word {
    if (!isQuoted) return this.#parts(character => character === '}');
    const parts: WordPart[] = [];
    while (this.at < this.text.length && this.text.charAt(this.at) !== '}') {
      if (this.text.charAt(this.at) === '"') this.#doubleQuoted(parts);
      else this.#quotedPart(parts, '"}');
    }
    return parts;
  }

  #expect(end: string): void {
    if (!this.text.startsWith(end, this.at))
      throw new ShellSyntaxError(`syntax error: unexpected end of file (expecting "${end}")`, true);
    this.at += end.length;
  }
}

/** Letters that follow each other are one part. */
function add(parts: WordPart[], text: string, isQuoted: boolean): void {
  const last = parts.at(-1);
  if (last?.kind === 'text' && last.isQuoted === isQuoted)
    parts.splice(-1, 1, { kind: 'text', text: last.text + text, isQuoted });
  else parts.push({ kind: 'text', text, isQuoted });
}
