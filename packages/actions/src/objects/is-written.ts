import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';

/** Whether people write objects of this kind: of those that are known, all but what the cluster writes itself and what is not known whole. */
export function isWritten(resource: GroupVersionResource): boolean {
  return findKindEntry(resource)?.allows === 'change';
}

/** Whether people delete objects of this kind. */
export function isDeleted(resource: GroupVersionResource): boolean {
  const entry = findKindEntry(resource);
  return entry !== undefined && entry.allows !== 'nothing';
}
