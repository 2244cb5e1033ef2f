import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiResponse } from '@lanthorn/kube/api/api-request.ts';
import { type WebSocket, WebSocketServer } from 'ws';

const BINARY = 'binary.k8s.io';
const BASE64 = 'base64.binary.k8s.io';
const NORMAL_CLOSURE = 1000;
/** What may wait for a slow reader before the next part is asked for. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
const ASK_AGAIN_MS = 20;

/** A watch: the server echoes whatever subprotocol is offered. */
const watchSockets = new WebSocketServer({ noServer: true, handleProtocols: ([first]) => first ?? false });
/** Bytes in one direction (k8s.io/streaming, wsstream.Reader). */
const byteSockets = new WebSocketServer({
  noServer: true,
  handleProtocols: offered => [BINARY, BASE64].find(protocol => offered.has(protocol)) ?? false,
});

/** Sends an answer that goes on over a WebSocket: a watch as one message an event, a log as bytes. */
export async function answerOverWebSocket(
  request: IncomingMessage,
  { socket, head }: { socket: Duplex; head: Buffer },
  { answer, isWatch, abort }: { answer: ApiResponse; isWatch: boolean; abort: AbortController },
): Promise<void> {
  const sockets = isWatch ? watchSockets : byteSockets;
  const webSocket = await new Promise<WebSocket>(resolve => {
    sockets.handleUpgrade(request, socket, head, resolve);
  });
  webSocket.on('close', () => abort.abort());
  webSocket.on('error', () => abort.abort());
  if (isWatch) await sendLines(webSocket, answer.body);
  else await sendBytes(webSocket, answer.body);
  webSocket.close(NORMAL_CLOSURE);
  socket.end();
}

async function sendLines(webSocket: WebSocket, body: AsyncIterable<string>): Promise<void> {
  let open = '';
  for await (const chunk of body) {
    const lines = (open + chunk).split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) webSocket.send(`${line}\n`);
    await drained(webSocket);
  }
}

async function sendBytes(webSocket: WebSocket, body: AsyncIterable<string>): Promise<void> {
  const isText = webSocket.protocol === BASE64;
  const send = (text: string) => webSocket.send(isText ? Buffer.from(text).toString('base64') : Buffer.from(text));
  // An empty message says that it has begun.
  send('');
  for await (const chunk of body) {
    send(chunk);
    await drained(webSocket);
  }
}

async function drained(webSocket: WebSocket): Promise<void> {
  while (webSocket.readyState === webSocket.OPEN && webSocket.bufferedAmount > MAX_BUFFERED_BYTES)
    await new Promise(resolve => setTimeout(resolve, ASK_AGAIN_MS));
}
