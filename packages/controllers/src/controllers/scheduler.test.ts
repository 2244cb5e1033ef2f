import { setMaxListeners } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { startControllers } from '../controller-manager.ts';

const PODS = '/api/v1/namespaces/default/pods';
const ZONE = 'topology.kubernetes.io/zone';
const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const stops: AbortController[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

/** Two nodes in zone `x`, one in `y`. */
async function startThree() {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  stops.push(stop);
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  await startControllers({ source, clock, random, logger: silentLogger, signal: stop.signal });
  for (const [name, zone] of ['ax', 'bx', 'cy'].map(node => [node, node.charAt(1)] as const))
    server.load('nodes.v1.', {
      metadata: { name, uid: name, labels: { [ZONE]: zone, 'kubernetes.io/hostname': name } },
      status: { allocatable: { cpu: '10', pods: '100' }, conditions: [{ type: 'Ready', status: 'True' }] },
    });
  const send = async (method: ApiRequest['method'], path: string, body?: object) => {
    const response = await source.send({
      ...{ method, path, headers: { 'content-type': 'application/json' } },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return JSON.parse(await readBody(response)) as object;
  };
  /** Where it is put, or why nowhere. */
  const place = async (name: string) => {
    const pod = await send('GET', `${PODS}/${name}`);
    const [condition] = asArray(getPath(pod, 'status', 'conditions')).map(asObject);
    return asString(getPath(pod, 'spec', 'nodeName')) || asString(condition?.['message']).replace(/ preemption.*/, '');
  };
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) await clock.advance(1_000);
  };
  const put = async (name: string, app: string, spec: object) => {
    const containers = [{ name: 'main', image: 'app:1' }];
    await send('POST', PODS, { metadata: { name, labels: { app } }, spec: { containers, ...spec } });
    await pass(3);
    return place(name);
  };
  return { put, place, send, pass };
}

test('a rule means pods of the namespaces that it names, and no others', async () => {
  const { put, send, pass } = await startThree();
  await send('POST', '/api/v1/namespaces', { metadata: { name: 'away' } });
  await pass(2);
  const [containers, nodeName] = [[{ name: 'main', image: 'app:1' }], 'cy'];
  const there = { metadata: { name: 'web', labels: { app: 'web' } }, spec: { containers, nodeName } };
  await send('POST', '/api/v1/namespaces/away/pods', there);
  await pass(3);
  const named = (how: object) => ({ podAffinityTerm: { ...like('web', ZONE), namespaces: ['away'] }, ...how });
  const term = named({}).podAffinityTerm;
  expect(await put('one', 'side', { affinity: { podAffinity: { [REQUIRED]: [term] } } })).toBe('cy');
  expect(await put('two', 'side', { affinity: { podAffinity: { [PREFERRED]: [named({ weight: 9 })] } } })).toBe('cy');
  expect((await put('three', 'side', { affinity: { podAntiAffinity: { [REQUIRED]: [term] } } })).charAt(1)).toBe('x');
  expect(await put('four', 'side', beside('web', ZONE))).toContain("didn't match pod affinity rules");
});

const like = (app: string, topologyKey: string) => ({ labelSelector: { matchLabels: { app } }, topologyKey });
const apart = (app: string, topologyKey: string) => ({
  affinity: { podAntiAffinity: { [REQUIRED]: [like(app, topologyKey)] } },
});
const beside = (app: string, topologyKey: string) => ({
  affinity: { podAffinity: { [REQUIRED]: [like(app, topologyKey)] } },
});

test('pods that must not be together are not, and who waits for that gets the place that becomes free', async () => {
  const { put, place, send, pass } = await startThree();
  const zones = [await put('one', 'web', apart('web', ZONE)), await put('two', 'web', apart('web', ZONE))];
  expect(new Set(zones.map(node => node.charAt(1)))).toEqual(new Set(['x', 'y']));
  expect(await put('three', 'web', apart('web', ZONE))).toBe(
    "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules.",
  );
  expect(await put('four', 'web', {})).toBe(
    "0/3 nodes are available: 3 node(s) didn't satisfy existing pods anti-affinity rules.",
  );
  await send('DELETE', `${PODS}/one`);
  await pass(5);
  expect(
    [await place('three'), await place('four')].filter(node => node === zones[0] || node.endsWith('x')),
  ).toHaveLength(1);
});

test('pods that must be together are: the first of its kind anywhere, others with it', async () => {
  const { put } = await startThree();
  expect(await put('lonely', 'side', beside('web', ZONE))).toBe(
    "0/3 nodes are available: 3 node(s) didn't match pod affinity rules.",
  );
  const web = await put('web', 'web', beside('web', 'kubernetes.io/hostname'));
  expect(await put('side', 'side', beside('web', 'kubernetes.io/hostname'))).toBe(web);
});

test('a spread is kept: places that may not be given more wait', async () => {
  const { put } = await startThree();
  const spread = {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: ZONE,
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { app: 'w' } },
      },
    ],
  };
  const zones: string[] = [];
  for (const name of ['a', 'b', 'c', 'd']) zones.push((await put(name, 'w', spread)).charAt(1));
  expect(zones.toSorted()).toEqual(['x', 'x', 'y', 'y']);
  const only = { ...spread, nodeSelector: { 'kubernetes.io/hostname': 'cy' } };
  expect(await put('e', 'w', only)).toBe('cy');
  const other = { ...spread, affinity: undefined, tolerations: [] };
  expect((await put('f', 'w', other)).charAt(1)).toBe('x');
});

test('of nodes that do, the one that a pod prefers', async () => {
  const { put } = await startThree();
  const preference = { matchExpressions: [{ key: ZONE, operator: 'In', values: ['y'] }] };
  const gladly = { affinity: { nodeAffinity: { [PREFERRED]: [{ weight: 5, preference }] } } };
  expect([await put('a', 'w', gladly), await put('b', 'w', gladly)]).toEqual(['cy', 'cy']);
  const away = { weight: 9, podAffinityTerm: like('w', ZONE) };
  expect((await put('c', 'w', { affinity: { podAntiAffinity: { [PREFERRED]: [away] } } })).charAt(1)).toBe('x');
});

test('pods that ask for exactly what a node and a quota have are let in and placed', async () => {
  const { put, send, pass } = await startThree();
  const asking = (cpu: string, node = 'ax') => ({
    containers: [{ name: 'main', image: 'app:1', resources: { requests: { cpu } } }],
    nodeSelector: { 'kubernetes.io/hostname': node },
  });
  const metadata = { name: 'team' };
  await send('POST', '/api/v1/namespaces/default/resourcequotas', { metadata, spec: { hard: { cpu: '300m' } } });
  await pass(3);
  expect(await put('tenth', 'a', asking('100m'))).toBe('ax');
  expect(await put('fifth', 'a', asking('200m'))).toBe('ax');
  const quota = await send('GET', '/api/v1/namespaces/default/resourcequotas/team');
  expect(getPath(quota, 'status', 'used', 'cpu')).toBe('300m');
  await send('DELETE', '/api/v1/namespaces/default/resourcequotas/team');
  // Added up in binary they are more than ten.
  for (const cpu of ['300m', '7900m', '1800m']) expect(await put(`asks-${cpu}`, 'a', asking(cpu, 'cy'))).toBe('cy');
  expect(await put('more', 'a', asking('1m', 'cy'))).toContain('Insufficient cpu');
});
