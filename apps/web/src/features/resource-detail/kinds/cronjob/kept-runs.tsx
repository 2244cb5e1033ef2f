import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordedContainer, RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import { Table } from '../../../../ui/data/table.tsx';
import { Button } from '../../../../ui/button/button.tsx';
import { ROVING, useRovingTab } from '../../../../ui/grid/use-roving-tab.ts';
import { Status } from '../../../../ui/status/status.tsx';
import { sizeText } from '../../../../ui/words/size-text.ts';
import { type ProblemText, problemWords } from '../../../../ui/words/i18n.ts';
import { visibleText } from '../../../../ui/words/text.ts';
import { Age, shortDuration } from '../../../../ui/time/time.tsx';
import styles from './run-table.module.css';

/** What a kept run may lack. */
const PODS_PART = 'pods';
/** As many rows as one looks through; the numbers above count all. */
const SHOWN = 20;

/** Runs whose Jobs the cluster no longer has: as they were, with their last log lines. */
export function KeptRuns({
  runs,
  usualMs,
}: {
  readonly runs: readonly RecordedRun[];
  readonly usualMs: number | null;
}) {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(SHOWN);
  const roving = useRovingTab<HTMLTableElement>();
  if (runs.length === 0) return null;
  return (
    <section className="section" data-testid="kept-runs">
      <h2>{t('kept.title', { count: runs.length })}</h2>
      <Table
        role="grid"
        aria-label={t('kept.title', { count: runs.length })}
        columns={[
          { title: t('kind.job') },
          { title: t('column.status') },
          { title: t('column.why') },
          { title: t('column.duration'), align: 'right' },
          { title: t('column.started'), align: 'right' },
          { title: <span className="visually-hidden">{t('tab.logs')}</span> },
        ]}
        {...roving}
      >
        {runs.slice(0, limit).map(run => (
          <KeptRow key={run.jobUid} run={run} isSlow={isSlow(run, usualMs)} />
        ))}
      </Table>
      {runs.length > limit ? (
        <Button variant="link" onClick={() => setLimit(runs.length)}>
          {t('slot.all', { count: runs.length })}
        </Button>
      ) : null}
    </section>
  );
}

/** Twice what half of the runs take: worth a look. */
const SLOW_FACTOR = 2;

function isSlow({ durationMs }: RecordedRun, usualMs: number | null): boolean {
  return durationMs !== null && usualMs !== null && durationMs > SLOW_FACTOR * usualMs;
}

function KeptRow({ run, isSlow: slow }: { readonly run: RecordedRun; readonly isSlow: boolean }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const hasFailed = run.result === 'failed';
  return (
    <>
      <tr data-kept={run.name}>
        <td data-place="title">
          <Button variant="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} {...ROVING}>
            {visibleText(run.name)}
          </Button>
        </td>
        <td data-place="state">
          <Status tone={hasFailed ? 'bad' : 'ok'} text={hasFailed ? 'Failed' : 'Complete'} />
        </td>
        <td data-place="detail" data-whole data-empty={run.reason === '' || undefined} className={styles['why']}>
          {visibleText(run.reason)}
        </td>
        <td data-place="detail" data-align="right" className={styles['duration']}>
          {slow ? <Status tone="warning" text={t('kept.slow')} /> : null}{' '}
          {run.durationMs === null ? '' : shortDuration(run.durationMs)}
        </td>
        <td data-place="when" data-align="right" className={styles['started']}>
          {run.startedAt === null ? '' : <Age at={run.startedAt} />}
        </td>
        <td data-place="when" className={styles['logs']}>
          <Button
            variant="link"
            aria-label={t('runs.logsOf', { name: run.name })}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
            {...ROVING}
          >
            {t('tab.logs')}
          </Button>
        </td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={6}>
            <KeptPods run={run} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** What failed says so last. */
function showEnd(log: HTMLPreElement | null): void {
  if (log !== null) log.scrollTop = log.scrollHeight;
}

/** Pods, exit codes and last lines of a kept run. */
export function KeptPods({ run }: { readonly run: RecordedRun }) {
  const { t } = useTranslation();
  const hasMissingPods = run.missing.some(({ part }) => part === PODS_PART);
  const pods = run.pods.flatMap(pod =>
    pod.containers.map(container => (
      <div key={`${pod.name}/${container.name}`}>
        <p className="dim">
          {visibleText([pod.name, container.name, pod.node].filter(part => part !== '').join(' · '))}
          {container.exitCode === null
            ? ''
            : ` · ${t('kept.exit', { code: container.exitCode, reason: visibleText(container.reason) })}`}
        </p>
        <LogGap container={container} />
        {container.log === '' ? null : (
          // Long text scrolls, so the keyboard must reach it.
          <pre className="code kept-log" tabIndex={0} ref={showEnd}>
            {visibleText(container.log)}
          </pre>
        )}
        {container.logCut?.isEndMissing === true ? <p className="tone-warning">{t('kept.logEnd')}</p> : null}
      </div>
    )),
  );
  return (
    <>
      {run.pods.length === 0 && !hasMissingPods ? <p className="dim">{t('kept.noPods')}</p> : pods}
      {run.missing.map(({ part, why, text, refusal }) => (
        <p key={part} className="tone-warning" data-missing={part}>
          {t(`kept.missing.${part}.${why}`, { why: refusalWords(refusal, text) })}
        </p>
      ))}
      {run.hasMorePods ? <p className="tone-warning">{t('kept.morePods')}</p> : null}
      {run.hasMoreEvents ? <p className="tone-warning">{t('kept.moreEvents')}</p> : null}
    </>
  );
}

/** Why something was not read, in the language of the page; as it was written down, where it was kept without a code. */
function refusalWords(refusal: ProblemText | null, text: string): string {
  return visibleText(refusal === null ? text : problemWords(refusal));
}

/** What of a container's log is missing before what was kept. */
function LogGap({ container: { logCut, logProblem, logRefusal } }: { readonly container: RecordedContainer }) {
  const { t, i18n } = useTranslation();
  if (logProblem !== '')
    return <p className="tone-warning">{t('kept.logProblem', { why: refusalWords(logRefusal, logProblem) })}</p>;
  if (logCut === null || logCut.bytes === 0) return null;
  const { lines, bytes, hasOlder } = logCut;
  return (
    <p className="tone-warning" data-cut={hasOlder ? 'unknown' : bytes}>
      {hasOlder ? t('kept.logOlder') : t('kept.logCut', { count: lines, size: sizeText(bytes, i18n.language) })}
    </p>
  );
}
