import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { Row } from '@lanthorn/views/row.ts';
import { Boundary, THROWN_ON } from '../faults/boundary.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { ClusterKey } from '../upstream/cluster-key.ts';
import { ReleaseKeeper } from './release-keeper.ts';
import type { StoredList } from './release-list.ts';

const encoded = (version: string) => {
  const json = JSON.stringify({ info: { description: 'done' }, chart: { metadata: { name: 'web', version } } });
  return Buffer.from(gzipSync(json).toString('base64')).toString('base64');
};
const row = (name: string, revision: number, status: string, resourceVersion = '1') =>
  ({
    ...{ namespace: 'shop', name: `sh.helm.release.v1.${name}.v${revision}`, uid: `${name}${revision}`, createdAt: 1 },
    ...{ labels: { status }, cells: [resourceVersion] },
  }) as unknown as Row;

class FakeList implements StoredList {
  rowsThere: Row[] = [];
  state: QueryState = { kind: 'live' };
  readonly listeners = new Set<() => void>();
  readonly store = { rows: () => this.rowsThere, subscribe: (listener: () => void) => this.#add(listener) };

  onState(listener: () => void): () => void {
    return this.#add(listener);
  }

  #add(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

let clock: FakeClock;
let lists: Map<string, FakeList>;
let released: number;
let asked: string[];
let keeper: ReleaseKeeper;
let refuses: boolean;
beforeEach(() => {
  clock = new FakeClock();
  lists = new Map();
  released = 0;
  asked = [];
  refuses = false;
  keeper = new ReleaseKeeper({
    secretReader: () => ({
      read: async (_namespace, name) => {
        asked.push(name);
        if (refuses) return { secret: null, status: { code: 403, message: 'no' } as never };
        return { secret: { data: { release: encoded(name.split('.').at(-1) ?? '') } }, status: null };
      },
    }),
    lease: (_cluster, { storage, namespace }) => {
      const list = lists.get(`${storage} ${namespace}`) ?? new FakeList();
      lists.set(`${storage} ${namespace}`, list);
      return { value: list, release: () => void released++ };
    },
  });
});
afterEach(() => expect(clock.pendingTimers).toBe(0));

const cluster = (user = 'ada') => ({ key: `${user}/c` as ClusterKey, info: { name: 'c' } }) as Cluster;

function open(namespaces: readonly string[] = [], of = cluster()) {
  let changes = 0;
  const boundary = new Boundary('test', { clock, faults: THROWN_ON, end: () => {} });
  const list = keeper.open({ cluster: of, namespaces, boundary, onChange: () => void changes++ });
  return { list, changes: () => changes };
}
const secrets = (namespace = '') => {
  const list = lists.get(`secrets ${namespace}`);
  if (list === undefined) throw new Error('it is read');
  return list;
};
const told = ({ list }: ReturnType<typeof open>) =>
  list
    .releases()
    .map(({ name, revision, status, head, problem }) => [
      ...[name, revision, status, head?.chartVersion ?? null, problem?.code ?? null],
    ]);

/** What is packed is unpacked beside the event loop, in its own time. */
const becomes = (opened: ReturnType<typeof open>, wanted: unknown) =>
  vi.waitFor(() => expect(told(opened)).toEqual(wanted));

test('labels are told at once, and what the newest revision holds when it is read; older ones are not read', async () => {
  const opened = open();
  secrets().rowsThere = [row('web', 1, 'superseded'), row('web', 2, 'deployed')];
  secrets().tell();
  await clock.advance(200);
  await becomes(opened, [['web', 2, 'deployed', 'v2', null]]);
  expect(asked).toEqual(['sh.helm.release.v1.web.v2']);
  expect(opened.changes()).toBeGreaterThan(1);
  secrets().rowsThere = [row('web', 2, 'superseded', '2'), row('web', 3, 'pending-upgrade')];
  secrets().tell();
  await clock.advance(200);
  await becomes(opened, [['web', 3, 'pending-upgrade', 'v3', null]]);
  opened.list.close();
  expect(released).toBe(2);
  expect([...lists.values()].flatMap(({ listeners }) => [...listeners])).toEqual([]);
});

test('what was read is read once for two lists of one person, and again for another', async () => {
  lists.set('secrets ', Object.assign(new FakeList(), { rowsThere: [row('web', 1, 'deployed')] }));
  const opened = [open(), open()];
  for (const one of opened) await becomes(one, [['web', 1, 'deployed', 'v1', null]]);
  const again = open();
  await becomes(again, [['web', 1, 'deployed', 'v1', null]]);
  const before = asked.length;
  const other = open([], cluster('bob'));
  expect(told(other)).toEqual([['web', 1, 'deployed', null, null]]);
  await becomes(other, [['web', 1, 'deployed', 'v1', null]]);
  expect(asked.length).toBe(before + 1);
  for (const { list } of [...opened, again, other]) list.close();
});

test('one that may not be listed but not read says so, and is not asked for again and again', async () => {
  refuses = true;
  lists.set('secrets ', Object.assign(new FakeList(), { rowsThere: [row('web', 1, 'deployed')] }));
  const opened = open();
  await becomes(opened, [['web', 1, 'deployed', null, 'clusterSays']]);
  secrets().tell();
  await clock.advance(1_000);
  expect(asked).toHaveLength(1);
  opened.list.close();
});

test('namespaces are read each, and what may not be listed is told', () => {
  const opened = open(['shop', 'apps']);
  expect([...lists.keys()].toSorted()).toEqual(['configmaps apps', 'configmaps shop', 'secrets apps', 'secrets shop']);
  const reason = { code: 'serverSays', params: { detail: 'no' }, message: 'no' } as never;
  secrets('apps').state = { kind: 'forbidden', verb: 'list', resource: 'secrets', reason };
  expect(opened.list.states.secrets).toMatchObject({ kind: 'partial', missing: ['apps'] });
  expect(opened.list.states.configmaps).toEqual({ kind: 'live' });
  opened.list.close();
});
