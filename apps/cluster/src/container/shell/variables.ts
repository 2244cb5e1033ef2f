import { ShellError } from './outcomes.ts';

const sizeOf = (value: string | undefined) => (value === undefined ? 0 : value.length + VARIABLE_SIZE);

interface Variable {
  /** Undefined where it was only said that it is to be known outside, or stays. */
  readonly value: string | undefined;
  readonly isExported: boolean;
  readonly isReadonly: boolean;
}

/** Characters of one value, and of what a command is given. */
export const MAX_VALUE = 4 * 1024 * 1024;
/** Characters of all values of a shell. */
const MAX_ALL = 4 * MAX_VALUE;
/** Kept for a variable besides its value. */
const VARIABLE_SIZE = 100;

const NONE: Variable = { value: undefined, isExported: false, isReadonly: false };

/** The variables of a shell, with those of the functions that run. */
export class ShellVariables {
  readonly #all: Map<string, Variable>;
  /** What `local` covered, by function. */
  readonly #covered: Map<string, Variable | undefined>[] = [];
  #size = 0;
  /** Null where a variable of it has changed. */
  #environment: ReadonlyMap<string, string> | null = null;

  constructor(all: Iterable<readonly [string, Variable]>) {
    this.#all = new Map(all);
    for (const { value } of this.#all.values()) this.#size += sizeOf(value);
  }

  static of(environment: ReadonlyMap<string, string>): ShellVariables {
    return new ShellVariables(
      [...environment].map(([name, value]) => [name, { value, isExported: true, isReadonly: false }] as const),
    );
  }

  copy(): ShellVariables {
    return new ShellVariables(this.#all);
  }

  get(name: string): string | undefined {
    return this.#all.get(name)?.value;
  }

  names(): string[] {
    return [...this.#all.keys()].toSorted();
  }

  set(name: string, value: string): void {
    this.#change(name, { value });
  }

  mark(name: string, marks: Partial<Pick<Variable, 'isExported' | 'isReadonly'>>): void {
    this.#environment = null;
    this.#all.set(name, { ...(this.#all.get(name) ?? NONE), ...marks });
  }

  unset(name: string): void {
    this.#change(name, NONE);
    this.#all.delete(name);
  }

  #change(name: string, change: Partial<Variable>): void {
    const before = this.#all.get(name) ?? NONE;
    if (before.isReadonly) throw new ShellError(`${name}: is read only`, 2);
    const size = this.#size + sizeOf(change.value) - sizeOf(this.get(name));
    if (size > MAX_ALL) throw new ShellError(`${name}: out of memory`, 2);
    this.#size = size;
    if (before.isExported) this.#environment = null;
    this.#all.set(name, { ...before, ...change });
  }

  /** What programs are given. */
  environment(): ReadonlyMap<string, string> {
    return (this.#environment ??= this.#exported());
  }

  #exported(): Map<string, string> {
    const exported = new Map<string, string>();
    for (const [name, { value, isExported }] of this.#all)
      if (isExported && value !== undefined) exported.set(name, value);
    return exported;
  }

  beginFunction(): void {
    this.#covered.push(new Map());
  }

  endFunction(): void {
    for (const [name, before] of this.#covered.pop() ?? []) {
      this.#size += sizeOf(before?.value) - sizeOf(this.get(name));
      this.#environment = null;
      if (before === undefined) this.#all.delete(name);
      else this.#all.set(name, before);
    }
  }

  /** False where no function runs. */
  makeLocal(name: string): boolean {
    const covered = this.#covered.at(-1);
    if (covered === undefined) return false;
    if (!covered.has(name)) covered.set(name, this.#all.get(name));
    return true;
  }
}
