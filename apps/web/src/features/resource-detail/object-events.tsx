import { useTranslation } from 'react-i18next';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { Cell } from '@lanthorn/views/cells/cell.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { CellView } from '../../parts/cell-view.tsx';
import { ListGap } from '../../parts/list-gap.tsx';
import { asOwner, MoreOwned, useOwned } from './subject/owned-list.tsx';
import type { DetailSubject } from './subject/detail-subject.ts';

const SHOWN = ['lastSeen', 'type', 'reason', 'message', 'count'] as const;

/** Events about this very object, live, newest first. */
export function ObjectEvents({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { t } = useTranslation();
  const list = useOwned(subject, 'events', { uid: readMeta(object).uid });
  if (list.rows.size === 0) return <ListGap list={list} none={t('events.none')} />;
  const more = { shown: list.rows.size, matched: list.matched, owner: asOwner(subject, object) };
  return (
    <>
      <MoreOwned subject={subject} resourceName="events" {...more} />
      <table className="plain-table">
        <thead>
          <tr>
            {SHOWN.map(id => (
              <th key={id} scope="col">
                {t(`column.${id}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...list.rows.values()].map(row => (
            <tr key={row.key}>
              {SHOWN.map(id => {
                const index = columnIndex(EVENT_VIEW, id);
                const column = EVENT_VIEW.columns[index];
                return (
                  <td key={id}>
                    {column === undefined ? null : <CellView cell={row.cells[index] as Cell} column={column} />}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
