import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createCertificate } from '@lanthorn/cluster/certificate.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { ChannelSocket } from '@lanthorn/kube/api/channel-source.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { type WebSocket, WebSocketServer } from 'ws';
import { systemClock } from '../../system-clock.ts';
import { loadKubeconfig } from '../kubeconfig/kubeconfig.ts';
import { UpstreamSource } from './upstream-source.ts';

const certificate = await createCertificate(systemClock.now());
const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Options {
  readonly protocols?: readonly string[];
  readonly user?: object;
  readonly refuse?: (request: IncomingMessage) => { readonly status: number; readonly body: string } | null;
  readonly clock?: Clock;
  readonly proxy?: string;
}

/** An API server that takes WebSockets, and whoever connects to it by a kubeconfig. */
async function start({
  protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'],
  user = { token: 'secret' },
  refuse = () => null,
  clock = systemClock,
  proxy = '',
}: Options = {}) {
  const asked: IncomingMessage[] = [];
  const peers: WebSocket[] = [];
  const server = createSecureServer(certificate);
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: offered => protocols.find(name => offered.has(name)) ?? false,
  });
  server.on('upgrade', (request, raw, head) => {
    asked.push(request);
    const refused = refuse(request);
    if (refused === null) sockets.handleUpgrade(request, raw, head, peer => peers.push(peer));
    else
      raw.end(
        `HTTP/1.1 ${refused.status} No\r\ncontent-type: application/json\r\ncontent-length: ${refused.body.length}\r\nconnection: close\r\n\r\n${refused.body}`,
      );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const file = join(mkdtempSync(join(tmpdir(), 'lanthorn-channels-')), 'config');
  const cluster = {
    server: `https://127.0.0.1:${port}/base/`,
    'certificate-authority-data': Buffer.from(certificate.cert).toString('base64'),
    ...(proxy === '' ? {} : { 'proxy-url': proxy }),
  };
  const config = {
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
  };
  writeFileSync(file, JSON.stringify(config));
  const [entry] = loadKubeconfig([file]).contexts;
  if (entry?.config == null) throw new Error('the kubeconfig is no good');
  const source = new UpstreamSource(entry.config, clock);
  closing.push(
    () => source.close(),
    () => sockets.close(),
    () => server.closeAllConnections(),
    () => void server.close(),
  );
  const open = (signal?: AbortSignal) =>
    source.connect(
      {
        path: '/api/v1/namespaces/a/pods/b/exec',
        query: [
          ['command', 'sh'],
          ['command', 'a b&c'],
        ],
        protocols: ['v5.channel.k8s.io', 'v4.channel.k8s.io'],
      },
      signal,
    );
  const socket = async (): Promise<ChannelSocket> => {
    const answer = await open();
    if ('refusal' in answer) throw new Error(answer.refusal.body);
    closing.push(() => answer.socket.close());
    return answer.socket;
  };
  return { asked, peers, open, socket };
}

test('a channel is asked for as that person, below the path of the server, each word of a command by itself', async () => {
  const { asked, socket } = await start({ user: { token: 'secret', as: 'eve', 'as-groups': ['g'] } });
  await socket();
  expect(asked[0]?.url).toBe('/base/api/v1/namespaces/a/pods/b/exec?command=sh&command=a%20b%26c');
  expect(asked[0]?.headers).toMatchObject({
    authorization: 'Bearer secret',
    'impersonate-user': 'eve',
    'impersonate-group': 'g',
    'sec-websocket-protocol': 'v5.channel.k8s.io, v4.channel.k8s.io',
  });
});

test.each([
  [['v5.channel.k8s.io', 'v4.channel.k8s.io'], 'v5.channel.k8s.io'],
  [['v4.channel.k8s.io'], 'v4.channel.k8s.io'],
])('a server that has %j speaks %s', async (protocols, spoken) => {
  const { socket } = await start({ protocols });
  expect((await socket()).protocol).toBe(spoken);
});

test('a server that knows none of them is told apart from one that refuses', async () => {
  const { open } = await start({ protocols: ['channel.k8s.io'] });
  await expect(open()).rejects.toThrow('agreed on no protocol');
});

test('messages go both ways as they are, whatever their bytes; in order, and the end is an end', async () => {
  const { peers, socket } = await start();
  const channel = await socket();
  const [peer] = peers;
  if (peer === undefined) throw new Error('nobody connected');
  const heard: Buffer[] = [];
  peer.on('message', data => heard.push(data as Buffer));
  const sent = [Buffer.of(0, 0xff, 0, 0xc3), Buffer.alloc(1_000_000, 7), Buffer.of()];
  for (const message of sent) await channel.send(message);
  await expect.poll(() => heard.length).toBe(3);
  expect(heard.map(message => sent.some(each => each.equals(message)))).toEqual([true, true, true]);
  const told = [Buffer.of(1, 0, 0xfe), Buffer.alloc(200_000, 3)];
  for (const message of told) peer.send(message);
  peer.close(1000);
  const read: Uint8Array[] = [];
  for await (const message of channel.messages) read.push(message);
  expect(Buffer.concat(read).equals(Buffer.concat(told))).toBe(true);
  // Nobody is there any more: nothing is said, and nothing waited for.
  await channel.send(Buffer.of(1));
});

test('a refusal is read, and a refused token asked for anew', async () => {
  const body = '{"kind":"Status","message":"no","code":403}';
  const { open } = await start({ refuse: () => ({ status: 403, body }) });
  expect(await open()).toEqual({ refusal: { status: 403, body } });
  const tokenFile = join(mkdtempSync(join(tmpdir(), 'lanthorn-token-')), 'token');
  writeFileSync(tokenFile, 'old');
  const { asked, socket } = await start({
    user: { tokenFile },
    refuse: ({ headers }) => {
      if (headers.authorization !== 'Bearer old') return null;
      writeFileSync(tokenFile, 'new');
      return { status: 401, body: '' };
    },
  });
  await socket();
  expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
});

test('through a proxy, as every other request', async () => {
  const tunnels: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, raw, head) => {
    tunnels.push(request.url ?? '');
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const far = connect(Number(port), host, () => {
      raw.write('HTTP/1.1 200 OK\r\n\r\n');
      far.write(head);
      far.pipe(raw);
      raw.pipe(far);
    });
    for (const end of [far, raw]) end.on('error', () => end.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  closing.push(
    () => proxy.closeAllConnections(),
    () => void proxy.close(),
  );
  const { socket } = await start({ proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` });
  expect((await socket()).protocol).toBe('v5.channel.k8s.io');
  expect(tunnels).toHaveLength(1);
});

test('whoever reads slowly holds up the server', async () => {
  const { peers, socket } = await start();
  const channel = await socket();
  const [peer] = peers;
  if (peer === undefined) throw new Error('nobody connected');
  const block = Buffer.alloc(256 * 1024, 1);
  for (let i = 0; i < 200; i++) peer.send(block);
  await new Promise(resolve => setTimeout(resolve, 300));
  // The rest is where it came from: in the buffers of the system are some megabytes.
  expect(peer.bufferedAmount).toBeGreaterThan(20 * 1024 * 1024);
  let read = 0;
  setTimeout(() => peer.close(1000), 100);
  for await (const message of channel.messages) read += message.length;
  expect(read).toBe(200 * block.length);
});

test.each<[string, (peer: WebSocket) => void, RegExp]>([
  ['cut', peer => peer.terminate(), /cut the connection \(code 1006\)/],
  ['closed for a fault of its own', peer => peer.close(1011), /cut the connection \(code 1011\)/],
  ['broken by a message that is too long', peer => peer.send(Buffer.alloc(5 * 1024 * 1024)), /Max payload|code 1006/],
])('a connection that is %s says so to whoever reads', async (_how, end, told) => {
  const { peers, socket } = await start();
  const channel = await socket();
  const [peer] = peers;
  if (peer === undefined) throw new Error('nobody connected');
  peer.on('error', () => undefined);
  end(peer);
  const read = async () => {
    for await (const message of channel.messages) expect(message).toBeDefined();
  };
  await expect(read()).rejects.toThrow(told);
});

test('a connection whose other end fell silent is cut; one that answers goes on', async () => {
  const clock = new FakeClock();
  const { peers, socket } = await start({ clock });
  const channel = await socket();
  const [peer] = peers;
  if (peer === undefined) throw new Error('nobody connected');
  const reading = (async () => {
    for await (const message of channel.messages) expect(message).toBeDefined();
  })().catch((error: unknown) => String(error));
  for (let i = 0; i < 8; i++) {
    const heard = once(peer, 'ping');
    await clock.advance(15_000);
    await heard;
    // Its answer is on its way.
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  peer.pause();
  await clock.advance(75_000);
  expect(await reading).toContain('the connection was silent for too long');
});

test('what is given up while it is asked for is not opened', async () => {
  const { open } = await start();
  const abort = new AbortController();
  abort.abort();
  await expect(open(abort.signal)).rejects.toThrow();
});
