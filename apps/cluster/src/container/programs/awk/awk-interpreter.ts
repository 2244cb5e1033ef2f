import { FileSystemError } from '../../system/file-system.ts';
import { formatted, PLAIN, substituted } from './awk-functions.ts';
import { CountedMap, joinedAll } from './awk-memory.ts';
import { type AwkArray, type AwkMachine, MAX_TEXT } from './awk-machine.ts';
import type { AwkProgram, Expression, Place, Rule, Statement } from './awk-syntax.ts';
import { MAX_INPUT_BYTES } from '../../system/process.ts';
import { compared, isTrue, numberOf, outside, textOf, type Value } from './awk-values.ts';

/** Calls inside each other. */
const MAX_CALLS = 200;
/** Steps between two turns of others. */
const TURN_STEPS = 500;
/** And as long: a step may look for a pattern in a long text. */
const SLICE_MS = 8;

/** Whether two values are in that order. */
const HOLDS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': order => order < 0,
  '<=': order => order <= 0,
  '==': order => order === 0,
  '!=': order => order !== 0,
  '>': order => order > 0,
  '>=': order => order >= 0,
};

/** What leaves statements that enclose it. */
class Leave extends Error {
  readonly how: 'next' | 'break' | 'continue' | 'exit' | 'return';
  readonly value: Value | undefined;

  constructor(how: Leave['how'], value?: Value) {
    super(how);
    this.how = how;
    this.value = value;
  }
}

/** A function may say `next`, which only lines have. */
function mustBeExit(error: unknown): void {
  if (!(error instanceof Leave)) throw error;
  if (error.how !== 'exit') throw new FileSystemError(`cmd. line:1: '${error.how}' where there is nothing to leave`);
}

/** The parameters of a function that runs: values, arrays, or nothing yet. */
type Frame = CountedMap<Value | AwkArray | undefined>;

/** Does what a program says, a step at a time. */
export class AwkInterpreter {
  readonly #program: AwkProgram;
  readonly #machine: AwkMachine;
  readonly #within = new Set<Rule>();
  #frame: Frame | null = null;
  #calls = 0;
  #steps = 0;
  #since = 0;
  #status = 0;
  #chance = 1;
  #seeded = 1;

  constructor(program: AwkProgram, machine: AwkMachine) {
    this.#program = program;
    this.#machine = machine;
  }

  async run(): Promise<number> {
    const { rules } = this.#program;
    const ofKind = (kind: 'BEGIN' | 'END') => rules.filter(({ when }) => when === kind);
    const lines = rules.filter(({ when }) => when !== 'BEGIN' && when !== 'END');
    let isOver = false;
    try {
      for (const { body } of ofKind('BEGIN')) if (body !== null) await this.#do(body);
      if (lines.length > 0 || ofKind('END').length > 0) await this.#lines(lines);
    } catch (error) {
      mustBeExit(error);
      isOver = true;
    }
    try {
      // `exit` goes on with what is to be done at the end, once.
      if (!isOver || lines.length > 0) for (const { body } of ofKind('END')) if (body !== null) await this.#do(body);
    } catch (error) {
      mustBeExit(error);
    }
    await this.#machine.closeAll();
    return this.#status;
  }

  async #lines(rules: readonly Rule[]): Promise<void> {
    for (let line = await this.#machine.nextLine(); line !== null; line = await this.#machine.nextLine()) {
      this.#machine.setLine(line);
      await this.#step();
      if (this.#machine.process.signal.aborted) throw new Leave('exit');
      try {
        for (const rule of rules) if (await this.#holds(rule)) await this.#apply(rule);
      } catch (error) {
        if (!(error instanceof Leave) || error.how !== 'next') throw error;
      }
    }
  }

  async #holds(rule: Rule): Promise<boolean> {
    const { when } = rule;
    if (typeof when === 'string') return true;
    if (when.to === null) return isTrue(await this.#value(when.from));
    if (!this.#within.has(rule) && !isTrue(await this.#value(when.from))) return false;
    if (isTrue(await this.#value(when.to))) this.#within.delete(rule);
    else this.#within.add(rule);
    return true;
  }

  async #apply({ body }: Rule): Promise<void> {
    if (body === null) this.#machine.write(textOf(this.#machine.field(0)) + this.#machine.text('ORS'), null);
    else await this.#do(body);
    await this.#machine.drained();
  }

  async #step(): Promise<void> {
    const { clock } = this.#machine.process;
    if (++this.#steps % TURN_STEPS !== 0 && clock.elapsed() - this.#since < SLICE_MS) return;
    await clock.nextTurn();
    this.#since = clock.elapsed();
    if (this.#machine.process.signal.aborted) throw new Leave('exit');
  }

  async #do(statement: Statement): Promise<void> {
    await this.#step();
    switch (statement.kind) {
      case 'expression':
        await this.#value(statement.value);
        return;
      case 'block':
        for (const each of statement.body) await this.#do(each);
        return;
      case 'print':
        return this.#print(statement);
      case 'if':
        if (isTrue(await this.#value(statement.of))) await this.#do(statement.yes);
        else if (statement.no !== null) await this.#do(statement.no);
        return;
      case 'while':
      case 'for':
      case 'each':
        return this.#loop(statement);
      case 'delete':
        if (statement.subscripts === null) this.#array(statement.name).clear();
        else this.#array(statement.name).delete(await this.#key(statement.subscripts));
        return;
      case 'leave': {
        const value = statement.value === null ? undefined : await this.#value(statement.value);
        if (statement.how === 'exit' && value !== undefined) this.#status = numberOf(value) & 0xff;
        throw new Leave(statement.how, value);
      }
    }
  }

  async #loop(loop: Extract<Statement, { kind: 'while' | 'for' | 'each' }>): Promise<void> {
    if (loop.kind === 'each') {
      for (const key of [...this.#array(loop.array).keys()]) {
        await this.#give({ kind: 'name', name: loop.name }, outside(key));
        if (!(await this.#once(loop.body))) return;
      }
      return;
    }
    if (loop.kind === 'while' && loop.isAfter && !(await this.#once(loop.body))) return;
    if (loop.kind === 'for' && loop.first !== null) await this.#do(loop.first);
    while (loop.of === null || isTrue(await this.#value(loop.of))) {
      if (!(await this.#once(loop.body))) return;
      if (loop.kind === 'for' && loop.next !== null) await this.#do(loop.next);
    }
  }

  /** False where the loop is left. */
  async #once(body: Statement): Promise<boolean> {
    await this.#step();
    try {
      await this.#do(body);
    } catch (error) {
      if (!(error instanceof Leave) || (error.how !== 'break' && error.how !== 'continue')) throw error;
      return error.how === 'continue';
    }
    return true;
  }

  async #print({ isFormat, values: given, to }: Extract<Statement, { kind: 'print' }>): Promise<void> {
    const machine = this.#machine;
    const values: Value[] = [];
    for (const each of given) values.push((await this.#value(each)) ?? '');
    const shown = values.length === 0 ? [machine.field(0)] : values;
    const text = isFormat
      ? formatted(textOf(values[0]), values.slice(1))
      : joinedAll(shown.map(textOf), machine.text('OFS'), MAX_INPUT_BYTES) + machine.text('ORS');
    machine.write(text, to === null ? null : { operator: to.operator, name: textOf(await this.#value(to.name)) });
    await machine.drained();
  }

  async #value(of: Expression): Promise<Value | undefined> {
    switch (of.kind) {
      case 'number':
      case 'text':
        return of.value;
      case 'pattern':
        return this.#machine.matches(of.source, textOf(this.#machine.field(0))).length > 0 ? 1 : 0;
      case 'name':
      case 'field':
      case 'element':
        return this.#read(of);
      case 'unary':
        return this.#unary(of);
      case 'binary':
        return this.#binary(of);
      case 'choice':
        return this.#value(isTrue(await this.#value(of.of)) ? of.yes : of.no);
      case 'assign':
        return this.#assign(of);
      case 'step': {
        const before = numberOf(await this.#read(of.of));
        await this.#give(of.of, before + of.by);
        return of.isBefore ? before + of.by : before;
      }
      case 'in':
        return this.#array(of.name).has(await this.#key(of.subscripts)) ? 1 : 0;
      case 'call':
        return this.#call(of.name, of.args);
      case 'getline':
        return this.#getline(of);
    }
  }

  async #assign({ operator, to, value: given }: Extract<Expression, { kind: 'assign' }>): Promise<Value> {
    const value = (await this.#value(given)) ?? '';
    const result = operator === '' ? value : calculated(operator, numberOf(await this.#read(to)), numberOf(value));
    await this.#give(to, result);
    return result;
  }

  async #unary({ operator, of }: Extract<Expression, { kind: 'unary' }>): Promise<Value> {
    const value = await this.#value(of);
    if (operator === '!') return isTrue(value) ? 0 : 1;
    return operator === '-' ? -numberOf(value) : numberOf(value);
  }

  async #binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Promise<Value | undefined> {
    const first = await this.#value(left);
    if (operator === ',') return first;
    if (operator === '&&') return isTrue(first) && isTrue(await this.#value(right)) ? 1 : 0;
    if (operator === '||') return isTrue(first) || isTrue(await this.#value(right)) ? 1 : 0;
    if (operator === '~' || operator === '!~') {
      const isFound = this.#machine.matches(await this.#pattern(right), textOf(first)).length > 0;
      return isFound === (operator === '~') ? 1 : 0;
    }
    const second = await this.#value(right);
    if (operator === ' ') return joined(textOf(first), textOf(second));
    const holds = Object.hasOwn(HOLDS, operator) ? HOLDS[operator] : undefined;
    if (holds === undefined) return calculated(operator, numberOf(first), numberOf(second));
    return holds(compared(first, second)) ? 1 : 0;
  }

  async #pattern(of: Expression): Promise<string> {
    return of.kind === 'pattern' ? of.source : textOf(await this.#value(of));
  }

  async #read(place: Place): Promise<Value | undefined> {
    if (place.kind === 'field') return this.#machine.field(index(await this.#value(place.index)));
    if (place.kind === 'element') {
      const array = this.#array(place.name);
      const key = await this.#key(place.subscripts);
      // What is asked for is there from then on.
      if (!array.has(key)) array.set(key, '');
      const value = array.get(key);
      return value === '' ? undefined : value;
    }
    if (this.#frame?.has(place.name) === true) {
      const value = this.#frame.get(place.name);
      return value instanceof Map ? undefined : value;
    }
    return this.#machine.get(place.name);
  }

  async #give(place: Place, value: Value): Promise<void> {
    if (place.kind === 'field') this.#machine.setField(index(await this.#value(place.index)), value);
    else if (place.kind === 'element') this.#array(place.name).set(await this.#key(place.subscripts), value);
    else if (this.#frame?.has(place.name) === true) this.#frame.set(place.name, value);
    else this.#machine.set(place.name, value);
  }

  #array(name: string): AwkArray {
    if (this.#frame?.has(name) === true) {
      const known = this.#frame.get(name);
      if (known instanceof Map) return known;
      const own = this.#machine.newArray();
      this.#frame.set(name, own);
      return own;
    }
    const known = this.#machine.arrays.get(name) ?? this.#machine.newArray();
    this.#machine.arrays.set(name, known);
    return known;
  }

  async #key(subscripts: readonly Expression[]): Promise<string> {
    const parts: string[] = [];
    for (const each of subscripts) parts.push(textOf(await this.#value(each)));
    return joinedAll(parts, this.#machine.text('SUBSEP'), MAX_TEXT);
  }

  async #getline({ to, from }: Extract<Expression, { kind: 'getline' }>): Promise<Value> {
    const machine = this.#machine;
    const line =
      from.kind === 'input' || from.name === null
        ? await machine.nextLine()
        : await machine.lineFrom(from.kind, textOf(await this.#value(from.name)));
    if (line === null || line === undefined) return line === null ? 0 : -1;
    if (to === null) machine.setLine(line);
    else await this.#give(to, outside(line));
    return 1;
  }

  async #call(name: string, args: readonly Expression[]): Promise<Value | undefined> {
    const own = this.#program.functions.get(name);
    if (own !== undefined) return this.#own(own, args);
    const [first] = args;
    const text = async (at: number, otherwise?: Value) =>
      textOf(args[at] === undefined ? otherwise : await this.#value(args[at]));
    switch (name) {
      case 'length':
        return first?.kind === 'name' && this.#isArray(first.name)
          ? this.#array(first.name).size
          : (await text(0, this.#machine.field(0))).length;
      case 'split':
        return this.#splitInto(args);
      case 'sub':
      case 'gsub':
        return this.#substitute(args, name === 'gsub');
      case 'system':
        await this.#machine.closeAll();
        return this.#machine.run(await text(0), null);
      case 'close':
        return this.#machine.close(await text(0));
      case 'fflush':
        return 0;
      case 'rand':
        return this.#random();
      case 'srand':
        return this.#seed(first === undefined ? this.#machine.process.clock.now() : numberOf(await this.#value(first)));
    }
    return this.#plain(name, args);
  }

  async #plain(name: string, args: readonly Expression[]): Promise<Value> {
    const plain = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
    if (plain === undefined) throw new FileSystemError('cmd. line:1: Call to undefined function');
    const values: Value[] = [];
    for (const each of args)
      values.push(each.kind === 'pattern' && name === 'match' ? each.source : ((await this.#value(each)) ?? ''));
    return plain(this.#machine, values);
  }

  async #substitute([first, second, third]: readonly Expression[], isAll: boolean): Promise<Value> {
    const target = third ?? ({ kind: 'field', index: { kind: 'number', value: 0 } } as const);
    const pattern = first === undefined ? '' : await this.#pattern(first);
    const by = second === undefined ? '' : textOf(await this.#value(second));
    const given = { pattern, by, text: textOf(await this.#value(target)), isAll };
    const { text, count } = substituted(this.#machine, given);
    if (count > 0 && isPlace(target)) await this.#give(target, text);
    return count;
  }

  #isArray(name: string): boolean {
    return this.#frame?.has(name) === true ? this.#frame.get(name) instanceof Map : this.#machine.arrays.has(name);
  }

  async #splitInto([of, into, by]: readonly Expression[]): Promise<Value> {
    if (of === undefined || into?.kind !== 'name') throw new FileSystemError('cmd. line:1: split: not an array');
    const separator = by === undefined ? this.#machine.text('FS') : await this.#pattern(by);
    const parts = this.#machine.parts(textOf(await this.#value(of)), separator);
    const array = this.#array(into.name);
    array.clear();
    for (const [i, part] of parts.entries()) array.set(String(i + 1), outside(part));
    return parts.length;
  }

  async #own(
    { parameters, body }: { readonly parameters: readonly string[]; readonly body: Statement },
    args: readonly Expression[],
  ): Promise<Value | undefined> {
    if (this.#calls >= MAX_CALLS) throw new FileSystemError('out of stack space');
    const frame: Frame = new CountedMap(this.#machine.memory);
    for (const [i, name] of parameters.entries()) {
      const given = args[i];
      // Arrays are handed on as they are.
      const isArray = given?.kind === 'name' && this.#isArray(given.name);
      frame.set(name, given === undefined ? undefined : isArray ? this.#array(given.name) : await this.#value(given));
    }
    const before = this.#frame;
    this.#frame = frame;
    this.#calls++;
    try {
      await this.#do(body);
      return undefined;
    } catch (error) {
      if (!(error instanceof Leave) || error.how !== 'return') throw error;
      return error.value;
    } finally {
      this.#calls--;
      this.#frame = before;
      // What was nothing before, and is an array now, is one for whoever called.
      for (const [i, name] of parameters.entries()) {
        const [given, made] = [args[i], frame.get(name)];
        if (!(made instanceof CountedMap)) continue;
        if (given === undefined) made.clear();
        else if (given.kind === 'name' && !this.#isArray(given.name)) this.#adopt(given.name, made);
      }
      frame.clear();
    }
  }

  #adopt(name: string, array: AwkArray): void {
    if (this.#frame?.has(name) === true) this.#frame.set(name, array);
    else this.#machine.arrays.set(name, array);
  }

  /** The same for the same seed. */
  #random(): number {
    this.#chance = (Math.imul(this.#chance, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return this.#chance / 0x8000_0000;
  }

  #seed(seed: number): number {
    const before = this.#seeded;
    this.#seeded = Math.trunc(seed);
    this.#chance = this.#seeded | 0;
    return before;
  }
}

function index(value: Value | undefined): number {
  const at = Math.trunc(numberOf(value));
  if (at < 0) throw new FileSystemError('cmd. line:1: Access to negative field');
  return at;
}

function joined(left: string, right: string): string {
  if (left.length + right.length > MAX_TEXT) throw new FileSystemError('out of memory');
  return left + right;
}

function isPlace(of: Expression): of is Place {
  return of.kind === 'name' || of.kind === 'field' || of.kind === 'element';
}

function calculated(operator: string, left: number, right: number): number {
  if ((operator === '/' || operator === '%') && right === 0) throw new FileSystemError('cmd. line:1: Division by zero');
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    default:
      return left ** right;
  }
}
