import { expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { must } from '@lanthorn/base/assert.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Operation, OperationPhase } from '@lanthorn/protocol/down-messages.ts';
import type { NewRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { MemoryOperations } from '../../../apps/server/src/history/memory/memory-operations.ts';
import { Hub } from '../../../apps/server/src/hub/hub.ts';
import { ClusterSchemas } from '../../../apps/server/src/operations/cluster-schemas.ts';
import { OperationRunner } from '../../../apps/server/src/operations/operation-runner.ts';
import { systemClock } from '../../../apps/server/src/system-clock.ts';
import { ClusterClock } from '../../../apps/server/src/upstream/sources/cluster-clock.ts';
import { clusterKey } from '../../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../../apps/server/src/upstream/identity.ts';

/**
 * Edits and scales of all writers together: 6 ms of CPU each, as far as it was measured (the first 600). The long
 * variant is a minute of a core then, and many where others share it.
 */
const SAVES = Number(process.env['SIMULATION_RUNS'] ?? 600) >= 20_000 ? 10_000 : 2_000;
const WRITERS = 5;
const PATH = '/apis/apps/v1/namespaces/default/deployments/shared';
/** Of ten operations of a writer so many scale. */
const SCALES = 3;

/** Remembers from how many pods to how many each scale went. */
class ScalesStore extends MemoryOperations {
  readonly scales: (readonly [before: unknown, after: unknown])[] = [];

  override async saveTarget(...args: Parameters<MemoryOperations['saveTarget']>): Promise<void> {
    const [operation, , outcome] = args;
    const replicas = (object: unknown) => getPath(object, 'spec', 'replicas');
    if (operation.kind === 'workload.scale' && outcome !== null)
      this.scales.push([replicas(outcome.before), replicas(outcome.after)]);
    return super.saveTarget(...args);
  }
}

test(`${SAVES} interleaved edits and scales of ${WRITERS} writers and a stranger on one object: none lost, none refused`, async () => {
  const random = seededRandom(7);
  const server = new ApiServer({ clock: systemClock, random });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const send = async (method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown) => {
    const headers = { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };
    const request = { method, path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return JSON.parse(await readBody(await source.send(request))) as KubeObject;
  };
  const env = Array.from({ length: WRITERS }, (_, i) => ({ name: `W${i}`, value: '0' }));
  const container = { name: 'c', image: 'i', env };
  const labels = { app: 'shared' };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const spec = { replicas: 0, selector: { matchLabels: labels }, template };
  const created = await send('POST', PATH.replace('/shared', ''), { metadata: { name: 'shared' }, spec });

  const info = { name: 'sim', isDemo: true, server: '', user: 'u', namespace: 'default', problem: null };
  const cluster = {
    clock: new ClusterClock(systemClock),
    key: clusterKey(info.name, OWNER),
    info,
    source,
    close: async () => {},
  };
  const clusters = { list: () => [info], get: () => cluster };
  const hub = new Hub({ clusters, clock: systemClock, random });
  const waiting = new Map<string, (operation: Operation) => void>();
  const store = new ScalesStore();
  const runner = new OperationRunner({
    hub,
    store,
    schemas: new ClusterSchemas(hub.clock),
    publish: operation => waiting.get(operation.id)?.(operation),
  });
  const target = {
    cluster: 'sim',
    resource: { group: 'apps', version: 'v1', resource: 'deployments' },
    namespace: 'default',
    name: 'shared',
    uid: created.metadata.uid ?? '',
  };
  const operate = (request: Pick<NewRequest, 'kind' | 'params'>, phases: readonly OperationPhase[]) =>
    new Promise<Operation>(resolve => {
      const id = crypto.randomUUID();
      waiting.set(id, operation => {
        if (![...phases, 'failed'].includes(operation.targets[0]?.phase ?? 'sent')) return;
        waiting.delete(id);
        resolve(operation);
      });
      void runner.start(OWNER, { id, suffix: 'edit', ...request, targets: [target] });
    });
  const save = (base: KubeObject, mine: KubeObject) =>
    operate({ kind: 'object.edit', params: { edit: { base, mine, choices: {} } } }, ['seen']);
  // Whether it is ever seen depends on who scales next.
  const scale = (replicas: number) =>
    operate({ kind: 'workload.scale', params: { scale: { replicas } } }, ['accepted', 'seen']);

  const envPath = ['spec', 'template', 'spec', 'containers'] as const;
  const withValue = (object: KubeObject, writer: number, value: string): KubeObject => {
    const copy = structuredClone(object);
    const [first] = getPath(copy, ...envPath) as { env: { name: string; value: string }[] }[];
    must(
      first?.env.find(({ name }) => name === `W${writer}`),
      'my variable',
    ).value = value;
    return copy;
  };
  let strangers = 0;
  /** Each scale asks for another number. */
  let replicas = 0;
  const failures: string[] = [];
  const write = async (writer: number) => {
    for (let i = 1; i <= SAVES / WRITERS; i++) {
      if (i % 10 < SCALES) {
        const operation = await scale(++replicas);
        if (operation.targets[0]?.phase === 'failed') failures.push(operation.targets[0].message);
        continue;
      }
      // Each edits what it read a while ago: others have written since.
      const base = await send('GET', PATH);
      if (random.next() < 0.5)
        await send('PATCH', PATH, { metadata: { annotations: { stranger: String(++strangers) } } });
      const operation = await save(base, withValue(base, writer, String(i)));
      if (operation.targets[0]?.phase !== 'seen') failures.push(operation.targets[0]?.message ?? '');
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, i) => write(i)));
  expect(failures).toEqual([]);
  const end = await send('GET', PATH);
  const [first] = getPath(end, ...envPath) as { env: unknown }[];
  const lastEdit = Array.from({ length: SAVES / WRITERS }, (_, i) => i + 1).findLast(i => i % 10 >= SCALES);
  expect(first?.env).toEqual(env.map(({ name }) => ({ name, value: String(lastEdit) })));
  // Each began where another had ended: from none to how many there are, over all of them.
  const next = new Map(store.scales);
  expect([store.scales.length, next.size]).toEqual([replicas, replicas]);
  let at: unknown = 0;
  let steps = 0;
  for (; next.has(at) && steps <= replicas; steps++) at = next.get(at);
  expect([steps, at]).toEqual([replicas, getPath(end, 'spec', 'replicas')]);
  expect(end.metadata.annotations?.['stranger']).toBe(String(strangers));
  hub.close();
}, 600_000);
