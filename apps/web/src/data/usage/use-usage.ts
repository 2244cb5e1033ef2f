import { useMemo } from 'react';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KindsAnswer } from '@lanthorn/protocol/http/kind-messages.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { JoinView } from '@lanthorn/views/cells/kind-view.ts';
import { useServedKinds } from '../client/use-served-kinds.ts';
import { useLiveObject } from '../objects/use-live-object.ts';

/** What is known of what an object uses. */
export type UsageAnswer =
  | { readonly kind: 'loading' }
  /** The cluster has no such measurements, or whoever makes them does not answer. */
  | { readonly kind: 'notServed' | 'failing' }
  /** They may not be read, or could not be. */
  | { readonly kind: 'unread'; readonly state: QueryState }
  /** There are some, and none of this object: it does not run, or was not measured yet. */
  | { readonly kind: 'unmeasured' }
  | { readonly kind: 'known'; readonly metrics: unknown };

/** What one object uses, measured while it is on screen. */
export function useUsage(
  cluster: string,
  { resource }: Pick<JoinView, 'resource'>,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): UsageAnswer {
  const served = servedUsage(useServedKinds(cluster), resource);
  const live = useLiveObject(
    useMemo(() => ({ cluster, resource, namespace, name }), [cluster, resource, namespace, name]),
  );
  if (live.object !== undefined && live.object !== null) return { kind: 'known', metrics: live.object };
  // A server that does not know the path says of every object that it is not there.
  if (served === 'notServed' || served === 'failing') return { kind: served };
  if (live.state.kind === 'forbidden' || (live.state.kind === 'stale' && live.state.isEmpty))
    return { kind: 'unread', state: live.state };
  return { kind: live.object === null && served === 'served' ? 'unmeasured' : 'loading' };
}

/** Whether a cluster measures what is used; null while that is not known. */
export function servedUsage(
  served: KindsAnswer | null,
  resource: JoinView['resource'],
): 'served' | 'notServed' | 'failing' | null {
  if (served === null) return null;
  if (served.kinds.some(kind => groupResource(kind) === groupResource(resource))) return 'served';
  return served.unanswered.some(group => group.startsWith(`${resource.group}/`)) ? 'failing' : 'notServed';
}
