import { asObject, asString, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { isFailure } from '../../machinery/api-client.ts';
import type { ControllerContext } from '../../machinery/controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../../machinery/work-queue.ts';
import { PROVISIONER } from './persistent-volume-controller.ts';
import {
  capacityOf,
  claimReference,
  classNameOf,
  phaseOf,
  PROVISIONED_BY,
  requestOf,
  volumeNameOf,
} from './volume-matching.ts';

const CLAIMS = 'persistentvolumeclaims.v1.';
const VOLUMES = 'persistentvolumes.v1.';
const CLASSES = 'storageclasses.v1.storage.k8s.io';

/** Every storage driver in one: volumes are made, enlarged and deleted at once, since there is no storage behind them. */
export class VolumeProvisioner {
  readonly #context: ControllerContext;
  readonly #claims: WorkQueue;
  readonly #volumes: WorkQueue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#claims = new WorkQueue(context, key => this.#syncClaim(key));
    this.#volumes = new WorkQueue(context, key => this.#deleteReleased(key));
    context.informer(CLAIMS).subscribe(claim => {
      if (claim.metadata.annotations?.[PROVISIONER] !== undefined) this.#claims.add(queueKey(claim));
    });
    context.informer(VOLUMES).subscribe(volume => {
      if (phaseOf(volume) === 'Released') this.#volumes.add(queueKey(volume));
    });
  }

  async #syncClaim(key: string): Promise<void> {
    const { namespace, name } = splitQueueKey(key);
    const claim = this.#context.informer(CLAIMS).get(namespace, name);
    if (claim === undefined || claim.metadata.deletionTimestamp !== undefined) return;
    if (volumeNameOf(claim) === '') await this.#provision(claim);
    else if (phaseOf(claim) === 'Bound') await this.#enlarge(claim);
  }

  async #provision(claim: KubeObject): Promise<void> {
    const name = `pvc-${claim.metadata.uid ?? ''}`;
    const storageClass = this.#context.informer(CLASSES).get('', classNameOf(claim));
    if (storageClass === undefined || this.#context.informer(VOLUMES).get('', name) !== undefined) return;
    const driver = claim.metadata.annotations?.[PROVISIONER] ?? '';
    const { name: claimName = '', namespace = '' } = claim.metadata;
    const provisioning = `External provisioner is provisioning volume for claim "${namespace}/${claimName}"`;
    this.#event(claim, { reason: 'Provisioning', message: provisioning, component: driver });
    const { requests } = asObject(getPath(claim, 'spec', 'resources'));
    const mode = getPath(claim, 'spec', 'volumeMode');
    const { mountOptions } = storageClass;
    try {
      await this.#context.create(VOLUMES, {
        metadata: { name, annotations: { [PROVISIONED_BY]: driver } },
        spec: {
          capacity: { storage: getPath(requests, 'storage') },
          accessModes: getPath(claim, 'spec', 'accessModes'),
          persistentVolumeReclaimPolicy: storageClass['reclaimPolicy'] ?? 'Delete',
          storageClassName: classNameOf(claim),
          claimRef: claimReference(claim),
          csi: { driver, volumeHandle: name },
          ...(mode === undefined ? {} : { volumeMode: mode }),
          ...(mountOptions === undefined ? {} : { mountOptions }),
        },
      });
    } catch (error) {
      // Made before, and not seen yet.
      if (!isFailure(error, 'AlreadyExists')) throw error;
      return;
    }
    const message = `Successfully provisioned volume ${name}`;
    this.#event(claim, { reason: 'ProvisioningSucceeded', message, component: driver });
  }

  async #enlarge(claim: KubeObject): Promise<void> {
    const storage = getPath(claim, 'spec', 'resources', 'requests', 'storage');
    const has = parseQuantity(asString(getPath(claim, 'status', 'capacity', 'storage'))) ?? 0;
    const volume = this.#context.informer(VOLUMES).get('', volumeNameOf(claim));
    if (volume === undefined || requestOf(claim) <= has) return;
    const component = `external-resizer ${claim.metadata.annotations?.[PROVISIONER] ?? ''}`;
    const message = `External resizer is resizing volume ${volume.metadata.name ?? ''}`;
    this.#event(claim, { reason: 'Resizing', message, component });
    if (capacityOf(volume) < requestOf(claim))
      await this.#context.patch(VOLUMES, volume, { spec: { capacity: { storage } } });
    await this.#context.patchStatus(CLAIMS, claim, { capacity: { storage } });
    this.#event(claim, { reason: 'VolumeResizeSuccessful', message: 'Resize volume succeeded', component });
  }

  async #deleteReleased(key: string): Promise<void> {
    const volume = this.#context.informer(VOLUMES).get('', splitQueueKey(key).name);
    if (volume === undefined || phaseOf(volume) !== 'Released') return;
    const isOurs = volume.metadata.annotations?.[PROVISIONED_BY] !== undefined;
    if (!isOurs || getPath(volume, 'spec', 'persistentVolumeReclaimPolicy') !== 'Delete') return;
    await this.#context.client.delete(VOLUMES, volume);
  }

  #event(object: KubeObject, text: { reason: string; message: string; component: string }): void {
    this.#context.events.record(
      { kind: 'PersistentVolumeClaim', apiVersion: 'v1', object },
      { type: 'Normal', ...text },
    );
  }
}
