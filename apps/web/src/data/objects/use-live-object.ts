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

/** What has been told, and of which object. */
interface Told {
  readonly key: string;
  readonly held: Held;
  readonly epoch: number;
}

const UNTOLD = { held: NOTHING, epoch: 0 };

/** One object, kept up to date. */
export function useLiveObject(subject: Omit<ObjectQuery, 'kind'>): LiveObject {
  const { connection } = useClient();
  const [told, setTold] = useState<Told | null>(null);
  const handle = useRef<SubscriptionHandle | null>(null);
  const key = JSON.stringify(subject);

  useEffect(() => {
    setTold(null);
    const query: ObjectQuery = { kind: 'object', ...(JSON.parse(key) as Omit<ObjectQuery, 'kind'>) };
    const subscription = connection.subscribe(query, frame => {
      if (frame.type !== 'object') return;
      setTold(earlier => {
        const before = earlier?.held ?? NOTHING;
        const held = {
          object: frame.object === undefined ? before.object : frame.object,
          last: frame.object ?? before.object ?? before.last,
          state: frame.state ?? before.state,
        };
        return { key, held, epoch: connection.epoch };
      });
    });
    handle.current = subscription;
    return () => subscription.close();
  }, [connection, key]);

  const retry = useCallback(() => handle.current?.retry(), []);
  // What was told of another object is nothing told of this one.
  const { held, epoch } = told?.key === key ? told : UNTOLD;
  return { ...held, state: useFreshState(held.state, { isEmpty: held.object === undefined, epoch }), retry };
}
