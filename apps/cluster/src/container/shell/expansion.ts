import { FileSystem } from '../system/file-system.ts';
import { evaluate } from '../programs/arithmetic.ts';
import { Pattern, type Segment } from './pattern.ts';
import { ShellError } from './outcomes.ts';
import type { List, Operation, Word, WordPart } from './syntax.ts';

/** What of a shell is looked at, and changed, when words are expanded. */
export interface Surroundings {
  readonly files: FileSystem;
  readonly cwd: string;
  /** `$1` and what follows. */
  readonly parameters: readonly string[];
  readonly mayGlob: boolean;
  readonly refusesUnset: boolean;
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  substitute(body: List): Promise<string>;
}

type Parameter = Extract<WordPart, { kind: 'parameter' }>;

/** Words as commands get them (POSIX Shell Command Language, 2.6). */
export class Expansion {
  readonly #shell: Surroundings;
  readonly #fields: Segment[][] = [];
  #field: Segment[] | null = null;

  constructor(shell: Surroundings) {
    this.#shell = shell;
  }

  static async words(words: readonly Word[], shell: Surroundings): Promise<string[]> {
    const all: string[] = [];
    for (const word of words) {
      const expansion = new Expansion(shell);
      await expansion.#parts(word, true);
      expansion.#end();
      all.push(...expansion.#fields.flatMap(field => (shell.mayGlob ? paths(field, shell) : [textOf(field)])));
    }
    return all;
  }

  /** As one word: of an assignment, a target, a document. */
  static async text(word: Word, shell: Surroundings): Promise<string> {
    return textOf(await Expansion.segments(word, shell));
  }

  /** As one word that may be a pattern. */
  static async segments(word: Word, shell: Surroundings): Promise<Segment[]> {
    const expansion = new Expansion(shell);
    await expansion.#parts(word, false);
    expansion.#end();
    return expansion.#fields.flatMap((field, i) => (i === 0 ? field : [{ text: ' ', isQuoted: true }, ...field]));
  }

  #end(): void {
    if (this.#field !== null) this.#fields.push(this.#field);
    this.#field = null;
  }

  #add(text: string, isQuoted: boolean): void {
    (this.#field ??= []).push({ text, isQuoted });
  }

  async #parts(word: Word, isSplit: boolean, isOperand = false): Promise<void> {
    for (const [i, part] of word.entries()) {
      if (part.kind === 'text') {
        const text = i === 0 && !part.isQuoted ? this.#home(part.text) : part.text;
        if (isOperand && !part.isQuoted) this.#value(text, { isQuoted: false, isSplit });
        else this.#add(text, part.isQuoted);
      } else await this.#expanded(part, isSplit);
    }
  }

  #home(text: string): string {
    const [tilde, user] = /^~(root)?(?=\/|$)/.exec(text) ?? [];
    if (tilde === undefined) return text;
    return `${user === undefined ? (this.#shell.get('HOME') ?? '') : '/root'}${text.slice(tilde.length)}`;
  }

  async #expanded(part: Exclude<WordPart, { kind: 'text' }>, isSplit: boolean): Promise<void> {
    const as = { isQuoted: part.isQuoted, isSplit };
    if (part.kind === 'command') this.#value((await this.#shell.substitute(part.body)).replace(/\n+$/, ''), as);
    else if (part.kind === 'arithmetic') {
      const variables = {
        get: (name: string) => this.#shell.get(name) ?? '',
        set: (name: string, value: string) => this.#shell.set(name, value),
      };
      this.#value(String(evaluate(await Expansion.text(part.word, this.#shell), variables)), as);
    } else if (part.kind === 'length') this.#value(String([...(this.#get(part.name) ?? '')].length), as);
    else if (part.operation !== null) await this.#operation(part, part.operation, as);
    else if (part.name === '@' || (part.name === '*' && !part.isQuoted)) this.#allParameters(as);
    else this.#value(this.#known(part.name), as);
  }

  /** Each a word of its own. */
  #allParameters(as: { readonly isQuoted: boolean; readonly isSplit: boolean }): void {
    for (const [i, parameter] of this.#shell.parameters.entries()) {
      if (i > 0) this.#end();
      this.#value(parameter, as);
    }
  }

  #get(name: string): string | undefined {
    if (name === '@' || name === '*') {
      const separator = name === '*' ? (this.#shell.get('IFS') ?? ' ').slice(0, 1) : ' ';
      return this.#shell.parameters.length === 0 ? undefined : this.#shell.parameters.join(separator);
    }
    return this.#shell.get(name);
  }

  #known(name: string): string {
    const value = this.#get(name);
    if (value === undefined && this.#shell.refusesUnset && !'@*'.includes(name))
      throw new ShellError(`${name}: parameter not set`, 2);
    return value ?? '';
  }

  async #operation(
    { name, isQuoted }: Parameter,
    { operator, word }: Operation,
    as: { readonly isQuoted: boolean; readonly isSplit: boolean },
  ): Promise<void> {
    const value = this.#get(name);
    const isMissing = value === undefined || (operator.length === 2 && operator.startsWith(':') && value === '');
    switch (operator.slice(-1)) {
      case '-':
        return isMissing ? this.#parts(word, as.isSplit && !isQuoted, !isQuoted) : this.#value(value, as);
      case '+':
        return isMissing ? undefined : this.#parts(word, as.isSplit && !isQuoted, !isQuoted);
      case '=': {
        if (!isMissing) return this.#value(value, as);
        const text = await Expansion.text(word, this.#shell);
        this.#shell.set(name, text);
        return this.#value(text, as);
      }
      case '?': {
        if (!isMissing) return this.#value(value, as);
        const why = await Expansion.text(word, this.#shell);
        throw new ShellError(`${name}: ${why === '' ? 'parameter not set' : why}`, 2);
      }
      case ':':
        return this.#value(this.#part(this.#known(name), await Expansion.text(word, this.#shell)), as);
      case '/':
        return this.#value(await this.#replaced(this.#known(name), word, operator === '//'), as);
      default:
        return this.#value(trimmed(this.#known(name), operator, await Expansion.segments(word, this.#shell)), as);
    }
  }

  /** `OFFSET:LENGTH`. */
  #part(value: string, range: string): string {
    const variables = { get: (name: string) => this.#shell.get(name) ?? '', set: () => {} };
    const [from = 0, count] = range.split(':').map(text => Number(evaluate(text, variables)));
    const characters = [...value];
    const begin = from < 0 ? Math.max(0, characters.length + from) : from;
    const end = count === undefined ? characters.length : count < 0 ? characters.length + count : begin + count;
    return characters.slice(begin, end).join('');
  }

  async #replaced(value: string, word: Word, isEach: boolean): Promise<string> {
    const segments = await Expansion.segments(word, this.#shell);
    const [wanted, by] = splitOnce(segments);
    const pattern = new Pattern(wanted);
    let result = '';
    for (let at = 0; at < value.length; ) {
      let end = value.length;
      while (end > at && !pattern.matches(value.slice(at, end))) end--;
      if (end === at) result += value.charAt(at++);
      else {
        result += by;
        at = end;
        if (!isEach) return result + value.slice(at);
      }
    }
    return result;
  }

  #value(value: string, { isQuoted, isSplit }: { readonly isQuoted: boolean; readonly isSplit: boolean }): void {
    if (isQuoted) return this.#add(value, true);
    if (!isSplit) return this.#add(value, false);
    const ifs = this.#shell.get('IFS') ?? ' \t\n';
    const blanks = [...ifs].filter(character => ' \t\n'.includes(character));
    let text = '';
    // A separator that is no blank ends a word, if an empty one, unless blanks after a word led to it.
    let isBegun = true;
    const endWord = () => {
      if (text !== '') this.#add(text, false);
      text = '';
      this.#end();
    };
    for (const character of value) {
      if (blanks.includes(character)) {
        if (text !== '' || this.#field !== null) isBegun = false;
        endWord();
      } else if (ifs.includes(character)) {
        if (text === '' && this.#field === null && isBegun) this.#add('', false);
        endWord();
        isBegun = true;
      } else text += character;
    }
    if (text !== '') this.#add(text, false);
  }
}

const textOf = (segments: readonly Segment[]) => segments.map(({ text }) => text).join('');

function splitOnce(segments: readonly Segment[]): [Segment[], string] {
  const at = segments.findIndex(({ text, isQuoted }) => !isQuoted && text.includes('/'));
  const found = segments[at];
  if (found === undefined) return [[...segments], ''];
  const slash = found.text.indexOf('/');
  const before = [...segments.slice(0, at), { ...found, text: found.text.slice(0, slash) }];
  return [before, found.text.slice(slash + 1) + textOf(segments.slice(at + 1))];
}

/** Without the shortest or longest beginning or end that the pattern matches. */
function trimmed(value: string, operator: string, segments: readonly Segment[]): string {
  const pattern = new Pattern(segments);
  const isLongest = operator.length === 2;
  const isEnd = operator.startsWith('%');
  for (let i = 0; i <= value.length; i++) {
    const length = isLongest ? value.length - i : i;
    const cut = isEnd ? value.length - length : length;
    if (pattern.matches(isEnd ? value.slice(cut) : value.slice(0, cut)))
      return isEnd ? value.slice(0, cut) : value.slice(cut);
  }
  return value;
}

/** The files that a word stands for, or the word where there are none. */
function paths(field: readonly Segment[], { files, cwd }: Surroundings): string[] {
  const text = textOf(field);
  if (!Pattern.isIn(field)) return [text];
  let found = [text.startsWith('/') ? '/' : ''];
  for (const step of stepsOf(field)) {
    if (step.length === 0) continue;
    const isPattern = Pattern.isIn(step);
    const pattern = new Pattern(step);
    const mayBeHidden = textOf(step).startsWith('.');
    found = found.flatMap(place => {
      const folder = FileSystem.resolve(cwd, place === '' ? '.' : place);
      if (!isPattern) return [`${place}${textOf(step)}/`];
      if (!files.isDirectory(folder)) return [];
      return files
        .list(folder)
        .filter(({ name }) => (mayBeHidden || !name.startsWith('.')) && pattern.matches(name))
        .map(({ name }) => `${place}${name}/`);
    });
  }
  const there = found
    .map(place => place.replace(/\/$/, ''))
    .filter(place => files.isDirectory(FileSystem.resolve(cwd, place)) || files.file(FileSystem.resolve(cwd, place)));
  return there.length === 0 ? [text] : there.toSorted((a, b) => (a < b ? -1 : 1));
}

function stepsOf(field: readonly Segment[]): Segment[][] {
  const steps: Segment[][] = [[]];
  for (const { text, isQuoted } of field) {
    for (const [i, part] of text.split('/').entries()) {
      if (i > 0) steps.push([]);
      if (part !== '') steps.at(-1)?.push({ text: part, isQuoted });
    }
  }
  return steps;
}
