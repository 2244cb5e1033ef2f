import { useEffect, useMemo, useState } from 'react';
import type { ReleaseLine, ReleaseStates, ToldRelease } from '@lanthorn/protocol/http/helm-messages.ts';
import type { ReleasesQuery } from '@lanthorn/protocol/stream-queries.ts';
import type { StreamEnd } from '@lanthorn/protocol/streams.ts';
import { useClient } from '../client/client.ts';

export interface LiveReleases {
  /** In order of namespace and name. */
  readonly releases: readonly ToldRelease[];
  /** Null until they are told. */
  readonly states: ReleaseStates | null;
  /** As many as are not told. */
  readonly left: number;
  /** Why nothing more is told. */
  readonly end: StreamEnd | null;
  readonly retry: () => void;
}

interface Told {
  readonly byKey: ReadonlyMap<string, ToldRelease>;
  readonly states: ReleaseStates | null;
  readonly left: number;
}

const NOTHING: Told = { byKey: new Map(), states: null, left: 0 };

/** The releases of these namespaces, or of all where there are none, live. */
export function useReleases(cluster: string, namespaces: readonly string[]): LiveReleases {
  const { connection } = useClient();
  const [told, setTold] = useState(NOTHING);
  const [end, setEnd] = useState<StreamEnd | null>(null);
  const [tries, setTries] = useState(0);
  const wanted = namespaces.join(',');
  useEffect(() => {
    const query: ReleasesQuery = {
      kind: 'releases',
      cluster,
      namespaces: wanted === '' ? [] : wanted.split(','),
    };
    const decoder = new TextDecoder();
    let rest = '';
    setTold(NOTHING);
    setEnd(null);
    const handle = connection.openStream(query, {
      onBytes: ({ bytes }) => {
        const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
        rest = lines.pop() ?? '';
        const news = lines.map(line => JSON.parse(line) as ReleaseLine);
        setTold(before => news.reduce(toldWith, before));
      },
      onEnd: setEnd,
      renew: () => {
        // A new socket begins with a new line.
        rest = '';
        setEnd(null);
        return query;
      },
    });
    return () => handle.close();
  }, [connection, cluster, wanted, tries]);
  return useMemo(() => {
    const { byKey, states, left } = told;
    const releases = [...byKey.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, release]) => release);
    return { releases, states, left, end, retry: () => setTries(count => count + 1) };
  }, [told, end]);
}

function toldWith(before: Told, line: ReleaseLine): Told {
  switch (line.type) {
    case 'begin':
      return NOTHING;
    case 'release':
      return { ...before, byKey: new Map(before.byKey).set(line.key, line.release) };
    case 'gone': {
      const byKey = new Map(before.byKey);
      byKey.delete(line.key);
      return { ...before, byKey };
    }
    case 'states':
      return { ...before, states: line.states, left: line.left };
  }
}
