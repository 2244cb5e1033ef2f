import { setMaxListeners } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { DEBUG_POD } from '@lanthorn/actions/pod/debug-pod.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { startControllers } from '@lanthorn/controllers/controller-manager.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';

// What the action sends, on the embedded cluster: the part of the pod takes it, its node begins it, and it may be gone into.

const POD = '/api/v1/namespaces/default/pods/one';
const USER = { username: 'admin', groups: [MASTERS_GROUP] };
const PODS = { group: '', version: 'v1', resource: 'pods' };

const stops: AbortController[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

async function startOne() {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  stops.push(stop);
  const source = server.as(USER);
  server.kubelet = await startControllers({ source, clock, random, logger: silentLogger, signal: stop.signal });
  server.load('nodes.v1.', {
    metadata: { name: 'n', uid: 'n' },
    status: { allocatable: { cpu: '10', pods: '3' }, conditions: [{ type: 'Ready', status: 'True' }] },
  });
  const send = async (request: ApiRequest) => {
    const response = await source.send(request);
    return { status: response.status, body: JSON.parse(await readBody(response)) as object };
  };
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) await clock.advance(1_000);
  };
  const spec = { containers: [{ name: 'app', image: 'app:1' }] };
  await send({
    method: 'POST',
    path: '/api/v1/namespaces/default/pods',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ metadata: { name: 'one' }, spec }),
  });
  await pass(20);
  const pod = async () => (await send({ method: 'GET', path: POD })).body;
  const enter = async (container: string) => {
    const query = { container, command: 'sh', stdout: 'true' };
    return 'target' in (await server.connect({ method: 'GET', path: `${POD}/exec`, query }, USER));
  };
  return { send, pass, pod, enter };
}

test('it is added beside the containers there are, begun once, told of, and may be gone into', async () => {
  const { send, pass, pod, enter } = await startOne();
  const uid = String(getPath(await pod(), 'metadata', 'uid'));
  const ask = async (name: string) => {
    const target = { cluster: 'c', resource: PODS, namespace: 'default', name: 'one', uid };
    const debug = { name, image: 'busybox', target: 'app', profile: 'restricted' } as const;
    const action = { kind: 'pod.debug', target, index: 0, suffix: 's', params: { debug } };
    return DEBUG_POD.plan(action, (await pod()) as KubeObject, { context: '', schema: null, now: 0 }).request;
  };
  expect(await enter('first')).toBe(false);
  expect(await send(await ask('first'))).toMatchObject({ status: 200 });
  expect(await send(await ask('second'))).toMatchObject({ status: 200 });
  const added = await pod();
  expect(getPath(added, 'spec', 'ephemeralContainers')).toMatchObject([
    { name: 'first', targetContainerName: 'app', securityContext: { runAsNonRoot: true } },
    { name: 'second' },
  ]);
  expect(getPath(added, 'spec', 'containers')).toMatchObject([{ name: 'app' }]);
  await pass(10);
  const statuses = getPath(await pod(), 'status', 'ephemeralContainerStatuses');
  expect(statuses).toMatchObject([
    { name: 'first', ready: false, restartCount: 0, image: 'busybox', state: { running: {} } },
    { name: 'second', state: { running: {} } },
  ]);
  expect(getPath(await pod(), 'status', 'phase')).toBe('Running');
  expect([await enter('first'), await enter('nobody')]).toEqual([true, false]);
  await pass(60);
  expect(getPath(await pod(), 'status', 'ephemeralContainerStatuses')).toEqual(statuses);
});

test('of another pod of the name it is refused', async () => {
  const { send } = await startOne();
  const body = { metadata: { uid: 'another' }, spec: { ephemeralContainers: [{ name: 'd', image: 'i' }] } };
  const headers = { 'content-type': 'application/strategic-merge-patch+json' };
  const path = `${POD}/ephemeralcontainers`;
  const { status } = await send({ method: 'PATCH', path, headers, body: JSON.stringify(body) });
  expect(status).toBeGreaterThanOrEqual(400);
});
