import { asArray, asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { findCondition, formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ControllerContext } from '../../machinery/controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../../machinery/work-queue.ts';
import { claimsOf, phaseOf } from './volume-matching.ts';

const CLAIMS = 'persistentvolumeclaims.v1.';
const VOLUMES = 'persistentvolumes.v1.';
const PODS = 'pods.v1.';
const CLAIM_PROTECTION = 'kubernetes.io/pvc-protection';
const VOLUME_PROTECTION = 'kubernetes.io/pv-protection';

/** Keeps claims while pods use them, and volumes while claims do (k8s.io/kubernetes/pkg/controller/volume: pvcprotection, pvprotection). */
export class VolumeProtectionController {
  readonly #context: ControllerContext;
  readonly #claims: WorkQueue;
  readonly #volumes: WorkQueue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#claims = new WorkQueue(context, key => this.#syncClaim(key));
    this.#volumes = new WorkQueue(context, key => this.#syncVolume(key));
    context.informer(CLAIMS).subscribe(claim => this.#claims.add(queueKey(claim)));
    context.informer(VOLUMES).subscribe(volume => {
      if (volume.metadata.deletionTimestamp !== undefined) this.#volumes.add(queueKey(volume));
    });
    context.informer(PODS).subscribe(pod => {
      for (const name of claimsOf(pod)) this.#claims.add(`${pod.metadata.namespace ?? ''}/${name}`);
    });
  }

  async #syncClaim(key: string): Promise<void> {
    const { namespace, name } = splitQueueKey(key);
    const claim = this.#context.informer(CLAIMS).get(namespace, name);
    if (claim === undefined) return;
    const isUsed = [...this.#context.informer(PODS).all()].some(
      pod => pod.metadata.namespace === namespace && claimsOf(pod).includes(name) && !isOver(pod),
    );
    if (claim.metadata.deletionTimestamp === undefined) return this.#tellOfUse(claim, isUsed);
    if (!isUsed) await this.#release(CLAIMS, claim, CLAIM_PROTECTION);
  }

  /** Whether a bound claim is used, and since when not. */
  async #tellOfUse(claim: KubeObject, isUsed: boolean): Promise<void> {
    const before = findCondition(claim, 'Unused');
    const status = isUsed ? 'False' : 'True';
    if (phaseOf(claim) !== 'Bound' || before?.['status'] === status) return;
    const condition: JsonObject = {
      type: 'Unused',
      status,
      lastProbeTime: null,
      lastTransitionTime: formatTime(this.#context.clock.now()),
      reason: isUsed ? 'PodUsingPVC' : 'NoPodsUsingPVC',
      message: isUsed ? 'A pod is currently referencing this PVC' : 'No pods are currently referencing this PVC',
    };
    const others = asArray(getPath(claim, 'status', 'conditions')).filter(
      entry => asObject(entry)['type'] !== 'Unused',
    );
    await this.#context.patchStatus(CLAIMS, claim, { conditions: [...others, condition] });
  }

  async #syncVolume(key: string): Promise<void> {
    const volume = this.#context.informer(VOLUMES).get('', splitQueueKey(key).name);
    if (volume === undefined || volume.metadata.deletionTimestamp === undefined || phaseOf(volume) === 'Bound') return;
    await this.#release(VOLUMES, volume, VOLUME_PROTECTION);
  }

  async #release(resource: typeof CLAIMS | typeof VOLUMES, object: KubeObject, finalizer: string): Promise<void> {
    const finalizers = object.metadata.finalizers ?? [];
    if (!finalizers.includes(finalizer)) return;
    await this.#context.client.patch(resource, object, {
      patch: { metadata: { finalizers: finalizers.filter(entry => entry !== finalizer) } },
    });
  }
}

function isOver(pod: KubeObject): boolean {
  return ['Succeeded', 'Failed'].includes(phaseOf(pod));
}
