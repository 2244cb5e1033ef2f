import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { Message, RelatedList } from '../machinery/action.ts';

// Who lets go of an object that is deleted, and whether that is alive: as far as leases and workloads tell it.

/** Finalizers of Kubernetes and of what is often beside it, by who serves them: the names of their leases and workloads. */
const SERVERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:foregroundDeletion|orphan|kubernetes)$/, ['kube-controller-manager']],
  [/^(?:kubernetes\.io\/pvc?-protection|batch\.kubernetes\.io\/job-tracking)$/, ['kube-controller-manager']],
  [/^service\.kubernetes\.io\/load-balancer-cleanup$/, ['cloud-controller-manager', 'kube-controller-manager']],
  [/^external-attacher\//, ['csi-attacher', 'external-attacher']],
  [/^external-provisioner\./, ['csi-provisioner', 'external-provisioner']],
  [/^snapshot\.storage\.kubernetes\.io\//, ['snapshot-controller']],
  [/(?:^|\.)argocd\.argoproj\.io(?:\/|$)/, ['argocd-application-controller']],
  [/^finalizers\.fluxcd\.io$/, ['kustomize-controller', 'helm-controller', 'source-controller']],
  [/\.cert-manager\.io(?:\/|$)/, ['cert-manager', 'cert-manager-controller']],
];

const list = (group: string, resource: string, namespace = ''): RelatedList => ({
  resource: { group, version: 'v1', resource },
  namespace,
  isAdvice: true,
});
/** Each node has a lease: where there are too many of them, those of the control plane are read all the same. */
const LEASES = [list('coordination.k8s.io', 'leases', 'kube-system'), list('coordination.k8s.io', 'leases')];
const LISTS = [...LEASES, list('apps', 'deployments'), list('apps', 'statefulsets')];
/** A leader renews its lease several times in its time; twice as long it may have been slow. */
const LATE = 2;
const USUAL_LEASE_SECONDS = 15;

/** Where those that serve finalizers are looked for; nowhere for what has none. */
export function serverLists({ metadata: { finalizers = [] } }: KubeObject): readonly RelatedList[] {
  return finalizers.length === 0 ? [] : LISTS;
}

type Found = readonly (readonly KubeObject[] | null)[];

/** Of each finalizer who set it and when they wrote last, who serves it, and whether that is alive; where nobody can tell, that. */
export function finalizerMessages(object: KubeObject, found: Found, now: number): Message[] {
  return (object.metadata.finalizers ?? []).flatMap(finalizer => {
    const [manager, time] = setBy(object, finalizer);
    const set = manager === '' ? [] : [{ key: 'effect.finalizerBy', values: { finalizer, manager, time } }];
    const known = SERVERS.find(([pattern]) => pattern.test(finalizer))?.[1] ?? [];
    const names = known.length > 0 ? known : manager === '' ? [] : [manager];
    return [...set, serverMessage(finalizer, names, { found, now })];
  });
}

function setBy({ metadata }: KubeObject, finalizer: string): readonly [manager: string, time: string] {
  const entry = asArray(metadata['managedFields']).find(
    fields => getPath(fields, 'fieldsV1', 'f:metadata', 'f:finalizers', `v:${JSON.stringify(finalizer)}`) !== undefined,
  );
  return [asString(getPath(entry, 'manager')), asString(getPath(entry, 'time'))];
}

function serverMessage(
  finalizer: string,
  names: readonly string[],
  { found, now }: { readonly found: Found; readonly now: number },
): Message {
  const together = (lists: Found) => lists.flatMap(objects => objects ?? []);
  const [leases, workloads] = [together(found.slice(0, LEASES.length)), together(found.slice(LEASES.length))];
  const lease = newest(leases.filter(each => names.some(name => holds(each, name))));
  if (lease !== undefined) {
    const { at, seconds } = renewal(lease);
    const values = { finalizer, place: placeOf(lease), time: asString(getPath(lease, 'spec', 'renewTime')) };
    return { key: now - at <= LATE * seconds * 1_000 ? 'effect.finalizerAlive' : 'effect.finalizerDead', values };
  }
  const workload = workloads.find(each => names.some(name => runs(each, name)));
  if (workload !== undefined) {
    const ready = asNumber(getPath(workload, 'status', 'readyReplicas')) ?? 0;
    const values = { finalizer, place: placeOf(workload), count: ready };
    return { key: ready > 0 ? 'effect.finalizerRuns' : 'effect.finalizerIdle', values };
  }
  return { key: 'effect.finalizerUnknown', values: { finalizer } };
}

const placeOf = ({ metadata: { namespace = '', name = '' } }: KubeObject) => `${namespace}/${name}`;

/** Its own, or held by one of its pods. */
function holds(lease: KubeObject, name: string): boolean {
  const holder = asString(getPath(lease, 'spec', 'holderIdentity'));
  return (
    lease.metadata.name === name || holder === name || holder.startsWith(`${name}-`) || holder.startsWith(`${name}_`)
  );
}

function renewal(lease: KubeObject): { readonly at: number; readonly seconds: number } {
  const seconds = asNumber(getPath(lease, 'spec', 'leaseDurationSeconds')) ?? USUAL_LEASE_SECONDS;
  return { at: parseTime(getPath(lease, 'spec', 'renewTime')) ?? 0, seconds };
}

function newest(leases: readonly KubeObject[]): KubeObject | undefined {
  return leases.toSorted((a, b) => renewal(b).at - renewal(a).at)[0];
}

/** By its own name, that of its application, or of one of its containers. */
function runs(workload: KubeObject, name: string): boolean {
  const { metadata } = workload;
  const containers = asArray(getPath(workload, 'spec', 'template', 'spec', 'containers'));
  return (
    metadata.name === name ||
    metadata.labels?.['app.kubernetes.io/name'] === name ||
    containers.some(container => getPath(container, 'name') === name)
  );
}
