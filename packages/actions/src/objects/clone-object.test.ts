import fc from 'fast-check';
import { expect, test } from 'vitest';
import { subdomainProblems } from '@lanthorn/kube/selectors/label-format.ts';
import { cloneObject } from './clone-object.ts';

const META = {
  name: 'web',
  namespace: 'shop',
  uid: 'u',
  resourceVersion: '7',
  creationTimestamp: '2026-11-23T08:00:00Z',
  managedFields: [],
  finalizers: ['x/y'],
  ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: 'r' }],
};

test('a clone is written as a person would, under a new name', () => {
  const annotations = { team: 'a', 'deployment.kubernetes.io/revision': '3' };
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...META, labels: { app: 'web', 'pod-template-hash': '1' }, annotations },
    spec: { replicas: 2 },
    status: { replicas: 2 },
  };
  expect(cloneObject(object)).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web-copy', namespace: 'shop', labels: { app: 'web' }, annotations: { team: 'a' } },
    spec: { replicas: 2 },
  });
  expect(cloneObject({ ...object, metadata: { ...META, name: 'n'.repeat(63) } }).metadata.name).toHaveLength(52);
});

test('its name is one that the server takes, wherever the old one was cut', () => {
  const named = (name: string) =>
    cloneObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }).metadata.name ?? '';
  expect(named(`${'a'.repeat(46)}.example.com`)).toBe(`${'a'.repeat(46)}-copy`);
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
  const names = fc.array(label, { minLength: 1, maxLength: 9 }).map(labels => labels.join('.'));
  fc.assert(
    fc.property(names, name => {
      expect(subdomainProblems(named(name))).toEqual([]);
      expect(named(name).length).toBeLessThanOrEqual(52);
    }),
  );
});

test.each([
  ['the one that says its name', { app: 'web', tier: 'front' }, { app: 'web-copy', tier: 'front' }],
  ['the first, where none does', { tier: 'front', team: 'a' }, { tier: 'front-copy', team: 'a' }],
])(
  'a clone finds its own pods alone, and no Service of the first leads there: another label is %s',
  (_what, labels, own) => {
    const more = { version: '1' };
    const spec = (of: object) => ({
      selector: { matchLabels: of },
      template: { metadata: { labels: { ...of, ...more } }, spec: {} },
    });
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { ...META, labels }, spec: spec(labels) };
    const clone = cloneObject(deployment);
    expect([clone.metadata.labels, clone['spec']]).toEqual([own, spec(own)]);
    const plain = { ...spec(labels), selector: labels };
    expect(
      cloneObject({ ...deployment, apiVersion: 'v1', kind: 'ReplicationController', spec: plain })['spec'],
    ).toEqual({
      ...spec(own),
      selector: own,
    });
  },
);

test('where its pods are put, a clone heeds its own pods, and those of others as the first does', () => {
  const placed = (app: string) => {
    const own = { labelSelector: { matchLabels: { app } }, topologyKey: 'kubernetes.io/hostname' };
    const byExpression = { matchExpressions: [{ key: 'app', operator: 'In', values: [app, 'other'] }] };
    const ofAnother = { labelSelector: { matchLabels: { app: 'web', tier: 'cache' } }, topologyKey: 'zone' };
    return {
      affinity: {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } },
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [own],
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: own }],
        },
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ ...own, labelSelector: byExpression }, ofAnother],
        },
      },
      topologySpreadConstraints: [{ ...own, maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' }],
    };
  };
  const spec = (app: string) => ({
    selector: { matchLabels: { app }, matchExpressions: [{ key: 'app', operator: 'In', values: [app] }] },
    template: { metadata: { labels: { app, tier: 'front' } }, spec: placed(app) },
  });
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...META, name: 'web' },
    spec: spec('web'),
  };
  expect(cloneObject(deployment)['spec']).toEqual(spec('web-copy'));
});

test('a Service that is cloned leads to the same pods', () => {
  const spec = { selector: { app: 'web' }, ports: [{ port: 80 }] };
  expect(cloneObject({ apiVersion: 'v1', kind: 'Service', metadata: META, spec })['spec']).toEqual(spec);
});

test('its text begins with what it is and what it is called, and has no empty maps', () => {
  const annotations = { 'deployment.kubernetes.io/revision': '3' };
  const clone = cloneObject({
    ...{ spec: { replicas: 2 }, metadata: { ...META, annotations, labels: { 'job-name': 'x' } } },
    ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
  });
  expect(Object.keys(clone)).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
  expect(clone.metadata).toEqual({ name: 'web-copy', namespace: 'shop' });
});

test.each([
  [
    {
      apiVersion: 'v1',
      kind: 'Service',
      spec: { clusterIP: '10.0.0.1', clusterIPs: [], type: 'NodePort', ports: [{ port: 80, nodePort: 31_000 }] },
    },
    { spec: { type: 'NodePort', ports: [{ port: 80 }] } },
  ],
  // That it has no address is no address of its own.
  [
    { apiVersion: 'v1', kind: 'Service', spec: { clusterIP: 'None', clusterIPs: ['None'], selector: { app: 'db' } } },
    { spec: { clusterIP: 'None', clusterIPs: ['None'], selector: { app: 'db' } } },
  ],
  [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      spec: {
        nodeName: 'n',
        volumes: [{ name: 'kube-api-access-x' }, { name: 'data' }],
        containers: [{ name: 'c', volumeMounts: [{ name: 'kube-api-access-x' }, { name: 'data' }] }, { name: 'd' }],
      },
    },
    {
      spec: {
        volumes: [{ name: 'data' }],
        containers: [{ name: 'c', volumeMounts: [{ name: 'data' }] }, { name: 'd' }],
      },
    },
  ],
  [
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', spec: { volumeName: 'pv-1', storageClassName: 'fast' } },
    { spec: { storageClassName: 'fast' } },
  ],
  [
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      spec: {
        selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u' } },
        template: { metadata: { labels: { app: 'a', 'job-name': 'web', 'controller-uid': 'u' } }, spec: {} },
      },
    },
    { spec: { template: { metadata: { labels: { app: 'a' } }, spec: {} } } },
  ],
  // The same word in another group is another kind.
  [
    { apiVersion: 'example.com/v1', kind: 'PersistentVolumeClaim', spec: { volumeName: 'v' } },
    { spec: { volumeName: 'v' } },
  ],
])('what the server filled in of it is left out: %j', (object, expected) => {
  const { apiVersion, kind, metadata: _metadata, ...rest } = cloneObject({ ...object, metadata: META });
  expect({ apiVersion, kind, ...rest }).toEqual({ apiVersion: object.apiVersion, kind: object.kind, ...expected });
});
