import { useTranslation } from 'react-i18next';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { Cell } from '@lanthorn/views/cells/cell.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { CellView } from '../../parts/cell-view.tsx';
import { ListGap } from '../../parts/list-gap.tsx';
import { asOwner, MoreOwned, useOwned } from './subject/owned-list.tsx';
import type { DetailSubject } from './subject/detail-subject.ts';
import { Table } from '../../ui/data/table.tsx';

const SHOWN = ['lastSeen', 'type', 'reason', 'message', 'count'] as const;
/** Where there is little room. */
const PLACES = { lastSeen: 'when', type: 'state', reason: 'title', message: 'detail', count: 'detail' } as const;

/** Events about this very object, live, newest first. */
export function ObjectEvents({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { t } = useTranslation();
  const list = useOwned(subject, 'events', { uid: readMeta(object).uid });
  if (list.rows.size === 0) return <ListGap list={list} none={t('events.none')} lines={8} />;
  const more = { shown: list.rows.size, matched: list.matched, owner: asOwner(subject, object) };
  return (
    <>
      <MoreOwned subject={subject} resourceName="events" {...more} />
      <Table columns={SHOWN.map(id => ({ title: t(`column.${id}`) }))}>
        {[...list.rows.values()].map(row => (
          <tr key={row.key} data-top>
            {SHOWN.map(id => {
              const index = columnIndex(EVENT_VIEW, id);
              const column = EVENT_VIEW.columns[index];
              return (
                <td
                  key={id}
                  data-place={PLACES[id]}
                  data-whole={id === 'message' || undefined}
                  data-title={id === 'count' ? t('column.count') : undefined}
                >
                  {column === undefined ? null : <CellView cell={row.cells[index] as Cell} column={column} />}
                </td>
              );
            })}
          </tr>
        ))}
      </Table>
    </>
  );
}
