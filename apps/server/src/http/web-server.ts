import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { WebSocketServer } from 'ws';
import { MAX_UP_BYTES } from '@lanthorn/protocol/constants.ts';
import { problem, type Problem } from '@lanthorn/protocol/error-kinds.ts';
import { HistoryUnavailable } from '../history/stores/history-status.ts';
import { RequestProblem } from '../operations/request-problem.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import type { Services } from '../services/services.ts';
import { Door } from './door/door.ts';
import { addExactJson } from './exact-json.ts';
import { Logins } from './door/logins.ts';
import type { PageFile } from './routes/page-files.ts';
import { PAGE_DEFLATE, PageSocket } from './page-socket.ts';
import { addAccessRoutes } from './routes/access.ts';
import { addUsageHistoryRoute } from './routes/usage-history.ts';
import { addWhoCanRoutes } from './routes/who-can.ts';
import { addDataKeyRoutes } from './routes/data-keys.ts';
import { addChangeSetRoutes } from './routes/acting/change-sets.ts';
import { addClusterRoutes, clustersAnswer } from './routes/clusters.ts';
import { addDataReaderRoutes } from './routes/data-readers.ts';
import { addFileRoutes } from './routes/files.ts';
import { addDrainPlanRoutes } from './routes/acting/drain-plan.ts';
import { addHelmRoutes } from './routes/helm.ts';
import { addLogRoutes } from './routes/streams/logs.ts';
import { addHistoryRoutes } from './routes/history.ts';
import { addLaunchRoute, LAUNCH_ROUTE } from './routes/launch.ts';
import { addMatchingRoutes } from './routes/acting/matching.ts';
import { addMetricsRoutes } from './routes/metrics.ts';
import { addOperationRoutes } from './routes/acting/operations.ts';
import { addPortRoutes } from './routes/ports.ts';
import { addPageRoutes } from './routes/page.ts';
import { addPreferenceRoutes } from './routes/preferences.ts';
import { addPresetRoutes } from './routes/presets.ts';
import { addRecordingRoutes } from './routes/streams/recordings.ts';
import { addSettingsRoutes } from './routes/settings.ts';

export interface WebServerOptions {
  readonly host: string;
  /** The host name that sessions live at. */
  readonly ownName: string;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly services: Services;
  /** Somebody opened an address that was used: a fresh one is to be shown to the person at the terminal. */
  readonly onUsedAddress: () => void;
  /** Told of each page that is sent, not of its files. */
  readonly onPage: () => void;
}

/** An edit carries its object twice, and an object may have 3 MB (kube-apiserver's limit). */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** A machine has one person and a few tabs; this many sockets are a fault or an attack. */
const MAX_SESSIONS = 200;

/** From the start of a browser to its first request, on a slow machine. */
const OPENER_CODE_MS = 120_000;

/** A refusal is one small packet; whoever has not taken it by then is not waited for. */
const REFUSAL_MS = 2_000;

/** The listener, the door and the sockets; what is behind the door are routes, which use services that were built before. */
export class WebServer {
  readonly #host: string;
  readonly #listenAt: string;
  readonly #services: Services;
  readonly #app: FastifyInstance;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_UP_BYTES,
    perMessageDeflate: PAGE_DEFLATE,
  });
  readonly #logins = new Logins({ now: () => performance.now() });
  readonly #ownName: string;
  #door: Door;

  constructor({ host, ownName, files, services, onUsedAddress, onPage }: WebServerOptions) {
    this.#host = host.includes(':') ? `[${host}]` : host;
    this.#listenAt = host;
    this.#ownName = ownName;
    this.#services = services;
    this.#door = this.#newDoor(0);
    this.#app = Fastify({
      logger: false,
      bodyLimit: MAX_BODY_BYTES,
      forceCloseConnections: true,
      schemaController: { compilersFactory: { buildValidator: compileNoSchema, buildSerializer: compileNoSchema } },
      // An address that cannot be decoded has no route, and so no hook before it.
      frameworkErrors: (_error, request: FastifyRequest, reply: FastifyReply) =>
        this.#guard(request, reply) ?? reply.code(400).type('text/plain').send('the address cannot be read\n'),
    });
    this.#guardRoutes();
    addExactJson(this.#app);
    addClusterRoutes(this.#app, services);
    addOperationRoutes(this.#app, services);
    addChangeSetRoutes(this.#app, services);
    addHistoryRoutes(this.#app, services);
    addPreferenceRoutes(this.#app, services);
    addPresetRoutes(this.#app, services);
    addPortRoutes(this.#app, services);
    addFileRoutes(this.#app, services);
    addLogRoutes(this.#app, services);
    addSettingsRoutes(this.#app, services);
    addRecordingRoutes(this.#app, services);
    addMatchingRoutes(this.#app, services);
    addDrainPlanRoutes(this.#app, services);
    addAccessRoutes(this.#app, services);
    addWhoCanRoutes(this.#app, services);
    addDataKeyRoutes(this.#app, services);
    addDataReaderRoutes(this.#app, services);
    addHelmRoutes(this.#app, services);
    addMetricsRoutes(this.#app, services);
    addUsageHistoryRoute(this.#app, services);
    addPageRoutes(this.#app, {
      files,
      preferences: services.preferences,
      clusters: () => clustersAnswer(services),
      onOpen: names => {
        names.forEach(name => this.#reach(name));
        onPage();
      },
    });
    addLaunchRoute(this.#app, { logins: this.#logins, door: () => this.#door, onUsed: onUsedAddress });
    this.#app.server.on('upgrade', (request, socket, head) => {
      if (socket instanceof Socket) this.#upgrade(request, socket, head);
      else socket.destroy();
    });
  }

  /** The port listened on; 0 before. */
  get port(): number {
    const address = this.#app.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** An address that lets somebody in once, for the terminal. */
  newAddress(): string {
    return `${this.#door.ownOrigin}/launch/${this.#logins.newCode({ lifeMs: null, isExposed: false })}`;
  }

  /** The same for a command line, which all of this machine may read: it soon ends, does not tell our host name, and whoever comes second ends it. */
  newOpenerAddress(): string {
    const code = this.#logins.newCode({ lifeMs: OPENER_CODE_MS, isExposed: true });
    return this.elsewhere(`/launch/${code}`);
  }

  /** At the address that is listened on: for a browser that does not find our host name. */
  elsewhere(path: string): string {
    return `http://${this.#host}:${this.port}${path}`;
  }

  /** Rejects when the port is taken; another may be tried then. */
  async listen(port: number): Promise<void> {
    await this.#app.listen({ host: this.#listenAt, port });
    this.#door = this.#newDoor(this.port);
  }

  #newDoor(port: number): Door {
    return new Door({ port, ownName: this.#ownName, logins: this.#logins });
  }

  async close(): Promise<void> {
    this.#sockets.close();
    await this.#app.close();
  }

  #guardRoutes(): void {
    const app = this.#app;
    app.addHook('onRequest', async (request, reply) => this.#guard(request, reply));
    app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) this.#services.logger.error({ error: error.message }, 'request failed');
      return reply.code(status).send(problemOf(error, status));
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
    const isLaunch = request.routeOptions.url === LAUNCH_ROUTE && request.method === 'GET';
    const refusal = isLaunch ? this.#door.checkOrigin(knock) : this.#door.check(knock);
    if (refusal === null) return undefined;
    reply.code(refusal.status);
    // A person may read it in a window of its own.
    return request.url.startsWith('/api/')
      ? reply.send(refusal.problem)
      : reply.type('text/plain').send(`${refusal.problem.message}\n`);
  }

  /** Connects, logs in and asks for the kinds while the page's code loads: the page asks for them as soon as it runs. */
  #reach(name: string): void {
    const { hub, identity, kinds, logger } = this.#services;
    const cluster = hub.clusters.get(clusterKey(name, identity));
    if (cluster === undefined) return;
    // The page asks again, and says why nothing came.
    kinds.of(cluster).catch((error: unknown) => logger.debug({ error: String(error) }, 'kinds cannot be read'));
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const refusal = this.#door.check({ method: 'GET', headers: request.headers, isUpgrade: true });
    const { identity, sessions, operations, changeSets, history, preferences, logger } = this.#services;
    // Node gives the connection away as it is: whoever takes it must listen, or a reset ends the process.
    socket.on('error', error => logger.debug({ error: error.message }, 'connection failed'));
    if (refusal !== null) return refuseUpgrade(socket, `${refusal.status} Refused`);
    if (request.url !== '/socket') return refuseUpgrade(socket, '404 Not Found');
    if (sessions.size >= MAX_SESSIONS) return refuseUpgrade(socket, '503 Service Unavailable');
    this.#sockets.handleUpgrade(request, socket, head, webSocket => {
      const session = sessions.open(identity, new PageSocket(webSocket, socket));
      webSocket.on('message', (data: Buffer, isBinary) => {
        if (isBinary) session.receiveBytes(data);
        else session.receive(data.toString('utf8'));
      });
      webSocket.on('error', error => logger.debug({ error: error.message }, 'socket failed'));
      const forget = this.#logins.onEnd(this.#door.sessionOf(request.headers) ?? '', () => session.close());
      webSocket.on('close', () => {
        forget();
        sessions.end(session);
      });
      session.send({ type: 'history', history: history.status.state });
      void preferences.read().then(state => session.send({ type: 'preferences', preferences: state }));
      void changeSets.messages(identity).then(
        messages => messages.forEach(message => session.send(message)),
        (error: unknown) => logger.debug({ error: String(error) }, 'change sets cannot be read'),
      );
      void operations.list(identity).then(known => {
        for (const operation of known) session.send({ type: 'operation', operation });
      });
    });
  }
}

/** Messages are read by the protocol's schemas. What Fastify would compile those of routes with takes a tenth of a start. */
function compileNoSchema(): never {
  throw new Error('routes have no JSON schemas here');
}

/** Closes the connection as soon as the answer is sent, whatever the other side does. */
function refuseUpgrade(socket: Socket, status: string): void {
  socket.setTimeout(REFUSAL_MS, () => socket.destroy());
  socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  socket.destroySoon();
}

/** Of what was thrown: what was meant for the reader, what could not be read of the request, and what is our own. */
function problemOf(error: Error, status: number): Problem {
  if (error instanceof RequestProblem) return error.problem;
  const detail = error.message;
  if (error instanceof HistoryUnavailable) return problem('noHistory', { detail });
  return status < 500 ? problem('malformed', { detail }) : problem('fault', { detail });
}
