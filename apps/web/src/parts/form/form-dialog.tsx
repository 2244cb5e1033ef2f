import type { ReactNode } from 'react';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { useActionDialog } from '../../data/actions/action-dialog-store.ts';

/** A form that leads to the dialog of an action: it waits behind that, and is back with all that was typed where nothing was sent. */
export function FormDialog({
  title,
  onClose,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const isAsking = useActionDialog(({ request }) => request !== null);
  return (
    <Dialog opened={!isAsking} isKept title={title} onClose={onClose}>
      {children}
    </Dialog>
  );
}
