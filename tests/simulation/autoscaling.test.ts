import { setMaxListeners } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { ApiClient } from '@lanthorn/controllers/machinery/api-client.ts';
import { startControllers } from '@lanthorn/controllers/controller-manager.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { createNodes } from '../real-cluster/nodes.ts';

const DEPLOYMENTS = 'deployments.v1.apps';
const AUTOSCALERS = 'horizontalpodautoscalers.v2.autoscaling';
const WEB = { namespace: 'default', name: 'web' };

let stop = new AbortController();
afterEach(() => stop.abort());

/** A deployment whose containers use this share of the cpu they ask for. */
async function scaled(share: number) {
  stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const client = new ApiClient(source);
  server.kubelet = await startControllers({ source, clock, random, logger: silentLogger, signal: stop.signal });
  await createNodes(client, 1, 0);
  const template = (cpu: number) => ({
    metadata: { labels: { app: 'web' }, annotations: { 'simulation.lanthorn.dev/container': JSON.stringify({ cpu }) } },
    spec: { containers: [{ name: 'c', image: 'i', resources: { requests: { cpu: '100m' } } }] },
  });
  const selector = { matchLabels: { app: 'web' } };
  await client.create(DEPLOYMENTS, { metadata: WEB, spec: { replicas: 2, selector, template: template(share) } });
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const target = { type: 'Utilization', averageUtilization: 50 };
  const metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }];
  await client.create(AUTOSCALERS, {
    metadata: WEB,
    spec: { scaleTargetRef, minReplicas: 1, maxReplicas: 5, metrics },
  });
  const replicas = async (seconds: number) => {
    for (let passed = 0; passed < seconds; passed += 5) await clock.advance(5_000);
    return getPath(await client.get(DEPLOYMENTS, WEB), 'spec', 'replicas');
  };
  return { client, replicas, template };
}

test('[AS15] above the target it grows, no further than it may', async () => {
  const { client, replicas } = await scaled(0.9);
  expect(await replicas(25)).toBe(4);
  expect(await replicas(60)).toBe(5);
  const hpa = await client.get(AUTOSCALERS, WEB);
  expect(getPath(hpa, 'status')).toMatchObject({ currentReplicas: 5, desiredReplicas: 5 });
});

test('[AS15] below the target it shrinks after five quiet minutes', async () => {
  const { replicas } = await scaled(0.1);
  expect(await replicas(30)).toBe(2);
  expect(await replicas(330)).toBe(1);
});

test('[AS15] at the target nothing moves', async () => {
  const { replicas } = await scaled(0.52);
  expect(await replicas(400)).toBe(2);
});
