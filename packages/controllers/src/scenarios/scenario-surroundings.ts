import type { PastObjects, Planned } from './past-objects.ts';
import { SELDOM } from './scenario-seldom.ts';

const DAY_MS = 86_400_000;
const NETWORKING = 'v1.networking.k8s.io';
const RBAC = 'v1.rbac.authorization.k8s.io';

const backend = (name: string) => ({ service: { name, port: { number: 80 } } });
const path = (at: string, to: string) => ({ path: at, pathType: 'Prefix', backend: backend(to) });
const app = (name: string) => ({ matchLabels: { app: name } });

/** How the company's workloads are reached, kept apart, scaled and given room: an object or two of each kind that most clusters have. */
const SURROUNDINGS: readonly Planned[] = [
  { resource: `ingressclasses.${NETWORKING}`, name: 'edge', fields: { spec: { controller: 'example.com/edge' } } },
  {
    resource: `ingresses.${NETWORKING}`,
    name: 'shop',
    namespace: 'shop',
    fields: {
      spec: {
        ingressClassName: 'edge',
        tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }],
        rules: [{ host: 'shop.example.com', http: { paths: [path('/', 'storefront'), path('/cart', 'cart')] } }],
      },
    },
  },
  {
    resource: `ingresses.${NETWORKING}`,
    name: 'payments',
    namespace: 'payments',
    fields: {
      spec: { ingressClassName: 'edge', rules: [{ host: 'pay.example.com', http: { paths: [path('/', 'gateway')] } }] },
    },
  },
  {
    resource: `networkpolicies.${NETWORKING}`,
    name: 'default-deny',
    namespace: 'payments',
    fields: { spec: { podSelector: {}, policyTypes: ['Ingress'] } },
  },
  {
    resource: `networkpolicies.${NETWORKING}`,
    name: 'shop-to-gateway',
    namespace: 'payments',
    fields: {
      spec: {
        podSelector: app('gateway'),
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [{ namespaceSelector: { matchLabels: { team: 'shop' } } }],
            ports: [{ protocol: 'TCP', port: 8080 }],
          },
        ],
      },
    },
  },
  {
    resource: 'horizontalpodautoscalers.v2.autoscaling',
    name: 'storefront',
    namespace: 'shop',
    fields: {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'storefront' },
        minReplicas: 4,
        maxReplicas: 12,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 75 } } },
        ],
      },
    },
  },
  {
    resource: 'poddisruptionbudgets.v1.policy',
    name: 'checkout',
    namespace: 'shop',
    fields: { spec: { minAvailable: 2, selector: app('checkout') } },
  },
  {
    resource: 'poddisruptionbudgets.v1.policy',
    name: 'ledger',
    namespace: 'payments',
    fields: { spec: { maxUnavailable: 1, selector: app('ledger') } },
  },
  {
    resource: 'storageclasses.v1.storage.k8s.io',
    name: 'standard',
    annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
    fields: { provisioner: 'csi.example.com', allowVolumeExpansion: true, parameters: { type: 'ssd' } },
  },
  {
    resource: 'persistentvolumes.v1.',
    name: 'archive-2019',
    fields: {
      spec: {
        capacity: { storage: '200Gi' },
        accessModes: ['ReadOnlyMany'],
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: 'archive',
        nfs: { server: 'nas.example.com', path: '/archive/2019' },
      },
    },
  },
  {
    resource: 'priorityclasses.v1.scheduling.k8s.io',
    name: 'customer-facing',
    fields: { value: 100_000, description: 'What customers wait for goes first.' },
  },
  {
    resource: 'limitranges.v1.',
    name: 'claims',
    namespace: 'data',
    fields: { spec: { limits: [{ type: 'PersistentVolumeClaim', max: { storage: '500Gi' } }] } },
  },
  { resource: 'serviceaccounts.v1.', name: 'deployer', namespace: 'shop', fields: {} },
  {
    resource: `roles.${RBAC}`,
    name: 'deployer',
    namespace: 'shop',
    fields: {
      rules: [
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'patch'] },
        { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: ['get', 'list', 'create'] },
      ],
    },
  },
  {
    resource: `rolebindings.${RBAC}`,
    name: 'deployer',
    namespace: 'shop',
    fields: {
      subjects: [{ kind: 'ServiceAccount', name: 'deployer', namespace: 'shop' }],
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'deployer' },
    },
  },
];

/** What stands around the workloads; the controllers do with it what they do with everybody's. */
export async function seedSurroundings(past: PastObjects): Promise<void> {
  await seedPlanned(past, [...SURROUNDINGS, ...SELDOM]);
  await seedVolume(past);
}

export async function seedPlanned(past: PastObjects, planned: readonly Planned[]): Promise<void> {
  for (const { resource, name, namespace, annotations, fields } of planned) {
    const metadata = {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(annotations === undefined ? {} : { annotations }),
    };
    await past.create(resource, { metadata, ...fields }, 30 * DAY_MS);
  }
}

/** A claim that got its volume long ago. */
async function seedVolume(past: PastObjects): Promise<void> {
  const metadata = { name: 'reports', namespace: 'data' };
  const volume = 'pvc-reports';
  const spec = { storageClassName: 'standard', accessModes: ['ReadWriteOnce'] };
  const capacity = { storage: '20Gi' };
  const bound = { 'pv.kubernetes.io/bind-completed': 'yes', 'pv.kubernetes.io/bound-by-controller': 'yes' };
  const claim = await past.create(
    'persistentvolumeclaims.v1.',
    {
      metadata: { ...metadata, annotations: bound },
      spec: { ...spec, volumeName: volume, resources: { requests: capacity } },
    },
    { ageMs: 30 * DAY_MS, change: { status: { phase: 'Bound', accessModes: spec.accessModes, capacity } } },
  );
  await past.create(
    'persistentvolumes.v1.',
    {
      metadata: { name: volume, annotations: { 'pv.kubernetes.io/provisioned-by': 'csi.example.com' } },
      spec: {
        ...spec,
        capacity,
        persistentVolumeReclaimPolicy: 'Delete',
        claimRef: { kind: 'PersistentVolumeClaim', apiVersion: 'v1', ...metadata, uid: claim.metadata.uid },
        csi: { driver: 'csi.example.com', volumeHandle: volume },
      },
    },
    { ageMs: 30 * DAY_MS, change: { status: { phase: 'Bound' } } },
  );
}
