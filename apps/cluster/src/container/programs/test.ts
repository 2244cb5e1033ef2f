import { FileSystem } from '../system/file-system.ts';
import type { Process, Program } from '../system/process.ts';

/** The expression is none. */
class TestError extends Error {
  override name = 'TestError';
}

const WRONG = 2;
/** Links, pipes, sockets and disks: there are none. */
const NEVER = new Set(['-h', '-L', '-p', '-S', '-b']);
const COMPARED: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};

/** `test EXPRESSION`, `[ EXPRESSION ]`, `[[ EXPRESSION ]]`, which is no more than the others. */
export const test: Program = process => {
  const isBracket = /^\]\]?$/.test(process.args.at(-1) ?? '');
  try {
    return Promise.resolve(
      new Evaluation(process, isBracket ? process.args.slice(0, -1) : process.args).holds() ? 0 : 1,
    );
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    process.err(Buffer.from(`sh: ${error.message}\n`));
    return Promise.resolve(WRONG);
  }
};

class Evaluation {
  readonly #process: Process;
  readonly #words: readonly string[];
  #at = 0;

  constructor(process: Process, words: readonly string[]) {
    this.#process = process;
    this.#words = words;
  }

  holds(): boolean {
    const [first = '', second] = this.#words;
    // By the number of words, as POSIX has it: what looks like an operator may be a value.
    if (this.#words.length <= 1) return first !== '';
    if (this.#words.length === 2 && first === '!') return second === '';
    const holds = this.#either();
    if (this.#at < this.#words.length) throw new TestError(`${this.#words[this.#at] ?? ''}: unknown operand`);
    return holds;
  }

  #take(word: string): boolean {
    if (this.#words[this.#at] !== word) return false;
    this.#at++;
    return true;
  }

  #next(): string {
    const word = this.#words[this.#at++];
    if (word === undefined) throw new TestError('argument expected');
    return word;
  }

  #either(): boolean {
    let holds = this.#both();
    while (this.#take('-o')) holds = this.#both() || holds;
    return holds;
  }

  #both(): boolean {
    let holds = this.#not();
    while (this.#take('-a')) holds = this.#not() && holds;
    return holds;
  }

  #not(): boolean {
    const isBinary = this.#isOperator(this.#words[this.#at + 1]);
    return !isBinary && this.#take('!') ? !this.#not() : this.#primary(isBinary);
  }

  #isOperator(word: string | undefined): boolean {
    return word !== undefined && (word in COMPARED || ['=', '==', '!=', '<', '>', '-nt', '-ot'].includes(word));
  }

  #primary(isBinary: boolean): boolean {
    const word = this.#next();
    if (isBinary) return this.#compare(word, this.#next(), this.#next());
    if (word === '(') {
      const holds = this.#either();
      if (!this.#take(')')) throw new TestError('closing paren expected');
      return holds;
    }
    if (/^-[a-zA-Z]$/.test(word) && this.#at < this.#words.length) return this.#unary(word, this.#next());
    return word !== '';
  }

  #compare(left: string, operator: string, right: string): boolean {
    const compare = COMPARED[operator];
    if (compare !== undefined) return compare(number(left), number(right));
    const age = (path: string) =>
      this.#process.files.file(FileSystem.resolve(this.#process.cwd, path))?.modifiedAt ?? -Infinity;
    switch (operator) {
      case '!=':
        return left !== right;
      case '<':
        return left < right;
      case '>':
        return left > right;
      case '-nt':
        return age(left) > age(right);
      case '-ot':
        return age(left) < age(right);
      default:
        return left === right;
    }
  }

  #unary(operator: string, operand: string): boolean {
    if (operator === '-n') return operand !== '';
    if (operator === '-z') return operand === '';
    if (operator === '-t') return this.#process.terminal !== null;
    const { files, cwd } = this.#process;
    const path = FileSystem.resolve(cwd, operand);
    const file = files.file(path);
    const isDirectory = files.isDirectory(path);
    const isThere = operand !== '' && (isDirectory || file !== undefined);
    const asked: Readonly<Record<string, boolean>> = {
      '-c': file?.isDevice === true,
      '-d': isDirectory,
      '-e': isThere,
      '-f': file !== undefined && file.isDevice !== true,
      '-r': isThere,
      '-s': isDirectory || (file?.content.length ?? 0) > 0,
      '-w': isThere,
      '-x': isDirectory || ((file?.mode ?? 0) & 0o111) !== 0,
    };
    const holds = asked[operator] ?? (NEVER.has(operator) ? false : null);
    if (holds === null) throw new TestError(`${operator}: unknown operand`);
    return holds;
  }
}

function number(text: string): number {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new TestError(`${text}: bad number`);
  return Number(text);
}
