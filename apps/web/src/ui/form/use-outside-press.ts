import { type RefObject, useEffect, useRef } from 'react';

/** Says when something else than the element was pressed. */
export function useOutsidePress(element: RefObject<HTMLElement | null>, onPress: () => void): void {
  const latest = useRef(onPress);
  latest.current = onPress;
  useEffect(() => {
    const onPointerDown = ({ target }: PointerEvent) => {
      if (!(target instanceof Node) || element.current?.contains(target) === true) return;
      // A field that goes with this hears no more of it: it is left before.
      const { activeElement } = document;
      if (activeElement instanceof HTMLElement && element.current?.contains(activeElement) === true)
        activeElement.blur();
      latest.current();
    };
    addEventListener('pointerdown', onPointerDown, { capture: true });
    return () => removeEventListener('pointerdown', onPointerDown, { capture: true });
  }, [element]);
}
