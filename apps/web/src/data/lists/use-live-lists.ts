import { useCallback, useEffect, useState } from 'react';
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
  /** By the query as text. */
  const [told, setTold] = useState<ReadonlyMap<string, Held>>(new Map());
  const [open] = useState(() => new Map<string, SubscriptionHandle>());
  const keys = queries.map(query => JSON.stringify(query));
  const key = JSON.stringify(keys);
  useEffect(() => {
    const wanted = new Set(JSON.parse(key) as readonly string[]);
    for (const [query, handle] of open) {
      if (wanted.has(query)) continue;
      handle.close();
      open.delete(query);
    }
    setTold(before => {
      const kept = [...before].filter(([query]) => wanted.has(query));
      return kept.length === before.size ? before : new Map(kept);
    });
    // What is read already goes on: which kinds there are is known while the first are read.
    for (const query of wanted) {
      if (open.has(query)) continue;
      const asked = JSON.parse(query) as HeadQuery;
      const handle = connection.subscribe({ kind: 'list', ...asked, offset: 0, hold: false }, frame => {
        if (frame.type !== 'list') return;
        setTold(before => {
          const { snapshot } = before.get(query) ?? UNTOLD;
          return new Map(before).set(query, { snapshot: applyFrame(snapshot, frame), epoch: connection.epoch });
        });
      });
      open.set(query, handle);
    }
  }, [connection, key, open]);
  useEffect(
    () => () => {
      for (const handle of open.values()) handle.close();
      open.clear();
      setTold(new Map());
    },
    [connection, open],
  );
  const retry = useCallback(() => {
    for (const handle of open.values()) handle.retry();
  }, [open]);
  const lists = keys.map(query => {
    // What was told of other lists is nothing told of these.
    const { snapshot, epoch } = told.get(query) ?? UNTOLD;
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
