import { describe, expect, test } from 'vitest';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { LEASE_VIEW } from '@lanthorn/views/kinds/coordination.k8s.io/leases.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { CONFIG_MAP_VIEW } from '@lanthorn/views/kinds/core/configmaps.ts';
import { PERSISTENT_VOLUME_CLAIM_VIEW } from '@lanthorn/views/kinds/core/persistentvolumeclaims.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { SERVICE_VIEW } from '@lanthorn/views/kinds/core/services.ts';
import { INGRESS_VIEW } from '@lanthorn/views/kinds/networking.k8s.io/ingresses.ts';
import { projectRow } from '@lanthorn/views/row.ts';
import { aroundObject, type MapGraph, mapGraph, type MapObject } from './map-graph.ts';

const context = { now: 0, shared: new SharedParts(), hasRelations: true };

function object(view: KindView, name: string, rest: Record<string, unknown> = {}): MapObject {
  const metadata = { name, namespace: 'shop', uid: name, ...(rest['metadata'] as object) };
  const row = projectRow(view, { ...rest, metadata }, context);
  const { key, uid, namespace, createdAt, ownerUid, cells, labels, relations } = row;
  return { view, row: { key, uid, namespace, name, createdAt, ownerUid, cells, labels, relations } };
}

const owned = (kind: string, name: string, labels = {}) => ({
  metadata: { labels, ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: name, controller: true }] },
});
const SPEC = { volumes: [{ configMap: { name: 'settings' } }, { secret: { secretName: 'keys' } }] };
const pod = (name: string, phase = 'Running') =>
  object(POD_VIEW, name, {
    ...owned('ReplicaSet', 'web-1', { app: 'web' }),
    spec: { ...SPEC, nodeName: 'n-1' },
    status: { phase },
  });

const SHOP = [
  object(INGRESS_VIEW, 'front', {
    spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'web' } } }] } }] },
  }),
  object(SERVICE_VIEW, 'web', { spec: { selector: { app: 'web' } } }),
  object(DEPLOYMENT_VIEW, 'web', { spec: { selector: { matchLabels: { app: 'web' } }, template: { spec: SPEC } } }),
  object(REPLICA_SET_VIEW, 'web-1', owned('Deployment', 'web')),
  object(CONFIG_MAP_VIEW, 'settings'),
  object(CONFIG_MAP_VIEW, 'nobody-uses'),
  pod('a'),
  pod('b'),
  pod('c', 'Failed'),
];

const lines = ({ edges }: MapGraph) =>
  edges.map(({ from, to, trouble }) => `${short(from)} → ${short(to)}${trouble === null ? '' : ' !'}`).toSorted();
const short = (id: string) => id.replace('/shop/', '/').replace('//', '/');

describe('the map of a namespace', () => {
  const graph = mapGraph(SHOP);

  test('leads from what is reached to what runs, and what a template needs is needed once', () => {
    expect(lines(graph)).toEqual([
      'deployments.apps/web → configmaps/settings',
      'deployments.apps/web → replicasets.apps/web-1 !',
      'deployments.apps/web → secrets/keys',
      'ingresses.networking.k8s.io/front → services/web',
      'pods/a → nodes/n-1',
      'pods/c → nodes/n-1',
      'replicasets.apps/web-1 → pods/a',
      'replicasets.apps/web-1 → pods/c !',
      'services/web → deployments.apps/web',
    ]);
  });

  test('pods of one maker in one state are one; trouble goes up to what made them, and to nothing else', () => {
    const of = (name: string) => graph.nodes.find(node => node.name === name);
    expect(of('a')).toMatchObject({ count: 2, trouble: null });
    expect(of('b')).toBeUndefined();
    expect(graph.nodes.filter(({ trouble }) => trouble === 'bad').map(({ id }) => short(id))).toEqual([
      'deployments.apps/web',
      'replicasets.apps/web-1',
      'pods/c',
    ]);
  });

  test('what is not well itself shows along the lines of all that need it, and no further', () => {
    const needs = { volumes: [{ persistentVolumeClaim: { claimName: 'data' } }] };
    const stuck = mapGraph([
      object(SERVICE_VIEW, 'db', { spec: { selector: { app: 'db' } } }),
      object(DEPLOYMENT_VIEW, 'db', { spec: { template: { spec: needs } } }),
      object(REPLICA_SET_VIEW, 'db-1', { ...owned('Deployment', 'db'), spec: { replicas: 0 } }),
      object(POD_VIEW, 'db-1-x', {
        ...owned('ReplicaSet', 'db-1', { app: 'db' }),
        ...{ spec: needs, status: { phase: 'Running' } },
      }),
      object(PERSISTENT_VOLUME_CLAIM_VIEW, 'data', { status: { phase: 'Pending' } }),
    ]);
    expect(lines(stuck)).toEqual([
      'deployments.apps/db → persistentvolumeclaims/data !',
      'deployments.apps/db → replicasets.apps/db-1',
      'replicasets.apps/db-1 → pods/db-1-x',
      'services/db → deployments.apps/db',
    ]);
  });

  test('a Secret and a node are drawn as named; configuration that nobody names is not drawn, and counted', () => {
    expect(graph.nodes.filter(({ isNamedOnly }) => isNamedOnly).map(({ id }) => short(id))).toEqual([
      'secrets/keys',
      'nodes/n-1',
    ]);
    expect(graph.alone).toBe(1);
  });

  test('of one object what leads to it and what follows from it', () => {
    const around = aroundObject(graph, 'services/shop/web');
    expect(around.nodes.map(({ id }) => short(id))).not.toContain('configmaps/nobody-uses');
    expect(around.nodes).toHaveLength(graph.nodes.length);
    const config = aroundObject(graph, 'configmaps/shop/settings');
    expect(config.nodes.map(({ name }) => name)).toEqual(['front', 'web', 'web', 'settings']);
  });

  test('of a whole namespace it is left out where pods run', () => {
    const ids = mapGraph(SHOP, { hasNodes: false }).nodes.map(({ id }) => short(id));
    expect(ids).toContain('secrets/keys');
    expect(ids).not.toContain('nodes/n-1');
  });

  test('many runs of one CronJob that ended alike are one, with their pods', () => {
    const runs = Array.from({ length: 6 }, (_, i) => [
      object(REPLICA_SET_VIEW, `run-${i}`, owned('Deployment', 'web')),
      object(POD_VIEW, `run-${i}-pod`, { ...owned('ReplicaSet', `run-${i}`), status: { phase: 'Running' } }),
    ]).flat();
    const { nodes } = mapGraph([object(DEPLOYMENT_VIEW, 'web'), ...runs]);
    expect(nodes.map(({ kind, count }) => `${count} ${kind}`)).toEqual(['1 Deployment', '6 ReplicaSet', '6 Pod']);
  });

  test('of more than can be drawn, what is alike is one', () => {
    const many = Array.from({ length: 300 }, (_, i) => [
      object(SERVICE_VIEW, `s-${i}`, { spec: { selector: { app: `a-${i}` } } }),
      object(POD_VIEW, `p-${i}`, { metadata: { labels: { app: `a-${i}` } }, status: { phase: 'Running' } }),
    ]).flat();
    const { nodes, edges } = mapGraph(many);
    expect(nodes.map(({ count }) => count)).toEqual([300, 300]);
    expect(edges).toHaveLength(1);
  });

  test('objects that name each other, or themselves, end', () => {
    const ring = [
      object(REPLICA_SET_VIEW, 'x', owned('ReplicaSet', 'y')),
      object(REPLICA_SET_VIEW, 'y', owned('ReplicaSet', 'x')),
      object(REPLICA_SET_VIEW, 'z', owned('ReplicaSet', 'z')),
    ];
    expect(mapGraph(ring).edges).toHaveLength(2);
    expect(aroundObject(mapGraph(ring), 'replicasets.apps/shop/x').nodes).toHaveLength(2);
  });
});

test('around a node: what runs on it and who made that, without what those need', () => {
  const node = object(NODE_VIEW, 'n-1', { metadata: { namespace: '' } });
  const lease = object(LEASE_VIEW, 'n-1', {
    metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'n-1', uid: 'n-1' }] },
  });
  const around = 'nodes//n-1';
  const graph = aroundObject(mapGraph([pod('a'), pod('c', 'Failed'), lease, node], { around }), around);
  expect(lines(graph)).toEqual([
    'nodes/n-1 → leases.coordination.k8s.io/n-1',
    'pods/a → nodes/n-1 !',
    'pods/c → nodes/n-1 !',
    'replicasets.apps/web-1 → pods/a',
    'replicasets.apps/web-1 → pods/c !',
  ]);
  expect(graph.nodes.find(({ kind }) => kind === 'ReplicaSet')).toMatchObject({ trouble: 'bad', isNamedOnly: true });
});
