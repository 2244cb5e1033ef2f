import { expect, test } from 'vitest';
import { type ApiResponse, readBody } from '@lanthorn/kube/api/api-request.ts';
import { MeteredSource, verbAndResource } from './metered-source.ts';
import { UpstreamMeter } from './upstream-meter.ts';

test.each([
  ['GET', '/api/v1/pods', {}, 'list', 'pods'],
  ['GET', '/api/v1/pods', { watch: '1' }, 'watch', 'pods'],
  ['GET', '/apis/batch/v1/namespaces/shop/cronjobs', {}, 'list', 'cronjobs.batch'],
  ['GET', '/apis/batch/v1/namespaces/shop/cronjobs/a', {}, 'get', 'cronjobs.batch'],
  ['PATCH', '/api/v1/namespaces/shop/pods/a/status', {}, 'patch', 'pods'],
  ['GET', '/api/v1/namespaces', {}, 'list', 'namespaces'],
  ['GET', '/api/v1/namespaces/shop', {}, 'get', 'namespaces'],
  ['GET', '/version', {}, 'get', ''],
] as const)('%s %s', (method, path, query, verb, resource) => {
  expect(verbAndResource({ method, path, query })).toEqual({ verb, resource });
});

function answer(status: number, text: string): ApiResponse {
  const body = (async function* () {
    yield text;
  })();
  return { status, headers: {}, warnings: [], body };
}

test('requests, bytes, refusals and what is still open', async () => {
  const meter = new UpstreamMeter();
  const answers = [answer(200, '12345'), answer(429, 'later'), answer(403, 'no')];
  const source = new MeteredSource({ send: () => Promise.resolve(answers.shift() as ApiResponse) }, meter, {
    cluster: 'c',
    user: 'u',
  });
  const first = await source.send({ method: 'GET', path: '/api/v1/pods' });
  expect(meter.costs()).toMatchObject([{ requests: 1, open: 1, bytes: 0 }]);
  await readBody(first);
  for (let i = 0; i < 2; i++) await readBody(await source.send({ method: 'GET', path: '/api/v1/pods' }));
  expect(meter.costs()).toEqual([
    {
      cluster: 'c',
      user: 'u',
      verb: 'list',
      resource: 'pods',
      requests: 3,
      open: 0,
      bytes: 12,
      failed: 1,
      rejected: 1,
    },
  ]);
});

test('whether a server lives is asked at a cost, and a refusal is an answer', async () => {
  const meter = new UpstreamMeter();
  const source = new MeteredSource({ send: () => Promise.resolve(answer(401, 'who?')) }, meter, {
    cluster: 'c',
    user: 'u',
  });
  await readBody(await source.send({ method: 'GET', path: '/livez', isAnonymous: true }));
  expect(meter.costs()).toMatchObject([{ verb: 'get', resource: '', requests: 1, open: 0, bytes: 4, failed: 0 }]);
});

test('a request that nobody answers is over', async () => {
  const meter = new UpstreamMeter();
  const source = new MeteredSource({ send: () => Promise.reject(new Error('refused')) }, meter, {
    cluster: 'c',
    user: 'u',
  });
  await expect(source.send({ method: 'GET', path: '/version' })).rejects.toThrow('refused');
  expect(meter.costs()).toMatchObject([{ open: 0, failed: 1 }]);
});
