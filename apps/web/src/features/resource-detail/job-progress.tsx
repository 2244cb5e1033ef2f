import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/action.ts';
import { jobProgress } from '@lanthorn/views/kinds/batch/job-progress.ts';
import { openActionDialog } from '../../data/action-dialog-store.ts';
import { visibleText } from '../../ui/text.ts';
import { Countdown } from '../../ui/time.tsx';
import type { DetailSubject } from './detail-subject.ts';
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
  const { active, succeeded, failed, retriesLeft, deadlineAt, indexes, failedIndexes, failurePolicy } =
    jobProgress(job);
  const rerun = () => {
    const targets = failedIndexes.map(() => target);
    openActionDialog('job.rerun', targets, { params: { rerun: { indexes: [...failedIndexes] } } });
  };
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
      {indexes === null ? null : <IndexGrid subject={subject} jobUid={target.uid} indexes={indexes} />}
      {failedIndexes.length === 0 ? null : (
        <button type="button" className="plain-button" onClick={rerun}>
          {t('job.rerunFailed', { count: failedIndexes.length })}
        </button>
      )}
    </section>
  );
}
