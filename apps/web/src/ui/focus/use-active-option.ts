import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';

export interface ActiveOption<L extends HTMLElement> {
  /** The option that Enter means; -1 where there is none. */
  readonly current: number;
  readonly setActive: (index: number) => void;
  /** Back to the first, whichever that becomes: something else is looked for. */
  readonly startOver: () => void;
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

/**
 * The active option of a list below a field: focus stays in the field, arrow keys and Page Up and Down move the option. One that was moved
 * to stays active where others come before it.
 */
export function useActiveOption<L extends HTMLElement>(ids: readonly string[]): ActiveOption<L> {
  const [moved, setMoved] = useState<{ readonly id: string | undefined; readonly index: number } | null>(null);
  const list = useRef<L>(null);
  const current = currentOf(moved, ids);
  const setActive = (index: number) => setMoved({ id: ids[index], index });
  useEffect(() => {
    list.current?.querySelector('[data-active="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const onArrow = (event: KeyboardEvent) => {
    const step = STEPS.get(event.key);
    if (step === undefined) return false;
    event.preventDefault();
    setActive(Math.max(0, Math.min(ids.length - 1, current + step)));
    return true;
  };
  return { current, setActive, startOver: () => setMoved(null), list, onArrow };
}

function currentOf(moved: { readonly id: string | undefined; readonly index: number } | null, ids: readonly string[]) {
  const { id, index } = moved ?? { id: ids[0], index: 0 };
  const at = ids.findIndex(each => each === id);
  return at < 0 ? Math.min(index, ids.length - 1) : at;
}
