import { randomBytes } from 'node:crypto';
import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { FileSystem } from './system/file-system.ts';
import type { Process, Program, TerminalSize } from './system/process.ts';
import { Budget } from './system/budget.ts';
import { mountedFiles, type ReadSource } from './mounted-files.ts';
import { converse, readScript } from './shell/conversation.ts';
import { guarded } from './system/guarded.ts';
import { findProgram, Shell, SHELLS } from './shell/shell.ts';
import { noInput } from './shell/streams.ts';
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

const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'];

/** The simulated containers of all nodes: each has files of its own, and programs to run in it. */
export class ContainerRuntime {
  readonly #clock: Clock;
  readonly #files = new Map<string, FileSystem>();
  /** What the objects were when they were mounted last, by the path of each file. */
  readonly #mounted = new WeakMap<FileSystem, Map<string, Buffer>>();

  readonly #read: ReadSource;

  /** `read` finds the ConfigMaps and Secrets that are mounted; without it there are none. */
  constructor(clock: Clock, read: ReadSource = () => undefined) {
    this.#clock = clock;
    this.#read = read;
  }

  /** Resolves with the exit code, or with why nothing was run. */
  async exec(
    pod: KubeObject,
    options: ExecOptions,
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
    const process: Process = {
      files: this.#filesOf(pod, container),
      clock: this.#clock,
      budget: new Budget(),
      signal,
      env: environment(pod, container),
      cwd: asString(container['workingDir']) || '/',
      stdin: terminal?.read(signal) ?? stdin ?? noInput(),
      out: write,
      err: isTerminal ? write : err,
      // Who writes gives way, however fast it is read.
      drained: async () => {
        await drained();
        await this.#clock.nextTurn();
      },
      terminal,
      size,
      args,
    };
    const isTyped = SHELLS.includes(name) && args.filter(arg => arg !== '-i').length === 0 && stdin !== null;
    const exitCode = await guarded(name, process, () =>
      isTyped
        ? (terminal === null ? readScript : converse)(new Shell(process))
        : runInterruptible(program, process, signal),
    );
    return { exitCode };
  }

  #filesOf(pod: KubeObject, container: JsonObject): FileSystem {
    const key = `${pod.metadata.uid ?? ''}/${asString(container['name'])}`;
    let files = this.#files.get(key);
    if (files === undefined) {
      files = freshFiles(pod, container, this.#clock.now());
      this.#files.set(key, files);
      if (this.#files.size > MAX_CONTAINERS) this.#files.delete(this.#files.keys().next().value ?? '');
    }
    this.#mount(pod, container, files);
    return files;
  }

  /** As the objects are now: a node brings changes of them in as well, and nothing else; what was written meanwhile stays until then. */
  #mount(pod: KubeObject, container: JsonObject, files: FileSystem): void {
    const mounted = this.#mounted.get(files) ?? new Map<string, Buffer>();
    this.#mounted.set(files, mounted);
    for (const { path, content, mode } of mountedFiles(pod, container, this.#read)) {
      const before = mounted.get(path);
      if (before !== undefined && Buffer.compare(before, content) === 0) continue;
      mounted.set(path, Buffer.from(content));
      files.makeDirectory(FileSystem.resolve(path, '..'), this.#clock.now());
      files.write(path, content, { mode, modifiedAt: this.#clock.now() });
    }
  }
}

/** In a terminal an interrupt ends it; whoever leaves does so anywhere. */
async function runInterruptible(program: Program, process: Process, signal: AbortSignal): Promise<number> {
  const { terminal } = process;
  const stopped = new AbortController();
  const stop = () => stopped.abort();
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
  const id = randomBytes(ID_BYTES).toString('hex');
  const why =
    name === undefined
      ? 'args must not be empty'
      : `unable to start container process: exec: "${name}": executable file not found in $PATH`;
  return `error executing command in container: failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: ${why}: unknown`;
}

function findContainer(pod: KubeObject, name: string): JsonObject | null {
  const all = CONTAINER_LISTS.flatMap(list => asArray(getPath(pod, 'spec', list)).map(asObject));
  return (name === '' ? all[0] : all.find(container => container['name'] === name)) ?? null;
}

function environment(pod: KubeObject, container: JsonObject): Map<string, string> {
  const given = asArray(container['env']).map(
    entry => [asString(getPath(entry, 'name')), asString(getPath(entry, 'value'))] as const,
  );
  return new Map([
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HOSTNAME', pod.metadata.name ?? ''],
    ['KUBERNETES_SERVICE_HOST', '10.96.0.1'],
    ['KUBERNETES_SERVICE_PORT', '443'],
    ['HOME', '/root'],
    ...given,
  ]);
}

/** What an image and a kubelet put there. */
function freshFiles(pod: KubeObject, container: JsonObject, now: number): FileSystem {
  const files = new FileSystem();
  const { name = '', namespace = '' } = pod.metadata;
  for (const path of ['/bin', '/dev', '/etc', '/home', '/root', '/tmp', '/usr/bin', '/var/log', '/proc'])
    files.makeDirectory(path, now);
  for (const mount of asArray(container['volumeMounts'])) {
    const path = asString(getPath(mount, 'mountPath'));
    if (path !== '' && files.file(path) === undefined) files.makeDirectory(FileSystem.resolve('/', path), now);
  }
  const write = (path: string, text: string) => files.write(path, Buffer.from(text), { modifiedAt: now });
  write('/etc/hostname', `${name}\n`);
  write('/etc/hosts', `127.0.0.1\tlocalhost\n${asString(getPath(pod, 'status', 'podIP'))}\t${name}\n`);
  write('/etc/os-release', 'NAME="Simulated Linux"\nID=simulated\nPRETTY_NAME="A container of a simulated node"\n');
  write(
    '/etc/resolv.conf',
    `nameserver 10.96.0.10\nsearch ${namespace}.svc.cluster.local svc.cluster.local cluster.local\n`,
  );
  return files;
}
