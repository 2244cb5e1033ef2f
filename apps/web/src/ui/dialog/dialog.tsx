import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../button/icon-button.tsx';
import { focusFirst } from '../focus/focus-inside.ts';
import { returnFocus } from '../focus/focus-return.ts';
import styles from './dialog.module.css';

/** A question in front of the page, which rests meanwhile. Focus stays inside; Escape, ✕ and a press beside it leave; focus returns. */
export function Dialog({
  title,
  opened,
  isKept = false,
  mark,
  onClose,
  children,
}: {
  readonly title: string;
  readonly opened: boolean;
  /** While it is closed, what was typed in it stays. */
  readonly isKept?: boolean;
  /** At the right of the title: where this happens. */
  readonly mark?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  if (!opened && !isKept) return null;
  return (
    <DialogElement title={title} opened={opened} mark={mark} onClose={onClose}>
      {children}
    </DialogElement>
  );
}

function DialogElement({
  title,
  opened,
  mark,
  onClose,
  children,
}: {
  readonly title: string;
  readonly opened: boolean;
  readonly mark: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useModal(dialog, opened);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Escape does the same
    <dialog
      ref={dialog}
      aria-label={title}
      className={styles['dialog']}
      onCancel={event => {
        // Whoever opened it closes it: what is shown follows the state, not the element.
        event.preventDefault();
        onClose();
      }}
      onClose={({ currentTarget }) => {
        // The browser closes it itself where nobody may hold it open (Escape twice without another key).
        if (opened && !currentTarget.open) onClose();
      }}
      onPointerDown={event => {
        // The element itself is the room around its contents.
        if (event.target === event.currentTarget && isBeside(event, event.currentTarget)) onClose();
      }}
    >
      <div className={styles['head']}>
        <h2 className={styles['title']} title={title}>
          {title}
        </h2>
        {mark}
      </div>
      <div className={styles['body']}>
        {children}
        {/* Last, so that a dialog begins with what it is about; in what scrolls, so that the keys can scroll it. */}
        <div className={styles['close']}>
          <IconButton icon="close" label={t('close')} onClick={onClose} />
        </div>
      </div>
    </dialog>
  );
}

/** The buttons of a dialog: they stay in sight while what is above them scrolls. */
export function DialogFooter({ note, children }: { readonly note?: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={styles['footer']}>
      <span className={styles['note']}>{note}</span>
      {children}
    </div>
  );
}

function useModal(dialog: { readonly current: HTMLDialogElement | null }, opened: boolean): void {
  // Before the page is drawn: no frame shows it closed.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!opened || element === null) return undefined;
    element.showModal();
    return () => element.close();
  }, [dialog, opened]);
  useEffect(() => {
    if (!opened || dialog.current === null) return undefined;
    focusFirst(dialog.current);
    return returnFocus;
  }, [dialog, opened]);
}

function isBeside(
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
  element: HTMLElement,
): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
