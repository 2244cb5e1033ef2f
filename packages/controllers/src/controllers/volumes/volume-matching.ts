import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { fitsNodeSelector } from '@lanthorn/kube/objects/node-fit.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { matchesLabels, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';

// Which volume a claim gets (k8s.io/component-helpers/storage/volume).

export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
export const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

export const phaseOf = (object: KubeObject): string => asString(getPath(object, 'status', 'phase'));
export const volumeNameOf = (claim: KubeObject): string => asString(getPath(claim, 'spec', 'volumeName'));
export const classNameOf = (object: KubeObject): string => asString(getPath(object, 'spec', 'storageClassName'));
export const requestOf = (claim: KubeObject): number => sizeOf(claim, 'spec', 'resources', 'requests', 'storage');
export const capacityOf = (volume: KubeObject): number => sizeOf(volume, 'spec', 'capacity', 'storage');

function sizeOf(object: KubeObject, ...path: string[]): number {
  return parseQuantity(asString(getPath(object, ...path))) ?? 0;
}

/** `namespace/name` of the claim that a volume is for; null where it is for nobody yet. */
export function claimKeyOf(volume: KubeObject): string | null {
  const { namespace, name } = asObject(getPath(volume, 'spec', 'claimRef'));
  return name === undefined ? null : `${asString(namespace)}/${asString(name)}`;
}

/** Whether a volume is for this claim: by its uid, or by its name where no uid is said. */
export function isFor(volume: KubeObject, { metadata }: KubeObject): boolean {
  const uid = asString(getPath(volume, 'spec', 'claimRef', 'uid'));
  const isNamed = claimKeyOf(volume) === `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
  return isNamed && (uid === '' || uid === metadata.uid);
}

export function claimReference({ metadata }: KubeObject): Record<string, unknown> {
  const { namespace, name, uid, resourceVersion } = metadata;
  return { kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace, name, uid, resourceVersion };
}

/** Whether both sides know of each other. */
export function isBindingDone(claim: KubeObject): boolean {
  return volumeNameOf(claim) !== '' && claim.metadata.annotations?.[BIND_COMPLETED] !== undefined;
}

export function isDelayed(storageClass: KubeObject | undefined): boolean {
  return storageClass?.['volumeBindingMode'] === 'WaitForFirstConsumer';
}

/** Whether a pod on this node can use the volume. */
export function isReachable(volume: KubeObject, node: KubeObject): boolean {
  const required = getPath(volume, 'spec', 'nodeAffinity', 'required');
  return required === undefined || fitsNodeSelector(required, node);
}

/**
 * The volume that is for the claim already, else the smallest free one that is large enough. A claim that waits for its first consumer gets
 * a free one only together with a node.
 */
export function findVolume(
  claim: KubeObject,
  volumes: Iterable<KubeObject>,
  { isWaiting, node }: { readonly isWaiting: boolean; readonly node?: KubeObject },
): KubeObject | undefined {
  let smallest: KubeObject | undefined;
  for (const volume of volumes) {
    if (volume.metadata.deletionTimestamp !== undefined || !satisfies(volume, claim)) continue;
    const isInReach = node === undefined || isReachable(volume, node);
    if (isFor(volume, claim)) return isInReach ? volume : undefined;
    if (claimKeyOf(volume) !== null || (isWaiting && node === undefined) || !isInReach) continue;
    if (phaseOf(volume) !== 'Available' || classNameOf(volume) !== classNameOf(claim)) continue;
    if (!isSelected(volume, claim)) continue;
    if (smallest === undefined || capacityOf(volume) < capacityOf(smallest)) smallest = volume;
  }
  return smallest;
}

/** Large enough, of the same mode, and shared as it is asked for. */
function satisfies(volume: KubeObject, claim: KubeObject): boolean {
  const offered = asArray(getPath(volume, 'spec', 'accessModes'));
  return (
    capacityOf(volume) >= requestOf(claim) &&
    modeOf(volume) === modeOf(claim) &&
    asArray(getPath(claim, 'spec', 'accessModes')).every(mode => offered.includes(mode))
  );
}

function modeOf(object: KubeObject): string {
  return asString(getPath(object, 'spec', 'volumeMode')) || 'Filesystem';
}

function isSelected(volume: KubeObject, claim: KubeObject): boolean {
  const selector = getPath(claim, 'spec', 'selector');
  return selector === undefined || matchesLabels(readLabelSelector(selector), volume.metadata.labels ?? {});
}

/** Names of the claims that a pod mounts, those of its own (`ephemeral`) among them. */
export function claimsOf(pod: KubeObject): string[] {
  return asArray(getPath(pod, 'spec', 'volumes')).flatMap(volume => {
    const { name, ephemeral, persistentVolumeClaim } = asObject(volume);
    if (ephemeral !== undefined) return [`${pod.metadata.name ?? ''}-${asString(name)}`];
    const claimName = asString(getPath(persistentVolumeClaim, 'claimName'));
    return claimName === '' ? [] : [claimName];
  });
}
