import type { Clock } from '@lanthorn/base/clock.ts';
import type { StreamMessage } from '@lanthorn/protocol/down-messages.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import {
  encodeStreamFrame,
  MAX_STREAMS,
  MAX_TERMINALS,
  STREAM_WINDOW_BYTES,
  type StreamEnd,
  type StreamFrame,
} from '@lanthorn/protocol/streams.ts';
import type { StreamQuery } from '@lanthorn/protocol/stream-queries.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { openStream } from './stream-openers.ts';
import type { Outlet, Stream, StreamContext } from './stream.ts';

/** Of all streams of one tab together: a tab that reads nothing holds so much, and is not yet given up as one that never will. */
const TAB_WINDOW_BYTES = 8 * 1024 * 1024;
/** What a terminal is flooded with stands before the answer to the key that is to end it. More than a tab takes before it says so. */
const TERMINAL_WINDOW_BYTES = STREAM_WINDOW_BYTES / 4;
/** A tab may open all its streams at once, and again so soon; what it asks for more often than that waits. */
const OPEN_EVERY_MS = 1_000;

/** What the streams of a tab need of its session. */
export interface TabStreamsContext {
  readonly clock: Clock;
  readonly cluster: (name: string) => Cluster | undefined;
  readonly identity: StreamContext['identity'];
  readonly terminals: StreamContext['terminals'];
  readonly ports: StreamContext['ports'];
  readonly releases: StreamContext['releases'];
  readonly boundary: (place: string, end: (message: string) => void) => Boundary;
  readonly send: (message: StreamMessage) => void;
  readonly sendBytes: (frame: Uint8Array) => void;
}

interface Entry {
  readonly kind: StreamQuery['kind'];
  /** Bytes on their way to the tab, beyond which its writer waits. */
  readonly window: number;
  readonly boundary: Boundary;
  /** Asks the cluster for it; null once that was done. */
  begin: (() => Stream) | null;
  /** Null until it is opened. */
  stream: Stream | null;
  /** What the tab sent before that: no more than a window. */
  readonly early: Pick<StreamFrame, 'channel' | 'bytes'>[];
  /** Bytes to the tab that it has not acknowledged. */
  sent: number;
  /** Bytes of the tab that the stream has not taken yet. */
  received: number;
  /** Lets a writer go on. */
  wake: () => void;
}

/** All streams of one tab. How fast each may go is decided here, for every kind alike. */
export class TabStreams {
  readonly #context: TabStreamsContext;
  readonly #entries = new Map<number, Entry>();
  #sent = 0;
  /** Streams that clusters were asked for since the time below. */
  #begun = 0;
  #begunSince = Number.NEGATIVE_INFINITY;
  #cancelBegin: (() => void) | null = null;

  constructor(context: TabStreamsContext) {
    this.#context = context;
  }

  has(id: number): boolean {
    return this.#entries.has(id);
  }

  /** An id that is open already begins anew. One that was given up while it waited was never asked for. */
  open(id: number, query: StreamQuery): void {
    this.end(id);
    const cluster = this.#context.cluster(query.cluster);
    if (cluster === undefined) return this.#refuse(id, problem('noCluster', { cluster: query.cluster }));
    if (this.#entries.size >= MAX_STREAMS) return this.#refuse(id, problem('tooManyStreams', { most: MAX_STREAMS }));
    if (query.kind === 'terminal' && this.#countOf('terminal') >= MAX_TERMINALS)
      return this.#refuse(id, problem('tooManyTerminals', { most: MAX_TERMINALS }));
    const boundary = this.#context.boundary(`${query.kind} of a tab`, detail =>
      this.#endWith(id, entry, problem('fault', { detail })),
    );
    const { clock, identity, terminals, ports, releases } = this.#context;
    const shared = { clock, cluster, identity, boundary, terminals, ports, releases };
    const begin = () => openStream(query, { ...shared, outlet: this.#outletOf(id, entry) });
    const entry: Entry = {
      kind: query.kind,
      window: query.kind === 'terminal' ? TERMINAL_WINDOW_BYTES : STREAM_WINDOW_BYTES,
      boundary,
      begin,
      stream: null,
      early: [],
      sent: 0,
      received: 0,
      wake: () => {},
    };
    this.#entries.set(id, entry);
    return this.#beginWaiting();
  }

  #countOf(kind: StreamQuery['kind']): number {
    return [...this.#entries.values()].filter(entry => entry.kind === kind).length;
  }

  /** In the order they were asked for. */
  #beginWaiting(): void {
    const { clock } = this.#context;
    const now = clock.elapsed();
    if (now - this.#begunSince >= OPEN_EVERY_MS) {
      this.#begunSince = now;
      this.#begun = 0;
    }
    for (const [id, entry] of this.#entries) {
      const { begin } = entry;
      if (begin === null) continue;
      if (this.#begun >= MAX_STREAMS) {
        this.#cancelBegin ??= clock.schedule(this.#begunSince + OPEN_EVERY_MS - now, () => {
          this.#cancelBegin = null;
          this.#beginWaiting();
        });
        return;
      }
      this.#begun++;
      entry.begin = null;
      entry.boundary.run(() => {
        entry.stream = begin();
        for (const part of entry.early.splice(0)) entry.boundary.follow(this.#handOn(id, entry, part));
      });
    }
  }

  /** More than was sent makes no more room than there was. */
  acknowledge(id: number, bytes: number): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    const taken = Math.min(bytes, entry.sent);
    entry.sent -= taken;
    this.#sent -= taken;
    for (const each of this.#entries.values()) each.wake();
  }

  /** Hands on what the tab sends. A stream may have ended while it was on its way. */
  receive({ id, channel, bytes }: StreamFrame): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.received += bytes.length;
    if (entry.received > STREAM_WINDOW_BYTES)
      return this.#endWith(id, entry, problem('tooManyBytes', { most: STREAM_WINDOW_BYTES }));
    if (entry.stream === null) entry.early.push({ channel, bytes });
    else entry.boundary.run(() => entry.boundary.follow(this.#handOn(id, entry, { channel, bytes })));
  }

  async #handOn(id: number, entry: Entry, part: Pick<StreamFrame, 'channel' | 'bytes'>): Promise<void> {
    await entry.stream?.receive(part);
    entry.received -= part.bytes.length;
    if (this.#entries.get(id) === entry) this.#context.send({ type: 'ack', id, bytes: part.bytes.length });
  }

  /** The tab has ended it, and is told nothing more of it. */
  end(id: number): void {
    this.#forget(id, false);
  }

  #forget(id: number, isLost: boolean): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    this.#sent -= entry.sent;
    entry.boundary.close();
    entry.stream?.close(isLost);
    for (const each of [entry, ...this.#entries.values()]) each.wake();
  }

  /** The tab is gone without a word. */
  close(): void {
    this.#cancelBegin?.();
    for (const id of [...this.#entries.keys()]) this.#forget(id, true);
  }

  #outletOf(id: number, entry: Entry): Outlet {
    return {
      write: async (channel, bytes) => {
        const isOpen = () => this.#entries.get(id) === entry;
        while (isOpen() && this.#sent > TAB_WINDOW_BYTES) await nextWake(entry);
        if (!isOpen()) return;
        entry.sent += bytes.length;
        this.#sent += bytes.length;
        this.#context.sendBytes(encodeStreamFrame({ id, channel, bytes }));
        while (isOpen() && entry.sent > entry.window) await nextWake(entry);
      },
      end: end => this.#tellEnd(id, entry, end),
    };
  }

  #endWith(id: number, entry: Entry, why: Problem): void {
    this.#tellEnd(id, entry, { reason: 'refused', problem: why });
  }

  #tellEnd(id: number, entry: Entry, end: StreamEnd): void {
    if (this.#entries.get(id) !== entry) return;
    this.end(id);
    this.#context.send({ type: 'end', id, end });
  }

  #refuse(id: number, why: Problem): void {
    this.#context.send({ type: 'end', id, end: { reason: 'refused', problem: why } });
  }
}

/** When bytes were acknowledged, or the stream is over. */
function nextWake(entry: Entry): Promise<void> {
  return new Promise(resolve => {
    entry.wake = resolve;
  });
}
