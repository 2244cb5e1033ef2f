import { expect, test } from 'vitest';
import { editable } from '@lanthorn/actions/objects/edit-object.ts';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { must } from '@lanthorn/base/assert.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { NewRequest, OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { MemoryOperations } from '../../../apps/server/src/history/memory/memory-operations.ts';
import { Hub } from '../../../apps/server/src/hub/hub.ts';
import { ClusterSchemas } from '../../../apps/server/src/operations/cluster-schemas.ts';
import { OperationRunner } from '../../../apps/server/src/operations/operation-runner.ts';
import { systemClock } from '../../../apps/server/src/system-clock.ts';
import { ClusterClock } from '../../../apps/server/src/upstream/sources/cluster-clock.ts';
import { clusterKey } from '../../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../../apps/server/src/upstream/identity.ts';

const RUNS = Math.max(40, Math.floor(Number(process.env['SIMULATION_RUNS'] ?? 600) / 10));
const SEED = Number(process.env['SIMULATION_SEED'] ?? 7);
const PATH = '/apis/apps/v1/namespaces/default/deployments';

test(`${RUNS} changes by chance: taken back, the object is as it was; done again, it is as it was done first (seed ${SEED})`, async () => {
  const random = seededRandom(SEED);
  const server = new ApiServer({ clock: systemClock, random });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const send = async (method: 'GET' | 'POST', path: string, body?: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const request = { method, path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return JSON.parse(await readBody(await source.send(request))) as KubeObject;
  };
  const labels = { app: 'web' };
  const template = {
    metadata: { labels },
    spec: { containers: [{ name: 'c', image: 'i:0', env: [{ name: 'A', value: '0' }] }] },
  };
  const created = await send('POST', PATH, {
    metadata: { name: 'web', labels },
    spec: { replicas: 1, selector: { matchLabels: labels }, template },
  });
  const info = { name: 'sim', isDemo: true, server: '', user: 'u', namespace: 'default', problem: null };
  const clock = new ClusterClock(systemClock);
  const cluster = { clock, key: clusterKey(info.name, OWNER), info, source, close: async () => {} };
  const hub = new Hub({ clusters: { list: () => [info], get: () => cluster }, clock: systemClock, random });
  const waiting = new Map<string, (operation: Operation) => void>();
  const runner = new OperationRunner({
    ...{ hub, store: new MemoryOperations(), schemas: new ClusterSchemas(hub.clock) },
    publish: operation => waiting.get(operation.id)?.(operation),
  });
  const operate = (request: OperationRequest) =>
    new Promise<string>((resolve, reject) => {
      waiting.set(request.id, ({ id, targets: [entry] }) => {
        if (entry?.phase === 'seen') resolve(id);
        if (entry?.phase === 'failed') reject(new Error(entry.message));
      });
      void runner.start(OWNER, request);
    });
  const uid = must(created.metadata.uid, 'a uid');
  const resource = { group: 'apps', version: 'v1', resource: 'deployments' };
  const target = { cluster: 'sim', resource, namespace: 'default', name: 'web', uid };
  const identity = () => ({ id: crypto.randomUUID(), suffix: 'abcde' });
  const now = async () => editable(await send('GET', `${PATH}/web`));

  const number = (below: number) => Math.floor(random.next() * below);
  const pick = <T>(of: readonly T[]) => of[number(of.length)] as T;
  const marks = () => ({ [pick(['a', 'b', 'app.example/c'])]: pick([null, '', 'x', 'y']) });
  const change = async (): Promise<Pick<NewRequest, 'kind' | 'params'>> => {
    const base = await send('GET', `${PATH}/web`);
    const mine = structuredClone(base) as KubeObject & { spec: typeof edited };
    const edited = { ...(base['spec'] as object), minReadySeconds: number(9), paused: random.next() < 0.5 };
    const env = Array.from({ length: number(4) }, (_, i) => ({ name: `E${i}`, value: String(number(9)) }));
    const container = { name: 'c', image: `i:${number(9)}`, ...(env.length === 0 ? {} : { env }) };
    mine.spec = { ...edited, template: { ...template, spec: { containers: [container] } } } as typeof edited;
    return pick<Pick<NewRequest, 'kind' | 'params'>>([
      { kind: 'workload.scale', params: { scale: { replicas: number(9) } } },
      { kind: 'object.mark', params: { marks: { labels: marks(), annotations: marks() } } },
      { kind: 'object.edit', params: { edit: { base, mine, choices: {} } } },
    ]);
  };
  let changed = 0;
  for (let run = 0; run < RUNS; run++) {
    const before = await now();
    const request = await change();
    const done = await operate({ ...identity(), ...request, targets: [target] });
    const after = await now();
    // Nothing to do is nothing to take back.
    if ((await runner.find(OWNER, done))?.targets[0]?.canUndo !== true) {
      expect(after).toEqual(before);
      continue;
    }
    changed++;
    const undone = await operate({ ...identity(), undoOf: done });
    expect(await now(), `${run}: ${request.kind} taken back`).toEqual(before);
    await operate({ ...identity(), undoOf: undone });
    expect(await now(), `${run}: ${request.kind} done again`).toEqual(after);
  }
  expect(changed).toBeGreaterThan(RUNS / 2);
  hub.close();
}, 300_000);
