import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useFocusReturn } from '../dialog/focus-return.ts';
import { useOutsidePress } from './use-outside-press.ts';

export interface MenuEntry {
  readonly id: string;
  readonly title: string;
  readonly shortcut: string | null;
  /** Why it cannot be chosen, or null. */
  readonly disabled: string | null;
  readonly run: () => void;
}

/** Room between a menu and the edge of the screen. */
const MARGIN = 8;

/** A menu at a point of the screen: the row's own, by pointer or key. What cannot be chosen is passed by the arrows too, and says why. */
export function ActionMenu({
  entries,
  at,
  label,
  onClose,
}: {
  readonly entries: readonly MenuEntry[];
  readonly at: { readonly x: number; readonly y: number };
  readonly label: string;
  readonly onClose: () => void;
}) {
  const menu = useRef<HTMLDivElement>(null);
  const place = usePlace(menu, at);
  useFocusReturn();
  useOutsidePress(menu, onClose);
  useEffect(() => menu.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true }), []);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (!moveFocus(event.currentTarget, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={menu} role="menu" tabIndex={-1} aria-label={label} className="menu-list" style={place} onKeyDown={onKey}>
      {entries.map(entry => (
        <button
          key={entry.id}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className="menu-item"
          aria-disabled={entry.disabled !== null}
          onClick={() => {
            if (entry.disabled !== null) return;
            onClose();
            entry.run();
          }}
        >
          <span>{entry.title}</span>
          {entry.shortcut === null ? null : <kbd>{entry.shortcut}</kbd>}
          {entry.disabled === null ? null : <span className="menu-why">{entry.disabled}</span>}
        </button>
      ))}
    </div>
  );
}

/** Arrow keys go round, Home and End to the ends; whether the key was one of them. */
function moveFocus(menu: Element, key: string): boolean {
  const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const current = items.findIndex(item => item === document.activeElement);
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: current + 1,
    ArrowUp: current < 0 ? -1 : current - 1,
    Home: 0,
    End: -1,
  };
  const target = targets[key];
  if (target === undefined) return false;
  items.at(target % items.length)?.focus();
  return true;
}

/** At the point, but wholly on the screen. */
function usePlace(menu: { readonly current: HTMLElement | null }, at: { readonly x: number; readonly y: number }) {
  const [place, setPlace] = useState({ left: at.x, top: at.y });
  useLayoutEffect(() => {
    const box = menu.current?.getBoundingClientRect();
    if (box === undefined) return;
    setPlace({
      left: Math.max(MARGIN, Math.min(at.x, innerWidth - box.width - MARGIN)),
      top: Math.max(MARGIN, Math.min(at.y, innerHeight - box.height - MARGIN)),
    });
  }, [menu, at.x, at.y]);
  return place;
}
