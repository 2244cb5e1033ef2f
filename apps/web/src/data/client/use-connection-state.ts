import { useSyncExternalStore } from 'react';
import type { ConnectionState } from '../connection/connection.ts';
import { useClient } from './client.ts';

/** How this tab's connection to its own server is, now and whenever that changes. */
export function useConnectionState(): ConnectionState {
  const { connection } = useClient();
  return useSyncExternalStore(
    listener => connection.onState(listener),
    () => connection.state,
  );
}
