import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FocusReturn } from './focus-return.ts';

/** A dialog: focus stays inside, Escape leaves, focus returns. Its head is no page landmark, unlike the library's own. */
export function Dialog({
  title,
  opened,
  isKept = false,
  onClose,
  children,
}: {
  readonly title: string;
  readonly opened: boolean;
  /** While it is closed, what was typed in it stays. */
  readonly isKept?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size="lg"
      keepMounted={isKept}
      returnFocus={false}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <Modal.Body className="dialog-body">
          <FocusReturn />
          <h2 className="dialog-title">{title}</h2>
          {children}
          {/* Last, so that a dialog begins with what it is about. */}
          <button type="button" className="plain-button dialog-close" aria-label={t('close')} onClick={onClose}>
            ✕
          </button>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
