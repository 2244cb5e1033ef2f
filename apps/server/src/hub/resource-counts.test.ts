import { beforeEach, describe, expect, test } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { Collection } from './lists/collection.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { projectRow, type Row } from '@lanthorn/views/row.ts';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import { RowStore } from '@lanthorn/watch/row-store.ts';
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
      const store = { size, rows: () => [] };
      return size === undefined ? undefined : ({ state: { kind: 'live' }, store } as unknown as Collection);
    },
    hold: () => {},
  });
  return {
    asked,
    count: async (namespaces: readonly string[], kinds: readonly string[]) =>
      (await counts.count(cluster, namespaces, kinds)).counts,
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

test('a kind without a record is asked for by its resource and version; what is no kind is left out', async () => {
  const { asked, count } = world({}, ['team-1']);
  const kinds = ['widgets.v1.example.com', 'nonsense', 'pods'];
  expect(await count(['team-0'], kinds)).toEqual({ 'widgets.v1.example.com': 0, pods: 7 });
  expect(asked).toContain('/apis/example.com/v1/namespaces/team-0/widgets');
  expect(await count(['team-1'], kinds)).toEqual({ 'widgets.v1.example.com': null, pods: null });
});

test('what some namespaces have is not said to be what all of them have', async () => {
  const { pods } = world({}, ['team-1']);
  expect(await pods(named(2))).toBeNull();
  expect(await pods(named(1))).toBe(7);
});

test('a server that does not say how many more there are is not taken to have no more', async () => {
  expect(await world({}, [], false).pods([])).toBeNull();
});

describe('what is not well', () => {
  const failing = {
    kind: 'Pod',
    status: { phase: 'Running', containerStatuses: [{ state: { waiting: { reason: 'CrashLoopBackOff' } } }] },
  };
  const failed = (owner: string) => ({
    kind: 'Job',
    metadata: { ownerReferences: [{ uid: owner, kind: 'CronJob', name: owner, controller: true }] },
    status: { conditions: [{ type: 'Failed', status: 'True' }] },
  });

  function storeOf(view: KindView, objects: readonly object[]): RowStore<Row> {
    const store = new RowStore<Row>();
    for (const [i, object] of objects.entries()) {
      const meta = { namespace: 'n', name: `x${i}`, uid: `${view.kind}-${i}` };
      const whole = { ...object, metadata: { ...meta, ...('metadata' in object ? (object.metadata as object) : {}) } };
      const row = projectRow(view, whole, { now: 0, shared: new SharedParts(), hasRelations: false });
      store.apply({ type: 'apply', object: row, resourceVersion: '1' });
    }
    store.flush();
    return store;
  }

  let held: string[];
  beforeEach(() => {
    held = [];
  });

  async function badOf(open: readonly (readonly [KindView, readonly object[], string?])[]) {
    const source = { send: () => Promise.reject(new Error('not asked')) };
    const info = { name: 'c', isDemo: false, server: '', user: '', namespace: '', problem: null };
    const clock = new FakeClock();
    const cluster: Cluster = {
      key: clusterKey(info.name, OWNER),
      clock: new ClusterClock(clock),
      info,
      source,
      close: async () => {},
    };
    const lists = new Map(
      open.map(([view, objects, kind = 'live']) => [
        view,
        { view, namespace: '', state: { kind }, store: storeOf(view, objects) } as unknown as Collection,
      ]),
    );
    const hold = (_cluster: Cluster, { view }: { readonly view: KindView }) => void held.push(view.kind);
    const counts = new ResourceCounts({ clock, peek: (_cluster, view) => lists.get(view), hold });
    return (await counts.count(cluster, [], ['pods', 'jobs', 'cronjobs'])).bad;
  }

  test('is counted where a list is open and whole, and nowhere else', async () => {
    expect(await badOf([[POD_VIEW, [failing, { kind: 'Pod', status: { phase: 'Running' } }, failing]]])).toEqual({
      pods: 2,
    });
    expect(await badOf([[POD_VIEW, []]])).toEqual({ pods: 0 });
    expect(await badOf([[POD_VIEW, [failing], 'loading']])).toEqual({});
    expect(await badOf([])).toEqual({});
  });

  test('is what the list shows: a CronJob whose last run failed, where its runs are watched as well', async () => {
    const cronjobs = [CRONJOB_VIEW, [{ kind: 'CronJob', spec: { schedule: '0 * * * *' } }]] as const;
    expect(await badOf([cronjobs])).toEqual({});
    expect(await badOf([cronjobs, [JOB_VIEW, [failed('CronJob-0')]]])).toEqual({ cronjobs: 1, jobs: 1 });
  });

  test('of what is counted the lists stay open, those that are joined too; no other, and none that is very large', async () => {
    await badOf([
      [CRONJOB_VIEW, [{ kind: 'CronJob', spec: { schedule: '0 * * * *' } }]],
      [JOB_VIEW, [failed('CronJob-0')]],
      [POD_VIEW, [failing], 'loading'],
    ]);
    expect(new Set(held)).toEqual(new Set(['CronJob', 'Job']));
    held = [];
    await badOf([[POD_VIEW, Array.from({ length: 10_001 }, () => failing)]]);
    expect(held).toEqual([]);
  });
});
