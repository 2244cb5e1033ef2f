import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { withClusterColumn } from '@lanthorn/views/cluster-column.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { readClusterKey } from '@lanthorn/views/cluster-row-key.ts';
import { isAbsent } from '../../../data/lists/is-absent.ts';
import type { ListSnapshot } from '../../../data/lists/list-store.ts';

/** What a list of several clusters knows of one of them: a number, or why there is none. */
export type ClusterCount = number | 'loading' | 'unknown' | 'absent';

/** How many of a list's rows are of a cluster; a cluster that told nothing has no number. */
export function countIn(
  { clusters, facets, matched }: Pick<ListSnapshot, 'clusters' | 'facets' | 'matched'>,
  view: KindView,
  cluster: string,
): ClusterCount {
  const state = clusters?.[cluster];
  if (state === undefined || state.kind === 'loading' || matched === null) return 'loading';
  if (state.kind === 'forbidden' || state.kind === 'partial') return 'unknown';
  if (state.kind === 'stale' && state.isEmpty) return isAbsent(view, state) ? 'absent' : 'unknown';
  const column = withClusterColumn(view).columns.at(-1)?.id ?? '';
  return facets[column]?.values.find(({ value }) => value === cluster)?.count ?? 0;
}

/** What the nodes of a cluster have together; null where not all of them are here. */
export function sumIn(
  { rows, matched }: Pick<ListSnapshot, 'rows' | 'matched'>,
  { view, column, cluster }: { readonly view: KindView; readonly column: string; readonly cluster: string },
): number | null {
  if (matched === null || rows.size < matched) return null;
  const index = columnIndex(view, column);
  let sum = 0;
  for (const row of rows.values()) {
    const cell = row.cells[index];
    if (readClusterKey(row.key)?.cluster === cluster && typeof cell === 'number') sum += cell;
  }
  return sum;
}

/** The first time in a column of a cluster's rows; null where none of them is here. */
export function soonestIn(
  { rows }: Pick<ListSnapshot, 'rows'>,
  { view, column, cluster }: { readonly view: KindView; readonly column: string; readonly cluster: string },
): number | null {
  const index = columnIndex(view, column);
  let soonest: number | null = null;
  for (const { key, cells } of rows.values()) {
    const cell = cells[index];
    if (typeof cell !== 'number' || readClusterKey(key)?.cluster !== cluster) continue;
    soonest = Math.min(cell, soonest ?? cell);
  }
  return soonest;
}
