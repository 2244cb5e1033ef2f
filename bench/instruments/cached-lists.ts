import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as askSecurely } from 'node:https';
import type { AddressInfo } from 'node:net';

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/**
 * An API server's pages of pods, each asked for once and then told from memory: many clusters of one machine would wait for it alone, and what it
 * takes to read them is what is measured. All else goes through. Nobody sends a token over plain HTTP: it is added here, for those who know the
 * path: any process of the machine finds the port.
 */
export async function startCachedLists(
  server: string,
  token: string,
): Promise<{ readonly url: string; close(): void }> {
  const upstream = { server, authorization: `Bearer ${token}` };
  const pages = new Map<string, Promise<Answer>>();
  const prefix = `/${randomBytes(16).toString('hex')}`;
  const listener = createServer((request, response) => {
    if (request.url?.startsWith(`${prefix}/`) !== true) {
      response.writeHead(404).end();
      return;
    }
    const url = request.url.slice(prefix.length);
    request.url = url;
    const isPage = request.method === 'GET' && url.includes('/pods?') && !url.includes('watch=');
    if (!isPage) return through(upstream, request, response);
    const page = pages.get(url) ?? read(upstream, request);
    pages.set(url, page);
    page.then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      () => response.destroy(),
    );
  });
  await new Promise<void>(resolve => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}${prefix}`,
    close: () => listener.close(),
  };
}

interface Upstream {
  readonly server: string;
  readonly authorization: string;
}

function ask({ server, authorization }: Upstream, { method, url, headers: asked }: IncomingMessage) {
  const headers = { ...asked, authorization };
  return askSecurely(new URL(url ?? '', server), { method, headers, rejectUnauthorized: false });
}

function read(upstream: Upstream, request: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = ask(upstream, request);
    asked.on('error', reject);
    asked.on('response', answer => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const { 'transfer-encoding': _chunks, ...headers } = answer.headers;
        resolve({ status: answer.statusCode ?? 500, headers, body: Buffer.concat(parts) });
      });
    });
    asked.end();
  });
}

function through(upstream: Upstream, request: IncomingMessage, response: ServerResponse): void {
  const asked = ask(upstream, request);
  asked.on('response', answer => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  asked.on('error', () => response.destroy());
  response.on('close', () => asked.destroy());
  request.pipe(asked);
}
