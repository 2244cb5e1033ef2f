import type { JsonObject } from '@lanthorn/base/json.ts';
import { podOf, VALID_PODS } from './valid-pods.ts';

// What people write beside the samples: other sides of unions, wildcards, names where numbers may be, nothing where something may be.

const labels = { app: 'x' };
const selector = { matchLabels: labels };
const template = (spec: JsonObject = {}) => ({ metadata: { labels }, ...podOf(spec) });
const job = (spec: JsonObject): JsonObject => ({ spec: { template: template({ restartPolicy: 'Never' }), ...spec } });
const hpa = (spec: JsonObject): JsonObject => ({
  spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' }, ...spec },
});
const ingress = (path: JsonObject): JsonObject => ({
  spec: { rules: [{ http: { paths: [{ pathType: 'Prefix', path: '/', ...path }] } }] },
});
const rule = (fields: JsonObject): JsonObject => ({ rules: [{ verbs: ['*'], ...fields }] });
const binding = (subjects: readonly JsonObject[], kind = 'Role'): JsonObject => ({
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: 'r' },
  subjects,
});
const volume = (spec: JsonObject): JsonObject => ({
  spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...spec },
});

/** By kind and what is special about it; a server takes each of them. */
export const VALID_OBJECTS: Readonly<Record<string, Readonly<Record<string, JsonObject>>>> = {
  Pod: VALID_PODS,
  Deployment: {
    'at rest': {
      spec: { replicas: 0, selector, template: template(), strategy: { type: 'Recreate' }, revisionHistoryLimit: 0 },
    },
    'in percent': {
      spec: { selector, template: template(), strategy: { rollingUpdate: { maxSurge: '200%', maxUnavailable: 0 } } },
    },
    'selected by expressions': {
      spec: {
        selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['x', 'y'] }] },
        template: template(),
      },
    },
  },
  StatefulSet: {
    'that mounts what it claims': {
      spec: {
        selector,
        serviceName: 's',
        updateStrategy: { type: 'OnDelete' },
        podManagementPolicy: 'Parallel',
        template: template({
          containers: [{ name: 'c', image: 'i:1', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
        }),
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        ],
      },
    },
    'without a service': { spec: { selector, template: template() } },
  },
  DaemonSet: {
    'one after another by surge': {
      spec: { selector, template: template(), updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } },
    },
    'replaced by hand': { spec: { selector, template: template(), updateStrategy: { type: 'OnDelete' } } },
  },
  Job: {
    'a work queue': job({ parallelism: 3 }),
    'suspended, indexed': job({
      suspend: true,
      completionMode: 'Indexed',
      completions: 5,
      backoffLimitPerIndex: 0,
      maxFailedIndexes: 2,
    }),
    'managed by others': job({
      managedBy: 'example.com/mine',
      ttlSecondsAfterFinished: 0,
      activeDeadlineSeconds: 0,
      backoffLimit: 0,
    }),
    'with a failure policy': job({
      podFailurePolicy: {
        rules: [{ action: 'Count', onExitCodes: { containerName: 'c', operator: 'NotIn', values: [1, 2] } }],
      },
    }),
  },
  CronJob: {
    'in a zone': {
      spec: {
        schedule: '*/5 9-17 * * MON-FRI',
        timeZone: 'Europe/Zurich',
        suspend: true,
        startingDeadlineSeconds: 0,
        concurrencyPolicy: 'Replace',
        successfulJobsHistoryLimit: 0,
        jobTemplate: job({}),
      },
    },
  },
  Service: {
    headless: { spec: { clusterIP: 'None', clusterIPs: ['None'], selector: labels } },
    'another name': { spec: { type: 'ExternalName', externalName: 'db.example.com' } },
    'on every node': {
      spec: {
        type: 'NodePort',
        selector: labels,
        externalTrafficPolicy: 'Local',
        ports: [{ port: 80, targetPort: 'web', nodePort: 30126 }],
      },
    },
    'balanced outside': {
      spec: {
        type: 'LoadBalancer',
        selector: labels,
        loadBalancerClass: 'example.com/lb',
        loadBalancerSourceRanges: ['10.0.0.0/8'],
        sessionAffinity: 'ClientIP',
        ports: [{ port: 443, appProtocol: 'kubernetes.io/h2c' }],
      },
    },
    'without a selector': { spec: { ports: [{ port: 80 }] } },
  },
  ConfigMap: { empty: {}, immutable: { immutable: true, data: { 'a.b_c-d': '' } } },
  Secret: { typed: { type: 'kubernetes.io/basic-auth', stringData: { username: 'u', password: 'p' } }, empty: {} },
  PersistentVolumeClaim: {
    'of a block': {
      spec: {
        accessModes: ['ReadWriteOncePod'],
        volumeMode: 'Block',
        storageClassName: '',
        volumeName: 'v',
        resources: { requests: { storage: '1' } },
      },
    },
    'from a snapshot': {
      spec: {
        accessModes: ['ReadWriteOnce'],
        dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 's' },
        resources: { requests: { storage: '1Gi' } },
      },
    },
  },
  PersistentVolume: {
    'by a driver': volume({
      csi: { driver: 'd.example.com', volumeHandle: 'h', fsType: 'ext4' },
      storageClassName: 'fast',
      persistentVolumeReclaimPolicy: 'Retain',
      mountOptions: ['ro'],
    }),
    'on a node': volume({
      local: { path: '/mnt' },
      nodeAffinity: {
        required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] }] },
      },
    }),
    'by a server': volume({ nfs: { server: 's', path: '/' } }),
  },
  Ingress: {
    'to a resource': ingress({ backend: { resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'b' } } }),
    'of all hosts under one': {
      spec: {
        rules: [
          {
            host: '*.example.com',
            http: {
              paths: [
                { pathType: 'ImplementationSpecific', backend: { service: { name: 's', port: { name: 'http' } } } },
              ],
            },
          },
          { host: 'a.example.com' },
        ],
        tls: [{}],
      },
    },
  },
  NetworkPolicy: {
    'nothing comes in': { spec: { podSelector: {}, policyTypes: ['Ingress'] } },
    'by names of ports': {
      spec: {
        podSelector: selector,
        ingress: [
          {
            ports: [{ port: 'web', protocol: 'SCTP' }, { protocol: 'UDP' }],
            from: [{ podSelector: {}, namespaceSelector: {} }],
          },
        ],
      },
    },
  },
  PodDisruptionBudget: {
    'at most': { spec: { maxUnavailable: 0, selector: {}, unhealthyPodEvictionPolicy: 'AlwaysAllow' } },
    neither: { spec: { selector } },
  },
  HorizontalPodAutoscaler: {
    'by a value': hpa({
      minReplicas: 1,
      metrics: [
        { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '100Mi' } } },
      ],
    }),
    'by an object': hpa({
      metrics: [
        {
          type: 'Object',
          object: {
            describedObject: { kind: 'Ingress', name: 'i', apiVersion: 'networking.k8s.io/v1' },
            metric: { name: 'rps', selector },
            target: { type: 'Value', value: '2k' },
          },
        },
      ],
    }),
    'from outside': hpa({
      metrics: [
        {
          type: 'External',
          external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '30' } },
        },
      ],
      behavior: {
        scaleDown: {
          stabilizationWindowSeconds: 0,
          selectPolicy: 'Disabled',
          policies: [{ type: 'Percent', value: 200, periodSeconds: 1800 }],
        },
      },
    }),
  },
  Role: {
    'of anything': rule({ apiGroups: ['*'], resources: ['*'] }),
    'of one part': rule({ apiGroups: [''], resources: ['pods/log'], resourceNames: ['a/b'] }),
    'of nothing': {},
  },
  ClusterRole: {
    'of paths': rule({ nonResourceURLs: ['*'] }),
    aggregated: { aggregationRule: { clusterRoleSelectors: [selector] } },
  },
  RoleBinding: {
    'of nobody': binding([]),
    'of accounts': binding([{ kind: 'ServiceAccount', name: 's', namespace: 'n' }], 'ClusterRole'),
    'of people': binding([
      { kind: 'User', name: 'Jane Doe' },
      { kind: 'Group', name: 'system:masters' },
    ]),
  },
  ResourceQuota: {
    'of many things': {
      spec: {
        hard: {
          'count/deployments.apps': '5',
          'requests.storage': '1Gi',
          'gold.storageclass.storage.k8s.io/requests.storage': '1Gi',
          'services.nodeports': '0',
          'requests.example.com/gpu': '1',
        },
      },
    },
  },
  LimitRange: {
    'of claims and pods': {
      spec: {
        limits: [
          { type: 'PersistentVolumeClaim', min: { storage: '1Gi' } },
          { type: 'Pod', max: { cpu: '4' } },
          { type: 'Container', default: { cpu: '1' }, maxLimitRequestRatio: { cpu: '4' } },
        ],
      },
    },
  },
  Node: { 'with a taint': { spec: { taints: [{ key: 'example.com/a', effect: 'NoExecute' }], unschedulable: true } } },
  Lease: { free: {}, held: { spec: { holderIdentity: 'a/b', leaseTransitions: 0, leaseDurationSeconds: 15 } } },
  EndpointSlice: {
    'of names': { addressType: 'FQDN', endpoints: [{ addresses: ['a.example.com'] }] },
    'without ports': {
      addressType: 'IPv6',
      endpoints: [{ addresses: ['2001:db8::1'], conditions: { ready: false }, hostname: 'h', zone: 'z' }],
    },
  },
  StorageClass: {
    late: {
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
      reclaimPolicy: 'Retain',
    },
  },
  PriorityClass: { low: { value: -5, preemptionPolicy: 'Never' }, none: {} },
  IngressClass: { plain: { spec: { controller: 'example.com/c' } } },
  RuntimeClass: { plain: { handler: 'runc' } },
  CSIDriver: {
    whole: {
      spec: { attachRequired: false, fsGroupPolicy: 'File', volumeLifecycleModes: ['Persistent', 'Ephemeral'] },
    },
  },
  ServiceAccount: { empty: {} },
};
