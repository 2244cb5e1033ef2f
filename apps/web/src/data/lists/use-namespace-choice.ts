import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { NOTHING_OPEN, type ViewState } from './view-state.ts';

/** Goes to the same list in other namespaces; from an object's own page to the list of its kind. None means all. */
export function useNamespaceChoice({
  cluster,
  resource,
  name,
  search,
  setSearch,
}: ViewState): (namespaces: readonly string[]) => void {
  const navigate = useNavigate();
  const isOpen = search.open !== undefined;
  return useCallback(
    namespaces => {
      const ns = namespaces.length === 0 ? undefined : namespaces.join(',');
      // A page that is no list keeps its own tab.
      if (name === undefined) setSearch({ ns, ...(isOpen ? NOTHING_OPEN : {}) }, 'push');
      else
        void navigate({
          to: '/c/$cluster/$resource',
          params: { cluster, resource },
          search: (ns === undefined ? {} : { ns }) as never,
        });
    },
    [cluster, resource, name, isOpen, setSearch, navigate],
  );
}
