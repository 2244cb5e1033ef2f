import type { IncomingMessage } from 'node:http';
import { must } from '@lanthorn/base/assert.ts';
import WebSocket from 'ws';
import { loadKubeconfig } from '../../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';

export const V5 = 'v5.channel.k8s.io';
export const V4 = 'v4.channel.k8s.io';

/** The first byte of every message of a command. */
export const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

const PATIENCE_MS = 20_000;

export interface StreamRequest {
  /** Below `/api/v1/namespaces/…/pods/`. */
  readonly path: string;
  /** Names may stand there several times. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly protocols: readonly string[];
}

/** A client of the API server's streams that hides nothing: frames as they come, and how the connection ended. */
export class StreamClient {
  readonly #url: string;
  readonly #options: WebSocket.ClientOptions;

  /** Of the first context. */
  constructor(kubeconfig: string, namespace: string) {
    const config = must(loadKubeconfig([kubeconfig]).contexts[0]?.config, 'the kubeconfig has a context');
    this.#url = `${config.server.replace('https:', 'wss:')}/api/v1/namespaces/${namespace}/pods/`;
    const { caData } = config.tls;
    this.#options = {
      headers: { authorization: `Bearer ${config.user.token}` },
      ca: Buffer.from(caData ?? '', 'base64'),
    };
  }

  /** A conversation, or the answer of HTTP that refuses it. */
  open({ path, query, protocols }: StreamRequest): Promise<Conversation | { status: number; body: string }> {
    const search = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]));
    const socket = new WebSocket(`${this.#url}${path}?${search.toString()}`, [...protocols], this.#options);
    const conversation = new Conversation(socket);
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(conversation));
      socket.once('error', reject);
      socket.once('unexpected-response', (_request, response: IncomingMessage) => {
        let body = '';
        response.on('data', chunk => (body += String(chunk)));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      });
    });
  }
}

export class Conversation {
  readonly #socket: WebSocket;
  readonly #frames: Buffer[] = [];
  #look = () => {};
  /** The code of WebSockets and the words beside it. */
  readonly closed: Promise<string>;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#frames.push(data);
      this.#look();
    });
    this.closed = new Promise(resolve => {
      socket.on('close', (code, reason) => resolve(`${code} ${String(reason)}`.trim()));
    });
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  send(channel: number, bytes: Uint8Array | string): void {
    this.#socket.send(Buffer.concat([Buffer.of(channel), Buffer.from(bytes)]));
  }

  close(): void {
    this.#socket.close();
  }

  bytes(channel: number): Buffer {
    return Buffer.concat(this.#frames.filter(frame => frame[0] === channel).map(frame => frame.subarray(1)));
  }

  text(channel: number): string {
    return this.bytes(channel).toString();
  }

  /** Resolves when the channel says that. */
  async says(channel: number, words: string): Promise<void> {
    const isSaid = new Promise<void>(resolve => {
      this.#look = () => {
        if (this.text(channel).includes(words)) resolve();
      };
      this.#look();
    });
    await this.#inTime(isSaid, () => `"${words}" on channel ${channel}, which says "${this.text(channel)}"`);
  }

  /** How the connection ended, in time. */
  end(): Promise<string> {
    return this.#inTime(this.closed, () => `an end; frames: ${this.#frames.map(String).join('|')}`);
  }

  async #inTime<T>(wanted: Promise<T>, what: () => string): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`never came: ${what()}`)), PATIENCE_MS);
    });
    try {
      return await Promise.race([wanted, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
