import { useMemo } from 'react';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import type { ActionSubject } from '../../data/actions/use-action-items.ts';
import { rowSubject } from './row-target.ts';
import type { ListSelection } from './use-list-model.ts';

/** What keys act on: what is selected, else what has the focus; where all that was selected is gone, nothing. The same array until that changes. */
export function useActedOn(
  view: KindView,
  cluster: string,
  { selected, gone, focusedRow }: Pick<ListSelection, 'selected' | 'gone' | 'focusedRow'>,
): readonly ActionSubject[] {
  const focused = selected.size + gone.size > 0 ? undefined : focusedRow;
  return useMemo(() => {
    const rows = focused === undefined ? [...selected.values()] : [focused];
    return rows.map(row => rowSubject(cluster, view, row));
  }, [selected, focused, cluster, view]);
}
