import { asArray, asObject, type JsonObject } from '@lanthorn/base/json.ts';
import { type Random, randomUuid } from '@lanthorn/base/random.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import found from '../data/bootstrap-objects.json' with { type: 'json' };
import { type Storage, storageKey } from '../storage/storage.ts';

const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** The first address of the service network; pods are told this one. */
const SERVICE_ADDRESS = '10.96.0.1';
const SERVICE_NETWORK = '10.96.0.0/16';
/** Where the control plane of a simulated cluster listens, which nothing in it asks. */
export const SERVER = { address: '192.168.10.10', port: 6443 };

const PORT = { name: 'https', protocol: 'TCP' };
const KUBERNETES = { name: 'kubernetes', namespace: 'default' };

/** The server's own Service, where pods find it (k8s.io/kubernetes/pkg/controlplane/controller/kubernetesservice). */
const OWN_SERVICE: Readonly<Record<string, JsonObject & { readonly metadata: KubeObject['metadata'] }>> = {
  'services.v1.': {
    metadata: { ...KUBERNETES, labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      ports: [{ ...PORT, port: 443, targetPort: SERVER.port }],
      clusterIP: SERVICE_ADDRESS,
      clusterIPs: [SERVICE_ADDRESS],
      type: 'ClusterIP',
      sessionAffinity: 'None',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
    },
    status: { loadBalancer: {} },
  },
  'endpoints.v1.': {
    metadata: { ...KUBERNETES, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: SERVER.address }], ports: [{ ...PORT, port: SERVER.port }] }],
  },
  'endpointslices.v1.discovery.k8s.io': {
    metadata: { ...KUBERNETES, generation: 1, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [SERVER.address], conditions: { ready: true } }],
    ports: [{ ...PORT, port: SERVER.port }],
  },
  'servicecidrs.v1.networking.k8s.io': {
    metadata: { name: 'kubernetes', finalizers: ['networking.k8s.io/service-cidr-finalizer'] },
    spec: { cidrs: [SERVICE_NETWORK] },
  },
};

function namespaceOf(name: string): KubeObject {
  const labels = { 'kubernetes.io/metadata.name': name };
  return { metadata: { name, labels }, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } };
}

/** Its conditions are as old as the object. */
function statusSince(status: unknown, since: string): JsonObject {
  const { conditions, ...rest } = asObject(status);
  const dated = asArray(conditions).map(entry => ({ ...asObject(entry), lastTransitionTime: since }));
  return conditions === undefined ? rest : { ...rest, conditions: dated };
}

/** What a server makes for itself before anybody asks: namespaces, roles, priorities, who it answers first, its own Service. Nobody owns their fields. */
export function seedBootstrapObjects(storage: Storage, { random, since }: { random: Random; since: number }): void {
  const put = (resource: string, object: KubeObject) => {
    const { namespace = '', name = '' } = object.metadata;
    const created = formatTime(since);
    const metadata = { ...object.metadata, uid: randomUuid(random), creationTimestamp: created };
    const status = object['status'] === undefined ? {} : { status: statusSince(object['status'], created) };
    storage.put(resource, storageKey(namespace, name), { ...object, ...status, metadata });
  };
  for (const name of NAMESPACES) put('namespaces.v1.', namespaceOf(name));
  for (const [resource, objects] of Object.entries(found as unknown as Record<string, KubeObject[]>))
    for (const object of objects) put(resource, object);
  for (const [resource, object] of Object.entries(OWN_SERVICE)) put(resource, object);
}
