import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asObject, type JsonObject } from '@lanthorn/base/json.ts';
import { type Random, randomUuid } from '@lanthorn/base/random.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { SERVICE_CIDR } from '../services/service-network.ts';
import { type Storage, storageKey } from '../storage/storage.ts';

/** The first address of the service network; pods are told this one. */
const SERVICE_ADDRESS = '10.96.0.1';
/** Where the control plane of a simulated cluster listens, which nothing in it asks. */
export const SERVER = { address: '192.168.10.10', port: 6443 };

const PORT = { name: 'https', protocol: 'TCP' };
const KUBERNETES = { name: 'kubernetes', namespace: 'default' };

/** The server's own Service, where pods find it (k8s.io/kubernetes/pkg/controlplane/controller/kubernetesservice). */
export const OWN_SERVICE: Readonly<Record<string, JsonObject & { readonly metadata: KubeObject['metadata'] }>> = {
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
    spec: { cidrs: [SERVICE_CIDR] },
    status: {
      conditions: [{ type: 'Ready', status: 'True', reason: '', message: 'Kubernetes Service CIDR is ready' }],
    },
  },
};

/** Its conditions are as old as the object. */
function statusSince(status: unknown, since: string): JsonObject {
  const { conditions, ...rest } = asObject(status);
  const dated = asArray(conditions).map(entry => ({ ...asObject(entry), lastTransitionTime: since }));
  return conditions === undefined ? rest : { ...rest, conditions: dated };
}

/** Stores an object that the server makes for itself. */
export function putOwnObject(
  storage: Storage,
  {
    resource,
    object,
    random,
    since,
  }: { readonly resource: string; readonly object: KubeObject; readonly random: Random; readonly since: number },
): void {
  const { namespace = '', name = '' } = object.metadata;
  const created = formatTime(since);
  const metadata = { ...object.metadata, uid: randomUuid(random), creationTimestamp: created };
  const status = object['status'] === undefined ? {} : { status: statusSince(object['status'], created) };
  storage.put(resource, storageKey(namespace, name), { ...object, ...status, metadata });
}

/** How often a server looks for its own Service (`EndpointInterval`). */
const LOOKED_FOR_MS = 10_000;

/** Makes the server's own Service anew where somebody deleted it, or a part of it. */
export function keepOwnService(
  storage: Storage,
  { random, clock }: { readonly random: Random; readonly clock: Clock },
): void {
  for (const [resource, object] of Object.entries(OWN_SERVICE)) {
    const { namespace = '', name } = object.metadata;
    const own = storageKey(namespace, name ?? '');
    storage.watch(resource, storage.revision, ({ type, key }) => {
      if (type !== 'DELETED' || key !== own) return;
      clock.schedule(LOOKED_FOR_MS, () => {
        if (storage.get(resource, own) === undefined)
          putOwnObject(storage, { resource, object, random, since: clock.now() });
      });
    });
  }
}
