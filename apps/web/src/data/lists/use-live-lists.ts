import { useCallback, useEffect, useRef, useState } from 'react';
import { isListed } from '@lanthorn/query/query-state.ts';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import { useClient } from '../client/client.ts';
import type { SubscriptionHandle } from '../connection/connection.ts';
import { applyFrame, EMPTY_LIST, type ListSnapshot } from './list-store.ts';
import { useFreshness } from '../client/use-fresh-state.ts';

export type HeadQuery = Omit<ListQuery, 'kind' | 'offset' | 'hold' | 'anchor'>;

interface Held {
  readonly snapshot: ListSnapshot;
  readonly epoch: number;
}

const UNTOLD: Held = { snapshot: EMPTY_LIST, epoch: 0 };

/** The first rows, counts and facets of several lists, in the order of the queries, for a page that sums them up. */
export function useLiveLists(queries: readonly HeadQuery[]): {
  readonly lists: readonly ListSnapshot[];
  readonly retry: () => void;
} {
  const { connection } = useClient();
  const freshness = useFreshness();
  const [told, setTold] = useState<{ readonly key: string; readonly held: readonly Held[] }>({ key: '', held: [] });
  const handles = useRef<readonly SubscriptionHandle[]>([]);
  const key = JSON.stringify(queries);
  useEffect(() => {
    const wanted = JSON.parse(key) as readonly HeadQuery[];
    setTold({ key, held: wanted.map(() => UNTOLD) });
    const subscriptions = wanted.map((query, index) =>
      connection.subscribe({ kind: 'list', ...query, offset: 0, hold: false }, frame => {
        if (frame.type !== 'list') return;
        setTold(before => ({
          key,
          held: before.held.map((entry, i) =>
            i === index ? { snapshot: applyFrame(entry.snapshot, frame), epoch: connection.epoch } : entry,
          ),
        }));
      }),
    );
    handles.current = subscriptions;
    return () => {
      for (const subscription of subscriptions) subscription.close();
    };
  }, [connection, key]);
  const retry = useCallback(() => {
    for (const handle of handles.current) handle.retry();
  }, []);
  const lists = queries.map((_query, i) => {
    // What was told of other lists is nothing told of these.
    const { snapshot, epoch } = (told.key === key ? told.held[i] : undefined) ?? UNTOLD;
    const heard = { isEmpty: snapshot.matched === null, epoch };
    const clusters = Object.entries(snapshot.clusters ?? {}).map(
      ([name, of]) => [name, freshness(of, { isEmpty: !isListed(of), epoch })] as const,
    );
    return {
      ...snapshot,
      state: freshness(snapshot.state, heard),
      clusters: snapshot.clusters === null ? null : Object.fromEntries(clusters),
    };
  });
  return { lists, retry };
}
