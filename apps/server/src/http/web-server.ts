import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { WebSocketServer } from 'ws';
import { MAX_UP_BYTES } from '@lanthorn/protocol/constants.ts';
import type { Services } from '../services.ts';
import { Door } from './door.ts';
import type { PageFile } from './page-files.ts';
import { PAGE_DEFLATE, PageSocket } from './page-socket.ts';
import { addAccessRoutes } from './routes/access.ts';
import { addClusterRoutes } from './routes/clusters.ts';
import { addHistoryRoutes } from './routes/history.ts';
import { addMatchingRoutes } from './routes/matching.ts';
import { addMetricsRoutes } from './routes/metrics.ts';
import { addOperationRoutes } from './routes/operations.ts';
import { addPageRoutes } from './routes/page.ts';
import { addPresetRoutes } from './routes/presets.ts';

export interface WebServerOptions {
  readonly host: string;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly services: Services;
}

/** An edit carries its object twice, and an object may have 3 MB (kube-apiserver's limit). */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** A machine has one person and a few tabs; this many sockets are a fault or an attack. */
const MAX_SESSIONS = 200;

/** A refusal is one small packet; whoever has not taken it by then is not waited for. */
const REFUSAL_MS = 2_000;

/** The listener, the door and the sockets; what is behind the door are routes, which use services that were built before. */
export class WebServer {
  readonly #host: string;
  readonly #services: Services;
  readonly #app: FastifyInstance;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_UP_BYTES,
    perMessageDeflate: PAGE_DEFLATE,
  });
  readonly #secret = randomBytes(24).toString('base64url');
  #door: Door;

  constructor({ host, files, services }: WebServerOptions) {
    this.#host = host;
    this.#services = services;
    this.#door = new Door({ port: 0, secret: this.#secret });
    this.#app = Fastify({ logger: false, bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true });
    this.#guardRoutes();
    addClusterRoutes(this.#app, services);
    addOperationRoutes(this.#app, services);
    addHistoryRoutes(this.#app, services);
    addPresetRoutes(this.#app, services);
    addMatchingRoutes(this.#app, services);
    addAccessRoutes(this.#app, services);
    addMetricsRoutes(this.#app, services);
    addPageRoutes(this.#app, { files, port: () => this.port });
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

  /** The address with the secret of this launch: whoever has it is let in. */
  get url(): string {
    return `http://${this.#host.includes(':') ? `[${this.#host}]` : this.#host}:${this.port}/launch/${this.#secret}`;
  }

  /** Rejects when the port is taken; another may be tried then. */
  async listen(port: number): Promise<void> {
    await this.#app.listen({ host: this.#host, port });
    this.#door = new Door({ port: this.port, secret: this.#secret });
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
      return reply.code(status).send({ message: error.message });
    });
    app.get<{ Params: { secret: string } }>('/launch/:secret', async (request, reply) =>
      this.#launch(request.params.secret, reply),
    );
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

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const refusal = this.#door.check({ method: 'GET', headers: request.headers, isUpgrade: true });
    const { sessions, operations, logger } = this.#services;
    // Node gives the connection away as it is: whoever takes it must listen, or a reset ends the process.
    socket.on('error', error => logger.debug({ error: error.message }, 'connection failed'));
    if (refusal !== null) return refuseUpgrade(socket, `${refusal.status} Refused`);
    if (request.url !== '/socket') return refuseUpgrade(socket, '404 Not Found');
    if (sessions.size >= MAX_SESSIONS) return refuseUpgrade(socket, '503 Service Unavailable');
    this.#sockets.handleUpgrade(request, socket, head, webSocket => {
      const session = sessions.open(new PageSocket(webSocket, socket));
      webSocket.on('message', (data: Buffer, isBinary) => {
        if (isBinary) session.close();
        else session.receive(data.toString('utf8'));
      });
      webSocket.on('error', error => logger.debug({ error: error.message }, 'socket failed'));
      webSocket.on('close', () => sessions.end(session));
      for (const operation of operations.list()) session.send({ type: 'operation', operation });
    });
  }
}

/** Closes the connection as soon as the answer is sent, whatever the other side does. */
function refuseUpgrade(socket: Socket, status: string): void {
  socket.setTimeout(REFUSAL_MS, () => socket.destroy());
  socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  socket.destroySoon();
}
