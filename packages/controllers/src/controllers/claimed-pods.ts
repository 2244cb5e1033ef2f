import { controllerOf, type KubeObject, type OwnerReference } from '@lanthorn/kube/objects/kube-object.ts';
import { type LabelRequirement, matchesLabels } from '@lanthorn/kube/selectors/label-selector.ts';
import type { ControllerContext, WatchedResource } from '../machinery/controller-context.ts';
import { queueKey, type WorkQueue } from '../machinery/work-queue.ts';

const PODS = 'pods.v1.';

/** Somebody who keeps pods that it selects. */
export interface Claimant {
  readonly object: KubeObject;
  readonly apiVersion: string;
  readonly kind: string;
  readonly selector: readonly LabelRequirement[];
  /** Which pods it makes its own or releases at all; all unless told otherwise. */
  readonly takes?: (pod: KubeObject) => boolean;
  /** What a pod must be besides its labels. */
  readonly fits?: (pod: KubeObject) => boolean;
  /** Those of its own that are looked at; all unless told otherwise. */
  readonly owned?: Iterable<KubeObject>;
}

/**
 * The pods somebody keeps: its own, but for those that it does not select any longer, which are released; and those that it selects and
 * nobody owns, which become its own (k8s.io/kubernetes/pkg/controller, PodControllerRefManager).
 */
export async function claimPods(context: ControllerContext, claimant: Claimant): Promise<KubeObject[]> {
  const { object, apiVersion, kind, selector, takes = () => true, fits = () => true } = claimant;
  const { uid = '', name = '', namespace = '' } = object.metadata;
  const pods = context.informer(PODS);
  const claimed: KubeObject[] = [];
  // Of the version that was looked at: somebody else may have claimed it since.
  const write = (pod: KubeObject, ownerReferences: readonly OwnerReference[]) => {
    const { resourceVersion } = pod.metadata;
    return context.patch(PODS, pod, { metadata: { uid: pod.metadata.uid, resourceVersion, ownerReferences } });
  };
  for (const pod of claimant.owned ?? pods.ownedBy(uid)) {
    if (controllerOf(pod)?.uid !== uid) continue;
    if (selector.length === 0 || (selects(selector, pod) && fits(pod)) || !takes(pod)) claimed.push(pod);
    else
      await write(
        pod,
        (pod.metadata.ownerReferences ?? []).filter(owner => owner.uid !== uid),
      );
  }
  const mayBeTaken = (pod: KubeObject) => pod.metadata.deletionTimestamp === undefined && takes(pod);
  for (const pod of pods.uncontrolled(namespace)) {
    if (!mayBeTaken(pod) || !selects(selector, pod) || !fits(pod)) continue;
    const owner = { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
    claimed.push(await write(pod, [...(pod.metadata.ownerReferences ?? []), owner]));
  }
  return claimed;
}

/** Whoever selects a pod that nobody owns is told of it. */
export function tellClaimants(
  context: ControllerContext,
  { resource, queue }: { readonly resource: WatchedResource; readonly queue: WorkQueue },
  selectorOf: (object: KubeObject) => readonly LabelRequirement[],
): void {
  context.informer(PODS).subscribe((pod, { isDeleted }) => {
    if (isDeleted || controllerOf(pod) !== null) return;
    for (const object of context.informer(resource).all())
      if (object.metadata.namespace === pod.metadata.namespace && selects(selectorOf(object), pod))
        queue.add(queueKey(object));
  });
}

/** What selects everything claims nothing. */
function selects(selector: readonly LabelRequirement[], pod: KubeObject): boolean {
  return selector.length > 0 && matchesLabels(selector, pod.metadata.labels ?? {});
}
