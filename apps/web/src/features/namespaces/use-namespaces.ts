import { useMemo } from 'react';
import { kindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { type LiveList, useLiveList } from '../../data/lists/use-live-list.ts';

/** The namespaces of clusters whose name holds a text, in order of name; at most so many. */
export function useNamespaces([cluster = '', ...others]: readonly string[], text: string, limit: number): LiveList {
  const { resource } = kindEntry('namespaces');
  return useLiveList(
    { cluster, resource, ...(others.length === 0 ? {} : { others }) },
    useMemo(
      () => ({
        namespaces: [],
        filter: text === '' ? '' : `name:${text}`,
        sort: [{ column: 'name', descending: false }],
      }),
      [text],
    ),
    { offset: 0, limit },
  );
}
