import { FileSystem, FileSystemError } from '../system/file-system.ts';
import type { Process, Program } from '../system/process.ts';
import { allLines, options, sayLines } from './lines.ts';
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
  const { flags, lists, rest } = options(process.args, 'e');
  const given = lists.get('e')?.join('\n');
  const [script = '', ...paths] = given === undefined ? rest : [given, ...rest];
  const commands = new Reader(script, flags.has('E') || flags.has('r')).commands();
  if (!flags.has('i')) {
    for await (const lines of edited(allLines(process, paths), commands, flags.has('n')))
      await sayLines(process, lines);
    return 0;
  }
  for (const path of paths) await inPlace(process, path, lines => edited(lines, commands, flags.has('n')));
  return 0;
};

/** Lines that are edited between two turns of others. */
const TURN_LINES = 200;

type Batches = AsyncIterable<readonly string[]>;

async function inPlace(process: Process, path: string, change: (batches: Batches) => Batches): Promise<void> {
  const target = FileSystem.resolve(process.cwd, path);
  const pieces: string[] = [];
  for await (const lines of change(allLines(process, [path]))) pieces.push(lines.map(line => `${line}\n`).join(''));
  process.files.write(target, Buffer.from(pieces.join('')), { modifiedAt: process.clock.now() });
}

/** As the lines come: the last of them waits for the next, for it may be the last of all. */
async function* edited(batches: Batches, commands: readonly Command[], isSilent: boolean): Batches {
  const editing = new Editing(commands, isSilent);
  let held: string | null = null;
  for await (const lines of batches) {
    const all: readonly string[] = held === null ? lines : [held, ...lines];
    held = all.at(-1) ?? null;
    for (let at = 0; at < all.length - 1; at += TURN_LINES) {
      yield editing.lines(all.slice(at, Math.min(at + TURN_LINES, all.length - 1)), false);
      if (editing.isOver) return;
    }
  }
  if (held !== null) yield editing.lines([held], true);
}

class Editing {
  isOver = false;
  readonly #commands: readonly Command[];
  readonly #isSilent: boolean;
  /** Commands whose range has begun. */
  readonly #open = new Set<Command>();
  #number = 0;

  constructor(commands: readonly Command[], isSilent: boolean) {
    this.#commands = commands;
    this.#isSilent = isSilent;
  }

  /** What is said of them; `isLast` where no more follow. */
  lines(lines: readonly string[], isLast: boolean): string[] {
    const said: string[] = [];
    for (const line of lines) {
      if (this.isOver) break;
      this.#line(line, isLast, said);
    }
    return said;
  }

  #line(line: string, isLast: boolean, said: string[]): void {
    const number = ++this.#number;
    const state = { text: line, isDeleted: false, isOver: false, after: [] as string[] };
    for (const command of this.#commands) {
      if (state.isDeleted || state.isOver) break;
      if (isMeant(command, { number, isLast, text: state.text }, this.#open) !== command.isNegated)
        apply(command, state, { said, number });
    }
    if (!this.#isSilent && !state.isDeleted) said.push(state.text);
    said.push(...state.after);
    this.isOver = state.isOver;
  }
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
    const pattern = compile([wanted], { isExtended: this.#isExtended, ignoresCase: /i/i.test(flags) });
    return { ...base, text, flags, pattern };
  }

  #address(): Address | null {
    const number = this.#take(/^\d+/);
    if (number !== null) return Number(number);
    if (this.#take(/^\$/) !== null) return '$';
    if (this.#take(/^\//) === null) return null;
    return compile([this.#upTo('/')], { isExtended: this.#isExtended });
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
