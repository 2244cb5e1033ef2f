import type { TFunction } from 'i18next';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeStep, StepState } from '@lanthorn/protocol/http/change-set-messages.ts';
import { type ClashChoices, choicesOf } from '@lanthorn/actions/machinery/decided-params.ts';
import type { WireClash } from '@lanthorn/protocol/down-messages.ts';
import { actionWord } from '../../data/actions/action-word.ts';
import { ClashChooser } from '../../parts/clash-chooser.tsx';
import { Previews } from '../../parts/outcome/action-previews.tsx';
import { IconButton } from '../../ui/button/icon-button.tsx';
import type { StatusTone } from '../../ui/marks/status-mark.tsx';
import { Notice } from '../../ui/status/notice.tsx';
import { Status } from '../../ui/status/status.tsx';
import { visibleText } from '../../ui/words/text.ts';
import styles from './change-set.module.css';
import type { StepHold } from './use-step-moves.ts';
import type { Trial } from './use-trials.ts';

/** How clashes of a step are decided, and what of somebody else's was seen then. */
export interface Decision {
  readonly choices: ClashChoices;
  readonly seen: Record<string, unknown[]>;
}

const TONES: Readonly<Record<StepState, StatusTone>> = {
  waiting: 'muted',
  begun: 'active',
  sent: 'active',
  done: 'ok',
  failed: 'bad',
  undone: 'muted',
};

/** What a step is called: what it does, and to what. */
export function stepTitle({ request }: ChangeStep, t: TFunction): string {
  const action = actionWord(request, t);
  const [only] = request.targets;
  const [count, name] = [request.targets.length, visibleText(only?.name ?? '')];
  return count === 1 ? t('dialog.titleOne', { action, name }) : t('dialog.titleMany', { action, count });
}

export interface StepItemProps {
  readonly step: ChangeStep;
  /** From 1. */
  readonly number: number;
  readonly trial: Trial | null;
  /** Numbers of the earlier steps of which its dry run knows nothing. */
  readonly earlier: readonly number[];
  /** Null while it cannot be moved. */
  readonly hold: StepHold | null;
  readonly drop: 'before' | 'after' | undefined;
  readonly isPulled: boolean;
  /** Null while nothing can be decided. */
  readonly onDecide: ((decision: Decision) => void) | null;
}

/** A step: what it does, how far it is, and what the server says to it. */
export function StepItem({ step, number, trial, earlier, hold, drop, isPulled, onDecide }: StepItemProps) {
  const { t, i18n } = useTranslation();
  const title = stepTitle(step, t);
  const [first] = step.request.targets;
  const numbers = new Intl.ListFormat(i18n.language).format(earlier.map(String));
  return (
    <li className={styles['step']} data-step={step.request.id} data-drop={drop} data-pulled={isPulled || undefined}>
      <span className={styles['handle']}>
        <IconButton
          icon="choose"
          label={t('changeSet.move', { number })}
          shortcut="↑ ↓ Delete"
          why={hold === null ? t('changeSet.runs') : null}
          data-handle
          onKeyDown={hold?.onKey}
          onPointerDown={event => {
            if (event.button === 0) hold?.onPull();
          }}
        />
      </span>
      <div className={styles['head']}>
        <h2 className={styles['title']}>{`${number}. ${title}`}</h2>
        <span className="dim">{first === undefined ? '' : visibleText(first.namespace)}</span>
        <span className={styles['state']}>
          <Status tone={TONES[step.state]} text={t(`changeSet.state.${step.state}`)} />
          <IconButton
            icon="close"
            label={t('changeSet.remove', { number })}
            why={hold === null ? t('changeSet.runs') : null}
            onClick={() => hold?.onRemove()}
          />
        </span>
      </div>
      <div className={styles['below']}>
        {earlier.length === 0 || trial === null ? null : (
          <p className="tone-warning">{t('changeSet.unknown', { count: earlier.length, numbers })}</p>
        )}
        {onDecide === null ? null : <Decisions step={step} trial={trial} onDecide={onDecide} />}
        {trial === null ? null : <TrialOf trial={trial} saysClashes={onDecide === null} />}
      </div>
    </li>
  );
}

export function TrialOf({
  trial,
  saysClashes = true,
}: {
  readonly trial: Trial;
  /** Where they are not asked about beside it. */
  readonly saysClashes?: boolean;
}) {
  const { t } = useTranslation();
  if ('problem' in trial)
    return (
      <Notice tone="bad" role="alert">
        {visibleText(trial.problem)}
      </Notice>
    );
  const { previews, kind } = trial.answer;
  const clashes = previews.flatMap(preview => preview.clashes.map(({ path }) => path));
  return (
    <>
      {clashes.length === 0 || !saysClashes ? null : (
        <Notice tone="bad">{t('changeSet.clashes', { fields: visibleText(clashes.join(', ')) })}</Notice>
      )}
      <Previews previews={previews} kind={kind} />
    </>
  );
}

/** What somebody else changed as well: a decided one stays in sight, so that the decision can be changed, and others while nobody knows better. */
function Decisions({
  step: { request },
  trial,
  onDecide,
}: {
  readonly step: ChangeStep;
  readonly trial: Trial | null;
  readonly onDecide: (decision: Decision) => void;
}) {
  /** By path, of each target. */
  const seen = useRef(new Map<string, readonly WireClash[]>());
  const told = trial === null || 'problem' in trial ? null : trial.answer.previews.flatMap(({ clashes }) => clashes);
  const open = told ?? [];
  for (const { path } of open)
    seen.current.set(
      path,
      open.filter(clash => clash.path === path),
    );
  const params = request.params ?? {};
  // What clashes anew is another by now than when it was decided.
  const choices = Object.fromEntries(
    Object.entries(choicesOf(params)).filter(([path]) => open.every(clash => clash.path !== path)),
  );
  const choose = (path: string, choice: 'mine' | 'live') => {
    const decided = { ...choices, [path]: choice };
    const livesOf = (of: string) => seen.current.get(of)?.map(({ live = null }) => live) ?? params.seen?.[of] ?? [];
    const lives = Object.fromEntries(Object.keys(decided).map(of => [of, [...livesOf(of)]]));
    onDecide({ choices: decided, seen: lives });
  };
  const isAsked = ({ path }: WireClash) =>
    told === null || Object.hasOwn(choices, path) || open.some(clash => clash.path === path);
  return (
    <ClashChooser
      clashes={[...seen.current.values()].flatMap(clashes => clashes.slice(-1)).filter(isAsked)}
      choices={choices}
      onChoose={choose}
    />
  );
}
