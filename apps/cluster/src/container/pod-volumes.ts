import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Disk } from './system/disk.ts';
import { FileSystem } from './system/file-system.ts';
import type { ReadSource } from './container-sources.ts';

/** Claims whose files are kept while no pod uses them; the oldest are forgotten first. */
const MAX_UNUSED = 100;

interface ClaimFiles {
  readonly namespace: string;
  readonly name: string;
  readonly files: FileSystem;
  /** Uids of pods. */
  readonly users: Set<string>;
}

/** What volumes hold that containers write to: those of a pod go with it, those of a claim stay as long as the claim. */
export class PodVolumes {
  readonly #ofPods = new Map<string, Map<string, FileSystem>>();
  /** By what tells a claim from another one of its name. */
  readonly #ofClaims = new Map<string, ClaimFiles>();
  readonly #disk: Disk;
  readonly #read: ReadSource;

  constructor(disk: Disk, read: ReadSource) {
    this.#disk = disk;
    this.#read = read;
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

  /** Of claims as well that are there no more, once nobody uses them. */
  forget(uid: string): void {
    for (const files of this.#ofPods.get(uid)?.values() ?? []) files.release();
    this.#ofPods.delete(uid);
    for (const { users } of this.#ofClaims.values()) users.delete(uid);
    const unused = [...this.#ofClaims].filter(([, { users }]) => users.size === 0);
    const isGone = ([key, claim]: (typeof unused)[number]) => this.#keyOf(claim) !== key;
    const kept = unused.filter(claim => !isGone(claim));
    for (const [key, { files }] of [...unused.filter(isGone), ...kept.slice(0, -MAX_UNUSED)]) {
      files.release();
      this.#ofClaims.delete(key);
    }
  }

  #keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
    return `${namespace}/${name}/${this.#read('persistentvolumeclaims', { namespace, name })?.metadata.uid ?? ''}`;
  }

  /** Null where its files are those of objects, which each container is given by itself. */
  #files(pod: KubeObject, volume: JsonObject): FileSystem | null {
    const { uid = '', namespace = '' } = pod.metadata;
    const claim = asString(getPath(volume, 'persistentVolumeClaim', 'claimName'));
    if (claim !== '') return this.#claimed(uid, { namespace, name: claim });
    if (volume['emptyDir'] === undefined && volume['ephemeral'] === undefined) return null;
    const own = this.#ofPods.get(uid) ?? new Map<string, FileSystem>();
    this.#ofPods.set(uid, own);
    const name = asString(volume['name']);
    const files = own.get(name) ?? new FileSystem(this.#disk);
    own.set(name, files);
    return files;
  }

  #claimed(uid: string, claim: { readonly namespace: string; readonly name: string }): FileSystem {
    const key = this.#keyOf(claim);
    const known = this.#ofClaims.get(key) ?? { ...claim, files: new FileSystem(this.#disk), users: new Set<string>() };
    // Behind those that were used before.
    this.#ofClaims.delete(key);
    this.#ofClaims.set(key, known);
    known.users.add(uid);
    return known.files;
  }
}
