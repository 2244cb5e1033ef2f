import type { Duplex } from 'node:stream';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { ChannelSocket } from '@lanthorn/kube/api/channel-source.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { type ClientOptions, WebSocket } from 'ws';
import { UpstreamProblem } from './upstream-problem.ts';

/** API servers copy 32 KB at a time; whoever sends messages of more than this is none. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
/** Both ends learn within two of these that the other is gone; what lies between keeps a connection that speaks. */
const PING_MS = 15_000;
/** Pings without an answer before the other end counts as gone. */
const MISSED_PINGS = 3;
/**
 * What waits to be read; the connection is not read beyond it. By bytes: a shell writes a line to a message, and a connection that is halted and
 * begun anew for every few of them keeps the program from all else.
 */
const MAX_UNREAD_BYTES = 128 * 1024;
/** A server that was told the end says so as well, or the connection is cut. */
const CLOSE_TIMEOUT_MS = 5_000;
/** How a connection ends that nobody cut (RFC 6455 §7.4.1). */
const ORDINARY = new Set([1000, 1001, 1005]);

/**
 * A WebSocket on a connection whose handshake is made. The library masks what a client sends, as every server asks for, only where it made the
 * connection itself.
 */
class ClientWebSocket extends WebSocket {
  constructor(raw: Duplex) {
    super(null as never, undefined, { autoPong: true, closeTimeout: CLOSE_TIMEOUT_MS } as ClientOptions);
    Object.assign(this, { _isServer: false });
    const own = this as unknown as { setSocket: (raw: Duplex, head: Buffer, options: object) => void };
    own.setSocket(raw, Buffer.alloc(0), {
      allowSynchronousEvents: true,
      maxPayload: MAX_MESSAGE_BYTES,
      maxBufferedChunks: 16 * 1024,
      maxFragments: 1024,
      skipUTF8Validation: true,
    });
  }
}

/** A connection of messages over a WebSocket: whoever reads slowly holds up the server, and one whose other end fell silent is cut. */
export class WebSocketChannel implements ChannelSocket {
  readonly protocol: string;
  readonly #webSocket: ClientWebSocket;
  readonly #server: string;
  #unread: Uint8Array[] = [];
  #unreadBytes = 0;
  #isClosed = false;
  #error: Error | null = null;
  #wake: () => void = () => {};
  #closeCode = 1006;
  #isSilent = false;
  #missed = 0;
  #cancelPing: () => void = () => {};

  constructor(
    raw: Duplex,
    { protocol, server, clock }: { readonly protocol: string; readonly server: string; readonly clock: Clock },
  ) {
    this.protocol = protocol;
    this.#server = server;
    this.#webSocket = new ClientWebSocket(raw);
    this.#webSocket.on('message', message => this.#take(message as Buffer));
    // Whoever reads is told.
    this.#webSocket.on('error', error => {
      this.#error = error;
      this.#wake();
    });
    this.#webSocket.on('close', code => {
      this.#closeCode = code;
      this.#isClosed = true;
      this.#cancelPing();
      this.#wake();
    });
    const hear = () => void (this.#missed = 0);
    for (const event of ['pong', 'ping', 'message'] as const) this.#webSocket.on(event, hear);
    this.#ping(clock);
  }

  get messages(): AsyncIterable<Uint8Array> {
    return this.#read();
  }

  send(message: Uint8Array): Promise<void> {
    return new Promise(resolve => {
      if (this.#webSocket.readyState !== WebSocket.OPEN) resolve();
      else this.#webSocket.send(message, { binary: true }, () => resolve());
    });
  }

  close(): void {
    this.#cancelPing();
    // Nothing that it still says is read: there is no waiting for its word.
    this.#webSocket.terminate();
  }

  #take(message: Uint8Array): void {
    this.#unread.push(message);
    this.#unreadBytes += message.length;
    if (this.#unreadBytes > MAX_UNREAD_BYTES) this.#webSocket.pause();
    this.#wake();
  }

  async *#read(): AsyncIterable<Uint8Array> {
    try {
      for (;;) {
        const messages = this.#unread;
        this.#unread = [];
        for (const message of messages) {
          yield message;
          this.#unreadBytes -= message.length;
        }
        if (this.#error !== null) throw this.#error;
        if (messages.length > 0) continue;
        if (this.#isClosed) break;
        if (this.#webSocket.isPaused) this.#webSocket.resume();
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
      }
    } finally {
      // Nobody reads it any more.
      if (!this.#isClosed && this.#error === null) this.close();
    }
    if (this.#isSilent) throw new UpstreamProblem('unreachable', problem('connectionSilent', {}));
    if (!ORDINARY.has(this.#closeCode)) {
      const why = problem('connectionCut', { server: this.#server, code: this.#closeCode });
      throw new UpstreamProblem('unreachable', why);
    }
  }

  #ping(clock: Clock): void {
    this.#cancelPing = clock.schedule(PING_MS, () => {
      // Of a connection that is not read now nobody knows whether it speaks.
      this.#missed = this.#webSocket.isPaused ? 0 : this.#missed + 1;
      if (this.#missed > MISSED_PINGS) {
        this.#isSilent = true;
        this.#webSocket.terminate();
        return;
      }
      if (this.#webSocket.readyState === WebSocket.OPEN) this.#webSocket.ping();
      this.#ping(clock);
    });
  }
}
