import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { asNumber } from '@lanthorn/base/json.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import { useNewestEvents } from '../../data/lists/use-newest-events.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { BucketChart } from '../../parts/charts/bucket-chart.tsx';
import { Section } from '../../ui/screen/section.tsx';
import { useMinute } from '../../ui/time/clock.ts';
import { shortDuration } from '../../ui/time/time.tsx';
import { ListLink } from './list-link.tsx';
import { ratePerMinute, type RepeatedEvent } from './warning-rate.ts';

const MINUTES = 60;
const MINUTE_MS = 60_000;
/** The newest of them: each may tell of hundreds. Of more it is said. */
const LOOKED_AT = 200;
const FILTER = 'type=Warning lastSeen<1h';
const MARKS = [0, MINUTES / 2].map(i => ({ i, text: `−${shortDuration((MINUTES - i) * MINUTE_MS)}` }));

/** How often the cluster warned in each minute of the last hour, as far as its events tell. Nothing where it did not, or that is not known. */
export function Warnings() {
  const { t } = useTranslation();
  const minute = useMinute();
  const { cluster, namespaces } = useViewState();
  const events = useNewestEvents({ cluster, namespaces }, FILTER, LOOKED_AT);
  const buckets = useMemo(() => {
    const rates = ratePerMinute([...events.rows.values()].map(readEvent), minute, MINUTES);
    return rates.map((value, i) => ({ at: minute - (MINUTES - 1 - i) * MINUTE_MS, value }));
  }, [events.rows, minute]);
  // Why nothing is known of events is said where changes are told.
  if (listAnswer(events).kind !== 'told' || events.rows.size === 0) return null;
  const isCut = (events.matched ?? 0) > events.rows.size;
  return (
    <Section
      title={t('overview.warnings')}
      note={t('overview.perMinute')}
      link={
        <ListLink view={EVENT_VIEW} filter={FILTER}>
          {t('kind.events')}
        </ListLink>
      }
      testId="warnings"
    >
      <BucketChart title={t('overview.about')} buckets={buckets} marks={MARKS} isOfTrouble />
      {isCut ? (
        <p className="dim">{t('overview.warningsCut', { shown: events.rows.size, count: events.matched ?? 0 })}</p>
      ) : null}
    </Section>
  );
}

const COLUMNS = {
  first: columnIndex(EVENT_VIEW, 'firstSeen'),
  last: columnIndex(EVENT_VIEW, 'lastSeen'),
  count: columnIndex(EVENT_VIEW, 'count'),
};

function readEvent({ cells }: WireRow): RepeatedEvent {
  const last = asNumber(cells[COLUMNS.last]) ?? 0;
  const first = Math.min(last, asNumber(cells[COLUMNS.first]) ?? last);
  return { first, last, count: Math.max(1, asNumber(cells[COLUMNS.count]) ?? 1) };
}
