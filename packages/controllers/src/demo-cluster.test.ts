import { setMaxListeners } from 'node:events';
import { expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { DEMO_AGE_MS, startDemoCluster } from '@lanthorn/controllers/demo-cluster.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';

// The demo's company, as `kubectl` and Lanthorn meet it.

async function start() {
  const clock = new FakeClock();
  const random = seededRandom(3);
  const stop = new AbortController();
  // Every controller and watch listens for the end.
  setMaxListeners(0, stop.signal);
  const server = new ApiServer({ clock, random, since: clock.now() - DEMO_AGE_MS });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const options = { source, clock, random, logger: silentLogger, signal: stop.signal, pods: 0 };
  server.kubelet = await startDemoCluster({
    ...options,
    load: server.load.bind(server),
    certificateAuthority: 'the certificate',
  });
  const read = async (path: string): Promise<unknown> =>
    JSON.parse(await readBody(await source.send({ method: 'GET', path })));
  const list = async (path: string) => asArray(getPath(await read(path), 'items'));
  const texts = async (path: string, ...field: string[]) =>
    (await list(path)).map(item => asString(getPath(item, ...field)));
  return { clock, read, list, texts, stop };
}

test('the demo comes to life with what every cluster has: its own Service, leases of nodes, claims that are bound', async () => {
  const { clock, list, texts, stop } = await start();
  for (let second = 0; second < 40; second++) await clock.advance(1_000);

  expect(await texts('/api/v1/persistentvolumeclaims', 'status', 'phase')).toEqual([
    'Bound',
    'Bound',
    'Bound',
    'Bound',
  ]);
  expect(await texts('/api/v1/namespaces/default/services', 'spec', 'clusterIP')).toEqual(['10.96.0.1']);
  expect(await texts('/api/v1/namespaces/shop/configmaps', 'data', 'ca.crt')).toContain('the certificate');
  // A finished run with indexes says which are done, and has the pods of all of them.
  const finished = (await list('/apis/batch/v1/jobs')).filter(
    job =>
      getPath(job, 'spec', 'completionMode') === 'Indexed' && getPath(job, 'status', 'completionTime') !== undefined,
  );
  expect(finished.length).toBeGreaterThan(0);
  const owners = (await list('/api/v1/pods')).flatMap(pod =>
    asArray(getPath(pod, 'metadata', 'ownerReferences')).map(owner => getPath(owner, 'uid')),
  );
  for (const job of finished) {
    const completions = Number(getPath(job, 'spec', 'completions'));
    expect(getPath(job, 'status', 'completedIndexes')).toBe(`0-${completions - 1}`);
    expect(owners.filter(uid => uid === getPath(job, 'metadata', 'uid'))).toHaveLength(completions);
  }
  // What serves says where.
  const templates = (
    await Promise.all(['deployments', 'statefulsets', 'daemonsets'].map(all => list(`/apis/apps/v1/${all}`)))
  )
    .flat()
    .flatMap(workload => asArray(getPath(workload, 'spec', 'template', 'spec', 'containers')));
  expect(templates.length).toBeGreaterThan(20);
  expect(templates.filter(container => asArray(getPath(container, 'ports')).length === 0)).toEqual([]);
  const nodes = await list('/api/v1/nodes');
  expect(nodes.every(node => getPath(node, 'status', 'capacity', 'ephemeral-storage') !== undefined)).toBe(true);
  const now = clock.now();
  const leases = await list('/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases');
  const silent = leases.filter(lease => now - Date.parse(asString(getPath(lease, 'spec', 'renewTime'))) > 60_000);
  // One node has been silent for a while, and is not measured either.
  expect([leases.length, silent.length]).toEqual([nodes.length, 1]);
  expect(await list('/apis/metrics.k8s.io/v1beta1/nodes')).toHaveLength(nodes.length - 1);
  const conditions = nodes.flatMap(node => asArray(getPath(node, 'status', 'conditions')));
  expect(conditions.every(condition => getPath(condition, 'lastHeartbeatTime') !== undefined)).toBe(true);
  const ages = await texts('/api/v1/namespaces', 'metadata', 'creationTimestamp');
  expect(ages.every(at => now - Date.parse(at) > DEMO_AGE_MS - 1_000)).toBe(true);
  stop.abort();
});

test('of every kind that can be listed the demo has something', async () => {
  const { clock, read, list, stop } = await start();
  for (let second = 0; second < 40; second++) await clock.advance(1_000);
  const groups = asArray(getPath(await read('/apis'), 'groups'));
  const roots = groups.map(group => `/apis/${asString(getPath(group, 'preferredVersion', 'groupVersion'))}`);
  const empty: string[] = [];
  for (const root of ['/api/v1', ...roots])
    for (const resource of asArray(getPath(await read(root), 'resources'))) {
      const path = `${root}/${asString(getPath(resource, 'name'))}`;
      const isListed = asArray(getPath(resource, 'verbs')).includes('list');
      if (isListed && (await list(path)).length === 0) empty.push(path);
    }
  expect(empty).toEqual([]);
  stop.abort();
});
