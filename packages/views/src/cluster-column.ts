import type { Row } from './row.ts';
import type { Cell } from './cells/cell.ts';
import type { ColumnView, KindView } from './cells/kind-view.ts';

const KNOWN = new WeakMap<KindView, KindView>();

/** A kind as the list of several clusters shows it: with their names as the last of its columns. The same view for the same kind. */
export function withClusterColumn(view: KindView): KindView {
  const known = KNOWN.get(view) ?? { ...view, columns: [...view.columns, clusterColumn(view)] };
  KNOWN.set(view, known);
  return known;
}

/** What a row has in a column of its view. */
export function cellAt(view: Pick<KindView, 'columns'>, index: number): (row: Row) => Cell {
  return view.columns[index]?.isCluster === true ? row => row.cluster : row => row.cells[index] ?? null;
}

function clusterColumn({ columns }: KindView): ColumnView {
  // A custom kind may have a column of that name.
  const id = columns.some(column => column.id === 'cluster') ? 'inCluster' : 'cluster';
  return { id, type: 'text', width: 150, isFacet: true, isCluster: true, read: () => null };
}
