import { Fragment, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChangeSet, isToTakeBack, type RunSetRequest } from '@lanthorn/protocol/http/change-set-messages.ts';
import { drawIdentity } from '../../data/actions/action-dialog-store.ts';
import { type Deed, isDeletion, wordToType } from '../../data/actions/word-to-type.ts';
import { useTier } from '../../data/client/use-tier.ts';
import { DeleteContents } from '../../parts/deletion/delete-guard.tsx';
import { TypedWord } from '../../parts/typed-word.tsx';
import { Button } from '../../ui/button/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog/dialog.tsx';
import styles from './change-set.module.css';
import { stepTitle, TrialOf } from './step-item.tsx';
import { type Trial, useTrials } from './use-trials.ts';

interface RunDialogProps {
  readonly cluster: string;
  readonly set: ChangeSet;
  readonly onRun: (request: RunSetRequest) => void;
  readonly onClose: () => void;
}

export type SetQuestion = 'apply' | 'undo' | 'clear';

/** Asks before anything is done with the set as a whole. */
export function SetDialog({
  asked,
  onClear,
  ...of
}: RunDialogProps & { readonly asked: SetQuestion | null; readonly onClear: () => void }) {
  const { t } = useTranslation();
  const props = {
    ...of,
    onRun: (request: RunSetRequest) => {
      of.onClose();
      of.onRun(request);
    },
  };
  return (
    <Dialog
      opened={asked !== null}
      onClose={of.onClose}
      title={t(asked === null ? 'changeSet.title' : `changeSet.ask.${asked}`)}
    >
      {asked === 'apply' ? <ApplyDialog {...props} /> : null}
      {asked === 'undo' ? <UndoDialog {...props} /> : null}
      {asked === 'clear' ? <ClearQuestion onClose={of.onClose} onClear={onClear} /> : null}
    </Dialog>
  );
}

function ClearQuestion({ onClose, onClear }: { readonly onClose: () => void; readonly onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('changeSet.clearWhat')}</p>
      <DialogFooter>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button
          variant="danger"
          data-autofocus
          onClick={() => {
            onClose();
            onClear();
          }}
        >
          {t('changeSet.clear')}
        </Button>
      </DialogFooter>
    </>
  );
}

function ApplyDialog(props: RunDialogProps) {
  const { t } = useTranslation();
  const left = props.set.steps.filter(({ state }) => state !== 'done');
  const count = left.length;
  return (
    <RunForm
      {...props}
      goal="apply"
      deeds={left.map(({ request }) => request)}
      isAsking={false}
      confirm={t('changeSet.apply', { count })}
    >
      <p>{t('changeSet.applyWhat', { count })}</p>
    </RunForm>
  );
}

/** The steps that were begun, the last first, each with what taking it back would do. */
function UndoDialog(props: RunDialogProps) {
  const { t } = useTranslation();
  const [{ id, suffix }] = useState(drawIdentity);
  const begun = props.set.steps
    .filter(isToTakeBack)
    .map(step => ({ step, operations: step.operations.toReversed() }))
    .reverse();
  const { trials, isAsking } = useTrials(
    begun.flatMap(({ operations }) => operations.map(undoOf => ({ step: undoOf, request: { id, suffix, undoOf } }))),
  );
  const deeds = [...trials.values()].flatMap(deedsOf);
  return (
    <RunForm {...props} goal="undo" deeds={deeds} isAsking={isAsking} confirm={t('undo.confirm')}>
      <p>{t('changeSet.undoWhat', { count: begun.length })}</p>
      <ol className={styles['steps']}>
        {begun.map(({ step, operations }) => {
          const own = operations.flatMap(operation => trials.get(operation) ?? []);
          return (
            <li key={step.request.id} className={styles['undone']}>
              <h3 className={styles['title']}>{stepTitle(step, t)}</h3>
              {own.length < operations.length ? <p className="dim">{t('dialog.asking')}</p> : <Trials trials={own} />}
            </li>
          );
        })}
      </ol>
    </RunForm>
  );
}

/** What comes of each try of a step; of one that changed nothing only where no other did. */
function Trials({ trials }: { readonly trials: readonly Trial[] }) {
  const answered = trials.filter(trial => 'answer' in trial);
  return (answered.length === 0 ? trials.slice(0, 1) : answered).map((trial, place) => (
    <Fragment key={place}>
      <TrialOf trial={trial} />
      {deedsOf(trial).map(deed => (
        <DeleteContents key={deed.kind} deed={deed} />
      ))}
    </Fragment>
  ));
}

function deedsOf(trial: Trial): readonly Deed[] {
  if ('problem' in trial) return [];
  const { kind, previews } = trial.answer;
  return [{ kind, targets: previews.map(({ target }) => target), previews }];
}

/** Begins it when the word is typed that one of what is done asks for by itself, or of several how many do. */
function RunForm({
  cluster,
  set,
  goal,
  deeds,
  isAsking,
  confirm,
  onRun,
  onClose,
  children,
}: RunDialogProps & {
  readonly goal: RunSetRequest['goal'];
  readonly deeds: readonly Deed[];
  /** What it would do is not known yet. */
  readonly isAsking: boolean;
  readonly confirm: string;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  // Drawn once: pressed twice it is one run.
  const [{ id }] = useState(drawIdentity);
  const [typed, setTyped] = useState('');
  const tier = useTier(cluster);
  const words = deeds.map(deed => wordToType(deed, tier)).filter(word => word !== null);
  const word = words.length > 1 ? String(words.length) : (words[0] ?? null);
  const canRun = !isAsking && (word === null || typed.trim() === word);
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        if (canRun) onRun({ cluster, id, goal, steps: set.steps.map(({ request }) => request.id) });
      }}
    >
      {children}
      {word === null ? null : (
        <TypedWord
          word={word}
          production={tier === 'production' ? [cluster] : []}
          isDeletion={deeds.every(isDeletion)}
          onChange={setTyped}
        />
      )}
      <DialogFooter>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" data-autofocus aria-disabled={!canRun}>
          {confirm}
        </Button>
      </DialogFooter>
    </form>
  );
}
