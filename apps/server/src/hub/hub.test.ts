import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { compileFilter } from '@lanthorn/query/row-filter.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { Faults } from '../faults/faults.ts';
import { Namespaces } from '../tabs/test-namespaces.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { OWNER } from '../upstream/identity.ts';
import { ClusterClock } from '../upstream/sources/cluster-clock.ts';
import type { Collection } from './lists/collection.ts';
import type { ListSpec } from './lists/list-feed.ts';
import { Hub } from './hub.ts';

let clock: FakeClock;
let hub: Hub;
let opened: Collection[];
let asked: number;
const sources = new Map<string, Namespaces>();

function clusterOf(name: string): Cluster {
  const source = new Namespaces(['shop', 'data', 'shelf']);
  sources.set(name, source);
  const send: Cluster['source']['send'] = request => {
    asked++;
    return source.send(request);
  };
  const info = { name, isDemo: false, server: '', user: 'u', namespace: '', problem: null };
  return {
    info,
    key: clusterKey(name, OWNER),
    source: { send },
    clock: new ClusterClock(clock),
    close: async () => {},
  };
}

const specOf = (cluster: Cluster, fields: Partial<ListSpec> = {}): ListSpec => ({
  ...{ cluster, view: NAMESPACE_VIEW, namespaces: [], filter: '', sort: [], ownerUid: undefined },
  ...fields,
});

function list(spec: ListSpec) {
  const filter = compileFilter(spec.filter, spec.view);
  if (!filter.ok) throw new Error(filter.error.code);
  return hub.list(spec, filter.value);
}

const names = (of: ReturnType<typeof list>) => [...(of.value.query?.order ?? [])].map(({ name }) => name);

beforeEach(() => {
  clock = new FakeClock();
  opened = [];
  asked = 0;
  hub = new Hub({
    ...{ clock, random: seededRandom(1), faults: new Faults(silentLogger) },
    clusters: { list: () => [], get: () => undefined },
    onCollection: (_cluster, collection) => void opened.push(collection),
  });
});
afterEach(() => hub.close());

test('who asks for the same list of a cluster shares one watch, which stays for half a minute after the last', async () => {
  const cluster = clusterOf('a');
  const scope = { view: NAMESPACE_VIEW, namespace: '' };
  const [one, two] = [hub.collection(cluster, scope), hub.collection(cluster, scope)];
  await clock.advance(10);
  expect([one.value === two.value, hub.openWatches, opened.length]).toEqual([true, 1, 1]);
  expect(hub.openLists()).toEqual([{ cluster: 'a', resource: 'namespaces', namespace: '', rows: 3, readers: 2 }]);
  one.release();
  two.release();
  await clock.advance(29_000);
  expect(hub.peek(cluster, NAMESPACE_VIEW, '')).toBe(one.value);
  // Somebody comes back: it is asked for nothing.
  const before = asked;
  hub.collection(cluster, scope).release();
  expect([opened.length, asked]).toEqual([1, before]);
  await clock.advance(31_000);
  expect([hub.openWatches, hub.peek(cluster, NAMESPACE_VIEW, '')]).toEqual([0, undefined]);
});

test('another cluster, namespace, kind or selection is another list', () => {
  const [a, b] = [clusterOf('a'), clusterOf('b')];
  const lists = [
    hub.collection(a, { view: POD_VIEW, namespace: '' }),
    hub.collection(b, { view: POD_VIEW, namespace: '' }),
    hub.collection(a, { view: POD_VIEW, namespace: 'shop' }),
    hub.collection(a, { view: NAMESPACE_VIEW, namespace: '' }),
    hub.collection(a, { view: { ...POD_VIEW, labelSelector: 'app=web' }, namespace: '' }),
    hub.collection(a, { view: { ...POD_VIEW, fieldSelector: 'spec.nodeName=n' }, namespace: '' }),
    hub.collection(a, { view: { ...POD_VIEW, isMetadataAlone: true }, namespace: '' }),
  ];
  expect(new Set(lists.map(({ value }) => value)).size).toBe(7);
  expect(hub.openWatches).toBe(7);
});

test('the same question is one query on one watch; another order is another query on the same watch', async () => {
  const cluster = clusterOf('a');
  const one = list(specOf(cluster));
  const same = list(specOf(cluster));
  const other = list(specOf(cluster, { sort: [{ column: 'name', descending: true }] }));
  await clock.advance(10);
  expect([one.value === same.value, one.value === other.value, hub.openWatches]).toEqual([true, false, 1]);
  expect([names(one), names(other)]).toEqual([
    ['data', 'shelf', 'shop'],
    ['shop', 'shelf', 'data'],
  ]);
  // A query is kept for nobody; its list is, for who comes back.
  for (const lease of [one, same, other]) lease.release();
  await clock.advance(0);
  expect(list(specOf(cluster)).value).not.toBe(one.value);
  expect(opened).toHaveLength(1);
});

test('a filter that is typed takes the order of the list without it, and of the letters before; the list stays as long as the filter', async () => {
  const cluster = clusterOf('a');
  const whole = list(specOf(cluster));
  await clock.advance(10);
  const wide = list(specOf(cluster, { filter: 'sh' }));
  expect(names(wide)).toEqual(['shelf', 'shop']);
  const narrow = list(specOf(cluster, { filter: 'sho' }));
  expect(names(narrow)).toEqual(['shop']);
  whole.release();
  wide.release();
  await clock.advance(100);
  // The letters are taken back: what is shown without them was kept for that.
  expect(list(specOf(cluster)).value).toBe(whole.value);
});

test('what breaks one list ends its readers with the reason, and the next gets a new one', async () => {
  const cluster = clusterOf('a');
  const told: string[] = [];
  const scope = { view: NAMESPACE_VIEW, namespace: '' };
  const lease = hub.collection(cluster, scope, message => void told.push(message));
  const other = hub.collection(clusterOf('b'), scope);
  await clock.advance(10);
  vi.spyOn(lease.value.store, 'apply').mockImplementation(() => {
    throw new Error('broken');
  });
  sources.get('a')?.say('ADDED', 'bank');
  await clock.advance(1_000);
  expect([told, hub.openWatches]).toEqual([[expect.stringContaining('broken')], 1]);
  expect(hub.collection(cluster, scope).value).not.toBe(lease.value);
  expect(other.value.store.size).toBe(3);
});
