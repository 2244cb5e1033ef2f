import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type WebSocket, WebSocketServer } from 'ws';
import { subprotocolsOf } from './bearer-of.ts';
import { type CommandServices, runCommand } from './command-runner.ts';
import { messagesOf } from './message-socket.ts';
import { overMessages, overSpdy } from './remote-command.ts';
import type { AskedStreams } from './stream-options.ts';

/** What a request for streams asks for; attach has no command. */
export interface StreamRequest extends AskedStreams {
  readonly kind: 'exec' | 'attach';
  readonly pod: KubeObject;
}

const COMMAND_PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** Exec and attach of a pod, over a WebSocket or over SPDY/3.1, as the client asks. */
export class StreamUpgrade {
  readonly #services: CommandServices;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: offered => COMMAND_PROTOCOLS.find(protocol => offered.has(protocol)) ?? false,
  });

  constructor(services: CommandServices) {
    this.#services = services;
  }

  /** Told when a pod has ended, or its first container has; the returned function listens no more. */
  watchEnd(pod: KubeObject, onEnd: () => void): () => void {
    return this.#services.watchEnd?.(pod, '', onEnd) ?? (() => {});
  }

  /** Why nobody can be attached, in the words of containerd; null where somebody can. */
  whyNotAttached(pod: KubeObject, container: string): string | null {
    return this.#services.runtime.hasEnded(pod, container) ? 'container is in CONTAINER_EXITED state' : null;
  }

  /** Takes the connection over; never rejects. */
  async serve(
    request: IncomingMessage,
    socket: Duplex,
    asked: StreamRequest & { readonly head: Buffer },
  ): Promise<void> {
    try {
      if (request.headers.upgrade?.toLowerCase() === 'websocket') {
        if (isForeign(request)) socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
        else await this.#webSocket(request, socket, asked);
      } else await this.#spdy(request, socket, asked);
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
    const webSocket = await new Promise<WebSocket>(resolve => {
      this.#sockets.handleUpgrade(request, socket, asked.head, resolve);
    });
    await overMessages(messagesOf(webSocket, socket), asked, streams => runCommand(this.#services, asked, streams));
  }

  async #spdy(
    request: IncomingMessage,
    socket: Duplex,
    asked: StreamRequest & { readonly head: Buffer },
  ): Promise<void> {
    const offered = String(request.headers['x-stream-protocol-version'] ?? '').split(/,\s*/);
    const protocol = COMMAND_PROTOCOLS.find(known => offered.includes(known)) ?? '';
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: SPDY/3.1'];
    socket.write(`${[...lines, `X-Stream-Protocol-Version: ${protocol}`].join('\r\n')}\r\n\r\n`);
    if (asked.head.length > 0) socket.unshift(asked.head);
    await overSpdy(socket, asked, streams => runCommand(this.#services, asked, streams));
  }
}

/** Whether it speaks only what nobody here does; who says nothing of it is taken. */
function isForeign(request: IncomingMessage): boolean {
  const offered = subprotocolsOf(request);
  return offered.length > 0 && !COMMAND_PROTOCOLS.some(known => offered.includes(known));
}
