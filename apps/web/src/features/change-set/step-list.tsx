import { useTranslation } from 'react-i18next';
import { earlierSteps } from '@lanthorn/actions/sets/earlier-steps.ts';
import type { ChangeSet } from '@lanthorn/protocol/http/change-set-messages.ts';
import styles from './change-set.module.css';
import { type Decision, StepItem } from './step-item.tsx';
import { useStepMoves } from './use-step-moves.ts';
import type { Trial } from './use-trials.ts';

/** The steps in their order, which is changed by pulling their handles, or by the arrows while one has the focus; Delete takes a step out. */
export function StepList({
  set,
  trials,
  canArrange,
  onArrange,
  onDecide,
}: {
  readonly set: ChangeSet;
  readonly trials: ReadonlyMap<string, Trial>;
  readonly canArrange: boolean;
  readonly onArrange: (next: ChangeSet) => void;
  readonly onDecide: (step: string, decision: Decision) => void;
}) {
  const { t } = useTranslation();
  const { steps } = set;
  const moves = useStepMoves(set, onArrange);
  const earlier = earlierSteps(steps.map(({ request }) => request));
  const isLeft = steps.map(({ state }) => state !== 'done');
  return (
    <>
      <p className="visually-hidden" role="status">
        {moves.said}
      </p>
      <ol ref={moves.list} className={styles['steps']} aria-label={t('changeSet.steps')}>
        {steps.map((step, place) => (
          <StepItem
            key={step.request.id}
            step={step}
            number={place + 1}
            trial={trials.get(step.request.id) ?? null}
            earlier={(earlier[place] ?? []).filter(at => isLeft[at]).map(at => at + 1)}
            hold={canArrange ? moves.holdOf(place) : null}
            drop={moves.dropAt(place)}
            isPulled={moves.pulled === place}
            onDecide={canArrange && isLeft[place] === true ? decision => onDecide(step.request.id, decision) : null}
          />
        ))}
      </ol>
    </>
  );
}
