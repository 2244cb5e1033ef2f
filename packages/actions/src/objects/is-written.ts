import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindView } from '@lanthorn/views/kind-index.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';

/** Whether people write objects of this kind: of those that are known, all but events, which the cluster writes itself. */
export function isWritten(resource: GroupVersionResource): boolean {
  const view = findKindView(resource);
  return view !== undefined && view !== EVENT_VIEW;
}
