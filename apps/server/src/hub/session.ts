import { unreachable } from '@lanthorn/base/assert.ts';
import { asNumber, getPath } from '@lanthorn/base/json.ts';
import type { DownMessage, ListFrame, LogFrame, ObjectFrame } from '@lanthorn/protocol/down-messages.ts';
import { HEARTBEAT_MS, MAX_SUBSCRIPTIONS, PROTOCOL_VERSION } from '@lanthorn/protocol/constants.ts';
import { type Subscription, type UpMessage, upMessage } from '@lanthorn/protocol/up-messages.ts';
import { findKindView } from '@lanthorn/views/kind-index.ts';
import { LogStream } from '../streams/log-stream.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { Hub } from './hub.ts';
import { ListSubscription } from './list-subscription.ts';
import { ObjectSubscription } from './object-subscription.ts';
import type { SharedText } from './shared-text.ts';

/** At most one frame in this time: twenty a second is all the eye gets from a table. */
const FRAME_MS = 50;
/** While a list is still arriving its counts change with every page; a person reads no more than four a second. */
const LOADING_FRAME_MS = 250;
/** A tab with more than this on the way gets no new frame; the next one is made of what is true then. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** Heartbeats missed before a socket counts as dead. */
const MISSED_HEARTBEATS = 3;

/** What a session needs of a socket. */
export interface SessionSocket {
  readonly bufferedAmount: number;
  /** One message, of parts that follow each other. */
  send(...parts: readonly (string | SharedText)[]): void;
  close(): void;
}

type Frames = ListSubscription | ObjectSubscription;

/** One tab: its subscriptions, and one frame at a time of what changed. */
export class Session {
  readonly id: string;
  readonly #hub: Hub;
  readonly #socket: SessionSocket;
  readonly #subscriptions = new Map<number, Frames>();
  readonly #logs = new Map<number, LogStream>();
  readonly #dirty = new Set<number>();
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
    this.#lastHeard = hub.clock.now();
    this.#cancelHeartbeat = hub.clock.schedule(HEARTBEAT_MS, () => this.#heartbeat());
  }

  get subscriptionCount(): number {
    return this.#subscriptions.size + this.#logs.size;
  }

  /** Takes a message of the tab; one it cannot read is refused, and the session goes on. */
  receive(text: string): void {
    this.#lastHeard = this.#hub.clock.now();
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      this.#refuse(null, error instanceof Error ? error.message : String(error));
      return;
    }
    const parsed = upMessage.safeParse(value);
    if (parsed.success) this.#handle(parsed.data);
    else
      this.#refuse(
        asNumber(getPath(value, 'id')) ?? null,
        parsed.error.issues.map(({ path, message }) => `${String(path.at(-1) ?? '')}: ${message}`).join('; '),
      );
  }

  send(message: DownMessage): void {
    if (!this.#isClosed) this.#socket.send(JSON.stringify([message]));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelHeartbeat();
    this.#cancelFrame();
    for (const subscription of this.#subscriptions.values()) subscription.close();
    for (const log of this.#logs.values()) log.close();
    this.#subscriptions.clear();
    this.#logs.clear();
    this.#socket.close();
  }

  #refuse(id: number | null, reason: string): void {
    this.send({ type: 'refused', id, reason });
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
        this.send({ type: 'pong' });
        return;
      case 'subscribe':
        this.#subscribe(message.id, message.query);
        return;
      case 'update': {
        const subscription = this.#subscriptions.get(message.id);
        if (subscription instanceof ListSubscription) subscription.change(definedOnly(message.change));
        return;
      }
      case 'unsubscribe':
        this.#unsubscribe(message.id);
        return;
      case 'retry':
        this.#subscriptions.get(message.id)?.retry();
        return;
      case 'visibility':
        this.#isHidden = message.hidden;
        if (!message.hidden) this.#scheduleFrame(0);
        return;
      case 'logAck':
        this.#logs.get(message.id)?.acknowledge(message.bytes);
        return;
      default:
        unreachable(message);
    }
  }

  #subscribe(id: number, query: Subscription): void {
    this.#unsubscribe(id);
    const cluster = this.#hub.clusters.get(query.cluster);
    if (cluster === undefined) return this.#refuse(id, `there is no cluster "${query.cluster}"`);
    if (this.subscriptionCount >= MAX_SUBSCRIPTIONS)
      return this.#refuse(id, `more than ${MAX_SUBSCRIPTIONS} subscriptions`);
    if (query.kind === 'logs') {
      this.#logs.set(id, new LogStream(id, query, { cluster, send: frame => this.#sendLog(frame) }));
      return undefined;
    }
    const subscription = this.#open(id, query, cluster);
    if (subscription === null) return this.#refuse(id, `there is no view of ${query.resource.resource}`);
    this.#subscriptions.set(id, subscription);
    return this.#markDirty(id);
  }

  #open(id: number, query: Exclude<Subscription, { kind: 'logs' }>, cluster: Cluster): Frames | null {
    const context = { cluster, onDirty: () => this.#markDirty(id) };
    if (query.kind === 'object') return new ObjectSubscription(this.#hub, query, context);
    return findKindView(query.resource) === undefined ? null : new ListSubscription(this.#hub, query, context);
  }

  #unsubscribe(id: number): void {
    this.#subscriptions.get(id)?.close();
    this.#subscriptions.delete(id);
    this.#logs.get(id)?.close();
    this.#logs.delete(id);
    this.#dirty.delete(id);
  }

  #sendLog(frame: LogFrame): void {
    this.send(frame);
    if (frame.end !== undefined) this.#logs.delete(frame.id);
  }

  #markDirty(id: number): void {
    this.#dirty.add(id);
    const subscription = this.#subscriptions.get(id);
    const isFillingUp = subscription instanceof ListSubscription && subscription.isFillingUp;
    const due = isFillingUp ? this.#sentAt + LOADING_FRAME_MS : nextBeat(this.#sentRowsAt);
    this.#scheduleFrame(Math.max(0, due - this.#hub.clock.now()));
  }

  #scheduleFrame(delayMs: number): void {
    const at = this.#hub.clock.now() + delayMs;
    if (at >= this.#frameAt || this.#isHidden || this.#isClosed) return;
    // What is more urgent does not wait for what may wait: that a list is complete, for its counts.
    this.#cancelFrame();
    this.#frameAt = at;
    this.#cancelFrame = this.#hub.clock.schedule(delayMs, () => {
      this.#frameAt = Number.POSITIVE_INFINITY;
      this.#sendFrame(Math.max(at, lastBeat(this.#hub.clock.now())));
    });
  }

  /** `at` is when it was due. */
  #sendFrame(at: number): void {
    if (this.#isClosed || this.#isHidden) return;
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.#scheduleFrame(FRAME_MS);
      return;
    }
    const parts: (string | SharedText)[] = [];
    for (const id of this.#dirty) {
      const subscription = this.#subscriptions.get(id);
      const frame = subscription?.frame() ?? null;
      if (subscription === undefined || frame === null) continue;
      // The fields are text already, made once for all tabs that are told the same.
      const type: (ListFrame | ObjectFrame)['type'] = subscription instanceof ListSubscription ? 'list' : 'object';
      parts.push(`${parts.length === 0 ? '[' : ','}{"type":"${type}","id":${id},`, frame.fields);
      if (frame.hasRows) this.#sentRowsAt = at;
    }
    this.#dirty.clear();
    if (parts.length === 0) return;
    this.#sentAt = this.#hub.clock.now();
    this.#socket.send(...parts, ']');
  }

  #heartbeat(): void {
    if (this.#hub.clock.now() - this.#lastHeard > HEARTBEAT_MS * MISSED_HEARTBEATS) {
      this.close();
      return;
    }
    this.#cancelHeartbeat = this.#hub.clock.schedule(HEARTBEAT_MS, () => this.#heartbeat());
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
