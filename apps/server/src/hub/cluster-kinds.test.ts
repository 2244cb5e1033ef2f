import { expect, test } from 'vitest';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { OWNER } from '../upstream/identity.ts';
import { ClusterClock } from '../upstream/sources/cluster-clock.ts';
import { CHECKED_MS, ClusterKinds, FRESH_MS } from './cluster-kinds.ts';

const PODS = { resource: 'pods', responseKind: { kind: 'Pod' }, scope: 'Namespaced', verbs: ['get', 'list', 'watch'] };
const CORE = { kind: 'APIGroupDiscoveryList', items: [{ versions: [{ version: 'v1', resources: [PODS] }] }] };
const GROUPS = { kind: 'APIGroupDiscoveryList', items: [] };

function world() {
  const clock = new FakeClock();
  const kinds = new ClusterKinds(clock);
  const server = { asked: 0, isDown: false, etag: '' };
  const source: ApiSource = {
    async send({ path, headers: sent }) {
      if (path === '/api') server.asked++;
      if (server.isDown) throw new Error('refused');
      async function* body() {
        yield JSON.stringify(path === '/api' ? CORE : GROUPS);
      }
      const { etag } = server;
      if (etag === '') return { status: 200, headers: {}, warnings: [], body: body() };
      return { status: sent?.['if-none-match'] === etag ? 304 : 200, headers: { etag }, warnings: [], body: body() };
    },
  };
  const cluster = (name: string): Cluster => ({
    info: { name, isDemo: false, server: '', user: '', namespace: '', problem: null },
    key: clusterKey(name, OWNER),
    source,
    clock: new ClusterClock(clock),
    close: async () => {},
  });
  return { clock, kinds, server, cluster };
}

test('a cluster is asked once for all who ask at a time, and each cluster by itself', async () => {
  const { kinds, server, cluster } = world();
  const blue = cluster('blue');
  const answers = await Promise.all([kinds.of(blue), kinds.of(blue), kinds.of(cluster('green'))]);
  expect(server.asked).toBe(2);
  expect(answers[0]).toBe(answers[1]);
  expect(answers[0]?.kinds.map(({ resource }) => resource)).toEqual(['pods']);
});

test('what it has is asked for again after half a minute, and not before', async () => {
  const { clock, kinds, server, cluster } = world();
  const blue = cluster('blue');
  await kinds.of(blue);
  await clock.advance(29_998);
  await kinds.of(blue);
  expect(server.asked).toBe(1);
  await clock.advance(3);
  await kinds.of(blue);
  expect(server.asked).toBe(2);
});

test('a failure is told to all who asked, and is not kept: the next question is asked anew', async () => {
  const { kinds, server, cluster } = world();
  const blue = cluster('blue');
  server.isDown = true;
  const failed = await Promise.allSettled([kinds.of(blue), kinds.of(blue)]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(server.asked).toBe(1);
  server.isDown = false;
  expect((await kinds.of(blue)).kinds).toHaveLength(1);
  expect(server.asked).toBe(2);
});

test('who wants a kind that was not known is told of it sooner, and cannot ask the cluster without end', async () => {
  const { clock, kinds, server, cluster } = world();
  const blue = cluster('blue');
  await kinds.of(blue);
  await kinds.of(blue, FRESH_MS);
  expect(server.asked).toBe(1);
  await clock.advance(FRESH_MS);
  await kinds.of(blue);
  expect(server.asked).toBe(1);
  await kinds.of(blue, FRESH_MS);
  expect(server.asked).toBe(2);
});

test('a server that says when nothing has changed is asked more often, and the same answer is given', async () => {
  const { clock, kinds, server, cluster } = world();
  const blue = cluster('blue');
  server.etag = '"1"';
  const first = await kinds.of(blue);
  await clock.advance(CHECKED_MS - 2);
  await kinds.of(blue);
  expect(server.asked).toBe(1);
  await clock.advance(3);
  expect(await kinds.of(blue)).toBe(first);
  expect(server.asked).toBe(2);
  server.etag = '"2"';
  await clock.advance(CHECKED_MS + 1);
  expect(await kinds.of(blue)).not.toBe(first);
});
