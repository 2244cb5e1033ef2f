import { type ActionKind, openingAction } from '@lanthorn/actions/action-records.ts';
import type { TerminalSize } from '@lanthorn/kube/api/remote-command.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import { type StreamEnd, type StreamFrame, TERMINAL_CHANNEL, type TerminalState } from '@lanthorn/protocol/streams.ts';
import { type TerminalQuery, terminalSize } from '@lanthorn/protocol/stream-queries.ts';
import type { Boundary } from '../../faults/boundary.ts';
import { clusterSays, tryRead } from '../../upstream/api-calls.ts';
import { channelsFor, type Cluster } from '../../upstream/cluster.ts';
import { problemOfError } from '../../upstream/transport/upstream-problem.ts';
import type { Outlet } from '../stream.ts';
import { KeptOutput } from './kept-output.ts';
import { RemoteCommand } from './remote-command.ts';
import type { ShellFinder } from './shell-finder.ts';
import { readPlace, type TerminalPlace, whyOver } from './terminal-place.ts';
import { whyEnded } from './why-ended.ts';

/** Kept of what was written: more than a tab may lose on its way with a socket, and many screens for who comes back. */
const KEPT_BYTES = 1024 * 1024;
/** Written and not sent on: the command waits then, as for a slow terminal. */
const MAX_UNSENT_BYTES = 64 * 1024;
/** What is sent at a time. */
const FRAME_BYTES = 32 * 1024;
/** What follows so soon goes together; an echo after a pause goes at once. */
const TOGETHER_MS = 8;
/** A tab that is gone without a word may come back so soon: it was reloaded, or its line was cut. Then nobody will. */
export const GRACE_MS = 60_000;
/** A node ends a connection on which nothing was said for four hours and does not say why. Before it does, we do. */
const IDLE_MS = 4 * 3_600_000 - 300_000;
const MS_A_MINUTE = 60_000;
/**
 * A container that does not run is waited for so long, and looked for so often: one that fails again and again is begun anew after five minutes at most,
 * and may run for a moment. What has not begun by then is given up.
 */
const BEGIN_MS = 600_000;
const LOOK_MS = 1_000;

/** What was opened, as far as it is recorded. */
export interface OpenedTerminal {
  readonly uid: string;
  readonly container: string;
  readonly command: readonly string[];
  readonly takesInput: boolean;
  readonly isTerminal: boolean;
}

export interface TerminalContext {
  readonly cluster: Cluster;
  readonly shells: ShellFinder;
  /** Of the terminal itself, which outlasts that of the tab's stream. */
  readonly boundary: Boundary;
  /** The action that made the place for it; null where none did. */
  readonly madeFor: (place: Pick<TerminalPlace, 'uid' | 'container'>) => Promise<ActionKind | null>;
  /** Once it is nobody's any more, with how it ended. */
  readonly onGone: (end: StreamEnd) => void;
  /** Once there is a command. */
  readonly onOpen: (opened: OpenedTerminal) => void;
}

/** A shell in a container, or what runs there. It outlasts the tab that looks at it, for a while. */
export class Terminal {
  readonly #query: TerminalQuery;
  readonly #context: TerminalContext;
  readonly #abort = new AbortController();
  readonly #kept = new KeptOutput(KEPT_BYTES);
  #size: TerminalSize;
  #remote: RemoteCommand | null = null;
  #state: Omit<TerminalState, 'at'> | null = null;
  #viewer: Outlet | null = null;
  /** Whether the viewer was told what there is. */
  #isTold = false;
  /** Bytes that the viewer has, or that are on their way there. */
  #sent = 0;
  /** How it ended; told when all that was written has been sent. */
  #end: StreamEnd | null = null;
  #isGone = false;
  readonly #waiting = new Set<() => void>();
  #cancelGrace: () => void = () => {};
  #cancelIdle: () => void = () => {};
  /** When something was written or typed last. */
  #activeAt = 0;

  constructor(query: TerminalQuery, context: TerminalContext) {
    this.#query = query;
    this.#context = context;
    this.#size = { columns: query.columns, rows: query.rows };
    this.#restIdle();
    this.#watchIdle(IDLE_MS);
    context.boundary.follow(this.#run());
  }

  /** It is the same that is asked for. */
  isOf({ cluster, namespace, pod, container, mode }: TerminalQuery): boolean {
    const own = this.#query;
    return (
      [cluster, namespace, pod, container, mode].join('/') ===
      [own.cluster, own.namespace, own.pod, own.container, own.mode].join('/')
    );
  }

  /** Somebody looks at it, and nobody else from now on. Who has seen some of it is sent what follows, another what is kept. */
  show(outlet: Outlet, { seen, columns, rows }: Pick<TerminalQuery, 'seen' | 'columns' | 'rows'>): void {
    const before = this.#viewer;
    this.#viewer = outlet;
    before?.end({ reason: 'refused', problem: problem('terminalTaken', {}) });
    this.#cancelGrace();
    this.#isTold = false;
    this.#sent = seen >= this.#kept.start && seen <= this.#kept.end ? seen : this.#kept.fresh;
    this.#resize({ columns, rows });
    this.#wake();
    this.#context.boundary.follow(this.#sendOn(outlet));
  }

  /** Its viewer is gone without a word, and may come back. */
  leave(outlet: Outlet): void {
    if (this.#viewer !== outlet) return;
    this.#viewer = null;
    this.#wake();
    this.#cancelGrace = this.#context.boundary.clock.schedule(GRACE_MS, () => this.close());
  }

  /** Its viewer wants it no more. */
  drop(outlet: Outlet): void {
    if (this.#viewer === outlet) this.close();
  }

  /** Nobody wants it any more, or it cannot go on. */
  close(end: StreamEnd = { reason: 'finished', problem: null }): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#abort.abort();
    this.#remote?.close();
    this.#cancelGrace();
    this.#cancelIdle();
    this.#wake();
    this.#viewer?.end(end);
    this.#viewer = null;
    this.#context.boundary.close();
    this.#context.onGone(this.#end ?? end);
  }

  /** Takes what is typed; kept when there is room for more. */
  async receive({ channel, bytes }: Pick<StreamFrame, 'channel' | 'bytes'>): Promise<void> {
    if (channel === TERMINAL_CHANNEL.size) return this.#resize(readSize(bytes) ?? this.#size);
    this.#restIdle();
    while (this.#remote === null && this.#end === null && !this.#isGone) await this.#nextChange();
    if (channel === TERMINAL_CHANNEL.input) await this.#remote?.write(bytes);
    else if (channel === TERMINAL_CHANNEL.endInput) await this.#remote?.endInput();
  }

  #resize(size: TerminalSize): void {
    const isOther = size.columns !== this.#size.columns || size.rows !== this.#size.rows;
    this.#size = size;
    if (isOther && this.#state?.isTerminal === true) this.#context.boundary.follow(this.#tellSize());
  }

  async #tellSize(): Promise<void> {
    await this.#remote?.resize(this.#size);
  }

  async #run(): Promise<void> {
    try {
      this.#finish(await this.#live());
    } catch (error) {
      this.#finish({ reason: 'cut', problem: problemOfError(error, 'streamBroke') });
    }
  }

  /** Until it ends; resolves with why. */
  async #live(): Promise<StreamEnd> {
    const { cluster, onOpen } = this.#context;
    const place = await this.#findBegun();
    if ('problem' in place) return { reason: 'refused', problem: place.problem };
    const started = await this.#start(place);
    if ('problem' in started) return { reason: 'refused', problem: started.problem };
    const { remote, command } = started;
    if (this.#isGone) {
      remote.close();
      return { reason: 'finished', problem: null };
    }
    this.#remote = remote;
    const isShell = this.#query.mode === 'shell';
    this.#state = {
      container: place.container,
      command,
      isTerminal: isShell || place.isTerminal,
      takesInput: isShell || place.takesInput,
    };
    onOpen({ uid: place.uid, ...this.#state });
    this.#wake();
    if (this.#state.isTerminal) await this.#tellSize();
    const broken = await this.#takeOutput(remote);
    if (this.#isGone) return { reason: 'finished', problem: null };
    return whyEnded(cluster, {
      place,
      query: this.#query,
      exit: remote.exit,
      broken,
      clock: this.#context.boundary.clock,
    });
  }

  /** The same, once its container runs. */
  async #findBegun(): Promise<TerminalPlace | { readonly problem: Problem }> {
    const { clock } = this.#context.boundary;
    const until = clock.elapsed() + BEGIN_MS;
    for (;;) {
      const place = await this.#find();
      if ('problem' in place || place.standing !== 'awaited' || this.#isGone) return place;
      // Nobody waits for what may not be opened then.
      const reached = await this.#reach(place);
      if ('problem' in reached) return reached;
      if (clock.elapsed() >= until)
        return { problem: problem('notBegun', { container: place.container, minutes: BEGIN_MS / MS_A_MINUTE }) };
      await new Promise<void>(resolve => clock.schedule(LOOK_MS, resolve));
    }
  }

  /** Where it is to be, as the pod tells. Who may open a terminal and not read the pod says it by the name alone. */
  async #find(): Promise<TerminalPlace | { readonly problem: Problem }> {
    const { namespace, pod: name, container } = this.#query;
    const resource = { group: '', version: 'v1', resource: 'pods' };
    const { code, object, status } = await tryRead(this.#context.cluster, { resource, namespace, name });
    if (object !== null) {
      const place = readPlace(object, container);
      return place.standing === 'over' ? { problem: whyOver(object, place.container) } : place;
    }
    if (code === 403) return { container, uid: '', run: '', image: null, isTerminal: false, takesInput: false };
    return { problem: status === null ? problem('noAnswer', {}) : clusterSays(status) };
  }

  /** The way there, where what opens it is allowed in this cluster. */
  async #reach(place: TerminalPlace): Promise<ReturnType<typeof channelsFor>> {
    const { cluster, madeFor } = this.#context;
    return channelsFor(cluster, (await madeFor(place)) ?? openingAction(this.#query.mode));
  }

  async #start(
    place: TerminalPlace,
  ): Promise<{ readonly remote: RemoteCommand; readonly command: readonly string[] } | { readonly problem: Problem }> {
    const { cluster, shells } = this.#context;
    const { namespace, pod, mode } = this.#query;
    const reached = await this.#reach(place);
    if ('problem' in reached) return reached;
    const { channels } = reached;
    const where = { namespace, pod, container: place.container };
    const image = place.image === null ? null : JSON.stringify([cluster.key, place.image]);
    const shell = mode === 'attach' ? null : await shells.find(channels, { ...where, image });
    if (shell !== null && 'problem' in shell) return shell;
    const command = shell === null ? null : [shell.command];
    const kind = command === null ? place : { isTerminal: true, takesInput: true };
    const remote = await RemoteCommand.open(
      channels,
      { ...where, command, hasInput: kind.takesInput, isTerminal: kind.isTerminal },
      this.#abort.signal,
    );
    return 'refusal' in remote ? { problem: clusterSays(remote.refusal) } : { remote, command: command ?? [] };
  }

  /** Keeps what is written, and takes no more than can be sent on. Resolves with what broke it, or null. */
  async #takeOutput(remote: RemoteCommand): Promise<unknown> {
    try {
      for await (const bytes of remote.output()) {
        this.#restIdle();
        for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
          while (!this.#isGone && this.#kept.end - this.#sent > MAX_UNSENT_BYTES) await this.#nextChange();
          this.#kept.push(Buffer.from(bytes.subarray(at, at + FRAME_BYTES)));
          this.#wake();
        }
        if (this.#isGone) return null;
      }
      return null;
    } catch (error) {
      return error;
    }
  }

  /** Sends what is written on to one viewer, while it is the one. */
  async #sendOn(outlet: Outlet): Promise<void> {
    const { clock } = this.#context.boundary;
    let sentAt = Number.NEGATIVE_INFINITY;
    while (this.#viewer === outlet) {
      if (this.#state !== null && !this.#isTold) {
        this.#isTold = true;
        const state: TerminalState = { at: this.#sent, ...this.#state };
        await outlet.write(TERMINAL_CHANNEL.state, Buffer.from(JSON.stringify(state)));
        continue;
      }
      if (this.#sent >= this.#kept.end) {
        if (this.#end !== null) return this.close(this.#end);
        await this.#nextChange();
        continue;
      }
      const early = sentAt + TOGETHER_MS - clock.elapsed();
      if (early > 0 && this.#kept.end - this.#sent < FRAME_BYTES)
        await new Promise<void>(resolve => clock.schedule(early, resolve));
      if (this.#viewer !== outlet) return;
      const bytes = this.#kept.read(this.#sent, FRAME_BYTES);
      this.#sent += bytes.length;
      sentAt = clock.elapsed();
      this.#wake();
      await outlet.write(TERMINAL_CHANNEL.output, bytes);
    }
  }

  #finish(end: StreamEnd): void {
    this.#end = end;
    this.#remote?.close();
    this.#wake();
  }

  /** Something was written or typed: it is not left alone. There may be thousands of lines a second. */
  #restIdle(): void {
    this.#activeAt = this.#context.boundary.clock.elapsed();
  }

  #watchIdle(afterMs: number): void {
    const { clock } = this.#context.boundary;
    this.#cancelIdle = clock.schedule(afterMs, () => {
      const leftMs = this.#activeAt + IDLE_MS - clock.elapsed();
      if (leftMs > 0) this.#watchIdle(leftMs);
      else this.close({ reason: 'cut', problem: problem('terminalIdle', { minutes: IDLE_MS / MS_A_MINUTE }) });
    });
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }

  #nextChange(): Promise<void> {
    return new Promise(resolve => this.#waiting.add(resolve));
  }
}

/** Null where it is none. */
function readSize(bytes: Uint8Array): TerminalSize | null {
  try {
    const parsed = terminalSize.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
