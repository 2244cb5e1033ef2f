import type { Duplex } from 'node:stream';
import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib';
import { ByteQueue } from '../container/system/byte-queue.ts';
import { SPDY_DICTIONARY } from './spdy-dictionary.ts';

// SPDY/3.1 as Kubernetes still speaks it for exec, attach and port-forward (draft-mbelshe-httpbis-spdy-00): streams that the client
// opens, without flow control, which moby/spdystream does not keep either.

const HEADER_BYTES = 8;
const VERSION = 3;
const CONTROL = 0x8000;
const FIN = 0x01;
const TYPE = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7 } as const;
/** Status of a RST_STREAM: the stream is not wanted any more. */
const CANCEL = 5;
const STREAM_ID = 0x7fffffff;
/** Frames are cut to this length, and longer ones are not taken; clients send some ten thousand bytes at a time. */
const MAX_FRAME = 1 << 20;
/** Headers of a stream are some names and a port; inflated they may not be more than this. */
const MAX_HEADER_BYTES = 64 * 1024;

/** One stream: bytes both ways, each way ended on its own. */
export class SpdyStream implements AsyncIterable<Uint8Array> {
  readonly headers: ReadonlyMap<string, string>;
  readonly #send: (bytes: Uint8Array, isLast: boolean) => void;
  readonly #received = new ByteQueue();
  #isClosed = false;

  constructor(headers: ReadonlyMap<string, string>, send: (bytes: Uint8Array, isLast: boolean) => void) {
    this.headers = headers;
    this.#send = send;
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += MAX_FRAME) this.#send(bytes.subarray(at, at + MAX_FRAME), false);
  }

  end(): void {
    if (!this.#isClosed) this.#send(new Uint8Array(), true);
    this.#isClosed = true;
  }

  /** What the client sent. */
  receive(bytes: Uint8Array, isLast: boolean): void {
    if (bytes.length > 0) this.#received.push(bytes);
    if (isLast) this.#received.end();
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#received[Symbol.asyncIterator]();
  }
}

/** The server's side of a connection. */
export class SpdyConnection {
  readonly #socket: Duplex;
  readonly #onStream: (stream: SpdyStream) => void;
  readonly #streams = new Map<number, SpdyStream>();
  readonly #inflate: Inflate = createInflate({ dictionary: SPDY_DICTIONARY, finishFlush: constants.Z_SYNC_FLUSH });
  readonly #deflate: Deflate = createDeflate({ dictionary: SPDY_DICTIONARY });
  #pending = Buffer.alloc(0);
  /** Frames are taken one after the other: their headers share a compression. */
  #last: Promise<void> = Promise.resolve();
  readonly closed: Promise<void>;

  constructor(socket: Duplex, onStream: (stream: SpdyStream) => void) {
    this.#socket = socket;
    this.#onStream = onStream;
    this.closed = new Promise(resolve => {
      socket.on('close', () => {
        for (const stream of this.#streams.values()) stream.receive(new Uint8Array(), true);
        resolve();
      });
    });
    socket.on('error', () => socket.destroy());
    // What is wrong with a block may be found after its flush, when nobody waits for it any more.
    for (const codec of [this.#inflate, this.#deflate]) codec.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      this.#pending = Buffer.concat([this.#pending, chunk]);
      this.#last = this.#last.then(() => this.#takeFrames()).catch(() => void socket.destroy());
    });
  }

  /** When the client has taken enough of what was sent. */
  drained(): Promise<void> {
    const socket = this.#socket;
    if (!socket.writableNeedDrain || socket.destroyed) return Promise.resolve();
    return new Promise(resolve => {
      socket.once('drain', resolve);
      socket.once('close', resolve);
    });
  }

  close(): void {
    this.#socket.end();
  }

  async #takeFrames(): Promise<void> {
    while (this.#pending.length >= HEADER_BYTES) {
      const length = this.#pending.readUIntBE(5, 3);
      if (length > MAX_FRAME) throw new RangeError('a frame is too long');
      if (this.#pending.length < HEADER_BYTES + length) return;
      const frame = this.#pending.subarray(0, HEADER_BYTES + length);
      this.#pending = this.#pending.subarray(HEADER_BYTES + length);
      await this.#take(frame);
    }
  }

  async #take(frame: Buffer): Promise<void> {
    const first = frame.readUInt16BE(0);
    const isLast = (frame.readUInt8(4) & FIN) !== 0;
    const body = frame.subarray(HEADER_BYTES);
    if ((first & CONTROL) === 0) {
      this.#streams.get(frame.readUInt32BE(0) & STREAM_ID)?.receive(Buffer.from(body), isLast);
      return;
    }
    const type = frame.readUInt16BE(2);
    if (type === TYPE.synStream) await this.#open(body, isLast);
    else if (type === TYPE.rstStream) this.#forget(body.readUInt32BE(0) & STREAM_ID);
    else if (type === TYPE.ping) this.#control(TYPE.ping, 0, body);
    else if (type === TYPE.goAway) this.close();
  }

  async #open(body: Buffer, isLast: boolean): Promise<void> {
    const id = body.readUInt32BE(0) & STREAM_ID;
    const headers = readHeaders(await through(this.#inflate, body.subarray(10)));
    const stream = new SpdyStream(headers, (bytes, isEnd) => this.#data(id, bytes, isEnd));
    this.#streams.set(id, stream);
    const block = await through(this.#deflate, Buffer.alloc(4));
    const reply = Buffer.alloc(4 + block.length);
    reply.writeUInt32BE(id, 0);
    block.copy(reply, 4);
    this.#control(TYPE.synReply, 0, reply);
    if (isLast) stream.receive(new Uint8Array(), true);
    this.#onStream(stream);
  }

  #forget(id: number): void {
    this.#streams.get(id)?.receive(new Uint8Array(), true);
    this.#streams.delete(id);
  }

  /** Ends a stream both ways. */
  reset(stream: SpdyStream): void {
    for (const [id, known] of this.#streams) {
      if (known !== stream) continue;
      const body = Buffer.alloc(8);
      body.writeUInt32BE(id, 0);
      body.writeUInt32BE(CANCEL, 4);
      this.#control(TYPE.rstStream, 0, body);
      this.#forget(id);
    }
  }

  #data(id: number, bytes: Uint8Array, isLast: boolean): void {
    const frame = Buffer.alloc(HEADER_BYTES + bytes.length);
    frame.writeUInt32BE(id, 0);
    frame.writeUInt8(isLast ? FIN : 0, 4);
    frame.writeUIntBE(bytes.length, 5, 3);
    frame.set(bytes, HEADER_BYTES);
    if (!this.#socket.destroyed) this.#socket.write(frame);
  }

  #control(type: number, flags: number, body: Buffer): void {
    const frame = Buffer.alloc(HEADER_BYTES + body.length);
    frame.writeUInt16BE(CONTROL | VERSION, 0);
    frame.writeUInt16BE(type, 2);
    frame.writeUInt8(flags, 4);
    frame.writeUIntBE(body.length, 5, 3);
    body.copy(frame, HEADER_BYTES);
    if (!this.#socket.destroyed) this.#socket.write(frame);
  }
}

/** Sends a block through a compression that goes on, and takes what comes out for it. */
function through(codec: Inflate | Deflate, block: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_HEADER_BYTES) chunks.push(chunk);
      else {
        // No more of it is made; within its own event it would not say so itself.
        codec.destroy();
        reject(new RangeError('headers are too long'));
      }
    };
    codec.on('data', take);
    codec.once('error', reject);
    codec.write(block);
    codec.flush(constants.Z_SYNC_FLUSH, () => {
      codec.off('data', take);
      codec.off('error', reject);
      resolve(Buffer.concat(chunks));
    });
  });
}

/** Names and values, each with its length before it. */
function readHeaders(block: Buffer): Map<string, string> {
  const headers = new Map<string, string>();
  let at = 0;
  const number = () => {
    at += 4;
    return block.readUInt32BE(at - 4);
  };
  const text = () => {
    const length = number();
    at += length;
    return block.toString('utf8', at - length, at);
  };
  for (let left = number(); left > 0; left--) headers.set(text(), text());
  return headers;
}
