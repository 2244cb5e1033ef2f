import type { Assignment, Command, Item, List, Pipeline, Redirection, Word } from './syntax.ts';
import { ShellSyntaxError } from './syntax.ts';
import { WordReader } from './word-reader.ts';

/** Longer scripts would keep others from their turn. */
export const MAX_SCRIPT = 256 * 1024;
const REDIRECTION = /^(\d*)(<<-?|<>|<&|>&|>>|>\||<|>)/;
/** A word of the language, where a command begins. */
const RESERVED = /^(?:if|then|elif|else|fi|while|until|do|done|for|in|case|esac|\{|\}|!)(?=[\s;&|()<>]|$)/;
const FUNCTION = /^([A-Za-z_]\w*)[ \t]*\([ \t]*\)/;
const NAME = /^[A-Za-z_]\w*/;

/** Reads a whole script; what is no script is an error that says whether more lines could make it one. */
export function parseScript(text: string): List {
  if (text.length > MAX_SCRIPT) throw new ShellSyntaxError('script too long');
  return program(new WordReader(text, program), '');
}

/** Whether more lines could make a script of it. */
export function isUnfinished(text: string): boolean {
  try {
    parseScript(text);
    return false;
  } catch (error) {
    return error instanceof ShellSyntaxError && error.isUnfinished;
  }
}

function program(reader: WordReader, end: string): List {
  return new Parser(reader).program(end);
}

interface Document {
  readonly redirection: { target: Word };
  readonly end: string;
  readonly isIndented: boolean;
  readonly isQuoted: boolean;
}

class Parser {
  readonly #reader: WordReader;
  /** Documents that begin after the line. */
  #documents: Document[] = [];

  constructor(reader: WordReader) {
    this.#reader = reader;
  }

  program(end: string): List {
    const list = this.#list([]);
    this.#newlines();
    if (end === '' && this.#reader.at < this.#reader.text.length) throw this.#unexpected();
    return list;
  }

  get #rest(): string {
    return this.#reader.text.slice(this.#reader.at);
  }

  /** Blanks, comments and lines that go on. */
  #blanks(): void {
    this.#reader.at += /^(?:[ \t]|\\\n)*(?:#[^\n]*)?/.exec(this.#rest)?.[0].length ?? 0;
  }

  #newlines(): void {
    for (this.#blanks(); this.#rest.startsWith('\n'); this.#blanks()) {
      this.#reader.at++;
      this.#readDocuments();
    }
  }

  #readDocuments(): void {
    for (const { redirection, end, isIndented, isQuoted } of this.#documents.splice(0)) {
      let text = '';
      for (;;) {
        if (this.#rest === '')
          throw new ShellSyntaxError(`syntax error: unexpected end of file (expecting "${end}")`, true);
        const line = /^[^\n]*/.exec(this.#rest)?.[0] ?? '';
        this.#reader.at += Math.min(line.length + 1, this.#rest.length);
        const shown = isIndented ? line.replace(/^\t+/, '') : line;
        if (shown === end) break;
        text += `${shown}\n`;
      }
      redirection.target = isQuoted
        ? [{ kind: 'text', text, isQuoted: true }]
        : new WordReader(text, program).document();
    }
  }

  #reserved(): string | null {
    this.#blanks();
    return RESERVED.exec(this.#rest)?.[0] ?? null;
  }

  #take(text: string): boolean {
    this.#blanks();
    if (!this.#rest.startsWith(text)) return false;
    this.#reader.at += text.length;
    return true;
  }

  #expect(word: string): void {
    this.#newlines();
    if (this.#reserved() !== word) throw this.#unexpected(word);
    this.#reader.at += word.length;
  }

  #unexpected(expected = ''): ShellSyntaxError {
    this.#blanks();
    const wanted = expected === '' ? '' : ` (expecting "${expected}")`;
    const found = /^(?:&&|\|\||;;|[\n;&|()<>]|[^\s;&|()<>]+)/.exec(this.#rest)?.[0];
    if (found === undefined) return new ShellSyntaxError(`syntax error: unexpected end of file${wanted}`, true);
    const shown = found === '\n' ? 'newline' : `"${found}"`;
    return new ShellSyntaxError(`syntax error: unexpected ${shown}${wanted}`);
  }

  /** Up to one of these words, or what cannot begin a command. */
  #list(ends: readonly string[]): List {
    const items: Item[] = [];
    for (;;) {
      this.#newlines();
      if (this.#rest === '' || /^(?:\)|;;)/.test(this.#rest) || ends.includes(this.#reserved() ?? '')) return items;
      const pipelines = this.#andOr();
      const isInBackground = !this.#rest.startsWith('&&') && this.#take('&');
      items.push({ isInBackground, pipelines });
      this.#blanks();
      if (isInBackground || /^(?:\n|\)|;;|$)/.test(this.#rest)) continue;
      if (!this.#take(';')) throw this.#unexpected();
    }
  }

  /** Of a compound command: at least one command. */
  #body(ends: readonly string[]): List {
    const list = this.#list(ends);
    if (list.length === 0) throw this.#unexpected();
    return list;
  }

  #andOr(): Item['pipelines'] {
    const pipelines: Item['pipelines'][number][] = [];
    let when: 'always' | 'success' | 'failure' = 'always';
    for (;;) {
      pipelines.push({ ...this.#pipeline(), when });
      this.#blanks();
      if (this.#take('&&')) when = 'success';
      else if (this.#take('||')) when = 'failure';
      else return pipelines;
      this.#newlines();
    }
  }

  #pipeline(): Pipeline {
    let isNegated = false;
    for (; this.#reserved() === '!'; isNegated = !isNegated) this.#reader.at++;
    const commands = [this.#command()];
    for (this.#blanks(); /^\|(?!\|)/.test(this.#rest); this.#blanks()) {
      this.#reader.at++;
      this.#newlines();
      commands.push(this.#command());
    }
    return { isNegated, commands };
  }

  #command(): Command {
    const reserved = this.#reserved();
    const [whole, name] = FUNCTION.exec(this.#rest) ?? [];
    if (reserved === null && whole !== undefined && name !== undefined) {
      this.#reader.at += whole.length;
      this.#newlines();
      return { kind: 'function', name, body: this.#command(), redirections: [] };
    }
    if (reserved === null && !this.#rest.startsWith('(')) return this.#simple();
    const command = this.#compound(reserved);
    const redirections: Redirection[] = [];
    for (let next = this.#redirection(); next !== null; next = this.#redirection()) redirections.push(next);
    return { ...command, redirections };
  }

  #compound(reserved: string | null): Command {
    const redirections: Redirection[] = [];
    if (reserved === null) {
      this.#reader.at++;
      const body = this.#body([]);
      if (!this.#take(')')) throw this.#unexpected(')');
      return { kind: 'subshell', body, redirections };
    }
    if (!['{', 'if', 'while', 'until', 'for', 'case'].includes(reserved)) throw this.#unexpected();
    this.#reader.at += reserved.length;
    switch (reserved) {
      case '{': {
        const body = this.#body(['}']);
        this.#expect('}');
        return { kind: 'group', body, redirections };
      }
      case 'if':
        return { ...this.#if(), redirections };
      case 'for':
        return { ...this.#for(), redirections };
      case 'case':
        return { ...this.#case(), redirections };
      default: {
        const condition = this.#body(['do']);
        return { kind: 'loop', isUntil: reserved === 'until', condition, body: this.#do(), redirections };
      }
    }
  }

  #do(): List {
    this.#expect('do');
    const body = this.#body(['done']);
    this.#expect('done');
    return body;
  }

  #if() {
    const branches = [];
    let otherwise: List = [];
    for (let word: string | null = 'if'; word !== 'fi'; ) {
      if (word === 'else') otherwise = this.#body(['fi']);
      else {
        const condition = this.#body(['then']);
        this.#expect('then');
        branches.push({ condition, body: this.#body(['elif', 'else', 'fi']) });
      }
      const isLast = word === 'else';
      word = this.#reserved();
      if (word !== 'fi' && (isLast || (word !== 'elif' && word !== 'else'))) throw this.#unexpected('fi');
      this.#reader.at += word.length;
    }
    return { kind: 'if', branches, otherwise } as const;
  }

  #for() {
    this.#blanks();
    const name = NAME.exec(this.#rest)?.[0];
    if (name === undefined) throw new ShellSyntaxError('syntax error: bad for loop variable');
    this.#reader.at += name.length;
    this.#newlines();
    let words: Word[] | null = null;
    if (this.#reserved() === 'in') {
      this.#reader.at += 2;
      words = [];
      for (let word = this.#word(); word.length > 0; word = this.#word()) words.push(word);
    }
    this.#take(';');
    return { kind: 'for', name, words, body: this.#do() } as const;
  }

  #case() {
    const word = this.#word();
    this.#expect('in');
    const clauses = [];
    for (this.#newlines(); this.#reserved() !== 'esac'; this.#newlines()) {
      this.#take('(');
      const patterns = [this.#word()];
      while (this.#take('|')) patterns.push(this.#word());
      if (patterns.some(pattern => pattern.length === 0) || !this.#take(')')) throw this.#unexpected(')');
      clauses.push({ patterns, body: this.#list(['esac']) });
      this.#newlines();
      if (!this.#take(';;') && this.#reserved() !== 'esac') throw this.#unexpected(';;');
    }
    this.#reader.at += 'esac'.length;
    return { kind: 'case', word, clauses } as const;
  }

  #word(): Word {
    this.#blanks();
    return this.#reader.word();
  }

  #simple(): Command {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    for (;;) {
      const redirection = this.#redirection();
      const word = redirection === null ? this.#word() : [];
      if (redirection !== null) redirections.push(redirection);
      else if (word.length === 0) break;
      else {
        const assignment = words.length === 0 ? assignmentOf(word) : null;
        if (assignment === null) words.push(word);
        else assignments.push(assignment);
      }
    }
    if (assignments.length + words.length + redirections.length === 0) throw this.#unexpected();
    return { kind: 'simple', assignments, words, redirections };
  }

  #redirection(): Redirection | null {
    this.#blanks();
    const [whole, digits, operator] = REDIRECTION.exec(this.#rest) ?? [];
    if (whole === undefined || operator === undefined) return null;
    this.#reader.at += whole.length;
    const target = this.#word();
    if (target.length === 0) throw this.#unexpected();
    const fd = digits === undefined || digits === '' ? (operator.startsWith('<') ? 0 : 1) : Number(digits);
    if (!operator.startsWith('<<')) return { fd, operator: (operator === '>|' ? '>' : operator) as '>', target };
    const redirection = { fd, operator: '<<' as const, target };
    this.#documents.push({
      redirection,
      end: target.map(part => (part.kind === 'text' ? part.text : '')).join(''),
      isIndented: operator === '<<-',
      isQuoted: target.some(part => part.isQuoted),
    });
    return redirection;
  }
}

/** `NAME=…`, its name unquoted. */
function assignmentOf([first, ...rest]: Word): Assignment | null {
  if (first?.kind !== 'text' || first.isQuoted) return null;
  const [whole, name] = /^([A-Za-z_]\w*)=/.exec(first.text) ?? [];
  if (whole === undefined || name === undefined) return null;
  const text = first.text.slice(whole.length);
  return { name, value: text === '' ? rest : [{ ...first, text }, ...rest] };
}
