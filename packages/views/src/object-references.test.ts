import { describe, expect, test } from 'vitest';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { parseJsonPath } from '@lanthorn/kube/objects/json-path.ts';
import { formatLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { must } from '@lanthorn/base/assert.ts';
import { findKindEntry } from './cells/kind-entries.ts';
import { splitName } from './cells/find-references.ts';
import { ownedBy } from './cells/pod-references.ts';
import type { ReferenceRule } from './cells/reference.ts';
import { KIND_VIEWS } from './kind-records.ts';
import { objectReferences } from './object-references.ts';

/** As one line each: `mounts configmaps shop/settings`. */
function told(kind: string, object: Record<string, unknown>): readonly string[] {
  const view = must(
    KIND_VIEWS.find(({ resource }) => groupResource(resource) === kind),
    `a record of ${kind}`,
  );
  const metadata = { name: 'it', ...(view.namespaced ? { namespace: 'shop' } : {}), ...(object['metadata'] as object) };
  const { references, selections } = objectReferences(view, { ...object, metadata });
  return [
    ...references.map(
      ({ meaning, name, namespace, ...to }) =>
        `${meaning} ${groupResource(to)} ${namespace === '' ? '' : `${namespace}/`}${name}`,
    ),
    ...selections.map(
      ({ meaning, namespace, selector, ...to }) =>
        `${meaning} ${groupResource(to)} ${namespace}[${formatLabelSelector(selector)}]`,
    ),
  ];
}

const owner = (apiVersion: string, kind: string, name: string) => ({
  metadata: { ownerReferences: [{ apiVersion, kind, name, uid: 'u' }] },
});

const POD_SPEC = {
  serviceAccountName: 'runner',
  nodeName: 'n-1',
  priorityClassName: 'high',
  runtimeClassName: 'gvisor',
  imagePullSecrets: [{ name: 'registry' }],
  resourceClaims: [{ name: 'gpu', resourceClaimName: 'gpu-1' }, { resourceClaimTemplateName: 'gpus' }],
  volumes: [
    { configMap: { name: 'settings' } },
    { secret: { secretName: 'keys' } },
    { persistentVolumeClaim: { claimName: 'data' } },
    { projected: { sources: [{ configMap: { name: 'roots' } }, { secret: { name: 'tls' } }] } },
    { csi: { driver: 'files.example', nodePublishSecretRef: { name: 'csi' } } },
    { emptyDir: {} },
  ],
  containers: [
    { envFrom: [{ configMapRef: { name: 'env' } }, { secretRef: { name: 'env-secret' } }] },
    { env: [{ name: 'A', value: 'b' }, { valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }] },
  ],
  initContainers: [{ env: [{ valueFrom: { configMapKeyRef: { name: 'first', key: 'k' } } }] }],
};

const POD_NEEDS = [
  'account serviceaccounts shop/runner',
  'claims resourceclaims.resource.k8s.io shop/gpu-1',
  'claims resourceclaimtemplates.resource.k8s.io shop/gpus',
  'class csidrivers.storage.k8s.io files.example',
  'class priorityclasses.scheduling.k8s.io high',
  'class runtimeclasses.node.k8s.io gvisor',
  'environment configmaps shop/env',
  'environment configmaps shop/first',
  'environment secrets shop/db',
  'environment secrets shop/env-secret',
  'mounts configmaps shop/roots',
  'mounts configmaps shop/settings',
  'mounts persistentvolumeclaims shop/data',
  'mounts secrets shop/csi',
  'mounts secrets shop/keys',
  'mounts secrets shop/tls',
  'pullSecret secrets shop/registry',
  'runsOn nodes n-1',
];

const SELECTOR = { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] };
const workload = { spec: { selector: SELECTOR, template: { spec: POD_SPEC } } };
const WORKLOAD_NEEDS = [...POD_NEEDS, 'selects pods shop[app=web,tier]'];
const backendRefs = [
  { name: 'cart', port: 80 },
  { name: 'pay', namespace: 'money' },
  { group: 'net.example', kind: 'Bucket', name: 'files' },
];
const ROUTE = { spec: { parentRefs: [{ name: 'edge', namespace: 'infra' }], rules: [{ backendRefs }] } };
const ROUTE_LEADS = [
  'routesFor gateways.gateway.networking.k8s.io infra/edge',
  'routesTo buckets.net.example shop/files',
  'routesTo services money/pay',
  'routesTo services shop/cart',
];
const service = { name: 'guard', namespace: 'policy' };
const WEBHOOKS = { webhooks: [{ clientConfig: { service } }, { clientConfig: { url: 'https://a.example' } }] };
const ROLE = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' };
const SUBJECTS = [
  { kind: 'ServiceAccount', name: 'bot', namespace: 'tools' },
  { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'ann' },
];

const CASES: readonly (readonly [string, Record<string, unknown>, readonly string[]])[] = [
  [
    'pods',
    { ...owner('apps/v1', 'ReplicaSet', 'web-1'), spec: POD_SPEC },
    [...POD_NEEDS, 'owner replicasets.apps shop/web-1'],
  ],
  ['pods', owner('v1', 'Node', 'n-1'), ['owner nodes n-1']],
  ['pods', owner('jobs.example/v1', 'Workflow', 'w'), ['owner workflows.jobs.example shop/w']],
  ['deployments.apps', workload, WORKLOAD_NEEDS],
  ['daemonsets.apps', workload, WORKLOAD_NEEDS],
  [
    'replicasets.apps',
    { ...owner('apps/v1', 'Deployment', 'web'), ...workload },
    [...WORKLOAD_NEEDS, 'owner deployments.apps shop/web'],
  ],
  [
    'jobs.batch',
    { ...owner('batch/v1', 'CronJob', 'nightly'), ...workload },
    [...WORKLOAD_NEEDS, 'owner cronjobs.batch shop/nightly'],
  ],
  ['cronjobs.batch', { spec: { jobTemplate: { spec: { template: { spec: POD_SPEC } } } } }, POD_NEEDS],
  ['podtemplates', { template: { spec: POD_SPEC } }, POD_NEEDS],
  [
    'replicationcontrollers',
    { spec: { selector: { app: 'old' }, template: { spec: {} } } },
    ['selects pods shop[app=old]'],
  ],
  [
    'statefulsets.apps',
    { spec: { ...workload.spec, serviceName: 'db', volumeClaimTemplates: [{ spec: { storageClassName: 'fast' } }] } },
    [...WORKLOAD_NEEDS, 'class storageclasses.storage.k8s.io fast', 'routesFor services shop/db'],
  ],
  ['controllerrevisions.apps', owner('apps/v1', 'StatefulSet', 'db'), ['owner statefulsets.apps shop/db']],
  [
    'horizontalpodautoscalers.autoscaling',
    { spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } } },
    ['scales deployments.apps shop/web'],
  ],
  [
    'horizontalpodautoscalers.autoscaling',
    { spec: { scaleTargetRef: { apiVersion: 'db.example/v1', kind: 'Cluster', name: 'main' } } },
    ['scales clusters.db.example shop/main'],
  ],
  ['services', { spec: { selector: { app: 'web' } } }, ['routesTo pods shop[app=web]']],
  ['services', { spec: { selector: {} } }, []],
  [
    'endpointslices.discovery.k8s.io',
    {
      metadata: { labels: { 'kubernetes.io/service-name': 'web' } },
      endpoints: [{ targetRef: { kind: 'Pod', name: 'web-1', namespace: 'shop' } }, { addresses: ['10.0.0.1'] }],
    },
    ['owner services shop/web', 'routesTo pods shop/web-1'],
  ],
  [
    'endpoints',
    { subsets: [{ addresses: [{ targetRef: { kind: 'Pod', name: 'p', namespace: 'shop' } }] }] },
    ['owner services shop/it', 'routesTo pods shop/p'],
  ],
  [
    'ingresses.networking.k8s.io',
    {
      spec: {
        ingressClassName: 'nginx',
        defaultBackend: { service: { name: 'front' } },
        tls: [{ secretName: 'cert' }],
        rules: [
          {
            http: {
              paths: [
                { backend: { service: { name: 'cart' } } },
                { backend: { resource: { apiGroup: 'k8s.example', kind: 'Bucket', name: 'b' } } },
              ],
            },
          },
        ],
      },
    },
    [
      'certificate secrets shop/cert',
      'class ingressclasses.networking.k8s.io nginx',
      'routesTo buckets.k8s.example shop/b',
      'routesTo services shop/cart',
      'routesTo services shop/front',
    ],
  ],
  [
    'ingressclasses.networking.k8s.io',
    { spec: { parameters: { apiGroup: 'k8s.example', kind: 'IngressParams', name: 'p', namespace: 'infra' } } },
    ['uses ingressparamses.k8s.example infra/p'],
  ],
  ['networkpolicies.networking.k8s.io', { spec: { podSelector: {} } }, ['allows pods shop[<none>]']],
  ['poddisruptionbudgets.policy', { spec: { selector: SELECTOR } }, ['protects pods shop[app=web,tier]']],
  [
    'ipaddresses.networking.k8s.io',
    { spec: { parentRef: { group: '', resource: 'services', namespace: 'shop', name: 'web' } } },
    ['owner services shop/web'],
  ],
  [
    'gateways.gateway.networking.k8s.io',
    {
      spec: {
        gatewayClassName: 'edge',
        listeners: [{ tls: { certificateRefs: [{ name: 'cert', namespace: 'infra' }] } }],
      },
    },
    ['certificate secrets infra/cert', 'class gatewayclasses.gateway.networking.k8s.io edge'],
  ],
  [
    'gatewayclasses.gateway.networking.k8s.io',
    { spec: { parametersRef: { group: '', kind: 'ConfigMap', name: 'p', namespace: 'infra' } } },
    ['uses configmaps infra/p'],
  ],
  ['httproutes.gateway.networking.k8s.io', ROUTE, ROUTE_LEADS],
  ['grpcroutes.gateway.networking.k8s.io', ROUTE, ROUTE_LEADS],
  [
    'referencegrants.gateway.networking.k8s.io',
    {
      spec: {
        to: [
          { group: '', kind: 'Secret', name: 's' },
          { group: '', kind: 'Service' },
        ],
      },
    },
    ['allows secrets shop/s'],
  ],
  [
    'secrets',
    { metadata: { annotations: { 'kubernetes.io/service-account.name': 'bot' } } },
    ['account serviceaccounts shop/bot'],
  ],
  ['configmaps', { data: { secretName: 'no', targetRef: '{}' } }, []],
  [
    'certificates.cert-manager.io',
    { spec: { secretName: 'tls', issuerRef: { kind: 'ClusterIssuer', name: 'le', group: 'cert-manager.io' } } },
    ['certificate secrets shop/tls', 'uses clusterissuers.cert-manager.io shop/le'],
  ],
  [
    'persistentvolumeclaims',
    {
      spec: {
        volumeName: 'pv-1',
        storageClassName: 'fast',
        volumeAttributesClassName: 'gold',
        dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 's' },
      },
    },
    [
      'binds persistentvolumes pv-1',
      'class storageclasses.storage.k8s.io fast',
      'class volumeattributesclasses.storage.k8s.io gold',
      'uses volumesnapshots.snapshot.storage.k8s.io shop/s',
    ],
  ],
  [
    'persistentvolumes',
    {
      spec: {
        claimRef: { kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace: 'shop', name: 'data' },
        storageClassName: 'fast',
        csi: { driver: 'disk.example', nodeStageSecretRef: { name: 's', namespace: 'infra' } },
      },
    },
    [
      'binds persistentvolumeclaims shop/data',
      'class csidrivers.storage.k8s.io disk.example',
      'class storageclasses.storage.k8s.io fast',
      'uses secrets infra/s',
    ],
  ],
  ['storageclasses.storage.k8s.io', { provisioner: 'disk.example' }, ['class csidrivers.storage.k8s.io disk.example']],
  [
    'volumeattributesclasses.storage.k8s.io',
    { driverName: 'disk.example' },
    ['class csidrivers.storage.k8s.io disk.example'],
  ],
  [
    'volumeattachments.storage.k8s.io',
    { spec: { attacher: 'disk.example', nodeName: 'n-1', source: { persistentVolumeName: 'pv-1' } } },
    ['binds persistentvolumes pv-1', 'class csidrivers.storage.k8s.io disk.example', 'runsOn nodes n-1'],
  ],
  [
    'csinodes.storage.k8s.io',
    { spec: { drivers: [{ name: 'disk.example' }] } },
    ['class csidrivers.storage.k8s.io disk.example', 'runsOn nodes it'],
  ],
  ['csistoragecapacities.storage.k8s.io', { storageClassName: 'fast' }, ['class storageclasses.storage.k8s.io fast']],
  [
    'volumesnapshots.snapshot.storage.k8s.io',
    {
      spec: { source: { persistentVolumeClaimName: 'data' }, volumeSnapshotClassName: 'daily' },
      status: { boundVolumeSnapshotContentName: 'c' },
    },
    [
      'binds volumesnapshotcontents.snapshot.storage.k8s.io c',
      'class volumesnapshotclasses.snapshot.storage.k8s.io daily',
      'uses persistentvolumeclaims shop/data',
    ],
  ],
  [
    'volumesnapshotclasses.snapshot.storage.k8s.io',
    { driver: 'disk.example' },
    ['class csidrivers.storage.k8s.io disk.example'],
  ],
  [
    'volumesnapshotcontents.snapshot.storage.k8s.io',
    { spec: { driver: 'disk.example', volumeSnapshotRef: { kind: 'VolumeSnapshot', namespace: 'shop', name: 's' } } },
    ['binds volumesnapshots.snapshot.storage.k8s.io shop/s', 'class csidrivers.storage.k8s.io disk.example'],
  ],
  [
    'serviceaccounts',
    { secrets: [{ name: 'token' }], imagePullSecrets: [{ name: 'registry' }] },
    ['pullSecret secrets shop/registry', 'uses secrets shop/token'],
  ],
  [
    'rolebindings.rbac.authorization.k8s.io',
    { roleRef: ROLE, subjects: SUBJECTS },
    ['allows serviceaccounts tools/bot', 'grants clusterroles.rbac.authorization.k8s.io view'],
  ],
  [
    'clusterrolebindings.rbac.authorization.k8s.io',
    { roleRef: ROLE, subjects: SUBJECTS },
    ['allows serviceaccounts tools/bot', 'grants clusterroles.rbac.authorization.k8s.io view'],
  ],
  [
    'clusterroles.rbac.authorization.k8s.io',
    { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'admin' } }] } },
    ['grants clusterroles.rbac.authorization.k8s.io [to=admin]'],
  ],
  [
    'events',
    { involvedObject: { apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name: 'j' } },
    ['about jobs.batch shop/j'],
  ],
  ['leases.coordination.k8s.io', owner('v1', 'Node', 'n-1'), ['owner nodes n-1']],
  [
    'resourceclaims.resource.k8s.io',
    {
      ...owner('v1', 'Pod', 'p'),
      spec: { devices: { requests: [{ exactly: { deviceClassName: 'gpu' } }] } },
      status: { reservedFor: [{ resource: 'pods', name: 'p', uid: 'u' }] },
    },
    ['class deviceclasses.resource.k8s.io gpu', 'owner pods shop/p', 'usedFor pods shop/p'],
  ],
  [
    'resourceclaimtemplates.resource.k8s.io',
    { spec: { spec: { devices: { requests: [{ firstAvailable: [{ deviceClassName: 'gpu' }] }] } } } },
    ['class deviceclasses.resource.k8s.io gpu'],
  ],
  [
    'podcertificaterequests.certificates.k8s.io',
    { spec: { podName: 'p', serviceAccountName: 'runner', nodeName: 'n-1' } },
    ['account serviceaccounts shop/runner', 'runsOn nodes n-1', 'usedFor pods shop/p'],
  ],
  ['resourceslices.resource.k8s.io', { spec: { nodeName: 'n-1' } }, ['runsOn nodes n-1']],
  [
    'customresourcedefinitions.apiextensions.k8s.io',
    { spec: { conversion: { webhook: { clientConfig: { service } } } } },
    ['routesTo services policy/guard'],
  ],
  ['apiservices.apiregistration.k8s.io', { spec: { service } }, ['routesTo services policy/guard']],
  ['validatingwebhookconfigurations.admissionregistration.k8s.io', WEBHOOKS, ['routesTo services policy/guard']],
  ['mutatingwebhookconfigurations.admissionregistration.k8s.io', WEBHOOKS, ['routesTo services policy/guard']],
  [
    'validatingadmissionpolicybindings.admissionregistration.k8s.io',
    { spec: { policyName: 'p' } },
    ['uses validatingadmissionpolicies.admissionregistration.k8s.io p'],
  ],
  [
    'mutatingadmissionpolicybindings.admissionregistration.k8s.io',
    { spec: { policyName: 'p' } },
    ['uses mutatingadmissionpolicies.admissionregistration.k8s.io p'],
  ],
  [
    'flowschemas.flowcontrol.apiserver.k8s.io',
    { spec: { priorityLevelConfiguration: { name: 'system' } } },
    ['uses prioritylevelconfigurations.flowcontrol.apiserver.k8s.io system'],
  ],
];

describe('what an object has to do with others', () => {
  test.each(CASES)('%s', (kind, object, expected) => {
    expect(told(kind, object).toSorted()).toEqual(expected.toSorted());
  });

  test('every kind whose record has rules is told here', () => {
    const withRules = KIND_VIEWS.filter(({ references }) => references !== undefined);
    const tested = new Set(CASES.map(([kind]) => kind));
    expect(withRules.map(({ resource }) => groupResource(resource)).filter(kind => !tested.has(kind))).toEqual([]);
  });

  test('every rule has a path that can be read and leads to kinds that are known', () => {
    for (const { kind, references = [] } of KIND_VIEWS)
      for (const { at, to } of references) {
        expect(parseJsonPath(at), `${kind} ${at}`).not.toBeNull();
        for (const name of to)
          expect(
            findKindEntry(splitName(name)) !== undefined || name.endsWith('issuers.cert-manager.io'),
            `${kind} → ${name}`,
          ).toBe(true);
      }
  });
});

describe('a kind without a record', () => {
  const of = (spec: unknown) =>
    objectReferences({}, { metadata: { namespace: 'shop' }, spec }).references.map(
      ({ meaning, name, namespace, ...to }) => `${meaning} ${groupResource(to)} ${namespace}/${name}`,
    );

  test('names others by fields that are called alike everywhere', () => {
    expect(of({ tls: { secretName: 'cert' }, backend: [{ serviceName: 'web' }], claimRef: { name: 'data' } })).toEqual([
      'uses secrets shop/cert',
      'routesTo services shop/web',
      'binds persistentvolumeclaims shop/data',
    ]);
  });

  test('and by any …Ref that says a kind', () => {
    const sourceRef = { kind: 'GitRepository', apiVersion: 'source.example/v1', name: 'app', namespace: 'flux' };
    expect(of({ sourceRef, objectRef: { name: 'no kind' }, refs: 3 })).toEqual([
      'uses gitrepositories.source.example flux/app',
    ]);
    expect(of({ targetRefs: [{ kind: 'Service', name: 'web' }, 'odd'] })).toEqual(['uses services shop/web']);
  });

  test('nothing is looked for outside its spec', () => {
    const { references } = objectReferences({}, { metadata: {}, data: { secretName: 'no' } });
    expect(references).toEqual([]);
  });
});

test('whatever the kind, what owns an object is followed, and told once', () => {
  const object = { ...owner('apps/v1', 'ReplicaSet', 'web-1'), spec: { secret: 'keys' } };
  const secret = { meaning: 'uses', to: ['secrets'], at: '.spec.secret' } as const;
  const of = (references?: readonly ReferenceRule[]) =>
    objectReferences(references === undefined ? {} : { references }, object).references.map(
      ({ meaning, name }) => `${meaning} ${name}`,
    );
  expect(of()).toEqual(['owner web-1']);
  expect(of([])).toEqual(['owner web-1']);
  expect(of([secret])).toEqual(['owner web-1', 'uses keys']);
  expect(of([secret, ownedBy('replicasets.apps')])).toEqual(['uses keys', 'owner web-1']);
});
