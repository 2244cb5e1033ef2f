import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What the server was asked, and where its answer goes. */
export interface Asked {
  readonly url: URL;
  readonly isWatch: boolean;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** An API server that answers what it is told to, however odd. */
export class HostileApiServer {
  /** Every request, as `GET /path?query`. */
  readonly asked: string[] = [];
  /** Changed by tests as they go on. */
  answer: (asked: Asked) => void | Promise<void>;
  readonly #server;
  readonly #scheme: 'http' | 'https';

  /** With a certificate over TLS: without it no credentials are sent. */
  constructor(
    answer: (asked: Asked) => void | Promise<void>,
    certificate: { readonly cert: string; readonly key: string } | null = null,
  ) {
    this.answer = answer;
    const listener = (request: IncomingMessage, response: ServerResponse) => this.#take(request, response);
    this.#scheme = certificate === null ? 'http' : 'https';
    this.#server = certificate === null ? createServer(listener) : createSecureServer(certificate, listener);
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://server');
    this.asked.push(`${request.method} ${request.url}`);
    response.setHeader('content-type', 'application/json');
    // A client that goes away is no fault of this server.
    response.on('error', () => response.destroy());
    void this.answer({ url, isWatch: url.searchParams.get('watch') === '1', request, response });
  }

  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    return `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise(resolve => this.#server.close(() => resolve()));
  }
}

export const pod = (name: string, extra: object = {}) => ({
  metadata: { namespace: 'shop', name, uid: `uid-${name}`, resourceVersion: '7', ...extra },
});
export const listOf = (items: readonly object[], metadata: object = {}) =>
  JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '7', ...metadata }, items });
export const statusOf = (code: number, message: string) =>
  JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message });
export const eventOf = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`;

export function send({ response }: Asked, status: number, text: string): void {
  response.statusCode = status;
  response.end(text);
}
