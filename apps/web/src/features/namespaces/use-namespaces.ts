import { useEffect, useMemo } from 'react';
import { must } from '@lanthorn/base/assert.ts';
import { findKindViewByName } from '@lanthorn/views/kind-index.ts';
import { type LiveList, useLiveList } from '../../data/use-live-list.ts';

/** The namespaces of a cluster whose name holds a text, in order of name; at most so many. */
export function useNamespaces(cluster: string, text: string, limit: number): LiveList {
  const { resource } = must(findKindViewByName('namespaces'), 'namespaces have a view');
  const list = useLiveList(
    useMemo(() => ({ cluster, resource }), [cluster, resource]),
    useMemo(
      () => ({
        namespaces: [],
        filter: text === '' ? '' : `name:${text}`,
        sort: [{ column: 'name', descending: false }],
      }),
      [text],
    ),
    limit,
  );
  const { setWindow } = list;
  useEffect(() => setWindow({ offset: 0, limit, hold: false }), [setWindow, limit]);
  return list;
}
