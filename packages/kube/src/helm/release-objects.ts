import { asStringMap, deepEqual, getPath } from '@lanthorn/base/json.ts';
import { parseApiVersion } from '../api/group-version-resource.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { readManifests } from '../objects/manifests.ts';

/** An object of a manifest. */
export interface ReleaseObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** '' where the manifest says none: that of the release, or none for kinds of the cluster. */
  readonly namespace: string;
  readonly name: string;
  /** Helm leaves it in the cluster, whatever becomes of the release. */
  readonly isKept: boolean;
  readonly object: KubeObject;
}

/** What Helm's own client takes for a wish to be kept, whatever its case. */
const KEEP = 'keep';

/** The objects of a manifest in its order, and whether some of it could not be read. Total. */
export function releaseObjects(manifest: string): {
  readonly objects: readonly ReleaseObject[];
  readonly isWhole: boolean;
} {
  const { manifests, problems } = readManifests(manifest);
  const objects = manifests.map(({ object }) => ({
    apiVersion: object.apiVersion ?? '',
    kind: object.kind ?? '',
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name ?? '',
    isKept: isKept(object),
    object,
  }));
  return { objects, isWhole: problems.length === 0 };
}

function isKept(object: unknown): boolean {
  const policy = asStringMap(getPath(object, 'metadata', 'annotations'))['helm.sh/resource-policy'] ?? '';
  return policy.trim().toLowerCase() === KEEP;
}

/** What Helm would do with an object. */
export type ReleaseEffect = 'created' | 'changed' | 'same' | 'deleted' | 'kept';

export interface ObjectEffect extends ReleaseObject {
  readonly effect: ReleaseEffect;
}

/** What becomes of each object when the manifest of a release becomes another; those that go, last. */
export function rollbackEffects(current: readonly ReleaseObject[], wanted: readonly ReleaseObject[]): ObjectEffect[] {
  const before = new Map(current.map(one => [objectKey(one), one]));
  const after = new Set(wanted.map(objectKey));
  const gone = current.filter(one => !after.has(objectKey(one)));
  return [
    ...wanted.map((one): ObjectEffect => {
      const old = before.get(objectKey(one));
      const effect = old === undefined ? 'created' : deepEqual(old.object, one.object) ? 'same' : 'changed';
      return { ...one, effect };
    }),
    ...uninstallEffects(gone),
  ];
}

/** What becomes of each object when a release goes. */
export function uninstallEffects(current: readonly ReleaseObject[]): ObjectEffect[] {
  return current.map(one => ({ ...one, effect: one.isKept ? 'kept' : 'deleted' }));
}

/** Helm knows an object by group, kind, namespace and name, in whichever version it is written. */
function objectKey({ apiVersion, kind, namespace, name }: ReleaseObject): string {
  return JSON.stringify([parseApiVersion(apiVersion).group, kind, namespace, name]);
}
