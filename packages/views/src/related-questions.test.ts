import { expect, test } from 'vitest';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KindView } from './cells/kind-view.ts';
import { MEANINGS } from './cells/reference.ts';
import { KIND_VIEWS } from './kind-records.ts';
import { DEPLOYMENT_VIEW } from './kinds/apps/deployments.ts';
import { CRONJOB_VIEW } from './kinds/batch/cronjobs.ts';
import { CONFIG_MAP_VIEW } from './kinds/core/configmaps.ts';
import { NODE_VIEW } from './kinds/core/nodes.ts';
import { POD_TEMPLATE_VIEW } from './kinds/core/podtemplates.ts';
import { SERVICE_VIEW } from './kinds/core/services.ts';
import { INGRESS_VIEW } from './kinds/networking.k8s.io/ingresses.ts';
import { NETWORK_POLICY_VIEW } from './kinds/networking.k8s.io/networkpolicies.ts';
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
  expect(lists.map(({ group }) => group).filter(group => group !== 'reachedBy')).toEqual([]);
  // What selects without passing on, passes on without selecting, or does neither.
  for (const { references = [] } of [NETWORK_POLICY_VIEW, INGRESS_VIEW, DEPLOYMENT_VIEW, {}])
    expect(reachedThrough({ ...SERVICE_VIEW, references }, rows)).toEqual([]);
  const { references: _none, ...unrelated } = SERVICE_VIEW;
  expect(reachedThrough(unrelated, rows)).toEqual([]);
});

test('no question asks about more than twenty that pass on', () => {
  const rows = Array.from({ length: 25 }, (_, i) => ({ namespace: 'shop', name: `web-${i}`, uid: `u-${i}` }));
  for (const { question } of reachedThrough(SERVICE_VIEW, rows))
    expect(question).toMatchObject({ targets: { length: 20 } });
});

test('what is named under two names, kinds or namespaces are two', () => {
  const rule = (at: string, resource: string) => ({ meaning: 'uses', to: [resource], at, isAcross: true }) as const;
  const references = [
    rule('.spec.maps[*]', 'configmaps'),
    rule('.spec.secret', 'secrets'),
    rule('.spec.map', 'configmaps'),
  ];
  const spec = { maps: [{ name: 'a' }, { name: 'a', namespace: 'other' }, { name: 'b' }], secret: 'a', map: 'a' };
  const { named } = relatedQuestions(
    { ...CONFIG_MAP_VIEW, references },
    { metadata: { name: 'c', namespace: 'shop' }, spec },
  );
  expect(named.map(({ reference: { resource, namespace, name } }) => `${resource} ${namespace}/${name}`)).toEqual([
    'configmaps shop/a',
    'configmaps other/a',
    'configmaps shop/b',
    'secrets shop/a',
  ]);
});

test('what selects is looked for in its namespace; that of the cluster in all, and no kind that has no list', () => {
  const selects = { meaning: 'selects', at: '.spec.selector', selects: 'selector' } as const;
  const references = [
    { ...selects, to: ['pods'] },
    { ...selects, to: ['widgets.example.com'] },
  ];
  const selector = { matchLabels: { app: 'web' } };
  const selected = (metadata: object) =>
    relatedQuestions({ ...NODE_VIEW, references }, { metadata, spec: { selector } })
      .lists.filter(({ question }) => question.way === 'forth')
      .map(({ view, namespaces }) => [view.resource.resource, namespaces]);
  expect(selected({ name: 'x' })).toEqual([['pods', []]]);
  expect(selected({ name: 'x', namespace: 'shop' })).toEqual([['pods', ['shop']]]);
});

test('what selects the pods of a template is asked for wherever a kind has its template, and nowhere else', () => {
  const template = { metadata: { labels: { app: 'web' } }, spec: {} };
  const ofPods = (view: KindView, object: object) =>
    relatedQuestions(view, { metadata: { name: 'x', namespace: 'shop' }, ...object }).lists.flatMap(
      ({ view: { kind }, question }) =>
        question.way === 'back' &&
        question.targets.some(({ resource, labels }) => resource === 'pods' && labels['app'] === 'web')
          ? [kind]
          : [],
    );
  const asked = ['Service', 'NetworkPolicy', 'PodDisruptionBudget'];
  expect(ofPods(DEPLOYMENT_VIEW, { spec: { template } })).toEqual(asked);
  expect(ofPods(CRONJOB_VIEW, { spec: { jobTemplate: { spec: { template } } } })).toEqual(asked);
  expect(ofPods(POD_TEMPLATE_VIEW, { template })).toEqual(asked);
  expect(
    relatedQuestions(CONFIG_MAP_VIEW, { metadata: { name: 'x', namespace: 'shop' } }).lists.map(
      ({ view }) => view.kind,
    ),
  ).not.toContain('Service');
});

test('a page has a place for every group there is, and each once', () => {
  const groups = Object.values(MEANINGS).flatMap(({ forth, back }) => [forth, back]);
  expect(RELATION_GROUPS.toSorted()).toEqual([...new Set(groups)].toSorted());
});
