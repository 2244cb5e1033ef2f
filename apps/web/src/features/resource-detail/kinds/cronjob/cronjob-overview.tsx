import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunCell } from '@lanthorn/views/cells/cell.ts';
import { type NextSlot, nextSlots, runStatistics } from '@lanthorn/views/kinds/batch/cronjob-slots.ts';
import { runTimeline } from '@lanthorn/views/kinds/batch/run-timeline.ts';
import { KnownUntil } from '../../../../parts/known-until.tsx';
import { ListGap } from '../../../../parts/list-gap.tsx';
import { listAnswer } from '../../../../data/lists/list-answer.ts';
import { useNow } from '../../../../ui/time/clock.ts';
import { CompareRuns } from './compare-runs.tsx';
import { KeptRuns } from './kept-runs.tsx';
import { LastDay } from './last-day.tsx';
import { MAX_OWNED, MoreOwned } from '../../subject/owned-list.tsx';
import { NextRuns } from './next-runs.tsx';
import { RunChart } from './run-chart.tsx';
import { useRunNumbers } from './use-run-numbers.ts';
import { RunTable } from './run-table.tsx';
import { usePastDay } from './use-past-day.ts';
import { useRunRecord } from './use-run-record.ts';
import { Section } from '../../../../ui/screen/section.tsx';
import type { SectionProps } from '../../sections/section-props.ts';

/** Marks of the past on the chart. */
const CHART_LENGTH = 40;
/** When it runs next, how it went, and why not. */
export function CronJobOverview({ subject, object: cronJob, live }: SectionProps) {
  const { t } = useTranslation();
  const record = useRunRecord(subject, cronJob);
  const { jobs, kept, gone, runs, isComplete } = record;
  const slots = usePastDay(cronJob, live.state, record);
  const rows = [...jobs.rows.values()];
  const numbers = useRunNumbers(runs);
  const [openJob, setOpenJob] = useState<string | null>(null);
  // The chart opens any run that it shows: those are the newest.
  const shown = rows.slice(0, MAX_OWNED);
  const isGone = live.object === null;
  const next = useNextSlots(isGone ? null : cronJob, runs);
  const marks = useMemo(() => {
    const templates = new Map((kept.runs ?? []).map(({ jobUid, template }) => [jobUid, template]));
    return runTimeline({ runs, slots: Array.isArray(slots) ? slots : [], next, templates }, CHART_LENGTH);
  }, [runs, slots, next, kept.runs]);
  return (
    <KnownUntil list={jobs}>
      <Section title={t('runs.title')} note={isComplete && listAnswer(jobs).kind === 'told' ? numbers : ''}>
        <ListGap list={jobs} none={t('runs.noJobs')} />
        {!isComplete || marks.length === next.length ? null : (
          <RunChart marks={marks} onOpen={run => setOpenJob(run.uid)} />
        )}
        {rows.length === 0 ? null : <RunTable subject={subject} rows={shown} openJob={openJob} onOpen={setOpenJob} />}
        <MoreOwned
          subject={subject}
          resourceName="jobs"
          owner={{ kind: 'CronJob', name: subject.name }}
          shown={shown.length}
          matched={jobs.matched}
        />
      </Section>
      {isComplete ? <KeptRuns runs={gone} usualMs={runStatistics(runs).p50} /> : null}
      <CompareRuns subject={subject} runs={kept.runs ?? []} />
      {isGone ? null : <NextRuns subject={subject} cronJob={cronJob} runs={runs} />}
      {isGone ? null : <LastDay subject={subject} cronJob={cronJob} slots={slots} record={record} />}
    </KnownUntil>
  );
}

/** Coming runs on the chart: enough to see how often it runs. */
const NEXT_ON_CHART = 5;
const MINUTE_MS = 60_000;

function useNextSlots(cronJob: unknown, runs: readonly RunCell[]): readonly NextSlot[] {
  const minute = Math.floor(useNow() / MINUTE_MS) * MINUTE_MS;
  return useMemo(
    () => (cronJob === null ? [] : nextSlots(cronJob, { now: minute, count: NEXT_ON_CHART, runs })),
    [cronJob, minute, runs],
  );
}
