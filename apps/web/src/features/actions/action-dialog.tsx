import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Message } from '@lanthorn/actions/action.ts';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http-messages.ts';
import { closeActionDialog, useActionDialog } from '../../data/action-dialog-store.ts';
import { useClient } from '../../data/client.ts';
import { takeOperation } from '../../data/operation-store.ts';
import { CopyLine } from '../../ui/copy-line.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { visibleText } from '../../ui/text.ts';

/** Asks before anything changes: what will happen, what the server says to a dry run, the same by kubectl. */
export function ActionDialog() {
  const { t } = useTranslation();
  const request = useActionDialog(state => state.request);
  return (
    <Dialog opened={request !== null} onClose={closeActionDialog} title={request === null ? '' : title(request, t)}>
      {request === null ? null : <DialogBody key={request.id} request={request} />}
    </Dialog>
  );
}

function title({ kind, targets }: OperationRequest, t: TFunction): string {
  const action = t(`action.${kind}`);
  const [only] = targets;
  return targets.length === 1 && only !== undefined
    ? t('dialog.titleOne', { action, name: only.name })
    : t('dialog.titleMany', { action, count: targets.length });
}

function DialogBody({ request }: { readonly request: OperationRequest }) {
  const { t } = useTranslation();
  const { api, operations } = useClient();
  const [previews, setPreviews] = useState<readonly TargetPreview[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);

  useEffect(() => {
    let isCurrent = true;
    api.preview(request).then(
      answer => isCurrent && setPreviews(answer.previews),
      (error: unknown) => isCurrent && setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [api, request]);

  const doable = previews?.filter(preview => preview.refusal === null) ?? [];
  const canSend = previews !== null && doable.length > 0 && !isSending;
  const send = () => {
    if (!canSend) return;
    setSending(true);
    // The same request may be sent twice (a double click, a lost answer): its id makes it one operation.
    api.start({ ...request, targets: doable.map(({ target }) => ({ ...target })) }).then(
      ({ operation }) => {
        takeOperation(operations, operation);
        operations.setState({ isOpen: true });
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
      {previews === null && problem === null ? <p aria-live="polite">{t('dialog.asking')}</p> : null}
      {problem === null ? null : (
        <p className="trouble-box" role="alert">
          {problem}
        </p>
      )}
      {previews === null ? null : <Previews previews={previews} request={request} />}
      <div className="detail-actions" style={{ padding: 0, justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={closeActionDialog}>
          {t('cancel')}
        </Button>
        {/* Focusable from the first moment, so that Enter confirms as soon as the server has answered. */}
        <Button
          type="submit"
          data-autofocus
          aria-disabled={!canSend}
          data-disabled={!canSend}
          loading={isSending}
          color={request.kind === 'object.delete' ? 'red' : 'brand'}
        >
          {t(`action.${request.kind}`)}
        </Button>
      </div>
    </form>
  );
}

function Previews({
  previews,
  request,
}: {
  readonly previews: readonly TargetPreview[];
  readonly request: OperationRequest;
}) {
  const { t } = useTranslation();
  const refused = previews.filter(preview => preview.refusal !== null);
  const done = previews.filter(preview => preview.isDone);
  const accepted = previews.filter(preview => preview.refusal === null && !preview.isDone);
  const effects = distinctEffects(accepted, previews.length === 1);
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
      {done.length === 0 ? null : <p>{t(`dialog.alreadyDone.${request.kind}`, { count: done.length })}</p>}
      {warnings.map(warning => (
        <p key={warning} className="tone-warning">
          {t('dialog.serverWarning', { warning: visibleText(warning) })}
        </p>
      ))}
      {refused.map(({ target, refusal }) => (
        <div key={`${target.namespace}/${target.name}`} className="trouble-box" role="alert">
          {t('dialog.refused', { name: target.name, message: visibleText(refusal?.message ?? '') })}
          <ul className="effects">
            {(refusal?.details?.causes ?? []).map(cause => (
              <li key={`${cause.field}${cause.message}`}>
                {visibleText(`${cause.field ?? ''}: ${cause.message ?? ''}`)}
              </li>
            ))}
          </ul>
        </div>
      ))}
      {accepted.length === 0 ? null : (
        <p className="tone-ok">{t('dialog.dryRunAccepted', { count: accepted.length })}</p>
      )}
      {accepted.length === 0 ? null : (
        <div className="section">
          <h2>{t('dialog.kubectl')}</h2>
          <CopyLine text={accepted.map(preview => preview.kubectl).join('\n')} />
        </div>
      )}
    </>
  );
}

function TargetList({ previews }: { readonly previews: readonly TargetPreview[] }) {
  return (
    <ul className="target-list effects">
      {previews.map(({ target, creates }) => (
        <li key={`${target.namespace}/${target.name}`}>
          {creates === null ? `${target.namespace}/${target.name}` : `${target.namespace}/${target.name} → ${creates}`}
        </li>
      ))}
    </ul>
  );
}

/** For many targets the names differ: then the sentences that name one are left to the list. */
function distinctEffects(previews: readonly TargetPreview[], isSingle: boolean): Message[] {
  const named = new Set(['effect.jobCreated', 'effect.objectDeleted']);
  const effects = previews.flatMap(preview => preview.effects).filter(effect => isSingle || !named.has(effect.key));
  return [...new Map(effects.map(effect => [effect.key, effect])).values()];
}
