import { useTranslation } from 'react-i18next';
import type { OperationHead } from '@lanthorn/protocol/down-messages.ts';
import { openUndoDialog } from '../data/actions/action-dialog-store.ts';
import { isRedo, undoTitle } from '../data/operations/operation-title.ts';
import { Button } from '../ui/button/button.tsx';

/** Asks to take an operation back as a whole. */
export function UndoButton({ operation }: { readonly operation: OperationHead }) {
  const { t } = useTranslation();
  return (
    <Button variant="link" aria-label={undoTitle(operation, t)} onClick={() => openUndoDialog(operation)}>
      {t(isRedo(operation) ? 'undo.redo' : 'undo.button')}
    </Button>
  );
}
