import { expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/user-info.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { startKubelet } from '@lanthorn/controllers/controller-manager.ts';
import { type ApiRequest, type ApiSource, readBody } from '@lanthorn/kube/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';

test('a kubelet tells again what the API server did not take', async () => {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const admin = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const lost: string[] = [];
  const busy: ApiSource = {
    send: (request: ApiRequest, signal) => {
      const isRunning = request.method === 'PATCH' && request.body?.includes('"running"') === true;
      if (!isRunning || lost.length >= 2) return admin.send(request, signal);
      lost.push(request.path);
      return Promise.reject(new Error('connection reset'));
    },
  };
  const stop = new AbortController();
  await startKubelet({ source: busy, clock, random, logger: silentLogger, signal: stop.signal });
  const containers = [{ name: 'main', image: 'registry.example/app:1' }];
  server.load('pods.v1.', {
    metadata: { name: 'one', namespace: 'default', uid: 'one' },
    spec: { nodeName: 'n', containers },
  });
  for (let second = 0; second < 40; second++) await clock.advance(1_000);
  const path = '/api/v1/namespaces/default/pods/one';
  const pod: unknown = JSON.parse(await readBody(await admin.send({ method: 'GET', path })));
  expect(lost).toEqual([`${path}/status`, `${path}/status`]);
  expect(getPath(pod, 'status', 'phase')).toBe('Running');
  stop.abort();
});
