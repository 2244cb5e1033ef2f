import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import WebSocket from 'ws';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { LogFields, Logger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { DownMessage } from '@lanthorn/protocol/down-messages.ts';
import { PROTOCOL_VERSION } from '@lanthorn/protocol/constants.ts';
import { Faults } from '../../apps/server/src/faults/faults.ts';
import { openHistory } from '../../apps/server/src/history/open-history.ts';
import { WebServer } from '../../apps/server/src/http/web-server.ts';
import { startBackend } from '../../apps/server/src/services/start-backend.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { type ClusterRules, Clusters } from '../../apps/server/src/upstream/clusters.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import { PackLibrary } from '../../apps/server/src/packs/pack-library.ts';
import { UpstreamMeter } from '../../apps/server/src/upstream/sources/upstream-meter.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';

/** Nobody is to be kept waiting longer, whatever one client or cluster does. */
const MAX_PAUSE_MS = 250;
/** Far more than an answer over loopback takes on a busy machine. */
const ANSWER_MS = 10_000;

export interface AttackedOptions {
  readonly clock?: Clock;
  /** The user of the context, as YAML. */
  readonly user?: string;
  /** Where the history is, and the kubeconfig is written. */
  readonly folder?: string;
  /** What may be done in each cluster. */
  readonly rules?: (cluster: string) => ClusterRules;
  /** One beside that of the context, which is reached without a network. */
  readonly added?: Parameters<Clusters['add']>[0];
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'lanthorn-attacks-'));

/** Lanthorn on loopback with one context, `c`, composed as its main file does it. */
export async function startAttacked(
  apiServer: string,
  { clock = systemClock, user = '{}', folder = newFolder(), rules, added }: AttackedOptions = {},
) {
  const file = join(folder, 'config');
  writeFileSync(
    file,
    `apiVersion: v1
kind: Config
current-context: c
contexts: [{name: c, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: {server: "${apiServer}", insecure-skip-tls-verify: ${apiServer.startsWith('https:')}}}]
users: [{name: u, user: ${user}}]
`,
  );
  const logged: string[] = [];
  const log = (fields: LogFields, message: string) => void logged.push(`${JSON.stringify(fields)} ${message}`);
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const meter = new UpstreamMeter();
  const context = { identity: OWNER, clock, meter, ...(rules === undefined ? {} : { rules }) };
  const clusters = new Clusters(loadKubeconfig([file]), context);
  if (added !== undefined) clusters.add(added);
  const history = openHistory(folder, { clock, keepRuns: 10 });
  const faults = new Faults(logger);
  const backend = startBackend({
    identity: OWNER,
    clusters,
    clock,
    random: seededRandom(1),
    history,
    meter,
    packs: new PackLibrary(join(import.meta.dirname, '../../packages/views/packs')),
    faults,
    logger,
    version: 'test',
    currentCluster: () => 'c',
    kubeconfigProblems: [],
    startDemo: null,
  });
  const { services } = backend;
  const server = new WebServer({
    host: '127.0.0.1',
    ownName: 'lanthorn-attacked.localhost',
    files: new Map(),
    services,
    onUsedAddress: () => {},
    onPage: () => {},
  });
  await server.listen(0);
  const launched = await fetch(`${server.elsewhere(new URL(server.newAddress()).pathname)}?here`);
  const cookie = String(launched.headers.get('set-cookie')).split(';')[0] ?? '';
  const pauses = new PauseMeter();
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    server,
    services,
    faults,
    logged,
    folder,
    cookie,
    origin,
    /** A request of the page. */
    ask: (path: string, body?: unknown) =>
      fetch(`${origin}${path}`, {
        headers: { cookie, origin, 'content-type': 'application/json', 'x-lanthorn': '1' },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_MS),
      }),
    openTab: () => AttackingTab.open(`ws://127.0.0.1:${server.port}/socket`, { cookie, origin }),
    /** The longest that anybody was kept waiting since the last time this was asked; the harness works in the same process. */
    longestPause: () => pauses.take(),
    close: async () => {
      pauses.close();
      await backend.close(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Attacked = Awaited<ReturnType<typeof startAttacked>>;

/** The longest time that work kept the event loop; not the time that a busy machine gave to others. */
export class PauseMeter {
  #longest = 0;
  #wall = performance.now();
  #cpu = process.cpuUsage();
  readonly #timer = setInterval(() => {
    const { user, system } = process.cpuUsage(this.#cpu);
    const wall = performance.now();
    this.#longest = Math.max(this.#longest, Math.min(wall - this.#wall, (user + system) / 1_000));
    this.#wall = wall;
    this.#cpu = process.cpuUsage();
  }, 10);

  take(): number {
    const longest = this.#longest;
    this.#longest = 0;
    return longest;
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

/** What must hold after every attack. */
export async function expectServing(attacked: Attacked): Promise<void> {
  expect(attacked.longestPause()).toBeLessThan(MAX_PAUSE_MS);
  expect((await attacked.ask('/api/clusters')).status).toBe(200);
  const tab = await attacked.openTab();
  tab.say({ type: 'hello', version: PROTOCOL_VERSION });
  await tab.until(messages => messages.some(message => message.type === 'welcome'));
  tab.close();
}

/** A logged-in socket on which anything may be said. */
export class AttackingTab {
  /** Everything it was told. */
  readonly messages: DownMessage[] = [];
  readonly texts: string[] = [];
  /** What it was sent of streams. */
  readonly frames: Buffer[] = [];
  readonly socket: WebSocket;
  #notify: () => void = () => {};

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) return void this.frames.push(data);
      const text = data.toString('utf8');
      this.texts.push(text);
      this.messages.push(...(JSON.parse(text) as DownMessage[]));
      this.#notify();
    });
    socket.on('close', () => this.#notify());
  }

  static async open(url: string, headers: Record<string, string>): Promise<AttackingTab> {
    const socket = new WebSocket(url, { headers });
    const tab = new AttackingTab(socket);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return tab;
  }

  say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Waits until what it was told is enough. */
  async until(isEnough: (messages: readonly DownMessage[]) => boolean): Promise<void> {
    const deadline = Date.now() + ANSWER_MS;
    while (!isEnough(this.messages)) {
      if (Date.now() > deadline) throw new Error(`not told in time; last: ${this.texts.at(-1)?.slice(0, 500)}`);
      await new Promise<void>(resolve => {
        this.#notify = resolve;
        setTimeout(resolve, 100);
      });
    }
  }

  close(): void {
    this.socket.terminate();
  }
}
