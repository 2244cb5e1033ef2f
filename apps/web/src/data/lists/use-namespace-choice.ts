import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { ViewState } from './view-state.ts';

/** Goes to the same list in other namespaces; from an object's own page to the list of its kind. None means all. */
export function useNamespaceChoice({
  cluster,
  resource,
  name,
  setSearch,
}: ViewState): (namespaces: readonly string[]) => void {
  const navigate = useNavigate();
  return useCallback(
    namespaces => {
      const ns = namespaces.length === 0 ? undefined : namespaces.join(',');
      if (name === undefined) setSearch({ ns, open: undefined, tab: undefined }, 'push');
      else
        void navigate({
          to: '/c/$cluster/$resource',
          params: { cluster, resource },
          search: (ns === undefined ? {} : { ns }) as never,
        });
    },
    [cluster, resource, name, setSearch, navigate],
  );
}
