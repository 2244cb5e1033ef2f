import { download } from '../../../data/client/download.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex, kindAddress } from '@lanthorn/views/kind-index.ts';
import type { Connection } from '../../../data/connection/connection.ts';
import { type AllRows, readAllRows } from '../../../data/lists/read-all-rows.ts';
import type { ListSubject, ListView } from '../../../data/lists/use-live-list.ts';
import { csvText, type ExportColumn, jsonText } from './export-text.ts';

/** As many as a list is made for; about 20 MB of text. */
const MAX_EXPORTED = 100_000;

interface ExportOptions {
  readonly view: KindView;
  readonly columns: readonly string[];
  readonly format: 'csv' | 'json';
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: (read: number, matched: number) => void;
}

/** Reads all rows that match and hands them to the browser as a file. */
export async function exportRows(
  connection: Pick<Connection, 'subscribe'>,
  query: ListSubject & ListView,
  { view, columns, format, clock, signal, onProgress }: ExportOptions,
): Promise<AllRows> {
  const all = await readAllRows(connection, query, { clock, most: MAX_EXPORTED, signal, onProgress });
  const shown = columns.flatMap((id): ExportColumn[] => {
    const index = columnIndex(view, id);
    const column = view.columns[index];
    return column === undefined ? [] : [{ column, index }];
  });
  const text = (format === 'csv' ? csvText : jsonText)(all.rows, shown);
  const name = [query.cluster, kindAddress(view.resource), new Date(clock.now()).toISOString().slice(0, 10)].join('-');
  download(text, {
    name: `${name.replaceAll(/[^\w.-]+/g, '_')}.${format}`,
    type: format === 'csv' ? 'text/csv;charset=utf-8' : 'application/json',
  });
  return all;
}
