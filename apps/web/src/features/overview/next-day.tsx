import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FORECAST } from '../../data/client/page-paths.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { HourMap } from '../../parts/forecast/hour-map.tsx';
import { useCronJobForecast } from '../../parts/forecast/use-cronjob-forecast.ts';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { Section } from '../../ui/screen/section.tsx';
import { useTimeWords } from '../../ui/time/reader-time.ts';

const DAY = { hours: 24, bucketMs: 3_600_000 };

/** How many runs of CronJobs start in each of the next 24 hours; each hour leads to what starts in it. */
export function NextDay() {
  const { t } = useTranslation();
  const { column } = useTimeWords();
  const navigate = useNavigate();
  const { cluster, search } = useViewState();
  const { list, jobs, result } = useCronJobForecast(DAY);
  if (listAnswer(list).kind === 'loading' || (jobs.length > 0 && result === null))
    return (
      <Section title={t('overview.nextDay')}>
        <Skeleton lines={2} label={t('detail.loading')} />
      </Section>
    );
  // Why nothing is known of CronJobs is said where they are a concern.
  if (jobs.length === 0 || result === null) return null;
  const starts = result.buckets.reduce((sum, bucket) => sum + bucket.starts, 0);
  const [fullest] = result.herds;
  const params = { cluster, resource: FORECAST };
  const inNamespaces = search.ns === undefined ? {} : { ns: search.ns };
  const note = [
    t('overview.starts', { count: starts }),
    fullest === undefined
      ? ''
      : t('overview.fullest', { count: fullest.jobs.length, time: column(fullest.at, result.buckets[0]?.at ?? 0) }),
    list.matched !== null && list.matched > jobs.length
      ? t('rows.shown', { shown: jobs.length, count: list.matched })
      : '',
  ];
  return (
    <Section
      title={t('overview.nextDay')}
      note={note.filter(part => part !== '').join(' · ')}
      link={
        <Link to="/c/$cluster/$resource" params={params} search={inNamespaces as never}>
          {t('forecast.nav')}
        </Link>
      }
    >
      <HourMap
        buckets={result.buckets}
        chosen={null}
        onChoose={({ at }) =>
          void navigate({ to: '/c/$cluster/$resource', params, search: { ...inNamespaces, hour: String(at) } as never })
        }
      />
    </Section>
  );
}
