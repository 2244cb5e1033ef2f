import type { StreamMessage } from '@lanthorn/protocol/down-messages.ts';
import {
  decodeStreamFrame,
  encodeStreamFrame,
  STREAM_WINDOW_BYTES,
  type StreamEnd,
  type StreamFrame,
} from '@lanthorn/protocol/streams.ts';
import type { StreamQuery } from '@lanthorn/protocol/stream-queries.ts';
import type { UpMessage } from '@lanthorn/protocol/up-messages.ts';

/** So many bytes are acknowledged together: to say it of each frame costs more than to read it. All streams of a tab hold back half of its room at the most. */
const TOLD_BYTES = STREAM_WINDOW_BYTES / 8;

/** Who reads a stream. */
export interface StreamReader {
  /** Takes bytes in; when it returns, or what it promises is kept, there is room for as many. */
  onBytes(part: Pick<StreamFrame, 'channel' | 'bytes'>): unknown;
  onEnd(end: StreamEnd): void;
  /** There is room for more of what is written. */
  onRoom?(): void;
  /** What to ask for on a new socket. Without it a stream does not outlast its socket, and is cut. */
  readonly renew?: () => StreamQuery;
}

export interface StreamHandle {
  /** False, and nothing is sent, where the other side has no room for it now or nothing is open. */
  write(channel: number, bytes: Uint8Array): boolean;
  close(): void;
}

interface Entry {
  query: StreamQuery;
  readonly reader: StreamReader;
  /** It has ended, or was refused: what is still said of it is of no use. */
  isOver: boolean;
  /** Bytes that the server has not acknowledged. */
  sent: number;
  /** Bytes that were taken in, and that the server was not told of. */
  taken: number;
  /** How often it was asked for: on each socket once. */
  openings: number;
}

interface StreamSocket {
  readonly say: (message: Extract<UpMessage, { type: 'open' | 'ack' | 'end' }>) => void;
  /** False where no socket is open. */
  readonly sendBytes: (frame: Uint8Array<ArrayBuffer>) => boolean;
}

/** The streams of a tab, of whichever kind, over whichever socket it has. */
export class PageStreams {
  readonly #socket: StreamSocket;
  readonly #entries = new Map<number, Entry>();

  constructor(socket: StreamSocket) {
    this.#socket = socket;
  }

  open(id: number, query: StreamQuery, reader: StreamReader): StreamHandle {
    this.#entries.set(id, { query, reader, isOver: false, sent: 0, taken: 0, openings: 1 });
    this.#socket.say({ type: 'open', id, query });
    return {
      write: (channel, bytes) => this.#write(id, channel, bytes),
      close: () => {
        if (this.#entries.delete(id)) this.#socket.say({ type: 'end', id });
      },
    };
  }

  /** A new socket is open. */
  openAgain(): void {
    for (const [id, entry] of this.#entries) {
      entry.query = entry.reader.renew?.() ?? entry.query;
      entry.isOver = false;
      entry.sent = 0;
      entry.taken = 0;
      entry.openings++;
      this.#socket.say({ type: 'open', id, query: entry.query });
    }
  }

  /** The socket is gone. */
  lose(): void {
    for (const [id, { reader, isOver }] of this.#entries) {
      if (reader.renew !== undefined) continue;
      this.#entries.delete(id);
      if (!isOver) reader.onEnd({ reason: 'cut', problem: null });
    }
  }

  take(message: StreamMessage): void {
    const entry = this.#entries.get(message.id);
    if (entry === undefined || entry.isOver) return;
    if (message.type === 'ack') {
      entry.sent -= message.bytes;
      entry.reader.onRoom?.();
    } else this.end(message.id, message.end);
  }

  /** It is over, as the server says or because it would not be asked. */
  end(id: number, end: StreamEnd): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.isOver) return;
    entry.isOver = true;
    entry.reader.onEnd(end);
  }

  takeBytes(message: Uint8Array): void {
    const frame = decodeStreamFrame(message);
    const entry = frame === null ? undefined : this.#entries.get(frame.id);
    if (frame === null || entry === undefined || entry.isOver) return;
    const { id, bytes } = frame;
    const acknowledge = () => {
      entry.taken += bytes.length;
      if (entry.taken < TOLD_BYTES) return;
      this.#socket.say({ type: 'ack', id, bytes: entry.taken });
      entry.taken = 0;
    };
    const taken = entry.reader.onBytes(frame);
    if (!(taken instanceof Promise)) return acknowledge();
    // Of an earlier socket, or an ended stream, nothing is said any more.
    const { openings } = entry;
    void taken.then(() => {
      if (this.#entries.get(id) === entry && entry.openings === openings && !entry.isOver) acknowledge();
    });
  }

  #write(id: number, channel: number, bytes: Uint8Array): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.isOver || entry.sent + bytes.length > STREAM_WINDOW_BYTES) return false;
    const isSent = this.#socket.sendBytes(encodeStreamFrame({ id, channel, bytes }));
    if (isSent) entry.sent += bytes.length;
    return isSent;
  }
}
