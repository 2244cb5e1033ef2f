import { must } from '@lanthorn/base/assert.ts';
import { HEARTBEAT_MS, PROTOCOL_VERSION } from '@lanthorn/protocol/constants.ts';
import { decodeStreamFrame, encodeStreamFrame, type StreamFrame } from '@lanthorn/protocol/streams.ts';
import WebSocket from 'ws';
import { sessionAt } from '../../tests/e2e/sessions.ts';

/** A tab without a browser that takes what streams send at once, and gives the room back. */
export class StreamTab {
  readonly #socket: WebSocket;
  readonly #heartbeat = setInterval(() => this.say({ type: 'ping' }), HEARTBEAT_MS);
  /** Told of every frame, and of every message. */
  onFrame: (frame: StreamFrame) => void = () => {};
  onMessage: (message: { readonly type: string }) => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) {
        for (const message of JSON.parse(data.toString('utf8')) as { type: string }[]) this.onMessage(message);
        return;
      }
      const frame = decodeStreamFrame(data);
      if (frame === null) return;
      this.say({ type: 'ack', id: frame.id, bytes: frame.bytes.length });
      this.onFrame(frame);
    });
  }

  static async open(url: string): Promise<StreamTab> {
    const { name, value } = must(sessionAt(url), 'the harness logged in');
    // Node does not find names under `localhost`.
    const host = `127.0.0.1:${new URL(url).port}`;
    const headers = { cookie: `${name}=${value}`, origin: `http://${host}` };
    const socket = new WebSocket(`ws://${host}/socket`, { headers });
    await new Promise(resolve => {
      socket.once('open', resolve);
    });
    const tab = new StreamTab(socket);
    tab.say({ type: 'hello', version: PROTOCOL_VERSION });
    return tab;
  }

  say(message: unknown): void {
    this.#socket.send(JSON.stringify(message));
  }

  write(frame: StreamFrame): void {
    this.#socket.send(encodeStreamFrame(frame));
  }

  close(): void {
    clearInterval(this.#heartbeat);
    this.#socket.close();
  }
}
