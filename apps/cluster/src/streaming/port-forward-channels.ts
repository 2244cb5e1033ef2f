import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { RawData, WebSocket } from 'ws';
import { ByteQueue } from './byte-queue.ts';
import { PodPorts } from './port-forward.ts';

// Port-forward as client-node, Python's client and fabric8 speak it (k8s.io/kubelet, cri/streaming/portforward/websocket.go): of each port
// two channels, for its bytes and for what went wrong. On both the port's number is said first.

export const CHANNELS = 'v4.channel.k8s.io';
/** The same in text: a digit for the channel, then base64. */
export const BASE64_CHANNELS = 'v4.base64.channel.k8s.io';

const NORMAL_CLOSURE = 1000;
const CHANNELS_OF_A_PORT = 2;
const PORT_BYTES = 2;
const DIGIT_ZERO = '0'.charCodeAt(0);

/** Forwards the ports that were asked for until the client goes. */
export async function forwardChannels(
  webSocket: WebSocket,
  { pod, ports }: { readonly pod: KubeObject; readonly ports: readonly number[] },
): Promise<void> {
  const isText = webSocket.protocol === BASE64_CHANNELS;
  const send = (channel: number, bytes: Uint8Array) => {
    if (webSocket.readyState === webSocket.OPEN) webSocket.send(encode(channel, bytes, isText));
  };
  const inboxes = ports.map(() => new ByteQueue());
  webSocket.on('message', (data: RawData) => {
    const { channel, bytes } = decode(Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer), isText);
    if (channel % CHANNELS_OF_A_PORT !== 0) return;
    try {
      inboxes[channel / CHANNELS_OF_A_PORT]?.push(bytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      webSocket.terminate();
    }
  });
  const closed = new Promise<void>(resolve => {
    webSocket.on('close', () => resolve());
    webSocket.on('error', () => resolve());
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
  webSocket.close(NORMAL_CLOSURE);
  served.close();
}

function portBytes(port: number): Buffer {
  const bytes = Buffer.alloc(PORT_BYTES);
  bytes.writeUInt16LE(port);
  return bytes;
}

function encode(channel: number, bytes: Uint8Array, isText: boolean): string | Buffer {
  if (!isText) return Buffer.concat([Buffer.of(channel), bytes]);
  return String.fromCharCode(DIGIT_ZERO + channel) + Buffer.from(bytes).toString('base64');
}

function decode(message: Buffer, isText: boolean): { readonly channel: number; readonly bytes: Buffer } {
  const [first = 0] = message;
  if (!isText) return { channel: first, bytes: message.subarray(1) };
  return { channel: first - DIGIT_ZERO, bytes: Buffer.from(message.subarray(1).toString('latin1'), 'base64') };
}
