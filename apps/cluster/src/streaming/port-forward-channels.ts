import type { Duplex } from 'node:stream';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { WebSocket } from 'ws';
import { ByteQueue } from '../container/system/byte-queue.ts';
import { type MessageSocket, messagesOf } from './message-socket.ts';
import { PodPorts } from './port-forward.ts';

// Port-forward as client-node, Python's client and fabric8 speak it (k8s.io/kubelet, cri/streaming/portforward/websocket.go): of each port
// two channels, for its bytes and for what went wrong. On both the port's number is said first.

export const CHANNELS = 'v4.channel.k8s.io';
/** The same in text: a digit for the channel, then base64. */
export const BASE64_CHANNELS = 'v4.base64.channel.k8s.io';

const CHANNELS_OF_A_PORT = 2;
const PORT_BYTES = 2;
const DIGIT_ZERO = '0'.charCodeAt(0);

const MAX_PORT = 65_535;

/** As the API names them, and as older clients do. */
function portWords(query: URLSearchParams): string[] {
  return [...query.getAll('ports'), ...query.getAll('port')].flatMap(text => text.split(','));
}

export function askedPorts(query: URLSearchParams): number[] {
  return portWords(query).map(Number);
}

/** Why these are no ports; null where they are. */
export function portProblem(query: URLSearchParams): string | null {
  const words = portWords(query);
  if (words.length === 0) return 'query parameter "port" is required';
  const wrong = words.find(word => !/^\d+$/.test(word) || Number(word) > MAX_PORT);
  if (wrong === undefined) return null;
  const why = /^\d+$/.test(wrong) ? 'value out of range' : 'invalid syntax';
  return `cannot convert to []int32: strconv.ParseUint: parsing "${wrong}": ${why}`;
}

/** Messages of which the first byte is the channel, also where the client speaks text. */
export function channelsOf(webSocket: WebSocket, connection: Duplex): MessageSocket {
  const socket = messagesOf(webSocket, connection);
  if (webSocket.protocol !== BASE64_CHANNELS) return socket;
  return {
    ...socket,
    listen: ({ onMessage, onClose }) => socket.listen({ onMessage: text => onMessage(ofText(text)), onClose }),
    send: message => {
      if (webSocket.readyState === webSocket.OPEN) webSocket.send(asText(message));
    },
  };
}

/** Forwards the ports that were asked for until the client goes. */
export async function forwardChannels(
  socket: MessageSocket,
  { pod, ports }: { readonly pod: KubeObject; readonly ports: readonly number[] },
): Promise<void> {
  const send = (channel: number, bytes: Uint8Array) => socket.send(Buffer.concat([Buffer.of(channel), bytes]));
  const inboxes = ports.map(() => new ByteQueue());
  const take = (message: Uint8Array) => {
    const [channel = 0] = message;
    if (channel % CHANNELS_OF_A_PORT !== 0) return;
    try {
      inboxes[channel / CHANNELS_OF_A_PORT]?.push(message.subarray(1));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      socket.cut();
    }
  };
  const closed = new Promise<void>(resolve => {
    socket.listen({ onMessage: take, onClose: resolve });
  });
  const served = new PodPorts(pod);
  const ends = ports.map((port, i) => {
    const inbox = inboxes[i] ?? new ByteQueue();
    const [data, error] = [i * CHANNELS_OF_A_PORT, i * CHANNELS_OF_A_PORT + 1];
    for (const channel of [data, error]) send(channel, portBytes(port));
    return new Promise<void>(resolve => {
      served.connect(port, {
        [Symbol.asyncIterator]: () => inbox[Symbol.asyncIterator](),
        write: bytes => send(data, bytes),
        end: resolve,
        fail: why => send(error, Buffer.from(why)),
        closed: resolve,
      });
    });
  });
  await Promise.race([closed, Promise.all(ends)]);
  for (const inbox of inboxes) inbox.end();
  socket.close();
  served.close();
}

function portBytes(port: number): Buffer {
  const bytes = Buffer.alloc(PORT_BYTES);
  bytes.writeUInt16LE(port);
  return bytes;
}

function asText(message: Uint8Array): string {
  const [channel = 0] = message;
  return String.fromCharCode(DIGIT_ZERO + channel) + Buffer.from(message.subarray(1)).toString('base64');
}

function ofText(message: Uint8Array): Uint8Array {
  const bytes = Buffer.from(Buffer.from(message.subarray(1)).toString('latin1'), 'base64');
  return Buffer.concat([Buffer.of((message[0] ?? DIGIT_ZERO) - DIGIT_ZERO), bytes]);
}
