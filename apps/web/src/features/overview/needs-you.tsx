import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { containerFailures } from '@lanthorn/views/kinds/core/containers/container-failures.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { useLastWords } from '../../data/logs/use-last-words.ts';
import { useLiveObject } from '../../data/objects/use-live-object.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { Table } from '../../ui/data/table.tsx';
import { useShownRows } from '../../ui/form/use-shown-rows.tsx';
import { Section } from '../../ui/screen/section.tsx';
import { whyText } from '../../ui/status/freshness.tsx';
import { StatusMark } from '../../ui/marks/status-mark.tsx';
import { Age } from '../../ui/time/time.tsx';
import { visibleText } from '../../ui/words/text.ts';
import type { Cause } from './causes.ts';
import type { ConcernList } from './concern-list.ts';
import { ListLink } from './list-link.tsx';
import styles from './needs-you.module.css';
import { useHeldOrder, useHold } from './use-held-order.ts';

/** Lines that also say the container's last words; each reads a pod and the end of its log. */
const WITH_LAST_WORDS = 5;
const SHOWN = 20;

/** What needs somebody, a line for each cause, the worst first; and the lists that have all of it. */
export function NeedsYou({
  causes: found,
  lists: foundLists,
  answer,
}: {
  readonly causes: readonly Cause[];
  /** The concerns that something is wrong with. */
  readonly lists: readonly ConcernList[];
  /** Whether everything has answered: nothing is not the same as not known. */
  readonly answer: 'told' | 'loading' | 'unknown';
}) {
  const { t } = useTranslation();
  const { isHeld, handlers } = useHold();
  const causes = useHeldOrder(found, isHeld, ({ key }) => key);
  const lists = useHeldOrder(foundLists, isHeld, ({ concern }) => concern.id);
  const there = new Set<Cause | ConcernList>([...found, ...foundLists]);
  const { shown, more } = useShownRows(causes.length, SHOWN);
  const objects = found.reduce((sum, cause) => sum + cause.objects.reduce((own, { count }) => own + count, 0), 0);
  const left = lists.filter(({ list }) => (list.matched ?? 0) > list.rows.size);
  const speaking = causes.filter(({ pod, tone }) => pod !== null && tone === 'bad').slice(0, WITH_LAST_WORDS);
  return (
    <Section
      title={t('overview.needsYou')}
      note={
        found.length === 0
          ? ''
          : t('overview.causes', { count: found.length, objects: t('overview.behind', { count: objects }) })
      }
      testId="needs-you"
    >
      <div {...handlers}>
        {causes.length === 0 && answer === 'loading' ? (
          <Skeleton lines={6} label={t('detail.loading')} />
        ) : causes.length === 0 ? (
          <p className="dim">{t(answer === 'told' ? 'overview.allWell' : 'overview.noneSeen')}</p>
        ) : (
          <Table
            columns={[
              { title: t('overview.what') },
              { title: t('overview.why') },
              { title: t('column.namespace') },
              { title: t('overview.objects'), align: 'right' },
              { title: t('column.since'), align: 'right' },
            ]}
          >
            {causes.slice(0, shown).map(cause => (
              <CauseRow
                key={cause.key}
                cause={cause}
                isOver={!there.has(cause)}
                isSpeaking={speaking.includes(cause)}
              />
            ))}
          </Table>
        )}
        {more}
        <ConcernChips lists={lists} there={there} />
      </div>
      {left.length === 0 ? null : (
        <p className="tone-warning">{t('overview.left', { count: left[0]?.list.rows.size ?? 0 })}</p>
      )}
    </Section>
  );
}

/** The lists that have all of it. */
function ConcernChips({
  lists,
  there,
}: {
  readonly lists: readonly ConcernList[];
  /** Those that something is wrong in now. */
  readonly there: ReadonlySet<unknown>;
}) {
  const { t, i18n } = useTranslation();
  return (
    <ul className={styles['lists']} aria-label={t('overview.lists')}>
      {lists.map(shownList => {
        const { concern, list } = shownList;
        // One with nothing left in it keeps its place, without a number.
        const count = there.has(shownList) ? (list.matched ?? 0).toLocaleString(i18n.language) : '–';
        return (
          <li key={concern.id}>
            <ListLink view={concern.view} filter={concern.filter} className={styles['chip']}>
              <span data-concern={concern.id}>
                {t(`overview.${concern.id}`)} <b>{count}</b>
              </span>
              {list.state.kind === 'live' ? null : (
                // Once for all of them, the badge of the page says it in full.
                <span title={whyText(list.state, t)}>
                  {' '}
                  <StatusMark tone="warning" />
                  <span className="visually-hidden">{whyText(list.state, t)}</span>
                </span>
              )}
            </ListLink>
          </li>
        );
      })}
    </ul>
  );
}

function CauseRow({
  cause,
  isOver,
  isSpeaking,
}: {
  readonly cause: Cause;
  /** It is no more, and keeps its place while a hand is on the list. */
  readonly isOver: boolean;
  readonly isSpeaking: boolean;
}) {
  const { t, i18n } = useTranslation();
  const { cluster } = useViewState();
  const { view, namespace, name, tone, status, since, objects, pod } = cause;
  const why = whyOf(cause, t);
  const counted = objects.map(
    ({ view: kind, count }) =>
      `${count.toLocaleString(i18n.language)} ${count === 1 ? kind.kind : t(`kind.${kind.resource.resource}`)}`,
  );
  return (
    <tr data-cause={`${view.kind}/${name}`} data-tone={tone} className={isOver ? 'dim' : undefined} data-top>
      <td data-place="title">
        <span className={styles['what']}>
          <StatusMark tone={isOver ? 'muted' : tone} />
          <span>
            <Link
              to="/c/$cluster/$resource/$namespace/$name"
              params={{
                cluster,
                resource: kindAddress(view.resource),
                namespace: namespace || '-',
                name: name,
              }}
              title={visibleText(name)}
            >
              {visibleText(name)}
            </Link>{' '}
            {isOver ? <span>{t('overview.over')}</span> : <span className={`tone-${tone}`}>{visibleText(status)}</span>}{' '}
            <span className="dim">{view.kind}</span>
          </span>
        </span>
      </td>
      <td className={styles['why']} data-place="detail" data-whole>
        <span className={styles['told']} title={visibleText(why)}>
          {visibleText(why)}
        </span>
        {isSpeaking && pod !== null ? <LastWords pod={pod} /> : null}
      </td>
      <td data-place="detail" data-dim>
        {visibleText(namespace)}
      </td>
      <td className={styles['objects']} data-place="detail" data-align="right" title={counted.join(', ')}>
        {counted[0]}
      </td>
      <td data-place="when" data-align="right" data-dim>
        {since === null ? '' : <Age at={since} />}
      </td>
    </tr>
  );
}

/** In the cluster's words; where it has none, what its objects show. */
function whyOf({ why, failedRun, ready }: Cause, t: TFunction): string {
  if (why !== '') return why;
  if (failedRun !== '') return t('overview.failedRun', { name: failedRun });
  return ready === '' ? '' : t('overview.ready', { ready });
}

/** What the container that died wrote last: one line, all of it by a press. */
function LastWords({ pod }: { readonly pod: WireRow }) {
  const { cluster } = useViewState();
  const { namespace, name } = pod;
  const { object } = useLiveObject({ cluster, resource: POD_VIEW.resource, namespace, name });
  const died = containerFailures(object).find(({ exitCode }) => exitCode !== null);
  const lines = useLastWords({ cluster, namespace, name, object }, died);
  const [isWhole, setWhole] = useState(false);
  const last = lines.at(-1);
  return last === undefined ? null : (
    <button
      type="button"
      className={styles['words']}
      title={visibleText(last)}
      aria-expanded={isWhole}
      onClick={() => setWhole(!isWhole)}
    >
      <code>{visibleText(last)}</code>
    </button>
  );
}
