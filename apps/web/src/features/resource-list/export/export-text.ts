import { type Cell, cellText, isBroken, isStatus } from '@lanthorn/views/cells/cell.ts';
import type { ColumnView } from '@lanthorn/views/cells/kind-view.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';

export interface ExportColumn {
  readonly column: ColumnView;
  /** Its place among the cells. */
  readonly index: number;
}

const MS = 1_000;
/** A spreadsheet takes what begins so for a formula, and what is in a cluster is foreign. */
const FORMULA = /^[=+\-@\t\r]/;
/** Without it spreadsheets take Chinese for another encoding. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A fact as other programs take it: times as ISO 8601, durations in seconds, quantities as the number they mean. */
function exportValue(cell: Cell | undefined, { type }: ColumnView): string | number | boolean | null {
  if (cell === undefined || cell === null) return null;
  if (typeof cell === 'number') {
    if (type === 'time') return Number.isFinite(cell) ? new Date(cell).toISOString() : null;
    return type === 'duration' ? cell / MS : cell;
  }
  if (typeof cell !== 'object') return cell;
  if (Array.isArray(cell)) return cell.map(({ result }) => result).join(' ');
  const single = cell as Exclude<typeof cell, readonly unknown[]>;
  if (isBroken(single)) return single.broken;
  return isStatus(single) ? single.status : cellText(single);
}

/** Lines of comma separated values (RFC 4180) below the columns' names; nothing in them is a formula. */
export function csvText(rows: readonly WireRow[], columns: readonly ExportColumn[]): string {
  const lines = [
    columns.map(({ column }) => csvCell(column.id)),
    ...rows.map(row => columns.map(({ column, index }) => csvCell(exportValue(row.cells[index] as Cell, column)))),
  ];
  return BYTE_ORDER_MARK + lines.map(line => `${line.join(',')}\r\n`).join('');
}

function csvCell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A list of objects, a field for each column. */
export function jsonText(rows: readonly WireRow[], columns: readonly ExportColumn[]): string {
  const objects = rows.map(row =>
    Object.fromEntries(columns.map(({ column, index }) => [column.id, exportValue(row.cells[index] as Cell, column)])),
  );
  return `${JSON.stringify(objects, null, 2)}\n`;
}
