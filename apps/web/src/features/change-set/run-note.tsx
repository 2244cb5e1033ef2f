import { useTranslation } from 'react-i18next';
import { type ChangeSet, isToTakeBack } from '@lanthorn/protocol/http/change-set-messages.ts';
import { noteText } from '../../parts/outcome/operation-note.ts';
import { Notice } from '../../ui/status/notice.tsx';

/** How far the set is as a whole, and why it went no further. */
export function RunNote({ set: { run, steps } }: { readonly set: ChangeSet }) {
  const { t } = useTranslation();
  if (run === null) return null;
  const number = steps.findIndex(({ request }) => request.id === run.step) + 1;
  const values = { number, count: steps.length };
  if (run.state === 'running')
    return (
      <Notice tone="active" role="status">
        {t(run.isWaiting ? 'changeSet.gate' : `changeSet.running.${run.goal}`, values)}
      </Notice>
    );
  if (run.state === 'halted')
    return (
      <Notice tone="bad" role="alert" title={t(`changeSet.halt.${run.halt ?? 'failed'}`, values)}>
        {noteText(run.why, t)} {t(run.goal === 'apply' ? 'changeSet.halted' : 'changeSet.undoHalted')}
      </Notice>
    );
  const left = steps.filter(({ state }) => state !== 'done').length;
  if (run.goal === 'apply' && left > 0) return null;
  const kept = run.goal === 'undo' ? steps.filter(isToTakeBack).length : 0;
  return (
    <Notice tone={kept === 0 ? 'ok' : 'warning'} role="status">
      {kept === 0 ? t(`changeSet.done.${run.goal}`) : t('changeSet.kept', { count: kept })}
    </Notice>
  );
}
