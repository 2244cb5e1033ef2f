import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asArray, asNumber, asStringMap, getPath } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { startCluster, type TestCluster } from '../e2e/harness.ts';
import { type Attacked, expectServing, startAttacked } from './attacked-server.ts';

const SERVICE = { group: '', version: 'v1', resource: 'services' };
const id = (i: number) => `00000000-0000-4000-8000-00000000000${i}`;

let cluster: TestCluster;
let attacked: Attacked;

beforeAll(async () => {
  cluster = await startCluster('ports');
  const text = readFileSync(cluster.kubeconfig, 'utf8');
  const found = (pattern: RegExp) => pattern.exec(text)?.[1]?.replaceAll('"', '') ?? '';
  attacked = await startAttacked(found(/server: (\S+)/), { user: `{token: ${found(/token: (\S+)/)}}` });
}, 60_000);
afterAll(async () => {
  await attacked.close();
  cluster.stop();
});

/** A Service of the cluster whose pods run, and its first port. */
async function aService() {
  const [services, pods] = await Promise.all(
    ['services', 'pods'].map(async kind => {
      const { body } = await cluster.other('GET', `/api/v1/${kind}`);
      return asArray(body['items']);
    }),
  );
  for (const service of services ?? []) {
    const { namespace, name } = readMeta(service);
    const labels = Object.entries(asStringMap(getPath(service, 'spec', 'selector')));
    const port = asNumber(getPath(asArray(getPath(service, 'spec', 'ports'))[0], 'port'));
    const isItsOwn = (pod: unknown) => labels.every(([key, value]) => readMeta(pod).labels[key] === value);
    const running = pods?.filter(
      pod => readMeta(pod).namespace === namespace && getPath(pod, 'status', 'phase') === 'Running' && isItsOwn(pod),
    );
    if (labels.length > 0 && port !== undefined && (running ?? []).length > 0)
      return { target: { cluster: 'c', resource: SERVICE, namespace, name, uid: 'u' }, port };
  }
  throw new Error('no Service has pods that run');
}

async function opened(response: Response): Promise<number> {
  expect(response.status).toBe(200);
  return asNumber(getPath(await response.json(), 'port', 'local')) ?? 0;
}

/** Whether somebody listens there. */
function isOpen(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port });
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

test('a page of this origin opens a port, and what is at it answers to this machine; its stop closes it', async () => {
  const request = { id: id(1), ...(await aService()), local: 0, scheme: 'http' };
  const local = await opened(await attacked.ask('/api/ports', request));
  const answer = await fetch(`http://127.0.0.1:${local}/hello`);
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('GET /hello answered by')]);
  expect(await isOpen(local, '127.0.0.2')).toBe(false);
  await attacked.ask('/api/ports/stop', { id: id(1), isForgotten: true });
  expect(await isOpen(local)).toBe(false);
});

test('nobody else opens one: a page of another origin, one without our header, one without a session', async () => {
  const request = { id: id(2), ...(await aService()), local: 41_999, scheme: 'http' };
  const { origin, cookie } = attacked;
  const ours = { origin, cookie, 'content-type': 'application/json', 'x-lanthorn': '1' };
  const { 'x-lanthorn': _header, ...bare } = ours;
  const { cookie: _cookie, ...stranger } = ours;
  const tries = [
    { ...ours, origin: 'http://127.0.0.1:1' },
    { ...ours, origin: 'http://web.shop.localhost:41999' },
    { ...ours, 'sec-fetch-site': 'same-site' },
    bare,
    stranger,
  ];
  for (const headers of tries)
    for (const path of ['/api/ports', '/api/ports/stop']) {
      const response = await fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(request) });
      expect(response.status, JSON.stringify(headers)).toBeGreaterThanOrEqual(400);
    }
  expect(await isOpen(41_999)).toBe(false);
  await expectServing(attacked);
});

test('what is no port, no object that has any, or no name of one is refused, and nothing listens', async () => {
  const good = { id: id(3), ...(await aService()), local: 0, scheme: 'http' };
  const { target } = good;
  const bad = [
    { ...good, port: 0 },
    { ...good, port: 65_536 },
    { ...good, local: -1 },
    { ...good, local: 22 },
    { ...good, scheme: 'javascript' },
    { ...good, id: '../x' },
    { ...good, target: { ...target, name: '../../../apis' } },
    { ...good, target: { ...target, namespace: 'a/b' } },
    { ...good, target: { ...target, cluster: 'other' } },
    { ...good, target: { ...target, resource: { group: '', version: 'v1', resource: 'secrets' } } },
    { ...good, target: { ...target, resource: { group: '', version: 'v1', resource: 'nodes' } } },
  ];
  for (const request of bad) {
    const { status } = await attacked.ask('/api/ports', request);
    expect([400, 404, 409, 422], JSON.stringify(request)).toContain(status);
  }
  const tab = await attacked.openTab();
  tab.say({ type: 'open', id: 1, query: { kind: 'ports', cluster: 'c' } });
  await expect.poll(() => tab.frames.length).toBeGreaterThan(0);
  expect(JSON.parse(String(tab.frames[0]?.subarray(5)))).toEqual({ ports: [], isKept: true });
  tab.close();
});

test('hundreds that connect and say nothing end nobody: a port takes so many, and the rest goes on', async () => {
  const request = { id: id(4), ...(await aService()), local: 0, scheme: null };
  const local = await opened(await attacked.ask('/api/ports', request));
  const sockets = Array.from({ length: 400 }, () => {
    const socket = connect({ host: '127.0.0.1', port: local });
    socket.on('error', () => {});
    return socket;
  });
  await expect
    .poll(() => sockets.filter(socket => socket.destroyed || socket.readyState !== 'opening').length)
    .toBe(400);
  expect((await attacked.ask('/api/clusters')).status).toBe(200);
  for (const socket of sockets) socket.destroy();
  await attacked.ask('/api/ports/stop', { id: id(4), isForgotten: true });
  expect([...attacked.faults.contained]).toEqual([]);
});
