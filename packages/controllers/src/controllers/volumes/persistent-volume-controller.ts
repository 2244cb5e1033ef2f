import { asString, getPath } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { defaultStorageClass } from '@lanthorn/kube/objects/storage-class.ts';
import type { ControllerContext } from '../../machinery/controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../../machinery/work-queue.ts';
import {
  BIND_COMPLETED,
  BOUND_BY_CONTROLLER,
  claimKeyOf,
  claimReference,
  claimsOf,
  classNameOf,
  findVolume,
  isDelayed,
  isFor,
  NO_PROVISIONER,
  phaseOf,
  PROVISIONED_BY,
  SELECTED_NODE,
  volumeNameOf,
} from './volume-matching.ts';

const CLAIMS = 'persistentvolumeclaims.v1.';
const VOLUMES = 'persistentvolumes.v1.';
const CLASSES = 'storageclasses.v1.storage.k8s.io';
const PODS = 'pods.v1.';
const COMPONENT = 'persistentvolume-controller';
/** Who makes the volume of a claim; the older name is still written beside it. */
export const PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
const OLDER_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner';
/** Claims that nothing fits are looked at again this often (PVClaimBinderSyncPeriod). */
const RETRY_MS = 15_000;

const NO_FIT = 'no persistent volumes available for this claim and no storage class is set';
const NO_CONSUMER = 'waiting for first consumer to be created before binding';
const LOST_VOLUME = 'Bound claim has lost its PersistentVolume. Data on the volume is lost!';
const LOST_REFERENCE = 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!';
const MISBOUND = 'Two claims are bound to the same volume, this one is bound incorrectly';

function externalProvisioning(provisioner: string): string {
  return `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
}

/**
 * Binds claims to volumes and lets volumes go whose claims are gone (k8s.io/kubernetes/pkg/controller/volume/persistentvolume). Both are
 * brought in order one after the other, in one queue: a step on one side is seen by the next on the other.
 */
export class PersistentVolumeController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(CLAIMS).subscribe((claim, { isDeleted }) => {
      this.#addClaim(queueKey(claim));
      if (volumeNameOf(claim) !== '') this.#addVolume(volumeNameOf(claim));
      if (!isDeleted) return;
      for (const volume of context.informer(VOLUMES).all())
        if (claimKeyOf(volume) === queueKey(claim)) this.#addVolume(volume.metadata.name ?? '');
    });
    context.informer(VOLUMES).subscribe(volume => {
      this.#addVolume(volume.metadata.name ?? '');
      const key = claimKeyOf(volume);
      if (key !== null) this.#addClaim(key);
      else if (phaseOf(volume) === 'Available') this.#addUnbound();
    });
    context.informer(CLASSES).subscribe(() => this.#addUnbound());
  }

  #addClaim(key: string): void {
    this.#queue.add(`claim ${key}`);
  }

  #addVolume(name: string): void {
    this.#queue.add(`volume /${name}`);
  }

  #addUnbound(): void {
    for (const claim of this.#context.informer(CLAIMS).all())
      if (volumeNameOf(claim) === '') this.#addClaim(queueKey(claim));
  }

  async #sync(entry: string): Promise<number | void> {
    const [kind, key = ''] = entry.split(' ');
    const { namespace, name } = splitQueueKey(key);
    if (kind === 'volume') {
      const volume = this.#context.informer(VOLUMES).get('', name);
      return volume === undefined ? undefined : this.#syncVolume(volume);
    }
    const claim = this.#context.informer(CLAIMS).get(namespace, name);
    if (claim === undefined || claim.metadata.deletionTimestamp !== undefined) return;
    return claim.metadata.annotations?.[BIND_COMPLETED] === undefined
      ? this.#syncUnbound(claim)
      : this.#syncBound(claim);
  }

  async #syncUnbound(claim: KubeObject): Promise<number | void> {
    const wanted = volumeNameOf(claim);
    if (wanted === '') {
      const isWaiting = isDelayed(this.#classOf(claim));
      const volume = findVolume(claim, this.#context.informer(VOLUMES).all(), { isWaiting });
      if (volume !== undefined) return this.#bind(claim, volume);
      await this.#wait(claim, isWaiting);
      return RETRY_MS;
    }
    const volume = this.#context.informer(VOLUMES).get('', wanted);
    if (volume === undefined) return RETRY_MS;
    if (claimKeyOf(volume) === null || isFor(volume, claim)) return this.#bind(claim, volume);
    const message = `volume "${wanted}" already bound to a different claim.`;
    this.#event(claim, { type: 'Warning', reason: 'FailedBinding', message });
    return RETRY_MS;
  }

  /** No volume is there: a class is assigned, or the claim's provisioner is told, or it is said what is waited for. */
  async #wait(claim: KubeObject, isWaiting: boolean): Promise<void> {
    const fallback = defaultStorageClass(this.#context.informer(CLASSES).all());
    if (getPath(claim, 'spec', 'storageClassName') === undefined && fallback !== undefined) {
      await this.#context.patch(CLAIMS, claim, { spec: { storageClassName: fallback.metadata.name } });
      return;
    }
    if (isWaiting && claim.metadata.annotations?.[SELECTED_NODE] === undefined) return this.#tellOfConsumer(claim);
    if (classNameOf(claim) === '') {
      this.#event(claim, { type: 'Normal', reason: 'FailedBinding', message: NO_FIT });
      return;
    }
    const provisioner = asString(this.#classOf(claim)?.['provisioner']);
    const missing = `storageclass.storage.k8s.io "${classNameOf(claim)}" not found`;
    if (provisioner === '' || provisioner === NO_PROVISIONER) {
      const message = provisioner === '' ? missing : `no volume plugin matched name: ${NO_PROVISIONER}`;
      this.#event(claim, { type: 'Warning', reason: 'ProvisioningFailed', message });
      return;
    }
    if (claim.metadata.annotations?.[PROVISIONER] !== provisioner) {
      const annotations = { [PROVISIONER]: provisioner, [OLDER_PROVISIONER]: provisioner };
      await this.#context.patch(CLAIMS, claim, { metadata: { annotations } });
    }
    const message = externalProvisioning(provisioner);
    this.#event(claim, { type: 'Normal', reason: 'ExternalProvisioning', message });
  }

  #tellOfConsumer(claim: KubeObject): void {
    const { namespace, name = '' } = claim.metadata;
    const pods = [...this.#context.informer(PODS).all()]
      .filter(pod => pod.metadata.namespace === namespace && claimsOf(pod).includes(name))
      .filter(pod => asString(getPath(pod, 'spec', 'nodeName')) === '')
      .map(pod => pod.metadata.name ?? '');
    if (pods.length === 0) this.#event(claim, { type: 'Normal', reason: 'WaitForFirstConsumer', message: NO_CONSUMER });
    else {
      const message = `waiting for pod ${pods[0] ?? ''} to be scheduled`;
      this.#event(claim, { type: 'Normal', reason: 'WaitForPodScheduled', message });
    }
  }

  async #syncBound(claim: KubeObject): Promise<void> {
    if (volumeNameOf(claim) === '') return this.#lose(claim, 'ClaimLost', LOST_REFERENCE);
    const volume = this.#context.informer(VOLUMES).get('', volumeNameOf(claim));
    if (volume === undefined) return this.#lose(claim, 'ClaimLost', LOST_VOLUME);
    const uid = getPath(volume, 'spec', 'claimRef', 'uid');
    if (claimKeyOf(volume) === null || uid === claim.metadata.uid) return this.#bind(claim, volume);
    return this.#lose(claim, 'ClaimMisbound', MISBOUND);
  }

  /** Four steps, each of which is left out where it was done: the volume and its phase, the claim and its status. */
  async #bind(claim: KubeObject, volume: KubeObject): Promise<void> {
    let [ours, theirs] = [claim, volume];
    if (getPath(volume, 'spec', 'claimRef', 'uid') !== claim.metadata.uid) {
      const isOurChoice = claimKeyOf(volume) === null;
      theirs = await this.#context.patch(VOLUMES, volume, {
        ...(isOurChoice ? { metadata: { annotations: { [BOUND_BY_CONTROLLER]: 'yes' } } } : {}),
        spec: { claimRef: claimReference(claim) },
      });
    }
    theirs = await this.#setPhase(theirs, 'Bound');
    const isTold = volumeNameOf(claim) !== '';
    if (!isTold || claim.metadata.annotations?.[BIND_COMPLETED] === undefined) {
      const annotations = { [BIND_COMPLETED]: 'yes', ...(isTold ? {} : { [BOUND_BY_CONTROLLER]: 'yes' }) };
      const spec = { volumeName: volume.metadata.name };
      ours = await this.#context.patch(CLAIMS, claim, { metadata: { annotations }, spec });
    }
    if (phaseOf(ours) === 'Bound') return;
    const accessModes = getPath(theirs, 'spec', 'accessModes');
    const capacity = getPath(theirs, 'spec', 'capacity');
    await this.#context.patchStatus(CLAIMS, ours, { phase: 'Bound', accessModes, capacity });
  }

  async #lose(claim: KubeObject, reason: string, message: string): Promise<void> {
    if (phaseOf(claim) === 'Lost') return;
    await this.#context.patchStatus(CLAIMS, claim, { phase: 'Lost', accessModes: null, capacity: null });
    this.#event(claim, { type: 'Warning', reason, message });
  }

  async #syncVolume(volume: KubeObject): Promise<void> {
    const key = claimKeyOf(volume);
    const uid = asString(getPath(volume, 'spec', 'claimRef', 'uid'));
    if (key === null || uid === '') {
      await this.#setPhase(volume, 'Available');
      return;
    }
    const { namespace, name } = splitQueueKey(key);
    const claim = this.#context.informer(CLAIMS).get(namespace, name);
    if (claim === undefined || claim.metadata.uid !== uid) return this.#reclaim(volume);
    if (volumeNameOf(claim) === '') this.#addClaim(key);
    else if (volumeNameOf(claim) === volume.metadata.name) await this.#setPhase(volume, 'Bound');
    else if (isMadeFor(volume)) await this.#reclaim(volume);
    else await this.#unbind(volume);
  }

  /** Nobody's any more: kept, wiped, or deleted by who made it. */
  async #reclaim(volume: KubeObject): Promise<void> {
    if (phaseOf(volume) === 'Failed') return;
    const released = await this.#setPhase(volume, 'Released');
    const policy = getPath(volume, 'spec', 'persistentVolumeReclaimPolicy');
    if (policy === 'Recycle') {
      this.#event(volume, { type: 'Normal', reason: 'VolumeRecycled', message: 'Volume recycled' });
      await this.#unbind(released);
    } else if (policy === 'Delete' && volume.metadata.annotations?.[PROVISIONED_BY] === undefined) {
      if (getPath(volume, 'spec', 'hostPath') !== undefined) return this.#context.client.delete(VOLUMES, volume);
      const message = `error getting deleter volume plugin for volume "${volume.metadata.name ?? ''}": no deletable volume plugin matched`;
      await this.#context.patchStatus(VOLUMES, released, { phase: 'Failed', message });
      this.#event(volume, { type: 'Warning', reason: 'VolumeFailedDelete', message });
    }
  }

  async #unbind(volume: KubeObject): Promise<void> {
    const isOurChoice = volume.metadata.annotations?.[BOUND_BY_CONTROLLER] !== undefined;
    const annotations = { [BOUND_BY_CONTROLLER]: null };
    const free = await this.#context.patch(VOLUMES, volume, {
      metadata: { annotations },
      spec: { claimRef: isOurChoice ? null : { uid: null } },
    });
    await this.#setPhase(free, 'Available');
  }

  async #setPhase(volume: KubeObject, phase: string): Promise<KubeObject> {
    if (phaseOf(volume) === phase) return volume;
    const lastPhaseTransitionTime = formatTime(this.#context.clock.now());
    return this.#context.patchStatus(VOLUMES, volume, { phase, lastPhaseTransitionTime });
  }

  #classOf(claim: KubeObject): KubeObject | undefined {
    return this.#context.informer(CLASSES).get('', classNameOf(claim));
  }

  #event(object: KubeObject, text: { type: 'Normal' | 'Warning'; reason: string; message: string }): void {
    const kind = object.metadata.namespace === undefined ? 'PersistentVolume' : 'PersistentVolumeClaim';
    this.#context.events.record({ kind, apiVersion: 'v1', object }, { ...text, component: COMPONENT });
  }
}

/** Made for one claim, and to go with it. */
function isMadeFor(volume: KubeObject): boolean {
  return (
    volume.metadata.annotations?.[PROVISIONED_BY] !== undefined &&
    getPath(volume, 'spec', 'persistentVolumeReclaimPolicy') === 'Delete'
  );
}
