import { type RefObject, useEffect, useRef } from 'react';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A button or a finger that is down. */
interface Held extends Point {
  readonly isOnBox: boolean;
}

export interface MapMoves {
  readonly onZoom: (factor: number, at: Point) => void;
  readonly onPan: (x: number, y: number) => void;
  /** Whether the key was one of the map's: it does nothing else then. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** So much of a wheel's way doubles, or halves, the size. */
const WHEEL_TO_DOUBLE = 350;

/** Wheel, drag, two fingers and keys on a map. The page's own wheel handlers cannot keep the page from scrolling along. */
export function useMapMoves(room: RefObject<SVGSVGElement | null>, moves: MapMoves): void {
  const latest = useRef(moves);
  latest.current = moves;
  useEffect(() => {
    const map = room.current;
    if (map === null) return undefined;
    const held = new Map<number, Held>();
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
      if (event.button === 0) held.set(event.pointerId, { x: event.clientX, y: event.clientY, isOnBox });
    };
    const onMove = ({ pointerId, clientX: x, clientY: y }: PointerEvent) => {
      const from = held.get(pointerId);
      if (from === undefined) return;
      held.set(pointerId, { ...from, x, y });
      const [other] = [...held].flatMap(([id, each]) => (id === pointerId ? [] : each));
      if (other === undefined) {
        // One finger on a box presses it.
        if (!from.isOnBox) latest.current.onPan(x - from.x, y - from.y);
        return;
      }
      const { left, top } = map.getBoundingClientRect();
      const apart = (one: Point) => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
      latest.current.onZoom(apart({ x, y }) / apart(from), {
        x: (x + other.x) / 2 - left,
        y: (y + other.y) / 2 - top,
      });
      latest.current.onPan((x - from.x) / 2, (y - from.y) / 2);
    };
    const onUp = ({ pointerId }: PointerEvent) => {
      held.delete(pointerId);
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
    map.addEventListener('pointercancel', onUp, { signal });
    map.addEventListener('keydown', onKeyDown, { signal });
    return () => listening.abort();
  }, [room]);
}
