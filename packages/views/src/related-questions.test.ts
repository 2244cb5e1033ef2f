import { expect, test } from 'vitest';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { KIND_VIEWS } from './kind-records.ts';
import { DEPLOYMENT_VIEW } from './kinds/apps/deployments.ts';
import { CONFIG_MAP_VIEW } from './kinds/core/configmaps.ts';
import { NODE_VIEW } from './kinds/core/nodes.ts';
import { SERVICE_VIEW } from './kinds/core/services.ts';
import { reachedThrough, RELATION_GROUPS, relatedQuestions } from './related-questions.ts';

const WEB = {
  metadata: { name: 'web', namespace: 'shop', uid: 'u-web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web', tier: 'front' } },
      spec: {
        containers: [{ envFrom: [{ configMapRef: { name: 'settings' } }] }],
        volumes: [{ configMap: { name: 'settings' } }],
      },
    },
  },
};

test('of a workload: what it names, its pods, and who names it or selects the pods of its template', () => {
  const { named, lists } = relatedQuestions(DEPLOYMENT_VIEW, WEB);
  expect(named).toMatchObject([
    { group: 'uses', meanings: ['mounts', 'environment'], reference: { resource: 'configmaps', name: 'settings' } },
  ]);
  expect(
    lists.map(({ group, view, namespaces }) => `${group} ${groupResource(view.resource)} ${namespaces.join()}`),
  ).toEqual([
    'runs pods shop',
    'runs replicasets.apps shop',
    'scaledBy horizontalpodautoscalers.autoscaling shop',
    'reachedBy services shop',
    'allowedBy networkpolicies.networking.k8s.io shop',
    'protectedBy poddisruptionbudgets.policy shop',
  ]);
  const byOwner = lists[1]?.question;
  expect(byOwner).toMatchObject({ way: 'back', meanings: ['owner'], targets: [{ name: 'web', uid: 'u-web' }] });
  const ofPods = lists[3]?.question;
  expect(ofPods).toMatchObject({ targets: [{ resource: 'pods', name: '', labels: { app: 'web', tier: 'front' } }] });
});

test('who uses a ConfigMap is looked for in its namespace alone, who runs on a node in all', () => {
  const config = relatedQuestions(CONFIG_MAP_VIEW, { metadata: { name: 'c', namespace: 'shop' } }).lists;
  expect(config.filter(({ group }) => group === 'usedBy').map(({ namespaces }) => namespaces.join())).toEqual(
    Array.from({ length: 10 }, () => 'shop'),
  );
  const node = relatedQuestions(NODE_VIEW, { metadata: { name: 'n-1' } }).lists;
  expect(node.find(({ view }) => view.resource.resource === 'pods')).toMatchObject({ group: 'runs', namespaces: [] });
});

test('of any kind there are few lists, each kind once in a group, in groups that a page shows', () => {
  for (const view of KIND_VIEWS) {
    const { lists } = relatedQuestions(view, { metadata: { name: 'x', namespace: 'shop' } });
    expect(lists.length, view.kind).toBeLessThanOrEqual(24);
    const keys = lists.map(({ group, view: { kind } }) => `${group} ${kind}`);
    expect(new Set(keys).size, view.kind).toBe(keys.length);
    for (const { group } of lists) expect(RELATION_GROUPS).toContain(group);
  }
});

test('who reaches an object through its Services is asked for of all of them at once', () => {
  const rows = ['web', 'web-admin'].map(name => ({ namespace: 'shop', name, uid: name }));
  const lists = reachedThrough(SERVICE_VIEW, rows);
  const ingresses = lists.find(({ view }) => view.kind === 'Ingress');
  expect(ingresses).toMatchObject({ group: 'reachedBy', namespaces: ['shop'] });
  expect(ingresses?.question).toMatchObject({ way: 'back', targets: [{ name: 'web' }, { name: 'web-admin' }] });
  expect(lists.find(({ view }) => view.kind === 'HTTPRoute')?.namespaces).toEqual([]);
  expect(reachedThrough(SERVICE_VIEW, [])).toEqual([]);
  expect(reachedThrough(DEPLOYMENT_VIEW, rows)).toEqual([]);
});
