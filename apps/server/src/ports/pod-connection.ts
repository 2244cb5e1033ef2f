import type { CancelSignal } from '@lanthorn/base/clock.ts';
import type { ChannelSocket, ChannelSource } from '@lanthorn/kube/api/channel-source.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { readStatus, type Status } from '@lanthorn/kube/api/status.ts';

// Of each port two channels, for its bytes and for what went wrong; on both the port's number is said first (k8s.io/kubelet,
// cri/streaming/portforward/websocket.go). Every version of Kubernetes takes it; SPDY in a WebSocket, which kubectl tries first, none before
// 1.30. A connection for each, where SPDY has one for all and nothing that holds up the one that is read slowly.
const PROTOCOLS = ['v4.channel.k8s.io'];
const DATA = 0;
const ERROR = 1;
const PORT_BYTES = 2;
/** Why nobody answers is a line. */
const MAX_ERROR_BYTES = 4 * 1024;

export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/** One connection to a port of a pod, over one to the API server. That the other side will send no more cannot be said in it. */
export class PodConnection {
  readonly #socket: ChannelSocket;
  #said = Buffer.alloc(0);
  readonly #headLeft = [PORT_BYTES, PORT_BYTES];

  private constructor(socket: ChannelSocket) {
    this.#socket = socket;
  }

  static async open(
    channels: ChannelSource,
    { namespace, pod, port }: PodPort,
    signal?: CancelSignal,
  ): Promise<PodConnection | { readonly refusal: Status }> {
    const path = resourcePath({
      group: '',
      version: 'v1',
      resource: 'pods',
      namespace,
      name: pod,
      subresource: 'portforward',
    });
    const answer = await channels.connect({ path, query: [['ports', String(port)]], protocols: PROTOCOLS }, signal);
    if ('refusal' in answer) return { refusal: readStatus(answer.refusal.status, answer.refusal.body) };
    return new PodConnection(answer.socket);
  }

  /** All that the pod sends; ends where it does, throws where the connection breaks. To be read once. */
  async *received(): AsyncIterable<Uint8Array> {
    for await (const message of this.#socket.messages) {
      const [channel = -1] = message;
      const bytes = this.#withoutHead(channel, message.subarray(1));
      if (bytes.length === 0) continue;
      if (channel === DATA) yield bytes;
      else if (channel === ERROR && this.#said.length < MAX_ERROR_BYTES)
        this.#said = Buffer.concat([this.#said, bytes.subarray(0, MAX_ERROR_BYTES)]);
    }
  }

  /** Why nobody answers there, in the words of the node; '' where somebody does. */
  get failure(): string {
    return this.#said.toString('utf8').trim();
  }

  /** Kept when there is room for more. */
  send(bytes: Uint8Array): Promise<void> {
    return this.#socket.send(Buffer.concat([Uint8Array.of(DATA), bytes]));
  }

  close(): void {
    this.#socket.close();
  }

  #withoutHead(channel: number, bytes: Uint8Array): Uint8Array {
    const left = this.#headLeft[channel] ?? 0;
    const head = Math.min(left, bytes.length);
    if (head > 0) this.#headLeft[channel] = left - head;
    return bytes.subarray(head);
  }
}
