import type { ChannelAnswer, ChannelRequest, ChannelSource } from '@lanthorn/kube/api/channel-source.ts';
import { COMMAND_CHANNEL } from '@lanthorn/kube/api/remote-command.ts';
import type { StreamMessage } from '@lanthorn/protocol/down-messages.ts';
import type { ClusterInfo } from '@lanthorn/protocol/http/cluster-messages.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { decodeStreamFrame, TERMINAL_CHANNEL } from '@lanthorn/protocol/streams.ts';
import type { TerminalQuery } from '@lanthorn/protocol/stream-queries.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Boundary, THROWN_ON } from '../../faults/boundary.ts';
import { TabStreams } from '../tab-streams.ts';
import { TerminalKeeper } from './terminal-keeper.ts';

export const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'shop', uid: 'u1' } as Record<string, unknown>,
  spec: {
    containers: [
      { name: 'app', image: 'web:1' },
      { name: 'side', image: 'side:1', tty: true, stdin: true },
    ],
  },
  status: {
    containerStatuses: [
      { name: 'app', imageID: 'sha256:1', containerID: 'c1', state: { running: {} } as object },
      { name: 'side', imageID: 'sha256:2', containerID: 'c2', state: { running: {} } as object },
    ],
  },
};

/** A connection as an API server has it. */
export class FakeConnection {
  readonly request: ChannelRequest;
  readonly protocol: string;
  readonly heard: Uint8Array[] = [];
  /** Messages that were taken from it. */
  taken = 0;
  isClosed = false;
  /** Kept by the one who writes to it; replaced to make it slow. */
  room: Promise<void> = Promise.resolve();
  readonly #queue: (Uint8Array | Error | null)[] = [];
  #wake = () => {};

  constructor(request: ChannelRequest, protocol: string) {
    this.request = request;
    this.protocol = protocol;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  say(channel: number, bytes: string | Uint8Array): void {
    this.#put(Buffer.concat([Buffer.of(channel), Buffer.from(bytes as string)]));
  }

  write(text: string | Uint8Array): void {
    this.say(COMMAND_CHANNEL.stdout, text);
  }

  exit(status: object): void {
    this.say(COMMAND_CHANNEL.error, JSON.stringify({ metadata: {}, ...status }));
    this.#put(null);
  }

  exitWith(code: number): void {
    const details = { causes: [{ reason: 'ExitCode', message: String(code) }] };
    this.exit(code === 0 ? { status: 'Success' } : { status: 'Failure', reason: 'NonZeroExitCode', details });
  }

  /** Closed without a word, or broken. */
  cut(error: Error | null = null): void {
    this.#put(error);
  }

  typed(): string {
    return Buffer.concat(this.heard.filter(([channel]) => channel === 0).map(part => part.subarray(1))).toString();
  }

  on(channel: number): string[] {
    return this.heard.filter(part => part[0] === channel).map(part => Buffer.from(part.subarray(1)).toString('latin1'));
  }

  async *messages(): AsyncIterable<Uint8Array> {
    for (;;) {
      const next = this.#queue.shift();
      if (next === null) return;
      if (next instanceof Error) throw next;
      if (next !== undefined) {
        this.taken++;
        yield next;
      } else
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
    }
  }

  #put(entry: Uint8Array | Error | null): void {
    this.#queue.push(entry);
    this.#wake();
  }

  close(): void {
    this.isClosed = true;
    this.#put(null);
  }
}

/** A cluster with one pod, whose containers the test speaks for. */
export class FakeCluster implements ChannelSource {
  readonly clock = new FakeClock();
  readonly connections: FakeConnection[] = [];
  pod: typeof POD | null = structuredClone(POD);
  protocol = 'v5.channel.k8s.io';
  refusal: { readonly status: number; readonly body: string } | null = null;
  /** What the search for a shell answers; null leaves the answer to the test. */
  shell: ((connection: FakeConnection) => void) | null = connection => {
    connection.write('/bin/bash\n');
    connection.exitWith(0);
  };
  podStatus = 200;
  /** What may be done there. */
  rules: Pick<ClusterInfo, 'allowed'> = {};

  async connect(request: ChannelRequest): Promise<ChannelAnswer> {
    if (this.refusal !== null) return { refusal: this.refusal };
    const connection = new FakeConnection(request, this.protocol);
    this.connections.push(connection);
    if (request.query.some(([, value]) => value.startsWith('command -v'))) this.shell?.(connection);
    return {
      socket: {
        protocol: connection.protocol,
        messages: connection.messages(),
        send: async message => {
          connection.heard.push(message);
          await connection.room;
        },
        close: () => connection.close(),
      },
    };
  }

  readonly source = {
    send: async () => {
      const isThere = this.pod !== null && this.podStatus === 200;
      const status = this.podStatus === 200 ? 404 : this.podStatus;
      const refusal = { kind: 'Status', status: 'Failure', message: 'no pod', code: status };
      async function* body(text: string) {
        yield text;
      }
      return {
        status: isThere ? 200 : status,
        headers: {},
        warnings: [],
        body: body(JSON.stringify(isThere ? this.pod : refusal)),
      };
    },
  };

  /** The connection of the terminal itself, the last one that searches for nothing. */
  get terminal(): FakeConnection {
    const found = this.connections.findLast(
      ({ request }) => !request.query.some(([, word]) => word.startsWith('command -v')),
    );
    if (found === undefined) throw new Error('no terminal was opened');
    return found;
  }

  get searches(): number {
    return this.connections.filter(({ request }) => request.query.some(([, word]) => word.startsWith('command -v')))
      .length;
  }
}

/** A tab of one person; several may look at one keeper. */
export class FakeTab {
  readonly told: StreamMessage[] = [];
  readonly states: unknown[] = [];
  readonly streams: TabStreams;
  /** Frames of output, as they came. */
  readonly frames: Buffer[] = [];
  /** Whether it acknowledges what it gets. */
  reads = true;

  constructor(cluster: FakeCluster, keeper: TerminalKeeper, user = 'owner') {
    const { clock } = cluster;
    const info = { name: 'c', isDemo: false, server: 'https://c', user: 'ada', namespace: '', problem: null };
    const { source } = cluster;
    const told = () => ({ ...info, ...cluster.rules });
    this.streams = new TabStreams({
      clock,
      cluster: () =>
        ({ key: `${user}/c`, info: told(), source, channels: cluster, clock, close: async () => {} }) as never,
      identity: user as IdentityKey,
      terminals: keeper,
      releases: {
        open: () => {
          throw new Error('no releases are read here');
        },
      },
      ports: { state: async () => ({ ports: [], isKept: true }), subscribe: () => () => {} },
      boundary: (place, end) => new Boundary(place, { clock, faults: THROWN_ON, end }),
      send: message => this.told.push(message),
      sendBytes: bytes => {
        const frame = decodeStreamFrame(bytes);
        if (frame === null) throw new Error('no frame');
        if (frame.channel === TERMINAL_CHANNEL.state) this.states.push(JSON.parse(Buffer.from(frame.bytes).toString()));
        else this.frames.push(Buffer.from(frame.bytes));
        if (this.reads) this.streams.acknowledge(frame.id, frame.bytes.length);
      },
    });
  }

  open(id: number, query: Partial<TerminalQuery> = {}): void {
    this.streams.open(id, { ...QUERY, ...query });
  }

  type(id: number, text: string): void {
    this.streams.receive({ id, channel: TERMINAL_CHANNEL.input, bytes: Buffer.from(text) });
  }

  get text(): string {
    return Buffer.concat(this.frames).toString();
  }

  get ends() {
    return this.told.flatMap(message => (message.type === 'end' ? [message.end] : []));
  }
}

export const QUERY: TerminalQuery = {
  kind: 'terminal',
  cluster: 'c',
  namespace: 'shop',
  pod: 'web-1',
  container: '',
  mode: 'shell',
  session: '00000000-0000-4000-8000-000000000001',
  seen: 0,
  columns: 80,
  rows: 24,
};

export function keeperOf({ clock }: FakeCluster): TerminalKeeper {
  return new TerminalKeeper({
    clock,
    boundary: (place, end) => new Boundary(place, { clock, faults: THROWN_ON, end }),
  });
}
