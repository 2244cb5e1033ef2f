import { connect, type Socket } from 'node:net';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import type { ChannelAnswer, ChannelRequest, ChannelSource } from '@lanthorn/kube/api/channel-source.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ForwardRequest } from '@lanthorn/protocol/ports/forwarded-ports.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Boundary, THROWN_ON } from '../faults/boundary.ts';
import { MemorySettings } from '../history/memory/memory-settings.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { PortKeeper, type PortRecord } from './port-keeper.ts';
import { PortStore } from './port-store.ts';

export const ME = 'owner' as IdentityKey;

export function podOf(name: string, { isReady = true, uid = name } = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid, labels: { app: 'web' } },
    spec: { containers: [{ name: 'app', ports: [{ name: 'http', containerPort: 8080 }] }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] },
  };
}

/** What a pod does with one connection. */
export interface PodSide {
  /** Answers the bytes, null at the end of the connection. */
  readonly answer: (bytes: string, side: FakeSide) => void;
  readonly failure?: string;
}

/** The API server's end of one connection. */
export class FakeSide {
  readonly heard: Buffer[] = [];
  isClosed = false;
  room: Promise<void> = Promise.resolve();
  readonly #queue: (Uint8Array | Error | null)[] = [];
  #wake = () => {};

  put(entry: Uint8Array | Error | null): void {
    this.#queue.push(entry);
    this.#wake();
  }

  write(text: string): void {
    this.put(Buffer.concat([Buffer.of(0), Buffer.from(text)]));
  }

  get waiting(): number {
    return this.#queue.length;
  }

  async *messages(): AsyncIterable<Uint8Array> {
    for (;;) {
      const next = this.#queue.shift();
      if (next === null) return;
      if (next instanceof Error) throw next;
      if (next !== undefined) yield next;
      else
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
    }
  }
}

const SERVICE: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop', uid: 's1' },
  spec: { clusterIP: '10.0.0.1', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] },
};

/** A cluster with a Service and the pods behind it. */
export class FakePods implements ChannelSource {
  readonly clock = new FakeClock();
  readonly requests: ChannelRequest[] = [];
  readonly sides: FakeSide[] = [];
  readonly asked: ApiRequest[] = [];
  readonly watched = new Map<string, { tell: () => void }>();
  readonly records: (PortRecord & { ended: boolean })[] = [];
  pods: KubeObject[] = [podOf('web-1')];
  service: KubeObject = structuredClone(SERVICE);
  /** Whether pods may be read, and watched. */
  mayRead = true;
  refusal: { readonly status: number; readonly body: string } | null = null;
  pod: PodSide = {
    answer: (bytes, side) => side.write(`echo ${bytes}`),
  };

  readonly settings = new MemorySettings();

  async connect(request: ChannelRequest): Promise<ChannelAnswer> {
    this.requests.push(request);
    const name = request.path.split('/').at(-2);
    if (this.refusal !== null) return { refusal: this.refusal };
    if (!this.pods.some(({ metadata }) => metadata.name === name))
      return {
        refusal: { status: 404, body: JSON.stringify({ kind: 'Status', message: `pods "${name}" not found` }) },
      };
    const side = new FakeSide();
    this.sides.push(side);
    const port = Number(request.query[0]?.[1]);
    for (const channel of [0, 1]) side.put(Buffer.of(channel, port & 0xff, port >> 8));
    const { failure } = this.pod;
    if (failure !== undefined) {
      side.put(Buffer.concat([Buffer.of(1), Buffer.from(failure)]));
      side.put(null);
    }
    return {
      socket: {
        protocol: 'v4.channel.k8s.io',
        messages: side.messages(),
        send: async message => {
          await side.room;
          if (side.isClosed) return;
          const bytes = Buffer.from(message.subarray(1));
          side.heard.push(bytes);
          this.pod.answer(bytes.toString(), side);
        },
        close: () => {
          side.isClosed = true;
          side.put(null);
        },
      },
    };
  }

  readonly source = {
    send: async (request: ApiRequest) => {
      this.asked.push(request);
      const { path } = request;
      const name = path.split('/').at(-1);
      if (!this.mayRead) return answer(403, { kind: 'Status', message: 'no' });
      if (path.endsWith('/pods')) return answer(200, { kind: 'PodList', items: this.pods });
      const object = path.includes('/services/') ? this.service : this.pods.find(pod => pod.metadata.name === name);
      return object === undefined ? answer(404, { kind: 'Status', message: 'none' }) : answer(200, object);
    },
  };

  get cluster(): Cluster {
    const info = { name: 'c', isDemo: false, server: 'https://c', user: 'ada', namespace: '', problem: null };
    return { key: 'c', info, source: this.source, channels: this, clock: this.clock, close: async () => {} } as never;
  }

  keeper(): PortKeeper {
    const { clock } = this;
    const keeper = new PortKeeper({
      clock,
      random: seededRandom(1),
      boundary: (place, end) => new Boundary(place, { clock, faults: THROWN_ON, end }),
      watchObject: (_cluster, { name }) => ({ value: this.#watch(name), end: () => void this.watched.delete(name) }),
    });
    keeper.keepIn(new PortStore(this.settings));
    keeper.recordIn({
      began: record => {
        const kept = { ...record, ended: false };
        this.records.push(kept);
        return { ended: () => void (kept.ended = true) };
      },
    });
    return keeper;
  }

  #watch(name: string) {
    const find = () => this.pods.find(pod => pod.metadata.name === name) ?? null;
    const state = (): QueryState => (this.mayRead ? { kind: 'live' } : { kind: 'loading', loaded: 0, total: null });
    return {
      get object() {
        return state().kind === 'live' ? find() : null;
      },
      get state() {
        return state();
      },
      subscribe: (tell: () => void) => {
        this.watched.set(name, { tell });
        return () => {};
      },
    };
  }

  /** The pods are others now, and whoever watches them is told. */
  become(pods: KubeObject[]): void {
    this.pods = pods;
    for (const { tell } of [...this.watched.values()]) tell();
  }
}

function answer(status: number, value: object) {
  async function* body() {
    yield JSON.stringify(value);
  }
  return { status, headers: {}, warnings: [], body: body() };
}

export const REQUEST: ForwardRequest = {
  id: '00000000-0000-4000-8000-000000000001',
  target: {
    cluster: 'c',
    resource: { group: '', version: 'v1', resource: 'services' },
    namespace: 'shop',
    name: 'web',
    uid: 's1',
  },
  port: 80,
  local: 0,
  scheme: 'http',
};

/** Someone on this machine who connects, and what they hear until the connection ends. */
export class Client {
  readonly socket: Socket;
  text = '';
  isOver = false;
  wasReset = false;

  constructor(port: number) {
    this.socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    this.socket.on('data', bytes => {
      this.text += String(bytes);
    });
    this.socket.on('error', error => {
      this.wasReset = (error as NodeJS.ErrnoException).code === 'ECONNRESET';
    });
    for (const event of ['end', 'close'] as const)
      this.socket.on(event, () => {
        this.isOver = true;
      });
  }

  say(text: string): this {
    this.socket.write(text);
    return this;
  }
}
