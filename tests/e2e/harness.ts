import { type ChildProcess, spawn } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { AUTHENTICATED_GROUP, MASTERS_GROUP, type UserInfo } from '@lanthorn/apiserver/wire/user-info.ts';
import { must } from '@lanthorn/base/assert.ts';
import { asObject, getPath } from '@lanthorn/base/json.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { startDemoCluster } from '@lanthorn/controllers/demo-cluster.ts';
import { type ApiRequest, type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { callWebhook } from '../../apps/cluster/src/call-webhook.ts';
import { createCertificate } from '../../apps/cluster/src/certificate.ts';
import { ContainerRuntime } from '../../apps/cluster/src/container/container-runtime.ts';
import { sourcesOf } from '../../apps/cluster/src/streaming/mounted-sources.ts';
import { watchEnds } from '../../apps/cluster/src/streaming/container-end.ts';
import { followLog } from '../../apps/cluster/src/streaming/follow-log.ts';
import { StreamUpgrade } from '../../apps/cluster/src/streaming/stream-upgrade.ts';
import { ApiClient } from '@lanthorn/controllers/machinery/api-client.ts';
import { startControllers } from '@lanthorn/controllers/controller-manager.ts';
import { createNodes } from '../real-cluster/nodes.ts';
import { Tokens } from '../../apps/cluster/src/tokens.ts';
import { createListener } from '../../apps/cluster/src/http-listener.ts';
import { type ClusterAddress, kubeconfigText } from '../../apps/cluster/src/kubeconfig.ts';
import { systemClock } from '../../apps/cluster/src/container/system/system-clock.ts';
import { logIn, sessionAt } from './sessions.ts';

const HOUR_MS = 3_600_000;
const root = join(import.meta.dirname, '../..');

/** A request as it arrived at the API server. */
export interface Arrived {
  readonly user: string;
  readonly request: ApiRequest;
  readonly at: number;
}

/** A cluster whose API server tells what arrived there. */
export interface Witness {
  /** Everything that came over HTTP, in order. */
  readonly arrived: Arrived[];
  readonly kubeconfig: string;
  /** Context names: the admin's, dana's (one namespace) and the viewer's. */
  readonly contexts: readonly string[];
  /** A request of another client, as administrator; returns the answer's object. */
  other(
    method: ApiRequest['method'],
    path: string,
    body?: unknown,
    contentType?: string,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** The next write to this path is done, and its answer never comes: every connection breaks instead. Says whether that happened. */
  loseAnswer(method: ApiRequest['method'], path: RegExp): () => boolean;
  /** Puts an object of the batch API into the store as it is, its past and all, round the API server's rules. */
  rewrite(plural: string, object: KubeObject): Promise<void>;
  /** Breaks every open connection, as a restarting load balancer does. */
  cut(): void;
  stop(): void;
}

export interface TestCluster extends Witness {
  readonly server: ApiServer;
}

const USERS: readonly (UserInfo & { readonly namespace?: string })[] = [
  { username: 'admin', groups: [MASTERS_GROUP, AUTHENTICATED_GROUP] },
  { username: 'dana', groups: [AUTHENTICATED_GROUP], namespace: 'shop' },
  { username: 'viewer', groups: [AUTHENTICATED_GROUP] },
];

/** An embedded cluster behind HTTPS that remembers every request; a bare one has no controllers and nothing in it. */
export async function startCluster(
  name: string,
  { pods = 0, seed = 1, isBare = false, nodes = 0 } = {},
): Promise<TestCluster> {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const random = seededRandom(seed);
  const tokens = new Tokens(systemClock);
  const server = new ApiServer({
    callWebhook,
    clock: systemClock,
    random,
    tokens,
  });
  const admin = server.as(USERS[0] as UserInfo);
  const arrived: Arrived[] = [];
  let toLose: { readonly method: string; readonly path: RegExp } | null = null;
  const recording: Pick<ApiServer, 'handle' | 'connect'> = {
    connect: (request, user) => {
      arrived.push({ user: user?.username ?? '', request, at: Date.now() });
      return server.connect(request, user);
    },
    handle: async (request, user, signal) => {
      arrived.push({ user: user?.username ?? '', request, at: Date.now() });
      const isLost = toLose?.method === request.method && toLose.path.test(request.path) && !isDryRun(request);
      const response = await server.handle(request, user, signal);
      if (!isLost) return response;
      toLose = null;
      listener.closeAllConnections();
      throw new Error('the connection broke');
    },
  };
  const certificate = await createCertificate(Date.now());
  const commands = new ContainerRuntime(systemClock, sourcesOf(server));
  const streams = new StreamUpgrade({
    runtime: commands,
    follow: (pod, container, signal) => followLog(server.kubelet, { pod, container, signal }),
    watchEnd: watchEnds(server.storage),
  });
  const listener = createListener({ server: recording, tokens, certificate, streams });
  await new Promise<void>(resolve => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  const load = server.load.bind(server);
  const demo = {
    source: admin,
    load,
    clock: systemClock,
    random,
    logger: silentLogger,
    signal: stop.signal,
    pods,
    certificateAuthority: certificate.cert,
    commands,
  };
  if (!isBare) server.kubelet = await startDemoCluster(demo);
  else if (nodes > 0) {
    server.kubelet = await startControllers(demo);
    await createNodes(new ApiClient(admin, 'kubelet'), nodes, 0);
  }
  const url = `https://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const users = USERS.map(user => ({
    name: user.username,
    token: tokens.issue(user),
    ...(user.namespace === undefined ? {} : { namespace: user.namespace }),
  }));
  const kubeconfig = writeKubeconfig(name, { server: url, certificate: certificate.cert }, users);
  return {
    server,
    arrived,
    kubeconfig,
    contexts: [name, `${name}-dana`, `${name}-viewer`],
    other: anotherClient(admin),
    loseAnswer: (method, path) => {
      toLose = { method, path };
      return () => toLose === null;
    },
    rewrite: (plural, { apiVersion: _version, kind: _kind, ...object }) => {
      server.load(`${plural}.v1.batch`, object);
      return Promise.resolve();
    },
    cut: () => listener.closeAllConnections(),
    stop: () => {
      stop.abort();
      listener.closeAllConnections();
      listener.close();
    },
  };
}

/** Requests of somebody who is not Lanthorn; what they write is known as theirs. */
export function anotherClient(source: ApiSource): Witness['other'] {
  return async (method, path, body, contentType = 'application/json') => {
    const response = await source.send({
      method,
      path,
      headers: { 'content-type': contentType, 'user-agent': 'elsewhere' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await readBody(response);
    // What no group serves is refused in plain words.
    const isJson = text.startsWith('{');
    return {
      status: response.status,
      body: isJson ? (JSON.parse(text) as Record<string, unknown>) : { message: text },
    };
  };
}

/** A context for each user, the first called as the cluster is. */
export function writeKubeconfig(
  name: string,
  address: ClusterAddress,
  users: readonly { readonly name: string; readonly token: string; readonly namespace?: string }[],
): string {
  const file = join(mkdtempSync(join(tmpdir(), 'lanthorn-')), `${name}.yaml`);
  const text = kubeconfigText(address, users).replaceAll('lanthorn-demo', name);
  // Users of several clusters in one file must not share a name.
  const named = users.reduce(
    (all, user) =>
      all
        .replaceAll(`name: ${user.name}`, `name: ${user.name}-${name}`)
        .replaceAll(`user: ${user.name}`, `user: ${user.name}-${name}`),
    text,
  );
  writeFileSync(file, named);
  return file;
}

export interface Lanthorn {
  /** Where the page is; `openPage` and `ProtocolTab` bring the session. */
  readonly url: string;
  readonly origin: string;
  /** As it was printed, and is used up. */
  readonly address: string;
  readonly process: ChildProcess;
  readonly stderr: () => string;
  stop(): Promise<number | null>;
}

/** Starting includes bundling the server the first time, on slow cores. */
const START_TIMEOUT_MS = 60_000;

/** The program as people start it. */
export async function startLanthorn(...args: readonly string[]): Promise<Lanthorn> {
  const lanthorn = await startLanthornBy([process.execPath, join(root, 'tools/lanthorn.mjs')], ...args);
  await answerTiers(lanthorn.origin);
  return lanthorn;
}

/** A release out of the folder that it was built in. */
export async function startRelease(folder: string, ...args: readonly string[]): Promise<Lanthorn> {
  const lanthorn = await startLanthornBy([process.execPath, join(folder, 'lanthorn.mjs')], ...args);
  await answerTiers(lanthorn.origin);
  return lanthorn;
}

/** The same where no file may become larger than that, as on a disk that is full. */
export function startLanthornOnFullDisk(kilobytes: number, ...args: readonly string[]): Promise<Lanthorn> {
  const limited = ['bash', '-c', `ulimit -f ${kilobytes}; exec "$0" "$@"`, process.execPath];
  return startLanthornBy([...limited, join(root, 'tools/lanthorn.mjs')], ...args);
}

async function startLanthornBy(
  [program = '', ...before]: readonly string[],
  ...args: readonly string[]
): Promise<Lanthorn> {
  // Each its own history: what one test did is nothing to another.
  const data = args.includes('--data') ? [] : ['--data', mkdtempSync(join(tmpdir(), 'lanthorn-data-'))];
  const child = spawn(program, [...before, '--no-open', ...data, ...args], {
    cwd: root,
    env: { ...process.env, KUBECONFIG: '/nonexistent', HOME: '/nonexistent' },
  });
  let stderr = '';
  let stdout = '';
  child.stderr.on('data', chunk => {
    stderr += String(chunk);
  });
  const address = await new Promise<string>((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error(`Lanthorn did not start: ${stdout}${stderr}`)), START_TIMEOUT_MS);
    child.stdout.on('data', chunk => {
      stdout += String(chunk);
      const match = /Lanthorn is ready at (\S+)/.exec(stdout);
      if (match?.[1] === undefined) return;
      clearTimeout(timeout);
      resolve(match[1]);
    });
    child.once('exit', code => reject(new Error(`Lanthorn ended with ${code}: ${stdout}${stderr}`)));
  });
  const origin = await logIn(address);
  return {
    url: `${origin}/`,
    origin,
    address,
    process: child,
    stderr: () => stderr,
    stop: () =>
      new Promise(resolve => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode);
        child.once('exit', code => resolve(code));
        child.kill('SIGINT');
        return undefined;
      }),
  };
}

/** A person who was here before: nobody is asked any more what a cluster is used for. */
async function answerTiers(origin: string): Promise<void> {
  const { clusters } = (await askPage(origin, '/api/clusters')) as { clusters: readonly { readonly name: string }[] };
  const answered = Object.fromEntries(clusters.map(({ name }) => [name, { tier: 'other' }]));
  await askPage(origin, '/api/preferences', { clusters: answered });
}

/** A request of the page, and its answer; with a body one that changes something. */
export async function askPage(origin: string, path: string, body?: unknown): Promise<unknown> {
  const at = `http://127.0.0.1:${new URL(origin).port}`;
  const { name, value } = must(sessionAt(origin), 'somebody logged in');
  const headers = { cookie: `${name}=${value}`, origin: at, 'content-type': 'application/json', 'x-lanthorn': '1' };
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(`${at}${path}`, { headers, ...sent });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Waits until `check` gives a value, asking again and again. */
export async function eventually<T>(
  check: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  what: string,
  timeoutMs = 15_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    const value = await check();
    if (value !== undefined && value !== null && value !== false) return value;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`never happened: ${what}`);
}

/**
 * Makes a CronJob miss runs: as it is now it has been since an hour ago, suspended, and nothing was ever started. No request can say so, as
 * the past cannot be written.
 */
export async function missRuns(
  cluster: Witness,
  { namespace, name }: { namespace: string; name: string },
): Promise<void> {
  const path = `/apis/batch/v1/namespaces/${namespace}`;
  const { items } = (await cluster.other('GET', `${path}/jobs`)).body;
  const jobs = (items as unknown[]).map(job => String(getPath(job, 'metadata', 'name')));
  for (const job of jobs.filter(each => each.startsWith(`${name}-`)))
    await cluster.other('DELETE', `${path}/jobs/${job}`, { propagationPolicy: 'Background' });
  const { metadata, spec } = (await cluster.other('GET', `${path}/cronjobs/${name}`)).body as unknown as KubeObject;
  const { resourceVersion: _revision, managedFields: _writers, ...kept } = metadata;
  await cluster.rewrite('cronjobs', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { ...kept, creationTimestamp: formatTime(Date.now() - HOUR_MS), generation: 1 },
    spec: { ...asObject(spec), schedule: '*/2 * * * *', suspend: true },
    status: {},
  });
}

/** The writes among what arrived, dry runs left out. */
export function writes(arrived: readonly Arrived[], method: ApiRequest['method'], path: RegExp): ApiRequest[] {
  return arrived
    .map(entry => entry.request)
    .filter(request => request.method === method && path.test(request.path) && !isDryRun(request));
}

export function isDryRun({ query, body }: ApiRequest): boolean {
  return query?.['dryRun'] !== undefined || body?.includes('"dryRun":["All"]') === true;
}
