import { asString } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ControllerContext } from '../../machinery/controller-context.ts';
import {
  BOUND_BY_CONTROLLER,
  claimReference,
  claimsOf,
  classNameOf,
  findVolume,
  isBindingDone,
  isDelayed,
  isReachable,
  NO_PROVISIONER,
  SELECTED_NODE,
  volumeNameOf,
} from './volume-matching.ts';

const CLAIMS = 'persistentvolumeclaims.v1.';
const VOLUMES = 'persistentvolumes.v1.';
const CLASSES = 'storageclasses.v1.storage.k8s.io';

/** What of its volumes decides where a pod runs (k8s.io/kubernetes/pkg/scheduler/framework/plugins/volumebinding). */
export class VolumeBinder {
  readonly #context: ControllerContext;

  constructor(context: ControllerContext) {
    this.#context = context;
  }

  /** Why the pod can run nowhere yet, or null. */
  missing(pod: KubeObject): string | null {
    for (const name of claimsOf(pod)) {
      const claim = this.#context.informer(CLAIMS).get(pod.metadata.namespace ?? '', name);
      if (claim === undefined) return `persistentvolumeclaim "${name}" not found`;
      if (claim.metadata.deletionTimestamp !== undefined) return `persistentvolumeclaim "${name}" is being deleted`;
    }
    const hasUnbound = this.#claims(pod).some(claim => !isBindingDone(claim) && !isDelayed(this.#classOf(claim)));
    return hasUnbound ? 'pod has unbound immediate PersistentVolumeClaims' : null;
  }

  /** Why the pod's volumes keep it away from a node, or null. */
  whyNot(pod: KubeObject, node: KubeObject): string | null {
    for (const claim of this.#claims(pod)) {
      if (isBindingDone(claim)) {
        const volume = this.#context.informer(VOLUMES).get('', volumeNameOf(claim));
        if (volume === undefined) return 'unavailable due to one or more pvc(s) bound to non-existent pv(s)';
        if (!isReachable(volume, node)) return "didn't match PersistentVolume's node affinity";
        continue;
      }
      const selected = claim.metadata.annotations?.[SELECTED_NODE] ?? node.metadata.name;
      const isPossible = this.#match(claim, node) !== undefined || this.#canProvision(claim);
      if (selected !== node.metadata.name || !isPossible) return "didn't find available persistent volumes to bind";
    }
    return null;
  }

  /** Chooses volumes for claims that waited for their first consumer; says whether all of the pod's are bound. */
  async bind(pod: KubeObject, node: KubeObject): Promise<boolean> {
    const unbound = this.#claims(pod).filter(claim => !isBindingDone(claim));
    for (const claim of unbound) {
      const volume = this.#match(claim, node);
      if (volume !== undefined) {
        const annotations = { [BOUND_BY_CONTROLLER]: 'yes' };
        const spec = { claimRef: claimReference(claim) };
        await this.#context.patch(VOLUMES, volume, { metadata: { annotations }, spec });
      } else if (claim.metadata.annotations?.[SELECTED_NODE] === undefined) {
        const annotations = { [SELECTED_NODE]: node.metadata.name };
        await this.#context.patch(CLAIMS, claim, { metadata: { annotations } });
      }
    }
    return unbound.length === 0;
  }

  #claims(pod: KubeObject): KubeObject[] {
    const { namespace = '' } = pod.metadata;
    return claimsOf(pod).flatMap(name => this.#context.informer(CLAIMS).get(namespace, name) ?? []);
  }

  #match(claim: KubeObject, node: KubeObject): KubeObject | undefined {
    return findVolume(claim, this.#context.informer(VOLUMES).all(), { isWaiting: true, node });
  }

  #canProvision(claim: KubeObject): boolean {
    const provisioner = asString(this.#classOf(claim)?.['provisioner']);
    return provisioner !== '' && provisioner !== NO_PROVISIONER;
  }

  #classOf(claim: KubeObject): KubeObject | undefined {
    return this.#context.informer(CLASSES).get('', classNameOf(claim));
  }
}
