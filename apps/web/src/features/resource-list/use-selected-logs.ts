import { useMemo } from 'react';
import { logsRight } from '@lanthorn/actions/pod/log-line.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import type { ActionSubject } from '../../data/actions/use-action-items.ts';
import { useWhyNotEach, type Wanted } from '../../data/actions/use-why-not.ts';
import { dockSelection } from '../../data/dock/dock-store.ts';

/** The logs of all that is selected, as one, below the list: by button and by key. */
export interface SelectedLogs {
  /** Why nothing would be read of them; null where something may be, in one of their namespaces. */
  readonly why: string | null;
  readonly open: () => void;
}

/** Null where nothing is selected, or it has no logs. */
export function useSelectedLogs(view: KindView, subjects: readonly ActionSubject[]): SelectedLogs | null {
  const hasLogs = view.logs !== undefined && subjects.length > 0;
  const why = useWhyNoLogs(hasLogs ? subjects : NONE);
  if (!hasLogs) return null;
  return {
    why,
    open: () =>
      dockSelection(
        view,
        subjects.map(({ target }) => target),
      ),
  };
}

const NONE: readonly ActionSubject[] = [];

function useWhyNoLogs(subjects: readonly ActionSubject[]): string | null {
  const wanted = useMemo(() => {
    const places = new Map<string, Wanted>();
    for (const { target } of subjects) {
      const { cluster } = target;
      const right = logsRight({ ...target, name: '' });
      places.set(JSON.stringify([cluster, right]), { kind: null, clusters: [cluster], rights: [{ cluster, right }] });
    }
    return [...places.values()];
  }, [subjects]);
  const each = useWhyNotEach(wanted);
  return each.every(why => typeof why === 'string') ? (each[0] ?? null) : null;
}
