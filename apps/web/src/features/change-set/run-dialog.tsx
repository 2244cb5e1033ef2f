import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeSet, RunSetRequest } from '@lanthorn/protocol/http/change-set-messages.ts';
import { drawIdentity } from '../../data/actions/action-dialog-store.ts';
import { wordToType } from '../../data/actions/word-to-type.ts';
import { useTier } from '../../data/client/use-tier.ts';
import { TypedWord } from '../../parts/typed-word.tsx';
import { Button } from '../../ui/button/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog/dialog.tsx';
import styles from './change-set.module.css';
import { stepTitle, TrialOf } from './step-item.tsx';
import { useTrials } from './use-trials.ts';

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

/** What must be typed before the steps that are left are applied: what one of them asks for by itself, or of several how many do. */
function useWord({ cluster, set }: RunDialogProps): string | null {
  const tier = useTier(cluster);
  const words = set.steps
    .filter(({ state }) => state !== 'done')
    .map(({ request }) => wordToType(request, tier))
    .filter(word => word !== null);
  return words.length > 1 ? String(words.length) : (words[0] ?? null);
}

function ApplyDialog(props: RunDialogProps) {
  const { t } = useTranslation();
  const { cluster, set, onClose } = props;
  const word = useWord(props);
  const tier = useTier(cluster);
  const [typed, setTyped] = useState('');
  const count = set.steps.filter(({ state }) => state !== 'done').length;
  return (
    <RunForm {...props} goal="apply" why={word === null || typed.trim() === word ? null : t('changeSet.typeFirst')}>
      <p>{t('changeSet.applyWhat', { count })}</p>
      {word === null ? null : (
        <TypedWord word={word} production={tier === 'production' ? cluster : null} onChange={setTyped} />
      )}
      <DialogFooter>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" data-autofocus>
          {t('changeSet.apply', { count })}
        </Button>
      </DialogFooter>
    </RunForm>
  );
}

/** The steps that were begun, the last first, each with what taking it back would do. */
function UndoDialog(props: RunDialogProps) {
  const { t } = useTranslation();
  const [{ id, suffix }] = useState(drawIdentity);
  const begun = props.set.steps.filter(({ state, operation }) => operation !== null && state !== 'undone').reverse();
  const { trials, isAsking } = useTrials(
    begun.map(({ request, operation }) => ({
      step: request.id,
      request: { id, suffix, undoOf: operation ?? '' },
    })),
  );
  return (
    <RunForm {...props} goal="undo" why={isAsking ? t('dialog.asking') : null}>
      <p>{t('changeSet.undoWhat', { count: begun.length })}</p>
      <ol className={styles['steps']}>
        {begun.map(step => {
          const trial = trials.get(step.request.id);
          return (
            <li key={step.request.id} className={styles['undone']}>
              <h3 className={styles['title']}>{stepTitle(step, t)}</h3>
              {trial === undefined ? <p className="dim">{t('dialog.asking')}</p> : <TrialOf trial={trial} />}
            </li>
          );
        })}
      </ol>
      <DialogFooter>
        <Button onClick={props.onClose}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" data-autofocus aria-disabled={isAsking}>
          {t('undo.confirm')}
        </Button>
      </DialogFooter>
    </RunForm>
  );
}

function RunForm({
  cluster,
  set,
  goal,
  why,
  onRun,
  children,
}: RunDialogProps & {
  readonly goal: RunSetRequest['goal'];
  /** Why it cannot be begun yet; null where it can. */
  readonly why: string | null;
  readonly children: ReactNode;
}) {
  // Drawn once: pressed twice it is one run.
  const [{ id }] = useState(drawIdentity);
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        if (why === null) onRun({ cluster, id, goal, steps: set.steps.map(({ request }) => request.id) });
      }}
    >
      {children}
    </form>
  );
}
