import { expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { MemoryOperations } from '../../apps/server/src/history/memory/memory-operations.ts';
import { Hub } from '../../apps/server/src/hub/hub.ts';
import { ClusterSchemas } from '../../apps/server/src/operations/cluster-schemas.ts';
import { OperationRunner } from '../../apps/server/src/operations/operation-runner.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { ClusterClock } from '../../apps/server/src/upstream/sources/cluster-clock.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';

const PATH = '/apis/batch/v1/namespaces/default/cronjobs/shared';
const RESOURCE = { group: 'batch', version: 'v1', resource: 'cronjobs' };

/** A stranger who writes between what is read and its dry run, so many times. */
async function world(overtaken: number) {
  const random = seededRandom(7);
  const server = new ApiServer({ clock: systemClock, random });
  const admin = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const send = async (method: ApiRequest['method'], path: string, body: unknown) => {
    const headers = { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };
    return JSON.parse(
      await readBody(await admin.send({ method, path, headers, body: JSON.stringify(body) })),
    ) as KubeObject;
  };
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } };
  const spec = { schedule: '0 0 * * *', jobTemplate: { spec: { template } } };
  const created = await send('POST', PATH.replace('/shared', ''), { metadata: { name: 'shared' }, spec });
  let dryRuns = 0;
  const source: ApiSource = {
    send: async (request, signal) => {
      if (request.query?.['dryRun'] === 'All' && dryRuns++ < overtaken)
        await send('PATCH', PATH, { metadata: { annotations: { stranger: String(dryRuns) } } });
      return admin.send(request, signal);
    },
  };
  const info = { name: 'sim', isDemo: true, server: '', user: 'u', namespace: 'default', problem: null };
  const cluster = {
    clock: new ClusterClock(systemClock),
    key: clusterKey(info.name, OWNER),
    info,
    source,
    close: async () => {},
  };
  const hub = new Hub({ clusters: { list: () => [info], get: () => cluster }, clock: systemClock, random });
  const runner = new OperationRunner({
    hub,
    store: new MemoryOperations(),
    schemas: new ClusterSchemas(hub.clock),
    publish: () => {},
  });
  const mine = structuredClone(created);
  (mine as unknown as { spec: { schedule: string } }).spec.schedule = '5 5 * * *';
  const target = {
    cluster: 'sim',
    resource: RESOURCE,
    namespace: 'default',
    name: 'shared',
    uid: created.metadata.uid ?? '',
  };
  const answer = await runner.preview(OWNER, {
    id: crypto.randomUUID(),
    suffix: 'edit',
    kind: 'object.edit',
    targets: [target],
    params: { edit: { base: created, mine, choices: {} } },
  });
  hub.close();
  return { dryRuns, preview: answer?.previews[0] };
}

test('a preview that somebody overtakes between reading and the dry run is made again on what is there then', async () => {
  const { dryRuns, preview } = await world(3);
  expect(dryRuns).toBe(4);
  expect(preview?.refusal).toBeNull();
  expect(preview?.changes.map(({ path }) => path)).toEqual(['spec.schedule']);
});

test('somebody who writes without pause does not keep it for ever', async () => {
  const { dryRuns, preview } = await world(Number.POSITIVE_INFINITY);
  expect(dryRuns).toBe(50);
  expect(preview?.refusal?.reason).toBe('Conflict');
});
