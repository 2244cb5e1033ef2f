import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { createServer, type Server } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import type { Duplex } from 'node:stream';
import { internalError } from '@lanthorn/apiserver/wire/api-error.ts';
import { statusResponse } from '@lanthorn/apiserver/wire/responses.ts';
import type { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { PROTOBUF } from '@lanthorn/apiserver/wire/protobuf-fields.ts';
import { decodeProtobuf } from '@lanthorn/apiserver/wire/protobuf.ts';
import { binaryAnswer, binaryFrames } from './binary-answer.ts';
import type { UserInfo } from '@lanthorn/apiserver/wire/user-info.ts';
import type { ApiRequest, ApiResponse } from '@lanthorn/kube/api/api-request.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import type { ServerCertificate } from './certificate.ts';
import { answerOverWebSocket } from './streaming/answer-socket.ts';
import { takeBearer } from './streaming/bearer-of.ts';
import { upgradePortForward } from './streaming/port-forward-upgrade.ts';
import { readStreamOptions } from './streaming/stream-options.ts';
import type { StreamUpgrade } from './streaming/stream-upgrade.ts';

/** kube-apiserver's limit for request bodies (etcd's 1.5 MiB with room for the encoding). */
const MAX_BODY_BYTES = 3 * 1024 * 1024;
/** Answers from this size on are compressed where the client takes it (APIResponseCompression). */
const NOT_ACCEPTABLE = 406;
const GZIP_FROM_BYTES = 128 * 1024;
/** Fast beats small: the real server uses level 1 too. */
const GZIP_LEVEL = 1;
const EACH_AT_ONCE = { level: GZIP_LEVEL, flush: constants.Z_SYNC_FLUSH };

export interface ListenerOptions {
  readonly server: Pick<ApiServer, 'handle' | 'connect'>;
  /** Serves exec and attach; without it they are refused. */
  readonly streams?: StreamUpgrade;
  /** Whose a bearer token is. */
  readonly tokens: { readonly find: (token: string) => UserInfo | null };
  readonly certificate: ServerCertificate;
}

/** Serves the embedded API server over HTTPS, as `kubectl` expects it. */
export function createListener(options: ListenerOptions): Server {
  const listener = createServer(options.certificate, (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(error instanceof Error ? error.message : String(error));
    });
  });
  listener.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgrade(options, request, { socket, head }).catch(() => socket.destroy());
  });
  return listener;
}

/** Paths whose connections are taken over both ways. */
const STREAMED = /\/(exec|attach|portforward)$/;

async function upgrade(
  options: ListenerOptions,
  request: IncomingMessage,
  connection: { socket: Duplex; head: Buffer },
): Promise<void> {
  const { socket, head } = connection;
  socket.on('error', () => socket.destroy());
  const { server, tokens, streams } = options;
  const user = tokens.find(takeBearer(request));
  const asked = toApiRequest(request, '');
  if (!STREAMED.test(asked.path)) return answerUpgrade(request, connection, { server, user, asked });
  const connected = await server.connect(asked, user);
  if ('refusal' in connected) return refuse(socket, connected.refusal);
  const { kind, pod } = connected.target;
  if (kind === 'portforward') {
    // Whoever was forwarded to a pod is cut off with it.
    const stop = streams?.watchEnd(pod, () => socket.destroy()) ?? (() => {});
    return upgradePortForward(request, socket, { head, pod }).finally(stop);
  }
  if (streams === undefined) return refuse(socket, { status: 501, body: [] });
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const why = kind === 'attach' ? streams.whyNotAttached(pod, searchParams.get('container') ?? '') : null;
  if (why !== null) return refuse(socket, statusResponse(internalError(why).status));
  return streams.serve(request, socket, { kind, pod, ...readStreamOptions(searchParams), head });
}

/** What is no stream both ways is answered all the same: a watch and a log over a WebSocket, anything else as plain HTTP. */
async function answerUpgrade(
  request: IncomingMessage,
  connection: { socket: Duplex; head: Buffer },
  { server, user, asked }: Pick<ListenerOptions, 'server'> & { user: UserInfo | null; asked: ApiRequest },
): Promise<void> {
  const abort = new AbortController();
  const answered = await server.handle(asked, user, abort.signal);
  const isWatch = isWatchRequest(request);
  const isSocket = request.headers.upgrade?.toLowerCase() === 'websocket';
  if (!isSocket || answered.status !== 200 || !(isWatch || asked.path.endsWith('/log')))
    return refuse(connection.socket, answered);
  await answerOverWebSocket(request, connection, { answer: answered, isWatch, abort });
}

interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<string> | readonly string[];
}

async function refuse(socket: Duplex, { status, headers: told = {}, body }: Refusal): Promise<void> {
  let text = '';
  for await (const chunk of body) text += chunk;
  const headers = [
    `content-type: ${told['content-type'] ?? 'application/json'}`,
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
  ];
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${headers.join('\r\n')}\r\n\r\n${text}`);
}

async function answer(
  { server, tokens }: ListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const abort = new AbortController();
  response.on('close', () => abort.abort());
  const body = await readBody(request);
  if (body === null) {
    response.writeHead(413).end();
    return;
  }
  const answered = await server.handle(decodeBody(request, body), tokens.find(takeBearer(request)), abort.signal);
  await write(answered, request, response);
}

/** The binary encoding ends here: behind it a body is JSON. What cannot be read the server itself refuses. */
function decodeBody(request: IncomingMessage, body: Buffer): ApiRequest {
  const plain = toApiRequest(request, body.toString('utf8'));
  if (request.headers['content-type']?.startsWith(PROTOBUF) !== true || body.length === 0) return plain;
  try {
    const object = decodeProtobuf(body);
    if (object === null) return plain;
    const headers = { ...plain.headers, 'content-type': 'application/json' };
    return { ...plain, headers, body: writeJson(object) };
  } catch (error) {
    if (error instanceof URIError || error instanceof RangeError || error instanceof SyntaxError) return plain;
    throw error;
  }
}

function toApiRequest(request: IncomingMessage, body: string): ApiRequest {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers[name] = value;
  return {
    method: (request.method ?? 'GET') as ApiRequest['method'],
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers,
    ...(body === '' ? {} : { body }),
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isWatchRequest({ url = '' }: IncomingMessage): boolean {
  return /watch=|\/watch\//.test(url);
}

async function write(answered: ApiResponse, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers: Record<string, string | string[]> = { ...answered.headers };
  if (answered.warnings.length > 0) headers['warning'] = answered.warnings.map(text => `299 - ${JSON.stringify(text)}`);
  const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding']?.toString() ?? '');
  const isWatch = isWatchRequest(request);
  if (isWatch || request.url?.includes('/log') === true) {
    const isGzip = isWatch && takesGzip;
    response.writeHead(answered.status, isGzip ? { ...headers, 'content-encoding': 'gzip' } : headers);
    response.flushHeaders();
    const isBinary = answered.headers['content-type']?.startsWith(PROTOBUF) === true;
    const chunks = Readable.from(isBinary ? binaryFrames(answered.body) : answered.body, { highWaterMark: 1 });
    // Each event is sent as soon as it is there (WatchListCompression, on since 1.37).
    const stream = isGzip ? pipeline(chunks, createGzip(EACH_AT_ONCE), response) : pipeline(chunks, response);
    await stream.catch((error: unknown) => {
      // The reader went away: that is how every watch ends.
      if (!response.destroyed) throw error;
    });
    return;
  }
  let text = '';
  for await (const chunk of answered.body) text += chunk;
  // Who asks for what is not served is told so in JSON.
  const binary = answered.status === NOT_ACCEPTABLE ? null : binaryAnswer(text, request);
  if (binary !== null) headers['content-type'] = binary.type;
  const body = binary?.body ?? text;
  if (takesGzip && body.length > GZIP_FROM_BYTES) {
    response.writeHead(answered.status, { ...headers, 'content-encoding': 'gzip' });
    await pipeline(Readable.from([body]), createGzip({ level: GZIP_LEVEL }), response);
    return;
  }
  response.writeHead(answered.status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
