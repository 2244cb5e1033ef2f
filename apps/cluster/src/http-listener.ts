import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { createServer, type Server } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import type { Duplex } from 'node:stream';
import type { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { decodeProtobuf, PROTOBUF } from '@lanthorn/apiserver/wire/protobuf.ts';
import type { UserInfo } from '@lanthorn/apiserver/wire/user-info.ts';
import type { ApiRequest, ApiResponse } from '@lanthorn/kube/api/api-request.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import type { ServerCertificate } from './certificate.ts';
import { readStreamOptions, type StreamUpgrade } from './streaming/stream-upgrade.ts';

/** kube-apiserver's limit for request bodies (etcd's 1.5 MiB with room for the encoding). */
const MAX_BODY_BYTES = 3 * 1024 * 1024;
/** Answers from this size on are compressed where the client takes it (APIResponseCompression). */
const GZIP_FROM_BYTES = 128 * 1024;
/** Fast beats small: the real server uses level 1 too. */
const GZIP_LEVEL = 1;
const EACH_AT_ONCE = { level: GZIP_LEVEL, flush: constants.Z_SYNC_FLUSH };

export interface ListenerOptions {
  readonly server: Pick<ApiServer, 'handle' | 'connect'>;
  /** Serves exec, attach and port-forward; without it they are refused. */
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

async function upgrade(
  { server, tokens, streams }: ListenerOptions,
  request: IncomingMessage,
  { socket, head }: { socket: Duplex; head: Buffer },
): Promise<void> {
  socket.on('error', () => socket.destroy());
  const connected = server.connect(toApiRequest(request, ''), tokens.find(bearerOf(request)));
  if ('refusal' in connected || streams === undefined) {
    const { status, body } = 'refusal' in connected ? connected.refusal : { status: 501, body: [] };
    let text = '';
    for await (const chunk of body) text += chunk;
    const headers = [
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(text)}`,
      'connection: close',
    ];
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${headers.join('\r\n')}\r\n\r\n${text}`);
    return;
  }
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  await streams.serve(request, socket, { ...connected.target, ...readStreamOptions(searchParams), head });
}

function bearerOf(request: IncomingMessage): string {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
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
  const answered = await server.handle(decodeBody(request, body), tokens.find(bearerOf(request)), abort.signal);
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

async function write(answered: ApiResponse, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers: Record<string, string | string[]> = { ...answered.headers };
  if (answered.warnings.length > 0) headers['warning'] = answered.warnings.map(text => `299 - ${JSON.stringify(text)}`);
  const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding']?.toString() ?? '');
  const isWatch = request.url?.includes('watch=') === true;
  if (isWatch || request.url?.includes('/log') === true) {
    const isGzip = isWatch && takesGzip;
    response.writeHead(answered.status, isGzip ? { ...headers, 'content-encoding': 'gzip' } : headers);
    response.flushHeaders();
    const chunks = Readable.from(answered.body, { highWaterMark: 1 });
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
  if (takesGzip && text.length > GZIP_FROM_BYTES) {
    response.writeHead(answered.status, { ...headers, 'content-encoding': 'gzip' });
    await pipeline(Readable.from([text]), createGzip({ level: GZIP_LEVEL }), response);
    return;
  }
  response.writeHead(answered.status, { ...headers, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
