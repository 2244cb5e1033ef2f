import { useTranslation } from 'react-i18next';
import type { RecordedScope, RecordingState, SettingsAnswer } from '@lanthorn/protocol/http/settings-messages.ts';
import { Skeleton } from '../ui/status/skeleton.tsx';
import { Checkbox } from '../ui/form/checkbox.tsx';
import { whyText } from '../ui/status/freshness.tsx';
import { sizeText } from '../ui/words/size-text.ts';
import { visibleText } from '../ui/words/text.ts';
import { useTimeWords } from '../ui/time/reader-time.ts';
import { RecordedNamespaces } from './recorded-namespaces.tsx';
import { type Recording, useRecording } from './use-recording.ts';
import { useWantedNamespaces } from './use-wanted-namespaces.ts';

/** Whether runs are recorded while no tab is open: a switch for the cluster or some of its namespaces, what it costs, and how it does. */
export function RecordRuns({ cluster, near }: { readonly cluster: string; readonly near: readonly string[] }) {
  return <RecordingSwitch cluster={cluster} recording={useRecording(cluster)} near={near} />;
}

/** The same, of what is known already. */
export function RecordingSwitch({
  cluster,
  recording: { answer, trouble, isChoosing, choose },
  near,
}: {
  readonly cluster: string;
  readonly recording: Recording;
  /** Namespaces that are looked at: who may not see all is offered these. */
  readonly near: readonly string[];
}) {
  const { t } = useTranslation();
  const isOn = answer !== null && answer.recording !== null;
  const wanted = useWantedNamespaces(cluster, { recording: answer?.recording, near });
  const settings = (recordRuns: boolean) => ({
    recordRuns,
    ...(recordRuns && wanted.names.length > 0 ? { namespaces: wanted.names } : {}),
  });
  const isBlocked = answer === null || isChoosing;
  return (
    <div data-testid="record-runs">
      <Checkbox
        role="switch"
        aria-checked={isOn}
        checked={isOn}
        disabled={isBlocked || (!isOn && !wanted.isValid)}
        onChange={chosen => choose(settings(chosen))}
      >
        {t('record.switch', { cluster: visibleText(cluster) })}
      </Checkbox>
      {trouble === '' ? null : (
        <p role="alert" className="tone-bad">
          {t('record.trouble', { why: visibleText(trouble) })}
        </p>
      )}
      {answer === null ? (
        trouble === '' ? (
          <Skeleton lines={3} label={t('detail.loading')} />
        ) : null
      ) : (
        <>
          {answer.recording === null ? (
            <p className="dim">{t('record.off')}</p>
          ) : (
            <RecordingText recording={answer.recording} />
          )}
          <RecordedNamespaces
            wanted={wanted}
            onApply={isOn && wanted.isOther && !isBlocked ? () => choose(settings(true)) : null}
          />
          <HistoryText history={answer.history} />
          <CostText answer={answer} scopes={wanted.names.length} />
        </>
      )}
    </div>
  );
}

function RecordingText({ recording: { chosenAt, scopes } }: { readonly recording: RecordingState }) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  return (
    <>
      <p>{chosenAt === null ? t('record.on') : t('record.onSince', { time: exact(chosenAt) })}</p>
      {scopes.map(scope => (
        <p key={scope.namespace} data-recording={scope.state.kind} data-namespace={scope.namespace}>
          {scope.namespace === '' ? '' : `${visibleText(scope.namespace)}: `}
          <ScopeText scope={scope} />
          <BlindText state={scope.skips} words="record.noSkips" />
          <BlindText state={scope.events} words="record.noEvents" />
        </p>
      ))}
    </>
  );
}

/** Runs are seen, and something beside them is not. */
function BlindText({ state, words }: { readonly state: RecordedScope['skips']; readonly words: string }) {
  const { t } = useTranslation();
  if (state.kind === 'live' || state.kind === 'loading') return null;
  return <span className="tone-warning"> {t(words, { why: visibleText(whyText(state, t)) })}</span>;
}

function ScopeText({ scope: { namespace, seenSince, state } }: { readonly scope: RecordedScope }) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  if (state.kind === 'live') return seenSince === null ? null : t('record.seen', { time: exact(seenSince) });
  return (
    <span className="tone-warning">
      {t('record.blind', { why: visibleText(whyText(state, t)) })}
      {state.kind === 'forbidden' && namespace === '' ? ` ${t('record.needsCluster')}` : ''}
    </span>
  );
}

/** What is kept nowhere, or not for long, is no record. */
function HistoryText({ history: { isLasting, problem } }: Pick<SettingsAnswer, 'history'>) {
  const { t } = useTranslation();
  if (problem !== null) return <p className="tone-bad">{t('record.cannot', { problem: visibleText(problem) })}</p>;
  return isLasting ? null : <p className="tone-warning">{t('history.notLasting')}</p>;
}

/** What it asks for is known beforehand; how much that comes to is measured, or is not said. */
function CostText({
  answer: { recording, keepRuns, keepEvents, spent },
  scopes,
}: {
  readonly answer: SettingsAnswer;
  /** Namespaces that would be watched; 0 for all. */
  readonly scopes: number;
}) {
  const { t, i18n } = useTranslation();
  const jobs = recording?.scopes.reduce((sum, scope) => sum + scope.jobs, 0) ?? 0;
  const watches =
    scopes > 0
      ? t('record.watchIn', { count: scopes })
      : recording === null
        ? t('record.watch')
        : t('record.watchOf', { count: jobs });
  return (
    <p className="dim">
      {watches} {t('record.requests')} {t('record.keeps', { count: keepRuns })} {t('record.keepsEvents', keepEvents)}{' '}
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
