import type { JsonObject } from '@lanthorn/base/json.ts';

/** A valid object of a kind, with as many of its parts as can stand beside each other. */
export interface Sample {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly object: JsonObject;
}

const labels = { app: 'x' };
const selector = { matchLabels: labels };
const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i:1' }] } };
const jobTemplate = { spec: { ...template.spec, restartPolicy: 'Never' } };
const expressions = [{ key: 'a', operator: 'In', values: ['b'] }];
const podTerm = { labelSelector: { matchExpressions: expressions }, topologyKey: 'zone' };
const nodeTerm = { matchExpressions: expressions, matchFields: [{ ...expressions[0], key: 'metadata.name' }] };

const CONTAINER = {
  name: 'c',
  image: 'i:1',
  ports: [{ name: 'web', containerPort: 80, hostIP: '127.0.0.1' }],
  env: [
    { name: 'A', value: '1' },
    { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'C', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    { name: 'D', valueFrom: { configMapKeyRef: { name: 's', key: 'k' } } },
    { name: 'E', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
  ],
  envFrom: [{ configMapRef: { name: 'm' } }, { secretRef: { name: 'm' } }],
  resources: { requests: { cpu: '1' }, limits: { cpu: '2' } },
  volumeMounts: [{ name: 'v', mountPath: '/v' }],
  livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'a', value: 'b' }] } },
  readinessProbe: { tcpSocket: { port: 'web' } },
  startupProbe: { grpc: { port: 80 } },
  lifecycle: { postStart: { exec: { command: ['a'] } }, preStop: { sleep: { seconds: 1 } } },
  securityContext: { capabilities: { add: ['A'] }, seccompProfile: { type: 'RuntimeDefault' } },
};

const POD = {
  spec: {
    containers: [CONTAINER],
    initContainers: [{ name: 'i', image: 'i:1', restartPolicy: 'Always' }],
    volumes: [
      { name: 'v', emptyDir: {} },
      { name: 'w', configMap: { name: 'm', items: [{ key: 'a', path: 'b' }] } },
      { name: 'x', secret: { secretName: 's' } },
      { name: 'y', persistentVolumeClaim: { claimName: 'p' } },
      { name: 'z', hostPath: { path: '/tmp' } },
      { name: 'n', nfs: { server: 's', path: '/p' } },
      { name: 'd', downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.name' } }] } },
      { name: 'r', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
      { name: 's', csi: { driver: 'd' } },
    ],
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [nodeTerm] },
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: nodeTerm }],
      },
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [podTerm],
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: podTerm }],
      },
    },
    tolerations: [{ key: 'a', operator: 'Equal', value: 'b', effect: 'NoExecute' }],
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: selector },
    ],
    securityContext: {
      sysctls: [{ name: 'kernel.shm_rmid_forced', value: '1' }],
      seccompProfile: { type: 'Unconfined' },
    },
    hostAliases: [{ ip: '127.0.0.1', hostnames: ['h'] }],
    dnsConfig: { nameservers: ['10.0.0.1'], searches: ['a'], options: [{ name: 'a' }] },
    imagePullSecrets: [{ name: 'p' }],
    readinessGates: [{ conditionType: 'example.com/a' }],
    nodeSelector: labels,
  },
};

const HPA_TARGET = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' };
const utilization = { type: 'Utilization', averageUtilization: 50 };
const scaling = { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] };

const DEVICE_CLAIM = {
  devices: {
    requests: [
      {
        name: 'one',
        exactly: {
          ...{ deviceClassName: 'c', allocationMode: 'ExactCount', count: 2, adminAccess: false },
          selectors: [{ cel: { expression: 'true' } }],
          tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoSchedule' }],
        },
      },
      { name: 'two', firstAvailable: [{ name: 'a', deviceClassName: 'c' }] },
    ],
    constraints: [{ requests: ['one'], matchAttribute: 'example.com/model' }],
    config: [{ requests: ['one'], opaque: { driver: 'd.example.com', parameters: { a: 'b' } } }],
  },
};

const NAMESPACED: readonly (readonly [
  group: string,
  version: string,
  resource: string,
  kind: string,
  object: JsonObject,
])[] = [
  ['', 'v1', 'pods', 'Pod', POD],
  ['', 'v1', 'podtemplates', 'PodTemplate', { template }],
  ['', 'v1', 'replicationcontrollers', 'ReplicationController', { spec: { template } }],
  [
    '',
    'v1',
    'services',
    'Service',
    {
      spec: {
        selector: labels,
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 81, protocol: 'UDP' },
        ],
      },
    },
  ],
  ['', 'v1', 'configmaps', 'ConfigMap', { data: { a: '1' }, binaryData: { b: 'AA==' } }],
  ['', 'v1', 'secrets', 'Secret', { data: { a: 'AA==' } }],
  ['', 'v1', 'serviceaccounts', 'ServiceAccount', { secrets: [{ name: 's' }], imagePullSecrets: [{ name: 's' }] }],
  ['', 'v1', 'endpoints', 'Endpoints', { subsets: [{ addresses: [{ ip: '10.1.2.3' }], ports: [{ port: 80 }] }] }],
  ['', 'v1', 'limitranges', 'LimitRange', { spec: { limits: [{ type: 'Container', max: { cpu: '2' } }] } }],
  ['', 'v1', 'resourcequotas', 'ResourceQuota', { spec: { hard: { pods: '5' } } }],
  [
    '',
    'v1',
    'persistentvolumeclaims',
    'PersistentVolumeClaim',
    { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, selector } },
  ],
  ['apps', 'v1', 'deployments', 'Deployment', { spec: { selector, template, strategy: { rollingUpdate: {} } } }],
  ['apps', 'v1', 'replicasets', 'ReplicaSet', { spec: { selector, template } }],
  ['apps', 'v1', 'daemonsets', 'DaemonSet', { spec: { selector, template, updateStrategy: { rollingUpdate: {} } } }],
  [
    'apps',
    'v1',
    'statefulsets',
    'StatefulSet',
    {
      spec: {
        selector,
        template,
        serviceName: 's',
        updateStrategy: { rollingUpdate: {} },
        persistentVolumeClaimRetentionPolicy: {},
        ordinals: {},
      },
    },
  ],
  ['apps', 'v1', 'controllerrevisions', 'ControllerRevision', { revision: 3, data: { spec: {} } }],
  [
    'batch',
    'v1',
    'jobs',
    'Job',
    {
      spec: {
        template: jobTemplate,
        completionMode: 'Indexed',
        completions: 3,
        podFailurePolicy: {
          rules: [
            { action: 'FailJob', onExitCodes: { operator: 'In', values: [1] } },
            { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
          ],
        },
        successPolicy: { rules: [{ succeededIndexes: '0', succeededCount: 1 }] },
      },
    },
  ],
  [
    'batch',
    'v1',
    'cronjobs',
    'CronJob',
    { spec: { schedule: '@daily', jobTemplate: { spec: { template: jobTemplate } } } },
  ],
  [
    'autoscaling',
    'v2',
    'horizontalpodautoscalers',
    'HorizontalPodAutoscaler',
    {
      spec: {
        maxReplicas: 3,
        scaleTargetRef: HPA_TARGET,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: utilization } },
          { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'c', target: utilization } },
          { type: 'Pods', pods: { metric: { name: 'm' }, target: { type: 'AverageValue', averageValue: '1' } } },
        ],
        behavior: { scaleUp: scaling, scaleDown: scaling },
      },
    },
  ],
  [
    'autoscaling',
    'v1',
    'horizontalpodautoscalers',
    'HorizontalPodAutoscaler',
    { spec: { maxReplicas: 3, scaleTargetRef: HPA_TARGET } },
  ],
  ['policy', 'v1', 'poddisruptionbudgets', 'PodDisruptionBudget', { spec: { minAvailable: '50%', selector } }],
  [
    'networking.k8s.io',
    'v1',
    'ingresses',
    'Ingress',
    {
      spec: {
        ingressClassName: 'n',
        tls: [{ hosts: ['h'], secretName: 's' }],
        defaultBackend: { service: { name: 's', port: { number: 1 } } },
        rules: [
          {
            host: 'a.example.com',
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { name: 'p' } } } }],
            },
          },
        ],
      },
    },
  ],
  [
    'networking.k8s.io',
    'v1',
    'networkpolicies',
    'NetworkPolicy',
    {
      spec: {
        podSelector: selector,
        ingress: [{ from: [{ podSelector: selector }, { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] }],
        egress: [{ ports: [{ port: 80, endPort: 90 }], to: [{ namespaceSelector: selector }] }],
        policyTypes: ['Ingress', 'Egress'],
      },
    },
  ],
  ['coordination.k8s.io', 'v1', 'leases', 'Lease', { spec: { holderIdentity: 'me', leaseDurationSeconds: 5 } }],
  [
    'discovery.k8s.io',
    'v1',
    'endpointslices',
    'EndpointSlice',
    {
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.1.2.3'], targetRef: { name: 'p' }, hints: { forZones: [{ name: 'z' }] } }],
      ports: [{ name: 'p', port: 80 }],
    },
  ],
  [
    'storage.k8s.io',
    'v1',
    'csistoragecapacities',
    'CSIStorageCapacity',
    { storageClassName: 's', capacity: '1Gi', nodeTopology: { matchLabels: { zone: 'a' } } },
  ],
  [
    'rbac.authorization.k8s.io',
    'v1',
    'roles',
    'Role',
    { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'], resourceNames: ['a'] }] },
  ],
  [
    'rbac.authorization.k8s.io',
    'v1',
    'rolebindings',
    'RoleBinding',
    {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [
        { kind: 'User', name: 'u', apiGroup: 'rbac.authorization.k8s.io' },
        { kind: 'ServiceAccount', name: 's', namespace: 'n' },
      ],
    },
  ],
  ['resource.k8s.io', 'v1', 'resourceclaims', 'ResourceClaim', { spec: DEVICE_CLAIM }],
  [
    'resource.k8s.io',
    'v1',
    'resourceclaimtemplates',
    'ResourceClaimTemplate',
    { spec: { metadata: { labels }, spec: DEVICE_CLAIM } },
  ],
];

const POLICY_MATCH = {
  resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
};
const APPLIED = { patchType: 'ApplyConfiguration', applyConfiguration: { expression: 'Object{}' } };

const CLUSTER: typeof NAMESPACED = [
  [
    'resource.k8s.io',
    'v1',
    'deviceclasses',
    'DeviceClass',
    {
      spec: {
        selectors: [{ cel: { expression: 'true' } }],
        config: [{ opaque: { driver: 'd.example.com', parameters: { a: 'b' } } }],
      },
    },
  ],
  [
    'resource.k8s.io',
    'v1',
    'devicetaintrules',
    'DeviceTaintRule',
    {
      spec: {
        deviceSelector: { driver: 'd.example.com', pool: 'p', device: 'x' },
        taint: { key: 'a', value: 'b', effect: 'NoSchedule' },
      },
    },
  ],
  [
    'resource.k8s.io',
    'v1',
    'resourceslices',
    'ResourceSlice',
    {
      spec: {
        ...{ driver: 'd.example.com', nodeName: 'n' },
        pool: { name: 'p', generation: 1, resourceSliceCount: 1 },
        devices: [
          {
            name: 'one',
            attributes: { model: { string: 'a' } },
            capacity: { memory: { value: '1Gi' } },
          },
        ],
      },
    },
  ],
  [
    'admissionregistration.k8s.io',
    'v1',
    'mutatingadmissionpolicies',
    'MutatingAdmissionPolicy',
    {
      spec: {
        ...{ failurePolicy: 'Fail', reinvocationPolicy: 'Never', matchConstraints: POLICY_MATCH, mutations: [APPLIED] },
        ...{ paramKind: { apiVersion: 'v1', kind: 'ConfigMap' }, variables: [{ name: 'a', expression: 'true' }] },
        matchConditions: [{ name: 'a', expression: 'true' }],
      },
    },
  ],
  [
    'admissionregistration.k8s.io',
    'v1',
    'mutatingadmissionpolicybindings',
    'MutatingAdmissionPolicyBinding',
    {
      spec: {
        ...{ policyName: 'p', matchResources: POLICY_MATCH },
        paramRef: { name: 'a', namespace: 'n', parameterNotFoundAction: 'Deny' },
      },
    },
  ],
  [
    'storagemigration.k8s.io',
    'v1',
    'storageversionmigrations',
    'StorageVersionMigration',
    { spec: { resource: { group: 'apps', resource: 'deployments' } } },
  ],
  ['', 'v1', 'namespaces', 'Namespace', {}],
  [
    '',
    'v1',
    'nodes',
    'Node',
    { spec: { taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }], podCIDR: '10.0.0.0/24' } },
  ],
  [
    '',
    'v1',
    'persistentvolumes',
    'PersistentVolume',
    {
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteMany'],
        hostPath: { path: '/tmp' },
        nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: expressions }] } },
        claimRef: { name: 'c', namespace: 'n' },
      },
    },
  ],
  ['storage.k8s.io', 'v1', 'storageclasses', 'StorageClass', { provisioner: 'example.com/x', parameters: { a: 'b' } }],
  ['storage.k8s.io', 'v1', 'csidrivers', 'CSIDriver', { spec: { tokenRequests: [{ audience: 'a' }] } }],
  ['storage.k8s.io', 'v1', 'csinodes', 'CSINode', { spec: { drivers: [{ name: 'd', nodeID: 'n', allocatable: {} }] } }],
  [
    'storage.k8s.io',
    'v1',
    'volumeattributesclasses',
    'VolumeAttributesClass',
    { driverName: 'd', parameters: { a: 'b' } },
  ],
  [
    'storage.k8s.io',
    'v1',
    'volumeattachments',
    'VolumeAttachment',
    { spec: { attacher: 'a', nodeName: 'n', source: { persistentVolumeName: 'p' } } },
  ],
  ['scheduling.k8s.io', 'v1', 'priorityclasses', 'PriorityClass', { value: 7 }],
  [
    'node.k8s.io',
    'v1',
    'runtimeclasses',
    'RuntimeClass',
    {
      handler: 'h',
      overhead: { podFixed: { cpu: '1' } },
      scheduling: { tolerations: [{ key: 'a', operator: 'Exists' }] },
    },
  ],
  [
    'networking.k8s.io',
    'v1',
    'ingressclasses',
    'IngressClass',
    { spec: { controller: 'example.com/c', parameters: { kind: 'K', name: 'n', scope: 'Cluster' } } },
  ],
  ['networking.k8s.io', 'v1', 'servicecidrs', 'ServiceCIDR', { spec: { cidrs: ['10.9.0.0/24'] } }],
  [
    'rbac.authorization.k8s.io',
    'v1',
    'clusterroles',
    'ClusterRole',
    { rules: [{ nonResourceURLs: ['/x'], verbs: ['get'] }], aggregationRule: { clusterRoleSelectors: [selector] } },
  ],
  [
    'rbac.authorization.k8s.io',
    'v1',
    'clusterrolebindings',
    'ClusterRoleBinding',
    {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'Group', name: 'u', apiGroup: 'rbac.authorization.k8s.io' }],
    },
  ],
];

export const SAMPLES: readonly Sample[] = [...sampled(NAMESPACED, true), ...sampled(CLUSTER, false)];

function sampled(list: typeof NAMESPACED, namespaced: boolean): Sample[] {
  return list.map(([group, version, resource, kind, object]) => ({
    group,
    version,
    resource,
    kind,
    namespaced,
    object,
  }));
}
