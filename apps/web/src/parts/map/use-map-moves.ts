import { type RefObject, useEffect, useRef } from 'react';

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface MapMoves {
  readonly onZoom: (factor: number, at: Point) => void;
  readonly onPan: (x: number, y: number) => void;
  /** Whether the key was one of the map's: it does nothing else then. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** So much of a wheel's way doubles, or halves, the size. */
const WHEEL_TO_DOUBLE = 350;

/** Wheel, drag and keys on a map. The page's own wheel handlers cannot keep the page from scrolling along. */
export function useMapMoves(room: RefObject<SVGSVGElement | null>, moves: MapMoves): void {
  const latest = useRef(moves);
  latest.current = moves;
  useEffect(() => {
    const map = room.current;
    if (map === null) return undefined;
    let drag: Point | null = null;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top } = map.getBoundingClientRect();
      latest.current.onZoom(2 ** (-event.deltaY / WHEEL_TO_DOUBLE), {
        x: event.clientX - left,
        y: event.clientY - top,
      });
    };
    const onDown = (event: PointerEvent) => {
      const isOnBox = event.target instanceof Element && event.target.closest('[data-node]') !== null;
      if (event.button === 0 && !isOnBox) drag = { x: event.clientX, y: event.clientY };
    };
    const onMove = ({ clientX: x, clientY: y }: PointerEvent) => {
      if (drag === null) return;
      latest.current.onPan(x - drag.x, y - drag.y);
      drag = { x, y };
    };
    const onUp = () => {
      drag = null;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !latest.current.onKey(event)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    const listening = new AbortController();
    const { signal } = listening;
    map.addEventListener('wheel', onWheel, { passive: false, signal });
    map.addEventListener('pointerdown', onDown, { signal });
    map.addEventListener('pointermove', onMove, { signal });
    map.addEventListener('pointerup', onUp, { signal });
    map.addEventListener('pointerleave', onUp, { signal });
    map.addEventListener('keydown', onKeyDown, { signal });
    return () => listening.abort();
  }, [room]);
}
