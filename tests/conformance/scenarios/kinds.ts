import type { Scenario } from '../scenario.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'c', image: 'i:1' }] } };
const selector = { matchLabels: { app: 'x' } };

/** A small object of each kind, by the path of its list below the namespace. */
const NAMESPACED: Readonly<Record<string, object>> = {
  'api/v1 configmaps': { data: { a: '1' }, binaryData: { b: 'AA==' } },
  'api/v1 secrets': { stringData: { a: '1' } },
  'api/v1 services': {
    spec: {
      selector: { app: 'x' },
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 81, protocol: 'UDP' },
      ],
    },
  },
  'api/v1 serviceaccounts': {},
  'api/v1 endpoints': { subsets: [{ addresses: [{ ip: '10.1.2.3' }], ports: [{ port: 80 }] }] },
  'api/v1 limitranges': { spec: { limits: [{ type: 'Container', max: { cpu: '2' }, default: { memory: '1Gi' } }] } },
  'api/v1 resourcequotas': { spec: { hard: { pods: '5', 'limits.cpu': '3' } } },
  'api/v1 persistentvolumeclaims': {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
  'api/v1 podtemplates': { template },
  'api/v1 replicationcontrollers': { spec: { template } },
  'api/v1 pods': { spec: { containers: [{ name: 'c', image: 'i:1' }] } },
  'apis/apps/v1 deployments': { spec: { selector, template } },
  'apis/apps/v1 replicasets': { spec: { selector, template } },
  'apis/apps/v1 statefulsets': { spec: { selector, template, serviceName: 's' } },
  'apis/apps/v1 daemonsets': { spec: { selector, template } },
  'apis/apps/v1 controllerrevisions': { revision: 3, data: { spec: {} } },
  'apis/batch/v1 jobs': { spec: { template: { spec: { ...template.spec, restartPolicy: 'Never' } } } },
  'apis/batch/v1 cronjobs': {
    spec: {
      schedule: '@daily',
      jobTemplate: { spec: { template: { spec: { ...template.spec, restartPolicy: 'Never' } } } },
    },
  },
  'apis/autoscaling/v2 horizontalpodautoscalers': {
    spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' } },
  },
  'apis/policy/v1 poddisruptionbudgets': { spec: { minAvailable: '50%', selector } },
  'apis/networking.k8s.io/v1 ingresses': {
    spec: {
      ingressClassName: 'n',
      tls: [{ hosts: ['h'] }],
      defaultBackend: { service: { name: 's', port: { number: 1 } } },
    },
  },
  'apis/networking.k8s.io/v1 networkpolicies': { spec: { podSelector: selector, egress: [{}] } },
  'apis/coordination.k8s.io/v1 leases': { spec: { holderIdentity: 'me', leaseDurationSeconds: 5 } },
  'apis/discovery.k8s.io/v1 endpointslices': {
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.1.2.3'] }],
    ports: [{ name: 'p', port: 80 }],
  },
  'apis/storage.k8s.io/v1 csistoragecapacities': { storageClassName: 's', capacity: '1Gi' },
  'apis/rbac.authorization.k8s.io/v1 roles': { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  'apis/rbac.authorization.k8s.io/v1 rolebindings': {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [
      { kind: 'User', name: 'u', apiGroup: 'rbac.authorization.k8s.io' },
      { kind: 'ServiceAccount', name: 's', namespace: 'n' },
    ],
  },
};

const CLUSTER: Readonly<Record<string, object>> = {
  'api/v1 persistentvolumes': {
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteMany'], hostPath: { path: '/tmp' } },
  },
  'apis/storage.k8s.io/v1 storageclasses': { provisioner: 'example.com/x' },
  'apis/storage.k8s.io/v1 csidrivers': { spec: {} },
  'apis/storage.k8s.io/v1 csinodes': { spec: { drivers: [{ name: 'd', nodeID: 'n' }] } },
  'apis/storage.k8s.io/v1 volumeattributesclasses': { driverName: 'd', parameters: { a: 'b' } },
  'apis/storage.k8s.io/v1 volumeattachments': {
    spec: { attacher: 'a', nodeName: 'n', source: { persistentVolumeName: 'p' } },
  },
  'apis/scheduling.k8s.io/v1 priorityclasses': { value: 7 },
  'apis/node.k8s.io/v1 runtimeclasses': { handler: 'h' },
  'apis/networking.k8s.io/v1 ingressclasses': { spec: { controller: 'example.com/c' } },
};

/** Every kind: what is filled in, how a Table shows it, what a delete answers. */
export const KINDS: Scenario = {
  name: 'kinds',
  run: async ({ namespace, send }) => {
    const play = async (key: string, path: string, object: object) => {
      const [, kind = ''] = key.split(' ');
      const name = `conformance-${kind}`;
      await send(`${kind}: create`, {
        method: 'POST',
        path,
        body: { metadata: { name, labels: { of: 'kinds' } }, ...object },
      });
      await send(`${kind}: as a row`, {
        method: 'GET',
        path,
        accept: TABLE,
        query: { includeObject: 'None', fieldSelector: `metadata.name=${name}` },
      });
      await send(`${kind}: delete`, { method: 'DELETE', path: `${path}/${name}` });
    };
    for (const [key, object] of Object.entries(NAMESPACED)) {
      const [root = '', kind = ''] = key.split(' ');
      await play(key, `/${root}/namespaces/${namespace}/${kind}`, object);
    }
    for (const [key, object] of Object.entries(CLUSTER)) {
      const [root = '', kind = ''] = key.split(' ');
      await play(key, `/${root}/${kind}`, object);
    }
  },
};
