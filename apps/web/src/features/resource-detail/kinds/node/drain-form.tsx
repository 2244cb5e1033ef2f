import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drainLine } from '@lanthorn/actions/node/drain-node.ts';
import type { DrainPlan } from '@lanthorn/actions/node/drain-plan.ts';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import { useClient } from '../../../../data/client/client.ts';
import { useTier } from '../../../../data/client/use-tier.ts';
import { OPERATIONS_TAB, showDock } from '../../../../data/dock/dock-store.ts';
import { takeOperation } from '../../../../data/operations/operation-store.ts';
import { useReason } from '../../../../parts/outcome/reason-field.tsx';
import { refusalText } from '../../../../parts/refusal-text.ts';
import { TypedWord } from '../../../../parts/typed-word.tsx';
import { Notice } from '../../../../ui/status/notice.tsx';
import { Button } from '../../../../ui/button/button.tsx';
import { DialogFooter } from '../../../../ui/dialog/dialog.tsx';
import { Checkbox } from '../../../../ui/form/checkbox.tsx';
import { CopyLine } from '../../../../ui/form/copy-line.tsx';
import { Section } from '../../../../ui/screen/section.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { FormDialog } from '../../../../parts/form/form-dialog.tsx';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';
import { type DrainChoice, leavingPods } from './drain-choice.ts';
import { DrainPods } from './drain-pods.tsx';
import { useDrain } from './use-drain.ts';

/** Says before what becomes of each pod; then the node is cordoned and they are evicted, whether this page stays open or not. */
export function DrainForm({ target: given, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  const { api, operations } = useClient();
  // The node that the dialog was opened on, whatever the page is told meanwhile.
  const [target] = useState(given);
  const [choice, setChoice] = useState<DrainChoice>({ emptyDirs: false, unmanaged: false });
  const [typed, setTyped] = useState('');
  const [isSending, setSending] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const { plan, request, previews, problem } = useDrain(target, choice);
  const isProduction = useTier(target.cluster) === 'production';
  const name = visibleText(target.name);
  const count = request !== null && 'targets' in request ? request.targets.length - 1 : 0;
  const isTyped = !isProduction || typed.trim() === target.name;
  const [typedReason, setReason] = useState('');
  const reason = useReason([target.cluster], { reason: typedReason, setReason });
  const canSend = request !== null && isAccepted(previews) && isTyped && reason.isGiven && !isSending;
  const send = () => {
    if (!canSend) return;
    setSending(true);
    api.start({ ...request, ...reason.said }).then(
      ({ operation }) => {
        takeOperation(operations, operation);
        showDock(OPERATIONS_TAB);
        onClose();
      },
      (error: unknown) => {
        setSending(false);
        setRefused(error instanceof Error ? error.message : String(error));
      },
    );
  };
  const trouble = problem ?? refused;
  return (
    <FormDialog title={t('drain.title', { name })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          send();
        }}
      >
        {trouble === null ? null : (
          <Notice tone="bad" role="alert">
            {visibleText(trouble)}
          </Notice>
        )}
        {plan === null ? (
          trouble === null ? (
            <p aria-live="polite">{t('drain.judging')}</p>
          ) : null
        ) : (
          <Judged plan={plan} choice={choice} onChoose={setChoice} />
        )}
        {request === null ? null : <DryRun previews={previews} />}
        <Section title={t('dialog.kubectl')}>
          <CopyLine text={drainLine(target.name, target.cluster, { drain: choice })} />
        </Section>
        {reason.field}
        {isProduction ? <TypedWord word={target.name} production={[target.cluster]} onChange={setTyped} /> : null}
        <DialogFooter note={t('drain.undo')}>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="danger" data-autofocus aria-disabled={!canSend} isBusy={isSending}>
            {t('drain.confirm', { count })}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}

/** The node itself may be cordoned: of its pods each is told by itself. */
function isAccepted(previews: readonly TargetPreview[] | null): boolean {
  return previews !== null && previews[0] !== undefined && previews[0].refusal === null;
}

function Judged({
  plan,
  choice,
  onChoose,
}: {
  readonly plan: DrainPlan;
  readonly choice: DrainChoice;
  readonly onChoose: (choice: DrainChoice) => void;
}) {
  const { t } = useTranslation();
  const leaving = leavingPods(plan, choice);
  const going = plan.pods.filter(({ stays }) => stays === null);
  const held = leaving.filter(({ hold }) => hold !== null).length;
  const emptyDirs = going.filter(pod => pod.emptyDirs.length > 0).length;
  const unmanaged = going.filter(({ isLost }) => isLost).length;
  const kept = going.length - leaving.length;
  return (
    <>
      <p>
        {t('drain.summary', { count: leaving.length })} {t('drain.staying', { count: plan.pods.length - going.length })}
      </p>
      {held === 0 ? null : <p className="tone-warning">{t('drain.held', { count: held })}</p>}
      {kept === 0 ? null : <p className="tone-warning">{t('drain.kept', { count: kept })}</p>}
      {plan.unread.map(what => (
        <p key={what} className="tone-warning">
          {t(`drain.unread.${what}`)}
        </p>
      ))}
      <DrainPods pods={going} />
      {emptyDirs === 0 ? null : (
        <Checkbox checked={choice.emptyDirs} onChange={isOn => onChoose({ ...choice, emptyDirs: isOn })}>
          {t('drain.mayEmptyDirs', { count: emptyDirs })}
        </Checkbox>
      )}
      {unmanaged === 0 ? null : (
        <Checkbox checked={choice.unmanaged} onChange={isOn => onChoose({ ...choice, unmanaged: isOn })}>
          {t('drain.mayUnmanaged', { count: unmanaged })}
        </Checkbox>
      )}
    </>
  );
}

/** Refused for other reasons than a budget, which the plan tells. */
function DryRun({ previews }: { readonly previews: readonly TargetPreview[] | null }) {
  const { t } = useTranslation();
  if (previews === null) return <p aria-live="polite">{t('dialog.asking')}</p>;
  const refused = previews.filter(({ refusal }) => refusal !== null && refusal.code !== 429);
  const accepted = previews.filter(({ refusal }) => refusal === null).length;
  return (
    <>
      {refused.map(({ target, refusal }) => (
        <Notice key={target.uid} tone="bad" role="alert">
          {t('dialog.refused', { name: visibleText(target.name), message: refusalText(refusal) })}
        </Notice>
      ))}
      {accepted === 0 ? null : <p className="tone-ok">{t('dialog.dryRunAccepted', { count: accepted })}</p>}
    </>
  );
}
