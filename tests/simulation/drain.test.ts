import { afterEach, describe, expect, test } from 'vitest';
import { drainPlan } from '@lanthorn/actions/node/drain-plan.ts';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { asArray, asNumber, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { startControllers } from '@lanthorn/controllers/controller-manager.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { isKubeObject, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { MemoryOperations } from '../../apps/server/src/history/memory/memory-operations.ts';
import { Hub } from '../../apps/server/src/hub/hub.ts';
import { ClusterSchemas } from '../../apps/server/src/operations/cluster-schemas.ts';
import { readDrainFacts } from '../../apps/server/src/operations/drain-facts.ts';
import { OperationRunner } from '../../apps/server/src/operations/operation-runner.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';
import { ClusterClock } from '../../apps/server/src/upstream/sources/cluster-clock.ts';

// A drain on a cluster with its scheduler and controllers: what was said before comes true, and no budget is broken.

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const NODES = { group: '', version: 'v1', resource: 'nodes' };
const PODS = { group: '', version: 'v1', resource: 'pods' };
const POD_PATH = '/api/v1/namespaces/default/pods';
const APPS = '/apis/apps/v1/namespaces/default';
const BUDGETS = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
const ID = '00000000-0000-4000-8000-000000000001';

/** Drains node a of a cluster with four more. */
async function stage(seed: number) {
  const clock = new FakeClock();
  const random = seededRandom(seed);
  const server = new ApiServer({ clock, random });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const stop = new AbortController();
  server.kubelet = await startControllers({ source, clock, random, logger: silentLogger, signal: stop.signal });
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    server.load('nodes.v1.', {
      metadata: { name, uid: `uid-${name}`, labels: { disk: 'abc'.includes(name) ? 'ssd' : 'hdd', only: name } },
      spec: name === 'e' ? { taints: [{ key: 'x', effect: 'NoSchedule' }] } : {},
      status: {
        allocatable: { cpu: name === 'a' ? '64' : '32', pods: '100' },
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    });
  const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: JsonObject) => {
    const headers = { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };
    const response = await source.send({
      method,
      path,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return JSON.parse(await readBody(response)) as unknown;
  };
  const info = { name: 'sim', isDemo: true, server: '', user: 'admin', namespace: 'default', problem: null };
  const cluster = {
    clock: new ClusterClock(clock),
    key: clusterKey(info.name, OWNER),
    info,
    source,
    close: async () => {},
  };
  const hub = new Hub({ clusters: { list: () => [info], get: () => cluster }, clock, random });
  const latest: { operation: Operation | null } = { operation: null };
  const runner = new OperationRunner({
    hub,
    store: new MemoryOperations(),
    schemas: new ClusterSchemas(hub.clock),
    publish: operation => (latest.operation = operation),
  });
  stops.push(() => {
    stop.abort();
    hub.close();
  });
  const pass = async (seconds: number, each: () => Promise<void> = async () => {}) => {
    for (let second = 0; second < seconds; second++) {
      await clock.advance(1_000);
      await each();
    }
  };
  const list = async (path: string) => asArray(getPath(await ask('GET', path), 'items')).filter(isKubeObject);
  const plan = async () => drainPlan(await readDrainFacts(cluster, 'a', clock));
  const drain = async () => {
    const { pods } = await plan();
    const going = pods.filter(({ stays }) => stays === null);
    const node = { cluster: 'sim', resource: NODES, namespace: '', name: 'a', uid: 'uid-a' };
    const targets = going.map(({ namespace, name, uid }) => ({ cluster: 'sim', resource: PODS, namespace, name, uid }));
    const request = { id: ID, suffix: 'x7k2p', kind: 'node.drain' as const, targets: [node, ...targets] };
    await runner.start(OWNER, { ...request, params: { drain: { emptyDirs: true, unmanaged: true } } });
    return pods;
  };
  return { ask, list, pass, plan, drain, runner, phases: () => latest.operation?.targets ?? [] };
}

interface App {
  readonly replicas: number;
  readonly kind?: 'deployments' | 'statefulsets' | 'daemonsets';
  readonly cpu?: string;
  readonly spec?: JsonObject;
}

function workload(
  name: string,
  { replicas, kind = 'deployments', cpu = '100m', spec = {} }: App,
): [string, JsonObject] {
  const labels = { app: name };
  const containers = [{ name: 'c', image: 'registry.example/app:1', resources: { requests: { cpu } } }];
  const template = { metadata: { labels }, spec: { terminationGracePeriodSeconds: 2, containers, ...spec } };
  const counted = kind === 'daemonsets' ? {} : { replicas, ...(kind === 'statefulsets' ? { serviceName: name } : {}) };
  return [`${APPS}/${kind}`, { metadata: { name }, spec: { ...counted, selector: { matchLabels: labels }, template } }];
}
const budget = (app: string, spec: JsonObject): JsonObject => ({
  metadata: { name: app },
  spec: { selector: { matchLabels: { app } }, ...spec },
});
const isReady = (pod: KubeObject) =>
  pod.metadata.deletionTimestamp === undefined &&
  asArray(getPath(pod, 'status', 'conditions')).some(
    entry => getPath(entry, 'type') === 'Ready' && getPath(entry, 'status') === 'True',
  );
const nodeOf = (pod: KubeObject) => asString(getPath(pod, 'spec', 'nodeName'));
const appOf = ({ name }: { readonly name: string }) => name.split('-')[0] ?? '';

describe('whatever runs there', () => {
  test.each(Array.from({ length: 6 }, (_, i) => i + 1))(
    'with seed %i what was said of each pod comes true',
    async seed => {
      const { ask, list, pass, drain, phases } = await stage(seed);
      const random = seededRandom(seed);
      const one = <T>(...choices: readonly T[]): T => choices[Math.floor(random.next() * choices.length)] as T;
      for (const name of ['p', 'q', 'r', 's', 't']) {
        const app: App = {
          replicas: 1 + Math.floor(random.next() * 6),
          kind: one('deployments', 'deployments', 'statefulsets', 'daemonsets'),
          cpu: one('100m', '500m', '40'),
          spec: one<JsonObject>(
            {},
            { nodeSelector: { disk: 'ssd' } },
            { nodeSelector: { only: 'a' } },
            { tolerations: [{ key: 'x', operator: 'Exists' }] },
          ),
        };
        await ask('POST', ...workload(name, app));
        if (random.next() < 0.5)
          await ask(
            'POST',
            BUDGETS,
            budget(name, one<JsonObject>({ maxUnavailable: 1 }, { maxUnavailable: 0 }, { minAvailable: 1 })),
          );
      }
      await pass(40);
      const broken = async () => {
        const pods = await list(POD_PATH);
        const healthy = (app = '') => pods.filter(pod => pod.metadata.labels?.['app'] === app && isReady(pod)).length;
        const isBroken = (entry: KubeObject) =>
          healthy(entry.metadata.name) < (asNumber(getPath(entry, 'spec', 'minAvailable')) ?? 0);
        return (await list(BUDGETS)).filter(isBroken).map(({ metadata }) => metadata.name);
      };
      // What never was as its budget wants it is not broken by a drain.
      const before = new Set(await broken());
      const said = await drain();
      const found: (string | undefined)[] = [];
      await pass(90, async () => void found.push(...(await broken())));
      const pods = await list(POD_PATH);
      for (const pod of said) {
        const still = pods.find(({ metadata }) => metadata.uid === pod.uid);
        const told = phases().find(({ target }) => target.uid === pod.uid);
        if (pod.stays !== null) expect([pod.name, still === undefined ? '' : nodeOf(still)]).toEqual([pod.name, 'a']);
        else if (pod.hold?.why === 'allowsNone')
          expect([pod.name, told?.phase, still === undefined]).toEqual([pod.name, 'sent', false]);
        else if (pod.hold === null)
          expect([pod.name, told?.phase, still === undefined]).toEqual([pod.name, 'seen', true]);
      }
      // Of those that left, some wait for a place where it was said that they find none, and only there.
      const left = said.filter(pod => pod.stays === null && !pods.some(({ metadata }) => metadata.uid === pod.uid));
      for (const app of new Set(left.map(appOf))) {
        const waiting = pods.filter(pod => pod.metadata.labels?.['app'] === app && nodeOf(pod) === '').length;
        const nowhere = left.filter(pod => appOf(pod) === app && pod.fits === 0).length;
        expect([app, waiting > 0]).toEqual([app, nowhere > 0]);
      }
      expect(found.filter(name => !before.has(name))).toEqual([]);
      expect(getPath(await ask('GET', '/api/v1/nodes/a'), 'spec', 'unschedulable')).toBe(true);
    },
  );
});

test('a budget is waited for, its reason is told, and stopping leaves the pod where it is; an undo uncordons', async () => {
  const { ask, pass, drain, runner, phases, list } = await stage(1);
  await ask('POST', ...workload('p', { replicas: 2, spec: { nodeSelector: { only: 'a' } } }));
  await ask('POST', BUDGETS, budget('p', { maxUnavailable: 0 }));
  await pass(30);
  await drain();
  await pass(20);
  expect(phases().map(({ phase }) => phase)).toEqual(['seen', 'sent', 'sent']);
  expect(phases()[1]?.message).toMatch(
    /^operation\.waits The disruption budget p needs 2 healthy pods and has 2 currently/,
  );
  // More room in the budget: both go without anybody's doing.
  await ask('PATCH', `${BUDGETS}/p`, { spec: { maxUnavailable: 1 } });
  await pass(15);
  expect(phases().filter(({ phase }) => phase === 'seen').length).toBeGreaterThan(1);
  runner.stop(OWNER, ID);
  await pass(10);
  const stopped = phases().filter(({ phase }) => phase === 'failed');
  expect(stopped.map(({ message }) => message)).toEqual(stopped.map(() => 'operation.stopped'));
  expect((await list(POD_PATH)).some(pod => nodeOf(pod) === 'a')).toBe(stopped.length > 0);
  await runner.start(OWNER, { id: ID.replace(/1$/, '2'), suffix: 'x7k2p', undoOf: ID });
  await pass(5);
  expect(getPath(await ask('GET', '/api/v1/nodes/a'), 'spec', 'unschedulable') ?? false).toBe(false);
});

test('a node that cannot be cordoned keeps its pods', async () => {
  const { ask, pass, plan, drain, phases } = await stage(1);
  await ask('POST', ...workload('p', { replicas: 1, spec: { nodeSelector: { only: 'a' } } }));
  await pass(20);
  const { pods } = await plan();
  // Another node of its name by now.
  await ask('DELETE', '/api/v1/nodes/a');
  await ask('POST', '/api/v1/nodes', { metadata: { name: 'a', labels: { only: 'a' } } });
  await drain();
  await pass(5);
  expect(pods.length).toBeGreaterThan(0);
  expect(
    phases()
      .map(({ phase, message }) => [phase, message])
      .slice(1),
  ).toEqual(
    phases()
      .slice(1)
      .map(() => ['failed', 'operation.leaderFailed']),
  );
  expect(phases()[0]?.phase).toBe('failed');
});
