import { backoffDelay, type BackoffPolicy } from '@lanthorn/base/backoff.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { Random } from '@lanthorn/base/random.ts';
import type {
  ChangeSetMessage,
  DownMessage,
  ListFrame,
  ObjectFrame,
  RangeFrame,
  HistoryState,
  Operation,
  PreferencesState,
} from '@lanthorn/protocol/down-messages.ts';
import type { Problem } from '@lanthorn/protocol/error-kinds.ts';
import type { ClusterTimes } from './cluster-times.ts';
import { PageStreams, type StreamHandle, type StreamReader } from './page-streams.ts';
import {
  HEARTBEAT_MS,
  MAX_NAMED_ROWS,
  MAX_TARGETS,
  MAX_UP_BYTES,
  PROTOCOL_VERSION,
} from '@lanthorn/protocol/constants.ts';
import type { StreamQuery } from '@lanthorn/protocol/stream-queries.ts';
import type { ListQuery, NamedRow, Subscription, UpMessage } from '@lanthorn/protocol/up-messages.ts';

/** Our own server on the same machine comes back quickly. */
const RETRY: BackoffPolicy = { initialMs: 300, maxMs: 10_000, factor: 2 };
/** A unit of a string takes three bytes of UTF-8 at most. */
const MAX_UP_LENGTH = MAX_UP_BYTES / 3;
/** Written out: the table of all English words is not loaded for it. */
const TOO_LONG: Problem = {
  code: 'tooLong',
  params: { most: Math.floor(MAX_UP_LENGTH) },
  message: `longer than ${Math.floor(MAX_UP_LENGTH)} characters`,
};
/** Nothing heard for this long: the socket is dead, whatever it says. */
const SILENCE_LIMIT_MS = HEARTBEAT_MS * 2;
/** From the first attempt at a socket to the server's welcome: it is on this machine, or a tunnel away, and welcomes at once. */
const WELCOME_LIMIT_MS = 10_000;

export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** In this machine's time. */
  | { readonly kind: 'lost'; readonly since: number; readonly retryAt: number; readonly why: LossReason };

/**
 * `away`: nobody takes the socket. `silent`: somebody takes it, or does not refuse it, and says nothing. `shutOut`: the server is there and
 * does not know this tab, as it was started anew; whoever comes in again comes in for all tabs.
 */
export type LossReason = 'away' | 'silent' | 'shutOut';

/** `WebSocket.OPEN`, which Node 20 does not have. */
export const OPEN = 1;

/** The part of a WebSocket that is used, binary messages being array buffers; tests bring their own. */
export interface Socket {
  readonly readyState: number;
  send(message: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: 'open' | 'close', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** A range as the server has it, or that nobody can be asked. */
export type RangeAnswer = RangeFrame['answer'] | { readonly refusal: 'lost' };

export type Frame = ListFrame | ObjectFrame;

interface Entry {
  query: Subscription;
  /** What it asks for is not what the server knows of it. */
  isRefused: boolean;
  /** Of a list: the server has told that it holds all of it. */
  isWhole: boolean;
  readonly onFrame: (frame: Frame) => void;
  readonly selected: (() => readonly NamedRow[]) | undefined;
  /** The range that was asked for last: the answer to one before is of no use to anybody. */
  range: (Pick<RangeFrame, 'from' | 'to'> & { readonly onAnswer: (answer: RangeAnswer) => void }) | null;
}

export interface ConnectionOptions {
  readonly open: () => Socket;
  readonly clock: Clock;
  readonly times: Pick<ClusterTimes, 'take' | 'now'>;
  readonly random: Random;
  readonly reload: () => void;
  readonly onOperation: (operation: Operation) => void;
  readonly onHistory: (history: HistoryState) => void;
  readonly onPreferences: (preferences: PreferencesState) => void;
  readonly onChangeSet: (set: ChangeSetMessage) => void;
  /** Asked when a socket could not be opened, which alone says nothing of why: whether the server lets this browser in no more. */
  readonly isShutOut: () => Promise<boolean>;
}

/** The tab's one socket: reconnects by itself, and tells the server again what this tab looks at. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #entries = new Map<number, Entry>();
  readonly #listeners = new Set<() => void>();
  readonly #wholeListeners = new Set<() => void>();
  readonly #streams = new PageStreams({
    say: message => this.#send(message),
    sendBytes: frame => this.#sendBytes(frame),
  });
  #socket: Socket | null = null;
  #state: ConnectionState = { kind: 'connecting' };
  #nextId = 1;
  #failures = 0;
  #heardAt = 0;
  #isHidden = false;
  #epoch = 0;
  /** The socket is open: messages may go out, also before the server's welcome. */
  #isReady = false;
  #cancelDeadline = () => {};

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Counts the sockets of this tab: what an earlier one said is not live on this one. */
  get epoch(): number {
    return this.#epoch;
  }

  start(): void {
    this.#connect();
    this.#beat();
  }

  onState(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells when a list that this tab asked for is whole for the first time: from then on the server can sum it up. */
  onWhole(listener: () => void): () => void {
    this.#wholeListeners.add(listener);
    return () => this.#wholeListeners.delete(listener);
  }

  /**
   * Asks the server for frames until the returned handle is closed. When that has to be asked anew, as on a new socket, so is what went
   * meanwhile of what is `selected` in a list: at most as many as one operation takes.
   */
  subscribe(
    query: Subscription,
    onFrame: (frame: Frame) => void,
    selected?: () => readonly NamedRow[],
  ): SubscriptionHandle {
    const id = this.#nextId++;
    this.#entries.set(id, { query, isRefused: false, isWhole: false, onFrame, selected, range: null });
    this.#send({ type: 'subscribe', id, query });
    return {
      update: change => {
        const entry = this.#entries.get(id);
        if (entry === undefined || entry.query.kind !== 'list') return;
        entry.query = { ...entry.query, ...change };
        if (entry.isRefused) this.#subscribe(id, entry);
        else this.#send({ type: 'update', id, change });
      },
      retry: () => {
        const entry = this.#entries.get(id);
        if (entry?.isRefused === true) this.#subscribe(id, entry);
        else this.#send({ type: 'retry', id });
      },
      askRange: (from, to) =>
        new Promise(resolve => {
          const entry = this.#entries.get(id);
          if (entry === undefined || entry.isRefused || !this.#canSend()) return resolve({ refusal: 'lost' });
          entry.range?.onAnswer({ refusal: 'lost' });
          entry.range = { from, to, onAnswer: resolve };
          return this.#send({ type: 'range', id, from, to });
        }),
      close: () => {
        this.#endRange(id, { refusal: 'lost' });
        if (this.#entries.delete(id)) this.#send({ type: 'unsubscribe', id });
      },
    };
  }

  /** Opens a stream, on a new socket as its reader says. */
  openStream(query: StreamQuery, reader: StreamReader): StreamHandle {
    return this.#streams.open(this.#nextId++, query, reader);
  }

  setHidden(hidden: boolean): void {
    this.#isHidden = hidden;
    this.#send({ type: 'visibility', hidden });
  }

  #connect(): void {
    const socket = this.#options.open();
    this.#socket = socket;
    socket.addEventListener('open', () => this.#onOpen());
    // What a socket that was given up still says is no answer to what the next one was asked, which has the same ids.
    socket.addEventListener('message', ({ data }) => {
      if (socket === this.#socket) this.#onMessage(data);
    });
    socket.addEventListener('close', () => this.#onClose(socket));
    this.#cancelDeadline = this.#options.clock.schedule(WELCOME_LIMIT_MS, () => this.#giveUp());
  }

  /** Ends a socket whose other end says nothing, whether or not that can still be heard there. */
  #giveUp(): void {
    const socket = this.#socket;
    if (socket === null) return;
    socket.close();
    this.#onClose(socket, 'silent');
  }

  #onOpen(): void {
    this.#isReady = true;
    this.#epoch++;
    this.#heardAt = this.#options.clock.elapsed();
    this.#send({ type: 'hello', version: PROTOCOL_VERSION });
    if (this.#isHidden) this.#send({ type: 'visibility', hidden: true });
    for (const [id, entry] of this.#entries) this.#subscribe(id, entry);
    this.#streams.openAgain();
  }

  #subscribe(id: number, entry: Entry): void {
    entry.isRefused = false;
    this.#send({ type: 'subscribe', id, query: entry.query });
    const rows = (entry.selected?.() ?? []).slice(0, MAX_TARGETS);
    for (let at = 0; at < rows.length; at += MAX_NAMED_ROWS)
      this.#send({ type: 'selected', id, rows: rows.slice(at, at + MAX_NAMED_ROWS) });
  }

  #onMessage(data: unknown): void {
    this.#heardAt = this.#options.clock.elapsed();
    if (data instanceof ArrayBuffer) return this.#streams.takeBytes(new Uint8Array(data));
    const messages = parseJson(String(data)) as DownMessage[];
    for (const message of messages) this.#handle(message);
  }

  #handle(message: DownMessage): void {
    switch (message.type) {
      case 'welcome':
        this.#cancelDeadline();
        this.#failures = 0;
        this.#setState({ kind: 'open' });
        return;
      case 'reload':
        this.#options.reload();
        return;
      case 'clock':
        this.#options.times.take(message);
        return;
      case 'operation':
        this.#options.onOperation(message.operation);
        return;
      case 'history':
        this.#options.onHistory(message.history);
        return;
      case 'preferences':
        this.#options.onPreferences(message.preferences);
        return;
      case 'changeSet':
        this.#options.onChangeSet(message);
        return;
      case 'list':
      case 'object':
        this.#onFrame(message);
        return;
      case 'ack':
      case 'end':
        this.#streams.take(message);
        return;
      case 'range': {
        const range = this.#entries.get(message.id)?.range;
        if (range?.from === message.from && range.to === message.to) this.#endRange(message.id, message.answer);
        return;
      }
      case 'refused':
        if (message.id !== null) this.#refused(message.id, message.problem);
        return;
      case 'pong':
        return;
    }
  }

  #endRange(id: number, answer: RangeAnswer): void {
    const entry = this.#entries.get(id);
    entry?.range?.onAnswer(answer);
    if (entry !== undefined) entry.range = null;
  }

  /** What the server goes on saying of a question before the refused one answers neither. */
  #onFrame(frame: Frame): void {
    const entry = this.#entries.get(frame.id);
    if (entry?.isRefused !== false) return;
    entry.onFrame(frame);
    if (entry.isWhole || frame.type !== 'list' || frame.state?.kind !== 'live') return;
    entry.isWhole = true;
    for (const listener of this.#wholeListeners) listener();
  }

  /** Whatever was shown is not what is asked for now [PR10]. */
  #refused(id: number, problem: Problem): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return this.#streams.end(id, { reason: 'refused', problem });
    entry.isRefused = true;
    this.#endRange(id, { refusal: 'lost' });
    const { query } = entry;
    const state = {
      kind: 'stale',
      since: this.#options.times.now(query.cluster),
      reason: problem,
      retryAt: null,
      isEmpty: true,
    } as const;
    // It is the answer: no other is waited for.
    const asked = query.kind === 'list' ? query.asked : undefined;
    return entry.onFrame({ type: query.kind, id, state, ...(asked === undefined ? {} : { asked }) });
  }

  #onClose(socket: Socket, seen: LossReason = 'away'): void {
    if (socket !== this.#socket) return;
    this.#cancelDeadline();
    const wasOpen = this.#isReady;
    this.#socket = null;
    this.#isReady = false;
    for (const id of this.#entries.keys()) this.#endRange(id, { refusal: 'lost' });
    this.#streams.lose();
    this.#failures++;
    const now = this.#options.clock.now();
    const delayMs = backoffDelay(RETRY, this.#failures, this.#options.random);
    const since = this.#state.kind === 'lost' ? this.#state.since : now;
    // Nobody comes in by waiting: what was found out stays until it is found out anew.
    const isShutOut = this.#state.kind === 'lost' && this.#state.why === 'shutOut' && !wasOpen;
    this.#setState({ kind: 'lost', since, retryAt: now + delayMs, why: isShutOut ? 'shutOut' : seen });
    this.#options.clock.schedule(delayMs, () => this.#connect());
    if (!wasOpen) void this.#askWhy(seen);
  }

  async #askWhy(seen: LossReason): Promise<void> {
    const why = (await this.#options.isShutOut()) ? 'shutOut' : seen;
    if (this.#state.kind === 'lost' && this.#state.why !== why) this.#setState({ ...this.#state, why });
  }

  #beat(): void {
    const { clock } = this.#options;
    if (this.#state.kind === 'open' && clock.elapsed() - this.#heardAt > SILENCE_LIMIT_MS) this.#giveUp();
    else if (this.#state.kind === 'open') this.#send({ type: 'ping' });
    clock.schedule(HEARTBEAT_MS, () => this.#beat());
  }

  /** A socket that is closing takes nothing more, and tells so some time later; what it was to be told is said over the next one. */
  #canSend(): boolean {
    return this.#isReady && this.#socket?.readyState === OPEN;
  }

  #send(message: UpMessage): void {
    if (!this.#canSend()) return;
    const text = JSON.stringify(message);
    // The server would end the socket, and be sent the same over the next one.
    if (text.length <= MAX_UP_LENGTH) this.#socket?.send(text);
    else if ('id' in message) this.#refused(message.id, TOO_LONG);
  }

  #sendBytes(frame: Uint8Array<ArrayBuffer>): boolean {
    // The server would end the socket.
    if (!this.#canSend() || frame.length > MAX_UP_BYTES) return false;
    this.#socket?.send(frame);
    return true;
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

export interface SubscriptionHandle {
  update(
    change: Partial<
      Pick<ListQuery, 'filter' | 'sort' | 'offset' | 'limit' | 'anchor' | 'hold' | 'selects' | 'namespaces' | 'asked'>
    >,
  ): void;
  /** Which rows of a list stand between two, these included, in the order that this tab is shown. */
  askRange(from: string, to: string): Promise<RangeAnswer>;
  retry(): void;
  close(): void;
}
