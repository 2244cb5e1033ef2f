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
const WORKLOADS = [list('apps', 'deployments'), list('apps', 'statefulsets')];
/** A leader renews its lease several times in its time; twice as long it may have been slow. */
const LATE = 2;
const USUAL_LEASE_SECONDS = 15;

/** They run beside each driver: a workload with such a container serves the finalizers of that driver alone. */
const SIDECARS = new Set(['csi-attacher', 'external-attacher', 'csi-provisioner', 'external-provisioner']);
/** What many programs are called. */
const ANYBODY = new Set(['manager', 'controller', 'operator']);

type Found = readonly (readonly KubeObject[] | null)[];

/** Where those that serve finalizers are looked for; nowhere for what has none. A cluster has many workloads, and leases tell it all where they are renewed. */
export function serverLists(object: KubeObject): readonly RelatedList[] {
  const { finalizers = [] } = object.metadata;
  if (finalizers.length === 0) return [];
  const isAlive = (finalizer: string, leases: Found, now: number) => {
    const lease = leaseOf(serversOf(object, finalizer), leases);
    return lease !== undefined && isRenewed(lease, now);
  };
  const after = {
    lists: LEASES,
    isNeeded: (leases: Found, now: number) => !finalizers.every(finalizer => isAlive(finalizer, leases, now)),
  };
  return [...LEASES, ...WORKLOADS.map(each => ({ ...each, after }))];
}

/** Of each finalizer who set it and when they wrote last, who serves it, and whether that is alive; where nobody can tell, that. */
export function finalizerMessages(object: KubeObject, found: Found, now: number): Message[] {
  return (object.metadata.finalizers ?? []).flatMap(finalizer => {
    const [manager, time] = setBy(object, finalizer);
    const set = manager === '' ? [] : [{ key: 'effect.finalizerBy', values: { finalizer, manager, time } }];
    return [...set, serverMessage(finalizer, serversOf(object, finalizer), { found, now })];
  });
}

interface Servers {
  readonly names: readonly string[];
  /** Of programs that everybody knows by these names; else they are what wrote the finalizer calls itself. */
  readonly areKnown: boolean;
}

function serversOf(object: KubeObject, finalizer: string): Servers {
  const known = SERVERS.find(([pattern]) => pattern.test(finalizer))?.[1];
  if (known !== undefined) return { names: known, areKnown: true };
  const [manager] = setBy(object, finalizer);
  return { names: manager === '' || ANYBODY.has(manager) ? [] : [manager], areKnown: false };
}

function setBy({ metadata }: KubeObject, finalizer: string): readonly [manager: string, time: string] {
  const entry = asArray(metadata['managedFields']).find(
    fields => getPath(fields, 'fieldsV1', 'f:metadata', 'f:finalizers', `v:${JSON.stringify(finalizer)}`) !== undefined,
  );
  return [asString(getPath(entry, 'manager')), asString(getPath(entry, 'time'))];
}

function serverMessage(
  finalizer: string,
  servers: Servers,
  { found, now }: { readonly found: Found; readonly now: number },
): Message {
  const lease = leaseOf(servers, found.slice(0, LEASES.length));
  const leased = lease && { finalizer, place: placeOf(lease), time: asString(getPath(lease, 'spec', 'renewTime')) };
  if (lease !== undefined && leased !== undefined && isRenewed(lease, now))
    return { key: 'effect.finalizerAlive', values: leased };
  const lists = found.slice(LEASES.length);
  const workloads = together(lists).filter(each => runs(each, servers));
  const workload = workloads.find(each => readyOf(each) > 0) ?? workloads[0];
  if (workload !== undefined && (leased === undefined || readyOf(workload) > 0)) {
    const values = { finalizer, place: placeOf(workload), count: readyOf(workload) };
    return { key: values.count > 0 ? 'effect.finalizerRuns' : 'effect.finalizerIdle', values };
  }
  // An old lease may be left of one that has no more than one copy by now.
  if (leased !== undefined && lists.every(each => each !== null))
    return { key: 'effect.finalizerDead', values: leased };
  return { key: 'effect.finalizerUnknown', values: { finalizer } };
}

const together = (lists: Found) => lists.flatMap(objects => objects ?? []);
const readyOf = (workload: KubeObject) => asNumber(getPath(workload, 'status', 'readyReplicas')) ?? 0;
const placeOf = ({ metadata: { namespace = '', name = '' } }: KubeObject) => `${namespace}/${name}`;

/** Its own, or held by one of its pods. */
function holds(lease: KubeObject, name: string): boolean {
  const holder = asString(getPath(lease, 'spec', 'holderIdentity'));
  return (
    lease.metadata.name === name || holder === name || holder.startsWith(`${name}-`) || holder.startsWith(`${name}_`)
  );
}

/** The one that was renewed last; what says of none when that was tells nothing. */
function leaseOf({ names }: Servers, leases: Found): KubeObject | undefined {
  return together(leases)
    .filter(lease => renewedAt(lease) !== null && names.some(name => holds(lease, name)))
    .toSorted((a, b) => (renewedAt(b) ?? 0) - (renewedAt(a) ?? 0))[0];
}

function renewedAt(lease: KubeObject): number | null {
  return parseTime(getPath(lease, 'spec', 'renewTime'));
}

function isRenewed(lease: KubeObject, now: number): boolean {
  const seconds = asNumber(getPath(lease, 'spec', 'leaseDurationSeconds')) ?? USUAL_LEASE_SECONDS;
  return now - (renewedAt(lease) ?? 0) <= LATE * seconds * 1_000;
}

/** By its own name, that of its application, or of one of its containers, where no other program would call one so. */
function runs(workload: KubeObject, { names, areKnown }: Servers): boolean {
  const { metadata } = workload;
  const containers = asArray(getPath(workload, 'spec', 'template', 'spec', 'containers'));
  return names.some(
    name =>
      metadata.name === name ||
      metadata.labels?.['app.kubernetes.io/name'] === name ||
      (areKnown && !SIDECARS.has(name) && containers.some(container => getPath(container, 'name') === name)),
  );
}
