import { expect, test } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { Collection } from './lists/collection.ts';
import { ResourceCounts } from './resource-counts.ts';
import { ClusterClock } from '../upstream/sources/cluster-clock.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { OWNER } from '../upstream/identity.ts';

async function* text(body: string): AsyncIterable<string> {
  yield body;
}

/** Seven pods in every namespace, and lists that somebody has open. */
function world(open: Readonly<Record<string, number>> = {}, forbidden: readonly string[] = [], hasCount = true) {
  const asked: string[] = [];
  const source = {
    send: ({ path }: ApiRequest) => {
      asked.push(path);
      const count = path.endsWith('/pods') ? 7 : 0;
      const items = Array.from({ length: Math.min(1, count) }, () => ({}));
      const remaining = hasCount ? { remainingItemCount: Math.max(0, count - 1) } : { continue: 'x' };
      const list = { metadata: remaining, items };
      const isForbidden = forbidden.some(namespace => path.includes(`/${namespace}/`));
      return Promise.resolve({
        status: isForbidden ? 403 : 200,
        headers: {},
        warnings: [],
        body: text(JSON.stringify(list)),
      });
    },
  };
  const info = { name: 'c', isDemo: false, server: '', user: '', namespace: '', problem: null };
  const cluster: Cluster = {
    clock: new ClusterClock(new FakeClock()),
    key: clusterKey(info.name, OWNER),
    info,
    source,
    close: async () => {},
  };
  const counts = new ResourceCounts({
    clock: new FakeClock(),
    peek: (_cluster, { resource }, namespace) => {
      const size = resource.resource === 'pods' ? open[namespace] : undefined;
      return size === undefined ? undefined : ({ state: { kind: 'live' }, store: { size } } as Collection);
    },
  });
  return {
    asked,
    pods: async (namespaces: readonly string[]) => (await counts.count(cluster, namespaces, ['pods'])).counts['pods'],
  };
}

const named = (count: number) => Array.from({ length: count }, (_, i) => `team-${i}`);

test('what is open is counted, the rest is asked for, once', async () => {
  const { asked, pods } = world({ 'team-0': 3 });
  expect(await pods(named(10))).toBe(3 + 9 * 7);
  const before = asked.length;
  expect(asked).not.toContain('/api/v1/namespaces/team-0/pods');
  expect(await pods(named(10))).toBe(3 + 9 * 7);
  expect(asked).toHaveLength(before);
});

test('of many namespaces nothing is asked for, and a part is not called the whole', async () => {
  const { asked, pods } = world({ 'team-0': 3 });
  expect(await pods(named(11))).toBeNull();
  expect(asked.filter(path => path.includes('/namespaces/'))).toEqual([]);
  const all = world(Object.fromEntries(named(11).map(name => [name, 3])));
  expect(await all.pods(named(11))).toBe(33);
});

test('what some namespaces have is not said to be what all of them have', async () => {
  const { pods } = world({}, ['team-1']);
  expect(await pods(named(2))).toBeNull();
  expect(await pods(named(1))).toBe(7);
});

test('a server that does not say how many more there are is not taken to have no more', async () => {
  expect(await world({}, [], false).pods([])).toBeNull();
});
