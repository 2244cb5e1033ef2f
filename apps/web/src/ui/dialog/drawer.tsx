import { type ReactNode, useEffect, useRef } from 'react';
import { returnFocus } from '../focus/focus-return.ts';

/** What stands at the left; on a narrow screen it lies over the page until Escape, a tap beside it or a choice closes it. */
export function Drawer({
  opened,
  onClose,
  children,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const drawer = useRef<HTMLDivElement>(null);
  const latest = useRef(onClose);
  latest.current = onClose;
  useEffect(() => {
    if (!opened) return undefined;
    drawer.current?.querySelector<HTMLElement>('a, button')?.focus();
    const onKey = (event: KeyboardEvent) => {
      const isAbove = event.target instanceof Element && event.target.closest('dialog, [role="dialog"]') !== null;
      if (event.key !== 'Escape' || isAbove) return;
      // One layer at a time: what lies below keeps its own.
      event.stopImmediatePropagation();
      latest.current();
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => {
      removeEventListener('keydown', onKey, { capture: true });
      returnFocus();
    };
  }, [opened]);
  return (
    <>
      {opened ? <div className="scrim" aria-hidden="true" onPointerDown={onClose} /> : null}
      <div ref={drawer} className={`drawer${opened ? ' is-open' : ''}`}>
        {children}
      </div>
    </>
  );
}
