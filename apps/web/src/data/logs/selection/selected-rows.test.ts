import { expect, test } from 'vitest';
import type { ListFrame } from '@lanthorn/protocol/down-messages.ts';
import type { Subscription } from '@lanthorn/protocol/up-messages.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import type { Connection, Frame } from '../../connection/connection.ts';
import { type SelectedLogs, SelectedRows } from './selected-rows.ts';

const FORBIDDEN: QueryState = {
  ...{ kind: 'forbidden', verb: 'get', resource: 'pods' },
  reason: { code: 'serverSays', params: { detail: 'no' }, message: 'no' },
};

interface Asked {
  readonly query: Subscription;
  readonly tell: (frame: Frame) => void;
  isClosed: boolean;
}

/** What a selection asks for, and is told by hand. */
function select(view: ObjectView, ...places: readonly string[]) {
  const asked: Asked[] = [];
  const told: SelectedLogs[] = [];
  const subscribe = (query: Subscription, tell: (frame: Frame) => void) => {
    const entry = { query, tell, isClosed: false };
    asked.push(entry);
    return { close: () => void (entry.isClosed = true) };
  };
  const rows = places.map(place => {
    const [cluster = '', namespace = '', name = ''] = place.split('/');
    return { cluster, namespace, name, uid: `uid of ${name}`, resource: view.resource };
  });
  const connection = { subscribe } as unknown as Pick<Connection, 'subscribe'>;
  const selection = new SelectedRows({ view, rows }, connection, logs => told.push(logs));
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
  const read = () =>
    told.at(-1)?.containers.map(of => `${of.cluster}/${of.namespace}/${of.pod}/${of.container}${of.isMain ? '*' : ''}`);
  return { asked, selection, object, list, read, told: () => told.at(-1) };
}

const pod = (...containers: readonly string[]) => ({ spec: { containers: containers.map(name => ({ name })) } });
const podRows = (...names: readonly string[]): Partial<ListFrame> => ({
  keys: names,
  matched: names.length,
  rows: names.map(name => ({
    ...{ key: name, uid: `uid of ${name}`, name, namespace: 'n', createdAt: null },
    ownerUid: 'rs',
    cells: POD_VIEW.columns.map(() => null),
  })),
});

test('of pods of any namespace and cluster each has its own containers; those that may not be read are named, and hold up nobody', () => {
  const { object, read, told } = select(POD_VIEW, 'c/n/a', 'd/m/b', 'c/n/x', 'c/n/y');
  object('a', pod('main', 'proxy'));
  expect([read(), told()?.isLoading]).toEqual([['c/n/a/main*', 'c/n/a/proxy'], true]);
  object('b', pod('db'));
  object('x', undefined, FORBIDDEN);
  object('y', null);
  expect(read()).toEqual(['c/n/a/main*', 'c/n/a/proxy', 'd/m/b/db*']);
  expect(told()?.unread.map(({ row, why }) => [row.name, why])).toEqual([
    ['x', FORBIDDEN],
    ['y', 'gone'],
  ]);
  expect(told()?.isLoading).toBe(false);
});

test('a pod that is gone is said to be; what it wrote stays, and is gone on with when it is there again', () => {
  const { object, read, told } = select(POD_VIEW, 'c/n/a', 'c/n/b');
  object('b', pod('main'));
  object('a', pod('main'));
  object('a', null);
  expect([read(), told()?.unread.length]).toEqual([['c/n/a/main*', 'c/n/b/main*'], 1]);
  object('a', pod('other'));
  expect([read(), told()?.unread.length]).toEqual([['c/n/a/other*', 'c/n/b/main*'], 0]);
});

test('pods of a workload come and go; of each template one is asked which containers it has', async () => {
  const { asked, object, list, read, selection, told } = select(DEPLOYMENT_VIEW, 'c/n/web');
  object('web', { spec: { selector: { matchLabels: { app: 'web' } } } });
  expect(told()?.isLoading).toBe(true);
  list('pods', podRows('web-1', 'web-2'));
  expect(asked.map(({ query }) => (query.kind === 'list' ? query.filter : query.name))).toEqual([
    'web',
    'label:app=web',
    'web-1',
  ]);
  object('web-1', pod('main', 'proxy'));
  await Promise.resolve();
  list('pods', podRows('web-2', 'web-3'));
  expect(read()).toEqual(['web-2/main*', 'web-2/proxy', 'web-3/main*', 'web-3/proxy'].map(place => `c/n/${place}`));
  expect(asked).toHaveLength(3);
  expect(asked[2]?.isClosed).toBe(true);
  selection.close();
  expect(asked.every(({ isClosed }) => isClosed)).toBe(true);
});

test('a pod that went before it could say its containers is asked for in another’s place', async () => {
  const { asked, object, list, read } = select(JOB_VIEW, 'c/n/job');
  list('pods', podRows('job-1'));
  object('job-1', null);
  await Promise.resolve();
  list('pods', podRows('job-2'));
  object('job-2', pod('main'));
  expect(read()).toEqual(['c/n/job-2/main*']);
  expect(asked[0]?.query).toMatchObject({ ownerUid: 'uid of job', namespaces: ['n'] });
});

test('of a CronJob the newest run is read, and then the next; without one nothing is asked of pods', () => {
  const { asked, list, told } = select(CRONJOB_VIEW, 'c/n/nightly');
  list('jobs', { keys: [], matched: 0, rows: [] });
  expect([asked.length, told()]).toEqual([1, { containers: [], unread: [], isLoading: false }]);
  const run = (uid: string): Partial<ListFrame> => ({
    ...{ keys: [uid], matched: 1 },
    rows: [{ key: uid, uid, name: uid, namespace: 'n', createdAt: null, ownerUid: '', cells: [] }],
  });
  list('jobs', run('j1'));
  list('jobs', run('j2'));
  list('jobs', { keys: [], matched: 0, rows: [] });
  const owners = asked.map(({ query, isClosed }) => query.kind === 'list' && [query.ownerUid, isClosed]);
  expect(owners).toEqual([
    ['uid of nightly', false],
    ['j1', true],
    ['j2', false],
  ]);
});

test('a workload that selects by more than labels, and one whose pods may not be listed, say so', () => {
  const { object, list, told } = select(DEPLOYMENT_VIEW, 'c/n/sets', 'c/n/closed');
  object('sets', { spec: { selector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } } });
  object('closed', { spec: { selector: { matchLabels: { a: 'b' } } } });
  list('pods', { state: FORBIDDEN });
  expect(told()?.unread.map(({ row, why }) => [row.name, why])).toEqual([
    ['sets', 'unsayable'],
    ['closed', FORBIDDEN],
  ]);
  expect(told()?.isLoading).toBe(false);
});
