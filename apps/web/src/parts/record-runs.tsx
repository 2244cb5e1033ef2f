import { useTranslation } from 'react-i18next';
import type { Right } from '@lanthorn/actions/action.ts';
import type { RecordingState, SettingsAnswer } from '@lanthorn/protocol/http-messages.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { useAccess } from '../data/actions/use-access.ts';
import { whyText } from '../ui/status/freshness.tsx';
import { sizeText } from '../ui/words/size-text.ts';
import { visibleText } from '../ui/words/text.ts';
import { fullTime } from '../ui/time/time.tsx';
import { type Recording, useRecording } from './use-recording.ts';

const JOBS = { group: JOB_VIEW.resource.group, resource: JOB_VIEW.resource.resource, namespace: '', name: '' };
/** Its one watch is of the Jobs of all namespaces. */
const NEEDED: readonly Right[] = ['list', 'watch'].map(verb => ({ ...JOBS, verb }));

/** Whether runs are recorded while no tab is open: a switch for the whole cluster, what it costs, and how it does. */
export function RecordRuns({ cluster }: { readonly cluster: string }) {
  return <RecordingSwitch cluster={cluster} recording={useRecording(cluster)} />;
}

/** The same, of what is known already. */
export function RecordingSwitch({
  cluster,
  recording: { answer, trouble, isChoosing, choose },
}: {
  readonly cluster: string;
  readonly recording: Recording;
}) {
  const { t } = useTranslation();
  const isOn = answer !== null && answer.recording !== null;
  return (
    <div className="record-runs" data-testid="record-runs">
      <label>
        <input
          type="checkbox"
          role="switch"
          aria-checked={isOn}
          checked={isOn}
          disabled={answer === null || isChoosing}
          onChange={event => choose(event.currentTarget.checked)}
        />{' '}
        {t('record.switch', { cluster: visibleText(cluster) })}
      </label>
      {trouble === '' ? null : (
        <p role="alert" className="tone-bad">
          {t('record.trouble', { why: visibleText(trouble) })}
        </p>
      )}
      {answer === null ? (
        trouble === '' ? (
          <p className="dim">{t('detail.loading')}</p>
        ) : null
      ) : (
        <>
          {answer.recording === null ? <OffText cluster={cluster} /> : <RecordingText recording={answer.recording} />}
          <HistoryText history={answer.history} />
          <CostText answer={answer} />
        </>
      )}
    </div>
  );
}

/** Who may not do it learns that before the switch. */
function OffText({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation();
  const mayNot = useAccess(cluster, NEEDED).includes(false);
  return (
    <>
      <p className="dim">{t('record.off')}</p>
      {mayNot ? <p className="tone-warning">{t('record.needsCluster')}</p> : null}
    </>
  );
}

function RecordingText({ recording: { chosenAt, seenSince, state } }: { readonly recording: RecordingState }) {
  const { t, i18n } = useTranslation();
  const time = (at: number) => fullTime(at, i18n.language);
  return (
    <p data-recording={state.kind}>
      {chosenAt === null ? t('record.on') : t('record.onSince', { time: time(chosenAt) })}{' '}
      {state.kind === 'live' ? (
        seenSince !== null && t('record.seen', { time: time(seenSince) })
      ) : (
        <span className="tone-warning">
          {t('record.blind', { why: visibleText(whyText(state, t)) })}{' '}
          {state.kind === 'forbidden' ? `${t('record.needsCluster')} ` : ''}
        </span>
      )}
    </p>
  );
}

/** What is kept nowhere, or not for long, is no record. */
function HistoryText({ history: { isLasting, problem } }: Pick<SettingsAnswer, 'history'>) {
  const { t } = useTranslation();
  if (problem !== null) return <p className="tone-bad">{t('record.cannot', { problem: visibleText(problem) })}</p>;
  return isLasting ? null : <p className="tone-warning">{t('history.notLasting')}</p>;
}

/** What it asks for is known beforehand; how much that comes to is measured, or is not said. */
function CostText({ answer: { recording, keepRuns, spent } }: { readonly answer: SettingsAnswer }) {
  const { t, i18n } = useTranslation();
  return (
    <p className="dim">
      {recording === null ? t('record.watch') : t('record.watchOf', { count: recording.jobs })} {t('record.requests')}{' '}
      {t('record.keeps', { count: keepRuns })}{' '}
      {spent.runs === 0
        ? t('record.unmeasured')
        : t('record.measured', {
            count: spent.runs,
            requests: spent.requests,
            size: sizeText(spent.size / spent.runs, i18n.language),
          })}
    </p>
  );
}
