import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { Cell } from '@lanthorn/views/cells/cell.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex, kindAddress } from '@lanthorn/views/kind-index.ts';
import { CellView } from '../../../parts/cell-view.tsx';
import { visibleText } from '../../../ui/words/text.ts';

const ALIGNED_RIGHT: ReadonlySet<string> = new Set(['number', 'quantity', 'time', 'duration']);

/** Rows of a list on an object's page: each name leads to its page. */
export function RowTable({
  cluster,
  view,
  columns,
  rows,
}: {
  readonly cluster: string;
  readonly view: KindView;
  /** Ids of the columns beside the name. */
  readonly columns: readonly string[];
  readonly rows: readonly WireRow[];
}) {
  const { t } = useTranslation();
  const shown = columns.flatMap(id => {
    const index = columnIndex(view, id);
    const column = view.columns[index];
    return column === undefined ? [] : [{ index, column }];
  });
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{t('column.name')}</th>
          {shown.map(({ column }) => (
            <th key={column.id} scope="col" className={ALIGNED_RIGHT.has(column.type) ? 'align-right' : undefined}>
              {t(`column.${column.id}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.key}>
            <td>
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
              <td key={column.id} className={ALIGNED_RIGHT.has(column.type) ? 'align-right' : undefined}>
                <CellView cell={row.cells[index] as Cell} column={column} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
