import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { expectServing } from './attacked-server.ts';
import { attackedSite } from './attacked-site.ts';

const site = attackedSite();

const UPGRADE = (host: string) =>
  `GET /socket HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://evil.example\r\n\r\n`;

/** What every tab is told once it is there: a history that can be kept, the settings, the operations, the change sets. */
const TOLD_UNASKED = ['history', 'preferences', 'operation', 'changeSet'];

/** A connection of somebody who has no secret. */
async function stranger(text: string): Promise<Socket> {
  const socket = connect({ port: site.attacked.server.port, host: '127.0.0.1', allowHalfOpen: true });
  // What becomes of it is looked at where it matters.
  socket.on('error', () => socket.destroy());
  await new Promise(resolve => socket.once('connect', resolve));
  socket.write(text);
  return socket;
}

describe('refused upgrades', () => {
  test('a reset right after asking harms nobody', async () => {
    for (let i = 0; i < 300; i++) (await stranger(UPGRADE('evil.example'))).resetAndDestroy();
    for (let i = 0; i < 300; i++) {
      const socket = await stranger(UPGRADE(`127.0.0.1:${site.attacked.server.port}`));
      setTimeout(() => socket.resetAndDestroy(), i % 7);
    }
    await expectServing(site.attacked);
  });

  test('an answer that is never read harms nobody', async () => {
    for (let i = 0; i < 300; i++) (await stranger(UPGRADE('evil.example'))).destroy();
    await expectServing(site.attacked);
  });

  test('a silent client is not waited for', async () => {
    const sockets = await Promise.all(Array.from({ length: 50 }, () => stranger(UPGRADE('evil.example'))));
    const gone = sockets.map(
      socket =>
        new Promise<void>(resolve => {
          socket.once('close', () => resolve());
          // Of a connection that is half open it may still be written to; of one that is closed it may not.
          const write = setInterval(() => (socket.destroyed ? clearInterval(write) : socket.write('x')), 50);
        }),
    );
    await Promise.race([
      Promise.all(gone),
      new Promise((_resolve, reject) => setTimeout(() => reject(new Error('connections are held')), 5_000)),
    ]);
    await expectServing(site.attacked);
  });
});

const RESOURCE = { group: '', version: 'v1', resource: 'pods' };
const LIST = { filter: '', sort: [], offset: 0, limit: 50, hold: false };
/** What no path of an API may hold, and no cluster has. */
const ODD = ['\ud800', '"\udfff/x"', '..', '.', 'a/b', 'a%2fb', 'shop/secrets', '/', '%', ''];

describe('odd messages of a tab', () => {
  test('a name that cannot be a part of a path is refused, in each place of each message', async () => {
    const tab = await site.attacked.openTab();
    let id = 0;
    const refused = new Set<number>();
    const ask = (query: object) => {
      refused.add(++id);
      tab.say({ type: 'subscribe', id, query: { cluster: 'c', ...query } });
    };
    const openLog = (query: object) => {
      refused.add(++id);
      tab.say({ type: 'open', id, query: { kind: 'logs', cluster: 'c', ...query } });
    };
    for (const odd of ODD) {
      ask({ kind: 'list', resource: RESOURCE, namespaces: [odd], ...LIST });
      ask({ kind: 'object', resource: RESOURCE, namespace: 'shop', name: odd });
      ask({ kind: 'object', resource: { ...RESOURCE, resource: odd }, namespace: 'shop', name: 'x' });
      ask({ kind: 'object', resource: { ...RESOURCE, version: odd }, namespace: 'shop', name: 'x' });
      if (odd !== '') {
        ask({ kind: 'object', resource: { ...RESOURCE, group: odd }, namespace: 'shop', name: 'x' });
        ask({ kind: 'object', resource: RESOURCE, namespace: odd, name: 'x' });
      }
      const log = { follow: false, previous: false, timestamps: false, tailLines: 1 };
      openLog({ namespace: odd, pod: 'x', container: 'c', ...log });
      openLog({ namespace: 'shop', pod: odd, container: 'c', ...log });
    }
    tab.say({ type: 'ping' });
    await tab.until(messages => messages.some(({ type }) => type === 'pong'));
    const answered = tab.messages.flatMap(message => (message.type === 'refused' ? [message.id] : []));
    expect(new Set(answered)).toEqual(refused);
    expect(tab.texts.filter(text => text.includes('subscriptions'))).toEqual([]);
    const told = new Set([...TOLD_UNASKED, 'refused', 'pong']);
    expect(tab.messages.filter(({ type }) => !told.has(type))).toEqual([]);
    tab.close();
    await expectServing(site.attacked);
  });

  test('[PR15] streams that nobody opened, acknowledgements of nothing and thousands of opened ones are answered or passed over', async () => {
    const tab = await site.attacked.openTab();
    const log = { namespace: 'shop', pod: 'x', container: 'c', follow: true, previous: false, timestamps: false };
    const query = { kind: 'logs', cluster: 'c', tailLines: 1, ...log };
    const before = process.memoryUsage.rss();
    for (let id = 0; id < 5_000; id++) tab.say({ type: 'open', id: id % 500, query });
    for (let i = 0; i < 2_000; i++) tab.socket.send(Buffer.alloc(5 + (i % 1_000), i));
    for (const bytes of [-1, 0, 0.5, 1e300, Number.MAX_SAFE_INTEGER, '5', null]) {
      for (const id of [0, 3, 70, 2 ** 31, -1, 1e99]) tab.say({ type: 'ack', id, bytes });
    }
    for (let i = 0; i < 100; i++) tab.socket.send(Buffer.alloc(60_000));
    tab.say({ type: 'ping' });
    await tab.until(messages => messages.some(({ type }) => type === 'pong'));
    const told = new Set([...TOLD_UNASKED, 'refused', 'pong', 'clock', 'end', 'ack']);
    expect(tab.messages.filter(({ type }) => !told.has(type))).toEqual([]);
    expect(tab.socket.readyState).toBe(tab.socket.OPEN);
    // A few messages of each; not all that was ever asked.
    expect(process.memoryUsage.rss() - before).toBeLessThan(256 * 1024 * 1024);
    tab.close();
    await expectServing(site.attacked);
  });

  test('[PR2] a binary message that is no frame of a stream ends its socket', async () => {
    const tab = await site.attacked.openTab();
    const closed = new Promise(resolve => tab.socket.once('close', resolve));
    tab.socket.send(Buffer.alloc(4));
    await closed;
    await expectServing(site.attacked);
  });

  test('frames that no browser sends end their socket at most', async () => {
    const frames = [
      // Unmasked, of a reserved kind, compressed without end, longer than it says, a half character.
      Buffer.from([0x81, 0x02, 0x7b, 0x7d]),
      Buffer.from([0x83, 0x80, 1, 2, 3, 4]),
      Buffer.from([0xc1, 0x84, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]),
      Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
      Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0xc3]),
      Buffer.from([0x01, 0x81, 0, 0, 0, 0, 0x7b, 0x81, 0x81, 0, 0, 0, 0, 0x7d]),
      Buffer.from([0x82, 0x80, 0, 0, 0, 0]),
      // Bytes of a stream, without its id.
      Buffer.from([0x82, 0x84, 0, 0, 0, 0, 0, 0, 0, 1]),
    ];
    for (const frame of frames) {
      const tab = await site.attacked.openTab();
      const raw = (tab.socket as unknown as { readonly _socket: Socket })._socket;
      raw.write(frame);
      raw.write(frame.subarray(0, 3));
      setTimeout(() => raw.resetAndDestroy(), 20);
      tab.socket.on('error', () => tab.close());
      await new Promise(resolve => tab.socket.once('close', resolve));
    }
    await expectServing(site.attacked);
  });
});
