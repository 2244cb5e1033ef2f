import { expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { AUTHENTICATED_GROUP, MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { must } from '@lanthorn/base/assert.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { viewOf } from '@lanthorn/views/custom-kind.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { Hub } from '../../apps/server/src/hub/hub.ts';
import { PrintedColumns } from '../../apps/server/src/hub/printed-columns.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';
import { ClusterClock } from '../../apps/server/src/upstream/sources/cluster-clock.ts';
import { eventually } from '../e2e/harness.ts';

const GROUP = 'example.com';
const DISKS = { group: GROUP, version: 'v1', resource: 'disks' };
const DEFINITION = {
  metadata: { name: `disks.${GROUP}` },
  spec: {
    ...{ group: GROUP, scope: 'Namespaced', names: { plural: 'disks', kind: 'Disk' } },
    versions: [
      {
        ...{ name: 'v1', served: true, storage: true },
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        additionalPrinterColumns: [
          { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
          { name: 'Made', type: 'date', jsonPath: '.spec.made' },
        ],
      },
    ],
  },
};
const RBAC = '/apis/rbac.authorization.k8s.io/v1/namespaces/shop';
const RULES = [{ apiGroups: [GROUP], resources: ['disks'], verbs: ['list', 'watch'] }];
const BINDING = {
  metadata: { name: 'disks' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'disks' },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'dana' }],
};

async function write(
  source: ApiSource,
  [method, path]: readonly ['POST' | 'PATCH', string],
  body: object,
): Promise<void> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const response = await source.send({ method, path, headers: { 'content-type': type }, body: JSON.stringify(body) });
  const text = await readBody(response);
  if (response.status >= 300) throw new Error(text);
}

test('who may list objects of a namespace and not read their definition sees what the server prints, live, and no ages', async () => {
  const random = seededRandom(1);
  const server = new ApiServer({ clock: systemClock, random });
  const admin = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const disk = (size: number) => ({ apiVersion: `${GROUP}/v1`, kind: 'Disk', metadata: { name: 'd' }, spec: { size } });
  await write(admin, ['POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'], DEFINITION);
  await write(admin, ['POST', '/api/v1/namespaces'], { metadata: { name: 'shop' } });
  await write(admin, ['POST', `${RBAC}/roles`], { metadata: { name: 'disks' }, rules: RULES });
  await write(admin, ['POST', `${RBAC}/rolebindings`], BINDING);
  const disks = `/apis/${GROUP}/v1/namespaces/shop/disks`;
  await write(admin, ['POST', disks], disk(3));
  const info = { name: 'sim', isDemo: true, server: '', user: 'dana', namespace: '', problem: null };
  const cluster = {
    clock: new ClusterClock(systemClock),
    key: clusterKey(info.name, OWNER),
    info,
    source: server.as({ username: 'dana', groups: [AUTHENTICATED_GROUP] }),
    close: async () => {},
  };
  const hub = new Hub({ clusters: { list: () => [info], get: () => cluster }, clock: systemClock, random });
  const columns = await new PrintedColumns(systemClock).of(cluster, DISKS, 'shop');
  expect(columns.map(({ name }) => name)).toEqual(['Size']);
  const view = must(viewOf({ ...DISKS, custom: { kind: 'Disk', namespaced: true, columns } }), 'a view');
  const lease = hub.collection(cluster, { view, namespace: 'shop' });
  const list = lease.value;
  const size = () => list.store.get('shop/d')?.cells[columnIndex(view, 'Size')];
  await eventually(() => size() === 3 && list.state.kind === 'live', 'the list is live');
  await write(admin, ['PATCH', `${disks}/d`], { spec: { size: 5 } });
  await eventually(() => size() === 5, 'the change is seen');
  lease.release();
  hub.close();
});
