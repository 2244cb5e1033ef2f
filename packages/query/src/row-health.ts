import { isStatus, type Tone } from '@lanthorn/views/cells/cell.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import type { Row } from '@lanthorn/views/row.ts';

/** From well to ill; what is at rest is well. */
export const HEALTH: readonly Tone[] = ['muted', 'ok', 'active', 'warning', 'bad'];

/** Filters and orders ask by it as by a column: how the state of a row is judged, as its colour and shape say. */
export const HEALTH_FIELD = 'health';

/** How ill a row is; null where it has no state. */
export function healthAt({ columns }: Pick<KindView, 'columns'>): (row: Row) => number | null {
  const index = columns.findIndex(({ type }) => type === 'status');
  return row => {
    const cell = row.cells[index] ?? null;
    return isStatus(cell) ? HEALTH.indexOf(cell.tone) : null;
  };
}
