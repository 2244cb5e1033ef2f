import { useMemo, useState } from 'react';
import { type Cell, isEmpty } from '@lanthorn/views/cells/cell.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { useSame } from '../../../data/client/use-same.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import { movedColumn } from '../../../data/lists/list-columns.ts';
import type { LiveList } from '../../../data/lists/use-live-list.ts';
import { parseSort, type ViewState } from '../../../data/lists/view-state.ts';
import type { KeptColumns } from './use-kept-columns.ts';

const NONE: readonly string[] = [];

/** As they are chosen from. */
export interface OfferedColumns extends KeptColumns {
  /** Those of the usual columns that are left out, since nothing in the list has anything in them. */
  readonly empty: readonly string[];
}

export interface FilledColumns {
  readonly offered: OfferedColumns;
  /** As they are seen. */
  readonly shown: KeptColumns;
}

/**
 * The columns without those that are dashes from top to bottom. Only the usual ones are left out: what a person chose stays. It is known
 * of a list that is told whole and not filtered, and decided once: rows that come later bring a column back, and take none away.
 */
export function useFilledColumns(
  list: Pick<LiveList, 'rows' | 'keys' | 'matched' | 'state'>,
  { view, search }: { readonly view: KindView } & Pick<ViewState, 'search'>,
  columns: KeptColumns,
): FilledColumns {
  const { ids, isUsual, choose } = columns;
  const { rows, keys, matched } = list;
  const [decided, setDecided] = useState<readonly string[] | null>(null);
  const isWhole = listAnswer(list).kind === 'told' && matched !== null && keys.length >= matched;
  const isPlain = search.q === undefined && search.group === undefined;
  const [first] = ids;
  const unfilled = useMemo(() => {
    const sorted = new Set(parseSort(search.sort).map(({ column }) => column));
    const all = [...rows.values()].filter(({ group }) => group === undefined);
    return (decided ?? ids).filter(id => {
      const index = columnIndex(view, id);
      return id !== first && !sorted.has(id) && all.every(({ cells }) => isEmpty((cells[index] ?? null) as Cell));
    });
  }, [rows, decided, ids, first, view, search.sort]);
  if (decided === null && isUsual && isWhole && isPlain && rows.size > 0) setDecided(unfilled);
  // Of rows that are not here nobody knows.
  else if (decided !== null && decided.length > 0 && listAnswer(list).kind === 'told' && !isWhole) setDecided(NONE);
  else if (decided !== null && unfilled.length < decided.length) setDecided(unfilled);
  // Rows change all the time; what is drawn anew for it is only what differs.
  const empty = useSame(isUsual && decided !== null ? unfilled : NONE);
  return useMemo(() => {
    const seen = ids.filter(id => !empty.includes(id));
    return {
      offered: { ...columns, empty },
      shown: { ...columns, ids: seen, move: (id, to) => choose(movedColumn(seen, id, to)) },
    };
  }, [columns, ids, empty, choose]);
}
