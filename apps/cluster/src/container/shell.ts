import { FileSystem, FileSystemError } from './file-system.ts';
import { type Process, type Program, readAll } from './process.ts';
import { PROGRAMS } from './programs.ts';
import type { TerminalInput } from './terminal-input.ts';
import { expandWord, parseShell, type Pipeline, type SimpleCommand, type Word } from './shell-parser.ts';

const NOT_FOUND = 127;
/** Longer lines are nobody's typing. */
const MAX_LINE = 64 * 1024;
/** How a command ends that was interrupted: 128 and the number of the signal. */
const INTERRUPTED = 130;

/** The input of a command that nobody is connected to. */
export async function* noInput(): AsyncIterable<Uint8Array> {}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

/** A shell in a simulated container: runs a script, or what is typed, line by line. */
export class Shell {
  /** In a terminal another for each line: an interrupt is about that line alone. */
  #process: Process;
  readonly #env: Map<string, string>;
  #cwd: string;
  #status = 0;
  #isOver = false;

  constructor(process: Process) {
    this.#process = process;
    this.#env = new Map(process.env);
    this.#cwd = process.cwd;
  }

  /** Exit code of the last command. */
  async run(script: string): Promise<number> {
    const pipelines = parseShell(script);
    if (pipelines === null) {
      this.#complain('syntax error: unterminated quoted string');
      return (this.#status = 2);
    }
    for (const pipeline of pipelines) {
      if (this.#isOver || this.#process.signal.aborted) break;
      if (pipeline.when === 'success' && this.#status !== 0) continue;
      if (pipeline.when === 'failure' && this.#status === 0) continue;
      this.#status = await this.#pipeline(pipeline);
    }
    return this.#status;
  }

  /** Reads lines until the input ends or `exit`; in a terminal it prompts, and an interrupt ends what runs and not the shell. */
  async interact(): Promise<number> {
    const { terminal } = this.#process;
    return terminal === null ? this.#readLines() : this.#converse(terminal);
  }

  async #converse(terminal: TerminalInput): Promise<number> {
    const base = this.#process;
    while (!this.#isOver && !base.signal.aborted) {
      base.out(Buffer.from(`${this.#cwd} # `));
      const line = await interruptible({ base, terminal }, signal => terminal.line(signal));
      if (line.isInterrupted) this.#interrupted(base);
      else if (line.value === null) break;
      else {
        const text = line.value;
        const ran = await interruptible({ base, terminal }, signal => {
          this.#process = { ...base, signal, stdin: terminal.read(signal) };
          return this.run(text);
        });
        if (ran.isInterrupted) this.#interrupted(base);
      }
    }
    this.#process = base;
    return this.#status;
  }

  /** The next prompt stands on a line of its own. */
  #interrupted({ out }: Process): void {
    this.#status = INTERRUPTED;
    out(Buffer.from('\r\n'));
  }

  async #readLines(): Promise<number> {
    let line = '';
    for await (const chunk of this.#process.stdin) {
      for (const character of Buffer.from(chunk).toString()) {
        if (this.#isOver) break;
        if (character === '\n' || character === '\r') {
          await this.run(line);
          line = '';
        } else if (line.length < MAX_LINE) line += character;
      }
      if (this.#isOver) break;
    }
    return this.#status;
  }

  #expand(word: Word): string {
    return expandWord(word, name => (name === '?' ? String(this.#status) : (this.#env.get(name) ?? '')));
  }

  /** Commands of a pipeline run one after the other: each gets what the one before it said. */
  async #pipeline({ commands }: Pipeline): Promise<number> {
    let input: AsyncIterable<Uint8Array> | null = null;
    let status = 0;
    for (const [i, command] of commands.entries()) {
      const said: Uint8Array[] = [];
      const isLast = i === commands.length - 1;
      status = await this.#command(command, {
        stdin: input ?? this.#process.stdin,
        out: isLast ? this.#process.out : bytes => said.push(bytes),
      });
      input = once(Buffer.concat(said));
    }
    return status;
  }

  async #command(command: SimpleCommand, streams: Pick<Process, 'stdin' | 'out'>): Promise<number> {
    const [name = '', ...args] = command.words.map(word => this.#expand(word));
    try {
      const redirected = this.#redirect(command, streams);
      const status = await this.#invoke(name, {
        ...this.#process,
        ...redirected,
        cwd: this.#cwd,
        env: this.#env,
        args,
      });
      redirected.finish();
      return status;
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
      // What the shell does itself it complains of itself.
      if (this.#builtins[name] !== undefined) this.#complain(`${name}: ${error.message}`);
      else this.#process.err(Buffer.from(`${name}: ${error.message}\n`));
      return 1;
    }
  }

  async #invoke(name: string, process: Process): Promise<number> {
    if (name === '') return 0;
    const assignment = /^(\w+)=(.*)$/s.exec(name);
    if (assignment !== null) {
      this.#env.set(assignment[1] ?? '', assignment[2] ?? '');
      return 0;
    }
    const builtin = this.#builtins[name];
    if (builtin !== undefined) return builtin(process);
    const program = findProgram(name);
    if (program !== undefined) return program(process);
    process.err(Buffer.from(`sh: ${name}: not found\n`));
    return NOT_FOUND;
  }

  readonly #builtins: Readonly<Record<string, Program>> = {
    cd: async process => {
      const path = FileSystem.resolve(this.#cwd, process.args[0] ?? '/');
      if (!process.files.isDirectory(path))
        throw new FileSystemError(`can't cd to ${process.args[0] ?? ''}: No such file or directory`);
      this.#cwd = path;
      return 0;
    },
    command: async process => {
      const [flag, name = '', ...args] = process.args;
      if (flag !== '-v') return flag === undefined ? 0 : this.#invoke(flag, { ...process, args: [name, ...args] });
      const found = this.#builtins[name] === undefined ? placeOf(name) : name;
      if (found !== null) process.out(Buffer.from(`${found}\n`));
      return found === null ? NOT_FOUND : 0;
    },
    exec: async process => {
      const [name, ...args] = process.args;
      if (name === undefined) return 0;
      this.#isOver = true;
      return this.#invoke(name, { ...process, args });
    },
    exit: async process => {
      this.#isOver = true;
      return Number(process.args[0] ?? this.#status);
    },
    export: async process => {
      for (const word of process.args) {
        const [variable = '', ...value] = word.split('=');
        this.#env.set(variable, value.join('='));
      }
      return 0;
    },
    set: () => Promise.resolve(0),
  };

  #redirect({ redirections }: SimpleCommand, streams: Pick<Process, 'stdin' | 'out'>) {
    const { files, clock, err } = this.#process;
    const result = { ...streams, err, finish: () => {} };
    for (const { stream, path: word, isAppending } of redirections) {
      const path = this.#expand(word);
      const target = FileSystem.resolve(this.#cwd, path);
      if (stream === 'stdin') result.stdin = once(files.read(target));
      else if (path === '&1') result.err = result.out;
      else {
        const said: Uint8Array[] = isAppending && files.file(target) !== undefined ? [files.read(target)] : [];
        const collect = (bytes: Uint8Array) => void (path === '/dev/null' ? undefined : said.push(bytes));
        if (stream === 'stdout') result.out = collect;
        else result.err = collect;
        const before = result.finish;
        result.finish = () => {
          before();
          if (path !== '/dev/null') files.write(target, Buffer.concat(said), { modifiedAt: clock.now() });
        };
      }
    }
    return result;
  }

  #complain(text: string): void {
    this.#process.err(Buffer.from(`sh: ${text}\n`));
  }
}

/** Does what an interrupt ends, or the end of everything. */
async function interruptible<T>(
  { base, terminal }: { readonly base: Process; readonly terminal: TerminalInput },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ readonly value: T; readonly isInterrupted: boolean }> {
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  const stopListening = terminal.onInterrupt(stop);
  base.signal.addEventListener('abort', stop);
  const value = await work(stopped.signal);
  stopListening();
  base.signal.removeEventListener('abort', stop);
  return { value, isInterrupted: stopped.signal.aborted };
}

/** Where a program lies; null where there is none. */
function placeOf(name: string): string | null {
  if (findProgram(name) === undefined) return null;
  return name.startsWith('/') ? name : `/bin/${name}`;
}

/** `sh`, `/bin/sh -c SCRIPT`, or nothing more than a script on its input. */
const sh: Program = async process => {
  const shell = new Shell(process);
  const [flag, script] = process.args;
  if (flag === undefined && process.terminal !== null) return shell.interact();
  if (flag === '-c') return shell.run(script ?? '');
  if (flag !== undefined && !flag.startsWith('-'))
    return shell.run(Buffer.from(process.files.read(FileSystem.resolve(process.cwd, flag))).toString());
  return shell.run((await readAll(process.stdin)).toString());
};

export const SHELLS = ['sh', 'bash', 'ash', '/bin/sh', '/bin/bash', '/bin/ash'];

/** By its name, or by where it lies. */
export function findProgram(name: string): Program | undefined {
  if (SHELLS.includes(name)) return sh;
  const plain = name.replace(/^\/(usr\/)?s?bin\//, '');
  return Object.hasOwn(PROGRAMS, plain) ? PROGRAMS[plain] : undefined;
}
