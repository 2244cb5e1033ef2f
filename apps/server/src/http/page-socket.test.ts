import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import WebSocket, { type ClientOptions, WebSocketServer } from 'ws';
import { must } from '@lanthorn/base/assert.ts';
import { SharedText } from '../hub/sharing/shared-text.ts';
import { PAGE_DEFLATE, PageSocket } from './page-socket.ts';

const server = new WebSocketServer({ port: 0, perMessageDeflate: PAGE_DEFLATE });
await once(server, 'listening');
afterAll(() => {
  for (const client of server.clients) client.terminate();
  server.close();
});

interface Ends {
  readonly socket: PageSocket;
  readonly client: WebSocket;
  /** The next messages that arrive, as text. */
  readonly next: (count: number) => Promise<string[]>;
  readonly bytesRead: () => number;
}

async function connected(options: ClientOptions = {}): Promise<Ends> {
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, options);
  const [[webSocket, request]] = (await Promise.all([once(server, 'connection'), once(client, 'open')])) as [
    [WebSocket, { socket: Socket }],
    unknown,
  ];
  const arrived: string[] = [];
  let notify = () => {};
  client.on('message', (data: Buffer, isBinary) => {
    arrived.push(isBinary ? `binary ${data.toString('latin1')}` : data.toString('utf8'));
    notify();
  });
  return {
    socket: new PageSocket(webSocket, request.socket),
    client,
    next: async count => {
      while (arrived.length < count)
        await new Promise<void>(resolve => {
          notify = resolve;
        });
      return arrived.splice(0, count);
    },
    bytesRead: () => request.socket.bytesWritten,
  };
}

const plain = (parts: readonly (string | SharedText)[]) =>
  parts.map(part => (typeof part === 'string' ? part : part.text)).join('');

/** Texts of every size that is treated in a way of its own, up to a frame's length of eight bytes. */
const text = fc
  .tuple(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom(0, 1, 2, 6, 7, 20, 300, 5_000))
  .map(([unit, times]) => unit.repeat(times));
const message = fc.array(
  fc.oneof(
    text,
    text.map(each => new SharedText(each)),
  ),
  { maxLength: 6 },
);

test.each<[string, ClientOptions]>([
  ['compressed', {}],
  ['without context', { perMessageDeflate: { clientNoContextTakeover: true, serverNoContextTakeover: true } }],
  ['uncompressed', { perMessageDeflate: false }],
])('[PR9] what is sent arrives, in its order: %s', async (_name, options) => {
  const { socket, client, next } = await connected(options);
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 5 }), async messages => {
      for (const parts of messages) socket.send(...parts);
      expect(await next(messages.length)).toEqual(messages.map(plain));
    }),
    { numRuns: 60 },
  );
  client.terminate();
});

test('[PR9] what two sockets are sent is compressed once', async () => {
  const a = await connected();
  const b = await connected();
  const shared = new SharedText(JSON.stringify(Array.from({ length: 200 }, (_, i) => ({ key: `pod-${i}` }))));
  const before = a.bytesRead();
  a.socket.send('[{"id":1,', shared, ']');
  const { deflated } = shared;
  b.socket.send('[{"id":27,', shared, ']');
  expect(await Promise.all([a.next(1), b.next(1)])).toEqual([
    [`[{"id":1,${shared.text}]`],
    [`[{"id":27,${shared.text}]`],
  ]);
  expect(shared.deflated).toBe(deflated);
  expect(deflated.length).toBeLessThan(shared.text.length / 3);
  expect(a.bytesRead() - before).toBeLessThan(deflated.length + 40);
});

test('whoever cannot look back as far as messages do is refused, and told nothing that it could not read', async () => {
  await expect(connected({ perMessageDeflate: { serverMaxWindowBits: 9 } })).rejects.toThrow('400');
});

test('a socket that was closed is sent nothing', async () => {
  const { socket, client, bytesRead } = await connected();
  client.terminate();
  await once(must([...server.clients].at(-1), 'a connection'), 'close');
  const before = bytesRead();
  socket.send('x'.repeat(5_000));
  socket.send('short');
  expect(bytesRead()).toBe(before);
});

test.each<[string, ClientOptions]>([
  ['compressed', {}],
  ['uncompressed', { perMessageDeflate: false }],
])('[PR15] bytes arrive as they are, in their order among texts: %s', async (_name, options) => {
  const { socket, next } = await connected(options);
  const sizes = [0, 5, 1_023, 1_024, 70_000, 256 * 1_024, 256 * 1_024 + 1];
  const sent = sizes.map(size => Buffer.from(Array.from({ length: size }, (_, i) => (i * 7) % 256)));
  for (const bytes of sent) {
    socket.sendBytes(bytes);
    socket.send('text '.repeat(bytes.length % 1_000));
  }
  const expected = sent.flatMap(bytes => [`binary ${bytes.toString('latin1')}`, 'text '.repeat(bytes.length % 1_000)]);
  expect(await next(expected.length)).toEqual(expected);
});
