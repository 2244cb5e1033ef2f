import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/action.ts';
import { jobProgress } from '@lanthorn/views/job-progress.ts';
import { openActionDialog } from '../../data/action-dialog-store.ts';
import { visibleText } from '../../ui/text.ts';
import { Countdown } from '../../ui/time.tsx';

/** How far a Job is: retries left, its deadline, each index, and the way to run failed indexes again. */
export function JobProgressView({ target, job }: { readonly target: ObjectTarget; readonly job: unknown }) {
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
      {indexes === null ? null : (
        <ul className="index-grid" aria-label={t('job.indexes', { count: indexes.length })}>
          {indexes.map(({ index, state }) => (
            <li key={index} className={`index-${state}`} title={t(`job.index.${state}`, { index })}>
              <span className="visually-hidden">{t(`job.index.${state}`, { index })}</span>
            </li>
          ))}
        </ul>
      )}
      {failedIndexes.length === 0 ? null : (
        <button type="button" className="plain-button" onClick={rerun}>
          {t('job.rerunFailed', { count: failedIndexes.length })}
        </button>
      )}
    </section>
  );
}
