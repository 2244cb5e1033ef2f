import { must } from '@lanthorn/base/assert.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import type { SortKey } from '@lanthorn/query/row-order.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { findKindAt } from '@lanthorn/views/kind-index.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';

/** What stands between an object and its pods that is asked about at once: a rollout has a few that have pods, and those are the first. */
export const MAX_BETWEEN = 50;
export const WITH_PODS_FIRST: readonly SortKey[] = [
  { column: 'current', descending: true },
  { column: 'age', descending: false },
];
export const PODS = POD_VIEW.resource.resource;

/** How an object comes to its pods: it owns them, or owns what owns them (by its word in the index of kinds), or only selects them. */
export type WayToPods = 'owns' | 'selects' | { readonly through: string };

export function wayToPods(resource: GroupVersionResource): WayToPods {
  const owned = findKindEntry(resource)?.owns;
  if (owned === undefined) return 'selects';
  if (owned === PODS) return 'owns';
  return findKindAt(owned)?.owns === PODS ? { through: owned } : 'selects';
}

/** What stands between. */
export function resourceBetween(through: string): GroupVersionResource {
  return must(findKindAt(through), 'what is owned has an entry').resource;
}

/** The pods that these own; the same question whichever of them has more pods than before. */
export function podsOwnedBy(through: string, between: Iterable<WireRow>): Pick<ListQuery, 'related'> {
  const { group, resource } = resourceBetween(through);
  const targets = [...between]
    .toSorted((a, b) => (a.uid < b.uid ? -1 : 1))
    .map(({ namespace, name, uid }) => ({ ...{ group, resource, namespace, name, uid, labels: {} } }));
  return { related: { way: 'back', meanings: ['owner'], targets } };
}
