import { FileSystem } from '../system/file-system.ts';
import { evaluate } from '../programs/arithmetic.ts';
import { type GivingWay, Pattern, type Segment } from './pattern.ts';
import { ShellError } from './outcomes.ts';
import { MAX_VALUE } from './variables.ts';
import type { List, Operation, Word, WordPart } from './syntax.ts';

/** What of a shell is looked at, and changed, when words are expanded. */
export interface Surroundings extends GivingWay {
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

/** Characters of a value that are split between two turns of others. */
const SPLIT_CHARACTERS = 50_000;
/** Words that are made between two turns of others. */
const TURN_WORDS = 10_000;
/** Kept for a word besides its characters. */
const WORD_SIZE = 12;
/** Entries that a pattern may be held against. */
const MAX_PATHS = 50_000;

type Parameter = Extract<WordPart, { kind: 'parameter' }>;

/** Words as commands get them (POSIX Shell Command Language, 2.6). */
export class Expansion {
  readonly #shell: Surroundings;
  readonly #fields: Segment[][] = [];
  #field: Segment[] | null = null;
  #size = 0;

  constructor(shell: Surroundings) {
    this.#shell = shell;
  }

  static async words(words: readonly Word[], shell: Surroundings): Promise<string[]> {
    const all: string[] = [];
    let size = 0;
    for (const word of words) {
      const expansion = new Expansion(shell);
      await expansion.#parts(word, true);
      expansion.#end();
      for (const field of expansion.#fields)
        for (const text of shell.mayGlob ? paths(field, shell) : [textOf(field)]) {
          size += text.length + WORD_SIZE;
          if (all.length % TURN_WORDS === TURN_WORDS - 1) await shell.giveWay();
          if (size > MAX_VALUE) throw new ShellError('Argument list too long', 2);
          all.push(text);
        }
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
    this.#size += text.length;
    if (this.#size > MAX_VALUE) throw new ShellError('out of memory', 2);
    (this.#field ??= []).push({ text, isQuoted });
  }

  async #parts(word: Word, isSplit: boolean, isOperand = false): Promise<void> {
    for (const [i, part] of word.entries()) {
      if (part.kind === 'text') {
        const text = i === 0 && !part.isQuoted ? this.#home(part.text) : part.text;
        if (isOperand && !part.isQuoted) await this.#value(text, { isQuoted: false, isSplit });
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
    if (part.kind === 'command') await this.#value(withoutEnds(await this.#shell.substitute(part.body)), as);
    else if (part.kind === 'arithmetic') {
      const variables = {
        get: (name: string) => this.#shell.get(name) ?? '',
        set: (name: string, value: string) => this.#shell.set(name, value),
      };
      await this.#value(String(evaluate(await Expansion.text(part.word, this.#shell), variables)), as);
    } else if (part.kind === 'length') await this.#value(String([...(this.#get(part.name) ?? '')].length), as);
    else if (part.operation !== null) await this.#operation(part, part.operation, as);
    else if (part.name === '@' || (part.name === '*' && !part.isQuoted)) await this.#allParameters(as);
    else await this.#value(this.#known(part.name), as);
  }

  /** Each a word of its own. */
  async #allParameters(as: { readonly isQuoted: boolean; readonly isSplit: boolean }): Promise<void> {
    for (const [i, parameter] of this.#shell.parameters.entries()) {
      if (i > 0) this.#end();
      if (i % TURN_WORDS === TURN_WORDS - 1) await this.#shell.giveWay();
      await this.#value(parameter, as);
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
        return this.#value(await this.#trimmed(this.#known(name), operator, word), as);
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
    const characters = [...value];
    const parts: string[] = [];
    for (let at = 0; at < characters.length; ) {
      const end = (await pattern.ends(characters, at, this.#shell))?.longest ?? at;
      if (end === at) parts.push(characters[at++] ?? '');
      else {
        parts.push(by);
        at = end;
        if (isEach) continue;
        parts.push(characters.slice(at).join(''));
        break;
      }
    }
    return parts.join('');
  }

  /** Without the shortest or longest beginning or end that the pattern matches. */
  async #trimmed(value: string, operator: string, word: Word): Promise<string> {
    const isBackwards = operator.startsWith('%');
    const pattern = new Pattern(await Expansion.segments(word, this.#shell), { isBackwards });
    const characters = isBackwards ? [...value].toReversed() : [...value];
    const ends = await pattern.ends(characters, 0, this.#shell);
    if (ends === null) return value;
    const rest = characters.slice(operator.length === 2 ? ends.longest : ends.shortest);
    return (isBackwards ? rest.toReversed() : rest).join('');
  }

  async #value(
    value: string,
    { isQuoted, isSplit }: { readonly isQuoted: boolean; readonly isSplit: boolean },
  ): Promise<void> {
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
    let passed = 0;
    for (const character of value) {
      if (++passed % SPLIT_CHARACTERS === 0) await this.#shell.giveWay();
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

/** As a substitution drops them. */
function withoutEnds(text: string): string {
  let end = text.length;
  while (text.charAt(end - 1) === '\n') end--;
  return text.slice(0, end);
}

/** The files that a word stands for, or the word where there are none. */
function paths(field: readonly Segment[], { files, cwd }: Surroundings): string[] {
  const text = textOf(field);
  if (!Pattern.isIn(field)) return [text];
  let found = [text.startsWith('/') ? '/' : ''];
  let passed = 0;
  for (const step of stepsOf(field)) {
    if (step.length === 0) continue;
    const isPattern = Pattern.isIn(step);
    const pattern = new Pattern(step);
    const mayBeHidden = textOf(step).startsWith('.');
    found = found.flatMap(place => {
      if (passed > MAX_PATHS) throw new ShellError(`${text}: too many paths`, 2);
      const folder = FileSystem.resolve(cwd, place === '' ? '.' : place);
      if (!isPattern) return [`${place}${textOf(step)}/`];
      if (!files.isDirectory(folder)) return [];
      const entries = files.list(folder);
      passed += entries.length;
      return entries
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
