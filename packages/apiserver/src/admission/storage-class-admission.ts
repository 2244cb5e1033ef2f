import { asObject, asString, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { defaultStorageClass } from '@lanthorn/kube/objects/storage-class.ts';
import type { Storage } from '../storage/storage.ts';
import { forbiddenObject } from '../wire/api-error.ts';
import type { AdmissionAttributes } from './admission-write.ts';

const CLASSES = 'storageclasses.v1.storage.k8s.io';
const NO_RESIZE =
  'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';

/** What claims get of storage classes, and may do by them (plugin/pkg/admission/storage of Kubernetes: storageclass, persistentvolume/resize). */
export class StorageClassAdmission {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** A new claim that says nothing of a class gets the default one, where there is one. */
  fill(claim: KubeObject): KubeObject {
    if (getPath(claim, 'spec', 'storageClassName') !== undefined) return claim;
    const classes: KubeObject[] = [];
    this.#storage.scan(CLASSES, { prefix: '', start: '' }, (_key, found) => classes.push(found) > 0);
    const name = defaultStorageClass(classes)?.metadata.name;
    return name === undefined ? claim : { ...claim, spec: { ...asObject(claim['spec']), storageClassName: name } };
  }

  /** Throws where a claim may not grow. */
  checkResize({ info, name, object, oldObject }: AdmissionAttributes): void {
    if (object === null || oldObject === null || sizeOf(object) <= sizeOf(oldObject)) return;
    const [wanted, before] = [object, oldObject].map(claim => asString(getPath(claim, 'spec', 'storageClassName')));
    const storageClass = wanted === undefined || wanted === '' ? undefined : this.#storage.get(CLASSES, wanted);
    if (wanted !== before || storageClass?.['allowVolumeExpansion'] !== true)
      throw forbiddenObject({ ...info, name }, NO_RESIZE);
  }
}

function sizeOf(claim: KubeObject): number {
  return parseQuantity(asString(getPath(claim, 'spec', 'resources', 'requests', 'storage'))) ?? 0;
}
