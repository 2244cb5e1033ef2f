import { FileSystem, FileSystemError } from '../system/file-system.ts';
import type { Process, Program } from '../system/process.ts';
import { everyLine, options, sayLines } from './lines.ts';
import { compile, matchesIn } from './patterns.ts';

type Address = number | '$' | RegExp;

interface Command {
  readonly from: Address | null;
  readonly to: Address | null;
  readonly isNegated: boolean;
  readonly name: string;
  readonly pattern?: RegExp;
  /** Of `s` what is put there, of `y` what letters become, of `a`, `i`, `c` a text. */
  readonly text: string;
  readonly flags: string;
  readonly letters: string;
}

/** `sed [-n] [-E] [-i] SCRIPT FILES`: s, y, p, d, q, =, a, i, c, with addresses. */
export const sed: Program = async process => {
  const { flags, values, rest } = options(process.args, 'e');
  const [script = '', ...paths] = values.has('e') ? [values.get('e') ?? '', ...rest] : rest;
  const commands = new Reader(script, flags.has('E') || flags.has('r')).commands();
  if (!flags.has('i')) {
    await sayLines(process, edited(await everyLine(process, paths), commands, flags.has('n')));
    return 0;
  }
  for (const path of paths) await inPlace(process, path, lines => edited(lines, commands, flags.has('n')));
  return 0;
};

async function inPlace(process: Process, path: string, change: (lines: readonly string[]) => string[]): Promise<void> {
  const target = FileSystem.resolve(process.cwd, path);
  const lines = change(await everyLine(process, [path]));
  const text = lines.map(line => `${line}\n`).join('');
  process.files.write(target, Buffer.from(text), { modifiedAt: process.clock.now() });
}

function edited(lines: readonly string[], commands: readonly Command[], isSilent: boolean): string[] {
  const said: string[] = [];
  /** Commands whose range has begun. */
  const open = new Set<Command>();
  for (const [i, line] of lines.entries()) {
    const place = { number: i + 1, isLast: i === lines.length - 1 };
    const state = { text: line, isDeleted: false, isOver: false, after: [] as string[] };
    for (const command of commands) {
      if (state.isDeleted || state.isOver) break;
      if (isMeant(command, { ...place, text: state.text }, open) !== command.isNegated)
        apply(command, state, { said, number: i + 1 });
    }
    if (!isSilent && !state.isDeleted) said.push(state.text);
    said.push(...state.after);
    if (state.isOver) break;
  }
  return said;
}

interface Place {
  readonly number: number;
  readonly isLast: boolean;
  readonly text: string;
}

function isMeant(command: Command, place: Place, open: Set<Command>): boolean {
  const { from, to } = command;
  if (from === null) return true;
  if (to === null) return isAt(from, place);
  if (open.has(command)) {
    if (isAt(to, place) || (typeof to === 'number' && place.number >= to)) open.delete(command);
    return !(typeof to === 'number' && place.number > to);
  }
  if (!isAt(from, place)) return false;
  if (!(typeof to === 'number' && to <= place.number)) open.add(command);
  return true;
}

function isAt(address: Address, { number, isLast, text }: Place): boolean {
  if (address === '$') return isLast;
  return typeof address === 'number' ? number === address : (matchesIn(address, [text])[0]?.length ?? 0) > 0;
}

function apply(
  { name, pattern, text, flags, letters }: Command,
  state: { text: string; isDeleted: boolean; isOver: boolean; after: string[] },
  { said, number }: { readonly said: string[]; readonly number: number },
): void {
  switch (name) {
    case 's': {
      const before = state.text;
      state.text = pattern === undefined ? before : substituted(before, pattern, { by: text, flags });
      if (state.text !== before && flags.includes('p')) said.push(state.text);
      return;
    }
    case 'y':
      state.text = [...state.text].map(letter => [...text][[...letters].indexOf(letter)] ?? letter).join('');
      return;
    case 'p':
      said.push(state.text);
      return;
    case '=':
      said.push(String(number));
      return;
    case 'a':
      state.after.push(text);
      return;
    case 'i':
      said.push(text);
      return;
    case 'c':
      said.push(text);
      state.isDeleted = true;
      return;
    case 'd':
      state.isDeleted = true;
      return;
    default:
      state.isOver = true;
  }
}

function substituted(
  line: string,
  pattern: RegExp,
  { by, flags }: { readonly by: string; readonly flags: string },
): string {
  const nth = Number(/\d+/.exec(flags)?.[0] ?? 1);
  const matches = (matchesIn(pattern, [line])[0] ?? []).slice(nth - 1, flags.includes('g') ? undefined : nth);
  let [result, at] = ['', 0];
  for (const { index, groups } of matches) {
    const put = by.replace(/\\(.)|&/gs, (whole, escaped?: string) => {
      if (whole === '&') return groups[0] ?? '';
      if (escaped === 'n') return '\n';
      return escaped !== undefined && /\d/.test(escaped) ? (groups[Number(escaped)] ?? '') : (escaped ?? '');
    });
    result += line.slice(at, index) + put;
    at = index + (groups[0]?.length ?? 0);
  }
  return result + line.slice(at);
}

class Reader {
  readonly #isExtended: boolean;
  #rest: string;

  constructor(script: string, isExtended: boolean) {
    this.#rest = script;
    this.#isExtended = isExtended;
  }

  commands(): Command[] {
    const commands: Command[] = [];
    for (this.#skip(); this.#rest !== ''; this.#skip()) commands.push(this.#command());
    return commands;
  }

  #skip(): void {
    this.#rest = this.#rest.replace(/^[\s;]+/, '');
  }

  #take(pattern: RegExp): string | null {
    const found = pattern.exec(this.#rest)?.[0] ?? null;
    this.#rest = this.#rest.slice(found?.length ?? 0);
    return found;
  }

  #command(): Command {
    const from = this.#address();
    const to = from !== null && this.#take(/^,/) !== null ? this.#address() : null;
    const isNegated = this.#take(/^\s*!/) !== null;
    const name = this.#take(/^\s*[sypdqaic=]/)?.trim() ?? '';
    const base = { from, to, isNegated, name, text: '', flags: '', letters: '' };
    if (name === '') throw new FileSystemError(`unsupported command ${this.#rest.charAt(0)}`);
    if ('aic'.includes(name))
      return { ...base, text: this.#take(/^\s*\\?\n?\s*[^\n]*/)?.replace(/^\s*\\?\n?\s*/, '') ?? '' };
    if (name !== 's' && name !== 'y') return base;
    const end = this.#rest.charAt(0);
    this.#rest = this.#rest.slice(1);
    const [wanted, text] = [this.#upTo(end), this.#upTo(end)];
    if (name === 'y') return { ...base, letters: wanted, text };
    const flags = this.#take(/^[gpiI\d]*/) ?? '';
    const pattern = compile(wanted, { isExtended: this.#isExtended, ignoresCase: /i/i.test(flags) });
    return { ...base, text, flags, pattern };
  }

  #address(): Address | null {
    const number = this.#take(/^\d+/);
    if (number !== null) return Number(number);
    if (this.#take(/^\$/) !== null) return '$';
    if (this.#take(/^\//) === null) return null;
    return compile(this.#upTo('/'), { isExtended: this.#isExtended });
  }

  #upTo(end: string): string {
    let text = '';
    for (;;) {
      const character = this.#rest.charAt(0);
      if (character === '') throw new FileSystemError('unmatched');
      const isEscaped = character === '\\' && this.#rest.length > 1;
      const taken = isEscaped ? this.#rest.slice(0, 2) : character;
      this.#rest = this.#rest.slice(taken.length);
      if (taken === end) return text;
      text += taken === `\\${end}` ? end : taken;
    }
  }
}
