import { useTranslation } from 'react-i18next';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import type { JoinedEvents } from '@lanthorn/views/facts/joined-events.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import { CellView } from '../../parts/cell-view.tsx';
import { kindTitle } from '../../parts/kind-title.ts';
import { ListGap } from '../../parts/list-gap.tsx';
import { Table } from '../../ui/data/table.tsx';
import { whyText } from '../../ui/status/freshness.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { ObjectLink } from './subject/object-link.tsx';
import { asOwner, MoreOwned } from './subject/owned-list.tsx';
import { useObjectEvents } from './tabs/use-object-events.ts';
import type { OnCount } from './tabs/use-tab-counts.ts';
import type { DetailSubject } from './subject/detail-subject.ts';

const SHOWN = ['lastSeen', 'type', 'reason', 'message', 'count'] as const;
/** Where there is little room. */
const PLACES = {
  ...{ lastSeen: 'when', type: 'state', reason: 'title' },
  ...{ object: 'detail', message: 'detail', count: 'detail' },
} as const;
const ALIGNED: Readonly<Record<string, 'right' | undefined>> = { lastSeen: 'right', count: 'right' };

/** Events about this object and about what it made, live, with those that Lanthorn kept, the newest first: the same said again is one line. */
export function ObjectEvents({
  subject,
  object,
  onCount,
}: {
  readonly subject: DetailSubject;
  readonly object: unknown;
  readonly onCount: OnCount;
}) {
  const { t } = useTranslation();
  const { cluster } = subject;
  const { own, gap, joined, kept, unread, targets, isWhole } = useObjectEvents(subject, object, onCount);
  // What is gone is told of as well.
  const isOfSeveral = targets.length > 0 || new Set(joined.map(line => line.object)).size > 1;
  return (
    <>
      {unread.map(({ view: kind, list }) => (
        <p key={groupResource(kind.resource)} className="tone-warning">
          {t('events.unread', { kind: kindTitle(kind, t), why: whyText(list.state, t) })}
        </p>
      ))}
      {isWhole ? null : <p className="dim">{t('events.cut')}</p>}
      {kept.trouble === '' ? null : (
        <p className="tone-warning">{t('events.keptUnknown', { why: visibleText(kept.trouble) })}</p>
      )}
      {kept.hasMore ? <p className="dim">{t('events.keptMore')}</p> : null}
      {joined.length > 0 && listAnswer(gap).kind === 'unknown' ? <ListGap list={gap} none="" /> : null}
      {joined.length === 0 ? (
        <ListGap list={gap} none={t(targets.length > 0 ? 'events.noneOfAll' : 'events.none')} lines={8} />
      ) : (
        <>
          <MoreOwned
            subject={subject}
            resourceName="events"
            owner={asOwner(subject, object)}
            shown={own.rows.size}
            matched={own.matched}
          />
          <EventTable cluster={cluster} joined={joined} saysObject={isOfSeveral} />
        </>
      )}
    </>
  );
}

function EventTable({
  cluster,
  joined,
  saysObject,
}: {
  readonly cluster: string;
  readonly joined: readonly JoinedEvents[];
  readonly saysObject: boolean;
}) {
  const { t } = useTranslation();
  const ids = saysObject ? (['lastSeen', 'type', 'object', 'reason', 'message', 'count'] as const) : SHOWN;
  return (
    <Table columns={ids.map(id => ({ title: t(`column.${id}`), align: ALIGNED[id] }))}>
      {joined.map(line => (
        <tr key={line.key} data-top>
          {ids.map(id => {
            const column = EVENT_VIEW.columns[columnIndex(EVENT_VIEW, id)];
            const shown = column === undefined ? null : <CellView cell={line[id]} column={column} />;
            return (
              <td
                key={id}
                data-place={PLACES[id]}
                data-align={ALIGNED[id]}
                data-whole={id === 'message' || undefined}
                data-clip={id === 'object' || undefined}
                data-title={id === 'count' ? t('column.count') : undefined}
              >
                {id === 'object' && line.about !== null ? (
                  <ObjectLink cluster={cluster} reference={line.about}>
                    {shown}
                  </ObjectLink>
                ) : (
                  shown
                )}
                {id === 'message' && line.isKept ? (
                  <span className="dim" title={t('events.keptWhy')} data-testid="kept-event">
                    {' '}
                    {t('events.kept')}
                  </span>
                ) : null}
              </td>
            );
          })}
        </tr>
      ))}
    </Table>
  );
}
