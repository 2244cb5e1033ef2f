import type { Socket } from 'node:net';
import { backoffDelay, type BackoffPolicy } from '@lanthorn/base/backoff.ts';
import type { Random } from '@lanthorn/base/random.ts';
import type { ForwardedPort, ForwardRequest } from '@lanthorn/protocol/ports/forwarded-ports.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import type { Boundary } from '../faults/boundary.ts';
import { clusterSays } from '../upstream/api-calls.ts';
import { channelsFor, type Cluster } from '../upstream/cluster.ts';
import { problemOfError } from '../upstream/transport/upstream-problem.ts';
import { carry } from './carried-connection.ts';
import { LocalListener } from './local-listener.ts';
import { PodConnection } from './pod-connection.ts';
import { PodWatch, type WatchObject } from './pod-watch.ts';
import { type FoundPod, PODS, reachPod } from './reached-pod.ts';

/** A page opens six to a host: some windows, and the pool of a program beside them. */
const MAX_CONNECTIONS = 64;
/** A pod is looked for again so soon where there was none, or none that is ready. */
const SEARCH: BackoffPolicy = { initialMs: 1_000, maxMs: 15_000, factor: 2 };
/** A pod that is no more is found out by the connection that is refused; the next one is tried for the same connection. */
const ATTEMPTS = 2;

export interface PortForwardContext {
  readonly cluster: Cluster;
  readonly boundary: Boundary;
  readonly random: Random;
  readonly watchObject: WatchObject;
  /** Something of its state is another. */
  readonly onChange: () => void;
}

/** A port of this machine that leads to a pod, whichever pod that is by now. It is opened once. */
export class PortForward {
  readonly request: ForwardRequest;
  readonly #context: PortForwardContext;
  readonly #sockets = new Map<Socket, PodConnection | null>();
  readonly #traffic = { opened: 0, received: 0, sent: 0 };
  #listener: LocalListener | null = null;
  #local: number;
  #since: number | null = null;
  #problem: Problem | null = null;
  #pod: FoundPod | null = null;
  #watch: PodWatch | null = null;
  #search: Promise<void> | null = null;
  #fruitless = 0;
  #cancelSearch: () => void = () => {};

  constructor(request: ForwardRequest, context: PortForwardContext) {
    this.request = request;
    this.#context = context;
    this.#local = request.local;
  }

  get state(): ForwardedPort {
    const { id, target, port, scheme } = this.request;
    const pod = this.#pod;
    return {
      ...{ id, target, port, scheme },
      local: this.#local,
      isOpen: this.#listener !== null,
      problem: this.#problem,
      pod: pod === null ? null : { name: pod.name, port: pod.port, isReady: pod.isReady },
      connections: this.#sockets.size,
      ...this.#traffic,
      since: this.#since,
    };
  }

  /** Null where it listens: whether there is a pod is told in its state, and one that comes is found. */
  async open(): Promise<Problem | null> {
    const { boundary, cluster } = this.#context;
    const reached = channelsFor(cluster, 'pod.forward', 'noForwarding');
    if ('problem' in reached) return reached.problem;
    const opened = await LocalListener.open(
      this.request.local,
      boundary.guard(socket => this.#take(socket)),
    );
    if ('problem' in opened) return opened.problem;
    this.#listener = opened;
    this.#local = opened.port;
    this.#since = boundary.clock.now();
    boundary.follow(this.#find());
    return null;
  }

  /** With all connections through it. */
  close(why: Problem | null = null): void {
    this.#listener?.close();
    this.#listener = null;
    this.#since = null;
    this.#problem = why;
    this.#cancelSearch();
    this.#lead(null);
    for (const [socket, connection] of this.#sockets) {
      connection?.close();
      socket.destroy();
    }
    this.#sockets.clear();
    this.#context.boundary.close();
    this.#context.onChange();
  }

  /** One search at a time, for all who wait for it. */
  #find(): Promise<void> {
    this.#cancelSearch();
    this.#search ??= this.#lookFor().finally(() => {
      this.#search = null;
    });
    return this.#search;
  }

  async #lookFor(): Promise<void> {
    const { cluster } = this.#context;
    const { target, port } = this.request;
    const found = await reachPod(cluster, target, port);
    if (this.#listener === null) return;
    const isFound = !('problem' in found);
    this.#problem = isFound ? null : found.problem;
    this.#lead(isFound ? found : null);
    if (isFound && found.isReady) this.#fruitless = 0;
    else this.#lookAgain();
    this.#context.onChange();
  }

  #lookAgain(): void {
    const { boundary, random } = this.#context;
    this.#fruitless++;
    this.#cancelSearch = boundary.clock.schedule(backoffDelay(SEARCH, this.#fruitless, random), () =>
      boundary.follow(this.#find()),
    );
  }

  /** From now on to this pod. */
  #lead(pod: FoundPod | null): void {
    const before = this.#pod;
    this.#pod = pod;
    if (before !== null && pod !== null && before.uid === pod.uid && before.name === pod.name) return;
    this.#watch?.close();
    this.#watch = null;
    if (pod === null) return;
    const { cluster, boundary, watchObject } = this.#context;
    const place = { resource: PODS, namespace: this.request.target.namespace, name: pod.name };
    this.#watch = new PodWatch(watchObject(cluster, place), pod, {
      onGone: boundary.guard(() => this.#leave(null)),
      onReady: boundary.guard(isReady => this.#leave(this.#pod === null ? null : { ...this.#pod, isReady })),
    });
  }

  /** Another pod may be better now than the one that is told. */
  #leave(pod: FoundPod | null): void {
    this.#lead(pod);
    this.#context.onChange();
    if (pod?.isReady !== true) this.#context.boundary.follow(this.#find());
  }

  #take(socket: Socket): void {
    const { boundary, onChange } = this.#context;
    socket.on('error', () => socket.destroy());
    if (this.#sockets.size >= MAX_CONNECTIONS) {
      this.#problem = problem('tooManyConnections', { most: MAX_CONNECTIONS });
      socket.resetAndDestroy();
      return onChange();
    }
    this.#sockets.set(socket, null);
    this.#traffic.opened++;
    socket.on(
      'close',
      boundary.guard(() => {
        this.#sockets.get(socket)?.close();
        this.#sockets.delete(socket);
        onChange();
      }),
    );
    onChange();
    return boundary.follow(this.#serve(socket));
  }

  async #serve(socket: Socket): Promise<void> {
    try {
      const connection = await this.#connect();
      // Whoever asked may have gone meanwhile.
      if (connection === null || !this.#sockets.has(socket)) {
        connection?.close();
        socket.resetAndDestroy();
        return;
      }
      this.#sockets.set(socket, connection);
      await this.#carry(socket, connection);
    } catch (error) {
      socket.resetAndDestroy();
      if (this.#listener === null) return;
      // Often there is no such pod any more.
      await this.#find();
      this.#problem ??= problemOfError(error, 'streamBroke');
    }
    this.#context.onChange();
  }

  /** Null where none is to be had, for the reason that the state says. */
  async #connect(): Promise<PodConnection | null> {
    const { channels } = this.#context.cluster;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (this.#pod === null || attempt > 0) await this.#find();
      const pod = this.#pod;
      if (channels === undefined || pod === null) return null;
      const { namespace } = this.request.target;
      const opened = await PodConnection.open(channels, { namespace, pod: pod.name, port: pod.port });
      if (!('refusal' in opened)) return opened;
      this.#problem = clusterSays(opened.refusal);
    }
    return null;
  }

  async #carry(socket: Socket, connection: PodConnection): Promise<void> {
    const { name: pod = '', port = 0 } = this.#pod ?? {};
    const { boundary, onChange } = this.#context;
    let received = 0;
    const failure = await carry(socket, connection, {
      clock: boundary.clock,
      onReceived: bytes => {
        received += bytes;
        this.#traffic.received += bytes;
        this.#problem = null;
        onChange();
      },
      onSent: bytes => {
        this.#traffic.sent += bytes;
        onChange();
      },
    });
    // What broke later has been somebody who answered.
    if (failure !== '' && received === 0) this.#problem = problem('portSilent', { port, pod, detail: failure });
  }
}
