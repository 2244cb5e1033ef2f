import { randomBytes } from 'node:crypto';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PageFile } from './page-files.ts';

export interface PageOptions {
  readonly files: ReadonlyMap<string, PageFile>;
}

/** The page for every address inside it, and its files. */
export function addPageRoutes(app: FastifyInstance, options: PageOptions): void {
  app.get('/*', async (request, reply) => sendPage(request, reply, options));
  app.setNotFoundHandler((request, reply) => sendNoPath(reply, pathOf(request)));
}

const pathOf = (request: FastifyRequest) => request.url.split('?')[0] ?? '/';

function sendNoPath(reply: FastifyReply, path: string): FastifyReply {
  return reply.code(404).send(problem('noPath', { path }));
}

function sendPage(request: FastifyRequest, reply: FastifyReply, options: PageOptions): FastifyReply {
  const path = pathOf(request);
  if (path.startsWith('/api/')) return sendNoPath(reply, path);
  const file = options.files.get(path);
  if (file === undefined || path === '/index.html') return sendIndex(request, reply, options);
  const accepted = request.headers['accept-encoding']?.toString() ?? '';
  reply
    .type(file.type)
    .header('cache-control', 'private, max-age=31536000, immutable')
    .header('vary', 'accept-encoding');
  if (file.brotli !== null && /\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(file.brotli);
  if (file.gzip !== null && /\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(file.gzip);
  return reply.send(file.plain);
}

/** Its style elements carry a nonce that is new each time. */
function sendIndex(request: FastifyRequest, reply: FastifyReply, { files }: PageOptions): FastifyReply {
  const index = files.get('/index.html');
  if (index === undefined) return reply.code(500).type('text/plain').send('the page is not built: run npm start\n');
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    // The door has looked at the host name.
    `connect-src 'self' ws://${request.headers.host}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return reply
    .type(index.type)
    .header('content-security-policy', policy.join('; '))
    .send(index.plain.toString('utf8').replaceAll('__NONCE__', nonce));
}
