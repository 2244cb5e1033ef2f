import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { treeChanges } from '@lanthorn/kube/edit/tree-changes.ts';
import type { RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import { ChangeList } from '../../../../data/change-list.tsx';
import { visibleText } from '../../../../ui/text.ts';
import { shortDuration } from '../../../../ui/time.tsx';
import { KeptPods } from './kept-runs.tsx';
import type { DetailSubject } from '../../detail-subject.ts';
import { useKindType } from '../../use-kind-type.ts';

/** Two runs side by side: by default the last failure and the last success, which is what people ask. */
export function CompareRuns({
  subject,
  runs,
}: {
  readonly subject: DetailSubject;
  readonly runs: readonly RecordedRun[];
}) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<readonly [string | null, string | null]>([null, null]);
  const type = useKindType(subject);
  const podType = ['spec', 'jobTemplate', 'spec', 'template', 'spec'].reduce(
    (at, name) => at?.field(name) ?? null,
    type ?? null,
  );
  if (runs.length < 2) return null;
  const find = (uid: string | null) => runs.find(({ jobUid }) => jobUid === uid);
  const left = find(chosen[0]) ?? runs.find(({ result }) => result === 'succeeded') ?? runs[1];
  const right =
    find(chosen[1]) ?? runs.find(({ result, jobUid }) => result === 'failed' && jobUid !== left?.jobUid) ?? runs[0];
  if (left === undefined || right === undefined) return null;
  const changes = isOpen ? treeChanges(left.template, right.template, podType) : [];
  return (
    <details className="section" data-testid="compare-runs" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{t('compare.title')}</summary>
      {isOpen ? (
        <>
          <div className="run-columns">
            <RunChoice runs={runs} run={left} onChoose={uid => setChosen([uid, chosen[1]])} />
            <RunChoice runs={runs} run={right} onChoose={uid => setChosen([chosen[0], uid])} />
          </div>
          <h2>{t('compare.template')}</h2>
          {changes.length === 0 ? <p className="dim">{t('compare.sameTemplate')}</p> : <ChangeList changes={changes} />}
          <div className="compare-columns">
            <KeptPods run={left} />
            <KeptPods run={right} />
          </div>
        </>
      ) : null}
    </details>
  );
}

function RunChoice({
  runs,
  run,
  onChoose,
}: {
  readonly runs: readonly RecordedRun[];
  readonly run: RecordedRun;
  readonly onChoose: (uid: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <label>
      {t('kind.job')}{' '}
      <select value={run.jobUid} onChange={event => onChoose(event.target.value)}>
        {runs.map(({ jobUid, name, result, durationMs }) => (
          <option key={jobUid} value={jobUid}>
            {`${visibleText(name)} · ${result === 'failed' ? 'Failed' : 'Complete'} · ${durationMs === null ? '' : shortDuration(durationMs)}`}
          </option>
        ))}
      </select>
    </label>
  );
}
