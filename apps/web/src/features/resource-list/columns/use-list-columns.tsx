import { memo, type ReactNode, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { deepEqual } from '@lanthorn/base/json.ts';
import { type Cell, cellText, isEmpty } from '@lanthorn/views/cells/cell.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import type { ColumnView, KindView, ObjectReference } from '@lanthorn/views/cells/kind-view.ts';
import { ClusterTime } from '../../../parts/cluster-time.tsx';
import { CellView } from '../../../parts/cell-view.tsx';
import type { GridColumn } from '../../../ui/grid/grid-props.ts';
import { useTimeWords } from '../../../ui/time/reader-time.ts';
import { rowCluster } from '../../../data/lists/row-cluster.ts';
import { later } from '../../../ui/words/later.ts';
import { CellLink } from './cell-link.tsx';
import { usualWidth } from './use-fitting-columns.ts';
import type { KeptColumns } from './use-kept-columns.ts';

const TakenCell = later(async () => (await import('./taken-cell.tsx')).TakenCell);

/** Numbers end at one line, so that their sizes are seen. */
const RIGHT: ReadonlySet<string> = new Set(['number', 'quantity', 'duration', 'time']);

/** A moment to come is what a list of such is read for. */
function isBeside({ id, type, expires }: ColumnView): boolean {
  return id === 'namespace' || type === 'owner' || (type === 'time' && expires !== true);
}

/** Where a narrow screen has it: the state, when it comes or since when it is there, its namespace and what its kind tells first. */
function placeOf(
  { id, type, isHidden, isCluster }: ColumnView,
  { headline }: KindView,
): Pick<GridColumn<WireRow>, 'place' | 'isChosen'> {
  if (type === 'status') return { place: 'state' };
  if (isHidden === true) return { place: 'detail', isChosen: true };
  if (type === 'time') return headline?.includes(id) === true || id === 'age' ? { place: 'when' } : {};
  if (id === 'name') return {};
  return id === 'namespace' || isCluster === true || (headline?.includes(id) ?? true) ? { place: 'detail' } : {};
}

interface ListCellProps {
  readonly cell: Cell | undefined;
  readonly column: ColumnView;
  readonly cluster: string;
  readonly reference: ObjectReference | undefined;
}

/** Drawn again only for another fact: what it refers to is told anew with every row. */
const ListCell = memo(
  ({ cluster, reference, ...cell }: ListCellProps) => {
    const shown = <CellView {...cell} />;
    return reference === undefined ? (
      shown
    ) : (
      <CellLink cluster={cluster} reference={reference}>
        {shown}
      </CellLink>
    );
  },
  ({ reference: before, ...one }, { reference: after, ...other }) =>
    deepEqual(before, after) && ONLY.every(key => one[key] === other[key]),
);
ListCell.displayName = 'ListCell';

/** Beside what an object lends how much of it is taken, where that is told. */
function withTaken(
  plain: ReactNode,
  { column: { lends }, ...of }: Pick<ListCellProps, 'column' | 'cluster'> & { readonly name: string },
): ReactNode {
  if (lends === undefined) return plain;
  return (
    <Suspense fallback={plain}>
      <TakenCell {...of} measure={lends}>
        {plain}
      </TakenCell>
    </Suspense>
  );
}

const ONLY = ['cell', 'column', 'cluster'] as const;

/** The columns that are shown, and how their cells are drawn. */
export function useListColumns(
  view: KindView,
  cluster: string,
  { ids, widths }: Pick<KeptColumns, 'ids' | 'widths'>,
): GridColumn<WireRow>[] {
  const { t } = useTranslation();
  const { isAbsolute } = useTimeWords();
  return useMemo(() => {
    return ids.flatMap(id => {
      const index = columnIndex(view, id);
      const column = view.columns[index];
      if (column === undefined) return [];
      return {
        id,
        title: t(`column.${id}`),
        width: widths[id] ?? usualWidth(column, isAbsolute),
        align: RIGHT.has(column.type) ? ('right' as const) : ('left' as const),
        ...placeOf(column, view),
        isBeside: isBeside(column),
        isEmptyAt: (row: WireRow) => isEmpty((row.cells[index] ?? null) as Cell),
        isChanged: (before: WireRow, after: WireRow) => !deepEqual(before.cells[index], after.cells[index]),
        render: (row: WireRow) => {
          const cell = row.cells[index] as Cell | undefined;
          const reference = column.rowRefersTo?.(row, cellText(cell));
          const own = rowCluster(cluster, row);
          const plain = <ListCell cell={cell} column={column} cluster={own} reference={reference} />;
          const shown = withTaken(plain, { column, cluster: own, name: row.name });
          // Its age is told by the clock of its own cluster.
          return own === cluster || column.type !== 'time' ? shown : <ClusterTime cluster={own}>{shown}</ClusterTime>;
        },
      };
    });
  }, [view, cluster, ids, widths, t, isAbsolute]);
}
