import { setMaxListeners } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { asArray, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { startControllers } from '@lanthorn/controllers/controller-manager.ts';
import { type ApiRequest, type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { readPodResize } from '@lanthorn/views/facts/pod-resize.ts';
import { MemoryOperations } from '../../../apps/server/src/history/memory/memory-operations.ts';
import { Hub } from '../../../apps/server/src/hub/hub.ts';
import { ClusterSchemas } from '../../../apps/server/src/operations/cluster-schemas.ts';
import { OperationRunner } from '../../../apps/server/src/operations/operation-runner.ts';
import { systemClock } from '../../../apps/server/src/system-clock.ts';
import { ClusterClock } from '../../../apps/server/src/upstream/sources/cluster-clock.ts';
import { clusterKey } from '../../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../../apps/server/src/upstream/identity.ts';

// Other resources for pods that run: on the embedded cluster, and on one that cannot.

const PODS = '/api/v1/namespaces/default/pods';
const stops: AbortController[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

async function send(source: ApiSource, method: ApiRequest['method'], path: string, body?: JsonObject) {
  const type = method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json';
  const response = await source.send({
    ...{ method, path, headers: { 'content-type': type } },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: JSON.parse(await readBody(response)) as JsonObject };
}

const podOf = (name: string, cpu: string) => ({
  metadata: { name },
  spec: { containers: [{ name: 'main', image: 'i', resources: { requests: { cpu } } }] },
});

test('a node gives what it has room for; what must wait gets it when another pod leaves, what never fits does not', async () => {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  stops.push(stop);
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  server.kubelet = await startControllers({ source, clock, random, logger: silentLogger, signal: stop.signal });
  server.load('nodes.v1.', {
    metadata: { name: 'a', uid: 'a', labels: { 'kubernetes.io/hostname': 'a' } },
    status: { allocatable: { cpu: '4', pods: '9' }, conditions: [{ type: 'Ready', status: 'True' }] },
  });
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) await clock.advance(1_000);
  };
  const state = async () => {
    const { body } = await send(source, 'GET', `${PODS}/one`);
    const status = asArray(getPath(body, 'status', 'containerStatuses'))[0];
    return [getPath(status, 'resources', 'requests', 'cpu'), readPodResize(body)?.state ?? null];
  };
  const resize = async (cpu: string) => {
    const spec = { containers: [{ name: 'main', resources: { requests: { cpu } } }] };
    expect((await send(source, 'PATCH', `${PODS}/one/resize`, { spec })).status).toBe(200);
    await pass(2);
  };
  for (const name of ['one', 'two']) await send(source, 'POST', PODS, podOf(name, '1'));
  await pass(10);
  await resize('2');
  expect(await state()).toEqual(['2', null]);
  await resize('3500m');
  expect(await state()).toEqual(['2', 'deferred']);
  await send(source, 'DELETE', `${PODS}/two`);
  await pass(60);
  expect(await state()).toEqual(['3500m', null]);
  await resize('5');
  expect(await state()).toEqual(['3500m', 'infeasible']);
  await resize('1');
  const more = async (name: string, cpu: string) => {
    await send(source, 'POST', PODS, podOf(name, cpu));
    await pass(10);
    await resize('2');
    expect(await state()).toEqual(['1', 'deferred']);
  };
  await more('three', '2500m');
  const less = { spec: { containers: [{ name: 'main', resources: { requests: { cpu: '1' } } }] } };
  await send(source, 'PATCH', `${PODS}/three/resize`, less);
  await pass(5);
  expect(await state()).toEqual(['2', null]);
  await resize('1');
  await more('four', '2');
  await send(source, 'PATCH', '/api/v1/nodes/a/status', { status: { allocatable: { cpu: '8' } } });
  await pass(5);
  expect(await state()).toEqual(['2', null]);
});

test('where the server has no such part of pods, that is said, and what to do instead', async () => {
  const random = seededRandom(7);
  const server = new ApiServer({ clock: systemClock, random });
  const admin = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const { body } = await send(admin, 'POST', PODS, podOf('one', '1'));
  const status = { kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404 };
  const message = 'the server could not find the requested resource';
  const source: ApiSource = {
    // As a server before 1.33 answers.
    send: (request, signal) =>
      request.path.endsWith('/resize')
        ? admin.send({ ...request, path: '/api/v1/namespaces/default/pods/one/unheard-of' }, signal)
        : admin.send(request, signal),
  };
  const info = { name: 'sim', isDemo: true, server: '', user: 'u', namespace: 'default', problem: null };
  const cluster = {
    ...{ clock: new ClusterClock(systemClock), key: clusterKey(info.name, OWNER), info, source },
    close: async () => {},
  };
  const hub = new Hub({ clusters: { list: () => [info], get: () => cluster }, clock: systemClock, random });
  const schemas = new ClusterSchemas(hub.clock);
  const runner = new OperationRunner({ hub, store: new MemoryOperations(), schemas, publish: () => {} });
  const uid = String(getPath(body, 'metadata', 'uid'));
  const resource = { group: '', version: 'v1', resource: 'pods' };
  const answer = await runner.preview(OWNER, {
    ...{ id: crypto.randomUUID(), suffix: 's', kind: 'pod.resize' },
    targets: [{ cluster: 'sim', resource, namespace: 'default', name: 'one', uid }],
    params: { resize: { containers: [{ name: 'main', isInit: false, requests: { cpu: '2' } }] } },
  });
  hub.close();
  const preview = answer?.previews[0];
  expect(preview?.refusal).toMatchObject({ ...status, message });
  expect(preview?.effects).toEqual([{ key: 'effect.resizeUnserved', values: { owner: '–' } }]);
});
