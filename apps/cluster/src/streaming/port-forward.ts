import { createServer, type Server } from 'node:http';
import { Duplex } from 'node:stream';
import { portsOf, servedPage } from '@lanthorn/apiserver/requests/proxy.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { SpdyConnection, type SpdyStream } from './spdy-connection.ts';

/** One connection to a port, whichever way its bytes travel. */
export interface ForwardedStream extends AsyncIterable<Uint8Array> {
  readonly write: (bytes: Uint8Array) => void;
  readonly end: () => void;
  /** Told why nobody answers. */
  readonly fail: (why: string) => void;
  /** Told that the connection is over. */
  readonly closed: () => void;
}

/** A connection that is a stream of another. */
class StreamDuplex extends Duplex {
  readonly #stream: ForwardedStream;

  constructor(stream: ForwardedStream) {
    super();
    this.#stream = stream;
    void this.#pump();
  }

  async #pump(): Promise<void> {
    for await (const bytes of this.#stream) this.push(bytes);
    this.push(null);
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#stream.write(chunk);
    done();
  }

  override _final(done: () => void): void {
    this.#stream.end();
    done();
  }

  /** A server of HTTP sets these on its sockets. */
  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }
}

/** What every simulated container serves: a page that says who answered. */
function simulatedServer(pod: KubeObject, port: number): Server {
  return createServer((request, response) => {
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.end(servedPage(pod, port, { method: request.method ?? '', url: request.url ?? '' }));
  });
}

/** What listens in a pod: on the ports it names, or on any where it names none. */
export class PodPorts {
  readonly #pod: KubeObject;
  readonly #servers = new Map<number, Server>();

  constructor(pod: KubeObject) {
    this.#pod = pod;
  }

  connect(port: number, stream: ForwardedStream): void {
    const ports = portsOf(this.#pod);
    if (ports.length > 0 && !ports.includes(port)) {
      stream.fail(`error forwarding port ${port} to pod ${this.#pod.metadata.name ?? ''}: connection refused`);
      stream.end();
      stream.closed();
      return;
    }
    const server = this.#servers.get(port) ?? simulatedServer(this.#pod, port);
    this.#servers.set(port, server);
    const connection = new StreamDuplex(stream);
    connection.on('close', stream.closed);
    server.emit('connection', connection);
  }

  close(): void {
    for (const server of this.#servers.values()) server.close();
  }
}

/** Serves `portforward.k8s.io`: for every connection of the client a pair of streams, for its bytes and for what went wrong. */
export function servePortForward(socket: Duplex, pod: KubeObject): Promise<void> {
  const waiting = new Map<string, SpdyStream>();
  const ports = new PodPorts(pod);
  const connect = (data: SpdyStream, error: SpdyStream) => {
    ports.connect(Number(data.headers.get('port')), {
      [Symbol.asyncIterator]: () => data[Symbol.asyncIterator](),
      write: bytes => data.write(bytes),
      end: () => data.end(),
      fail: why => error.write(Buffer.from(why)),
      closed: () => error.end(),
    });
  };
  const { closed } = new SpdyConnection(socket, stream => {
    const id = stream.headers.get('requestid') ?? '';
    const other = waiting.get(id);
    if (other === undefined) {
      waiting.set(id, stream);
      return;
    }
    waiting.delete(id);
    if (stream.headers.get('streamtype') === 'data') connect(stream, other);
    else connect(other, stream);
  });
  return closed.then(() => ports.close());
}
