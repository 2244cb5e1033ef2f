import { expect, test } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ClusterClock } from './cluster-clock.ts';
import { TimedSource } from './timed-source.ts';

test('what time it is in a cluster its API server says, and no program that it carries a request to', async () => {
  const clock = new FakeClock(Date.parse('2026-11-23T08:00:00Z'));
  const time = new ClusterClock(clock);
  async function* body() {
    yield '{}';
  }
  const headers = { date: 'Mon, 23 Nov 2026 20:00:00 GMT' };
  const source = new TimedSource({ send: async () => ({ status: 200, headers, warnings: [], body: body() }) }, time);
  const twice = async (request: ApiRequest) => {
    for (let i = 0; i < 2; i++) await source.send(request);
  };
  await twice({ method: 'GET', path: '/api/v1/namespaces/a/services/b/proxy/x', isProxied: true });
  expect([time.isKnown, time.now()]).toEqual([false, clock.now()]);
  await twice({ method: 'GET', path: '/version' });
  expect(time.isKnown).toBe(true);
});
