import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { EMPTY_LIST, type ListSnapshot } from './list-store.ts';
import { useLiveLists } from './use-live-lists.ts';

/** Those events that match, as many as are wanted, the last seen first. */
export function useNewestEvents(
  { cluster, namespaces }: { readonly cluster: string; readonly namespaces: readonly string[] },
  filter: string,
  limit: number,
): ListSnapshot {
  const sort = [{ column: 'lastSeen', descending: true }];
  const query = { cluster, resource: EVENT_VIEW.resource, namespaces: [...namespaces], filter, sort, limit };
  return useLiveLists([query]).lists[0] ?? EMPTY_LIST;
}
