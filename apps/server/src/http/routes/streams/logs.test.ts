import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { OWNER } from '../../../upstream/identity.ts';
import type { Services } from '../../../services/services.ts';
import { clusterKey } from '../../../upstream/cluster-key.ts';
import { addLogRoutes } from './logs.ts';

const QUERY = { cluster: 'c', namespace: 'shop', previous: 'no', timestamps: 'yes', name: 'web' };
const MEGABYTE = 'x'.repeat(1024 * 1024 - 1);

function start(bodyOf: (request: ApiRequest) => AsyncIterable<string> | null, isBytes = false) {
  const asked: ApiRequest[] = [];
  const signals: AbortSignal[] = [];
  const send = async (request: ApiRequest, signal: AbortSignal) => {
    asked.push(request);
    signals.push(signal);
    const body = bodyOf(request);
    const refused = (async function* () {
      yield '{"kind":"Status","status":"Failure","message":"container is waiting to start","code":400}';
    })();
    return { status: body === null ? 400 : 200, headers: {}, isBytes, warnings: [], body: body ?? refused };
  };
  const cluster = { info: { name: 'c' }, source: { send } };
  const clusters = { get: (key: string) => (key === clusterKey('c', OWNER) ? cluster : undefined) };
  // As the server has it: what a client keeps open does not hold it up.
  const app = Fastify({ forceCloseConnections: true });
  addLogRoutes(app, { identity: OWNER, hub: { clusters } } as unknown as Services);
  return { app, asked, signals };
}

async function* lines(...texts: readonly string[]) {
  yield* texts;
}

test('logs stand in one file, each behind its name; one that is refused says why in its place', async () => {
  const { app, asked } = start(({ path }) =>
    path.includes('web-2') ? null : path.includes('web-1') ? lines('a\n', 'b') : lines('c\n'),
  );
  const containers = 'web-1/app,web-2/app,web-3/app';
  const since = '2026-11-29T08:00:00Z';
  const answer = await app.inject({ url: '/api/logs/whole', query: { ...QUERY, containers, since } });
  expect(answer.body).toBe(
    '==> web-1/app <==\na\nb\n==> web-2/app <==\n(container is waiting to start)\n==> web-3/app <==\nc\n',
  );
  expect(answer.headers['content-disposition']).toBe('attachment; filename="web.log"');
  expect(asked.map(({ query }) => query)).toEqual(
    Array.from({ length: 3 }, () => ({ container: 'app', sinceTime: since, timestamps: 'true' })),
  );
});

test('logs of several namespaces stand in one file', async () => {
  const { app, asked } = start(() => lines('a\n'));
  const containers = 'web-1/app,data/db-0/db';
  const answer = await app.inject({ url: '/api/logs/whole', query: { ...QUERY, containers } });
  expect(answer.body).toBe('==> web-1/app <==\na\n==> data/db-0/db <==\na\n');
  expect(asked.map(({ path }) => path)).toEqual([
    '/api/v1/namespaces/shop/pods/web-1/log',
    '/api/v1/namespaces/data/pods/db-0/log',
  ]);
});

test.each([
  ['as they are', {}],
  ['to a time', { until: '2026-11-29T08:00:01Z' }],
])('bytes that are no UTF-8 are in the file as the container wrote them, %s', async (_how, more) => {
  const head = Buffer.from('2026-11-29T08:00:00Z grün\0');
  const written = Buffer.concat([head, Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x28, 0x0a])]);
  const { app, asked } = start(() => lines(...[...written.toString('latin1')]), true);
  const answer = await app.inject({ url: '/api/logs/whole', query: { ...QUERY, ...more, containers: 'web-1/app' } });
  expect(answer.rawPayload.toString('hex')).toBe(written.toString('hex'));
  expect(asked[0]?.asBytes).toBe(true);
});

test('where a cluster has no wire its text is UTF-8 in the file', async () => {
  const { app } = start(() => lines('grün €\n'));
  const answer = await app.inject({ url: '/api/logs/whole', query: { ...QUERY, containers: 'web-1/app' } });
  expect(answer.rawPayload.toString('utf8')).toBe('grün €\n');
});

test('to a time it is read to that time', async () => {
  const { app } = start(() => lines('2026-11-29T08:00:00Z a\n2026-11-29T08:00:0', '2Z b\n'));
  const query = { ...QUERY, containers: 'web-1/app', timestamps: 'no', until: '2026-11-29T08:00:01Z' };
  expect((await app.inject({ url: '/api/logs/whole', query })).body).toBe('2026-11-29T08:00:00Z a\n');
});

test('it comes as fast as it is taken, and ends when nobody takes it any more', async () => {
  let given = 0;
  const { app, signals } = start(() =>
    (async function* () {
      for (; given < 5_000; given++) yield `${MEGABYTE}\n`;
    })(),
  );
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const query = new URLSearchParams({ ...QUERY, containers: 'web-1/app' }).toString();
  const answer = await fetch(`http://127.0.0.1:${port}/api/logs/whole?${query}`);
  const reader = answer.body?.getReader();
  await reader?.read();
  await expect.poll(() => given).toBeGreaterThan(0);
  const before = given;
  await new Promise(resolve => setTimeout(resolve, 50));
  // What sockets hold of it.
  expect(given).toBeLessThan(50);
  expect(given - before).toBeLessThan(20);
  await reader?.cancel();
  await expect.poll(() => signals[0]?.aborted).toBe(true);
  await app.close();
});

test.each([
  ['no container', { containers: '' }],
  ['a container of another path', { containers: 'web-1/../x' }],
  ['a pod that is a path', { containers: 'shop/../log' }],
  ['more parts than there are', { containers: 'a/b/c/d' }],
  ['a cluster that is not there', { containers: 'web-1/app', cluster: 'd' }],
])('%s is refused, and nothing is asked', async (_what, wrong) => {
  const { app, asked } = start(() => lines('a'));
  expect((await app.inject({ url: '/api/logs/whole', query: { ...QUERY, ...wrong } })).statusCode).toBe(400);
  expect(asked).toEqual([]);
});
