import { asArray, asObject, asString, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { isFailure } from '../machinery/api-client.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const CLAIMS = 'persistentvolumeclaims.v1.';
const VOLUMES = 'persistentvolumes.v1.';
const PODS = 'pods.v1.';
const COMPONENT = 'persistentvolume-controller';
const BOUND = 'pv.kubernetes.io/bound-by-controller';
const COMPLETED = 'pv.kubernetes.io/bind-completed';
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
const CLAIM_PROTECTION = 'kubernetes.io/pvc-protection';
const VOLUME_PROTECTION = 'kubernetes.io/pv-protection';
/** Claims that nothing fits are looked at again this often. */
const RETRY_MS = 15_000;

const size = (object: KubeObject, ...path: string[]) => parseQuantity(asString(getPath(object, ...path))) ?? 0;
const phaseOf = (object: KubeObject) => asString(getPath(object, 'status', 'phase'));
const claimKey = (volume: KubeObject) => {
  const { namespace, name } = asObject(getPath(volume, 'spec', 'claimRef'));
  return name === undefined ? null : `${asString(namespace)}/${asString(name)}`;
};

/**
 * Binds claims to volumes, makes volumes where a class has a provisioner, and lets go what is no longer used
 * (k8s.io/kubernetes/pkg/controller/volume: persistentvolume, pvcprotection, pvprotection). Provisioning is simulated: every
 * class but those of `kubernetes.io/no-provisioner` gets its volumes at once.
 */
export class PersistentVolumeController {
  readonly #context: ControllerContext;
  readonly #claims: WorkQueue;
  readonly #volumes: WorkQueue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#claims = new WorkQueue(context, key => this.#syncClaim(key));
    this.#volumes = new WorkQueue(context, key => this.#syncVolume(key));
    context.informer(CLAIMS).subscribe((claim, { isDeleted }) => {
      this.#claims.add(queueKey(claim));
      const volume = asString(getPath(claim, 'spec', 'volumeName'));
      if (isDeleted && volume !== '') this.#volumes.add(`/${volume}`);
    });
    context.informer(VOLUMES).subscribe(volume => {
      this.#volumes.add(queueKey(volume));
      if (phaseOf(volume) !== 'Available') return;
      for (const claim of context.informer(CLAIMS).all())
        if (phaseOf(claim) === 'Pending') this.#claims.add(queueKey(claim));
    });
    context.informer(PODS).subscribe(pod => {
      for (const name of claimsOf(pod)) this.#claims.add(`${pod.metadata.namespace ?? ''}/${name}`);
    });
  }

  async #syncClaim(key: string): Promise<number | void> {
    const { namespace, name } = splitQueueKey(key);
    const claim = this.#context.informer(CLAIMS).get(namespace, name);
    if (claim === undefined) return;
    const users = [...this.#context.informer(PODS).all()].filter(
      pod => pod.metadata.namespace === namespace && claimsOf(pod).includes(name) && !isOver(pod),
    );
    if (claim.metadata.deletionTimestamp !== undefined) {
      if (users.length === 0) await this.#release(CLAIMS, claim, CLAIM_PROTECTION);
      return;
    }
    const given = asString(getPath(claim, 'spec', 'volumeName'));
    if (given !== '') return this.#bind(claim, this.#context.informer(VOLUMES).get('', given), users.length > 0);
    const volume = this.#match(claim);
    if (volume !== undefined) return this.#bind(claim, volume, users.length > 0);
    return this.#provision(
      claim,
      users.some(pod => asString(getPath(pod, 'spec', 'nodeName')) === ''),
    );
  }

  /** The smallest free volume of the class that is large enough. */
  #match(claim: KubeObject): KubeObject | undefined {
    const wanted = size(claim, 'spec', 'resources', 'requests', 'storage');
    const modes = asArray(getPath(claim, 'spec', 'accessModes'));
    return [...this.#context.informer(VOLUMES).all()]
      .filter(
        volume =>
          phaseOf(volume) === 'Available' &&
          claimKey(volume) === null &&
          asString(getPath(volume, 'spec', 'storageClassName')) ===
            asString(getPath(claim, 'spec', 'storageClassName')) &&
          modes.every(mode => asArray(getPath(volume, 'spec', 'accessModes')).includes(mode)) &&
          size(volume, 'spec', 'capacity', 'storage') >= wanted,
      )
      .toSorted((a, b) => size(a, 'spec', 'capacity', 'storage') - size(b, 'spec', 'capacity', 'storage'))[0];
  }

  async #bind(claim: KubeObject, volume: KubeObject | undefined, isUsed: boolean): Promise<void> {
    if (volume === undefined) return this.#lost(claim);
    const { name = '', namespace = '', uid = '' } = claim.metadata;
    if (claimKey(volume) === null) {
      const claimRef = { kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace, name, uid };
      const annotations = { [BOUND]: 'yes' };
      const claimed = await this.#context.patch(VOLUMES, volume, { metadata: { annotations }, spec: { claimRef } });
      await this.#setPhase(claimed, 'Bound');
    }
    let bound = claim;
    if (claim.metadata.annotations?.[COMPLETED] === undefined) {
      const annotations = { [COMPLETED]: 'yes', [BOUND]: 'yes' };
      const spec = { volumeName: volume.metadata.name };
      bound = await this.#context.patch(CLAIMS, claim, { metadata: { annotations }, spec });
    }
    const status = {
      phase: 'Bound',
      accessModes: getPath(volume, 'spec', 'accessModes'),
      capacity: getPath(volume, 'spec', 'capacity'),
      conditions: [this.#usage(bound, isUsed)],
    };
    if (!deepEqual(status, asObject(bound['status']))) await this.#context.updateStatus(CLAIMS, { ...bound, status });
  }

  #usage(claim: KubeObject, isUsed: boolean): JsonObject {
    const [before] = asArray(getPath(claim, 'status', 'conditions')).map(asObject);
    const status = isUsed ? 'False' : 'True';
    if (before?.['status'] === status) return before;
    const reason = isUsed ? 'PodUsingPVC' : 'NoPodsUsingPVC';
    const message = isUsed ? 'A pod is currently referencing this PVC' : 'No pods are currently referencing this PVC';
    const lastTransitionTime = formatTime(this.#context.clock.now());
    return { type: 'Unused', status, lastProbeTime: null, lastTransitionTime, reason, message };
  }

  async #lost(claim: KubeObject): Promise<void> {
    if (phaseOf(claim) === 'Lost' || claim.metadata.annotations?.[COMPLETED] === undefined) return;
    await this.#context.updateStatus(CLAIMS, { ...claim, status: { phase: 'Lost' } });
    this.#event(claim, 'Warning', {
      reason: 'ClaimLost',
      message: 'Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    });
  }

  async #provision(claim: KubeObject, isWaitedFor: boolean): Promise<number | void> {
    const className = asString(getPath(claim, 'spec', 'storageClassName'));
    if (className === '') {
      const message = 'no persistent volumes available for this claim and no storage class is set';
      this.#event(claim, 'Normal', { reason: 'FailedBinding', message });
      return RETRY_MS;
    }
    const storageClass = await this.#storageClass(className);
    if (storageClass === null) {
      this.#event(claim, 'Warning', {
        reason: 'ProvisioningFailed',
        message: `storageclass.storage.k8s.io "${className}" not found`,
      });
      return RETRY_MS;
    }
    if (storageClass['volumeBindingMode'] === 'WaitForFirstConsumer' && !isWaitedFor) {
      this.#event(claim, 'Normal', {
        reason: 'WaitForFirstConsumer',
        message: 'waiting for first consumer to be created before binding',
      });
      return RETRY_MS;
    }
    const provisioner = asString(storageClass['provisioner']);
    if (provisioner === 'kubernetes.io/no-provisioner') return RETRY_MS;
    const { name = '', namespace = '', uid = '' } = claim.metadata;
    const volume = await this.#context.create(VOLUMES, {
      metadata: { name: `pvc-${uid}`, annotations: { [PROVISIONED_BY]: provisioner } },
      spec: {
        capacity: { storage: getPath(claim, 'spec', 'resources', 'requests', 'storage') },
        accessModes: getPath(claim, 'spec', 'accessModes'),
        persistentVolumeReclaimPolicy: storageClass['reclaimPolicy'] ?? 'Delete',
        storageClassName: className,
        claimRef: { kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace, name, uid },
        csi: { driver: provisioner, volumeHandle: `pvc-${uid}` },
      },
    });
    await this.#setPhase(volume, 'Bound');
    this.#event(claim, 'Normal', {
      reason: 'ProvisioningSucceeded',
      message: `Successfully provisioned volume pvc-${uid}`,
    });
    return this.#bind(claim, volume, isWaitedFor);
  }

  async #storageClass(name: string): Promise<KubeObject | null> {
    try {
      return await this.#context.client.get('storageclasses.v1.storage.k8s.io', { name });
    } catch (error) {
      if (isFailure(error, 'NotFound')) return null;
      throw error;
    }
  }

  async #syncVolume(key: string): Promise<void> {
    const { name } = splitQueueKey(key);
    const volume = this.#context.informer(VOLUMES).get('', name);
    if (volume === undefined) return;
    const isBound = this.#claimOf(volume) !== undefined;
    if (volume.metadata.deletionTimestamp !== undefined) {
      if (!isBound) await this.#release(VOLUMES, volume, VOLUME_PROTECTION);
      return;
    }
    if (claimKey(volume) === null) return this.#setPhase(volume, 'Available');
    if (isBound) return this.#setPhase(volume, 'Bound');
    if (getPath(volume, 'spec', 'persistentVolumeReclaimPolicy') === 'Delete')
      await this.#context.client.delete(VOLUMES, volume);
    else await this.#setPhase(volume, 'Released');
  }

  #claimOf(volume: KubeObject): KubeObject | undefined {
    const { namespace, name, uid } = asObject(getPath(volume, 'spec', 'claimRef'));
    const claim = this.#context.informer(CLAIMS).get(asString(namespace), asString(name));
    return claim !== undefined && (uid === undefined || claim.metadata.uid === uid) ? claim : undefined;
  }

  async #setPhase(volume: KubeObject, phase: string): Promise<void> {
    if (phaseOf(volume) === phase) return;
    const status = { phase, lastPhaseTransitionTime: formatTime(this.#context.clock.now()) };
    await this.#context.updateStatus(VOLUMES, { ...volume, status });
  }

  async #release(resource: typeof CLAIMS | typeof VOLUMES, object: KubeObject, finalizer: string): Promise<void> {
    const finalizers = object.metadata.finalizers ?? [];
    if (!finalizers.includes(finalizer)) return;
    await this.#context.client.patch(resource, object, {
      patch: { metadata: { finalizers: finalizers.filter(entry => entry !== finalizer) } },
    });
  }

  #event(
    object: KubeObject,
    type: 'Normal' | 'Warning',
    { reason, message }: { reason: string; message: string },
  ): void {
    const text = { type, reason, message, component: COMPONENT };
    this.#context.events.record({ kind: 'PersistentVolumeClaim', apiVersion: 'v1', object }, text);
  }
}

/** Names of the claims a pod mounts. */
export function claimsOf(pod: KubeObject): string[] {
  return asArray(getPath(pod, 'spec', 'volumes')).flatMap(volume => {
    const name = asString(getPath(volume, 'persistentVolumeClaim', 'claimName'));
    return name === '' ? [] : [name];
  });
}

function isOver(pod: KubeObject): boolean {
  return ['Succeeded', 'Failed'].includes(phaseOf(pod));
}
