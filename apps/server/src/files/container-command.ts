import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import type { FilePlace } from '@lanthorn/protocol/files/file-messages.ts';
import { RemoteCommand } from '../streams/terminal/remote-command.ts';
import { NO_PROGRAM, NO_PROGRAM_CODES } from '../streams/terminal/shell-finder.ts';
import { clusterSays } from '../upstream/api-calls.ts';
import { channelsFor, type Cluster } from '../upstream/cluster.ts';
import { problemOfError } from '../upstream/transport/upstream-problem.ts';
import { commandWords, type Word } from './command-words.ts';

/** A container that writes nothing and takes nothing for so long is not waited for. */
const SILENT_MS = 60_000;
/** Kept of what it complains of. */
const MAX_COMPLAINT_BYTES = 4_096;
const MS = 1_000;

/** Where commands run, and by whose clock they are given up. */
export interface CommandContext {
  readonly cluster: Cluster;
  readonly clock: Pick<Clock, 'schedule'>;
  /** What they are for: by that it is judged whether they may run. */
  readonly action: ActionKind;
}

/** Why a command did not do what it was to do. */
export type CommandFailure =
  | { readonly kind: 'noProgram'; readonly detail: string }
  /** It ran, and says what is wrong. */
  | { readonly kind: 'exited'; readonly code: number; readonly detail: string }
  | { readonly kind: 'broken'; readonly problem: Problem };

/** As it is told. */
export function problemOfFailure(failure: CommandFailure): Problem {
  if (failure.kind === 'broken') return failure.problem;
  if (failure.kind === 'exited' && failure.detail === '') return problem('exited', { code: failure.code });
  return problem('containerSays', { detail: failure.detail });
}

/** A command in a container whose output is bytes, and which nobody watches: it has a deadline, and its complaints are kept apart. */
export class ContainerCommand {
  readonly #remote: RemoteCommand;
  readonly #context: CommandContext;
  #complaints = Buffer.alloc(0);
  #isLate = false;
  #broken: unknown = null;

  private constructor(remote: RemoteCommand, context: CommandContext) {
    this.#remote = remote;
    this.#context = context;
  }

  static async open(
    context: CommandContext,
    { namespace, pod, container }: FilePlace,
    { words, hasInput }: { readonly words: readonly Word[]; readonly hasInput: boolean },
  ): Promise<ContainerCommand | { readonly problem: Problem }> {
    const reached = channelsFor(context.cluster, context.action);
    if ('problem' in reached) return reached;
    const { channels } = reached;
    const abort = new AbortController();
    const cancel = context.clock.schedule(SILENT_MS, () => abort.abort());
    try {
      const asked = { namespace, pod, container, command: commandWords(words), hasInput, isTerminal: false };
      const opened = await RemoteCommand.open(channels, asked, abort.signal);
      return 'refusal' in opened ? { problem: clusterSays(opened.refusal) } : new ContainerCommand(opened, context);
    } catch (error) {
      if (abort.signal.aborted) return { problem: silent() };
      return { problem: problemOfError(error, 'streamBroke') };
    } finally {
      cancel();
    }
  }

  get canEndInput(): boolean {
    return this.#remote.canEndInput;
  }

  /** What it writes. Ends without a word where something went wrong: `failure` tells. To be read once. */
  async *output(): AsyncIterable<Uint8Array> {
    const parts = this.#remote.parts()[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await this.#inTime(parts.next());
        if (next === null || next.done === true) return;
        const { isError, bytes } = next.value;
        if (isError) this.#complain(bytes);
        else yield bytes;
      }
    } catch (error) {
      this.#broken = error;
    } finally {
      this.close();
    }
  }

  /** Kept when there is room for more. One that takes nothing in time is closed. */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#inTime(this.#remote.write(bytes));
  }

  /** As it takes bytes. */
  async endInput(): Promise<void> {
    await this.#inTime(this.#remote.endInput());
  }

  close(): void {
    this.#remote.close();
  }

  /** How it failed; null where it did what it was to do. To be asked when there is no more output. */
  failure(): CommandFailure | null {
    const detail = this.#complaints.toString('utf8').trim();
    const { exit } = this.#remote;
    if (this.#isLate) return { kind: 'broken', problem: silent() };
    if (exit?.kind === 'failed') {
      const { message = '' } = exit.status;
      return NO_PROGRAM.test(message)
        ? { kind: 'noProgram', detail: message }
        : { kind: 'broken', problem: clusterSays(exit.status) };
    }
    if (exit?.kind === 'exited') {
      if (exit.code === 0) return null;
      return NO_PROGRAM_CODES.has(exit.code)
        ? { kind: 'noProgram', detail: detail || `exit code ${exit.code}` }
        : { kind: 'exited', code: exit.code, detail };
    }
    if (this.#broken !== null) return { kind: 'broken', problem: problemOfError(this.#broken, 'streamBroke') };
    const { server } = this.#context.cluster.info;
    return { kind: 'broken', problem: problem('connectionCut', { server, code: 1000 }) };
  }

  /** What it complained of, though it may have gone on. */
  get complaints(): string {
    return this.#complaints.toString('utf8').trim();
  }

  /** Null where it took too long. */
  async #inTime<T>(work: Promise<T>): Promise<T | null> {
    let cancel = () => {};
    const late = new Promise<null>(resolve => {
      cancel = this.#context.clock.schedule(SILENT_MS, () => {
        this.#isLate = true;
        this.close();
        resolve(null);
      });
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      cancel();
    }
  }

  #complain(bytes: Uint8Array): void {
    const room = MAX_COMPLAINT_BYTES - this.#complaints.length;
    if (room > 0) this.#complaints = Buffer.concat([this.#complaints, bytes.subarray(0, room)]);
  }
}

function silent(): Problem {
  return problem('containerSilent', { seconds: SILENT_MS / MS });
}

/** Takes what it writes and keeps none of it; one that writes more than it should is closed. */
export async function drain(command: ContainerCommand, most: number): Promise<void> {
  let length = 0;
  for await (const bytes of command.output()) {
    length += bytes.length;
    if (length > most) return;
  }
}

/** What a command wrote, up to a bound; what it wrote beyond is not read. */
export interface CommandResult {
  readonly output: Buffer;
  readonly isCut: boolean;
  readonly complaints: string;
  readonly failure: CommandFailure | null;
}

/** Runs a command that soon ends. `input` is all it reads. */
export async function runCommand(
  context: CommandContext,
  place: FilePlace,
  {
    words,
    most,
    input = null,
  }: { readonly words: readonly Word[]; readonly most: number; readonly input?: Uint8Array | null },
): Promise<CommandResult> {
  const command = await ContainerCommand.open(context, place, { words, hasInput: input !== null });
  const nothing = { output: Buffer.alloc(0), isCut: false, complaints: '' };
  if ('problem' in command) return { ...nothing, failure: { kind: 'broken', problem: command.problem } };
  const fed = input === null ? Promise.resolve() : feed(command, input);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of command.output()) {
    chunks.push(bytes);
    length += bytes.length;
    if (length > most) break;
  }
  await fed;
  const isCut = length > most;
  const { complaints } = command;
  return {
    output: Buffer.concat(chunks).subarray(0, most),
    isCut,
    complaints,
    failure: isCut ? null : command.failure(),
  };
}

async function feed(command: ContainerCommand, input: Uint8Array): Promise<void> {
  await command.write(input);
  await command.endInput();
}
