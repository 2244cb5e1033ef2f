import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';

export interface ActiveOption<L extends HTMLElement> {
  /** The option that Enter means; -1 where there is none. */
  readonly current: number;
  readonly setActive: (index: number) => void;
  readonly list: RefObject<L | null>;
  /** Arrow keys of the field that the list belongs to; whether the key was one. */
  readonly onArrow: (event: KeyboardEvent) => boolean;
}

/** The active option of a list below a field: focus stays in the field, arrow keys move the option. */
export function useActiveOption<L extends HTMLElement>(count: number): ActiveOption<L> {
  const [active, setActive] = useState(0);
  const list = useRef<L>(null);
  const current = Math.min(active, count - 1);
  useEffect(() => {
    list.current?.querySelector('[data-active="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const onArrow = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return false;
    event.preventDefault();
    setActive(Math.max(0, Math.min(count - 1, current + step)));
    return true;
  };
  return { current, setActive, list, onArrow };
}
