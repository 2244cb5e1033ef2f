import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';

export interface ActiveOption<L extends HTMLElement> {
  /** The option that Enter means; -1 where there is none. */
  readonly current: number;
  readonly setActive: (index: number) => void;
  readonly list: RefObject<L | null>;
  /** Arrow keys of the field that the list belongs to; whether the key was one. */
  readonly onArrow: (event: KeyboardEvent) => boolean;
}

/** As far as Page Up and Page Down go: about what is in sight. */
const PAGE = 10;
const STEPS: ReadonlyMap<string, number> = new Map([
  ['ArrowDown', 1],
  ['ArrowUp', -1],
  ['PageDown', PAGE],
  ['PageUp', -PAGE],
]);

/** The active option of a list below a field: focus stays in the field, arrow keys and Page Up and Down move the option. */
export function useActiveOption<L extends HTMLElement>(count: number): ActiveOption<L> {
  const [active, setActive] = useState(0);
  const list = useRef<L>(null);
  const current = Math.min(active, count - 1);
  useEffect(() => {
    list.current?.querySelector('[data-active="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const onArrow = (event: KeyboardEvent) => {
    const step = STEPS.get(event.key);
    if (step === undefined) return false;
    event.preventDefault();
    setActive(Math.max(0, Math.min(count - 1, current + step)));
    return true;
  };
  return { current, setActive, list, onArrow };
}
