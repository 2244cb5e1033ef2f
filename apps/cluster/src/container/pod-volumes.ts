import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Disk } from './system/disk.ts';
import { FileSystem } from './system/file-system.ts';

/** Claims whose files are kept; the oldest are forgotten first. */
const MAX_CLAIMS = 100;

/** What volumes hold that containers write to: those of a pod go with it, those of claims stay. */
export class PodVolumes {
  readonly #ofPods = new Map<string, Map<string, FileSystem>>();
  readonly #ofClaims = new Map<string, FileSystem>();
  readonly #disk: Disk;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** Puts the volumes of a container into its files. */
  mount(pod: KubeObject, container: JsonObject, files: FileSystem): void {
    const volumes = asArray(getPath(pod, 'spec', 'volumes')).map(asObject);
    for (const mount of asArray(container['volumeMounts']).map(asObject)) {
      const volume = volumes.find(({ name }) => name === mount['name']);
      const at = FileSystem.resolve('/', asString(mount['mountPath']));
      const part = FileSystem.resolve('/', asString(mount['subPath']));
      if (volume === undefined || at === '/' || files.file(at) !== undefined) continue;
      const shared = this.#files(pod, volume);
      if (shared !== null && shared.file(part) === undefined) files.mount(at, shared, part);
    }
  }

  forget(uid: string): void {
    for (const files of this.#ofPods.get(uid)?.values() ?? []) files.release();
    this.#ofPods.delete(uid);
  }

  /** Null where its files are those of objects, which each container is given by itself. */
  #files(pod: KubeObject, volume: JsonObject): FileSystem | null {
    const { uid = '', namespace = '' } = pod.metadata;
    const claim = asString(getPath(volume, 'persistentVolumeClaim', 'claimName'));
    if (claim !== '') return this.#kept(this.#ofClaims, `${namespace}/${claim}`, MAX_CLAIMS);
    if (volume['emptyDir'] === undefined && volume['ephemeral'] === undefined) return null;
    const own = this.#ofPods.get(uid) ?? new Map<string, FileSystem>();
    this.#ofPods.set(uid, own);
    return this.#kept(own, asString(volume['name']), Number.POSITIVE_INFINITY);
  }

  #kept(all: Map<string, FileSystem>, key: string, most: number): FileSystem {
    const files = all.get(key) ?? new FileSystem(this.#disk);
    all.set(key, files);
    if (all.size > most) {
      const [oldest = '', forgotten] = all.entries().next().value ?? [];
      forgotten?.release();
      all.delete(oldest);
    }
    return files;
  }
}
