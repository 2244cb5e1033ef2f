import { type RefCallback, useCallback, useContext, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnType, ColumnView, KindView } from '@lanthorn/views/cells/kind-view.ts';
import { useSame } from '../../../data/client/use-same.ts';
import { parseSort } from '../../../data/lists/view-state.ts';
import { fitColumns, type GivingColumn } from '../../../ui/grid/fit-columns.ts';
import type { GridBeyond } from '../../../ui/grid/grid-props.ts';
import { StackedRowsContext } from '../../../ui/grid/row-height.ts';
import { useTimeWords } from '../../../ui/time/reader-time.ts';
import type { KeptColumns } from './use-kept-columns.ts';

/** What a table has beside its columns: the boxes, the buttons at the ends of rows, its edges and a scroll bar. */
const BESIDE = 34 + 40 + 4 + 15;
/** A narrower column holds a number, a word or an address, and is read as it is or not at all. */
const GIVES_FROM = 140;
/** They line up by their ends: wider, they would only stand further from their titles. */
const RIGID: ReadonlySet<ColumnType> = new Set(['number', 'quantity', 'duration', 'time', 'runs', 'boolean', 'status']);
/** Words that lack their end say something else than they do: a narrower schedule is another one. */
const WHOLE: ReadonlySet<ColumnType> = new Set(['schedule']);
/** What a list is opened for stays as long as there is a table. */
const STAYS: ReadonlySet<ColumnType> = new Set(['status', 'runs']);
/** More of what a row is than who it is. */
const FIRST_TO_GO: ReadonlySet<ColumnType> = new Set(['number', 'quantity', 'duration', 'time', 'boolean', 'owner']);

/** Of a moment with its day, in the longer of the two languages; how long ago it was takes less. */
const MOMENT_WIDTH = 136;

/** As wide as its texts mostly are, in the words that the reader has times told in. */
export function usualWidth({ width, type }: ColumnView, isAbsolute: boolean): number {
  return isAbsolute && type === 'time' ? Math.max(width, MOMENT_WIDTH) : width;
}

export interface FittingColumns {
  /** Of the element that the table has the width of. */
  readonly measure: RefCallback<HTMLElement>;
  readonly shown: KeptColumns;
  /** What there is no room for. */
  readonly left: readonly string[];
  readonly beyond: GridBeyond | null;
}

/** Columns as wide as what is in them, as the room has them: the least important are left out where there is none, and the others take what there is. A reader may want all of them. */
export function useFittingColumns(
  view: KindView,
  sort: string | undefined,
  { columns, contents }: { readonly columns: KeptColumns; readonly contents: ReadonlyMap<string, number> },
): FittingColumns {
  const { t } = useTranslation();
  const isStacked = useContext(StackedRowsContext);
  const { isAbsolute } = useTimeWords();
  const [width, setWidth] = useState<number | null>(null);
  const [wantsAll, setWantsAll] = useState(false);
  const measure = useMeasure(setWidth);
  // Another order mostly has the same columns: their rows are not drawn anew for it.
  const fitted = useSame(
    useMemo(() => {
      if (width === null || isStacked) return null;
      const { left, widths } = fitColumns(givingColumns(view, sort, { columns, contents, isAbsolute }), width - BESIDE);
      return { left, widths: Object.fromEntries(widths) };
    }, [view, sort, columns, contents, width, isStacked, isAbsolute]),
  );
  return useMemo(() => {
    const all = { shown: columns, left: NONE, beyond: null, measure };
    if (fitted === null) return all;
    const { left } = fitted;
    const titles = left.map(id => t(`column.${id}`)).join(', ');
    const beyond = (label: string, mark: string): GridBeyond | null =>
      left.length === 0 ? null : { label, mark, onPress: () => setWantsAll(!wantsAll) };
    if (wantsAll && left.length > 0)
      return { ...all, beyond: beyond(t('grid.showFitting', { columns: titles }), `−${left.length}`) };
    const ids = columns.ids.filter(id => !left.includes(id));
    return {
      measure,
      left,
      beyond: beyond(t('grid.showBeyond', { columns: titles }), `+${left.length}`),
      shown: {
        ...columns,
        ids,
        widths: { ...fitted.widths, ...columns.widths },
        // Its place among those that are seen is that of the one it takes.
        move: (id, to) => columns.move(id, columns.ids.indexOf(ids[to] ?? id)),
      },
    };
  }, [columns, fitted, wantsAll, measure, t]);
}

const NONE: readonly string[] = [];

function givingColumns(
  view: KindView,
  sort: string | undefined,
  {
    columns: { ids, isUsual, widths },
    contents,
    isAbsolute,
  }: {
    readonly columns: KeptColumns;
    readonly contents: ReadonlyMap<string, number>;
    readonly isAbsolute: boolean;
  },
): GivingColumn[] {
  const sorted = new Set(parseSort(sort).map(({ column }) => column));
  return ids.flatMap((id, i) => {
    const column = view.columns.find(entry => entry.id === id);
    if (column === undefined) return [];
    const hand = widths[id];
    const stays = i === 0 || sorted.has(id) || STAYS.has(column.type) || column.isHidden === true || column.isCluster;
    return {
      id,
      width: hand ?? usualWidth(column, isAbsolute),
      content: hand === undefined ? contents.get(id) : undefined,
      gives: hand === undefined && column.width >= GIVES_FROM && !RIGID.has(column.type),
      isWhole: hand === undefined && WHOLE.has(column.type),
      isMinor: isUsual && isMinor(column, view),
      rank: stays === true ? null : (isUsual && isMinor(column, view) ? ids.length : 0) + i,
    };
  });
}

/** Before the others it is left out; of those that are alike, the last. */
function isMinor({ id, type }: ColumnView, { headline }: KindView): boolean {
  return (FIRST_TO_GO.has(type) || id === 'timeZone') && id !== 'age' && headline?.includes(id) !== true;
}

/** The width of an element, before it is seen and whenever it changes. */
function useMeasure(onWidth: (width: number) => void): RefCallback<HTMLElement> {
  return useCallback(
    element => {
      if (element === null) return undefined;
      const measure = () => {
        // Without a layout there is nothing to fit.
        if (element.clientWidth > 0) onWidth(element.clientWidth);
      };
      measure();
      const observer = new ResizeObserver(measure);
      observer.observe(element);
      return () => observer.disconnect();
    },
    [onWidth],
  );
}
