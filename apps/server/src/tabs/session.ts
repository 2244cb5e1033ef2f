import { writeJson } from '@lanthorn/base/json-text.ts';
import { unreachable } from '@lanthorn/base/assert.ts';
import { asNumber, getPath } from '@lanthorn/base/json.ts';
import type { DownMessage, ListFrame, ObjectFrame } from '@lanthorn/protocol/down-messages.ts';
import { problem, type Problem } from '@lanthorn/protocol/error-kinds.ts';
import { HEARTBEAT_MS, MAX_NAMESPACES, MAX_SUBSCRIPTIONS, PROTOCOL_VERSION } from '@lanthorn/protocol/constants.ts';
import { decodeStreamFrame, type StreamQuery } from '@lanthorn/protocol/streams.ts';
import { type ListQuery, type Subscription, type UpMessage, upMessage } from '@lanthorn/protocol/up-messages.ts';
import { findKindView } from '@lanthorn/views/kind-index.ts';
import type { Boundary } from '../faults/boundary.ts';
import { TabStreams } from '../streams/tab-streams.ts';
import type { Hub } from '../hub/hub.ts';
import type { FrameText } from '../hub/lists/list-frame.ts';
import { type ListChange, ListSubscription, scopesOf, type SubscriptionContext } from './list-subscription.ts';
import { ObjectSubscription } from './object-subscription.ts';
import type { SharedText } from '../hub/sharing/shared-text.ts';

/** At most one frame in this time: twenty a second is all the eye gets from a table. */
const FRAME_MS = 50;
/** While a list is still arriving its counts change with every page; a person reads no more than four a second. */
const LOADING_FRAME_MS = 250;
/** A tab with more than this on the way gets no new frame; the next one is made of what is true then. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** A tab that has not read so much will not: operations and pongs are not kept for it without end. It comes back and asks anew. */
const MAX_UNREAD_BYTES = 16 * MAX_BUFFERED_BYTES;
/** Fifteen kinds in as many namespaces as may be chosen: more than any page shows. Each is a list and a watch of its own. */
const MAX_SCOPES = 15 * MAX_NAMESPACES;
/** Nobody presses a button more often; each time is a request for every source that waits. */
const RETRY_EVERY_MS = 1_000;
/** Heartbeats missed before a socket counts as dead. */
const MISSED_HEARTBEATS = 3;

/** What a session needs of a socket. */
export interface SessionSocket {
  readonly bufferedAmount: number;
  /** One message, of parts that follow each other. */
  send(...parts: readonly (string | SharedText)[]): void;
  sendBytes(bytes: Uint8Array): void;
  close(): void;
}

const TOO_MANY_SCOPES = problem('tooManyLists', { most: MAX_SCOPES });

type Source = ListSubscription | ObjectSubscription;

/** What a tab looks at, and where its faults end. */
interface Entry {
  readonly source: Source;
  readonly boundary: Boundary;
  /** When the tab last asked for another try. */
  retriedAt: number;
}

/** One tab: its subscriptions, and one frame at a time of what changed. A fault in one of them ends that one, and the tab is told why. */
export class Session {
  readonly id: string;
  readonly #hub: Hub;
  readonly #socket: SessionSocket;
  /** What fails outside any subscription ends the session; the tab comes back and asks anew. */
  readonly #boundary: Boundary;
  readonly #subscriptions = new Map<number, Entry>();
  readonly #dirty = new Set<number>();
  readonly #streams: TabStreams;
  /** Of each cluster that the tab looked at: ends the telling of its time. */
  readonly #clocks = new Map<string, () => void>();
  /** When the next frame is due; infinity while none is. */
  #frameAt = Number.POSITIVE_INFINITY;
  #cancelFrame: () => void = () => {};
  #sentAt = Number.NEGATIVE_INFINITY;
  /** When rows were last sent; the first frame after a pause goes at once. */
  #sentRowsAt = Number.NEGATIVE_INFINITY;
  #isHidden = false;
  #isClosed = false;
  #lastHeard: number;
  #cancelHeartbeat: () => void;

  constructor(id: string, hub: Hub, socket: SessionSocket) {
    this.id = id;
    this.#hub = hub;
    this.#socket = socket;
    this.#boundary = hub.boundary('session', () => this.close());
    this.#streams = new TabStreams({
      clock: this.#boundary.clock,
      cluster: name => hub.clusters.get(name),
      boundary: (place, end) => hub.boundary(place, end),
      send: message => this.send(message),
      sendBytes: bytes => this.#sendBytes(bytes),
    });
    this.#lastHeard = hub.clock.elapsed();
    this.#cancelHeartbeat = this.#boundary.clock.schedule(HEARTBEAT_MS, () => this.#heartbeat());
  }

  get subscriptionCount(): number {
    return this.#subscriptions.size;
  }

  /** Takes a message of the tab; one it cannot read is refused, and the session goes on. */
  receive(text: string): void {
    this.#boundary.run(() => this.#receive(text));
  }

  /** Takes a binary message: bytes of a stream. Whoever sends another is no tab of ours. */
  receiveBytes(message: Uint8Array): void {
    this.#boundary.run(() => {
      this.#lastHeard = this.#hub.clock.elapsed();
      const frame = decodeStreamFrame(message);
      if (frame === null) this.close();
      else this.#streams.receive(frame);
    });
  }

  send(message: DownMessage): void {
    this.#boundary.run(() => {
      if (this.#isReading()) this.#socket.send(writeJson([message]));
    });
  }

  #sendBytes(bytes: Uint8Array): void {
    if (this.#isReading()) this.#socket.sendBytes(bytes);
  }

  /** Gives the tab up when it does not. */
  #isReading(): boolean {
    if (this.#socket.bufferedAmount > MAX_UNREAD_BYTES) this.close();
    return !this.#isClosed;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#boundary.close();
    this.#cancelHeartbeat();
    this.#cancelFrame();
    this.#socket.close();
    for (const id of [...this.#subscriptions.keys()]) this.#unsubscribe(id);
    this.#streams.close();
    for (const stop of this.#clocks.values()) stop();
    this.#clocks.clear();
  }

  #receive(text: string): void {
    this.#lastHeard = this.#hub.clock.elapsed();
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      this.#refuse(null, problem('malformed', { detail: error instanceof Error ? error.message : String(error) }));
      return;
    }
    const parsed = upMessage.safeParse(value);
    if (parsed.success) this.#handle(parsed.data);
    else
      this.#refuse(
        asNumber(getPath(value, 'id')) ?? null,
        problem('malformed', {
          detail: parsed.error.issues.map(({ path, message }) => `${String(path.at(-1) ?? '')}: ${message}`).join('; '),
        }),
      );
  }

  #refuse(id: number | null, why: Problem): void {
    this.send({ type: 'refused', id, problem: why });
  }

  #handle(message: UpMessage): void {
    switch (message.type) {
      case 'hello':
        this.send(
          message.version === PROTOCOL_VERSION
            ? { type: 'welcome', version: PROTOCOL_VERSION, session: this.id }
            : { type: 'reload', version: PROTOCOL_VERSION },
        );
        return;
      case 'ping':
        // Who does not read what is on the way does not miss a pong.
        if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) return;
        // The two machines may not agree on how much time has passed: one of them slept.
        for (const name of this.#clocks.keys()) this.#sendTime(name);
        this.send({ type: 'pong' });
        return;
      case 'subscribe':
        this.#subscribe(message.id, message.query);
        return;
      case 'update':
        this.#change(message.id, definedOnly(message.change));
        return;
      case 'unsubscribe':
        this.#unsubscribe(message.id);
        return;
      case 'retry':
        this.#retry(message.id);
        return;
      case 'range':
        return this.#answerRange(message);
      case 'visibility':
        this.#isHidden = message.hidden;
        if (!message.hidden) this.#scheduleFrame(this.#hub.clock.elapsed());
        return;
      case 'open':
        return this.#openStream(message.id, message.query);
      case 'ack':
        return this.#streams.acknowledge(message.id, message.bytes);
      case 'end':
        return this.#streams.end(message.id);
      default:
        unreachable(message);
    }
  }

  /** A tab that does not read what is on the way is not sent more. */
  #answerRange({ type, id, from, to }: Extract<UpMessage, { type: 'range' }>): void {
    const isBusy = this.#socket.bufferedAmount > MAX_BUFFERED_BYTES;
    const entry = this.#subscriptions.get(id);
    // Where there is no list there is no such row.
    if (!(entry?.source instanceof ListSubscription))
      return this.send({ type, id, from, to, answer: { refusal: 'gone' } });
    return this.#withSource(id, source => {
      if (!(source instanceof ListSubscription)) return;
      this.send({ type, id, from, to, answer: isBusy ? { refusal: 'busy' } : source.range(from, to) });
    });
  }

  #openStream(id: number, query: StreamQuery): void {
    if (this.#subscriptions.has(id))
      return this.send({ type: 'end', id, end: { reason: 'refused', problem: problem('idTaken', { id }) } });
    this.#tellTime(query.cluster);
    return this.#streams.open(id, query);
  }

  #subscribe(id: number, query: Subscription): void {
    if (this.#streams.has(id)) return this.#refuse(id, problem('malformed', { detail: `${id} is the id of a stream` }));
    this.#unsubscribe(id);
    const cluster = this.#hub.clusters.get(query.cluster);
    if (cluster === undefined) return this.#refuse(id, problem('noCluster', { cluster: query.cluster }));
    if (this.subscriptionCount >= MAX_SUBSCRIPTIONS)
      return this.#refuse(id, problem('tooManySubscriptions', { most: MAX_SUBSCRIPTIONS }));
    if (query.kind === 'list' && this.#wouldReadTooMuch(id, query)) return this.#refuse(id, TOO_MANY_SCOPES);
    if (query.kind === 'list' && findKindView(query.resource) === undefined)
      return this.#refuse(id, problem('noView', { kind: query.resource.resource }));
    this.#tellTime(query.cluster);
    const boundary = this.#hub.boundary(`${query.kind} of a tab`, message => {
      this.#unsubscribe(id);
      this.#refuse(id, problem('fault', { detail: message }));
    });
    const context = { cluster, boundary, onDirty: () => this.#markDirty(id) };
    return boundary.run(() => {
      this.#subscriptions.set(id, {
        boundary,
        source: this.#open(query, context),
        retriedAt: Number.NEGATIVE_INFINITY,
      });
      this.#markDirty(id);
    });
  }

  #open(query: Subscription, context: SubscriptionContext): Source {
    switch (query.kind) {
      case 'list':
        return new ListSubscription(this.#hub, query, context);
      case 'object':
        return new ObjectSubscription(this.#hub, query, context);
    }
  }

  /** From the first time that the tab looks at a cluster, and whenever its time becomes another. */
  #tellTime(name: string): void {
    const clock = this.#hub.clusters.get(name)?.clock;
    if (clock === undefined || this.#clocks.has(name)) return;
    this.#clocks.set(
      name,
      clock.onChange(() => this.#sendTime(name)),
    );
    this.#sendTime(name);
  }

  #sendTime(name: string): void {
    const clock = this.#hub.clusters.get(name)?.clock;
    if (clock !== undefined) this.send({ type: 'clock', cluster: name, now: clock.now(), isKnown: clock.isKnown });
  }

  /** Windows on the same lists read them once. */
  #wouldReadTooMuch(id: number, query: ListQuery): boolean {
    const scopes = new Set(scopesOf(query));
    for (const [other, { source }] of this.#subscriptions)
      if (other !== id && source instanceof ListSubscription) for (const scope of source.scopes) scopes.add(scope);
    return scopes.size > MAX_SCOPES;
  }

  #change(id: number, change: ListChange): void {
    const source = this.#subscriptions.get(id)?.source;
    if (!(source instanceof ListSubscription)) return;
    const { namespaces } = change;
    if (namespaces !== undefined && this.#wouldReadTooMuch(id, { ...source.query, namespaces })) {
      this.#unsubscribe(id);
      return this.#refuse(id, TOO_MANY_SCOPES);
    }
    return this.#withSource(id, () => source.change(change));
  }

  #retry(id: number): void {
    const entry = this.#subscriptions.get(id);
    const now = this.#hub.clock.elapsed();
    if (entry === undefined || now - entry.retriedAt < RETRY_EVERY_MS) return;
    entry.retriedAt = now;
    this.#withSource(id, source => source.retry());
  }

  /** Does something with the source of a subscription, if there still is one. */
  #withSource(id: number, work: (source: Source) => void): void {
    const entry = this.#subscriptions.get(id);
    entry?.boundary.run(() => work(entry.source));
  }

  #unsubscribe(id: number): void {
    const entry = this.#subscriptions.get(id);
    this.#subscriptions.delete(id);
    this.#dirty.delete(id);
    entry?.boundary.close();
    entry?.source.close();
  }

  #markDirty(id: number): void {
    this.#dirty.add(id);
    const source = this.#subscriptions.get(id)?.source;
    const isFillingUp = source instanceof ListSubscription && source.isFillingUp;
    const due = isFillingUp ? this.#sentAt + LOADING_FRAME_MS : nextBeat(this.#sentRowsAt);
    this.#scheduleFrame(Math.max(due, this.#hub.clock.elapsed()));
  }

  /** `at` is a time, not a delay: a beat that went through a sum would be a hair off, and the next one a whole beat late. */
  #scheduleFrame(at: number): void {
    if (at >= this.#frameAt || this.#isHidden || this.#isClosed) return;
    // What is more urgent does not wait for what may wait: that a list is complete, for its counts.
    this.#cancelFrame();
    this.#frameAt = at;
    this.#cancelFrame = this.#boundary.clock.schedule(at - this.#hub.clock.elapsed(), () => {
      this.#frameAt = Number.POSITIVE_INFINITY;
      this.#sendFrame(Math.max(at, lastBeat(this.#hub.clock.elapsed())));
    });
  }

  /** `at` is when it was due. */
  #sendFrame(at: number): void {
    if (this.#isClosed || this.#isHidden) return;
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.#scheduleFrame(this.#hub.clock.elapsed() + FRAME_MS);
      return;
    }
    const parts: (string | SharedText)[] = [];
    // A frame takes in what waits to be handed on: what that changes of another list is told in the next one.
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    for (const id of dirty) {
      const made = this.#frameOf(id);
      if (made === null) continue;
      // The fields are text already, made once for all tabs that are told the same.
      parts.push(`${parts.length === 0 ? '[' : ','}{"type":"${made.type}","id":${id},`, made.frame.fields);
      if (made.frame.hasRows) this.#sentRowsAt = at;
    }
    if (parts.length === 0) return;
    this.#sentAt = this.#hub.clock.elapsed();
    this.#socket.send(...parts, ']');
  }

  /** What is new of a subscription; null when nothing is, or when it failed over it. */
  #frameOf(id: number): { readonly type: (ListFrame | ObjectFrame)['type']; readonly frame: FrameText } | null {
    let frame: FrameText | null = null;
    let type: (ListFrame | ObjectFrame)['type'] = 'list';
    this.#withSource(id, source => {
      type = source instanceof ListSubscription ? 'list' : 'object';
      frame = source.frame();
    });
    return frame === null ? null : { type, frame };
  }

  #heartbeat(): void {
    if (this.#hub.clock.elapsed() - this.#lastHeard > HEARTBEAT_MS * MISSED_HEARTBEATS) {
      this.close();
      return;
    }
    this.#cancelHeartbeat = this.#boundary.clock.schedule(HEARTBEAT_MS, () => this.#heartbeat());
  }
}

/** Under steady changes all tabs are sent their frames on the same beat, so that those that show the same are sent the same. */
const lastBeat = (now: number) => Math.floor(now / FRAME_MS) * FRAME_MS;
const nextBeat = (sentAt: number) => Math.ceil((sentAt + FRAME_MS) / FRAME_MS) * FRAME_MS;

/** zod gives absent fields as undefined; an update names only what changes. */
function definedOnly<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
