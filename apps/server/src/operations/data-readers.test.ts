import { expect, test } from 'vitest';
import type { ApiRequest, ApiResponse } from '@lanthorn/kube/api/api-request.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { dataReaders } from './data-readers.ts';

const reading = {
  containers: [{ name: 'c', envFrom: [{ configMapRef: { name: 'conf' } }], env: [{ name: 'TOKEN', value: 'secret' }] }],
};
const meta = (name: string, rest: object = {}) => ({ name, namespace: 'shop', uid: `uid-${name}`, ...rest });
const ownedBy = (kind: string, name: string) => ({
  ownerReferences: [{ apiVersion: 'x/v1', kind, name, uid: `uid-${name}`, controller: true }],
});
const workload = (name: string, spec: object = reading) => ({ metadata: meta(name), spec: { template: { spec } } });
const pod = (name: string, rest: object = {}) => ({ metadata: meta(name, rest), spec: reading });

function fakeCluster(lists: Readonly<Record<string, readonly unknown[] | number>>) {
  const asked: ApiRequest[] = [];
  const answer = (status: number, body: unknown): ApiResponse => ({
    ...{ status, headers: {}, warnings: [] },
    body: (async function* text() {
      yield JSON.stringify(body);
    })(),
  });
  const send = async (request: ApiRequest): Promise<ApiResponse> => {
    asked.push(request);
    const list = lists[request.path.split('/').at(-1) ?? ''] ?? [];
    if (typeof list === 'number') return answer(list, { kind: 'Status', status: 'Failure', message: 'no', code: list });
    return answer(200, { items: list, metadata: {} });
  };
  return { asked, cluster: { source: { send } } as unknown as Cluster };
}

const ask = (lists: Parameters<typeof fakeCluster>[0]) =>
  dataReaders(
    fakeCluster(lists).cluster,
    { kind: 'configmaps', namespace: 'shop', name: 'conf' },
    { nextTurn: () => Promise.resolve() },
  );
const names = async (lists: Parameters<typeof fakeCluster>[0]) =>
  (await ask(lists)).readers.map(({ resource, name }) => `${resource.resource}/${name}`);

test('tells of workloads, and of their pods only where nobody else does', async () => {
  const lists = {
    deployments: [workload('web'), workload('other', { containers: [] })],
    statefulsets: [workload('db')],
    cronjobs: [{ metadata: meta('nightly'), spec: { jobTemplate: { spec: { template: { spec: reading } } } } }],
    jobs: [{ ...workload('nightly-1'), metadata: meta('nightly-1', ownedBy('CronJob', 'nightly')) }, workload('once')],
    pods: [
      pod('web-5f-x', { ...ownedBy('ReplicaSet', 'web-5f'), labels: { 'pod-template-hash': '5f' } }),
      pod('rs-77-x', { ...ownedBy('ReplicaSet', 'rs-77'), labels: { 'pod-template-hash': '77' } }),
      pod('db-0', ownedBy('StatefulSet', 'db')),
      pod('once-x', ownedBy('Job', 'once')),
      pod('alone'),
      pod('rollout-1', ownedBy('Rollout', 'r')),
    ],
  };
  expect(await names(lists)).toEqual([
    ...['deployments/web', 'statefulsets/db', 'cronjobs/nightly', 'jobs/once'],
    ...['pods/rs-77-x', 'pods/alone', 'pods/rollout-1'],
  ]);
});

test('asks in its namespace alone, and hands on no more than how it is read', async () => {
  const { asked, cluster } = fakeCluster({ deployments: [workload('web')] });
  const answer = await dataReaders(
    cluster,
    { kind: 'configmaps', namespace: 'shop', name: 'conf' },
    { nextTurn: () => Promise.resolve() },
  );
  expect(asked.every(({ path }) => path.includes('/namespaces/shop/'))).toBe(true);
  expect(answer).toEqual({
    readers: [
      {
        resource: { group: 'apps', version: 'v1', resource: 'deployments' },
        ...{ namespace: 'shop', name: 'web', uid: 'uid-web', readings: [{ way: 'variables', keys: [] }] },
      },
    ],
    total: 1,
    unread: [],
  });
});

test('what may not be listed is said; the pods of what is not known are told of themselves', async () => {
  const lists = { statefulsets: 403, pods: [pod('db-0', ownedBy('StatefulSet', 'db'))] };
  expect([await names(lists), (await ask(lists)).unread]).toEqual([['pods/db-0'], ['statefulsets.apps']]);
});

test('of very many the first are told, and how many there are', async () => {
  const { readers, total } = await ask({ pods: Array.from({ length: 250 }, (_, i) => pod(`p${i}`)) });
  expect([readers.length, total]).toEqual([200, 250]);
});

test('a pod that reads what its workload does not is told of itself', async () => {
  const nothing = { containers: [] };
  const cronJob = { metadata: meta('n'), spec: { jobTemplate: { spec: { template: { spec: nothing } } } } };
  const lists = {
    deployments: [workload('web', nothing), workload('we')],
    statefulsets: [workload('db', nothing)],
    cronjobs: [cronJob],
    jobs: [{ ...workload('n-1', nothing), metadata: meta('n-1', ownedBy('CronJob', 'n')) }, workload('once', nothing)],
    pods: [
      pod('web-5f-x', { ...ownedBy('ReplicaSet', 'web-5f'), labels: { 'pod-template-hash': '5f' } }),
      pod('db-0', ownedBy('StatefulSet', 'db')),
      pod('n-1-x', ownedBy('Job', 'n-1')),
      pod('once-x', ownedBy('Job', 'once')),
      // A ReplicaSet of its own, whose name is a letter longer than that of a Deployment.
      pod('wed-x', ownedBy('ReplicaSet', 'wed')),
    ],
  };
  expect(await names(lists)).toEqual([
    'deployments/we',
    ...['web-5f-x', 'db-0', 'n-1-x', 'once-x', 'wed-x'].map(name => `pods/${name}`),
  ]);
});

test('a Job that its CronJob does not tell of any more is told of, and its pods are not', async () => {
  const jobs = [{ ...workload('n-1'), metadata: meta('n-1', ownedBy('CronJob', 'n')) }];
  expect(await names({ jobs, pods: [pod('n-1-x', ownedBy('Job', 'n-1'))] })).toEqual(['jobs/n-1']);
});
