import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { type Cell, isEmpty } from '@lanthorn/views/cells/cell.ts';
import type { ColumnView, KindView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex, kindAddress } from '@lanthorn/views/kind-index.ts';
import { CellView } from '../../../parts/cell-view.tsx';
import { Table } from '../../../ui/data/table.tsx';
import { visibleText } from '../../../ui/words/text.ts';

const ALIGNED_RIGHT: ReadonlySet<string> = new Set(['number', 'quantity', 'time', 'duration']);
const alignOf = ({ type }: ColumnView) => (ALIGNED_RIGHT.has(type) ? ('right' as const) : undefined);
/** Where there is little room; the others are details. */
const PLACES: ReadonlyMap<string, 'state' | 'when'> = new Map([
  ['status', 'state'],
  ['time', 'when'],
]);

/** Rows of a list on an object's page: each name leads to its page. Columns that none of them has anything in are left out. */
export function RowTable({
  cluster,
  view,
  columns,
  rows,
  extra,
}: {
  readonly cluster: string;
  readonly view: KindView;
  /** Ids of the columns beside the name. */
  readonly columns: readonly string[];
  readonly rows: readonly WireRow[];
  /** One more, of what the page knows of a row and its list does not. */
  readonly extra?: { readonly title: string; readonly cell: (row: WireRow) => ReactNode };
}) {
  const { t } = useTranslation();
  const shown = columns.flatMap(id => {
    const index = columnIndex(view, id);
    const column = view.columns[index];
    if (column === undefined) return [];
    return rows.every(row => isEmpty((row.cells[index] ?? null) as Cell)) ? [] : [{ index, column }];
  });
  return (
    <Table
      columns={[
        { title: t('column.name') },
        ...shown.map(({ column }) => ({
          title: t(`column.${column.id}`),
          align: alignOf(column),
          isWide: column.type === 'owner',
        })),
        ...(extra === undefined ? [] : [{ title: extra.title, align: 'right' as const }]),
      ]}
    >
      {rows.map(row => (
        <tr key={row.key}>
          <td data-place="title">
            <Link
              to="/c/$cluster/$resource/$namespace/$name"
              params={{
                cluster,
                resource: kindAddress(view.resource),
                namespace: row.namespace || '-',
                name: row.name,
              }}
            >
              {visibleText(row.name)}
            </Link>
          </td>
          {shown.map(({ index, column }) => (
            <td
              key={column.id}
              data-place={PLACES.get(column.type) ?? 'detail'}
              data-align={alignOf(column)}
              data-wide={column.type === 'owner' || undefined}
              data-title={t(`column.${column.id}`)}
              data-empty={isEmpty((row.cells[index] ?? null) as Cell) || undefined}
            >
              <CellView cell={row.cells[index] as Cell} column={column} />
            </td>
          ))}
          {extra === undefined ? null : (
            <td data-place="detail" data-align="right" data-title={extra.title}>
              {extra.cell(row)}
            </td>
          )}
        </tr>
      ))}
    </Table>
  );
}
