import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import { jobProgress } from '@lanthorn/views/kinds/batch/job-progress.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { Select } from '../../../../ui/choice/select.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { Countdown } from '../../../../ui/time/time.tsx';
import type { SectionProps } from '../../sections/section-props.ts';
import { type DetailSubject, targetOf } from '../../subject/detail-subject.ts';
import { IndexGrid } from './index-grid.tsx';

/** How far a Job is: retries left, its deadline, each index, and the way to run failed indexes again. */
export function JobProgressView({
  subject,
  target,
  job,
}: {
  readonly subject: DetailSubject;
  readonly target: ObjectTarget;
  readonly job: unknown;
}) {
  const { t } = useTranslation();
  const { active, succeeded, failed, retriesLeft, deadlineAt, indexes, indexCount, failedIndexes, failurePolicy } =
    jobProgress(job);
  return (
    <section className="section" data-testid="job-progress">
      <p>
        {t('job.counts', { active, succeeded, failed })}
        {retriesLeft === null ? '' : ` ${t('job.retriesLeft', { count: retriesLeft })}`}
        {deadlineAt === null ? null : (
          <>
            {' '}
            {t('job.deadline')} <Countdown to={deadlineAt} />
          </>
        )}
      </p>
      {failurePolicy === '' ? null : <p className="tone-bad">{visibleText(failurePolicy)}</p>}
      {indexes === null ? null : <IndexGrid subject={subject} job={target} indexes={indexes} />}
      {indexes === null || indexes.length >= indexCount ? null : (
        <p className="dim">{t('job.firstIndexes', { shown: indexes.length, total: indexCount })}</p>
      )}
      <RerunFailed failedIndexes={failedIndexes} target={target} />
    </section>
  );
}

/** How far a Job is, on its page. */
export function JobProgressSection({ subject, object }: SectionProps) {
  return <JobProgressView subject={subject} target={targetOf(subject, object)} job={object} />;
}

/** Runs failed indexes again: all of them, or, where they are more than one operation takes, a part that is chosen. */
function RerunFailed({
  failedIndexes,
  target,
}: {
  readonly failedIndexes: readonly number[];
  readonly target: ObjectTarget;
}) {
  const { t } = useTranslation();
  const [from, setFrom] = useState(0);
  const parts = Array.from({ length: Math.ceil(failedIndexes.length / MAX_TARGETS) }, (_, i) => i * MAX_TARGETS);
  // Fewer may have failed since the part was chosen.
  const start = parts.includes(from) ? from : 0;
  const chosen = failedIndexes.slice(start, start + MAX_TARGETS);
  if (chosen.length === 0) return null;
  const rerun = () => {
    const targets = chosen.map(() => target);
    openActionDialog('job.rerun', targets, { params: { rerun: { indexes: [...chosen] } } });
  };
  return (
    <div className="editor-bar">
      {parts.length === 1 ? null : (
        <label>
          {t('job.failedPart', { count: failedIndexes.length, most: MAX_TARGETS })}{' '}
          <Select
            choices={parts.map(part => ({
              value: String(part),
              text: `${failedIndexes[part]} – ${failedIndexes[Math.min(part + MAX_TARGETS, failedIndexes.length) - 1]}`,
            }))}
            value={String(start)}
            onChange={part => setFrom(Number(part))}
          />
        </label>
      )}
      <Button onClick={rerun}>{t('job.rerunFailed', { count: chosen.length })}</Button>
    </div>
  );
}
