import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { rowCluster } from '../../data/lists/row-cluster.ts';
import { NOTHING_OPEN, type ViewState } from '../../data/lists/view-state.ts';
import type { SelectedLogs } from './use-selected-logs.ts';

/** The panel follows the focus when it rests for this long. */
const FOLLOW_MS = 150;

/** Views of the focused row's object, beside the list. */
const TAB_KEYS: ReadonlyMap<string, string> = new Map([
  ['l', 'logs'],
  ['y', 'yaml'],
  ['e', 'yaml:edit'],
  ['d', 'overview'],
]);

/** Opens a row's object: in the panel, as a page, or in the panel at the view that a key means. Logs are those of all that is selected. */
export function useOpenRow(
  view: KindView,
  { cluster, resource, search, setSearch }: ViewState,
  ofSelected: SelectedLogs | null,
) {
  const navigate = useNavigate();
  const openPanel = (row: WireRow, tab: string | undefined) => {
    if (search.open === row.key) setSearch({ tab, line: undefined });
    // What was looked for in the log of another is not what is looked for here.
    else setSearch({ ...NOTHING_OPEN, open: row.key, tab }, 'push');
  };
  return {
    as: (row: WireRow, how: 'panel' | 'page') => {
      if (how === 'panel') return openPanel(row, undefined);
      return void navigate({
        to: '/c/$cluster/$resource/$namespace/$name',
        params: { cluster: rowCluster(cluster, row), resource, namespace: row.namespace || '-', name: row.name },
        // A double click has opened the panel on its way: one step back leads to the list.
        replace: search.open === row.key,
      });
    },
    /** Beside the list, at one of its views. */
    at: openPanel,
    /** Whether the key meant something. */
    byKey: (row: WireRow, key: string): boolean => {
      const tab = TAB_KEYS.get(key);
      if (tab === undefined || (tab === 'logs' && view.logs === undefined)) return false;
      if (tab === 'logs' && ofSelected !== null) {
        if (ofSelected.why === null) ofSelected.open();
        return true;
      }
      openPanel(row, tab === 'overview' ? undefined : tab);
      return true;
    },
  };
}

/** While the panel is open it shows the object that the focus rests on. */
export function useFollowingPanel(focused: string | undefined, { search: { open, tab }, setSearch }: ViewState): void {
  const latest = useRef({ open, tab, setSearch });
  latest.current = { open, tab, setSearch };
  useEffect(() => {
    if (focused === undefined) return undefined;
    const timer = setTimeout(() => {
      const { open: shown, tab: view, setSearch: change } = latest.current;
      // The same view of the next object, of its log the same lines; not a text that takes the focus, and no log of another's pod.
      if (shown !== undefined && shown !== focused)
        change({ open: focused, tab: view?.split(':')[0], line: undefined });
    }, FOLLOW_MS);
    return () => clearTimeout(timer);
  }, [focused]);
}
