import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asNumber, asString } from '@lanthorn/base/json.ts';
import type { Operation, OperationTarget, WireRow } from '@lanthorn/protocol/down-messages.ts';
import { columnIndex, kindAddress } from '@lanthorn/views/kind-index.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { useClient } from '../data/client/client.ts';
import { listAnswer } from '../data/lists/list-answer.ts';
import { useNewestEvents } from '../data/lists/use-newest-events.ts';
import { operationTitle } from '../data/operations/operation-title.ts';
import { Skeleton } from '../ui/status/skeleton.tsx';
import { type Happening, Timeline } from '../ui/data/timeline.tsx';
import { useNow } from '../ui/time/clock.ts';
import { Section } from '../ui/screen/section.tsx';
import { whyText } from '../ui/status/freshness.tsx';
import { visibleText } from '../ui/words/text.ts';
import styles from './latest-changes.module.css';

const HOUR_MS = 3_600_000;
/** Events looked through; runs of CronJobs, pods that start and volumes that are waited for come by the hundred and are no change of what is wanted. */
const LOOKED_AT = 100;
/** With what stands below them on the screen. */
const SHOWN = 7;
const FILTER =
  'lastSeen<1h -reason=SuccessfulCreate -reason=SawCompletedJob -reason=SuccessfulDelete -reason=Completed -reason=Scheduled -reason=Pulled -reason=Pulling -reason=Created -reason=Started -reason=Provisioning -reason=ProvisioningSucceeded -reason=ExternalProvisioning -reason=WaitForFirstConsumer';

/** What changed in the last hour, in some namespaces or in all: what people did through Lanthorn, and what the cluster's events tell, the newest first. */
export function LatestChanges({
  cluster,
  namespaces,
  uid = '',
  link,
}: {
  readonly cluster: string;
  /** Empty for all. */
  readonly namespaces: readonly string[];
  /** Of an object whose changes count as well: the namespace itself. */
  readonly uid?: string;
  /** The way to more. */
  readonly link?: ReactNode;
}) {
  const { t } = useTranslation();
  const now = useNow();
  const { operations: store } = useClient();
  const operations = store(state => state.operations);
  const events = useNewestEvents({ cluster, namespaces }, FILTER, LOOKED_AT);
  const answer = listAnswer(events).kind;
  const rows = events.keys.flatMap(key => events.rows.get(key) ?? []);
  const isHere = ({ target }: OperationTarget) =>
    target.cluster === cluster &&
    (namespaces.length === 0 || namespaces.includes(target.namespace) || (uid !== '' && target.uid === uid));
  const done = operations
    .filter(({ startedAt }) => startedAt > now - HOUR_MS)
    .flatMap(operation => {
      const targets = operation.targets.filter(isHere);
      return targets.length === 0 ? [] : [operationChange({ ...operation, targets }, operationTitle(operation, t))];
    });
  const changes = [...done, ...joinEvents(rows, cluster)].toSorted((a, b) => b.at - a.at).slice(0, SHOWN);
  return (
    <Section title={t('overview.changes')} note={t('overview.lastHour')} link={link ?? null} testId="latest-changes">
      {answer === 'unknown' ? (
        <p className="dim">{t('overview.eventsUnknown', { why: visibleText(whyText(events.state, t)) })}</p>
      ) : null}
      {changes.length === 0 && answer === 'loading' ? <Skeleton lines={6} label={t('detail.loading')} /> : null}
      {changes.length === 0 && answer === 'told' ? <p className="dim">{t('overview.noChanges')}</p> : null}
      <Timeline happenings={changes} />
    </Section>
  );
}

/** Of an operation as far as its targets are here. */
function operationChange(operation: Operation, title: string): Happening {
  const [first] = operation.targets;
  const others = operation.targets.length - 1;
  return {
    key: operation.id,
    at: operation.startedAt,
    isWarning: operation.targets.some(({ phase }) => phase === 'failed'),
    what: (
      <>
        {visibleText(operation.user)}: {title}{' '}
        {first === undefined ? null : (
          <Link
            to="/c/$cluster/$resource/$namespace/$name"
            params={{
              cluster: first.target.cluster,
              resource: kindAddress(first.target.resource),
              namespace: first.target.namespace || '-',
              name: first.target.name,
            }}
          >
            {visibleText(first.target.name)}
          </Link>
        )}
        {others > 0 ? ` +${others}` : ''}
      </>
    ),
  };
}

/** Events of one object for one reason are one change, at the last time. */
function joinEvents(rows: readonly WireRow[], cluster: string): readonly Happening[] {
  const text = (row: WireRow, id: string) => asString(row.cells[columnIndex(EVENT_VIEW, id)]);
  const newest = new Map<string, WireRow>();
  for (const row of rows) {
    const key = `${row.namespace} ${text(row, 'object')} ${text(row, 'reason')}`;
    if (!newest.has(key)) newest.set(key, row);
  }
  return [...newest].map(([key, row]) => ({
    key,
    at: asNumber(row.cells[columnIndex(EVENT_VIEW, 'lastSeen')]) ?? 0,
    isWarning: (row.cells[columnIndex(EVENT_VIEW, 'type')] as { readonly tone?: string } | null)?.tone === 'warning',
    what: (
      <>
        <Link
          to="/c/$cluster/$resource/$namespace/$name"
          params={{
            cluster,
            resource: kindAddress(EVENT_VIEW.resource),
            namespace: row.namespace || '-',
            name: row.name,
          }}
          className={styles['line'] ?? ''}
          title={visibleText(text(row, 'object'))}
        >
          {visibleText(text(row, 'object'))}
        </Link>{' '}
        <span className={`${styles['line']} ${styles['told']}`} title={visibleText(text(row, 'message'))}>
          <span className={styles['reason']}>{visibleText(text(row, 'reason'))}</span>{' '}
          {visibleText(text(row, 'message'))}
        </span>
      </>
    ),
  }));
}
