import { autoUpdate, computePosition, flip, offset, type Placement, shift, size } from '@floating-ui/dom';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** Room between a layer and the edge of the screen. */
const MARGIN = 8;
/** Room between a layer and what it belongs to. */
const GAP = 4;

/** What a layer stands beside: an element, or a point of the screen. */
export type Anchor = Element | { readonly x: number; readonly y: number };

/** Lifts an element above everything, dialogs too, and keeps it beside its anchor and wholly on the screen. */
export function useTopLayer(
  layer: RefObject<HTMLElement | null>,
  anchor: () => Anchor | null,
  placement: Placement = 'bottom-start',
): void {
  const latest = useRef(anchor);
  latest.current = anchor;
  useLayoutEffect(() => {
    const element = layer.current;
    const beside = latest.current();
    if (element === null || beside === null) return undefined;
    element.showPopover();
    const reference = beside instanceof Element ? beside : pointOf(beside);
    const place = () => void placeBeside(element, reference, placement);
    return autoUpdate(reference, element, place);
  }, [layer, placement]);
}

function pointOf({ x, y }: { readonly x: number; readonly y: number }) {
  return { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) };
}

async function placeBeside(
  element: HTMLElement,
  reference: Parameters<typeof computePosition>[0],
  placement: Placement,
): Promise<void> {
  const { x, y } = await computePosition(reference, element, {
    placement,
    strategy: 'fixed',
    middleware: [
      offset(GAP),
      flip({ padding: MARGIN }),
      shift({ padding: MARGIN, crossAxis: true }),
      size({
        padding: MARGIN,
        apply: ({ availableHeight }) => {
          element.style.maxHeight = `${Math.max(120, availableHeight)}px`;
        },
      }),
    ],
  });
  element.style.left = `${x}px`;
  element.style.top = `${y}px`;
}

const PRESS = ['pointerdown'] as const;
const TURN = ['pointerdown', 'focusin', 'input'] as const;

/** A press anywhere but in these elements. */
export function usePressOutside(elements: () => readonly (Element | null)[], onPress: () => void): void {
  useOutside(PRESS, elements, onPress);
}

/** Whoever is at something else than these elements: pressed it, went there or typed there. */
export function useTurnOutside(elements: () => readonly (Element | null)[], onTurn: () => void): void {
  useOutside(TURN, elements, onTurn);
}

/** The types are the same as long as it is used. */
function useOutside(
  types: readonly ('pointerdown' | 'focusin' | 'input')[],
  elements: () => readonly (Element | null)[],
  onEvent: () => void,
): void {
  const latest = useRef({ elements, onEvent });
  latest.current = { elements, onEvent };
  useEffect(() => {
    const listen = ({ target }: Event) => {
      const isInside = latest.current
        .elements()
        .some(element => target instanceof Node && element !== null && element.contains(target));
      if (!isInside) latest.current.onEvent();
    };
    for (const type of types) addEventListener(type, listen, { capture: true });
    return () => {
      for (const type of types) removeEventListener(type, listen, { capture: true });
    };
  }, [types]);
}
