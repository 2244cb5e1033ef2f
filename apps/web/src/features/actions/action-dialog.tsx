import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ActionKind, actionRecord } from '@lanthorn/actions/action-records.ts';
import type { Message } from '@lanthorn/actions/machinery/action.ts';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest, PreviewAnswer } from '@lanthorn/protocol/http-messages.ts';
import { closeActionDialog, useActionDialog } from '../../data/actions/action-dialog-store.ts';
import { ChangeList } from '../../parts/change-list.tsx';
import { type ClashChoices, ClashChooser } from '../../parts/clash-chooser.tsx';
import { useTiersOf } from '../../data/client/use-tier.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { useClient } from '../../data/client/client.ts';
import { OPERATIONS_TAB, showDock } from '../../data/dock/dock-store.ts';
import { isRedo, undoTitle } from '../../data/operations/operation-title.ts';
import { takeOperation } from '../../data/operations/operation-store.ts';
import { Notice } from '../../ui/status/notice.tsx';
import { Button } from '../../ui/button/button.tsx';
import { CopyLine } from '../../ui/form/copy-line.tsx';
import { refusalText } from '../../parts/refusal-text.ts';
import { Dialog, DialogFooter } from '../../ui/dialog/dialog.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { refusalAdvice, refusalKey } from './refusal-key.ts';
import { DeleteChoices } from './delete-choices.tsx';
import { type Deed, DeleteContents, WordOf, wordToType } from './delete-guard.tsx';
import { onlyKept } from '../../data/actions/only-kept.ts';
import { decided, usePreview } from './use-preview.ts';

/** Asks before anything changes: what will happen, what the server says to a dry run, the same by kubectl. */
export function ActionDialog() {
  const request = useActionDialog(state => state.request);
  const title = useTitle(request);
  return (
    <Dialog opened={request !== null} onClose={closeActionDialog} title={title}>
      {request === null ? null : <DialogBody key={request.id} request={request} />}
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

/** Refused by a budget for now: it is sent again until the budget allows it. */
function isWaitedFor(kind: ActionKind | null, refusal: TargetPreview['refusal']): boolean {
  return kind !== null && refusal?.code === 429 && actionRecord(kind).waitsForBudget === true;
}

/** What a pack offers is called as the pack calls it. */
function actionWord({ kind, params }: Extract<OperationRequest, { kind: unknown }>, t: TFunction): string {
  return params?.pack === undefined ? t(`action.${kind}`) : visibleText(params.pack.title);
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
  const clusters = useMemo(() => [...new Set(deed.targets.map(({ cluster }) => cluster))], [deed.targets]);
  const tier = useTiersOf(clusters);
  const word = wordToType(deed, tier);
  const canSend = isCurrent && doable.length > 0 && isDecided && !isSending && (word === null || typed.trim() === word);
  const send = () => {
    if (!canSend) return;
    setSending(true);
    const kept = (previews ?? []).map(canBeSent);
    const sent = onlyKept(decided(request, choices), kept);
    // The same request may be sent twice (a double click, a lost answer): its id makes it one operation.
    api.start(sent).then(
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
  const tone = deed.kind === null ? 'plain' : actionRecord(deed.kind).tone;

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
      <DeleteContents deed={deed} />
      <DeleteChoices request={request} />
      <InClusters clusters={clusters} />
      {answer === null ? null : <Previews previews={answer.previews} kind={answer.kind} />}
      <WordOf deed={deed} word={word} tier={tier} onChange={setTyped} />
      <DialogFooter>
        <Button onClick={closeActionDialog}>{t('cancel')}</Button>
        {/* Focusable from the first moment, so that Enter confirms as soon as the server has answered. */}
        <Button
          type="submit"
          data-autofocus
          aria-disabled={!canSend}
          isBusy={isSending}
          variant={tone === 'danger' ? 'danger' : 'primary'}
        >
          <ConfirmWord request={request} />
        </Button>
      </DialogFooter>
    </form>
  );
}

/** What an undo does, and to what, is known when it was previewed. */
function deedOf(request: OperationRequest, answer: PreviewAnswer | null): Deed {
  if ('kind' in request) return request;
  return { kind: answer?.kind ?? null, targets: answer?.previews.map(({ target }) => target) ?? [] };
}

function Previews({ previews, kind }: { readonly previews: readonly TargetPreview[]; readonly kind: ActionKind }) {
  const { t } = useTranslation();
  const refused = previews.filter(preview => preview.refusal !== null);
  const done = previews.filter(preview => preview.isDone);
  const doable = previews.filter(
    preview => preview.refusal === null && !preview.isDone && preview.clashes.length === 0,
  );
  // What could not be tried is accepted by nobody yet.
  const accepted = doable.filter(({ isUntried = false }) => !isUntried);
  const untried = doable.length - accepted.length;
  const effects = distinctEffects(doable, previews.length === 1);
  const warnings = [...new Set(previews.flatMap(preview => preview.warnings))];
  return (
    <>
      {effects.length === 0 ? null : (
        <ul className="effects">
          {effects.map(effect => (
            <li key={effect.key}>{t(effect.key, effect.values)}</li>
          ))}
        </ul>
      )}
      {previews.length > 1 ? <TargetList previews={previews} /> : null}
      <ChangeList changes={previews.length === 1 ? (previews[0]?.changes ?? []) : []} />
      {done.length === 0 ? null : <p>{t(`dialog.alreadyDone.${kind}`, { count: done.length })}</p>}
      {warnings.map(warning => (
        <p key={warning} className="tone-warning">
          {t('dialog.serverWarning', { warning: visibleText(warning) })}
        </p>
      ))}
      {refused.map(({ target, refusal }) => (
        <Notice
          key={`${target.cluster}/${target.namespace}/${target.name}/${refusal?.message ?? ''}`}
          tone="bad"
          role="alert"
        >
          {t(refusalKey(refusal), {
            name: target.name,
            message: refusalText(refusal),
          })}
          <ul className="effects">
            {(refusal?.details?.causes ?? []).map(cause => (
              <li key={`${cause.field}${cause.message}`}>
                {visibleText(`${cause.field ?? ''}: ${cause.message ?? ''}`)}
              </li>
            ))}
          </ul>
          <RefusalAdvice refusal={refusal} />
          {isWaitedFor(kind, refusal) ? <p>{t('dialog.triedAgain')}</p> : null}
        </Notice>
      ))}
      {accepted.length === 0 ? null : (
        <p className="tone-ok">{t('dialog.dryRunAccepted', { count: accepted.length })}</p>
      )}
      {untried === 0 ? null : <p className="tone-warning">{t('dialog.untried', { count: untried })}</p>}
      {doable.length === 0 ? null : (
        <div className="section">
          <h2>{t('dialog.kubectl')}</h2>
          <CopyLine text={doable.map(preview => preview.kubectl).join('\n')} />
        </div>
      )}
    </>
  );
}

/** Where it is done, for who looks at several clusters. */
function InClusters({ clusters }: { readonly clusters: readonly string[] }) {
  const { t } = useTranslation();
  const { clusters: shown } = useViewState();
  if (shown.length < 2 || clusters.length === 0) return null;
  return <p>{t('dialog.inClusters', { count: clusters.length, clusters: visibleText(clusters.join(', ')) })}</p>;
}

/** An object of several, with its cluster where they are of different ones. */
function placeText({ cluster, namespace, name }: TargetPreview['target'], previews: readonly TargetPreview[]): string {
  const areSeveral = previews.some(({ target }) => target.cluster !== cluster);
  return visibleText(`${areSeveral ? `${cluster} · ` : ''}${namespace}/${name}`);
}

function TargetList({ previews }: { readonly previews: readonly TargetPreview[] }) {
  const { t } = useTranslation();
  return (
    <div className="target-list" tabIndex={0} role="group" aria-label={t('dialog.targets')}>
      <ul className="effects">
        {previews.map(({ target, creates, changes }) => (
          <li key={`${target.cluster}/${target.namespace}/${target.name}/${creates ?? ''}`}>
            {creates === null ? placeText(target, previews) : `${placeText(target, previews)} → ${creates}`}
            <ChangeList changes={changes} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** For many targets the names differ: then the sentences that name one are left to the list. */
function distinctEffects(previews: readonly TargetPreview[], isSingle: boolean): Message[] {
  const named = new Set([
    'effect.jobCreated',
    'effect.objectCreated',
    'effect.objectDeleted',
    'effect.rescheduled',
    'effect.applied',
    'effect.appliedNew',
    'effect.restsOn',
  ]);
  const effects = previews.flatMap(preview => preview.effects).filter(effect => isSingle || !named.has(effect.key));
  return [...new Map(effects.map(effect => [effect.key, effect])).values()];
}

/** What to do about it, where more is known than the server's words. */
function RefusalAdvice({ refusal }: Pick<TargetPreview, 'refusal'>) {
  const { t } = useTranslation();
  const advice = refusalAdvice(refusal);
  return advice === null ? null : <p>{t(advice)}</p>;
}
