import { expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { MASTERS_GROUP } from '../wire/user-info.ts';
import { ApiServer } from './api-server.ts';

const CORE = '/api/v1/namespaces/shop';

function start() {
  const server = new ApiServer({ clock: new FakeClock(), random: seededRandom(1) });
  const pod = (name: string, phase: string) => ({
    metadata: { name, namespace: 'shop', uid: name },
    spec: { nodeName: 'n', containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 8080 }] }] },
    status: { phase, podIP: '10.244.0.1' },
  });
  server.load('pods.v1.', pod('web', 'Running'));
  server.load('pods.v1.', pod('over', 'Succeeded'));
  server.load('services.v1.', {
    metadata: { name: 'web', namespace: 'shop' },
    spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  });
  server.load('endpointslices.v1.discovery.k8s.io', {
    metadata: { name: 'web-1', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } },
    ports: [{ name: 'http', port: 8080 }],
    endpoints: [
      { conditions: { ready: false }, targetRef: { kind: 'Pod', name: 'over' } },
      { conditions: { ready: true }, targetRef: { kind: 'Pod', name: 'web' } },
    ],
  });
  for (const name of ['n', 'proxy'])
    server.load('nodes.v1.', { metadata: { name }, status: { conditions: [{ type: 'Ready', status: 'True' }] } });
  const alike = pod('proxy', 'Running');
  server.load('pods.v1.', {
    ...alike,
    metadata: { ...alike.metadata, namespace: 'proxy' },
    spec: { ...alike.spec, nodeName: 'proxy' },
  });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  return async (path: string, query = {}) => {
    const response = await source.send({ method: 'GET', path, query });
    return { status: response.status, headers: response.headers, text: await readBody(response) };
  };
}

test('what is asked through the server is answered by the pod, at its port and with its path', async () => {
  const ask = start();
  expect((await ask(`${CORE}/pods/web/proxy/a/b`, { c: 'd e' })).text).toBe(
    'GET /a/b?c=d%20e answered by shop/web:8080\n',
  );
  expect((await ask(`${CORE}/pods/http:web:8080/proxy/`)).text).toBe('GET / answered by shop/web:8080\n');
  expect((await ask(`${CORE}/services/web:http/proxy/`)).text).toBe('GET / answered by shop/web:8080\n');
  expect((await ask(`${CORE}/services/web:80/proxy/proxy/x`)).text).toBe('GET /proxy/x answered by shop/web:8080\n');
  const moved = await ask(`${CORE}/pods/web/proxy`);
  expect([moved.status, moved.headers['location']]).toEqual([301, `${CORE}/pods/web/proxy/`]);
});

test('objects and namespaces may be named as that part of the path is', async () => {
  const ask = start();
  const pod = '/api/v1/namespaces/proxy/pods/proxy';
  expect((await ask(`${pod}/proxy/healthz`)).text).toBe('GET /healthz answered by proxy/proxy:8080\n');
  expect((await ask(`${pod}/proxy/a/b/proxy/c`)).text).toBe('GET /a/b/proxy/c answered by proxy/proxy:8080\n');
  expect((await ask(`${pod}/proxy`)).headers['location']).toBe(`${pod}/proxy/`);
  expect((await ask('/api/v1/nodes/proxy/proxy/healthz')).text).toBe('ok');
});

test('where nobody listens nothing is reached', async () => {
  const ask = start();
  for (const place of ['pods/web:81', 'pods/over']) {
    const { status, text } = await ask(`${CORE}/${place}/proxy/`);
    expect([status, text]).toEqual([503, expect.stringContaining('connect: connection refused')]);
  }
});

test('a node says how it is, and which pods it has', async () => {
  const ask = start();
  expect((await ask('/api/v1/nodes/n/proxy/healthz')).text).toBe('ok');
  const { items } = JSON.parse((await ask('/api/v1/nodes/n/proxy/pods/')).text) as { items: { kind: string }[] };
  expect(items.map(({ kind }) => kind)).toEqual(['Pod', 'Pod']);
  expect((await ask('/api/v1/nodes/n/proxy/none')).status).toBe(404);
});
