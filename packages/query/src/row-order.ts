import type { FirstValue } from '@lanthorn/base/collections/bucketed-sort.ts';
import type { Compare } from '@lanthorn/base/collections/sorted-index.ts';
import { type Cell, cellText, isBroken, type RunCell } from '@lanthorn/views/cells/cell.ts';
import { cellAt } from '@lanthorn/views/cluster-column.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import type { Row } from '@lanthorn/views/row.ts';
import { HEALTH_FIELD, healthAt } from './row-health.ts';

export interface SortKey {
  readonly column: string;
  readonly descending: boolean;
}

/** An order in which the rows of each group stand together; where it is sorted by the group's column, the groups are. */
export function groupedSort(column: string, sort: readonly SortKey[]): SortKey[] {
  const own = sort.find(key => key.column === column);
  return [own ?? { column, descending: false }, ...sort.filter(key => key !== own && key.column !== column)];
}

/** Total order of rows: the given keys, then namespace and name, then the cluster, so that equal rows never change places. */
export function compareRows(view: KindView, sort: readonly SortKey[]): Compare<Row> {
  const keys = sort.map(key => ({ cellOf: valueAt(view, key.column), sign: signOf(key) }));
  return (a, b) => {
    for (const { cellOf, sign } of keys) {
      const cellA = cellOf(a);
      const cellB = cellOf(b);
      if (cellA === cellB) continue;
      // Empty cells come last in either direction: nobody looks for them.
      const order = Number(isEmpty(cellA)) - Number(isEmpty(cellB)) || sign * compareCells(cellA, cellB);
      if (order !== 0) return order;
    }
    return compareText(a.key, b.key) || compareText(a.cluster, b.cluster);
  };
}

/** Ages sort by how long ago: the youngest first, as people read "age ascending". */
function signOf({ column, descending }: SortKey): 1 | -1 {
  return descending === (column === 'age') ? 1 : -1;
}

/** What a row has in a column; a kind may have one of its own that is called as its health is. */
function valueAt(view: KindView, column: string): (row: Row) => Cell {
  const index = columnIndex(view, column);
  return index < 0 && column === HEALTH_FIELD ? healthAt(view) : cellAt(view, index);
}

/** What the first key of an order looks at, and how that is sorted. Undefined of a strip of runs, which is to be compared for itself. */
export function firstValueOf(view: KindView, [first, ...others]: readonly SortKey[]): FirstValue<Row> {
  const compareAlike = compareRows(view, others);
  if (first === undefined) return { valueOf: () => undefined, compareValues: () => 0, compareAlike };
  const cellOf = valueAt(view, first.column);
  const sign = signOf(first);
  return {
    valueOf: row => {
      const cell = cellOf(row);
      if (isEmpty(cell)) return null;
      return Array.isArray(cell) ? undefined : sortValue(cell);
    },
    compareValues: (a, b) => (a === null || b === null ? (a === null ? 1 : -1) : sign * compareValues(a, b)),
    compareAlike,
  };
}

function sortValue(cell: Cell): number | string {
  return typeof cell === 'number' ? cell : cellText(cell);
}

function compareCells(a: Cell, b: Cell): number {
  return compareValues(sortValue(a), sortValue(b)) || failures(a) - failures(b);
}

/** Numbers come before texts: of a column that has both there is an order of all. */
function compareValues(a: number | string, b: number | string): number {
  if (a === b) return 0;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : 1;
}

function isEmpty(cell: Cell): boolean {
  return cell === null || cell === '' || isBroken(cell);
}

/** What is no strip of runs has none. */
function failures(cell: Cell): number {
  return Array.isArray(cell) ? cell.filter((run: RunCell) => run.result === 'failed').length : 0;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
