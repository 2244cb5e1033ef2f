import { expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { must } from '@lanthorn/base/assert.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { findKindView } from '@lanthorn/views/kind-records.ts';
import { MemoryOperations } from '../../apps/server/src/history/memory/memory-operations.ts';
import { Hub } from '../../apps/server/src/hub/hub.ts';
import { ClusterSchemas } from '../../apps/server/src/operations/cluster-schemas.ts';
import { OperationRunner } from '../../apps/server/src/operations/operation-runner.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { Clusters } from '../../apps/server/src/upstream/clusters.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';
import { UpstreamMeter } from '../../apps/server/src/upstream/sources/upstream-meter.ts';
import { eventually } from '../e2e/harness.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

const text = { type: 'string' };
/** Items are told apart by their name. */
const spec = {
  type: 'object',
  properties: {
    to: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: { type: 'object', required: ['name'], properties: { name: text, kind: text } },
    },
  },
};

/** A cluster that has one kind, in one version. */
async function world(group: string, version: string, [plural, kind]: readonly [string, string]) {
  const random = seededRandom(7);
  const server = new ApiServer({ clock: systemClock, random });
  const admin = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const send = async (method: ApiRequest['method'], path: string, body: unknown) => {
    const headers = { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };
    const response = await admin.send({ method, path, headers, body: JSON.stringify(body) });
    const answer = await readBody(response);
    expect(response.status, answer).toBeLessThan(300);
    return JSON.parse(answer) as KubeObject;
  };
  await send('POST', DEFINITIONS, {
    metadata: {
      name: `${plural}.${group}`,
      annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/gateway-api/pull/1538' },
    },
    spec: {
      ...{ group, scope: 'Namespaced', names: { plural, kind } },
      versions: [
        {
          ...{ name: version, served: true, storage: true },
          schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
        },
      ],
    },
  });
  const path = `/apis/${group}/${version}/namespaces/default/${plural}`;
  const item = (name: string, of = 'Secret') => ({ name, kind: of });
  const base = await send('POST', path, {
    ...{ apiVersion: `${group}/${version}`, kind, metadata: { name: 'shared' } },
    spec: { to: [item('a'), item('b')] },
  });
  const info = { name: 'sim', isDemo: true, server: '', user: 'u', namespace: 'default', problem: null };
  const clusters = new Clusters({ contexts: [] } as never, {
    ...{ identity: OWNER, clock: systemClock, meter: new UpstreamMeter() },
  });
  clusters.add({ info, source: admin, close: async () => {} });
  const hub = new Hub({ clusters, clock: systemClock, random });
  const runner = new OperationRunner({
    ...{ hub, store: new MemoryOperations(), schemas: new ClusterSchemas(hub.clock), publish: () => {} },
  });
  const cluster = must(clusters.get(clusterKey('sim', OWNER)), 'it was added');
  /** Mine changes one item, somebody else the other one meanwhile. */
  const edit = async (resource: ObjectTarget['resource']) => {
    await send('PATCH', `${path}/shared`, { spec: { to: [item('a'), item('b', 'Service')] } });
    const mine = { ...structuredClone(base), spec: { to: [item('a', 'ConfigMap'), item('b')] } };
    const target = { cluster: 'sim', namespace: 'default', name: 'shared', uid: base.metadata.uid ?? '', resource };
    const operation = {
      ...{ id: crypto.randomUUID(), suffix: 'edit', kind: 'object.edit' as const, targets: [target] },
      params: { edit: { base, mine, choices: {} } },
    };
    return (await runner.preview(OWNER, operation))?.previews[0];
  };
  return { hub, cluster, send, path, edit };
}

test('a kind whose record knows another version than the cluster serves is listed, watched and changed', async () => {
  const { hub, cluster, send, path, edit } = await world('gateway.networking.k8s.io', 'v1beta1', [
    'referencegrants',
    'ReferenceGrant',
  ]);
  const resource = { group: 'gateway.networking.k8s.io', version: 'v1', resource: 'referencegrants' };
  const view = must(findKindView(resource), 'it has a record');
  expect(view.resource.version).toBe('v1');
  const lease = hub.collection(cluster, { view, namespace: '' });
  const list = lease.value;
  await eventually(() => list.state.kind === 'live' && list.store.size === 1, 'the list is live');
  await send('POST', path, { apiVersion: `${resource.group}/v1beta1`, kind: view.kind, metadata: { name: 'later' } });
  await eventually(() => list.store.get('default/later') !== undefined, 'the watch shows what comes');
  const preview = await edit(resource);
  expect(preview?.refusal).toBeNull();
  expect(preview?.changes.map(change => change.path)).toEqual(['spec.to[name=a].kind']);
  lease.release();
  hub.close();
});

test('of a kind without a record lists merge item by item, too, as its definition says', async () => {
  const { hub, edit } = await world('acme.io', 'v1', ['grants', 'Grant']);
  const preview = await edit({ group: 'acme.io', version: 'v1', resource: 'grants' });
  expect(preview?.refusal).toBeNull();
  expect(preview?.changes.map(change => change.path)).toEqual(['spec.to[name=a].kind']);
  hub.close();
});
