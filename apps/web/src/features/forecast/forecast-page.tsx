import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { type ForecastBucket, type Herd, spreadHerd } from '@lanthorn/views/kinds/batch/forecast.ts';
import { openActionDialog } from '../../data/actions/action-dialog-store.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import { BucketChart } from '../../parts/charts/bucket-chart.tsx';
import { useCronJobForecast } from '../../parts/forecast/use-cronjob-forecast.ts';
import { ListGap } from '../../parts/list-gap.tsx';
import { MoreRows } from '../../parts/more-rows.tsx';
import { useViewState } from '../../data/lists/view-state.ts';
import type { LiveList } from '../../data/lists/use-live-list.ts';
import { EmptyState } from '../../ui/status/empty-state.tsx';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { Table } from '../../ui/data/table.tsx';
import { Button } from '../../ui/button/button.tsx';
import { ScreenTitle } from '../../ui/screen/screen-title.tsx';
import { FreshnessBadge, whyText } from '../../ui/status/freshness.tsx';
import { useShownRows } from '../../ui/form/use-shown-rows.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { useNow } from '../../ui/time/clock.ts';
import { useTimeWords } from '../../ui/time/reader-time.ts';
import { ForecastCalendar } from './forecast-calendar.tsx';
import styles from './forecast-page.module.css';

const HOUR_MS = 3_600_000;
const RANGES = {
  day: { hours: 24, bucketMs: HOUR_MS / 4 },
  week: { hours: 168, bucketMs: HOUR_MS },
} as const;
const HERDS_STEP = 8;

/** What all CronJobs together will do: starts, overlap and requested resources, and the minutes too many share. */
export function ForecastPage() {
  const { cluster, namespaces, search, setSearch } = useViewState();
  const { t } = useTranslation();
  const range = search.range === 'week' ? 'week' : 'day';
  const { list, jobs, result } = useCronJobForecast(RANGES[range]);
  // What may be seen of some namespaces is a forecast of those; of what nobody told there is none.
  const told = list.state.kind === 'partial' ? { ...list, state: list.state.inner } : list;
  const isKnown = listAnswer(told).kind === 'told';
  return (
    <section className="list-page" aria-label={t('forecast.title')} data-testid="forecast">
      <div className="toolbar">
        <ScreenTitle>{t('forecast.title')}</ScreenTitle>
        {(['day', 'week'] as const).map(name => (
          <Button
            key={name}
            aria-pressed={range === name}
            onClick={() => setSearch({ range: name === 'day' ? undefined : name }, 'push')}
          >
            {t(`forecast.${name}`)}
          </Button>
        ))}
        <FreshnessBadge state={list.state} onRetry={list.retry} />
      </div>
      <div className="tab-body" tabIndex={0} role="group" aria-label={t('forecast.title')}>
        {list.state.kind === 'partial' ? <p className="tone-warning">{whyText(list.state, t)}</p> : null}
        {isKnown && jobs.length > 0 && result === null ? (
          <Skeleton lines={12} label={t('detail.loading')} />
        ) : isKnown && jobs.length > 0 && result !== null ? (
          <>
            <p className="dim">
              {t('forecast.count', { count: jobs.length })}
              {result.left > 0 ? ` ${t('forecast.left', { count: result.left })}` : ''}
            </p>
            <MoreRows
              cluster={cluster}
              shown={jobs.length}
              matched={list.matched}
              list={{ resource: CRONJOB_VIEW.resource, filter: '', namespaces }}
            />
            <ForecastCalendar buckets={result.buckets} jobs={result.jobs} />
            <Charts buckets={result.buckets} />
            <Herds herds={result.herds} cluster={cluster} />
          </>
        ) : (
          <NoForecast list={list} />
        )}
      </div>
    </section>
  );
}

/** It is on its way, not known, or there is nothing to foresee. */
function NoForecast({ list }: { readonly list: Pick<LiveList, 'matched' | 'state'> }) {
  const { t } = useTranslation();
  const isNone = listAnswer(list).kind === 'told' && list.matched === 0;
  return isNone ? <EmptyState title={t('forecast.none')} /> : <ListGap list={list} none="" lines={12} />;
}

const SERIES = ['startsPerMinute', 'active', 'cpuCores', 'memoryMiB'] as const;

function Charts({ buckets }: { readonly buckets: readonly ForecastBucket[] }) {
  const { t } = useTranslation();
  return SERIES.map(name => (
    <BucketChart
      key={name}
      title={t(`forecast.${name}`)}
      buckets={buckets.map(bucket => ({ at: bucket.at, value: bucket[name] }))}
    />
  ));
}

function Herds({ herds, cluster }: { readonly herds: readonly Herd[]; readonly cluster: string }) {
  const { t } = useTranslation();
  const { exact, column } = useTimeWords();
  const now = useNow();
  const { shown, more } = useShownRows(herds.length, HERDS_STEP);
  if (herds.length === 0) return <p className="dim">{t('forecast.noHerd')}</p>;
  const spread = (herd: Herd) => {
    const moves = spreadHerd(herd);
    const { group, version, resource } = CRONJOB_VIEW.resource;
    openActionDialog(
      'cronjob.reschedule',
      moves.map(({ job }) => ({
        cluster,
        resource: { group, version, resource },
        ...placeOf(job.key),
        uid: job.uid,
      })),
      { params: { schedules: Object.fromEntries(moves.map(({ job, schedule }) => [job.uid, { schedule }])) } },
    );
  };
  return (
    <section className="section">
      <h2>{t('forecast.herds')}</h2>
      <Table data-testid="herds">
        {herds.slice(0, shown).map(herd => (
          <tr key={herd.at} data-top>
            <td data-line data-place="title">
              <span title={exact(herd.at)}>{column(herd.at, now)}</span>
            </td>
            <td data-align="right" data-place="state">
              {herd.jobs.length}
            </td>
            <td data-place="detail" data-whole>
              <HerdJobs jobs={herd.jobs} cluster={cluster} />
            </td>
            <td data-line data-place="when">
              {spreadHerd(herd).length === 0 ? null : (
                <Button onClick={() => spread(herd)}>{t('forecast.spread')}</Button>
              )}
            </td>
          </tr>
        ))}
      </Table>
      {more}
    </section>
  );
}

function placeOf(key: string): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** Each leads to its page, and says when else it runs. */
function HerdJobs({ jobs, cluster }: { readonly jobs: Herd['jobs']; readonly cluster: string }) {
  return (
    <ul className={styles['herd']}>
      {jobs.map(({ key, uid, schedule }) => (
        <li key={uid}>
          <Link
            to="/c/$cluster/$resource/$namespace/$name"
            params={{ cluster, resource: kindAddress(CRONJOB_VIEW.resource), ...placeOf(key) }}
          >
            {visibleText(key)}
          </Link>{' '}
          <code className="dim">{visibleText(schedule)}</code>
        </li>
      ))}
    </ul>
  );
}
