import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stepHindrance } from '@lanthorn/actions/sets/step-hindrance.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { closeActionDialog, showAdded, useActionDialog } from '../../data/actions/action-dialog-store.ts';
import { useClient } from '../../data/client/client.ts';
import { CHANGE_SET } from '../../data/client/page-paths.ts';
import { Button } from '../../ui/button/button.tsx';
import { DialogFooter } from '../../ui/dialog/dialog.tsx';
import { visibleText } from '../../ui/words/text.ts';

/** Collects what is asked about instead of doing it: by its button, or Shift Enter. What takes something back is no step. */
export function AddToSet({
  request,
  isSeen,
  onProblem,
}: {
  readonly request: OperationRequest;
  /** The server has accepted all that would be done. */
  readonly isSeen: boolean;
  readonly onProblem: (problem: string) => void;
}) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [isAdding, setAdding] = useState(false);
  const step = 'kind' in request ? request : null;
  const hindrance = step === null ? null : stepHindrance(step);
  const cluster = step?.targets[0]?.cluster ?? null;
  const add = () => {
    if (step === null || cluster === null || !isSeen || isAdding || hindrance !== null) return;
    setAdding(true);
    const { onAdded } = useActionDialog.getState();
    // The same request may be sent twice: its id makes it one step.
    api.addStep({ cluster, request: step }).then(
      ({ set }) => {
        onAdded();
        showAdded(cluster, set.steps.length);
      },
      (error: unknown) => {
        setAdding(false);
        onProblem(error instanceof Error ? error.message : String(error));
      },
    );
  };
  useAddKey(add);
  if (step === null) return null;
  const why =
    hindrance?.why === 'secret'
      ? t('changeSet.noSecrets', { name: visibleText(hindrance.name) })
      : hindrance === null
        ? null
        : t(hindrance.why === 'clusters' ? 'changeSet.oneCluster' : 'changeSet.noStep');
  return (
    <Button
      why={why}
      aria-disabled={!isSeen}
      isBusy={isAdding}
      title="⇧ Enter"
      aria-keyshortcuts="Shift+Enter"
      onClick={add}
    >
      {t('changeSet.add')}
    </Button>
  );
}

function useAddKey(add: () => void): void {
  const latest = useRef(add);
  latest.current = add;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !event.shiftKey) return;
      // Enter alone does it at once.
      event.preventDefault();
      event.stopPropagation();
      latest.current();
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, []);
}

/** That it is collected, and where it is. */
export function Added({ cluster, steps }: { readonly cluster: string; readonly steps: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const open = () => {
    closeActionDialog();
    void navigate({ to: '/c/$cluster/$resource', params: { cluster, resource: CHANGE_SET } });
  };
  return (
    <>
      <p role="status">{t('changeSet.added', { count: steps })}</p>
      <DialogFooter>
        <Button onClick={open}>{t('changeSet.open')}</Button>
        <Button variant="primary" data-autofocus onClick={closeActionDialog}>
          {t('close')}
        </Button>
      </DialogFooter>
    </>
  );
}
