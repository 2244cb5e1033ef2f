import type { Compare } from '@lanthorn/base/collections/sorted-index.ts';
import { type Cell, cellText } from '@lanthorn/views/cells/cell.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import type { Row } from '@lanthorn/views/row.ts';

export interface SortKey {
  readonly column: string;
  readonly descending: boolean;
}

/** Total order of rows: the given keys, then namespace and name, so that equal rows never change places. */
export function compareRows(view: KindView, sort: readonly SortKey[]): Compare<Row> {
  const keys = sort.flatMap(({ column, descending }) => {
    const index = columnIndex(view, column);
    if (index < 0) return [];
    // Ages sort by how long ago: the youngest first, as people read "age ascending".
    const isAge = view.columns[index]?.type === 'time' && column === 'age';
    return [{ index, sign: descending !== isAge ? -1 : 1 }];
  });
  return (a, b) => {
    for (const { index, sign } of keys) {
      const order = compareCells(a.cells[index], b.cells[index]);
      if (order === EMPTY_FIRST || order === EMPTY_LAST) return order;
      if (order !== 0) return order * sign;
    }
    return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
  };
}

/** Empty cells come last in either direction: nobody looks for them. */
const EMPTY_LAST = 2;
const EMPTY_FIRST = -2;

function compareCells(a: Cell | undefined, b: Cell | undefined): number {
  const isEmptyA = isEmpty(a);
  const isEmptyB = isEmpty(b);
  if (isEmptyA || isEmptyB) return isEmptyA === isEmptyB ? 0 : isEmptyA ? EMPTY_LAST : EMPTY_FIRST;
  if (typeof a === 'number' && typeof b === 'number') return Math.sign(a - b);
  if (Array.isArray(a) && Array.isArray(b)) return Math.sign(failures(a) - failures(b));
  return compareText(cellText(a), cellText(b));
}

function isEmpty(cell: Cell | undefined): boolean {
  return (
    cell === null ||
    cell === undefined ||
    cell === '' ||
    (typeof cell === 'object' && !Array.isArray(cell) && 'broken' in cell)
  );
}

function failures(runs: readonly { readonly result?: string }[]): number {
  return runs.filter(run => run.result === 'failed').length;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
