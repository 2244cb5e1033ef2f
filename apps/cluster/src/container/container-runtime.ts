import { randomBytes } from 'node:crypto';
import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { CancelSignal, Clock } from '@lanthorn/base/clock.ts';
import type { ContainerCommands, ContainerProcess } from '@lanthorn/controllers/node/container-process.ts';
import { ContainerOutput } from '@lanthorn/controllers/node/container-output.ts';
import { podIp } from '@lanthorn/controllers/node/pod-status.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { DEVICE_PATHS } from './system/devices.ts';
import { Disk } from './system/disk.ts';
import { FileSystem, FileSystemError } from './system/file-system.ts';
import type { Process, Program, TerminalSize } from './system/process.ts';
import { Budget } from './system/budget.ts';
import { ContainerRun } from './container-run.ts';
import { type ContainerSources, NO_SOURCES } from './container-sources.ts';
import { environmentOf, withVariables } from './environment.ts';
import { type KnownImage, knownImage } from './images.ts';
import { KeptTokens } from './kept-tokens.ts';
import { mountedFiles, mountProblem } from './mounted-files.ts';
import { PodVolumes } from './pod-volumes.ts';
import { converse, readScript } from './shell/conversation.ts';
import { saidAtLeast } from './system/guarded.ts';
import { findProgram, Shell, SHELLS } from './shell/shell.ts';
import { linked, noInput } from './shell/streams.ts';
import { Governor } from './system/paced-clock.ts';
import { TerminalInput } from './system/terminal-input.ts';

export interface ExecOptions {
  /** Empty takes the first. */
  readonly container: string;
  readonly command: readonly string[];
  readonly isTerminal: boolean;
  readonly stdin: AsyncIterable<Uint8Array> | null;
  readonly out: (bytes: Uint8Array) => void;
  readonly err: (bytes: Uint8Array) => void;
  readonly drained: () => Promise<void>;
  readonly size: () => TerminalSize | null;
  readonly signal: AbortSignal;
}

const ID_BYTES = 32;
/** How a program ends that was interrupted: 128 and the number of the signal. */
const INTERRUPTED = 130;

/** Containers kept with what was written in them; the oldest are forgotten first. */
const MAX_CONTAINERS = 200;

/** How a container ends that could not be started. */
const CANNOT_START = 128;
/** What a probe says at most. */
const MAX_SAID = 10 * 1024;
/** What all containers together keep of what they wrote. */
const MAX_OUTPUT = 64 * 1024 * 1024;
/** How many are begun between two looks at that. */
const KEPT_OUTPUTS = 32;

const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'];

/** The simulated containers of all nodes: each has files of its own, and programs to run in it. */
export class ContainerRuntime implements ContainerCommands {
  readonly #clock: Clock;
  readonly #governor: Governor;
  /** Those that run their own command, or did so last. */
  readonly #runs = new Map<string, ContainerRun>();
  readonly #disk = new Disk();
  readonly #volumes: PodVolumes;
  #outputs: { readonly uid: string; readonly output: ContainerOutput }[] = [];
  readonly #files = new Map<string, FileSystem>();
  /** What the objects were when they were mounted last, by the path of each file. */
  readonly #mounted = new WeakMap<FileSystem, Map<string, Buffer>>();

  readonly #sources: ContainerSources;
  readonly #tokens: KeptTokens;
  /** Otherwise nobody misses what is not found. */
  readonly #isTold: boolean;

  /** Without sources there are no ConfigMaps, Secrets, claims, Services and tokens. */
  constructor(clock: Clock, sources?: ContainerSources) {
    this.#clock = clock;
    this.#governor = new Governor(clock);
    this.#isTold = sources !== undefined;
    const given = sources ?? NO_SOURCES;
    this.#tokens = new KeptTokens(clock, given.token);
    this.#sources = { ...given, token: this.#tokens.token };
    this.#volumes = new PodVolumes(this.#disk, this.#sources.read);
  }

  /** Resolves with the exit code, or with why nothing was run. */
  async exec(
    pod: KubeObject,
    options: ExecOptions,
    beside: Pick<Process, 'clock' | 'budget'> = { clock: this.#clock, budget: new Budget() },
  ): Promise<{ readonly exitCode: number } | { readonly error: string }> {
    const { command, stdin, isTerminal, out, err, drained, size, signal } = options;
    const container = findContainer(pod, options.container);
    if (container === null) return { error: `container not found ("${options.container}")` };
    const [name = '', ...args] = command;
    const program = findProgram(name);
    if (program === undefined) return { error: notFound(command) };
    // A terminal needs its carriage returns.
    const write = isTerminal
      ? (bytes: Uint8Array) => out(Buffer.from(Buffer.from(bytes).toString().replace(/\r?\n/g, '\r\n')))
      : out;
    const terminal = isTerminal && stdin !== null ? new TerminalInput(stdin, text => out(Buffer.from(text))) : null;
    const files = orProblem(() => this.#filesOf(pod, container));
    if (typeof files === 'string') return { error: failed(files) };
    const process: Process = {
      ...beside,
      files,
      signal,
      env: environmentOf(pod, container, this.#sources).variables,
      cwd: asString(container['workingDir']) || '/',
      stdin: terminal?.read(signal) ?? stdin ?? noInput(),
      out: write,
      err: isTerminal ? write : err,
      // Who writes gives way, however fast it is read.
      drained: async () => {
        await drained();
        await beside.clock.nextTurn();
      },
      terminal,
      size,
      args,
    };
    const isTyped = isTypedShell(name, args) && stdin !== null;
    const exitCode = await saidAtLeast(name, process, () =>
      isTyped
        ? (terminal === null ? readScript : converse)(new Shell(process))
        : runInterruptible(program, process, signal),
    );
    return { exitCode };
  }

  mountProblem(pod: KubeObject): string | null {
    return this.#isTold ? mountProblem(pod, this.#sources.read) : null;
  }

  configProblem(pod: KubeObject, name: string): string | null {
    const container = findContainer(pod, name);
    // Most have nothing that could be missing.
    if (!this.#isTold || (container?.['env'] === undefined && container?.['envFrom'] === undefined)) return null;
    return environmentOf(pod, container, this.#sources).problem;
  }

  start(
    pod: KubeObject,
    name: string,
    unknown: { readonly durationMs: number | null; readonly exitCode: number },
  ): ContainerProcess | null {
    const container = findContainer(pod, name);
    if (container === null) return null;
    const image = knownImage(asString(container['image']));
    const given = wordsOf(container, image);
    if (given.length === 0) return null;
    const [first = ''] = given;
    const isWhole = image?.isWhole === true;
    // What nobody knows costs nothing.
    if (!isWhole && !/[/$]/.test(first) && findProgram(first) === undefined) return null;
    const env = environmentOf(pod, container, this.#sources).variables;
    const [word = '', ...args] = given.map(text => withVariables(text, env));
    const isTyped = isTerminalOf(container) && isTypedShell(word, args);
    const folder = asString(container['workingDir']) || '/';
    const known = findProgram(word);
    if (known === undefined && !isMounted(container, FileSystem.resolve(folder, word)))
      return isWhole ? this.#unstartable(notInPath(word)) : null;
    const files = orProblem(() => this.#newFiles(pod, container));
    if (typeof files === 'string') return this.#unstartable(`error mounting volumes to rootfs: ${files}`);
    const program = known ?? scriptAt(files, word, folder);
    if (program === undefined) return isWhole ? this.#unstartable(notInPath(word)) : null;
    const run = new ContainerRun(
      container,
      { name: word, program, args, isTyped, unknown: isWhole ? null : unknown },
      { clock: this.#governor.pacedClock(), files, env },
    );
    this.#runs.get(keyOf(pod, name))?.files.release();
    this.#runs.set(keyOf(pod, name), run);
    this.#keep(pod, run.output);
    return run;
  }

  /** In the words of runc. */
  #unstartable(why: string): ContainerProcess {
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${why}`;
    return {
      output: new ContainerOutput(this.#clock),
      ended: Promise.resolve({ exitCode: CANNOT_START, reason: 'StartError', message }),
      isServing: () => false,
      signal: () => {},
    };
  }

  /** So that all of them together have a bound as well: the oldest are forgotten first. */
  #keep({ metadata: { uid = '' } }: KubeObject, begun: ContainerOutput): void {
    this.#outputs.push({ uid, output: begun });
    if (this.#outputs.length % KEPT_OUTPUTS !== 0) return;
    let all = 0;
    for (const kept of this.#outputs.splice(0).toReversed()) {
      const { output } = kept;
      all += output.size;
      if (all > MAX_OUTPUT) output.forget();
      if (output.isOpen || output.size > 0) this.#outputs.unshift(kept);
    }
  }

  async ask(
    pod: KubeObject,
    name: string,
    {
      command,
      timeoutMs,
      signal,
    }: { readonly command: readonly string[]; readonly timeoutMs: number; readonly signal: CancelSignal },
  ): Promise<{ readonly exitCode: number; readonly said: string }> {
    const { controller: stop, unlink } = linked(signal);
    const { clock, budget } = this.#runs.get(keyOf(pod, name)) ?? {
      clock: this.#governor.pacedClock(),
      budget: new Budget(),
    };
    const cancel = this.#clock.schedule(timeoutMs, () => stop.abort());
    let said = '';
    const say = (bytes: Uint8Array) => {
      if (said.length < MAX_SAID) said += Buffer.from(bytes).toString();
    };
    const asked: ExecOptions = {
      ...{ container: name, command, isTerminal: false, stdin: null, out: say, err: say, signal: stop.signal },
      drained: () => clock.nextTurn(),
      size: () => null,
    };
    const end = await this.exec(pod, asked, { clock, budget }).catch((error: unknown) => ({ error: String(error) }));
    cancel();
    unlink();
    if ('error' in end) return { exitCode: CANNOT_START, said: end.error };
    if (stop.signal.aborted)
      return {
        exitCode: INTERRUPTED,
        said: `command timed out: "${command.join(' ')}" timed out after ${timeoutMs / 1000}s`,
      };
    return { exitCode: end.exitCode, said };
  }

  /** The run that somebody may type into; undefined where there is none. */
  typedInto(pod: KubeObject, name: string): ContainerRun | undefined {
    const run = this.#runOf(pod, name);
    return run?.takesInput === true ? run : undefined;
  }

  /** Whether its own command is over, which its node may not have told yet. */
  hasEnded(pod: KubeObject, name: string): boolean {
    return this.#runOf(pod, name)?.hasEnded === true;
  }

  #runOf(pod: KubeObject, name: string): ContainerRun | undefined {
    return this.#runs.get(keyOf(pod, asString(findContainer(pod, name)?.['name'])));
  }

  forget(pod: KubeObject): void {
    const { uid = '' } = pod.metadata;
    for (const list of CONTAINER_LISTS)
      for (const container of asArray(getPath(pod, 'spec', list))) {
        const key = keyOf(pod, asString(getPath(container, 'name')));
        this.#runs.get(key)?.files.release();
        this.#files.get(key)?.release();
        this.#runs.delete(key);
        this.#files.delete(key);
      }
    this.#volumes.forget(uid);
    this.#tokens.forget(uid);
    for (const kept of this.#outputs) if (kept.uid === uid) kept.output.forget();
    this.#outputs = this.#outputs.filter(kept => kept.uid !== uid);
  }

  #filesOf(pod: KubeObject, container: JsonObject): FileSystem {
    const key = keyOf(pod, asString(container['name']));
    const files = this.#runs.get(key)?.files ?? this.#files.get(key);
    if (files === undefined) {
      const fresh = this.#newFiles(pod, container);
      this.#files.set(key, fresh);
      if (this.#files.size > MAX_CONTAINERS) {
        const [oldest = '', forgotten] = this.#files.entries().next().value ?? [];
        forgotten?.release();
        this.#files.delete(oldest);
      }
      return fresh;
    }
    this.#mount(pod, container, files);
    return files;
  }

  #newFiles(pod: KubeObject, container: JsonObject): FileSystem {
    const files = freshFiles(pod, { disk: this.#disk, now: this.#clock.now() });
    this.#volumes.mount(pod, container, files);
    this.#mount(pod, container, files);
    return files;
  }

  /** As the objects are now: a node brings changes of them in as well, and nothing else; what was written meanwhile stays until then. */
  #mount(pod: KubeObject, container: JsonObject, files: FileSystem): void {
    const mounted = this.#mounted.get(files) ?? new Map<string, Buffer>();
    this.#mounted.set(files, mounted);
    for (const { path, content, mode } of mountedFiles(pod, container, this.#sources)) {
      const before = mounted.get(path);
      if (before !== undefined && Buffer.compare(before, content) === 0) continue;
      files.makeDirectory(FileSystem.resolve(path, '..'), this.#clock.now());
      files.write(path, content, { mode, modifiedAt: this.#clock.now() });
      mounted.set(path, Buffer.from(content));
    }
  }
}

/** In a terminal an interrupt ends it; whoever leaves does so anywhere. */
async function runInterruptible(program: Program, process: Process, signal: AbortSignal): Promise<number> {
  const { terminal } = process;
  const stopped = new AbortController();
  const stop = () => stopped.abort(signal.aborted ? signal.reason : undefined);
  const stopListening = terminal?.onInterrupt(stop);
  signal.addEventListener('abort', stop);
  const stdin = terminal?.read(stopped.signal) ?? process.stdin;
  const exitCode = await program({ ...process, signal: stopped.signal, stdin });
  stopListening?.();
  signal.removeEventListener('abort', stop);
  return stopped.signal.aborted ? INTERRUPTED : exitCode;
}

/** In the words of containerd and runc, which number what they run. */
function notFound([name]: readonly string[]): string {
  return failed(
    name === undefined ? 'args must not be empty' : `unable to start container process: ${notInPath(name)}`,
  );
}

const notInPath = (name: string) => `exec: "${name}": executable file not found in $PATH`;

function failed(why: string): string {
  const id = randomBytes(ID_BYTES).toString('hex');
  return `error executing command in container: failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: ${why}: unknown`;
}

function findContainer(pod: KubeObject, name: string): JsonObject | null {
  const all = CONTAINER_LISTS.flatMap(list => asArray(getPath(pod, 'spec', list)).map(asObject));
  return (name === '' ? all[0] : all.find(container => container['name'] === name)) ?? null;
}

const keyOf = (pod: KubeObject, container: string) => `${pod.metadata.uid ?? ''}/${container}`;

/** What it is to run, by its pod or else by its image; nothing where neither says so. */
function wordsOf({ command, args, stdin }: JsonObject, image: KnownImage | undefined): string[] {
  const [given, more] = [asArray(command).map(asString), asArray(args).map(asString)];
  if (given.length > 0) return [...given, ...more];
  if (image === undefined || (more.length === 0 && !image.isWhole && stdin !== true)) return [];
  return [...image.entrypoint, ...(more.length > 0 ? more : image.args)];
}

const isTerminalOf = ({ tty, stdin }: JsonObject) => tty === true && stdin === true;

/** A shell that is given nothing to do reads what is typed. */
const isTypedShell = (name: string, args: readonly string[]) =>
  SHELLS.includes(name) && args.every(arg => arg === '-i');

/** What comes of the work, or why it cannot be done with these files. */
function orProblem<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
    return error.message;
  }
}

/** Whether a volume may bring it: an image brings no scripts. */
function isMounted({ volumeMounts }: JsonObject, path: string): boolean {
  return asArray(volumeMounts).some(mount => {
    const at = FileSystem.resolve('/', asString(getPath(mount, 'mountPath')));
    return path === at || path.startsWith(`${at}/`);
  });
}

/** A script in its files, as a volume brings it. */
function scriptAt(files: FileSystem, word: string, folder: string): Program | undefined {
  const path = FileSystem.resolve(folder, word);
  if (!word.includes('/') || ((files.file(path)?.mode ?? 0) & 0o111) === 0) return undefined;
  return process => findProgram('sh')?.({ ...process, args: [path, ...process.args] }) ?? Promise.resolve(CANNOT_START);
}

/** What an image and a kubelet put there. */
function freshFiles(pod: KubeObject, { disk, now }: { readonly disk: Disk; readonly now: number }): FileSystem {
  const files = new FileSystem(disk);
  const { name = '', namespace = '' } = pod.metadata;
  for (const path of ['/bin', '/dev', '/etc', '/home', '/root', '/tmp', '/usr/bin', '/var/log', '/proc'])
    files.makeDirectory(path, now);
  for (const path of DEVICE_PATHS) files.makeDevice(path, now);
  const write = (path: string, text: string) => files.write(path, Buffer.from(text), { modifiedAt: now });
  write('/etc/hostname', `${name}\n`);
  write('/etc/hosts', `127.0.0.1\tlocalhost\n${podIp(pod)}\t${name}\n`);
  write('/etc/os-release', 'NAME="Simulated Linux"\nID=simulated\nPRETTY_NAME="A container of a simulated node"\n');
  write(
    '/etc/resolv.conf',
    `nameserver 10.96.0.10\nsearch ${namespace}.svc.cluster.local svc.cluster.local cluster.local\n`,
  );
  return files;
}
