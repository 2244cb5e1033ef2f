/** What a script computes with: 64 bits, with a sign. */
const BITS = 64;
const TOKEN =
  /\s*(?:(0[xX][\da-fA-F]+|\d+)|([A-Za-z_]\w*)|(<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&^|]=|[-+*/%&^|<>=!~?:(),]))/y;
/** What binds tighter has a higher number. */
const BINARY: Readonly<Record<string, number>> = {
  ...{ '||': 1, '&&': 2, '|': 3, '^': 4, '&': 5, '==': 6, '!=': 6, '<': 7, '<=': 7, '>': 7, '>=': 7 },
  ...{ '<<': 8, '>>': 8, '+': 9, '-': 9, '*': 10, '/': 10, '%': 10, '**': 11 },
};
/** Characters of one expression. */
const MAX_TEXT = 64 * 1024;
const ASSIGNMENT = /^(?:<<|>>|[-+*/%&^|])?=$/;
/** Variables that name variables, at most so many times. */
const MAX_DEPTH = 32;
/** Values of variables that one expression evaluates, in all. */
const MAX_EVALUATIONS = 10_000;

export class ArithmeticError extends Error {
  override name = 'ArithmeticError';
}

export interface Variables {
  get(name: string): string;
  set(name: string, value: string): void;
}

export function evaluate(text: string, variables: Variables): bigint {
  return new Evaluation(text, variables, { depth: 0, work: { left: MAX_EVALUATIONS } }).value();
}

interface Bounds {
  readonly depth: number;
  /** Shared by all of one expression. */
  readonly work: { left: number };
}

class Evaluation {
  readonly #tokens: string[] = [];
  readonly #variables: Variables;
  readonly #bounds: Bounds;
  #at = 0;
  /** Zero where what is read counts: the side that is not taken changes nothing. */
  #skipped = 0;

  constructor(text: string, variables: Variables, bounds: Bounds) {
    if (bounds.depth > MAX_DEPTH || --bounds.work.left < 0)
      throw new ArithmeticError('expression recursion loop detected');
    this.#variables = variables;
    this.#bounds = bounds;
    if (text.length > MAX_TEXT) throw new ArithmeticError('expression too long');
    const whole = text.trimEnd();
    for (let at = 0; at < whole.length; at = TOKEN.lastIndex) {
      TOKEN.lastIndex = at;
      const found = TOKEN.exec(whole);
      if (found === null) throw new ArithmeticError('arithmetic syntax error');
      this.#tokens.push(found[0].trim());
    }
  }

  value(): bigint {
    if (this.#tokens.length === 0) return 0n;
    const value = this.#comma();
    if (this.#at < this.#tokens.length) throw new ArithmeticError('arithmetic syntax error');
    return value;
  }

  get #next(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #take(token: string): boolean {
    if (this.#next !== token) return false;
    this.#at++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new ArithmeticError('arithmetic syntax error');
  }

  #comma(): bigint {
    let value = this.#assignment();
    while (this.#take(',')) value = this.#assignment();
    return value;
  }

  #assignment(): bigint {
    const operator = this.#tokens[this.#at + 1] ?? '';
    if (!/^[A-Za-z_]/.test(this.#next) || !ASSIGNMENT.test(operator)) return this.#choice();
    const name = this.#next;
    this.#at += 2;
    const given = this.#assignment();
    const before = operator === '=' ? 0n : this.#read(name);
    return this.#write(name, operator === '=' ? given : this.#apply(operator.slice(0, -1), before, given));
  }

  #choice(): bigint {
    const condition = this.#binary(1);
    if (!this.#take('?')) return condition;
    const yes = this.#only(condition !== 0n, () => this.#assignment());
    this.#expect(':');
    const no = this.#only(condition === 0n, () => this.#assignment());
    return condition === 0n ? no : yes;
  }

  #only(isTaken: boolean, read: () => bigint): bigint {
    if (!isTaken) this.#skipped++;
    const value = read();
    if (!isTaken) this.#skipped--;
    return value;
  }

  #binary(least: number): bigint {
    let left = this.#unary();
    for (let binds = BINARY[this.#next] ?? 0; binds >= least && binds > 0; binds = BINARY[this.#next] ?? 0) {
      const operator = this.#next;
      this.#at++;
      const before = left;
      const isShort = (operator === '&&' && before === 0n) || (operator === '||' && before !== 0n);
      const right = this.#only(!isShort, () => this.#binary(operator === '**' ? binds : binds + 1));
      left = this.#apply(operator, before, right);
    }
    return left;
  }

  #apply(operator: string, a: bigint, b: bigint): bigint {
    if (this.#skipped > 0) return 0n;
    if ((operator === '/' || operator === '%') && b === 0n) throw new ArithmeticError('divide by zero');
    if (operator === '**' && (b < 0n || b > 64n)) throw new ArithmeticError('exponent out of range');
    return BigInt.asIntN(BITS, compute(operator, a, b));
  }

  #unary(): bigint {
    const token = this.#next;
    this.#at++;
    switch (token) {
      case '-':
        return BigInt.asIntN(BITS, -this.#unary());
      case '+':
        return this.#unary();
      case '!':
        return this.#unary() === 0n ? 1n : 0n;
      case '~':
        return ~this.#unary();
      case '++':
      case '--': {
        const name = this.#next;
        this.#at++;
        return this.#write(name, this.#read(name) + (token === '++' ? 1n : -1n));
      }
      case '(': {
        const value = this.#comma();
        this.#expect(')');
        return value;
      }
      default:
        return this.#operand(token);
    }
  }

  #operand(token: string): bigint {
    if (/^\d/.test(token)) return number(token);
    if (!/^[A-Za-z_]/.test(token)) throw new ArithmeticError('arithmetic syntax error');
    const value = this.#read(token);
    if (this.#take('++')) this.#write(token, value + 1n);
    else if (this.#take('--')) this.#write(token, value - 1n);
    return value;
  }

  #read(name: string): bigint {
    const text = this.#variables.get(name);
    return /^-?\d+$/.test(text) ? number(text) : this.#evaluated(text);
  }

  #evaluated(text: string): bigint {
    const { depth, work } = this.#bounds;
    return new Evaluation(text, this.#variables, { depth: depth + 1, work }).value();
  }

  #write(name: string, value: bigint): bigint {
    const kept = BigInt.asIntN(BITS, value);
    if (this.#skipped === 0) this.#variables.set(name, String(kept));
    return kept;
  }
}

/** A zero before it: by eight. */
function number(text: string): bigint {
  if (text.startsWith('-')) return -number(text.slice(1));
  if (/^0\d/.test(text) && !/^[0-7]+$/.test(text)) throw new ArithmeticError('arithmetic syntax error');
  return BigInt.asIntN(BITS, BigInt(/^0\d/.test(text) ? `0o${text}` : text));
}

function compute(operator: string, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '**':
      return a ** b;
    case '<<':
      return a << (b & 63n);
    case '>>':
      return a >> (b & 63n);
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    default:
      return isSo(operator, a, b) ? 1n : 0n;
  }
}

function isSo(operator: string, a: bigint, b: bigint): boolean {
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '&&':
      return a !== 0n && b !== 0n;
    default:
      return a !== 0n || b !== 0n;
  }
}
