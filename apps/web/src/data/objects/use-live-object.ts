import { useCallback, useEffect, useRef, useState } from 'react';
import type { ObjectQuery } from '@lanthorn/protocol/up-messages.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { useClient } from '../client/client.ts';
import type { SubscriptionHandle } from '../connection/connection.ts';
import { useFreshState } from '../client/use-fresh-state.ts';

export interface LiveObject {
  /** undefined until known; null when there is no such object (any more). */
  readonly object: unknown;
  /** What was there before it was deleted. */
  readonly last: unknown;
  readonly state: QueryState;
  readonly retry: () => void;
}

const LOADING: QueryState = { kind: 'loading', loaded: 0, total: null };

interface Held {
  readonly object: unknown;
  readonly last: unknown;
  readonly state: QueryState;
}

const NOTHING: Held = { object: undefined, last: null, state: LOADING };

/** One object, kept up to date. */
export function useLiveObject(subject: Omit<ObjectQuery, 'kind'>): LiveObject {
  const { connection } = useClient();
  const [held, setHeld] = useState(NOTHING);
  const [epoch, setEpoch] = useState(0);
  const handle = useRef<SubscriptionHandle | null>(null);
  const key = JSON.stringify(subject);

  useEffect(() => {
    setHeld(NOTHING);
    const query: ObjectQuery = { kind: 'object', ...(JSON.parse(key) as Omit<ObjectQuery, 'kind'>) };
    const subscription = connection.subscribe(query, frame => {
      if (frame.type !== 'object') return;
      setEpoch(connection.epoch);
      setHeld(before => ({
        object: frame.object === undefined ? before.object : frame.object,
        last: frame.object ?? before.object ?? before.last,
        state: frame.state ?? before.state,
      }));
    });
    handle.current = subscription;
    return () => subscription.close();
  }, [connection, key]);

  const retry = useCallback(() => handle.current?.retry(), []);
  return { ...held, state: useFreshState(held.state, { isEmpty: held.object === undefined, epoch }), retry };
}
