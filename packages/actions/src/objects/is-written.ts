import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';

/**
 * Whether people change and delete objects of this kind: all but what the cluster writes itself and what is not known whole. Of a kind
 * without a record the server has the last word.
 */
export function isWritten(resource: GroupVersionResource): boolean {
  return findKindEntry(resource)?.allows !== 'nothing';
}

/** Its values are not known here: it can be applied and deleted as a whole, but neither changed in part nor made again. */
export function isSecret({ group, resource }: Pick<GroupVersionResource, 'group' | 'resource'>): boolean {
  return group === '' && resource === 'secrets';
}
