import type { Clock } from '@lanthorn/base/clock.ts';
import { sleep } from '@lanthorn/base/clock.ts';
import { asString, type JsonObject } from '@lanthorn/base/json.ts';
import { ContainerOutput } from '@lanthorn/controllers/node/container-output.ts';
import type { CommandEnd, ContainerProcess } from '@lanthorn/controllers/node/container-process.ts';
import { ByteQueue } from './system/byte-queue.ts';
import { Budget } from './system/budget.ts';
import type { FileSystem } from './system/file-system.ts';
import { saidAtLeast } from './system/guarded.ts';
import type { Process, Program } from './system/process.ts';
import { type SignalName, Signals } from './system/signals.ts';
import { TerminalInput } from './system/terminal-input.ts';
import { converse, readScript } from './shell/conversation.ts';
import { Shell } from './shell/shell.ts';
import { noInput, unlessAborted } from './shell/streams.ts';

/** How a run ends that is killed. */
const KILLED = 137;
/** How a run ends of which not even that can be said. */
const FAILED = 2;
/** How something ends that does as it is told. */
const STOPPED = 0;
/** Of a last word, and of a log that stands for it (kubelet). */
const MAX_MESSAGE = 4_096;
const MAX_LOG_MESSAGE = 2_048;
const LAST_LINES = 80;
const TERMINATION_LOG = '/dev/termination-log';

export interface RunPlan {
  readonly name: string;
  readonly program: Program;
  readonly args: readonly string[];
  /** A shell that is to read what is typed. */
  readonly isTyped: boolean;
  /** Programs that nobody knows are servers, or work for so long; null where there are no others. */
  readonly unknown: { readonly durationMs: number | null; readonly exitCode: number } | null;
}

/** Somebody who is attached. */
interface Listener {
  readonly out: (bytes: Uint8Array) => void;
  /** When enough of it was taken, or they have left. */
  readonly drained: () => Promise<unknown>;
}

/** One run of a container by its own command. */
export class ContainerRun implements ContainerProcess {
  readonly output: ContainerOutput;
  readonly ended: Promise<CommandEnd>;
  readonly files: FileSystem;
  /** Shared with what is asked in it beside. */
  readonly clock: Clock;
  readonly budget = new Budget();
  readonly #container: JsonObject;
  readonly #stop = new AbortController();
  readonly #signals = new Signals();
  readonly #stdin: ByteQueue | null;
  readonly #listeners = new Set<Listener>();
  #servers = 0;
  #hasEnded = false;

  constructor(
    container: JsonObject,
    plan: RunPlan,
    {
      clock,
      files,
      env,
    }: { readonly clock: Clock; readonly files: FileSystem; readonly env: ReadonlyMap<string, string> },
  ) {
    this.#container = container;
    this.files = files;
    this.clock = clock;
    this.output = new ContainerOutput(clock);
    this.#stdin = container['stdin'] === true ? new ByteQueue() : null;
    const killed = new Promise<CommandEnd>(resolve => {
      this.#stop.signal.addEventListener('abort', () => resolve({ exitCode: KILLED }));
    });
    const ended = this.#run(plan, env).then(exitCode => this.#ending(exitCode));
    const whatever = ended.catch(() => ({ exitCode: FAILED }));
    this.ended = Promise.race([killed, whatever]).finally(() => {
      this.#hasEnded = true;
      this.#stop.abort();
      this.#stdin?.end();
      this.output.end();
    });
  }

  /** Its node may not have told of it yet. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  isServing(): boolean {
    return this.#servers > 0;
  }

  signal(name: SignalName | 'KILL'): void {
    if (name === 'KILL') this.#stop.abort(name);
    else this.#signals.send(name);
  }

  /** Whether somebody may type into it. */
  get takesInput(): boolean {
    return this.#stdin !== null;
  }

  /** Types into it and hears it, until it ends or whoever is there leaves. */
  async attach({
    stdin,
    signal,
    ...heard
  }: {
    readonly stdin: AsyncIterable<Uint8Array> | null;
    readonly out: (bytes: Uint8Array) => void;
    readonly drained: () => Promise<void>;
    readonly signal: AbortSignal;
  }): Promise<void> {
    const left = new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()));
    const listener: Listener = { out: heard.out, drained: () => unlessAborted(signal, heard.drained()) };
    this.#listeners.add(listener);
    const typed = async () => {
      for await (const bytes of stdin ?? []) this.#stdin?.push(bytes);
      if (stdin !== null && this.#container['stdinOnce'] === true) this.#stdin?.end();
    };
    // Who types too much is not heard any more.
    void typed().catch(() => this.#stdin?.end());
    await Promise.race([left, this.ended]);
    this.#listeners.delete(listener);
  }

  async #run(plan: RunPlan, env: ReadonlyMap<string, string>): Promise<number> {
    const { clock, budget } = this;
    const isTerminal = this.#container['tty'] === true;
    const say = (stream: 'out' | 'err') => {
      const decoder = new TextDecoder();
      return (bytes: Uint8Array) => {
        const text = decoder.decode(bytes, { stream: true });
        this.output.write(stream, isTerminal ? text.replaceAll('\r\n', '\n') : text);
        const sent = isTerminal ? Buffer.from(Buffer.from(bytes).toString().replaceAll(/\r?\n/g, '\r\n')) : bytes;
        for (const listener of this.#listeners) listener.out(sent);
      };
    };
    const [out, err] = [say('out'), say('err')];
    const { signal } = this.#stop;
    const terminal =
      isTerminal && this.#stdin !== null ? new TerminalInput(this.#stdin, text => out(Buffer.from(text))) : null;
    const { unknown } = plan;
    const process: Process = {
      ...{ files: this.files, clock, budget, signal, env, terminal, out, err, args: plan.args },
      cwd: asString(this.#container['workingDir']) || '/',
      stdin: terminal?.read(signal) ?? this.#stdin ?? noInput(),
      // Who writes waits for whoever is attached, as behind a terminal.
      drained: async () => {
        await Promise.allSettled([...this.#listeners].map(listener => listener.drained()));
        await clock.nextTurn();
      },
      size: () => null,
      signals: this.#signals,
      ...(unknown === null ? {} : { otherwise: process_ => this.#serve(process_, unknown) }),
    };
    await clock.nextTurn();
    return saidAtLeast(plan.name, process, () =>
      plan.isTyped ? (terminal === null ? readScript : converse)(new Shell(process)) : plan.program(process),
    );
  }

  /** What nobody knows answers at the container's ports, until it is told to stop or its work is done. */
  async #serve({ clock, signal }: Process, { durationMs, exitCode }: NonNullable<RunPlan['unknown']>): Promise<number> {
    this.#servers++;
    const stop = new AbortController();
    const end = () => stop.abort();
    const stopListening = this.#signals.on(end);
    signal.addEventListener('abort', end);
    if (!signal.aborted) await sleep(clock, durationMs ?? Number.POSITIVE_INFINITY, stop.signal);
    stopListening();
    signal.removeEventListener('abort', end);
    this.#servers--;
    return stop.signal.aborted ? STOPPED : exitCode;
  }

  #ending(exitCode: number): CommandEnd {
    const path = asString(this.#container['terminationMessagePath']) || TERMINATION_LOG;
    const file = this.files.file(path);
    const said = file === undefined ? '' : Buffer.from(file.content).subarray(0, MAX_MESSAGE).toString();
    const isFromLog = exitCode !== 0 && this.#container['terminationMessagePolicy'] === 'FallbackToLogsOnError';
    const message = said === '' && isFromLog ? this.#lastWords() : said;
    return message === '' ? { exitCode } : { exitCode, message };
  }

  #lastWords(): string {
    this.output.end();
    const count = this.output.countAt(Number.POSITIVE_INFINITY);
    const lines = this.output.lines(Math.max(0, count - LAST_LINES), count);
    return lines
      .map(({ text }) => text)
      .join('')
      .slice(-MAX_LOG_MESSAGE);
  }
}
