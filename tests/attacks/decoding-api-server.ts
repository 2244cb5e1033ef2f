import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** JSON of an object that is served as it is, however odd. */
export type ObjectText = string;

/**
 * An API server that reads a path as kube-apiserver does: decoded as a whole, before it is cut at its slashes. It serves what it is given,
 * refuses nothing, and remembers what it was asked.
 */
export class DecodingApiServer {
  /** Method and path of each request, as they arrived. */
  readonly asked: string[] = [];
  /** Objects by decoded path. */
  readonly #objects = new Map<string, ObjectText>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  put(path: string, object: ObjectText): void {
    this.#objects.set(path, object);
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise(resolve => this.#server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://server');
    this.asked.push(`${request.method} ${request.url}`);
    for await (const _chunk of request) {
      // What is sent is of no interest, but it must be read.
    }
    const path = decodeURIComponent(url.pathname);
    response.setHeader('content-type', 'application/json');
    if (url.searchParams.get('watch') === '1') {
      response.write('');
      response.flushHeaders();
      return;
    }
    if (path.endsWith('/selfsubjectaccessreviews')) return end(response, 201, '{"status":{"allowed":true}}');
    const object = this.#objects.get(path);
    if (object !== undefined) return end(response, 200, object);
    const items = [...this.#objects].filter(([key]) => key.slice(0, key.lastIndexOf('/')) === path);
    if (items.length === 0)
      return end(
        response,
        404,
        '{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}',
      );
    const list = items.map(([, text]) => text.replace(/^\{"kind":"\w+","apiVersion":"[^"]+",/, '{'));
    return end(
      response,
      200,
      `{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[${list.join(',')}]}`,
    );
  }
}

function end(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.end(text);
}
