import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { decidedParams } from '@lanthorn/actions/machinery/decided-params.ts';
import { earlierSteps } from '@lanthorn/actions/sets/earlier-steps.ts';
import { type ChangeSet, type ChangeStep, isToTakeBack } from '@lanthorn/protocol/http/change-set-messages.ts';
import { useClient } from '../../data/client/client.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { isWaitedFor } from '../../parts/outcome/action-previews.tsx';
import { Button } from '../../ui/button/button.tsx';
import { ScreenTitle } from '../../ui/screen/screen-title.tsx';
import { EmptyState } from '../../ui/status/empty-state.tsx';
import { Notice } from '../../ui/status/notice.tsx';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { SetDialog, type SetQuestion } from './run-dialog.tsx';
import { ExportSet } from './export/export-set.tsx';
import { RunNote } from './run-note.tsx';
import type { Decision } from './step-item.tsx';
import { StepList } from './step-list.tsx';
import { type HeldSet, useChangeSet } from './use-change-set.ts';
import { type Trial, type Trials, useTrials } from './use-trials.ts';

/** The edits that were collected for a cluster: looked at, tried and put in order together, applied one after the other, taken back. */
export function ChangeSetPage() {
  const { cluster } = useViewState();
  return <SetOfCluster key={cluster} cluster={cluster} />;
}

function SetOfCluster({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation();
  const held = useChangeSet(cluster);
  const { set, problem } = held;
  return (
    <section className="list-page" aria-label={t('changeSet.title')} data-testid="change-set">
      {set === null || set.steps.length === 0 ? (
        <>
          <div className="toolbar">
            <ScreenTitle>{t('changeSet.title')}</ScreenTitle>
          </div>
          {problem === null ? null : <Notice tone="bad">{visibleText(problem)}</Notice>}
          {set === null ? <Skeleton lines={8} label={t('detail.loading')} /> : null}
          {set === null ? null : <EmptyState title={t('changeSet.empty')}>{t('changeSet.emptyWhy')}</EmptyState>}
        </>
      ) : (
        <FilledSet cluster={cluster} set={set} held={held} />
      )}
    </section>
  );
}

function FilledSet({
  cluster,
  set,
  held,
}: {
  readonly cluster: string;
  readonly set: ChangeSet;
  readonly held: HeldSet;
}) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [asked, setAsked] = useState<SetQuestion | null>(null);
  const isRunning = set.run?.state === 'running';
  const left = set.steps.filter(({ state }) => state !== 'done');
  // What goes on changes what a dry run would say.
  const trials = useTrials(isRunning ? [] : left.map(({ request }) => ({ step: request.id, request })));
  const arrange = (next: ChangeSet) => {
    held.change(api.arrangeSteps({ cluster, seen: idsOf(set), steps: idsOf(next) }), next);
  };
  const decide = (step: string, { choices, seen }: Decision) => {
    const decided = ({ request }: ChangeStep) => {
      const params = decidedParams(request.params ?? {}, choices, seen);
      return { ...request, params };
    };
    const steps = set.steps.map(each => (each.request.id === step ? { ...each, request: decided(each) } : each));
    held.change(api.decideStep({ cluster, step, choices, seen }), { ...set, steps });
  };
  return (
    <>
      <SetBar
        cluster={cluster}
        set={set}
        left={left.length}
        trials={trials}
        onAsk={setAsked}
        onStop={() => held.attempt(api.stopSet(cluster))}
      />
      <div className="tab-body" tabIndex={0} role="group" aria-label={t('changeSet.steps')}>
        {held.problem === null ? null : (
          <Notice tone="bad" role="alert">
            {visibleText(held.problem)}
          </Notice>
        )}
        <RunNote set={set} />
        <StepList set={set} trials={trials.trials} canArrange={!isRunning} onArrange={arrange} onDecide={decide} />
      </div>
      <SetDialog
        asked={asked}
        cluster={cluster}
        set={set}
        onClose={() => setAsked(null)}
        onRun={request => held.change(api.runSet(request))}
        onClear={() => arrange({ steps: [], run: null })}
      />
    </>
  );
}

function idsOf({ steps }: ChangeSet): string[] {
  return steps.map(({ request }) => request.id);
}

/** What can be done with the set as a whole. */
function SetBar({
  cluster,
  set,
  left,
  trials: { trials, isAsking, again },
  onAsk,
  onStop,
}: {
  readonly cluster: string;
  readonly set: ChangeSet;
  /** How many steps are not done. */
  readonly left: number;
  readonly trials: Trials;
  readonly onAsk: (question: SetQuestion) => void;
  readonly onStop: () => void;
}) {
  const { t } = useTranslation();
  const isRunning = set.run?.state === 'running';
  const why = isRunning ? t('changeSet.runs') : isAsking ? t('changeSet.trying') : null;
  const hindered = hindrance(set, trials);
  const canUndo = set.steps.some(isToTakeBack);
  return (
    <div className="toolbar" role="toolbar" aria-label={t('changeSet.title')}>
      <ScreenTitle>{t('changeSet.title')}</ScreenTitle>
      <Button why={why} onClick={again}>
        {t('changeSet.try')}
      </Button>
      {isRunning ? (
        <Button onClick={onStop}>{t('changeSet.stop')}</Button>
      ) : (
        <>
          {canUndo ? <Button onClick={() => onAsk('undo')}>{t('changeSet.undo')}</Button> : null}
          {left === 0 ? null : (
            <Button
              variant="primary"
              why={why ?? (hindered === null ? null : t(hindered))}
              onClick={() => onAsk('apply')}
            >
              {t('changeSet.apply', { count: left })}
            </Button>
          )}
        </>
      )}
      <ExportSet cluster={cluster} why={isRunning ? t('changeSet.runs') : null} />
      <Button variant="ghost" why={isRunning ? t('changeSet.runs') : null} onClick={() => onAsk('clear')}>
        {t('changeSet.clear')}
      </Button>
    </div>
  );
}

/** Why it would stop for certain: a step is refused, or was changed by somebody else, and no earlier one could mend that. */
function hindrance({ steps }: ChangeSet, trials: ReadonlyMap<string, Trial>): string | null {
  const earlier = earlierSteps(steps.map(({ request }) => request));
  const isHindered = steps.some(({ request: { id } }, place) => {
    const trial = trials.get(id);
    if (trial === undefined || earlier[place]?.some(at => steps[at]?.state !== 'done') === true) return false;
    if ('problem' in trial) return true;
    const { kind, previews } = trial.answer;
    return previews.some(
      ({ refusal, clashes }) => (refusal !== null && !isWaitedFor(kind, refusal)) || clashes.length > 0,
    );
  });
  return isHindered ? 'changeSet.refused' : null;
}
