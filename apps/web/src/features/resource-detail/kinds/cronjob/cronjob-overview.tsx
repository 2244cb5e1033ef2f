import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { Cell, RunCell } from '@lanthorn/views/cells/cell.ts';
import { type NextSlot, nextSlots, runStatistics } from '@lanthorn/views/kinds/batch/cronjob-slots.ts';
import { runTimeline } from '@lanthorn/views/kinds/batch/run-timeline.ts';
import { JOB_VIEW, jobFailure } from '@lanthorn/views/kinds/batch/jobs.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { CellView } from '../../../../parts/cell-view.tsx';
import { KnownUntil } from '../../../../parts/known-until.tsx';
import { ListGap } from '../../../../parts/list-gap.tsx';
import { listAnswer } from '../../../../data/lists/list-answer.ts';
import { useLiveObject } from '../../../../data/objects/use-live-object.ts';
import { useViewState } from '../../../../data/lists/view-state.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { ROVING, useRovingTab } from '../../../../ui/grid/use-roving-tab.ts';
import { useNow } from '../../../../ui/time/clock.ts';
import { visibleText } from '../../../../ui/words/text.ts';
import { Running } from '../../../../ui/time/time.tsx';
import { CompareRuns } from './compare-runs.tsx';
import { KeptRuns } from './kept-runs.tsx';
import { LastDay } from './last-day.tsx';
import { MAX_OWNED, MoreOwned } from '../../subject/owned-list.tsx';
import { NextRuns } from './next-runs.tsx';
import { RunChart } from './run-chart.tsx';
import { RunNumbers } from './run-numbers.tsx';
import { JobPods, LastPodFailure } from '../job/job-pods.tsx';
import { usePastDay } from './use-past-day.ts';
import { useRunRecord } from './use-run-record.ts';
import { Section } from '../../../../ui/screen/section.tsx';
import type { SectionProps } from '../../sections/section-props.ts';
import type { DetailSubject } from '../../subject/detail-subject.ts';

/** Failed runs that say why by their pods; each asks the server for two more things. */
const EXPLAINED = 3;
/** Marks of the past on the chart. */
const CHART_LENGTH = 40;
const RUN_COLUMNS = ['status', 'completions', 'duration', 'started'] as const;
/** A phone has no room for it: most runs have one completion, which the status says. */
const RUN_COLUMN_CLASS: Readonly<Record<string, string>> = { completions: 'hide-narrow' };

/** When it runs next, how it went, and why not. */
export function CronJobOverview({ subject, object: cronJob, live }: SectionProps) {
  const { t } = useTranslation();
  const record = useRunRecord(subject, cronJob);
  const { jobs, kept, gone, runs, isComplete } = record;
  const slots = usePastDay(cronJob, live.state, record);
  const rows = [...jobs.rows.values()];
  const [openJob, setOpenJob] = useState<string | null>(null);
  // The chart opens any run that it shows: those are the newest.
  const shown = rows.slice(0, MAX_OWNED);
  const explained = new Set(rows.filter(isFailed).slice(0, EXPLAINED));
  const isGone = live.object === null;
  const next = useNextSlots(isGone ? null : cronJob, runs);
  const marks = useMemo(() => {
    const templates = new Map((kept.runs ?? []).map(({ jobUid, template }) => [jobUid, template]));
    return runTimeline({ runs, slots: Array.isArray(slots) ? slots : [], next, templates }, CHART_LENGTH);
  }, [runs, slots, next, kept.runs]);
  const roving = useRovingTab<HTMLTableElement>();
  return (
    <KnownUntil list={jobs}>
      <Section title={t('runs.title')}>
        <ListGap list={jobs} none={t('runs.noJobs')} />
        {isComplete && listAnswer(jobs).kind === 'told' ? <RunNumbers runs={runs} /> : null}
        {!isComplete || marks.length === next.length ? null : (
          <RunChart marks={marks} onOpen={run => setOpenJob(run.uid)} />
        )}
        {rows.length === 0 ? null : (
          <table className="plain-table" role="grid" aria-label={t('runs.title')} data-testid="runs" {...roving}>
            <thead>
              <tr>
                <th scope="col">{t('kind.job')}</th>
                {RUN_COLUMNS.map(id => (
                  <th key={id} scope="col" className={RUN_COLUMN_CLASS[id]}>
                    {t(`column.${id}`)}
                  </th>
                ))}
                <th scope="col">
                  <span className="visually-hidden">{t('tab.logs')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map(row => (
                <JobRow
                  key={row.key}
                  subject={subject}
                  row={row}
                  isExplained={explained.has(row)}
                  isOpen={openJob === row.uid}
                  onToggle={() => setOpenJob(openJob === row.uid ? null : row.uid)}
                />
              ))}
            </tbody>
          </table>
        )}
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

const STATUS = columnIndex(JOB_VIEW, 'status');

function isFailed(row: WireRow): boolean {
  return (row.cells[STATUS] as { readonly tone?: string } | undefined)?.tone === 'bad';
}

function JobRow({
  subject,
  row,
  isExplained,
  isOpen,
  onToggle,
}: {
  readonly isExplained: boolean;
  readonly subject: DetailSubject;
  readonly row: WireRow;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) {
  const { t } = useTranslation();
  const { setSearch } = useViewState();
  const started = row.cells[columnIndex(JOB_VIEW, 'started')];
  const status = row.cells[columnIndex(JOB_VIEW, 'status')] as
    | { readonly tone?: string; readonly status?: string }
    | undefined;
  return (
    <>
      <tr data-job={row.name}>
        <td>
          <Button variant="link" aria-expanded={isOpen} onClick={onToggle} {...ROVING}>
            {visibleText(row.name)}
          </Button>
        </td>
        {RUN_COLUMNS.map(id => {
          const index = columnIndex(JOB_VIEW, id);
          const column = JOB_VIEW.columns[index];
          const isRunning =
            id === 'duration' &&
            row.cells[index] === null &&
            typeof started === 'number' &&
            status?.status === 'Running';
          return (
            <td key={id} className={RUN_COLUMN_CLASS[id]}>
              {isRunning ? (
                <Running since={started} />
              ) : column === undefined ? null : (
                <CellView cell={row.cells[index] as Cell} column={column} />
              )}
            </td>
          );
        })}
        <td>
          <Button
            variant="link"
            aria-label={t('runs.logsOf', { name: row.name })}
            onClick={() => setSearch({ tab: `logs:${row.name}` }, 'push')}
            {...ROVING}
          >
            {t('tab.logs')}
          </Button>
        </td>
      </tr>
      {status?.tone === 'bad' || isOpen ? (
        <tr>
          <td colSpan={RUN_COLUMNS.length + 2}>
            {status?.tone === 'bad' ? <JobFailureText subject={subject} row={row} /> : null}
            {isExplained && !isOpen ? <LastPodFailure subject={subject} jobUid={row.uid} /> : null}
            {isOpen ? <JobPods subject={subject} job={row} /> : null}
          </td>
        </tr>
      ) : null}
    </>
  );
}

function JobFailureText({ subject, row }: { readonly subject: DetailSubject; readonly row: WireRow }) {
  const { object } = useLiveObject({
    cluster: subject.cluster,
    resource: JOB_VIEW.resource,
    namespace: row.namespace,
    name: row.name,
  });
  const failure = jobFailure(object);
  return failure === null ? null : (
    <span className="tone-bad">{`${visibleText(failure.reason)}: ${visibleText(failure.message)}`}</span>
  );
}
