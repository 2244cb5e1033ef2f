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

/**
 * What the first key of an order looks at, and how that is sorted. Undefined of a row where that is to be asked of itself: of numbers among
 * texts, which are told apart by both, and of runs.
 */
export function firstValueOf(view: KindView, [first, ...others]: readonly SortKey[]): FirstValue<Row> {
  const compareAlike = compareRows(view, others);
  if (first === undefined) return { valueOf: () => undefined, compareValues: () => 0, compareAlike };
  const cellOf = valueAt(view, first.column);
  const sign = signOf(first);
  let type: 'number' | 'string' | null = null;
  const valueOf = (row: Row) => {
    const cell = cellOf(row);
    if (isEmpty(cell)) return null;
    if (Array.isArray(cell)) return undefined;
    const value = typeof cell === 'number' ? cell : cellText(cell);
    type ??= typeof value as 'number' | 'string';
    return typeof value === type ? value : undefined;
  };
  const compareValues: FirstValue<Row>['compareValues'] = (a, b) => {
    if (a === null || b === null) return a === null ? 1 : -1;
    // All are of one type.
    return (a as number) < (b as number) ? -sign : sign;
  };
  return { valueOf, compareValues, compareAlike };
}

function compareCells(a: Cell, b: Cell): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareText(cellText(a), cellText(b)) || failures(a) - failures(b);
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
