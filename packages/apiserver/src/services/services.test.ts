import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asArray, asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ApiServer } from '../requests/api-server.ts';
import { MASTERS_GROUP } from '../wire/user-info.ts';
import { clusterAddresses, nodePorts } from './service-network.ts';

const SERVICES = '/api/v1/namespaces/default/services';
const ADDRESSES = '/apis/networking.k8s.io/v1/ipaddresses';
const ADMIN = { username: 'admin', groups: [MASTERS_GROUP] };

function start() {
  const clock = new FakeClock();
  const source = new ApiServer({ clock, random: seededRandom(1) }).as(ADMIN);
  const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, query = {}) => {
    const headers = { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };
    const answer = await source.send({
      ...{ method, path, headers, query },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: asObject(JSON.parse(await readBody(answer))) };
  };
  const list = async (path: string) => asArray((await ask('GET', path)).body['items']) as KubeObject[];
  return { clock, ask, list };
}

const service = (name: string, spec: JsonObject) => ({ metadata: { name }, spec });
const PORTS = [{ port: 80 }];

const specs = fc.record(
  {
    type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
    clusterIP: fc.constantFrom('', 'None', '10.96.0.1', '10.96.7.7', '10.96.7.8'),
    externalName: fc.constant('example.com'),
    externalTrafficPolicy: fc.constantFrom('Cluster', 'Local'),
    allocateLoadBalancerNodePorts: fc.boolean(),
    healthCheckNodePort: fc.constantFrom(0, 30_001, 30_003),
    ports: fc.constantFrom(
      PORTS,
      [{ port: 80, nodePort: 30_001 }],
      [
        { name: 'a', port: 53, nodePort: 30_002 },
        { name: 'b', port: 53, protocol: 'UDP' },
      ],
      [
        { name: 'b', port: 53, protocol: 'UDP' },
        { name: 'a', port: 54, nodePort: 30_001 },
      ],
    ),
  },
  { requiredKeys: ['ports'] },
);

const steps = fc.array(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    what: fc.constantFrom('POST', 'PATCH', 'PATCH', 'DELETE' as const),
    spec: specs,
  }),
  { maxLength: 25 },
);

test('[AS23] whatever is written in whatever order, no two services have an address or a port of the nodes, and addresses are those of services', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async asked => {
      const { ask, list } = start();
      for (const { name, what, spec } of asked) {
        const path = what === 'POST' ? SERVICES : `${SERVICES}/${name}`;
        await ask(what, path, what === 'DELETE' ? undefined : service(name, spec));
      }
      const stored = await list(SERVICES);
      const addresses = stored.flatMap(clusterAddresses);
      expect(new Set(addresses).size).toBe(addresses.length);
      const ports = stored.flatMap(nodePorts);
      expect(new Set(ports).size).toBe(ports.length);
      const taken = (await list(ADDRESSES)).map(({ metadata }) => metadata.name ?? '');
      expect(new Set(taken)).toEqual(new Set(addresses));
      for (const one of stored) {
        const type = getPath(one, 'spec', 'type');
        const isHeadless = getPath(one, 'spec', 'clusterIP') === 'None';
        expect(clusterAddresses(one).length).toBe(type === 'ExternalName' || isHeadless ? 0 : 1);
        if (type === 'NodePort') expect(nodePorts(one).length).toBeGreaterThan(0);
        const check = getPath(one, 'spec', 'healthCheckNodePort') ?? 0;
        const own = asArray(getPath(one, 'spec', 'ports')).map(port => getPath(port, 'nodePort'));
        expect(own).not.toContain(check === 0 ? null : check);
      }
    }),
  );
});

test('[AS23] once all ports of the nodes are taken the next is told so, and may have one that was given back', async () => {
  const { ask } = start();
  const of = (first: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({ name: `p${i}`, port: 1 + i, nodePort: first + i }));
  for (let first = 30_000; first < 32_768; first += 250) {
    const count = Math.min(250, 32_768 - first);
    const made = await ask('POST', SERVICES, service(`s${first}`, { type: 'NodePort', ports: of(first, count) }));
    expect(made.status).toBe(201);
  }
  const next = service('next', { type: 'NodePort', ports: PORTS });
  expect(await ask('POST', SERVICES, next)).toMatchObject({
    status: 500,
    body: { message: 'failed to allocate a nodePort: range is full' },
  });
  await ask('DELETE', `${SERVICES}/s30250`);
  expect((await ask('POST', SERVICES, next)).status).toBe(201);
});

test('[AS23] an address is its service’s also where its object is deleted', async () => {
  const { ask } = start();
  await ask('POST', SERVICES, service('a', { clusterIP: '10.96.7.7', ports: PORTS }));
  await ask('DELETE', `${ADDRESSES}/10.96.7.7`);
  expect((await ask('POST', SERVICES, service('b', { clusterIP: '10.96.7.7', ports: PORTS }))).status).toBe(422);
  expect((await ask('GET', `${ADDRESSES}/10.96.7.7`)).status).toBe(200);
});

test('[AS23] what is only tried takes nothing', async () => {
  const { ask, list } = start();
  const tried = await ask('POST', SERVICES, service('tried', { type: 'NodePort', ports: PORTS }), { dryRun: 'All' });
  expect(tried.status).toBe(201);
  expect((await list(ADDRESSES)).map(({ metadata }) => metadata.name)).toEqual(['10.96.0.1']);
});

test('[AS23] the server’s own Service is made anew where it is deleted, with its address', async () => {
  const { ask, list, clock } = start();
  const before = await ask('GET', `${SERVICES}/kubernetes`);
  await ask('DELETE', `${SERVICES}/kubernetes`);
  expect(await list(ADDRESSES)).toEqual([]);
  await clock.advance(9_000);
  expect((await ask('GET', `${SERVICES}/kubernetes`)).status).toBe(404);
  await clock.advance(2_000);
  const now = await ask('GET', `${SERVICES}/kubernetes`);
  expect(now.body['spec']).toEqual(before.body['spec']);
  expect(getPath(now.body, 'metadata', 'uid')).not.toBe(getPath(before.body, 'metadata', 'uid'));
  expect((await list(ADDRESSES)).length).toBe(1);
});

test('ports that people ask for by number are drawn once all others are taken', async () => {
  const { ask, list } = start();
  const names = Array.from({ length: 60 }, (_, i) => `drawn-${i}`);
  for (const name of names) await ask('POST', SERVICES, service(name, { type: 'NodePort', ports: PORTS }));
  const drawn = (await list(SERVICES)).flatMap(nodePorts);
  expect(drawn).toHaveLength(60);
  // Of 2768 the first 86: by chance alone one of 60 would be among them in 85 of 100 runs.
  expect(drawn.filter(port => port < 30_086)).toEqual([]);
});
