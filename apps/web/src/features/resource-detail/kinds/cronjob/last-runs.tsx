import { useTranslation } from 'react-i18next';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { runStatistics } from '@lanthorn/views/kinds/batch/cronjob-slots.ts';
import { jobFailure, JOB_VIEW, runCells } from '@lanthorn/views/kinds/batch/jobs.ts';
import { useLiveObject } from '../../../../data/objects/use-live-object.ts';
import { useViewState } from '../../../../data/lists/view-state.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { shortDuration } from '../../../../ui/time/time.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { LastPodFailure } from '../job/job-pods.tsx';
import { NEWEST_FIRST, useOwned } from '../../subject/owned-list.tsx';
import type { DetailSubject } from '../../subject/detail-subject.ts';
import type { SectionProps } from '../../sections/section-props.ts';

/** As many runs as the status is judged by. */
const LOOKED_AT = 20;

/** How its last runs went: how many failed one after another, of what the last one did, and its log; where the last one succeeded, how many failed before. */
export function LastRuns({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const { uid } = readMeta(object);
  const jobs = useOwned(subject, 'jobs', { uid, limit: LOOKED_AT, sort: NEWEST_FIRST });
  const runs = runCells([...jobs.rows.values()]);
  const ended = runs.filter(({ result }) => result === 'failed' || result === 'succeeded').toReversed();
  const succeededAt = ended.findIndex(({ result }) => result === 'succeeded');
  const failed = succeededAt < 0 ? ended.length : succeededAt;
  const [last] = ended;
  if (last === undefined) return null;
  if (failed === 0)
    return <SomeFailed failed={ended.filter(({ result }) => result === 'failed').length} of={ended.length} />;
  const { p50, p95 } = runStatistics(runs);
  return (
    <>
      <p>
        {t('lastRuns.failed', { count: failed })}{' '}
        {p50 === null || p95 === null
          ? null
          : t('lastRuns.usual', { p50: shortDuration(p50), p95: shortDuration(p95) })}
      </p>
      <FailedRun subject={subject} name={last.name} uid={last.uid} />
    </>
  );
}

function SomeFailed({ failed, of }: { readonly failed: number; readonly of: number }) {
  const { t } = useTranslation();
  return failed === 0 ? null : <p>{t('lastRuns.someFailed', { count: of, failed })}</p>;
}

function FailedRun({
  subject,
  name,
  uid,
}: {
  readonly subject: DetailSubject;
  readonly name: string;
  readonly uid: string;
}) {
  const { t } = useTranslation();
  const { setSearch } = useViewState();
  const { cluster, namespace } = subject;
  const { object } = useLiveObject({ cluster, resource: JOB_VIEW.resource, namespace, name });
  const failure = jobFailure(object);
  return (
    <>
      {failure === null ? null : <p>{`${visibleText(failure.reason)}: ${visibleText(failure.message)}`}</p>}
      <LastPodFailure subject={subject} jobUid={uid} />
      <p>
        <Button variant="link" onClick={() => setSearch({ tab: `logs:${name}` }, 'push')}>
          {t('lastRuns.log', { name: visibleText(name) })}
        </Button>
      </p>
    </>
  );
}
