import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useFocusReturn } from '../focus/focus-return.ts';
import { moveFocus } from '../focus/roving-focus.ts';
import { KeyHint } from '../marks/key-hint.tsx';
import { classes } from '../styles/classes.ts';
import layer from './layer.module.css';
import styles from './menu.module.css';
import type { TriggerProps } from './popover.tsx';
import { type Anchor, usePressOutside, useTopLayer } from './use-top-layer.ts';

export interface MenuEntry {
  readonly id: string;
  readonly title: string;
  readonly shortcut: string | null;
  /** Why it cannot be chosen, or null. */
  readonly disabled: string | null;
  /** It takes something away for good. */
  readonly isDanger?: boolean;
  readonly run: () => void;
}

/**
 * A menu at a point of the screen or beside a button. Arrows go round, Home and End to the ends, a letter to the next item that begins with it;
 * Enter and Space choose, Escape and Tab leave. What cannot be chosen is passed by the arrows too, and says why.
 */
export function Menu({
  entries,
  at,
  label,
  placement = 'bottom-start',
  onClose,
}: {
  readonly entries: readonly MenuEntry[];
  readonly at: Anchor;
  readonly label: string;
  readonly placement?: 'bottom-start' | 'bottom-end';
  readonly onClose: () => void;
}) {
  const menu = useRef<HTMLDivElement>(null);
  useTopLayer(menu, () => at, placement);
  useFocusReturn();
  usePressOutside(() => [menu.current, at instanceof Element ? at : null], onClose);
  useEffect(() => menu.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true }), []);
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    if (moveFocus(event, 'menuitem', 'vertical') !== null) return;
    if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (!focusByLetter(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={menu}
      role="menu"
      tabIndex={-1}
      aria-label={label}
      popover="manual"
      className={classes(layer['layer'], styles['menu'])}
      onKeyDown={onKey}
    >
      {entries.map(entry => (
        <button
          key={entry.id}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={classes(styles['item'], entry.isDanger === true && styles['danger'])}
          aria-disabled={entry.disabled !== null}
          aria-keyshortcuts={entry.shortcut ?? undefined}
          onClick={() => {
            if (entry.disabled !== null) return;
            onClose();
            entry.run();
          }}
        >
          <span>{entry.title}</span>
          {entry.shortcut === null ? null : <KeyHint keys={entry.shortcut} />}
          {entry.disabled === null ? null : <span className={styles['why']}>{entry.disabled}</span>}
        </button>
      ))}
    </div>
  );
}

/** A button that opens a menu below itself; the arrow down opens it as well. */
export function MenuButton({
  label,
  entries,
  trigger,
}: {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly trigger: (props: TriggerProps) => ReactNode;
}) {
  const anchor = useRef<HTMLSpanElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <span
      ref={anchor}
      className={styles['anchor']}
      onKeyDown={event => {
        if (isOpen || event.key !== 'ArrowDown') return;
        event.preventDefault();
        setOpen(true);
      }}
    >
      {trigger({
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        'aria-controls': undefined,
        onClick: () => setOpen(!isOpen),
      })}
      {isOpen && anchor.current !== null ? (
        <Menu
          label={label}
          entries={entries}
          at={anchor.current}
          placement="bottom-end"
          onClose={() => setOpen(false)}
        />
      ) : null}
    </span>
  );
}

/** To the next item that begins with the letter; whether there is one. */
function focusByLetter({ key, currentTarget, ctrlKey, metaKey, altKey }: KeyboardEvent<HTMLElement>): boolean {
  if (key.length !== 1 || key === ' ' || ctrlKey || metaKey || altKey) return false;
  const items = [...currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.findIndex(item => item === document.activeElement);
  const next = [...items.slice(at + 1), ...items.slice(0, at + 1)].find(item =>
    item.textContent.toLowerCase().startsWith(key.toLowerCase()),
  );
  next?.focus();
  return next !== undefined;
}
