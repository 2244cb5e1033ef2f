import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';

/** Whether people write objects of this kind: all but what the cluster writes itself and what is not known whole. Of a kind without a record the server has the last word. */
export function isWritten(resource: GroupVersionResource): boolean {
  return allowed(resource) === 'change';
}

/** Whether people delete objects of this kind. */
export function isDeleted(resource: GroupVersionResource): boolean {
  return allowed(resource) !== 'nothing';
}

const allowed = (resource: GroupVersionResource) => findKindEntry(resource)?.allows ?? 'change';
