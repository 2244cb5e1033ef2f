import { useSyncExternalStore } from 'react';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { useClient } from './client.ts';

/** The server's word on freshness, unless the server itself cannot be heard: then nothing here is live. */
export function useFreshState(state: QueryState, isEmpty: boolean): QueryState {
  const { connection } = useClient();
  const connectionState = useSyncExternalStore(
    listener => connection.onState(listener),
    () => connection.state,
  );
  if (connectionState.kind !== 'lost') return state;
  return { kind: 'stale', since: connectionState.since, reason: 'lanthorn', retryAt: connectionState.retryAt, isEmpty };
}
