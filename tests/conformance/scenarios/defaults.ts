import type { Scenario } from '../scenario.ts';

const labels = { app: 'x' };
const selector = { matchLabels: labels };
const container = { name: 'c', image: 'i:1' };
const template = { metadata: { labels }, spec: { containers: [container] } };
const once = { spec: { restartPolicy: 'Never', containers: [container] } };
const limits = { limits: { cpu: '1', memory: '1Gi' } };
const get = { httpGet: { port: 80 } };

/** A pod in which every part that has defaults of its own stands with as little as there may be. */
const EVERY_PART = {
  hostNetwork: true,
  initContainers: [
    { name: 'init', image: 'r.example:5000/i' },
    {
      name: 'side',
      image: 'i@sha256:0123456789012345678901234567890123456789012345678901234567890123',
      restartPolicy: 'Always',
    },
  ],
  containers: [
    {
      ...container,
      resources: limits,
      ports: [{ containerPort: 80 }, { name: 'dns', containerPort: 53, protocol: 'UDP' }],
      env: [
        { name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'B', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
        { name: 'C', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
      ],
      livenessProbe: get,
      readinessProbe: { grpc: { port: 81 } },
      startupProbe: { exec: { command: ['true'] }, periodSeconds: 3 },
      lifecycle: { preStop: get, postStart: { exec: { command: ['true'] } } },
      volumeMounts: [{ name: 'map', mountPath: '/m' }],
    },
    { name: 'd', image: 'i', resources: { ...limits, requests: { cpu: '100m' } } },
  ],
  volumes: [
    { name: 'nothing' },
    { name: 'map', configMap: { name: 'm' } },
    { name: 'secret', secret: { secretName: 's' } },
    { name: 'down', downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.labels' } }] } },
    { name: 'host', hostPath: { path: '/x' } },
    {
      name: 'all',
      projected: {
        sources: [
          { serviceAccountToken: { path: 't' } },
          { downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.name' } }] } },
        ],
      },
    },
    { name: 'iscsi', iscsi: { targetPortal: '10.0.0.1', iqn: 'iqn.2001-04.com.example:s', lun: 0 } },
    {
      name: 'own',
      ephemeral: {
        volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
      },
    },
  ],
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', labelSelector: selector },
  ],
};

const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' };
const port = [{ port: 80 }];
const hooks = (name: string) => [
  {
    name,
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    clientConfig: { service: { name: 's', namespace: 'n' } },
    rules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'] }],
  },
];

/** As little as may be said, and each part that brings defaults with it; by what stands out. */
const NAMESPACED: readonly (readonly [title: string, path: string, object: object])[] = [
  ['a pod', 'api/v1 pods', { spec: { containers: [container] } }],
  ['a pod of every part', 'api/v1 pods', { spec: EVERY_PART }],
  ['a pod with resources of its own', 'api/v1 pods', { spec: { resources: limits, containers: [container] } }],
  ['a pod that tolerates', 'api/v1 pods', { spec: { containers: [container], tolerations: [{ operator: 'Exists' }] } }],
  ['a service', 'api/v1 services', { spec: { selector: labels, ports: port } }],
  ['a headless service', 'api/v1 services', { spec: { clusterIP: 'None', selector: labels, ports: port } }],
  ['a service without a selector', 'api/v1 services', { spec: { ports: [{ port: 80, targetPort: 'http' }] } }],
  ['a service of nodes', 'api/v1 services', { spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30123 }] } }],
  [
    'a balanced service',
    'api/v1 services',
    { spec: { type: 'LoadBalancer', sessionAffinity: 'ClientIP', ports: [{ port: 80, nodePort: 30124 }] } },
  ],
  ['a service elsewhere', 'api/v1 services', { spec: { type: 'ExternalName', externalName: 'a.example' } }],
  ['endpoints', 'api/v1 endpoints', { subsets: [{ addresses: [{ ip: '10.1.2.3' }], ports: port }] }],
  [
    'an endpoint slice',
    'apis/discovery.k8s.io/v1 endpointslices',
    { addressType: 'IPv4', endpoints: [{ addresses: ['10.1.2.3'] }], ports: port },
  ],
  ['a secret', 'api/v1 secrets', { stringData: { a: '1' } }],
  ['a config map', 'api/v1 configmaps', {}],
  ['a service account', 'api/v1 serviceaccounts', {}],
  ['a quota', 'api/v1 resourcequotas', { spec: { hard: { pods: '1' } } }],
  [
    'a limit',
    'api/v1 limitranges',
    { spec: { limits: [{ type: 'Container', max: { cpu: '1' }, min: { memory: '1Mi' } }] } },
  ],
  ['a claim', 'api/v1 persistentvolumeclaims', { spec: claim }],
  [
    'a claim to a copy',
    'api/v1 persistentvolumeclaims',
    { spec: { ...claim, storageClassName: '', dataSource: { kind: 'PersistentVolumeClaim', name: 'other' } } },
  ],
  ['a pod template', 'api/v1 podtemplates', { template }],
  ['a controller', 'api/v1 replicationcontrollers', { spec: { template } }],
  ['a deployment', 'apis/apps/v1 deployments', { spec: { selector, template } }],
  [
    'a deployment at once',
    'apis/apps/v1 deployments',
    { spec: { selector, template, strategy: { type: 'Recreate' } } },
  ],
  ['a replica set', 'apis/apps/v1 replicasets', { spec: { selector, template } }],
  ['a daemon set', 'apis/apps/v1 daemonsets', { spec: { selector, template } }],
  [
    'a daemon set by hand',
    'apis/apps/v1 daemonsets',
    { spec: { selector, template, updateStrategy: { type: 'OnDelete' } } },
  ],
  ['a stateful set', 'apis/apps/v1 statefulsets', { spec: { selector, template, serviceName: 's' } }],
  [
    'a stateful set with claims',
    'apis/apps/v1 statefulsets',
    { spec: { selector, template, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim }] } },
  ],
  ['a revision', 'apis/apps/v1 controllerrevisions', { revision: 1 }],
  ['a job', 'apis/batch/v1 jobs', { spec: { template: once } }],
  [
    'a job with policies',
    'apis/batch/v1 jobs',
    {
      spec: {
        completions: 2,
        completionMode: 'Indexed',
        backoffLimitPerIndex: 1,
        template: once,
        podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] },
        successPolicy: { rules: [{ succeededCount: 1 }] },
      },
    },
  ],
  ['a cron job', 'apis/batch/v1 cronjobs', { spec: { schedule: '@daily', jobTemplate: { spec: { template: once } } } }],
  [
    'an autoscaler',
    'apis/autoscaling/v2 horizontalpodautoscalers',
    { spec: { maxReplicas: 3, scaleTargetRef: reference } },
  ],
  [
    'an older autoscaler',
    'apis/autoscaling/v1 horizontalpodautoscalers',
    { spec: { maxReplicas: 3, scaleTargetRef: reference } },
  ],
  [
    'an autoscaler that behaves',
    'apis/autoscaling/v2 horizontalpodautoscalers',
    {
      spec: { maxReplicas: 3, scaleTargetRef: reference, behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } },
    },
  ],
  ['a budget', 'apis/policy/v1 poddisruptionbudgets', { spec: { minAvailable: 1, selector } }],
  [
    'an ingress',
    'apis/networking.k8s.io/v1 ingresses',
    { spec: { defaultBackend: { service: { name: 's', port: { number: 80 } } } } },
  ],
  ['a network policy', 'apis/networking.k8s.io/v1 networkpolicies', { spec: { podSelector: {} } }],
  [
    'a network policy with ports',
    'apis/networking.k8s.io/v1 networkpolicies',
    {
      spec: {
        podSelector: {},
        ingress: [{ ports: [{ port: 80 }] }],
        egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }],
      },
    },
  ],
  ['a lease', 'apis/coordination.k8s.io/v1 leases', { spec: {} }],
  ['a role', 'apis/rbac.authorization.k8s.io/v1 roles', { rules: [] }],
  [
    'a binding',
    'apis/rbac.authorization.k8s.io/v1 rolebindings',
    {
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [
        { kind: 'User', name: 'u' },
        { kind: 'Group', name: 'g' },
        { kind: 'ServiceAccount', name: 's' },
      ],
    },
  ],
  ['room for storage', 'apis/storage.k8s.io/v1 csistoragecapacities', { storageClassName: 's' }],
];

const CLUSTER: readonly (readonly [title: string, path: string, object: object])[] = [
  ['a namespace', 'api/v1 namespaces', {}],
  ['a node', 'api/v1 nodes', {}],
  [
    'a node with room',
    'api/v1 nodes',
    {
      spec: { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }] },
      status: { capacity: { cpu: '4' } },
    },
  ],
  [
    'a volume',
    'api/v1 persistentvolumes',
    { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' } } },
  ],
  [
    'a volume of a driver',
    'api/v1 persistentvolumes',
    {
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        csi: { driver: 'd.example', volumeHandle: 'v' },
      },
    },
  ],
  ['a storage class', 'apis/storage.k8s.io/v1 storageclasses', { provisioner: 'example.com/x' }],
  ['a driver', 'apis/storage.k8s.io/v1 csidrivers', { spec: {} }],
  ["a node's drivers", 'apis/storage.k8s.io/v1 csinodes', { spec: { drivers: [{ name: 'd', nodeID: 'n' }] } }],
  [
    'attributes of volumes',
    'apis/storage.k8s.io/v1 volumeattributesclasses',
    { driverName: 'd', parameters: { a: 'b' } },
  ],
  [
    'an attachment',
    'apis/storage.k8s.io/v1 volumeattachments',
    { spec: { attacher: 'a', nodeName: 'n', source: { persistentVolumeName: 'p' } } },
  ],
  ['a priority', 'apis/scheduling.k8s.io/v1 priorityclasses', { value: 7 }],
  ['a runtime', 'apis/node.k8s.io/v1 runtimeclasses', { handler: 'h' }],
  ['an ingress class', 'apis/networking.k8s.io/v1 ingressclasses', { spec: { controller: 'example.com/c' } }],
  [
    'an ingress class with parameters',
    'apis/networking.k8s.io/v1 ingressclasses',
    { spec: { controller: 'example.com/c', parameters: { kind: 'P', name: 'p' } } },
  ],
  ['a cluster role', 'apis/rbac.authorization.k8s.io/v1 clusterroles', { rules: [] }],
  [
    'a cluster binding',
    'apis/rbac.authorization.k8s.io/v1 clusterrolebindings',
    { roleRef: { kind: 'ClusterRole', name: 'view' }, subjects: [{ kind: 'User', name: 'u' }] },
  ],
  [
    'a checking hook',
    'apis/admissionregistration.k8s.io/v1 validatingwebhookconfigurations',
    { webhooks: hooks('a.example.com') },
  ],
  [
    'a changing hook',
    'apis/admissionregistration.k8s.io/v1 mutatingwebhookconfigurations',
    { webhooks: hooks('b.example.com') },
  ],
  [
    'a definition',
    'apis/apiextensions.k8s.io/v1 customresourcedefinitions',
    {
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural: 'things', kind: 'Thing' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    },
  ],
];

const OWN_NAME: Readonly<Record<string, string>> = { 'a definition': 'things.example.com' };

/** What the server fills in of every kind, where as little is said as may be. */
export const DEFAULTS: Scenario = {
  name: 'defaults',
  run: async ({ namespace, send }) => {
    const create = (title: string, path: string, object: object) =>
      send(title, {
        method: 'POST',
        path,
        query: { dryRun: 'All' },
        body: { ...object, metadata: { name: OWN_NAME[title] ?? 'minimal' } },
      });
    for (const [title, key, object] of NAMESPACED) {
      const [root = '', kind = ''] = key.split(' ');
      await create(title, `/${root}/namespaces/${namespace}/${kind}`, object);
    }
    for (const [title, key, object] of CLUSTER) await create(title, `/${key.replace(' ', '/')}`, object);
  },
};
