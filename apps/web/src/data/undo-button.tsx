import { useTranslation } from 'react-i18next';
import type { OperationHead } from '@lanthorn/protocol/down-messages.ts';
import { openUndoDialog } from './action-dialog-store.ts';

/** Asks to take an operation back as a whole. */
export function UndoButton({ operation }: { readonly operation: OperationHead }) {
  const { t } = useTranslation();
  const action = t(`action.${operation.kind}`);
  return (
    <button
      type="button"
      className="link-button"
      aria-label={t('action.undo', { action })}
      onClick={() => openUndoDialog(operation.id)}
    >
      {t('undo.button')}
    </button>
  );
}
