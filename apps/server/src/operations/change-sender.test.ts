import { expect, test, vi } from 'vitest';
import type { Action } from '@lanthorn/actions/machinery/action.ts';
import type { ApiRequest, ApiResponse } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { ChangeSender } from './change-sender.ts';
import { ClusterSchemas } from './cluster-schemas.ts';
import { TargetPlanner } from './target-planner.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
const TARGET = { cluster: 'c', resource: PODS, namespace: 'shop', name: 'web-1', uid: 'p1' };
const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-1', namespace: 'shop', uid: 'p1' } };
const HELD = {
  ...{ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'TooManyRequests', code: 429 },
  message: "Cannot evict pod as it would violate the pod's disruption budget.",
};

/** A cluster whose budget refuses so many evictions, and what was sent to it. */
function budgetCluster(refusals: number) {
  const sent: number[] = [];
  const clock = new FakeClock();
  let left = refusals;
  const answer = (status: number, body: unknown): ApiResponse => ({
    ...{ status, headers: {}, warnings: [] },
    body: (async function* text() {
      yield JSON.stringify(body);
    })(),
  });
  const send = async (request: ApiRequest): Promise<ApiResponse> => {
    if (request.method === 'GET') return request.path.endsWith('/web-1') ? answer(200, POD) : answer(404, {});
    sent.push(clock.elapsed());
    return left-- > 0 ? answer(429, HELD) : answer(201, { kind: 'Status', status: 'Success' });
  };
  return { clock, sent, cluster: { source: { send }, clock, info: {} } as unknown as Cluster };
}

const action = (kind: string): Action => ({ kind, target: TARGET, index: 0, suffix: 's', params: {} });

function evict({ clock, cluster }: ReturnType<typeof budgetCluster>, kind = 'pod.evict') {
  const told: string[] = [];
  const stop = { isStopped: false };
  const sender = new ChangeSender(clock, new TargetPlanner(new ClusterSchemas(clock)));
  const follower = {
    onSending: async () => {},
    isStopped: () => stop.isStopped,
    onWait: async ({ message = '' }) => void told.push(message),
  };
  return { told, stop, done: sender.sendUntilSettled(cluster, action(kind), follower) };
}

async function pass(clock: FakeClock, ms: number): Promise<void> {
  // What was begun before goes on first, however many steps it takes.
  await clock.advance(0);
  for (let passed = 0; passed < ms; passed += 250) await clock.advance(250);
}

test('what a budget refuses is said and sent again after a pause, until it is allowed', async () => {
  const scene = budgetCluster(2);
  const { told, done } = evict(scene);
  await pass(scene.clock, 11_000);
  expect((await done).status).toBeNull();
  expect(scene.sent).toHaveLength(3);
  const [first = 0, second = 0, third = 0] = scene.sent;
  expect([second - first, third - second].map(Math.round)).toEqual([5_000, 5_000]);
  expect(told).toEqual([HELD.message, HELD.message]);
});

test('who stops it is heard within a second, and nothing more is sent', async () => {
  const scene = budgetCluster(Infinity);
  const { stop, done } = evict(scene);
  await pass(scene.clock, 6_000);
  const { length } = scene.sent;
  stop.isStopped = true;
  await pass(scene.clock, 1_000);
  expect(await done).toMatchObject({ plan: null, isStopped: true, status: { code: 429 } });
  expect(scene.sent).toHaveLength(length);
});

test('it is not waited for for ever', async () => {
  const scene = budgetCluster(Infinity);
  const { done } = evict(scene);
  let sent: unknown = null;
  void done.then(result => (sent = result));
  for (let hour = 0; hour < 7 && sent === null; hour++) await pass(scene.clock, 3_600_000);
  expect(sent).toMatchObject({ plan: null, status: { code: 429 } });
});

test('what is not made to wait tells the same refusal at once', async () => {
  const scene = budgetCluster(1);
  const { told, done } = evict(scene, 'object.delete');
  expect(await done).toMatchObject({ plan: null, status: { code: 429 } });
  expect(told).toEqual([]);
});

test('an answer is lost and others changed more: what is told to have come of it is what was sent, and nothing else', async () => {
  const clock = new FakeClock();
  const podOf = (cpu: string, memory: string) => ({
    ...POD,
    spec: { containers: [{ name: 'app', resources: { requests: { cpu, memory } } }] },
  });
  let pod = podOf('100m', '64Mi');
  const send = async ({ method, path }: ApiRequest): Promise<ApiResponse> => {
    if (method !== 'GET') {
      pod = podOf('200m', '1Gi');
      throw new Error('socket hang up');
    }
    async function* text() {
      yield JSON.stringify(path.endsWith('/web-1') ? pod : {});
    }
    return { status: path.endsWith('/web-1') ? 200 : 404, headers: {}, warnings: [], body: text() };
  };
  const cluster = { source: { send }, clock, info: {} } as unknown as Cluster;
  const sender = new ChangeSender(clock, new TargetPlanner(new ClusterSchemas(clock)));
  const params = { resize: { containers: [{ name: 'app', isInit: false, requests: { cpu: '200m' } }] } };
  const onSending = vi.fn(async () => {});
  const follower = { onSending, isStopped: () => false, onWait: async () => {} };
  const done = sender.sendUntilSettled(cluster, { ...action('pod.resize'), params }, follower);
  await pass(clock, 2_000);
  expect(await done).toMatchObject({ answer: podOf('200m', '1Gi'), left: podOf('200m', '64Mi'), status: null });
  // Of the attempt that may have arrived, and of none that found it done.
  expect(onSending.mock.calls).toEqual([[expect.objectContaining({ left: podOf('200m', '64Mi') })]]);
});

test('what goes with an object is listed once, however often others are quicker; after trouble it is listed again', async () => {
  const clock = new FakeClock();
  const spec = { selector: { matchLabels: { app: 'web' } } };
  const web = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web', namespace: 'shop', uid: 'r1' },
    spec,
  };
  const answers = [409, 409, 0, 409, 200];
  const asked: string[] = [];
  const send = async ({ method, path }: ApiRequest): Promise<ApiResponse> => {
    const last = path.split('/').at(-1) ?? '';
    if (last === 'pods' || method === 'DELETE') asked.push(last === 'pods' ? 'pods' : 'DELETE');
    const status = method === 'DELETE' ? (answers.shift() ?? 500) : 200;
    if (status === 0) throw new Error('socket hang up');
    const found = last === 'web' ? web : { metadata: {}, items: [] };
    const body = status === 200 ? found : { ...HELD, code: status, reason: 'Conflict' };
    async function* text() {
      yield JSON.stringify(body);
    }
    return { status, headers: {}, warnings: [], body: text() };
  };
  const cluster = { source: { send }, clock, info: {} } as unknown as Cluster;
  const sender = new ChangeSender(clock, new TargetPlanner(new ClusterSchemas(clock)));
  const resource = { group: 'apps', version: 'v1', resource: 'replicasets' };
  const target = { ...TARGET, resource, name: 'web', uid: 'r1' };
  const follower = { onSending: async () => {}, isStopped: () => false, onWait: async () => {} };
  const done = sender.sendUntilSettled(cluster, { ...action('object.delete'), target }, follower);
  await pass(clock, 2_000);
  expect((await done).status).toBeNull();
  expect(asked).toEqual(['pods', 'DELETE', 'DELETE', 'DELETE', 'pods', 'DELETE', 'DELETE']);
});
