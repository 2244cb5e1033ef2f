import { FileSystem, FileSystemError } from '../../system/file-system.ts';
import { MAX_INPUT_BYTES, type Process, type Program } from '../../system/process.ts';
import { bytesOf } from '../lines.ts';
import { compile, type Match, matchesIn } from '../patterns.ts';
import { AwkInput } from './awk-input.ts';
import { AwkMemory, CountedMap, joinedAll, sizeOf } from './awk-memory.ts';
import { outside, textOf, type Value } from './awk-values.ts';

/** Patterns that are kept as they were compiled. */
const MAX_PATTERNS = 100;
/** Fields of a line. */
const MAX_FIELDS = 1_000_000;
/** Written between two waits for whoever reads. */
const BLOCK_BYTES = 16 * 1024;
/** Characters that wait for a command, and of one value. */
export const MAX_TEXT = 4 * 1024 * 1024;

export type AwkArray = CountedMap<Value>;

/** What a program works on: the line and its fields, its variables, files and commands. */
export class AwkMachine {
  readonly process: Process;
  readonly memory = new AwkMemory();
  readonly variables = new CountedMap<Value>(this.memory);
  readonly arrays = new Map<string, AwkArray>();
  /** Bytes that whoever reads has not been waited for. */
  #written = 0;
  /** Of fields that were given a value. */
  #fieldSize = 0;
  readonly #sh: Program;
  readonly #patterns = new Map<string, RegExp>();
  readonly #inputs = new Map<string, AwkInput>();
  /** What is written to files, and to commands that run when they are closed. */
  readonly #outputs = new Map<string, { readonly isCommand: boolean; text: string }>();
  #line = '';
  /** Null while nobody asked for them. */
  #fields: Value[] | null = null;
  #isStale = false;
  #main: AwkInput | null = null;
  #operand = 1;

  constructor(process: Process, sh: Program) {
    this.process = process;
    this.#sh = sh;
    for (const [name, value] of Object.entries({ FS: ' ', OFS: ' ', ORS: '\n', RS: '\n', SUBSEP: '\x1c' }))
      this.variables.set(name, value);
    for (const name of ['NR', 'FNR', 'RSTART']) this.variables.set(name, 0);
    this.variables.set('RLENGTH', -1);
    this.arrays.set('ENVIRON', this.newArray([...process.env].map(([name, value]) => [name, outside(value)] as const)));
  }

  newArray(entries: Iterable<readonly [string, Value]> = []): AwkArray {
    return new CountedMap(this.memory, entries);
  }

  /** When enough of what was written is taken, for who writes much. */
  async drained(): Promise<void> {
    if (this.#written < BLOCK_BYTES) return;
    this.#written = 0;
    await this.process.drained();
  }

  text(name: string): string {
    return textOf(this.get(name));
  }

  get(name: string): Value | undefined {
    return name === 'NF' ? this.#split().length : this.variables.get(name);
  }

  set(name: string, value: Value): void {
    if (name === 'NF') this.#resize(Number(textOf(value)));
    else this.variables.set(name, value);
  }

  field(index: number): Value {
    if (index === 0) return outside(this.#whole());
    return this.#split()[index - 1] ?? '';
  }

  setField(index: number, value: Value): void {
    if (index === 0) return this.setLine(textOf(value));
    const fields = this.#split();
    if (index > fields.length) this.#resize(index);
    const more = sizeOf(value) - sizeOf(fields[index - 1]);
    this.memory.take(more);
    this.#fieldSize += more;
    fields[index - 1] = value;
    this.#isStale = true;
  }

  setLine(text: string): void {
    this.#line = text;
    this.#fields = null;
    this.memory.take(-this.#fieldSize);
    this.#fieldSize = 0;
    this.#isStale = false;
  }

  #resize(length: number): void {
    if (!(length >= 0 && length <= MAX_FIELDS)) throw new FileSystemError('too many fields');
    const fields = this.#split();
    while (fields.length < length) fields.push('');
    fields.length = length;
    this.#isStale = true;
  }

  #whole(): string {
    if (this.#isStale) this.#line = joinedAll(this.#split().map(textOf), this.text('OFS'), MAX_INPUT_BYTES);
    this.#isStale = false;
    return this.#line;
  }

  #split(): Value[] {
    this.#fields ??= this.parts(this.#line, this.text('FS'), this.text('RS') === '').map(outside);
    return this.#fields;
  }

  /** By blanks, by one character, or by a pattern; lines are ends as well where records are paragraphs. */
  parts(text: string, separator: string, isParagraph = false): string[] {
    if (separator === ' ') return text.split(/[ \t\n]+/).filter(part => part !== '');
    if (text === '') return [];
    const lines = isParagraph ? text.split('\n') : [text];
    return lines.flatMap(line => {
      if (separator === '') return [...line];
      if (separator.length === 1 && separator !== '\\') return line.split(separator);
      const found: string[] = [];
      let from = 0;
      for (const { index, groups } of this.matches(separator, line)) {
        if (groups[0] === '') continue;
        found.push(line.slice(from, index));
        from = index + (groups[0]?.length ?? 0);
      }
      return [...found, line.slice(from)];
    });
  }

  matches(source: string, text: string): readonly Match[] {
    let pattern = this.#patterns.get(source);
    if (pattern === undefined) {
      pattern = compile([source], { isExtended: true });
      if (this.#patterns.size > MAX_PATTERNS) this.#patterns.clear();
      this.#patterns.set(source, pattern);
    }
    pattern.lastIndex = 0;
    return matchesIn(pattern, [text])[0] ?? [];
  }

  /** The next line of the operands, or of what comes in. */
  async nextLine(): Promise<string | null> {
    for (;;) {
      this.#main ??= this.#nextOperand();
      const line = await this.#main?.record(this.text('RS'));
      if (line !== undefined && line !== null) {
        for (const name of ['NR', 'FNR']) this.variables.set(name, Number(this.text(name)) + 1);
        return line;
      }
      if (this.#main === null || this.#operand > this.#operands()) return null;
      this.#main = null;
    }
  }

  #operands(): number {
    return Number(this.text('ARGC')) - 1;
  }

  /** What comes in, where no operand is a file. */
  #nextOperand(): AwkInput | null {
    const operands = this.arrays.get('ARGV');
    const isFirst = this.#operand === 1;
    while (this.#operand <= this.#operands()) {
      const operand = textOf(operands?.get(String(this.#operand++)));
      const [, name, value = ''] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(operand) ?? [];
      if (name !== undefined) this.set(name, outside(value));
      else if (operand !== '') return this.#open(operand);
    }
    if (!isFirst && this.variables.get('FILENAME') !== undefined) return null;
    return this.#open('-');
  }

  #open(name: string): AwkInput {
    this.variables.set('FILENAME', name === '-' ? '' : name);
    this.variables.set('FNR', 0);
    this.#operand = name === '-' ? this.#operands() + 1 : this.#operand;
    return new AwkInput(bytesOf(this.process, name));
  }

  /** A line of a file or of what a command says; undefined where it cannot be read, null at its end. */
  async lineFrom(kind: 'file' | 'command', name: string): Promise<string | null | undefined> {
    let input = this.#inputs.get(name);
    if (input === undefined) {
      const path = FileSystem.resolve(this.process.cwd, name);
      if (kind === 'file' && name !== '-' && this.process.files.file(path) === undefined) return undefined;
      input = new AwkInput(kind === 'file' ? bytesOf(this.process, name) : said(await this.#saidBy(name)));
      this.#inputs.set(name, input);
    }
    return input.record(this.text('RS'));
  }

  async #saidBy(command: string): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    let length = 0;
    await this.run(command, null, bytes => {
      length += bytes.length;
      if (length > MAX_TEXT) throw new FileSystemError('out of memory');
      parts.push(Uint8Array.from(bytes));
    });
    return Buffer.concat(parts);
  }

  run(command: string, input: string | null, out = this.process.out): Promise<number> {
    const stdin = input === null ? this.process.stdin : said(Buffer.from(input));
    return this.#sh({ ...this.process, stdin, out, args: ['-c', command] });
  }

  write(text: string, to: { readonly operator: '>' | '>>' | '|'; readonly name: string } | null): void {
    if (to === null || to.name === '/dev/stdout' || to.name === '-') {
      const bytes = Buffer.from(text);
      this.#written += bytes.length;
      return this.process.out(bytes);
    }
    if (to.name === '/dev/stderr') return this.process.err(Buffer.from(text));
    const path = FileSystem.resolve(this.process.cwd, to.name);
    let output = this.#outputs.get(to.name);
    if (output === undefined) {
      const before = to.operator === '>>' ? Buffer.from(this.process.files.file(path)?.content ?? []).toString() : '';
      this.memory.take(before.length);
      output = { isCommand: to.operator === '|', text: before };
      this.#outputs.set(to.name, output);
    }
    this.memory.take(text.length);
    output.text += text;
    if (output.text.length > MAX_TEXT) throw new FileSystemError(`${to.name}: No space left on device`);
  }

  /** 0 where there was something to close. */
  async close(name: string): Promise<number> {
    const hadInput = this.#inputs.delete(name);
    const output = this.#outputs.get(name);
    this.#outputs.delete(name);
    if (output === undefined) return hadInput ? 0 : -1;
    this.memory.take(-output.text.length);
    if (output.isCommand) return this.run(name, output.text);
    if (name === '/dev/null') return 0;
    const path = FileSystem.resolve(this.process.cwd, name);
    this.process.files.write(path, Buffer.from(output.text), { modifiedAt: this.process.clock.now() });
    return 0;
  }

  async closeAll(): Promise<void> {
    for (const name of [...this.#outputs.keys()]) await this.close(name);
  }
}

async function* said(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
