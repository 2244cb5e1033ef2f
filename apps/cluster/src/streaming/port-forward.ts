import { createServer, type Server } from 'node:http';
import { Duplex } from 'node:stream';
import { asArray, asNumber, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { SpdyConnection, type SpdyStream } from './spdy-connection.ts';

/** Ports that a pod's containers say they listen on. */
function portsOf(pod: KubeObject): number[] {
  return asArray(getPath(pod, 'spec', 'containers'))
    .flatMap(container => asArray(getPath(container, 'ports')))
    .map(port => asNumber(getPath(port, 'containerPort')) ?? 0);
}

/** A connection that is a stream of another. */
class StreamDuplex extends Duplex {
  readonly #stream: SpdyStream;

  constructor(stream: SpdyStream) {
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
    const { name = '', namespace = '' } = pod.metadata;
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.end(`${request.method ?? ''} ${request.url ?? ''} answered by ${namespace}/${name}:${port}\n`);
  });
}

/** Serves `portforward.k8s.io`: for every connection of the client a pair of streams, for its bytes and for what went wrong. */
export function servePortForward(socket: Duplex, pod: KubeObject): Promise<void> {
  const waiting = new Map<string, SpdyStream>();
  const servers = new Map<number, Server>();
  const connect = (data: SpdyStream, error: SpdyStream) => {
    const port = Number(data.headers.get('port'));
    const ports = portsOf(pod);
    // One that says nothing of its ports may listen on any.
    if (ports.length > 0 && !ports.includes(port)) {
      error.write(Buffer.from(`error forwarding port ${port} to pod ${pod.metadata.name ?? ''}: connection refused`));
      error.end();
      data.end();
      return;
    }
    const server = servers.get(port) ?? simulatedServer(pod, port);
    servers.set(port, server);
    const connection = new StreamDuplex(data);
    connection.on('close', () => error.end());
    server.emit('connection', connection);
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
  return closed.then(() => servers.forEach(server => server.close()));
}
