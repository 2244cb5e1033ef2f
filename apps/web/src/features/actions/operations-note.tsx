import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import { isRunning } from '@lanthorn/protocol/operation-state.ts';
import { useClient } from '../../data/client/client.ts';
import { operationTitle } from '../../data/operations/operation-title.ts';
import { isOver, targetTone } from '../../data/operations/phase-tones.ts';
import { visibleText } from '../../ui/words/text.ts';

/** How far the latest operations are, in a few words. */
export function useOperationsNote(): string {
  const { t } = useTranslation();
  const operations = useClient().operations(state => state.operations);
  const running = operations.filter(isRunning).length;
  return running === 0 ? summary(operations[0], t) : t('operations.running', { count: running });
}

/** That what is done is not kept as it should be: to be known before it is done. */
export function HistoryTrouble() {
  const { t } = useTranslation();
  const history = useClient().operations(state => state.history);
  if (history === null || history.problem === null) return null;
  const { isLasting, problem } = history;
  return (
    <p className="dock-trouble tone-warning" role="alert">
      {t(isLasting ? 'history.refused' : 'history.unusable', { problem: visibleText(problem) })}
    </p>
  );
}

function summary(operation: Operation | undefined, t: TFunction): string {
  if (operation === undefined) return '';
  const failed = operation.targets.filter(target => targetTone(target) === 'bad').length;
  const action = operationTitle(operation, t);
  if (failed > 0) return t('operations.someFailed', { action, count: failed });
  const open = operation.targets.filter(target => !isOver(target)).length;
  if (open > 0) return t('operations.someOpen', { action, count: open });
  const unknown = operation.targets.filter(target => targetTone(target) !== 'ok').length;
  return unknown > 0 ? t('operations.someUnknown', { action, count: unknown }) : t('operations.done', { action });
}
