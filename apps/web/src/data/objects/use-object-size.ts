import { useNavigate } from '@tanstack/react-router';
import { carryFocus } from '../../ui/focus/carried-focus.ts';
import { listAddress } from '../lists/list-memory.ts';
import { openedObject } from './opened-object.ts';
import type { ViewState } from '../lists/view-state.ts';

/** The panel and the page of an object are two sizes of the same thing: the other one, at the same tab, and the focus where it was. Null where no object is open. */
export function useObjectSize({ cluster, resource, namespace, name, search }: ViewState): (() => void) | null {
  const navigate = useNavigate();
  const { open, tab, ns } = search;
  const view = tab === undefined ? {} : { tab };
  if (name !== undefined)
    return () => {
      carryFocus();
      const key = namespace === undefined || namespace === '' ? name : `${namespace}/${name}`;
      void navigate({
        to: '/c/$cluster/$resource',
        params: { cluster, resource },
        search: { ...listAddress(cluster, resource, ns), open: key, ...view } as never,
      });
    };
  if (open === undefined) return null;
  const opened = openedObject(open, cluster);
  return () => {
    carryFocus();
    void navigate({
      to: '/c/$cluster/$resource/$namespace/$name',
      params: { resource, ...opened, namespace: opened.namespace || '-' },
      search: { ...(ns === undefined ? {} : { ns }), ...view } as never,
    });
  };
}
