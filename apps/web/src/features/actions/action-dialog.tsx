import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actionRecord } from '@lanthorn/actions/action-records.ts';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest, PreviewAnswer } from '@lanthorn/protocol/http/operation-messages.ts';
import { closeActionDialog, useActionDialog } from '../../data/actions/action-dialog-store.ts';
import { actionWord } from '../../data/actions/action-word.ts';
import { type Deed, deletedTargets, wordToType } from '../../data/actions/word-to-type.ts';
import { isWaitedFor, Previews } from '../../parts/outcome/action-previews.tsx';
import type { ClashChoices } from '@lanthorn/actions/machinery/decided-params.ts';
import { ClashChooser } from '../../parts/clash-chooser.tsx';
import { useTiersOf } from '../../data/client/use-tier.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { useClient } from '../../data/client/client.ts';
import { OPERATIONS_TAB, showDock } from '../../data/dock/dock-store.ts';
import { isRedo, undoTitle } from '../../data/operations/operation-title.ts';
import { takeOperation } from '../../data/operations/operation-store.ts';
import { Notice } from '../../ui/status/notice.tsx';
import { Button } from '../../ui/button/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog/dialog.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { Added, AddToSet } from './add-to-set.tsx';
import { EvictOrDelete } from './evict-or-delete.tsx';
import { DeleteChoices } from './delete-choices.tsx';
import { DeleteContents, WordOf } from '../../parts/deletion/delete-guard.tsx';
import { type Reason, useReason } from '../../parts/outcome/reason-field.tsx';
import { onlyKept } from '../../data/actions/only-kept.ts';
import { decided, usePreview } from './use-preview.ts';

/** Asks before anything changes: what will happen, what the server says to a dry run, the same by kubectl. */
export function ActionDialog() {
  const request = useActionDialog(state => state.request);
  const opening = useActionDialog(state => state.opening);
  const added = useActionDialog(state => state.added);
  const { t } = useTranslation();
  const title = useTitle(request);
  const isOpen = request !== null || added !== null;
  return (
    <Dialog opened={isOpen} onClose={closeActionDialog} title={added === null ? title : t('changeSet.title')}>
      {request === null ? null : <DialogBody key={opening} request={request} />}
      {added === null ? null : <Added {...added} />}
    </Dialog>
  );
}

function useTitle(request: OperationRequest | null): string {
  const { t } = useTranslation();
  const { operations } = useClient().operations();
  const undone = useActionDialog(state => state.undone);
  if (request === null) return '';
  const known = operations.find(({ id }) => id === undone?.id)?.targets ?? [];
  const targets =
    'targets' in request ? request.targets : known.filter(({ canUndo }) => canUndo).map(({ target }) => target);
  const action = 'kind' in request ? actionWord(request, t) : undone === null ? '' : undoTitle(undone, t);
  const [only] = targets;
  if (only === undefined) return action;
  return targets.length === 1
    ? t('dialog.titleOne', { action, name: only.name })
    : t('dialog.titleMany', { action, count: targets.length });
}

function askingText(request: OperationRequest, answered: number, t: TFunction): string {
  if (!('targets' in request) || answered === 0) return t('dialog.asking');
  return t('dialog.askingOf', { answered, count: request.targets.length });
}

/** The verb on the button that does it. */
function ConfirmWord({ request }: { readonly request: OperationRequest }) {
  const { t } = useTranslation();
  const undone = useActionDialog(state => state.undone);
  if ('kind' in request) return <>{actionWord(request, t)}</>;
  return <>{t(undone !== null && isRedo(undone) ? 'undo.redo' : 'undo.confirm')}</>;
}

function DialogBody({ request }: { readonly request: OperationRequest }) {
  const { t } = useTranslation();
  const { api, operations } = useClient();
  const [isSending, setSending] = useState(false);
  const [typed, setTyped] = useState('');
  const [choices, setChoices] = useState<ClashChoices>({});
  const { answer, answered, isCurrent, clashes, problem, setProblem } = usePreview(request, choices);

  const previews = answer?.previews ?? null;
  const deed = deedOf(request, answer);
  const canBeSent = ({ refusal }: TargetPreview) => refusal === null || isWaitedFor(deed.kind, refusal);
  const doable = previews?.filter(canBeSent) ?? [];
  const isDecided = doable.every(preview => preview.clashes.length === 0);
  const clusters = useClustersOf(deed);
  const tier = useTiersOf(clusters);
  const told = { ...deed, previews: doable };
  const word = wordToType(told, tier);
  const reason = useKeptReason(clusters);
  const isSeen = isCurrent && doable.length > 0 && isDecided && reason.isGiven;
  const canSend = isSeen && !isSending && (word === null || typed.trim() === word);
  const ready = { ...onlyKept(decided(request, choices), (previews ?? []).map(canBeSent)), ...reason.said };
  const send = () => {
    if (!canSend) return;
    setSending(true);
    // The same request may be sent twice (a double click, a lost answer): its id makes it one operation.
    api.start(ready).then(
      ({ operation }) => {
        takeOperation(operations, operation);
        showDock(OPERATIONS_TAB);
        useActionDialog.getState().onStarted(operation, request);
        closeActionDialog();
      },
      (error: unknown) => {
        setSending(false);
        setProblem(error instanceof Error ? error.message : String(error));
      },
    );
  };

  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        send();
      }}
    >
      {previews === null && problem === null ? <p aria-live="polite">{askingText(request, answered, t)}</p> : null}
      {problem === null ? null : (
        <Notice tone="bad" role="alert">
          {visibleText(problem)}
        </Notice>
      )}
      <ClashChooser
        clashes={clashes}
        choices={choices}
        onChoose={(path, choice) => setChoices(before => ({ ...before, [path]: choice }))}
      />
      <DeleteContents deed={told} />
      <Choices request={request} answer={answer} />
      <InClusters clusters={clusters} />
      {answer === null ? null : <Previews previews={answer.previews} kind={answer.kind} />}
      {reason.field}
      <WordOf deed={deed} word={word} clusters={clusters} onChange={setTyped} />
      <DialogFooter>
        <Button onClick={closeActionDialog}>{t('cancel')}</Button>
        <AddToSet request={ready} isSeen={isSeen} onProblem={setProblem} />
        {/* Focusable from the first moment, so that Enter confirms as soon as the server has answered. */}
        <Button
          type="submit"
          data-autofocus
          aria-disabled={!canSend}
          isBusy={isSending}
          variant={isDangerous(deed) || deletedTargets(told).length > 0 ? 'danger' : 'primary'}
        >
          <ConfirmWord request={request} />
        </Button>
      </DialogFooter>
    </form>
  );
}

/** What is typed stays where another choice makes another operation of it. */
function useKeptReason(clusters: readonly string[]): Reason {
  const reason = useActionDialog(state => state.reason);
  return useReason(clusters, { reason, setReason: text => useActionDialog.setState({ reason: text }) });
}

/** How something goes. */
function Choices({ request, answer }: { readonly request: OperationRequest; readonly answer: PreviewAnswer | null }) {
  return (
    <>
      <EvictOrDelete request={request} answer={answer} />
      <DeleteChoices request={request} />
    </>
  );
}

/** Where it is done. */
function useClustersOf({ targets }: Deed): readonly string[] {
  return useMemo(() => [...new Set(targets.map(({ cluster }) => cluster))], [targets]);
}

function isDangerous({ kind }: Deed): boolean {
  return kind !== null && actionRecord(kind).tone === 'danger';
}

/** What an undo does, and to what, is known when it was previewed. */
function deedOf(request: OperationRequest, answer: PreviewAnswer | null): Deed {
  if ('kind' in request) return request;
  return { kind: answer?.kind ?? null, targets: answer?.previews.map(({ target }) => target) ?? [] };
}

/** Where it is done, for who looks at several clusters. */
function InClusters({ clusters }: { readonly clusters: readonly string[] }) {
  const { t } = useTranslation();
  const { clusters: shown } = useViewState();
  if (shown.length < 2 || clusters.length === 0) return null;
  return <p>{t('dialog.inClusters', { count: clusters.length, clusters: visibleText(clusters.join(', ')) })}</p>;
}
