import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { ColumnView } from './kind-view.ts';
import { joined } from './path-columns.ts';

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** In kubectl's short forms and order, whatever the object's is. */
export function accessModes(modes: unknown): string | null {
  const given = new Set(asArray(modes).map(asString));
  return joined(
    Object.entries(MODES).flatMap(([mode, short]) => (given.has(mode) ? [short] : [])),
    ',',
  );
}

/** The class of a volume or a claim; those of objects that are older than the field stand in an annotation. */
function storageClassOf(object: unknown): string {
  const old = readMeta(object).annotations['volume.beta.kubernetes.io/storage-class'];
  return old ?? asString(getPath(object, 'spec', 'storageClassName'));
}

export const STORAGE_CLASS: ColumnView = {
  id: 'storageClass',
  type: 'text',
  width: 130,
  isFacet: true,
  read: object => storageClassOf(object) || null,
  refersTo: object => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    namespace: '',
    name: storageClassOf(object),
  }),
};
