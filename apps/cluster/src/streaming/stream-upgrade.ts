import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { ContainerRuntime } from '../container/container-runtime.ts';
import { servePortForward } from './port-forward.ts';
import { type Ending, overSpdy, overWebSocket, type RemoteStreams } from './remote-command.ts';

/** What a request for streams asks for; attach has no command. */
export interface StreamRequest {
  readonly kind: 'exec' | 'attach' | 'portforward';
  readonly pod: KubeObject;
  readonly container: string;
  readonly command: readonly string[];
  readonly hasStdin: boolean;
  readonly isTerminal: boolean;
}

/** What a container says from now on. */
export type FollowLog = (pod: KubeObject, container: string, signal: AbortSignal) => AsyncIterable<string>;

export interface StreamServices {
  readonly runtime: ContainerRuntime;
  readonly follow: FollowLog;
}

const COMMAND_PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const TUNNEL = 'SPDY/3.1+portforward.k8s.io';

/** Exec, attach and port-forward of a pod, over a WebSocket or over SPDY/3.1, as the client asks. */
export class StreamUpgrade {
  readonly #services: StreamServices;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: offered => [...COMMAND_PROTOCOLS, TUNNEL].find(protocol => offered.has(protocol)) ?? false,
  });

  constructor(services: StreamServices) {
    this.#services = services;
  }

  /** Takes the connection over; never rejects. */
  async serve(
    request: IncomingMessage,
    socket: Duplex,
    asked: StreamRequest & { readonly head: Buffer },
  ): Promise<void> {
    try {
      if (request.headers.upgrade?.toLowerCase() === 'websocket') await this.#webSocket(request, socket, asked);
      else await this.#spdy(request, socket, asked);
    } catch {
      // The client went away, or speaks something else: there is nobody to tell.
      socket.destroy();
    }
  }

  async #webSocket(
    request: IncomingMessage,
    socket: Duplex,
    asked: StreamRequest & { readonly head: Buffer },
  ): Promise<void> {
    const webSocket = await new Promise<Parameters<typeof overWebSocket>[0]>(resolve => {
      this.#sockets.handleUpgrade(request, socket, asked.head, resolve);
    });
    if (asked.kind === 'portforward') await servePortForward(createWebSocketStream(webSocket), asked.pod);
    else await overWebSocket(webSocket, asked, streams => this.#run(asked, streams));
  }

  async #spdy(
    request: IncomingMessage,
    socket: Duplex,
    asked: StreamRequest & { readonly head: Buffer },
  ): Promise<void> {
    const offered = String(request.headers['x-stream-protocol-version'] ?? '').split(/,\s*/);
    const protocol = ['portforward.k8s.io', ...COMMAND_PROTOCOLS].find(known => offered.includes(known)) ?? '';
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: SPDY/3.1'];
    socket.write(`${[...lines, `X-Stream-Protocol-Version: ${protocol}`].join('\r\n')}\r\n\r\n`);
    if (asked.head.length > 0) socket.unshift(asked.head);
    if (asked.kind === 'portforward') await servePortForward(socket, asked.pod);
    else await overSpdy(socket, asked, streams => this.#run(asked, streams));
  }

  async #run({ kind, pod, container, command, isTerminal }: StreamRequest, streams: RemoteStreams): Promise<Ending> {
    if (kind === 'exec') return this.#services.runtime.exec(pod, { container, command, isTerminal, ...streams });
    for await (const text of this.#services.follow(pod, container, streams.signal)) streams.out(Buffer.from(text));
    return { exitCode: 0 };
  }
}

/** The options of a request, as the API names them and as a kubelet does. */
export function readStreamOptions(query: URLSearchParams): Omit<StreamRequest, 'kind' | 'pod'> {
  const flag = (...names: string[]) => names.some(name => ['true', '1'].includes(query.get(name) ?? ''));
  return {
    container: query.get('container') ?? '',
    command: query.getAll('command'),
    hasStdin: flag('stdin', 'input'),
    isTerminal: flag('tty'),
  };
}
