import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';

/** A connection of messages with a client, whichever way it travels. */
export interface MessageSocket {
  readonly protocol: string;
  readonly listen: (listener: {
    readonly onMessage: (message: Uint8Array) => void;
    readonly onClose: () => void;
  }) => void;
  readonly send: (message: Uint8Array) => void;
  /** When the client has taken enough of what was sent. */
  readonly drained: () => Promise<void>;
  /** Said to the client, and the last that is. */
  readonly close: () => void;
  /** Cut off without a word. */
  readonly cut: () => void;
}

const NORMAL_CLOSURE = 1000;
/** Sent and not gone yet; whoever writes more waits. */
const MAX_BUFFERED_BYTES = 256 * 1024;

/** `connection` is what carries the WebSocket: it ends with it, as a real server's does. Some clients look for the last messages only then. */
export function messagesOf(webSocket: WebSocket, connection: Duplex): MessageSocket {
  const isOpen = () => webSocket.readyState === webSocket.OPEN;
  let last: Promise<void> = Promise.resolve();
  return {
    protocol: webSocket.protocol,
    listen: ({ onMessage, onClose }) => {
      webSocket.on('message', (data: RawData) =>
        onMessage(Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)),
      );
      webSocket.on('close', onClose);
      webSocket.on('error', onClose);
    },
    send: message => {
      if (isOpen()) last = new Promise(resolve => webSocket.send(message, () => resolve()));
    },
    drained: () => (webSocket.bufferedAmount > MAX_BUFFERED_BYTES ? last : Promise.resolve()),
    close: () => {
      webSocket.close(NORMAL_CLOSURE);
      connection.end();
    },
    cut: () => webSocket.terminate(),
  };
}
