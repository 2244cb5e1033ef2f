import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { RelationTarget } from '@lanthorn/views/cells/relation-question.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { rowOfKept } from '@lanthorn/views/facts/kept-events.ts';
import { joinEvents, type JoinedEvents } from '@lanthorn/views/facts/joined-events.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import { useLiveLists } from '../../data/lists/use-live-lists.ts';
import { useKeptEvents } from '../../data/objects/use-kept-events.ts';
import { MAX_ASKED, useDescendants } from '../../data/relations/use-descendants.ts';
import { CellView } from '../../parts/cell-view.tsx';
import { ListGap } from '../../parts/list-gap.tsx';
import { Table } from '../../ui/data/table.tsx';
import { whyText } from '../../ui/status/freshness.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { ObjectLink } from './subject/object-link.tsx';
import { asOwner, MoreOwned, useOwned } from './subject/owned-list.tsx';
import type { OnCount } from './use-tab-counts.ts';
import type { DetailSubject } from './subject/detail-subject.ts';

const SHOWN = ['lastSeen', 'type', 'reason', 'message', 'count'] as const;
/** Where there is little room. */
const PLACES = {
  ...{ lastSeen: 'when', type: 'state', reason: 'title' },
  ...{ object: 'detail', message: 'detail', count: 'detail' },
} as const;
/** Of one question; where there are more it is said. */
const MAX_EVENTS = 200;
/** Questions of so many objects each: what a large rollout makes. */
const MAX_QUESTIONS = 4;
const NEWEST = [{ column: 'lastSeen', descending: true }];

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
  const { cluster, view } = subject;
  const { namespace, uid } = readMeta(object);
  const own = useOwned(subject, 'events', { uid });
  const { targets, isCut, isLoading, unread } = useDescendants(cluster, { view, object });
  const { lists } = useLiveLists(
    questions(targets).map(asked => ({
      ...{ cluster, resource: EVENT_VIEW.resource, namespaces: namespace === '' ? [] : [namespace] },
      ...{ filter: '', sort: NEWEST, limit: MAX_EVENTS },
      related: { way: 'back', meanings: ['about'], targets: asked } as const,
    })),
  );
  const gap = [own, ...lists].find(list => listAnswer(list).kind !== 'told') ?? own;
  const kept = useKeptEvents(cluster, [uid, ...targets.map(target => target.uid)]);
  const rows = new Map([own, ...lists].flatMap(list => [...list.rows.values()]).map(row => [row.uid, row]));
  // What the API server still says, it says itself.
  const forgotten = listAnswer(gap).kind === 'loading' ? [] : kept.events.filter(event => !rows.has(event.uid));
  const joined = joinEvents([...rows.values(), ...forgotten.map(event => ({ ...rowOfKept(event), isKept: true }))]);
  const isWhole =
    targets.length <= MAX_QUESTIONS * MAX_ASKED && !isCut && lists.every(list => (list.matched ?? 0) <= list.rows.size);
  const isTold = !isLoading && unread.length === 0 && [own, ...lists].every(list => listAnswer(list).kind === 'told');
  const count = isTold && isWhole && own.matched === own.rows.size ? joined.length : undefined;
  useEffect(() => {
    onCount(count);
  }, [onCount, count]);
  return (
    <>
      {unread.map(({ view: kind, list }) => (
        <p key={groupResource(kind.resource)} className="tone-warning">
          {t('events.unread', { kind: t(`kind.${kind.resource.resource}`), why: whyText(list.state, t) })}
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
          <EventTable cluster={cluster} joined={joined} saysObject={targets.length > 0} />
        </>
      )}
    </>
  );
}

/** As many objects in each as may be asked about at once. */
function questions(targets: readonly RelationTarget[]): readonly (readonly RelationTarget[])[] {
  const count = Math.min(MAX_QUESTIONS, Math.ceil(targets.length / MAX_ASKED));
  return Array.from({ length: count }, (_, i) => targets.slice(i * MAX_ASKED, (i + 1) * MAX_ASKED));
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
    <Table columns={ids.map(id => ({ title: t(`column.${id}`) }))}>
      {joined.map(line => (
        <tr key={line.key} data-top>
          {ids.map(id => {
            const column = EVENT_VIEW.columns[columnIndex(EVENT_VIEW, id)];
            const shown = column === undefined ? null : <CellView cell={line[id]} column={column} />;
            return (
              <td
                key={id}
                data-place={PLACES[id]}
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
