import { FileSystemError } from '../../system/file-system.ts';
import type { AwkProgram, Expression, Place, Rule, Statement } from './awk-syntax.ts';
import { type Word, wordsOf } from './awk-words.ts';

/** Brackets and blocks inside each other. */
const MAX_DEPTH = 200;
const COMPARISONS = ['<', '<=', '==', '!=', '>', '>='];
const ASSIGNMENTS = ['=', '+=', '-=', '*=', '/=', '%=', '^=', '**='];
const WITHOUT_BRACKETS = ['length'];

/** A program to a tree, by the grammar of POSIX. */
export function parseAwk(text: string): AwkProgram {
  return new AwkParser(wordsOf(text)).program();
}

type Leaving = 'next' | 'break' | 'continue' | 'return';

class AwkParser {
  readonly #words: readonly Word[];
  #at = 0;
  #depth = 0;
  /** In `print`, `>` sends what is printed elsewhere. */
  #isPrinting = false;
  /** In the head of `for`, `in` belongs to that. */
  #isIn = true;
  /** What may be left where it is now. */
  #leavable: readonly Leaving[] = [];

  constructor(words: readonly Word[]) {
    this.#words = words;
  }

  program(): AwkProgram {
    const rules: Rule[] = [];
    const functions = new Map<string, { parameters: readonly string[]; body: Statement }>();
    for (this.#ends(); this.#word.kind !== 'end'; this.#ends()) {
      if (this.#takeName('function') || this.#takeName('func')) {
        const name = this.#take().text;
        const parameters: string[] = [];
        this.#want('(');
        while (!this.#takeSign(')')) {
          parameters.push(this.#take().text);
          this.#takeSign(',');
          this.#lines();
          this.#notOver();
        }
        this.#lines();
        functions.set(name, { parameters, body: this.#within(['return', 'next'], () => this.#block()) });
      } else rules.push(this.#rule());
    }
    return { rules, functions };
  }

  #rule(): Rule {
    const begins = this.#takeName('BEGIN') ? 'BEGIN' : this.#takeName('END') ? 'END' : null;
    if (begins !== null) return { when: begins, body: this.#block() };
    if (this.#is('{')) return { when: 'always', body: this.#within(['next'], () => this.#block()) };
    const from = this.#expression();
    const hasEnd = this.#takeSign(',');
    if (hasEnd) this.#lines();
    const when = { from, to: hasEnd ? this.#expression() : null };
    return { when, body: this.#is('{') ? this.#within(['next'], () => this.#block()) : null };
  }

  #within<T>(leavable: readonly Leaving[], work: () => T): T {
    const before = this.#leavable;
    this.#leavable = leavable;
    const value = work();
    this.#leavable = before;
    return value;
  }

  /** The body of a loop. */
  #repeated(): Statement {
    return this.#within([...this.#leavable, 'break', 'continue'], () => this.#statement());
  }

  #block(): Statement {
    this.#want('{');
    const body: Statement[] = [];
    for (this.#ends(); !this.#takeSign('}'); this.#ends()) {
      this.#notOver();
      body.push(this.#statement());
    }
    return { kind: 'block', body };
  }

  #statement(): Statement {
    return this.#nested(() => {
      if (this.#is('{')) return this.#block();
      if (this.#takeSign(';')) return { kind: 'block', body: [] };
      const { kind, text } = this.#word;
      if (kind === 'name' || kind === 'call') {
        if (text === 'if') return this.#if();
        if (text === 'while') return this.#while();
        if (text === 'do') return this.#do();
        if (text === 'for') return this.#for();
      }
      const simple = this.#simple();
      if (!this.#is('}') && this.#word.kind !== 'end' && !this.#takeSign(';') && !this.#takeSign('\n')) this.#fail();
      return simple;
    });
  }

  #if(): Statement {
    this.#take();
    const of = this.#bracketed();
    this.#lines();
    const yes = this.#statement();
    const before = this.#at;
    this.#ends();
    if (!this.#takeName('else')) {
      this.#at = before;
      return { kind: 'if', of, yes, no: null };
    }
    this.#lines();
    return { kind: 'if', of, yes, no: this.#statement() };
  }

  #while(): Statement {
    this.#take();
    const of = this.#bracketed();
    if (this.#takeSign(';')) return { kind: 'while', of, body: { kind: 'block', body: [] }, isAfter: false };
    this.#lines();
    return { kind: 'while', of, body: this.#repeated(), isAfter: false };
  }

  #do(): Statement {
    this.#take();
    this.#lines();
    const body = this.#repeated();
    this.#ends();
    if (this.#take().text !== 'while') this.#fail();
    return { kind: 'while', of: this.#bracketed(), body, isAfter: true };
  }

  #for(): Statement {
    this.#take();
    this.#want('(');
    const [name, word, array, end] = this.#words.slice(this.#at);
    if (name?.kind === 'name' && word?.text === 'in' && array?.kind === 'name' && end?.text === ')') {
      this.#at += 4;
      this.#lines();
      return { kind: 'each', name: name.text, array: array.text, body: this.#repeated() };
    }
    const first = this.#is(';') ? null : this.#simple();
    this.#want(';');
    this.#lines();
    const of = this.#is(';') ? null : this.#expression();
    this.#want(';');
    this.#lines();
    const next = this.#is(')') ? null : this.#simple();
    this.#want(')');
    if (this.#takeSign(';')) return { kind: 'for', first, of, next, body: { kind: 'block', body: [] } };
    this.#lines();
    return { kind: 'for', first, of, next, body: this.#repeated() };
  }

  #simple(): Statement {
    const { text } = this.#word;
    if (text === 'print' || text === 'printf') return this.#print();
    if (this.#takeName('delete')) {
      const name = this.#take().text;
      return { kind: 'delete', name, subscripts: this.#takeSign('[') ? this.#list(']') : null };
    }
    for (const how of ['next', 'break', 'continue'] as const) if (this.#takeName(how)) return this.#leave(how, null);
    for (const how of ['exit', 'return'] as const)
      if (this.#takeName(how)) return this.#leave(how, this.#isStatementOver() ? null : this.#expression());
    return { kind: 'expression', value: this.#expression() };
  }

  #leave(how: Leaving | 'exit', value: Expression | null): Statement {
    if (how !== 'exit' && !this.#leavable.includes(how))
      throw new FileSystemError(`cmd. line:1: '${how}' where there is nothing to leave`);
    return { kind: 'leave', how, value };
  }

  #isStatementOver(): boolean {
    return this.#is(';') || this.#is('}') || this.#is('\n') || this.#word.kind === 'end';
  }

  #print(): Statement {
    const isFormat = this.#take().text === 'printf';
    this.#isPrinting = true;
    const values = this.#isPrintOver() ? [] : this.#printed();
    this.#isPrinting = false;
    for (const operator of ['>', '>>', '|'] as const)
      if (this.#takeSign(operator)) return { kind: 'print', isFormat, values, to: { operator, name: this.#joined() } };
    return { kind: 'print', isFormat, values, to: null };
  }

  #isPrintOver(): boolean {
    return this.#isStatementOver() || this.#is('>') || this.#is('>>') || this.#is('|');
  }

  /** `(a, b)` is a list where nothing but a redirection follows it. */
  #printed(): Expression[] {
    const before = this.#at;
    if (this.#takeSign('(')) {
      this.#isPrinting = false;
      const values = this.#list(')');
      this.#isPrinting = true;
      if (this.#isPrintOver()) return values;
      this.#at = before;
    }
    const values = [this.#expression()];
    while (this.#takeSign(',')) {
      this.#lines();
      values.push(this.#expression());
    }
    return values;
  }

  #bracketed(): Expression {
    this.#want('(');
    const of = this.#freely(() => this.#expression());
    this.#want(')');
    return of;
  }

  #list(end: string): Expression[] {
    return this.#freely(() => {
      const values: Expression[] = [];
      this.#lines();
      while (!this.#takeSign(end)) {
        this.#notOver();
        values.push(this.#expression());
        this.#lines();
        if (this.#takeSign(',')) this.#lines();
        else if (!this.#is(end)) this.#fail();
      }
      return values;
    });
  }

  /** In brackets `>` compares again. */
  #freely<T>(work: () => T): T {
    const [isPrinting, isIn] = [this.#isPrinting, this.#isIn];
    this.#isPrinting = false;
    this.#isIn = true;
    const value = work();
    this.#isPrinting = isPrinting;
    this.#isIn = isIn;
    return value;
  }

  #expression(): Expression {
    return this.#nested(() => {
      const left = this.#choice();
      const operator = this.#word.text;
      if (this.#word.kind !== 'sign' || !ASSIGNMENTS.includes(operator) || !isPlace(left)) return left;
      this.#take();
      this.#lines();
      return {
        kind: 'assign',
        operator: operator.slice(0, -1).replace('**', '^'),
        to: left,
        value: this.#expression(),
      };
    });
  }

  #choice(): Expression {
    const of = this.#or();
    if (!this.#takeSign('?')) return of;
    this.#lines();
    const yes = this.#expression();
    this.#lines();
    this.#want(':');
    this.#lines();
    return { kind: 'choice', of, yes, no: this.#expression() };
  }

  #or(): Expression {
    return this.#chain(['||'], () => this.#chain(['&&'], () => this.#in()));
  }

  #chain(operators: readonly string[], next: () => Expression): Expression {
    let left = next();
    while (this.#word.kind === 'sign' && operators.includes(this.#word.text)) {
      const operator = this.#take().text;
      if (operator === '&&' || operator === '||') this.#lines();
      left = { kind: 'binary', operator, left, right: next() };
    }
    return left;
  }

  #in(): Expression {
    let left = this.#match();
    while (this.#isIn && this.#takeName('in')) left = { kind: 'in', subscripts: [left], name: this.#take().text };
    return left;
  }

  #match(): Expression {
    return this.#chain(['~', '!~'], () => this.#comparison());
  }

  #comparison(): Expression {
    const left = this.#joined();
    const operator = this.#word.text;
    const isOne =
      this.#word.kind === 'sign' && COMPARISONS.includes(operator) && !(operator === '>' && this.#isPrinting);
    if (isOne) {
      this.#take();
      return { kind: 'binary', operator, left, right: this.#joined() };
    }
    return this.#piped(left);
  }

  /** `command | getline`. */
  #piped(left: Expression): Expression {
    let value = left;
    while (this.#is('|') && this.#words[this.#at + 1]?.text === 'getline') {
      this.#at += 2;
      value = { kind: 'getline', to: this.#target(), from: { kind: 'command', name: value } };
    }
    return value;
  }

  #joined(): Expression {
    let left = this.#sum();
    while (this.#startsOperand()) left = { kind: 'binary', operator: ' ', left, right: this.#sum() };
    return left;
  }

  #startsOperand(): boolean {
    const { kind, text } = this.#word;
    if (kind === 'name') return text !== 'in' && text !== 'getline';
    if (kind === 'sign') return /^(?:\$|!|\(|-|\+|\+\+|--)$/.test(text) && !(text === '-' || text === '+');
    return kind !== 'end';
  }

  #sum(): Expression {
    return this.#chain(['+', '-'], () => this.#chain(['*', '/', '%'], () => this.#unary()));
  }

  #unary(): Expression {
    return this.#nested(() => {
      for (const operator of ['!', '-', '+'] as const)
        if (this.#takeSign(operator)) return { kind: 'unary', operator, of: this.#unary() };
      return this.#power();
    });
  }

  #power(): Expression {
    const left = this.#stepped();
    if (!this.#takeSign('^') && !this.#takeSign('**')) return left;
    // It binds to the right, and tighter than a sign before it.
    const isNegative = this.#takeSign('-');
    const right = this.#power();
    return {
      ...{ kind: 'binary', operator: '^', left },
      right: isNegative ? { kind: 'unary', operator: '-', of: right } : right,
    };
  }

  #stepped(): Expression {
    for (const [sign, by] of [
      ['++', 1],
      ['--', -1],
    ] as const)
      if (this.#takeSign(sign)) {
        const of = this.#operand();
        return isPlace(of) ? { kind: 'step', by, isBefore: true, of } : this.#fail();
      }
    const of = this.#operand();
    if (!isPlace(of)) return of;
    if (this.#takeSign('++')) return { kind: 'step', by: 1, isBefore: false, of };
    return this.#takeSign('--') ? { kind: 'step', by: -1, isBefore: false, of } : of;
  }

  #operand(): Expression {
    const { kind, text } = this.#take();
    switch (kind) {
      case 'number':
        return { kind, value: Number(text) };
      case 'text':
        return { kind, value: text };
      case 'pattern':
        return { kind, source: text };
      case 'call':
        this.#want('(');
        return { kind, name: text, args: this.#list(')') };
      case 'name':
        if (text === 'getline') return this.#getline();
        if (WITHOUT_BRACKETS.includes(text)) return { kind: 'call', name: text, args: [] };
        if (this.#takeSign('[')) return { kind: 'element', name: text, subscripts: this.#list(']') };
        return { kind, name: text };
      case 'sign':
        if (text === '$') return { kind: 'field', index: this.#is('-') ? this.#unary() : this.#stepped() };
        return text === '(' ? this.#group() : this.#fail();
      case 'end':
        return this.#fail();
    }
  }

  /** `(a, b) in array` or one value. */
  #group(): Expression {
    const values = this.#list(')');
    const [only] = values;
    if (values.length === 1 && only !== undefined) return isPlace(only) ? wrapped(only) : only;
    if (values.length > 1 && this.#takeName('in')) return { kind: 'in', subscripts: values, name: this.#take().text };
    return this.#fail();
  }

  #getline(): Expression {
    const to = this.#target();
    if (this.#takeSign('<')) return { kind: 'getline', to, from: { kind: 'file', name: this.#stepped() } };
    return { kind: 'getline', to, from: { kind: 'input', name: null } };
  }

  #target(): Place | null {
    if (this.#word.kind !== 'name' && !this.#is('$')) return null;
    const to = this.#operand();
    return isPlace(to) ? to : null;
  }

  #nested<T>(work: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new FileSystemError('cmd. line: too deep');
    const value = work();
    this.#depth--;
    return value;
  }

  get #word(): Word {
    return this.#words[this.#at] ?? { kind: 'end', text: '' };
  }

  #take(): Word {
    const word = this.#word;
    this.#at++;
    return word;
  }

  #is(sign: string): boolean {
    return this.#word.kind === 'sign' && this.#word.text === sign;
  }

  #takeSign(sign: string): boolean {
    const isIt = this.#is(sign);
    if (isIt) this.#at++;
    return isIt;
  }

  #takeName(name: string): boolean {
    const isIt = (this.#word.kind === 'name' || this.#word.kind === 'call') && this.#word.text === name;
    if (isIt) this.#at++;
    return isIt;
  }

  #want(sign: string): void {
    if (!this.#takeSign(sign)) this.#fail();
  }

  #lines(): void {
    while (this.#takeSign('\n'));
  }

  #ends(): void {
    while (this.#takeSign('\n') || this.#takeSign(';'));
  }

  #notOver(): void {
    if (this.#word.kind === 'end') this.#fail();
  }

  #fail(): never {
    const { kind, text } = this.#word;
    throw new FileSystemError(
      `cmd. line:1: ${kind === 'end' ? 'Unexpected end of string' : `Unexpected token '${text}'`}`,
    );
  }
}

function isPlace(of: Expression): of is Place {
  return of.kind === 'name' || of.kind === 'field' || of.kind === 'element';
}

/** In brackets nothing is given a value. */
function wrapped(of: Expression): Expression {
  return { kind: 'binary', operator: ',', left: of, right: of };
}
