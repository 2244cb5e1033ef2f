import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';
import { subprotocolsOf } from './bearer-of.ts';
import {
  askedPorts,
  BASE64_CHANNELS,
  CHANNELS,
  channelsOf,
  forwardChannels,
  portProblem,
} from './port-forward-channels.ts';
import { servePortForward } from './port-forward.ts';

const PROTOCOLS = 'sec-websocket-protocol';
/** SPDY inside a WebSocket: what kubectl and client-go try first. */
const TUNNEL = 'SPDY/3.1+portforward.k8s.io';
/** A slash is no part of a subprotocol's name in HTTP, and the library refuses it: between it and the wire the name is another. */
const TUNNEL_INSIDE = 'SPDY-3.1+portforward.k8s.io';

const sockets = new WebSocketServer({
  noServer: true,
  handleProtocols: offered => [TUNNEL_INSIDE, CHANNELS, BASE64_CHANNELS].find(known => offered.has(known)) ?? false,
});
sockets.on('headers', headers => {
  headers.forEach((line, i) => {
    if (line.toLowerCase().startsWith(PROTOCOLS)) headers[i] = line.replace(TUNNEL_INSIDE, TUNNEL);
  });
});

/** Serves a port-forward over whichever transport the client asks for; resolves when it has ended. */
export async function upgradePortForward(
  request: IncomingMessage,
  socket: Duplex,
  { head, pod }: { readonly head: Buffer; readonly pod: KubeObject },
): Promise<void> {
  if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: SPDY/3.1'];
    socket.write(`${[...lines, 'X-Stream-Protocol-Version: portforward.k8s.io'].join('\r\n')}\r\n\r\n`);
    if (head.length > 0) socket.unshift(head);
    return servePortForward(socket, pod);
  }
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const offered = subprotocolsOf(request);
  const why = offered.includes(TUNNEL) ? null : portProblem(searchParams);
  if (why !== null) return refuse(socket, why);
  const inside = offered.map(protocol => (protocol === TUNNEL ? TUNNEL_INSIDE : protocol));
  if (offered.length > 0) request.headers[PROTOCOLS] = inside.join(', ');
  const webSocket = await new Promise<WebSocket>(resolve => {
    sockets.handleUpgrade(request, socket, head, resolve);
  });
  if (webSocket.protocol === TUNNEL_INSIDE) return servePortForward(createWebSocketStream(webSocket), pod);
  const ports = askedPorts(searchParams);
  return forwardChannels(channelsOf(webSocket, socket), { pod, ports });
}

/** In a kubelet's words. */
function refuse(socket: Duplex, message: string): void {
  const head = ['HTTP/1.1 400 Bad Request', 'content-type: text/plain; charset=utf-8', 'connection: close'];
  socket.end(`${[...head, `content-length: ${Buffer.byteLength(message)}`].join('\r\n')}\r\n\r\n${message}`);
}
