import { once } from 'node:events';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { createCertificate } from './certificate.ts';
import { ContainerRuntime } from './container/container-runtime.ts';
import { createListener } from './http-listener.ts';
import { StreamUpgrade } from './streaming/stream-upgrade.ts';
import { systemClock } from './container/system/system-clock.ts';
import { Tokens } from './tokens.ts';

// What clients ask of an API server over WebSockets, as browsers and generated clients do.

let address = '';
let token = '';
let stop = () => {};

beforeAll(async () => {
  const server = new ApiServer({ clock: systemClock, random: seededRandom(1) });
  const tokens = new Tokens(systemClock);
  token = tokens.issue({ username: 'admin', groups: [MASTERS_GROUP] });
  async function* lines() {
    yield 'one\n';
    yield 'two\n';
  }
  server.kubelet = { containerLog: () => ({ chunks: lines() }), usage: () => null };
  const containers = [{ name: 'main', image: 'i', ports: [{ containerPort: 8080 }] }];
  server.load('pods.v1.', {
    metadata: { name: 'p', namespace: 'default', uid: 'u' },
    spec: { nodeName: 'n', containers },
    status: { phase: 'Running' },
  });
  const ended = {
    metadata: { name: 'fast', namespace: 'other', uid: 'f' },
    spec: { nodeName: 'n', containers: [{ name: 'main', image: 'busybox', command: ['echo', 'hi'], stdin: true }] },
    status: { phase: 'Running', containerStatuses: [{ name: 'main', state: { running: {} } }] },
  };
  server.load('pods.v1.', ended);
  const runtime = new ContainerRuntime(systemClock);
  await runtime.start(ended, 'main', { durationMs: null, exitCode: 0 })?.ended;
  const streams = new StreamUpgrade({ runtime, follow: () => lines() });
  const listener = createListener({ server, tokens, certificate: await createCertificate(Date.now()), streams });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  address = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
  stop = () => {
    listener.closeAllConnections();
    listener.close();
  };
});
afterAll(() => stop());

const POD = '/api/v1/namespaces/default/pods/p';

function open(path: string, protocols: string[] = [], headers = { authorization: `Bearer ${token}` } as object) {
  return new WebSocket(`wss://${address}${path}`, protocols, { rejectUnauthorized: false, headers: { ...headers } });
}

/** Messages as they come, until there are so many. */
async function messages(socket: WebSocket, count: number): Promise<(string | Buffer)[]> {
  const found: (string | Buffer)[] = [];
  await new Promise<void>((resolve, reject) => {
    socket.on('message', (data: Buffer, isBinary) => {
      found.push(isBinary ? data : data.toString());
      if (found.length >= count) resolve();
    });
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
  return found;
}

test('[AS18] a watch sends each event as a message of text', async () => {
  const socket = open('/api/v1/pods?watch=1&resourceVersion=0');
  const [first] = await messages(socket, 1);
  expect(JSON.parse(String(first))).toMatchObject({ type: 'ADDED', object: { kind: 'Pod', metadata: { name: 'p' } } });
  socket.terminate();
});

test('[AS18] a log comes as bytes, after an empty message that says it has begun', async () => {
  const found = await messages(open(`${POD}/log`), 3);
  expect(found.map(String)).toEqual(['', 'one\n', 'two\n']);
  expect(found.every(part => Buffer.isBuffer(part))).toBe(true);
  const encoded = await messages(open(`${POD}/log?follow=true`, ['base64.binary.k8s.io']), 3);
  expect(encoded).toEqual(['', btoa('one\n'), btoa('two\n')]);
});

test('[AS18] a token among the subprotocols is taken, and never echoed', async () => {
  const bearer = `base64url.bearer.authorization.k8s.io.${Buffer.from(token).toString('base64url')}`;
  const socket = open('/api/v1/pods?watch=1&resourceVersion=0', [bearer, 'base64.binary.k8s.io'], {});
  await messages(socket, 1);
  expect(socket.protocol).toBe('base64.binary.k8s.io');
  socket.terminate();
});

test.each([
  ['without a token', '/api/v1/pods?watch=1', {}, 401],
  ['of nothing', '/api/v1/nothing?watch=1', undefined, 404],
  ['of a log that is none', '/api/v1/namespaces/default/pods/none/log', undefined, 404],
])('[AS18] a request %s is refused as any other is', async (_what, path, headers, status) => {
  const [, response] = (await once(open(path, [], headers), 'unexpected-response')) as [
    unknown,
    { statusCode: number },
  ];
  expect(response.statusCode).toBe(status);
});

test('[AS18] a port is forwarded over two channels, whose number is said first', async () => {
  const socket = open(`${POD}/portforward?ports=8080`, ['v4.channel.k8s.io']);
  await once(socket, 'open');
  const port = [0x90, 0x1f];
  const answered = messages(socket, 3);
  socket.send(Buffer.concat([Buffer.of(0), Buffer.from('GET / HTTP/1.1\r\nhost: p\r\nconnection: close\r\n\r\n')]));
  const [data, error, answer] = await answered;
  expect(data).toEqual(Buffer.of(0, ...port));
  expect(error).toEqual(Buffer.of(1, ...port));
  expect(String(answer)).toContain('HTTP/1.1 200 OK');
  socket.terminate();
});

test('[AS18] the same in text, and of a port that nobody listens on it is said why', async () => {
  const socket = open(`${POD}/portforward?ports=9`, ['v4.base64.channel.k8s.io']);
  const found = (await messages(socket, 3)).map(String);
  expect(found.slice(0, 2)).toEqual(['0CQA=', '1CQA=']);
  expect(Buffer.from(found[2]?.slice(1) ?? '', 'base64').toString()).toContain('connection refused');
});

/** Upgrades by hand: nobody here answers what a WebSocket says. */
async function upgrade(path: string, headers: Readonly<Record<string, string>> = {}) {
  const asked = request(`https://${address}${path}`, {
    rejectUnauthorized: false,
    headers: {
      authorization: `Bearer ${token}`,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
      ...headers,
    },
  });
  asked.end();
  const [response, socket] = (await once(asked, 'upgrade')) as [
    { readonly headers: Record<string, string> },
    TLSSocket,
  ];
  return { response, socket };
}

test.each([
  ['a log', `${POD}/log`],
  ['a port', `${POD}/portforward?ports=9`],
])(
  '[AS18] when %s has ended, so does its connection, also where the client says no word to it',
  async (_what, path) => {
    const { socket } = await upgrade(path);
    const ended = once(socket, 'end');
    socket.resume();
    await ended;
    socket.destroy();
  },
);

test('[AS18] a tunnel of SPDY is named as clients name it, though its name is no token of HTTP', async () => {
  const { response, socket } = await upgrade(`${POD}/portforward`, {
    'sec-websocket-protocol': 'SPDY/3.1+portforward.k8s.io',
  });
  expect(response.headers['sec-websocket-protocol']).toBe('SPDY/3.1+portforward.k8s.io');
  socket.destroy();
});

test('[AS18] who would be attached to what has just ended is told so, and reads the log instead', async () => {
  const socket = open('/api/v1/namespaces/other/pods/fast/attach?stdout=1&stdin=1', ['v5.channel.k8s.io']);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, AsyncIterable<Buffer>];
  let text = '';
  for await (const piece of response) text += piece.toString();
  expect(JSON.parse(text)).toMatchObject({
    code: 500,
    message: 'container is in CONTAINER_EXITED state',
  });
});
