import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { constants, deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ByteQueue } from '../container/system/byte-queue.ts';
import { SpdyConnection, type SpdyStream } from './spdy-connection.ts';
import { SPDY_DICTIONARY } from './spdy-dictionary.ts';

/** The server's end of a connection whose client writes what the test says. */
function connection(): { streams: SpdyStream[]; server: Duplex } {
  const server = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  const streams: SpdyStream[] = [];
  new SpdyConnection(server, stream => streams.push(stream));
  return { streams, server };
}

function control(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x8003, 0);
  head.writeUInt16BE(type, 2);
  head.writeUIntBE(body.length, 5, 3);
  return Buffer.concat([head, body]);
}

function synStream(block: Buffer): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt32BE(1, 0);
  return control(1, Buffer.concat([head, block]));
}

const compressed = (plain: Buffer) =>
  deflateSync(plain, { dictionary: SPDY_DICTIONARY, finishFlush: constants.Z_SYNC_FLUSH });

test('[AS14] a stream is opened with its headers', async () => {
  const { server, streams } = connection();
  const block = Buffer.alloc(4 + 4 + 10 + 4 + 4);
  block.writeUInt32BE(1, 0);
  block.writeUInt32BE(10, 4);
  block.write('streamtype', 8);
  block.writeUInt32BE(4, 18);
  block.write('data', 22);
  server.push(synStream(compressed(block)));
  await expect.poll(() => streams[0]?.headers.get('streamtype')).toBe('data');
});

test.each([
  ['headers that are no compression', synStream(Buffer.from('nonsense that inflates to nothing'))],
  ['headers that grow without end', synStream(compressed(Buffer.alloc(50_000_000)))],
  ['headers that count more than there are', synStream(compressed(Buffer.from([0xff, 0xff, 0xff, 0xff])))],
  ['a frame that says it is endless', Buffer.from([0, 0, 0, 1, 0, 0xff, 0xff, 0xff])],
  ['a reset of nothing', control(3, Buffer.alloc(0))],
])('[AS14] %s: the connection ends, the server does not', async (_what, bytes) => {
  const { server, streams } = connection();
  const closed = once(server, 'close');
  server.push(bytes);
  await closed;
  expect(streams).toEqual([]);
});

test('[AS14] who sends what nobody reads is cut off', () => {
  const queue = new ByteQueue();
  const megabyte = new Uint8Array(1024 * 1024);
  expect(() => {
    for (let i = 0; i < 40; i++) queue.push(megabyte);
  }).toThrow('too much');
});
