import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Duplex, Readable } from 'node:stream';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { WebSocketServer } from 'ws';
import type { Logger } from '@lanthorn/base/logger.ts';
import { MAX_PRESETS } from '@lanthorn/protocol/constants.ts';
import {
  accessRequest,
  type ClustersAnswer,
  type CostsAnswer,
  countsQuery,
  type HealthAnswer,
  historyQuery,
  malformed,
  namesQuery,
  matchingRequest,
  operationRequest,
  presetRequest,
  presetsQuery,
  runsQuery,
  schemaQuery,
  stopRequest,
} from '@lanthorn/protocol/http-messages.ts';
import { MAX_NAMESPACES, MAX_UP_BYTES } from '@lanthorn/protocol/constants.ts';
import type { HistoryStore } from '../history/history-store.ts';
import type { RunRecorder } from '../history/run-recorder.ts';
import { findKindView } from '@lanthorn/views/kind-views.ts';
import type { Hub } from '../hub/hub.ts';
import { NameSearch } from '../hub/name-search.ts';
import { ResourceCounts } from '../hub/resource-counts.ts';
import { Session } from '../hub/session.ts';
import { AccessReviews } from '../operations/access-reviews.ts';
import { ClusterSchemas } from '../operations/cluster-schemas.ts';
import { matchingRows, matchingText } from '../operations/matching-rows.ts';
import { OperationRunner } from '../operations/operation-runner.ts';
import { PauseKeeper } from '../operations/pause-keeper.ts';
import { clusterHealth } from '../upstream/cluster-health.ts';
import type { UpstreamMeter } from '../upstream/upstream-meter.ts';
import { Door } from './door.ts';
import { metricsText } from './metrics.ts';
import type { PageFile } from './page-files.ts';
import { PAGE_DEFLATE, PageSocket } from './page-socket.ts';

export interface WebServerOptions {
  readonly host: string;
  readonly port: number;
  readonly hub: Hub;
  readonly history: HistoryStore;
  readonly runs: Pick<RunRecorder, 'hurry'>;
  readonly meter: UpstreamMeter;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly logger: Logger;
  readonly version: string;
  readonly currentCluster: () => string;
  /** Starts the demo beside the configured clusters; null where it runs already. */
  readonly startDemo: (() => Promise<string>) | null;
}

export interface RunningServer {
  /** The address with the secret of this launch: whoever has it is let in. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** An edit carries its object twice, and an object may have 3 MB (kube-apiserver's limit). */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** A machine has one person and a few tabs; this many sockets are a fault or an attack. */
const MAX_SESSIONS = 200;

const scopesOf = (ns = '') => ns.split(',').filter(Boolean).slice(0, MAX_NAMESPACES);

/** Gone from the history, or never recorded. */
const NOTHING_TO_UNDO = { message: 'there is no record of it to take back' };

/** The door, the page, the API and the sockets. Rejects when the port is taken. */
export async function startWebServer(options: WebServerOptions): Promise<RunningServer> {
  const server = new WebServer(options);
  await server.listen();
  return server;
}

class WebServer implements RunningServer {
  readonly #options: WebServerOptions;
  readonly #app: FastifyInstance;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_UP_BYTES,
    perMessageDeflate: PAGE_DEFLATE,
  });
  readonly #sessions = new Set<Session>();
  readonly #operations: OperationRunner;
  readonly #pauses: PauseKeeper;
  readonly #access: AccessReviews;
  readonly #schemas = new ClusterSchemas();
  readonly #counts: ResourceCounts;
  readonly #names: NameSearch;
  readonly #startedAt: number;
  readonly #secret = randomBytes(24).toString('base64url');
  #door: Door;

  constructor(options: WebServerOptions) {
    this.#options = options;
    this.#access = new AccessReviews(options.hub.clock);
    const { hub, history } = options;
    this.#counts = new ResourceCounts(hub);
    this.#names = new NameSearch(hub.clock);
    this.#startedAt = hub.clock.now();
    this.#operations = new OperationRunner({
      hub,
      history,
      schemas: this.#schemas,
      publish: operation => {
        for (const session of this.#sessions) session.send({ type: 'operation', operation });
        this.#pauses.take(operation);
      },
    });
    this.#pauses = new PauseKeeper({ clusters: hub.clusters, clock: hub.clock, runner: this.#operations });
    this.#door = new Door({ port: options.port, secret: this.#secret });
    this.#app = Fastify({ logger: false, bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true });
    this.#addRoutes();
    this.#app.server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  get port(): number {
    const address = this.#app.server.address();
    return typeof address === 'object' && address !== null ? address.port : this.#options.port;
  }

  get url(): string {
    const { host } = this.#options;
    return `http://${host.includes(':') ? `[${host}]` : host}:${this.port}/launch/${this.#secret}`;
  }

  async listen(): Promise<void> {
    await this.#app.listen({ host: this.#options.host, port: this.#options.port });
    this.#door = new Door({ port: this.port, secret: this.#secret });
  }

  async close(): Promise<void> {
    this.#operations.close();
    for (const session of this.#sessions) session.close();
    this.#pauses.close();
    this.#names.close();
    this.#sockets.close();
    await this.#app.close();
  }

  #addRoutes(): void {
    const app = this.#app;
    app.addHook('onRequest', async (request, reply) => this.#guard(request, reply));
    app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) this.#options.logger.error({ error: error.message }, 'request failed');
      return reply.code(status).send({ message: error.message });
    });
    app.get<{ Params: { secret: string } }>('/launch/:secret', async (request, reply) =>
      this.#launch(request.params.secret, reply),
    );
    app.get('/api/clusters', async () => this.#clusters());
    app.get<{ Params: { name: string } }>('/api/clusters/:name/health', async request =>
      this.#health(request.params.name),
    );
    app.post('/api/demo', async (_request, reply) => {
      const { startDemo } = this.#options;
      return startDemo === null
        ? reply.code(409).send({ message: 'the demo runs already' })
        : { cluster: await startDemo() };
    });
    this.#clusterRoutes();
    this.#operationRoutes();
    this.#historyRoutes();
    app.post('/api/matching', async (request, reply) => {
      const parsed = matchingRequest.safeParse(request.body);
      const cluster = parsed.success ? this.#options.hub.clusters.get(parsed.data.cluster) : undefined;
      const view = parsed.success ? findKindView(parsed.data.resource) : undefined;
      if (!parsed.success || cluster === undefined || view === undefined)
        return reply.code(400).send({ message: 'no such cluster or kind, or a malformed question' });
      const { hub } = this.#options;
      const matching = await matchingRows(hub, parsed.data, { cluster, view });
      return reply.type('application/json').send(Readable.from(matchingText(matching, hub)));
    });
    app.post('/api/access', async (request, reply) => {
      const parsed = accessRequest.safeParse(request.body);
      const cluster = parsed.success ? this.#options.hub.clusters.get(parsed.data.cluster) : undefined;
      if (!parsed.success || cluster === undefined)
        return reply.code(400).send({ message: 'no such cluster, or a malformed question' });
      return { allowed: await this.#access.check(cluster, parsed.data.checks) };
    });
    app.get('/*', async (request, reply) => this.#page(request, reply));
  }

  #clusterRoutes(): void {
    const app = this.#app;
    const { clusters } = this.#options.hub;
    type Named = { Params: { name: string } };
    app.get<Named>('/api/clusters/:name/schema', async (request, reply) => {
      const cluster = clusters.get(request.params.name);
      const kind = schemaQuery.safeParse(request.query);
      if (cluster === undefined || !kind.success) return reply.code(404).send({ message: 'no such cluster or kind' });
      return { schemas: await this.#schemas.definitions(cluster, kind.data) };
    });
    app.get<Named>('/api/clusters/:name/counts', async (request, reply) => {
      const cluster = clusters.get(request.params.name);
      const query = countsQuery.safeParse(request.query);
      if (cluster === undefined) return reply.code(404).send({ message: 'no such cluster' });
      if (!query.success) return reply.code(400).send({ message: malformed(query.error) });
      return this.#counts.count(cluster, scopesOf(query.data.ns));
    });
    app.get<Named>('/api/clusters/:name/names', async (request, reply) => {
      const cluster = clusters.get(request.params.name);
      const query = namesQuery.safeParse(request.query);
      if (cluster === undefined) return reply.code(404).send({ message: 'no such cluster' });
      if (!query.success) return reply.code(400).send({ message: malformed(query.error) });
      return this.#names.search(cluster, query.data.q, scopesOf(query.data.ns));
    });
    app.get('/api/costs', async () => this.#costs());
    app.get('/metrics', async (_request, reply) => {
      const { type, text } = await metricsText(this.#costs());
      return reply.type(type).send(text);
    });
  }

  #costs(): CostsAnswer {
    const { meter, hub } = this.#options;
    return {
      upstream: meter.costs(),
      lists: hub.openLists(),
      tabs: this.#sessions.size,
      memory: process.memoryUsage.rss(),
      startedAt: this.#startedAt,
    };
  }

  #operationRoutes(): void {
    const app = this.#app;
    app.post('/api/preview', async (request, reply) => {
      const parsed = operationRequest.safeParse(request.body);
      if (!parsed.success) return reply.code(400).send({ message: malformed(parsed.error) });
      return (await this.#operations.preview(parsed.data)) ?? reply.code(410).send(NOTHING_TO_UNDO);
    });
    app.get('/api/operations', async () => ({ operations: this.#operations.list() }));
    app.post('/api/operations', async (request, reply) => {
      const parsed = operationRequest.safeParse(request.body);
      if (!parsed.success) return reply.code(400).send({ message: malformed(parsed.error) });
      const operation = this.#operations.start(parsed.data);
      return operation === null ? reply.code(410).send(NOTHING_TO_UNDO) : { operation };
    });
    app.post('/api/operations/stop', async (request, reply) => {
      const parsed = stopRequest.safeParse(request.body);
      if (!parsed.success) return reply.code(400).send({ message: malformed(parsed.error) });
      this.#operations.stop(parsed.data.id);
      return {};
    });
  }

  /** What is kept: operations of an object, runs of a CronJob, values for its next. */
  #historyRoutes(): void {
    const app = this.#app;
    app.get('/api/history', async (request, reply) => {
      const query = historyQuery.safeParse(request.query);
      return query.success
        ? this.#operations.ofObject(query.data)
        : reply.code(400).send({ message: 'cluster, group, resource, namespace and name are needed' });
    });
    app.get('/api/runs', async (request, reply) => {
      const query = runsQuery.safeParse(request.query);
      if (!query.success) return reply.code(400).send({ message: 'cluster and cronJobUid are needed' });
      const { history, runs } = this.#options;
      runs.hurry(query.data.cluster, query.data.cronJobUid);
      return { runs: history.runsOf(query.data.cluster, query.data.cronJobUid) };
    });
    app.get('/api/presets', async (request, reply) => {
      const query = presetsQuery.safeParse(request.query);
      return query.success
        ? { presets: this.#options.history.presets(query.data) }
        : reply.code(400).send({ message: 'cluster, namespace and cronJob are needed' });
    });
    app.post('/api/presets', async (request, reply) => {
      const parsed = presetRequest.safeParse(request.body);
      if (!parsed.success) return reply.code(400).send({ message: malformed(parsed.error) });
      const { history, hub } = this.#options;
      if (hub.clusters.get(parsed.data.cluster) === undefined)
        return reply.code(404).send({ message: 'no such cluster' });
      const known = Object.keys(history.presets(parsed.data));
      if (parsed.data.run !== null && known.length >= MAX_PRESETS && !known.includes(parsed.data.name))
        return reply.code(409).send({ message: `a CronJob keeps at most ${MAX_PRESETS} presets: drop one first` });
      history.savePreset(parsed.data);
      return { presets: this.#options.history.presets(parsed.data) };
    });
  }

  /** Every answer carries these; only the page's own needs more. */
  #guard(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-frame-options': 'DENY',
    });
    const knock = { method: request.method, headers: request.headers, isUpgrade: false };
    const isLaunch = request.url.startsWith('/launch/') && request.method === 'GET';
    const refusal = isLaunch ? this.#door.checkOrigin(knock) : this.#door.check(knock);
    return refusal === null ? undefined : reply.code(refusal.status).type('text/plain').send(`${refusal.reason}\n`);
  }

  #launch(secret: string, reply: FastifyReply): FastifyReply {
    if (!this.#door.isSecret(secret))
      return reply.code(401).type('text/plain').send('this address belongs to an earlier start of Lanthorn\n');
    return reply
      .header('set-cookie', `${this.#door.cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/`)
      .redirect('/');
  }

  #clusters(): ClustersAnswer {
    const { hub, version, currentCluster, startDemo } = this.#options;
    return { version, current: currentCluster(), clusters: hub.clusters.list(), canStartDemo: startDemo !== null };
  }

  async #health(name: string): Promise<HealthAnswer> {
    const cluster = this.#options.hub.clusters.get(name);
    const problem = this.#options.hub.clusters.list().find(info => info.name === name)?.problem;
    if (cluster === undefined)
      return { isReachable: false, message: problem ?? `there is no cluster "${name}"`, version: '' };
    return clusterHealth(cluster);
  }

  #page(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const path = request.url.split('?')[0] ?? '/';
    if (path.startsWith('/api/')) return reply.code(404).send({ message: `there is no ${path}` });
    const file = this.#options.files.get(path);
    if (file === undefined || path === '/index.html') return this.#index(reply);
    const accepted = request.headers['accept-encoding']?.toString() ?? '';
    reply
      .type(file.type)
      .header('cache-control', 'private, max-age=31536000, immutable')
      .header('vary', 'accept-encoding');
    if (file.brotli !== null && /\bbr\b/.test(accepted))
      return reply.header('content-encoding', 'br').send(file.brotli);
    if (file.gzip !== null && /\bgzip\b/.test(accepted))
      return reply.header('content-encoding', 'gzip').send(file.gzip);
    return reply.send(file.plain);
  }

  /** The page for every address inside it; its style elements carry a nonce that is new each time. */
  #index(reply: FastifyReply): FastifyReply {
    const index = this.#options.files.get('/index.html');
    if (index === undefined) return reply.code(500).type('text/plain').send('the page is not built: run npm start\n');
    const nonce = randomBytes(16).toString('base64');
    const policy = [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src 'self' ws://127.0.0.1:${this.port} ws://localhost:${this.port}`,
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ];
    return reply
      .type(index.type)
      .header('content-security-policy', policy.join('; '))
      .send(index.plain.toString('utf8').replaceAll('__NONCE__', nonce));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = this.#door.check({ method: 'GET', headers: request.headers, isUpgrade: true });
    const refuse = (status: string) => {
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    };
    if (refusal !== null) return refuse(`${refusal.status} Refused`);
    if (request.url !== '/socket') return refuse('404 Not Found');
    if (this.#sessions.size >= MAX_SESSIONS) return refuse('503 Service Unavailable');
    this.#sockets.handleUpgrade(request, socket, head, webSocket => {
      const session = new Session(randomUUID(), this.#options.hub, new PageSocket(webSocket, socket));
      this.#sessions.add(session);
      for (const operation of this.#operations.list()) session.send({ type: 'operation', operation });
      webSocket.on('message', (data: Buffer, isBinary) => {
        if (isBinary) session.close();
        else session.receive(data.toString('utf8'));
      });
      webSocket.on('error', error => this.#options.logger.debug({ error: error.message }, 'socket failed'));
      webSocket.on('close', () => {
        this.#sessions.delete(session);
        session.close();
      });
    });
  }
}
