import type { Clock } from '@lanthorn/base/clock.ts';
import type { Random } from '@lanthorn/base/random.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import {
  type ForwardedPort,
  type ForwardRequest,
  forwardRequest,
  type PortsState,
} from '@lanthorn/protocol/ports/forwarded-ports.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { PortForward } from './port-forward.ts';
import type { PortStore } from './port-store.ts';
import type { WatchObject } from './pod-watch.ts';

/** Of one person; each is a listener, and a pod that is watched. More are no list that is still read. */
const MAX_PORTS = 32;
/** Traffic is told so often while somebody looks. */
const TELL_MS = 500;

/** That a port was opened, and by whom: never what went through it. */
export interface PortRecord {
  readonly cluster: Cluster;
  readonly identity: IdentityKey;
  readonly port: ForwardedPort;
  readonly startedAt: number;
}

export interface PortJournal {
  /** Who asks is told when it was closed. */
  began(record: PortRecord): { ended(why: Problem | null): void };
}

export interface PortKeeperOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly boundary: (place: string, end: (message: string) => void) => Boundary;
  readonly watchObject: WatchObject;
}

interface Open {
  readonly identity: IdentityKey;
  readonly forward: PortForward;
  readonly record: ReturnType<PortJournal['began']> | undefined;
}

/** The ports of all persons that are open, and those that are kept and are opened again when somebody wants it. */
export class PortKeeper {
  readonly #options: PortKeeperOptions;
  /** By id. */
  readonly #open = new Map<string, Open>();
  readonly #opening = new Map<string, Promise<unknown>>();
  /** Why one was closed that nobody closed. */
  readonly #closed = new Map<string, Problem>();
  readonly #listeners = new Set<() => void>();
  #journal: PortJournal | null = null;
  #store: PortStore | null = null;
  #cancelTell: (() => void) | null = null;

  constructor(options: PortKeeperOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#open.size;
  }

  /** From now on ports are recorded there. */
  recordIn(journal: PortJournal): void {
    this.#journal = journal;
  }

  /** From now on ports are kept there. */
  keepIn(store: PortStore): void {
    this.#store = store;
  }

  /** The same id is the same port: where it is open, or about to be, nothing happens. */
  async open(cluster: Cluster, identity: IdentityKey, request: ForwardRequest): Promise<ForwardedPort | Problem> {
    while (this.#opening.has(request.id)) await this.#opening.get(request.id);
    const known = this.#open.get(request.id);
    if (known !== undefined)
      return known.identity === identity ? known.forward.state : problem('idTaken', { id: request.id });
    const opened = this.#openNew(cluster, identity, request);
    this.#opening.set(request.id, opened);
    return opened.finally(() => this.#opening.delete(request.id));
  }

  async #openNew(cluster: Cluster, identity: IdentityKey, request: ForwardRequest): Promise<ForwardedPort | Problem> {
    const kept = (await this.#kept(identity)).ports;
    if (!kept.some(({ id }) => id === request.id) && kept.length >= MAX_PORTS)
      return problem('tooManyPorts', { most: MAX_PORTS });
    const { boundary, clock, random, watchObject } = this.#options;
    const forward = new PortForward(request, {
      cluster,
      random,
      watchObject,
      boundary: boundary('port', detail => this.#end(request.id, problem('fault', { detail }))),
      onChange: () => this.#tellSoon(),
    });
    const refusal = await forward.open();
    if (refusal !== null) return refusal;
    const port = forward.state;
    const record = this.#journal?.began({ cluster, identity, port, startedAt: clock.now() });
    this.#open.set(request.id, { identity, forward, record });
    this.#closed.delete(request.id);
    // Where it comes again, it comes at the same address.
    await this.#store?.keep(identity, { ...request, local: port.local });
    this.#tellSoon();
    return port;
  }

  /** It stays in the list, unless it is forgotten. */
  async stop(identity: IdentityKey, id: string, { isForgotten }: { readonly isForgotten: boolean }): Promise<void> {
    if (this.#open.get(id)?.identity === identity) this.#end(id, null);
    if (isForgotten) await this.#store?.forget(identity, id);
    this.#tellSoon();
  }

  /** Those that are open, and those that were. */
  async state(identity: IdentityKey): Promise<PortsState> {
    const { ports: kept, isKept } = await this.#kept(identity);
    const ports = kept.map(request => this.#open.get(request.id)?.forward.state ?? this.#stopped(request));
    return { ports, isKept };
  }

  /** Called whenever something of some port is another, now and then at most. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    for (const id of [...this.#open.keys()]) this.#end(id, null);
    this.#cancelTell?.();
    this.#listeners.clear();
  }

  #end(id: string, why: Problem | null): void {
    const open = this.#open.get(id);
    if (open === undefined) return;
    this.#open.delete(id);
    if (why !== null) this.#closed.set(id, why);
    open.forward.close(why);
    open.record?.ended(why);
  }

  /** Also of those that cannot be kept now. */
  async #kept(identity: IdentityKey): Promise<{ readonly ports: readonly ForwardRequest[]; readonly isKept: boolean }> {
    const stored = (await this.#store?.read(identity)) ?? null;
    const ports = (stored ?? []).flatMap(value => {
      const { success, data } = forwardRequest.safeParse(value);
      return success ? [data] : [];
    });
    const unkept = [...this.#open.values()]
      .filter(open => open.identity === identity && !ports.some(({ id }) => id === open.forward.request.id))
      .map(({ forward }) => ({ ...forward.request, local: forward.state.local }));
    return { ports: [...ports, ...unkept], isKept: stored !== null };
  }

  #stopped({ id, target, port, local, scheme }: ForwardRequest): ForwardedPort {
    const none = { connections: 0, opened: 0, received: 0, sent: 0 };
    const why = this.#closed.get(id) ?? null;
    return { ...{ id, target, port, local, scheme }, ...none, isOpen: false, problem: why, pod: null, since: null };
  }

  #tellSoon(): void {
    if (this.#listeners.size === 0) return;
    this.#cancelTell ??= this.#options.clock.schedule(TELL_MS, () => {
      this.#cancelTell = null;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}
