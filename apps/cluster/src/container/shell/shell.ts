import { setMaxListeners } from 'node:events';
import { FileSystem, FileSystemError } from '../system/file-system.ts';
import { guarded } from '../system/guarded.ts';
import type { Process, Program } from '../system/process.ts';
import { awk } from '../programs/awk/awk.ts';
import { PROGRAMS } from '../programs/programs.ts';
import { BUILTINS } from './builtins.ts';
import { compound, type CompoundHost } from './compound.ts';
import { converse, readScript } from './conversation.ts';
import type { Descriptors } from './descriptors.ts';
import { Expansion } from './expansion.ts';
import { readInvocation } from './invocation.ts';
import { Jobs } from './jobs.ts';
import { Leaving, reasonOf, ShellError } from './outcomes.ts';
import { parseScript } from './parser.ts';
import { piped, type PipingHost } from './pipes.ts';
import { processOf } from './process-of.ts';
import { redirectedBy } from './redirections.ts';
import type { Running } from './shell-host.ts';
import { SentSignals } from './sent-signals.ts';
import { isSignal } from '../system/signal-names.ts';
import { Collected, Input, linked, noInput, unfailing } from './streams.ts';
import type { Command, Item, List, Pipeline } from './syntax.ts';
import { MAX_VALUE, ShellVariables } from './variables.ts';

const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
const INTERRUPTED = 130;
const MISUSED = 2;
/** What `trap` said may take this long when whoever is connected has left. */
const LAST_WORDS_MS = 2_000;

type Simple = Extract<Command, { kind: 'simple' }>;

/** A shell in a simulated container: reads scripts as busybox does, and runs the programs of the container. */
export class Shell implements CompoundHost, PipingHost {
  readonly process: Process;
  readonly variables: ShellVariables;
  readonly functions: Map<string, Command>;
  readonly traps = new Map<string, string>();
  readonly jobs = new Jobs();
  readonly sent = new SentSignals();
  readonly options: Set<string>;
  name = 'sh';
  parameters: readonly string[] = [];
  cwd: string;
  status = 0;
  descriptors: Descriptors;
  hasExited = false;
  loopDepth: number;
  optionIndex = 1;
  optionOffset = 1;
  #signal: AbortSignal;
  /** Not zero where a failure is what is asked about. */
  #asked = 0;
  /** The one in brackets that runs now. */
  #part: Shell | null = null;

  constructor(process: Process, parent?: Shell) {
    this.process = process;
    this.variables = parent?.variables.copy() ?? ShellVariables.of(process.env);
    this.functions = new Map(parent?.functions);
    this.options = new Set(parent?.options);
    this.cwd = parent?.cwd ?? process.cwd;
    this.parameters = parent?.parameters ?? [];
    this.name = parent?.name ?? 'sh';
    this.status = parent?.status ?? 0;
    this.loopDepth = parent?.loopDepth ?? 0;
    this.#signal = process.signal as AbortSignal;
    // As many listen as it has children.
    setMaxListeners(0, this.#signal);
    const { out, err, drained } = process;
    this.descriptors = new Map([
      [0, { input: Input.of(process.stdin), out: null, drained }],
      [1, { input: null, out, drained }],
      [2, { input: null, out: err, drained }],
    ]);
    // The first process of a container hears only of what it asked for.
    if (parent === undefined) process.signals?.on(name => this.traps.has(name) && this.sent.add(name));
  }

  /** False where no `trap` says what is done of it. */
  hears(name: string): boolean {
    if (this.#part !== null) return this.#part.hears(name);
    const action = this.traps.get(name);
    if (action !== undefined && action !== '') this.sent.add(name);
    return action !== undefined;
  }

  /** What `trap` said of what was sent meanwhile. */
  async #heed(running: Running): Promise<void> {
    for (let name = this.sent.next(); name !== undefined; name = this.sent.next()) {
      const { status } = this;
      await this.evaluate(this.traps.get(name) ?? '', running);
      this.status = status;
    }
  }

  get files(): FileSystem {
    return this.process.files;
  }

  get mayGlob(): boolean {
    return !this.options.has('f');
  }

  get refusesUnset(): boolean {
    return this.options.has('u');
  }

  get(name: string): string | undefined {
    switch (name) {
      case '?':
        return String(this.status);
      case '#':
        return String(this.parameters.length);
      case '$':
        return '1';
      case '!':
        return this.jobs.last;
      case '-':
        return [...this.options].filter(option => option.length === 1).join('');
      case 'PPID':
        return '0';
      case '0':
        return this.name;
      default:
        return /^\d+$/.test(name) ? this.parameters[Number(name) - 1] : this.variables.get(name);
    }
  }

  set(name: string, value: string): void {
    this.variables.set(name, value);
  }

  write(text: string, fd = 1): void {
    unfailing(this.descriptors.get(fd)?.out ?? (() => {}))(Buffer.from(text));
  }

  complain(text: string): void {
    this.write(`${this.name}: ${text}\n`, 2);
  }

  /** A whole script, to its end and what was to be done then. */
  async runToEnd(script: string): Promise<number> {
    const status = await this.run(script);
    await this.jobs.abandon();
    return this.end(status);
  }

  /** What `trap` said of the end, or of being stopped. */
  async end(status: number): Promise<number> {
    const isStopped = this.#signal.aborted;
    // What is ended by a signal that it does not take says nothing more.
    if (isStopped && isSignal(this.#signal.reason)) return status;
    const action = (isStopped ? this.traps.get('INT') : undefined) ?? this.traps.get('EXIT');
    this.traps.clear();
    if (action === undefined || action === '') return status;
    const last = new AbortController();
    const cancel = isStopped ? this.process.clock.schedule(LAST_WORDS_MS, () => last.abort()) : () => {};
    if (isStopped) this.#signal = last.signal;
    this.status = status;
    const ended = await this.run(action, { isEnd: true });
    cancel();
    return ended;
  }

  /** The exit code of the last command; whatever stops the script is said, and ends it. */
  async run(script: string, { isEnd = false, signal = this.#signal } = {}): Promise<number> {
    const before = this.#signal;
    this.#signal = signal;
    const status = this.status;
    try {
      await this.#nested(() => this.list(parseScript(script), this.running()));
      return isEnd ? status : this.status;
    } catch (error) {
      return (this.status = this.#ended(error));
    } finally {
      this.#signal = before;
    }
  }

  /** A text as a part of what runs. */
  async evaluate(script: string, running: Running): Promise<void> {
    this.status = 0;
    await this.giveWay();
    await this.#nested(() => this.list(parseScript(script), running));
  }

  /** What may do the same again. */
  async #nested(work: () => Promise<void>): Promise<void> {
    const { budget } = this.process;
    if (!budget.take('calls')) throw new ShellError('out of stack space', MISUSED);
    try {
      await work();
    } finally {
      budget.giveBack('calls');
    }
  }

  async giveWay(): Promise<void> {
    await this.process.clock.nextTurn();
    if (this.#signal.aborted) throw new Leaving('exit', INTERRUPTED);
  }

  goOn(status: number): void {
    this.status = status;
    this.hasExited = false;
  }

  running(): Running {
    return { descriptors: this.descriptors, signal: this.#signal };
  }

  #ended(error: unknown): number {
    if (error instanceof Leaving) {
      if (error.kind === 'exit') this.hasExited = true;
      return error.kind === 'exit' || error.kind === 'return' ? error.value : this.status;
    }
    // Whatever it is ends this script, and nothing else of the process that all containers live in.
    this.complain(reasonOf(error));
    if (error instanceof FileSystemError) return 1;
    return error instanceof ShellError ? error.status : MISUSED;
  }

  async substitute(body: List): Promise<string> {
    const said = new Collected(MAX_VALUE);
    const descriptors = new Map(this.descriptors);
    descriptors.set(1, { input: null, out: said.out, drained: () => this.process.clock.nextTurn() });
    this.status = await this.child({ descriptors, signal: this.#signal }, shell => shell.list(body, shell.running()));
    return said.text().replaceAll('\0', '');
  }

  /** What changes there stays there. */
  async child(running: Running, work: (shell: Shell) => Promise<void>): Promise<number> {
    const { budget, clock } = this.process;
    if (!budget.take('children')) {
      this.complain("can't fork: Resource temporarily unavailable");
      return MISUSED;
    }
    try {
      await clock.nextTurn();
      return await this.#forked(running, work);
    } finally {
      budget.giveBack('children');
    }
  }

  async #forked(running: Running, work: (shell: Shell) => Promise<void>): Promise<number> {
    const shell = new Shell({ ...this.process, signal: running.signal }, this);
    shell.descriptors = running.descriptors;
    shell.#asked = this.#asked;
    try {
      await work(shell);
    } catch (error) {
      shell.status = shell.#ended(error);
    }
    const status = await shell.end(shell.status);
    this.jobs.adopt(shell.jobs);
    return status;
  }

  async list(items: List, running: Running): Promise<void> {
    for (const item of items) {
      if (this.process.budget.isTurnOver(this.process.clock.elapsed())) await this.process.clock.nextTurn();
      if (running.signal.aborted) throw new Leaving('exit', INTERRUPTED);
      // `exec` moves them for all that follows.
      const now = { ...running, descriptors: this.descriptors };
      if (item.isInBackground) this.#begin(item, now);
      else await this.#item(item, now);
      await this.#heed(now);
    }
  }

  #begin(item: Item, running: Running): void {
    // Whoever interrupts what runs in a terminal leaves its jobs alone.
    const { controller, unlink } = linked(this.process.signal);
    const descriptors = new Map(running.descriptors);
    descriptors.set(0, { input: new Input(noInput()), out: null, drained: () => Promise.resolve() });
    const own = { descriptors, signal: controller.signal };
    let begun: Shell | null = null;
    const ended = this.child(own, shell => {
      begun = shell;
      return shell.#item({ ...item, isInBackground: false }, own);
    }).finally(unlink);
    this.jobs.add(ended, { controller, hears: name => begun?.hears(name) === true });
    this.status = 0;
  }

  async #item({ pipelines }: Item, running: Running): Promise<void> {
    for (const [i, pipeline] of pipelines.entries()) {
      if (pipeline.when === 'success' && this.status !== 0) continue;
      if (pipeline.when === 'failure' && this.status === 0) continue;
      const isAsked = i < pipelines.length - 1 || pipeline.isNegated;
      await this.asking(isAsked, () => this.#pipeline(pipeline, running));
      if (isAsked || this.status === 0 || this.#asked > 0 || !this.options.has('e')) continue;
      throw new Leaving('exit', this.status);
    }
  }

  async asking(isAsked: boolean, work: () => Promise<void>): Promise<void> {
    if (!isAsked) return work();
    this.#asked++;
    try {
      await work();
    } finally {
      this.#asked--;
    }
  }

  async #pipeline({ commands, isNegated }: Pipeline, running: Running): Promise<void> {
    const [only] = commands;
    if (commands.length === 1 && only !== undefined) await this.command(only, running);
    else this.status = await piped(this, commands, running);
    if (isNegated) this.status = this.status === 0 ? 1 : 0;
  }

  async command(command: Command, running: Running): Promise<void> {
    if (running.signal.aborted) throw new Leaving('exit', INTERRUPTED);
    if (command.kind === 'simple') return this.#simple(command, running);
    if (command.kind === 'function') {
      this.functions.set(command.name, command.body);
      this.status = 0;
      return;
    }
    if (command.redirections.length === 0) return compound(this, command, running);
    const before = this.descriptors;
    try {
      const descriptors = await redirectedBy(command, { shell: this, from: running.descriptors });
      if (descriptors === null) return;
      this.descriptors = descriptors;
      await compound(this, command, { ...running, descriptors });
    } finally {
      this.descriptors = before;
    }
  }

  /** What changes there stays there; what is sent meanwhile is for that part. */
  async subshell(body: List, running: Running): Promise<number> {
    return this.child(running, async part => {
      this.#part = part;
      await part.list(body, running).finally(() => (this.#part = null));
    });
  }

  async #simple(command: Simple, running: Running): Promise<void> {
    const words = await Expansion.words(command.words, this);
    const descriptors = await redirectedBy(command, { shell: this, from: running.descriptors });
    if (descriptors === null) return;
    const [name] = words;
    if (name === 'exec' && words.length === 1) {
      this.descriptors = descriptors;
      this.status = 0;
      return;
    }
    const before = this.descriptors;
    if (command.redirections.length > 0) this.descriptors = descriptors;
    try {
      if (name === undefined) await this.#assign(command);
      else await this.#withAssignments(command, () => this.invoke(words, { ...running, descriptors }));
    } finally {
      if (command.redirections.length > 0) this.descriptors = before;
    }
  }

  async #assign({ assignments }: Simple): Promise<void> {
    let substitutions = 0;
    for (const { name, value } of assignments) {
      substitutions += value.filter(part => part.kind === 'command').length;
      const text = await Expansion.text(value, this);
      this.trace(`${name}=${text}`);
      this.set(name, text);
    }
    // Of a command in a value its end is what counts.
    if (substitutions === 0) this.status = 0;
  }

  /** For the one command alone. */
  async #withAssignments({ assignments }: Simple, work: () => Promise<void>): Promise<void> {
    if (assignments.length === 0) return work();
    this.variables.beginFunction();
    try {
      for (const { name, value } of assignments) {
        const text = await Expansion.text(value, this);
        this.variables.makeLocal(name);
        this.set(name, text);
        this.variables.mark(name, { isExported: true });
      }
      await work();
    } finally {
      this.variables.endFunction();
    }
  }

  trace(text: string): void {
    if (this.options.has('x')) this.write(`+ ${text}\n`, 2);
  }

  /** A function, something of the shell's own, or a program; `isPlain` passes functions over. */
  async invoke(words: readonly string[], running: Running, isPlain = false): Promise<void> {
    if (!isPlain) return this.#invoked(words, running);
    // What runs others may run itself.
    await this.giveWay();
    await this.#nested(() => this.#invoked(words, running, isPlain));
  }

  async #invoked(words: readonly string[], running: Running, isPlain = false): Promise<void> {
    this.trace(words.join(' '));
    const [name = '', ...args] = words;
    const body = isPlain ? undefined : this.functions.get(name);
    if (body !== undefined) return this.#call(body, args, running);
    const process = processOf(this, args, running);
    const builtin = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
    this.status = await guarded(name, process, () =>
      builtin === undefined ? this.#program(name, process) : builtin(this, process, running),
    );
  }

  async #program(name: string, process: Process): Promise<number> {
    const program = this.find(name) ?? this.#script(name) ?? process.otherwise;
    if (program !== undefined) return program(process);
    this.complain(`${name}: not found`);
    return NOT_FOUND;
  }

  find(name: string): Program | undefined {
    return findProgram(name);
  }

  /** A file of commands, called by its path. */
  #script(path: string): Program | undefined {
    if (!path.includes('/')) return undefined;
    const file = this.files.file(FileSystem.resolve(this.cwd, path));
    if (file === undefined) return undefined;
    if ((file.mode & 0o111) === 0)
      return () => {
        this.complain(`${path}: Permission denied`);
        return Promise.resolve(NOT_EXECUTABLE);
      };
    return process => sh({ ...process, args: [path, ...process.args] });
  }

  async #call(body: Command, args: readonly string[], running: Running): Promise<void> {
    await this.giveWay();
    const before = this.parameters;
    this.parameters = args;
    this.variables.beginFunction();
    try {
      await this.#nested(() => this.command(body, running));
    } catch (error) {
      if (!(error instanceof Leaving) || error.kind !== 'return') throw error;
      this.status = error.value;
    } finally {
      this.variables.endFunction();
      this.parameters = before;
    }
  }
}

/** `sh FILE ARGUMENTS`, `sh -c SCRIPT NAME ARGUMENTS`, or a script on its input. */
const sh: Program = async process => {
  if (!process.budget.take('children')) {
    process.err(Buffer.from("sh: can't fork: Resource temporarily unavailable\n"));
    return MISUSED;
  }
  try {
    return await readAndRun(process);
  } finally {
    process.budget.giveBack('children');
  }
};

const readAndRun: Program = async process => {
  const shell = new Shell(process);
  const { options, isText, operands } = readInvocation(process.args);
  for (const option of options) shell.options.add(option);
  const [first, ...parameters] = operands;
  if (isText) {
    shell.name = parameters[0] ?? 'sh';
    shell.parameters = parameters.slice(1);
    return shell.runToEnd(first ?? '');
  }
  if (first === undefined || first === '-') return process.terminal === null ? readScript(shell) : converse(shell);
  const path = FileSystem.resolve(process.cwd, first);
  if (process.files.file(path) === undefined) {
    shell.complain(`can't open '${first}': No such file or directory`);
    return MISUSED;
  }
  shell.name = first;
  shell.parameters = parameters;
  return shell.runToEnd(Buffer.from(process.files.read(path)).toString());
};

export const SHELLS = ['sh', 'bash', 'ash', '/bin/sh', '/bin/bash', '/bin/ash'];

const AWK = awk(sh);

/** Programs that run others, and so need a shell to find them. */
const RUNNERS = ['env', 'timeout', 'xargs'];

function runner(name: string): Program {
  return async process => {
    const shell = new Shell(process);
    await shell.invoke([name, ...process.args], shell.running());
    return shell.status;
  };
}

/** By its name, or by where it lies. */
export function findProgram(name: string): Program | undefined {
  if (SHELLS.includes(name)) return sh;
  const plain = name.replace(/^\/(usr\/)?s?bin\//, '');
  if (RUNNERS.includes(plain)) return runner(plain);
  if (plain === 'awk') return AWK;
  return Object.hasOwn(PROGRAMS, plain) ? PROGRAMS[plain] : undefined;
}
