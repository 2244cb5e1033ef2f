import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_FOLDS } from '@lanthorn/protocol/constants.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import type { ViewState } from '../../../data/lists/view-state.ts';
import type { GridFold, VirtualGridProps } from '../../../ui/grid/grid-props.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { facetText } from '../filter/facet-words.ts';

type Folds = NonNullable<ListQuery['folds']>;

const NOTHING: Folds = { isAllFolded: false, others: [] };

export interface Groups {
  /** Columns that rows can be grouped by. */
  readonly choices: readonly string[];
  /** The one they are grouped by, '' for none. */
  readonly column: string;
  readonly folds: Folds;
  readonly choose: (column: string) => void;
  readonly fold: (fold: GridFold) => void;
  readonly titleOf: (value: string) => string;
  /** What the table is told of them. */
  readonly grid: Pick<VirtualGridProps<WireRow>, 'groupOf' | 'onFold' | 'isGrouped'>;
}

/** Folds or unfolds one group; of too many that differ from the rest, the one that was touched first is as the rest again. */
export function withFold({ isAllFolded, others }: Folds, value: string): Folds {
  const next = others.includes(value) ? others.filter(other => other !== value) : [...others, value];
  return { isAllFolded, others: next.slice(-MAX_FOLDS) };
}

/** By which column the list is grouped, as its address says, and which groups are folded here. */
export function useGroups(view: KindView, { search: { group }, setSearch }: ViewState): Groups {
  const { t } = useTranslation();
  const [kept, setKept] = useState<{ readonly column: string; readonly folds: Folds }>({ column: '', folds: NOTHING });
  return useMemo(() => {
    const choices = view.columns.filter(({ isFacet }) => isFacet === true);
    const known = choices.find(({ id }) => id === group);
    const column = known?.id ?? '';
    const folds = kept.column === column ? kept.folds : NOTHING;
    const fold = (change: GridFold) =>
      setKept({
        column,
        folds: 'all' in change ? { isAllFolded: change.all === 'fold', others: [] } : withFold(folds, change.value),
      });
    const titleOf = (value: string) => {
      if (value === '') return t('group.nothing', { column: t(`column.${column}`) });
      return known === undefined ? visibleText(value) : facetText(t, known, value);
    };
    return {
      choices: choices.map(({ id }) => id),
      column,
      folds,
      choose: chosen => setSearch({ group: chosen === '' ? undefined : chosen }),
      fold,
      titleOf,
      grid: {
        groupOf: ({ group: head }) => (head === undefined ? null : { ...head, title: titleOf(head.value) }),
        onFold: fold,
        isGrouped: column !== '',
      },
    };
  }, [view, group, kept, setSearch, t]);
}
