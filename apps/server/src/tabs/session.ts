import { writeJson } from '@lanthorn/base/json-text.ts';
import { unreachable } from '@lanthorn/base/assert.ts';
import { asNumber, getPath } from '@lanthorn/base/json.ts';
import type { DownMessage } from '@lanthorn/protocol/down-messages.ts';
import { problem, type Problem } from '@lanthorn/protocol/error-kinds.ts';
import { HEARTBEAT_MS, PROTOCOL_VERSION } from '@lanthorn/protocol/constants.ts';
import { decodeStreamFrame } from '@lanthorn/protocol/streams.ts';
import type { StreamQuery } from '@lanthorn/protocol/stream-queries.ts';
import { type Subscription, type UpMessage, upMessage } from '@lanthorn/protocol/up-messages.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { Hub } from '../hub/hub.ts';
import type { SharedText } from '../hub/sharing/shared-text.ts';
import { TabStreams } from '../streams/tab-streams.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import type { Identity } from '../upstream/identity.ts';
import { FrameBeat, type FrameOutcome } from './frame-beat.ts';
import { TabSubscriptions } from './tab-subscriptions.ts';
import { ToldClocks } from './told-clocks.ts';

/** A tab with more than this on the way gets no new frame; the next one is made of what is true then. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** A tab that has not read so much will not: operations and pongs are not kept for it without end. It comes back and asks anew. */
const MAX_UNREAD_BYTES = 16 * MAX_BUFFERED_BYTES;
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

/** What a session is of. */
export interface SessionContext {
  readonly id: string;
  /** Who looks. */
  readonly identity: Identity;
  readonly hub: Hub;
}

/** One tab: its subscriptions, and one frame at a time of what changed. A fault in one of them ends that one, and the tab is told why. */
export class Session {
  readonly id: string;
  readonly #hub: Hub;
  readonly #cluster: (name: string) => Cluster | undefined;
  readonly #socket: SessionSocket;
  /** What fails outside any subscription ends the session; the tab comes back and asks anew. */
  readonly #boundary: Boundary;
  readonly #subscriptions: TabSubscriptions;
  readonly #streams: TabStreams;
  readonly #clocks: ToldClocks;
  readonly #beat: FrameBeat;
  #isClosed = false;
  #lastHeard: number;
  #cancelHeartbeat: () => void;

  constructor({ id, identity, hub }: SessionContext, socket: SessionSocket) {
    this.id = id;
    this.#hub = hub;
    this.#cluster = name => hub.clusters.get(clusterKey(name, identity));
    this.#socket = socket;
    this.#boundary = hub.boundary('session', () => this.close());
    this.#clocks = new ToldClocks(message => this.send(message));
    this.#beat = new FrameBeat(this.#boundary.clock, () => this.#sendFrame());
    this.#subscriptions = new TabSubscriptions({
      hub,
      cluster: this.#cluster,
      onCluster: cluster => this.#clocks.follow(cluster),
      onDirty: urgency => this.#beat.requestFrame(urgency),
      refuse: (of, why) => this.#refuse(of, why),
    });
    this.#streams = new TabStreams({
      clock: this.#boundary.clock,
      cluster: this.#cluster,
      identity: identity.key,
      terminals: hub.terminals,
      ports: hub.ports,
      releases: hub.releases,
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
    this.#beat.close();
    this.#socket.close();
    this.#subscriptions.close();
    this.#streams.close();
    this.#clocks.close();
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
        if (this.#isBehind) return;
        this.#clocks.tellAll();
        this.send({ type: 'pong' });
        return;
      case 'subscribe':
        return this.#subscribe(message.id, message.query);
      case 'update':
        return this.#subscriptions.change(message.id, definedOnly(message.change));
      case 'unsubscribe':
        return this.#subscriptions.end(message.id);
      case 'retry':
        return this.#subscriptions.retry(message.id);
      case 'range':
        return this.#answerRange(message);
      case 'selected':
        return this.#subscriptions.askAbout(message.id, message.rows);
      case 'visibility':
        return message.hidden ? this.#beat.pause() : this.#beat.resume();
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

  #subscribe(id: number, query: Subscription): void {
    if (this.#streams.has(id)) return this.#refuse(id, problem('malformed', { detail: `${id} is the id of a stream` }));
    return this.#subscriptions.open(id, query);
  }

  /** A stream shows times too: the tab is told what time it is in its cluster. */
  #openStream(id: number, query: StreamQuery): void {
    if (this.#subscriptions.has(id))
      return this.send({ type: 'end', id, end: { reason: 'refused', problem: problem('idTaken', { id }) } });
    const cluster = this.#cluster(query.cluster);
    if (cluster !== undefined) this.#clocks.follow(cluster);
    return this.#streams.open(id, query);
  }

  /** A tab that does not read what is on the way is not sent more. */
  get #isBehind(): boolean {
    return this.#socket.bufferedAmount > MAX_BUFFERED_BYTES;
  }

  #answerRange({ type, id, from, to }: Extract<UpMessage, { type: 'range' }>): void {
    // Where there is no list there is no such row.
    if (!this.#subscriptions.hasList(id)) return this.send({ type, id, from, to, answer: { refusal: 'gone' } });
    const answer = this.#isBehind ? ({ refusal: 'busy' } as const) : this.#subscriptions.readRange(id, from, to);
    if (answer !== null) this.send({ type, id, from, to, answer });
  }

  #sendFrame(): FrameOutcome {
    if (this.#isBehind) return 'busy';
    const message = this.#subscriptions.makeMessage();
    if (message === null) return 'nothing';
    this.#socket.send(...message.parts);
    return message.hasRows ? 'rows' : 'counts';
  }

  #heartbeat(): void {
    if (this.#hub.clock.elapsed() - this.#lastHeard > HEARTBEAT_MS * MISSED_HEARTBEATS) {
      this.close();
      return;
    }
    this.#cancelHeartbeat = this.#boundary.clock.schedule(HEARTBEAT_MS, () => this.#heartbeat());
  }
}

/** zod gives absent fields as undefined; an update names only what changes. */
function definedOnly<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
