import { expect, test } from 'vitest';
import { readManifests } from '@lanthorn/kube/objects/manifests.ts';
import { placeManifests } from './place-manifests.ts';

const SERVED = [
  { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace', isNamespaced: false },
  { group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap', isNamespaced: true },
  { group: '', version: 'v1', resource: 'serviceaccounts', kind: 'ServiceAccount', isNamespaced: true },
  { group: 'apps', version: 'v1', resource: 'deployments', kind: 'Deployment', isNamespaced: true },
  {
    group: 'autoscaling',
    version: 'v2',
    resource: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    isNamespaced: true,
  },
  {
    group: 'apiextensions.k8s.io',
    version: 'v1',
    resource: 'customresourcedefinitions',
    kind: 'CustomResourceDefinition',
    isNamespaced: false,
  },
  {
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    resource: 'validatingwebhookconfigurations',
    kind: 'ValidatingWebhookConfiguration',
    isNamespaced: false,
  },
];
const place = (objects: readonly object[]) =>
  placeManifests(readManifests(objects.map(object => JSON.stringify(object)).join('\n---\n')).manifests, {
    served: SERVED,
    namespace: 'chosen',
    suffix: 'x7k2p',
    isName: name => !name.includes('/'),
  });
const object = (apiVersion: string, kind: string, metadata: object, rest: object = {}) => ({
  apiVersion,
  kind,
  metadata,
  ...rest,
});
const WIDGETS = object(
  'apiextensions.k8s.io/v1',
  'CustomResourceDefinition',
  { name: 'widgets.example.com' },
  {
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets' },
      versions: [{ name: 'v1' }],
    },
  },
);

test('what others need comes first, what meets the requests of others last, and else the order of the text', () => {
  const { placed, problems } = place([
    object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', { name: 'hook' }),
    object('example.com/v1', 'Widget', { name: 'w', namespace: 'new' }),
    object('apps/v1', 'Deployment', { name: 'b' }),
    object('apps/v1', 'Deployment', { name: 'a' }),
    object('v1', 'ConfigMap', { name: 'c', namespace: 'new' }),
    object('v1', 'ServiceAccount', { name: 's' }),
    WIDGETS,
    object('v1', 'Namespace', { name: 'new' }),
  ]);
  expect(problems).toEqual([]);
  expect(placed.map(({ resource, namespace, name, restsOn }) => [resource.resource, namespace, name, restsOn])).toEqual(
    [
      ['namespaces', '', 'new', null],
      ['customresourcedefinitions', '', 'widgets.example.com', null],
      ['serviceaccounts', 'chosen', 's', null],
      ['configmaps', 'new', 'c', 'Namespace/new'],
      ['deployments', 'chosen', 'b', null],
      ['deployments', 'chosen', 'a', null],
      ['widgets', 'new', 'w', 'CustomResourceDefinition/widgets.example.com'],
      ['validatingwebhookconfigurations', '', 'hook', null],
    ],
  );
});

test('who names no namespace gets the chosen one, who has none keeps none, and a name that is to be made is made', () => {
  const { placed } = place([
    object('v1', 'ConfigMap', { generateName: 'c-' }),
    object('v1', 'Namespace', { name: 'n', namespace: 'slip' }),
    object('v1', 'ConfigMap', { name: 'c', namespace: 'own' }),
  ]);
  expect(placed.map(each => [each.object.metadata, each.isGivenNamespace])).toEqual([
    [{ name: 'n' }, false],
    [{ name: 'c-x7k2p', namespace: 'chosen' }, true],
    [{ name: 'c', namespace: 'own' }, false],
  ]);
});

test('a kind is known in every version that is asked for, and what is not served or stands twice is told where it is', () => {
  const { placed, problems } = place([
    object('autoscaling/v1', 'HorizontalPodAutoscaler', { name: 'h' }),
    object('v1', 'ConfigMap', { name: 'c' }),
    object('v1', 'ConfigMap', { name: 'c', namespace: 'chosen' }),
    object('apps/v1', 'ConfigMap', { name: 'c' }),
    object('v1', 'ConfigMap', { name: 'c/d' }),
  ]);
  expect(placed.map(({ resource }) => resource)).toEqual([
    { group: '', version: 'v1', resource: 'configmaps' },
    { group: 'autoscaling', version: 'v1', resource: 'horizontalpodautoscalers' },
  ]);
  expect(problems.map(({ code, line, values }) => [code, line, values])).toEqual([
    ['twice', 5, { what: 'c' }],
    ['unknownKind', 7, { kind: 'ConfigMap', apiVersion: 'apps/v1' }],
    ['badName', 9, { what: 'c/d' }],
  ]);
});

test('without a chosen namespace it is told who needs one', () => {
  const { manifests } = readManifests('{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}');
  const { problems } = placeManifests(manifests, { served: SERVED, namespace: '', suffix: 's', isName: () => true });
  expect(problems.map(({ code }) => code)).toEqual(['noNamespace']);
});
