import { expect, test } from 'vitest';
import { FakeClock, settle } from '@lanthorn/testkit/fake-clock.ts';
import type { ListFrame } from '@lanthorn/protocol/down-messages.ts';
import type { Subscription } from '@lanthorn/protocol/up-messages.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { STATEFUL_SET_VIEW } from '@lanthorn/views/kinds/apps/statefulsets.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import type { Connection, Frame } from '../../connection/connection.ts';
import { SelectedRows } from './selected-rows.ts';

const FORBIDDEN: QueryState = {
  ...{ kind: 'forbidden', verb: 'get', resource: 'pods' },
  reason: { code: 'serverSays', params: { detail: 'no' }, message: 'no' },
};

interface Asked {
  readonly query: Subscription;
  readonly tell: (frame: Frame) => void;
  isClosed: boolean;
  retries: number;
}

/** What a selection asks for, and is told by hand. */
function select(view: ObjectView, ...places: readonly string[]) {
  const asked: Asked[] = [];
  const clock = new FakeClock();
  const subscribe = (query: Subscription, tell: (frame: Frame) => void) => {
    const entry = { query, tell, isClosed: false, retries: 0 };
    asked.push(entry);
    return { close: () => void (entry.isClosed = true), retry: () => void entry.retries++ };
  };
  const rows = places.map(place => {
    const [cluster = '', namespace = '', name = ''] = place.split('/');
    return { cluster, namespace, name, uid: `uid of ${name}`, resource: view.resource };
  });
  const connection = { subscribe } as unknown as Pick<Connection, 'subscribe'>;
  const selection = new SelectedRows(view, { connection, clock }, () => {});
  selection.setRows(rows);
  const find = (is: (query: Subscription) => boolean) => {
    const entry = asked.findLast(({ query, isClosed }) => is(query) && !isClosed);
    if (entry === undefined) throw new Error('not asked for');
    return entry;
  };
  const object = (name: string, value: unknown, state: QueryState = { kind: 'live' }) =>
    find(query => query.kind === 'object' && query.name === name).tell({ type: 'object', id: 0, object: value, state });
  const list = (resource: string, frame: Partial<ListFrame>) =>
    find(query => query.kind === 'list' && query.resource.resource === resource).tell({
      ...{ type: 'list', id: 0, state: { kind: 'live' } },
      ...frame,
    });
  const told = () => selection.logs;
  const read = () =>
    told().containers.map(of => `${of.cluster}/${of.namespace}/${of.pod}/${of.container}${of.isMain ? '*' : ''}`);
  /** What is asked for now. */
  const open = () => asked.flatMap(({ query, isClosed }) => (isClosed ? [] : [nameOf(query)]));
  return { asked, clock, selection, object, list, read, told, open };
}

/** Of an object its name, of a list what it lists. */
const nameOf = (query: Subscription) => (query.kind === 'list' ? query.resource.resource : query.name);

const pod = (...containers: readonly string[]) => ({ spec: { containers: containers.map(name => ({ name })) } });
const HASH = columnIndex(POD_VIEW, 'templateHash');
/** Pods of one owner, which are alike where it is a Job, or where it says so. */
const podsOf = (kind: string, hash: string | null, names: readonly string[]): Partial<ListFrame> => ({
  keys: names,
  matched: names.length,
  rows: names.map(name => ({
    ...{ key: name, uid: `uid of ${name}`, name, namespace: 'n', createdAt: null },
    ...{ ownerUid: 'owner', owner: { apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1', kind, name: 'owner' } },
    cells: POD_VIEW.columns.map((_column, i) => (i === HASH ? hash : null)),
  })),
});
/** ReplicaSets of a Deployment. */
const sets = (...names: readonly string[]): Partial<ListFrame> => ({
  keys: names,
  matched: names.length,
  rows: names.map(name => ({ key: name, uid: name, name, namespace: 'n', createdAt: null, ownerUid: '', cells: [] })),
});
const podRows = (...names: readonly string[]) => podsOf('ReplicaSet', '5d', names);
const jobPods = (...names: readonly string[]) => podsOf('Job', null, names);
/** A pod that waits for its init container. */
const inInit = (...containers: readonly string[]) => ({
  spec: { ...pod(...containers).spec, initContainers: [{ name: 'setup' }] },
  status: { initContainerStatuses: [{ name: 'setup', state: { running: { startedAt: '2026-11-23T08:00:00Z' } } }] },
});
const TOO_MANY: QueryState = {
  ...{ kind: 'stale', since: 0, retryAt: null, isEmpty: true },
  reason: { code: 'tooManySubscriptions', params: { most: 64 }, message: 'more than 64 subscriptions' },
};

test('of pods of any namespace and cluster each has its own containers; those that may not be read are named, and hold up nobody', () => {
  const { object, read, told } = select(POD_VIEW, 'c/n/a', 'd/m/b', 'c/n/x', 'c/n/y');
  object('a', pod('main', 'proxy'));
  expect([read(), told().isLoading]).toEqual([['c/n/a/main*', 'c/n/a/proxy'], true]);
  object('b', pod('db'));
  object('x', undefined, FORBIDDEN);
  object('y', null);
  expect(read()).toEqual(['c/n/a/main*', 'c/n/a/proxy', 'd/m/b/db*']);
  expect(told().unread.map(({ row, why }) => [row.name, why])).toEqual([
    ['x', FORBIDDEN],
    ['y', 'gone'],
  ]);
  expect(told().isLoading).toBe(false);
});

test('a pod that is gone is said to be; what it wrote stays, and is gone on with when it is there again', () => {
  const { object, read, told } = select(POD_VIEW, 'c/n/a', 'c/n/b');
  object('b', pod('main'));
  object('a', pod('main'));
  object('a', null);
  expect([read(), told().unread.length]).toEqual([['c/n/a/main*', 'c/n/b/main*'], 1]);
  object('a', pod('other'));
  expect([read(), told().unread.length]).toEqual([['c/n/a/other*', 'c/n/b/main*'], 0]);
});

test('pods of a workload come and go; of each template one is asked which containers it has', async () => {
  const { asked, object, list, read, selection, told } = select(DEPLOYMENT_VIEW, 'c/n/web');
  list('replicasets', sets('web-5d'));
  expect(told().isLoading).toBe(true);
  list('pods', podRows('web-1', 'web-2'));
  expect(asked.map(({ query }) => nameOf(query))).toEqual(['replicasets', 'pods', 'web-1']);
  object('web-1', pod('main', 'proxy'));
  await settle();
  list('pods', podRows('web-2', 'web-3'));
  expect(read()).toEqual(['web-2/main*', 'web-2/proxy', 'web-3/main*', 'web-3/proxy'].map(place => `c/n/${place}`));
  expect(asked).toHaveLength(3);
  expect(asked[2]?.isClosed).toBe(true);
  selection.close();
  expect(asked.every(({ isClosed }) => isClosed)).toBe(true);
});

test('a Deployment has the pods of its ReplicaSets, however many more have its labels; gone, it has its last words', async () => {
  const { object, list, read, told, asked } = select(DEPLOYMENT_VIEW, 'c/n/web');
  list('replicasets', sets());
  expect([told().isLoading, told().unread, asked.length]).toEqual([false, [], 1]);
  list('replicasets', sets('web-1'));
  const question = () => {
    const query = asked.findLast(entry => nameOf(entry.query) === 'pods')?.query;
    if (query?.kind !== 'list' || query.related?.way !== 'back') return null;
    return [query.filter, query.related.targets.map(({ uid }) => uid)];
  };
  expect(question()).toEqual(['', ['web-1']]);
  list('pods', podRows('web-1-a'));
  object('web-1-a', pod('main'));
  await settle();
  list('replicasets', sets('web-2', 'web-1'));
  expect(question()).toEqual(['', ['web-1', 'web-2']]);
  expect(read()).toEqual(['c/n/web-1-a/main*']);
  list('replicasets', sets());
  expect([read(), told().unread.map(({ why }) => why)]).toEqual([['c/n/web-1-a/main*'], ['gone']]);
});

test('a StatefulSet has those that it owns', () => {
  const { asked } = select(STATEFUL_SET_VIEW, 'c/n/db');
  expect(asked.map(({ query }) => (query.kind === 'list' ? [query.ownerUid, query.filter] : query.name))).toEqual([
    'db',
    ['uid of db', ''],
  ]);
});

test('a pod that went before it could say its containers is asked for in another’s place', async () => {
  const { asked, object, list, read } = select(JOB_VIEW, 'c/n/job');
  list('pods', jobPods('job-1'));
  object('job-1', null);
  await settle();
  list('pods', jobPods('job-2'));
  object('job-2', pod('main'));
  await settle();
  expect(read()).toEqual(['c/n/job-2/main*']);
  expect(asked[0]?.query).toMatchObject({ ownerUid: 'uid of job', namespaces: ['n'] });
});

test('of a CronJob all runs that are there are read, those that come too; without one nothing is asked of pods', async () => {
  const { asked, object, list, read, told } = select(CRONJOB_VIEW, 'c/n/nightly');
  list('jobs', { keys: [], matched: 0, rows: [] });
  expect([asked.length, told()]).toEqual([1, { containers: [], unread: [], partly: [], isLoading: false }]);
  const runs = (...uids: readonly string[]): Partial<ListFrame> => ({
    ...{ keys: uids, matched: uids.length },
    rows: uids.map(uid => ({
      ...{ key: uid, uid, name: uid, namespace: 'n', createdAt: null, ownerUid: '', cells: [] },
    })),
  });
  list('jobs', runs('j2', 'j1'));
  list('pods', jobPods('j2-a', 'j1-a'));
  object('j2-a', pod('main'));
  await settle();
  expect(read()).toEqual(['c/n/j2-a/main*', 'c/n/j1-a/main*']);
  // Told in another order, it is the same question.
  list('jobs', runs('j1', 'j2'));
  list('jobs', runs('j3', 'j2', 'j1'));
  list('pods', { ...jobPods('j3-a', 'j2-a', 'j1-a'), matched: 80 });
  expect(read()).toEqual(['c/n/j3-a/main*', 'c/n/j2-a/main*', 'c/n/j1-a/main*']);
  list('jobs', { ...runs('j3', 'j2', 'j1'), matched: 60 });
  expect(told().partly.map(({ of, read: count, all }) => [of, count, all])).toEqual([
    ['runs', 3, 60],
    ['runPods', 3, 80],
  ]);
  // What the last ones wrote stays.
  list('jobs', { keys: [], matched: 0, rows: [] });
  expect(read()).toHaveLength(3);
  const owners = asked.flatMap(({ query, isClosed }) =>
    query.kind === 'list' && query.related?.way === 'back'
      ? [[query.related.targets.map(({ uid }) => uid).join(), isClosed]]
      : [],
  );
  expect(owners).toEqual([
    ['j1,j2', true],
    ['j1,j2,j3', false],
  ]);
});

test('a workload that selects by more than labels, and one whose pods may not be listed, say so', () => {
  const { object, list, told } = select(DEPLOYMENT_VIEW, 'c/n/sets', 'c/n/closed');
  // Who may not read what stands between reads those that are selected.
  for (const _each of ['closed', 'sets']) list('replicasets', { state: FORBIDDEN });
  object('sets', { spec: { selector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } } });
  object('closed', { spec: { selector: { matchLabels: { a: 'b' } } } });
  list('pods', { state: FORBIDDEN });
  // The workload is told anew all the time.
  object('closed', { spec: { selector: { matchLabels: { a: 'b' } } } });
  expect(told().unread.map(({ row, why }) => [row.name, why])).toEqual([
    ['sets', 'unsayable'],
    ['closed', FORBIDDEN],
  ]);
  expect(told().isLoading).toBe(false);
});

test('pods that are still listed are not none', () => {
  const { list, told } = select(DEPLOYMENT_VIEW, 'c/n/web');
  list('replicasets', sets('web-5d'));
  list('pods', { keys: [], rows: [], matched: 0, state: { kind: 'loading', loaded: 0, total: null } });
  expect(told().isLoading).toBe(true);
  list('pods', { keys: [], rows: [], matched: 0 });
  expect(told().isLoading).toBe(false);
});

test('sampled while it waits for its init container, of its template the main one is the one of its work; of a selected pod what it waits for', async () => {
  const workload = select(DEPLOYMENT_VIEW, 'c/n/web');
  workload.list('replicasets', sets('web-5d'));
  workload.list('pods', podRows('web-1', 'web-2'));
  workload.object('web-1', inInit('main', 'proxy'));
  await settle();
  expect(workload.read()).toEqual(['web-1/main*', 'web-1/proxy', 'web-2/main*', 'web-2/proxy'].map(of => `c/n/${of}`));
  const pods = select(POD_VIEW, 'c/n/a');
  pods.object('a', inInit('main'));
  expect(pods.read()).toEqual(['c/n/a/main', 'c/n/a/setup*']);
  pods.object('a', pod('main'));
  expect(pods.read()).toEqual(['c/n/a/main*']);
});

test('pods of an owner that marks none as alike are each asked for, four at a time', async () => {
  const { object, list, read, open, told } = select(DEPLOYMENT_VIEW, 'c/n/web');
  list('replicasets', sets('web-5d'));
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  list('pods', podsOf('ReplicationController', null, names));
  expect(open()).toEqual(['replicasets', 'pods', 'a', 'b', 'c', 'd']);
  for (const name of names) {
    object(name, pod(`of-${name}`));
    await settle();
  }
  expect([open(), told().isLoading]).toEqual([['replicasets', 'pods'], false]);
  expect(read()).toEqual(names.map(name => `c/n/${name}/of-${name}*`));
});

test('what the tab has no room for is asked for again', async () => {
  const { asked, clock, object, list, read, told } = select(DEPLOYMENT_VIEW, 'c/n/web');
  list('replicasets', { state: TOO_MANY });
  expect(told().unread).toHaveLength(1);
  await clock.advance(10_000);
  expect(asked[0]?.retries).toBe(1);
  list('replicasets', sets('web-5d'));
  list('pods', podRows('web-1'));
  object('web-1', undefined, TOO_MANY);
  await settle();
  expect([asked[2]?.isClosed, told().unread.map(({ why }) => why)]).toEqual([true, [TOO_MANY]]);
  await clock.advance(10_000);
  object('web-1', pod('main'));
  await settle();
  expect([read(), told().unread]).toEqual([['c/n/web-1/main*'], []]);
});

test('of an object with very many pods the first are read, and how many there are is told', async () => {
  const { asked, object, list, told } = select(JOB_VIEW, 'c/n/job');
  list('pods', { ...jobPods('job-1', 'job-2'), matched: 80 });
  object('job-1', pod('main'));
  await settle();
  expect(told().partly.map(({ row, read, all }) => [row.name, read, all])).toEqual([['job', 2, 80]]);
  // Those that come stand behind those that are read.
  expect(asked[0]?.query).toMatchObject({ limit: 50, sort: [{ column: 'age', descending: true }] });
});

test('a template of which no pod is left is forgotten, and asked for anew when there is one again', async () => {
  const { asked, object, list } = select(JOB_VIEW, 'c/n/job');
  for (let round = 1; round <= 2; round++) {
    list('pods', jobPods('job-1'));
    object('job-1', pod('main'));
    await settle();
    list('pods', jobPods());
    expect(asked).toHaveLength(1 + round);
  }
});

test('other rows of the selection are read: those that stay are not asked for again', () => {
  const { asked, object, read, selection, open } = select(POD_VIEW, 'c/n/a', 'c/n/b');
  object('a', pod('main'));
  const row = (name: string) => ({
    cluster: 'c',
    namespace: 'n',
    name,
    uid: `uid of ${name}`,
    resource: POD_VIEW.resource,
  });
  selection.setRows([row('a'), row('x')]);
  expect([read(), open(), asked.length]).toEqual([['c/n/a/main*'], ['a', 'x'], 3]);
});
