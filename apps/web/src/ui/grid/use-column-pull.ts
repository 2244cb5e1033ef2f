import { useRef, useState } from 'react';
import { followPointer } from '../pointer/follow-pointer.ts';

/** A hand that moves less than this presses. */
const PULL_PX = 6;

interface Pulled {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  /** In pixels. */
  readonly by: number;
}

export interface ColumnPull {
  /** The column that is on its way, and the place it would have now. */
  readonly pulled: Pulled | null;
  readonly start: (down: PointerEvent, id: string) => void;
  /** Whether the hand that was let go last has moved a column. */
  readonly wasPulled: () => boolean;
}

/** The place of a column that was pulled so far: it passes a neighbour when its middle passes the neighbour's. The first stays first. */
export function placeAt(widths: readonly number[], from: number, by: number): number {
  const middle = (i: number) => widths.slice(0, i).reduce((sum, width) => sum + width, 0) + (widths[i] ?? 0) / 2;
  const at = middle(from) + by;
  const passed = (i: number) => (i < from ? middle(i) > at : middle(i) < at);
  const before = widths.filter((_, i) => i > 0 && i < from && passed(i)).length;
  const after = widths.filter((_, i) => i > from && passed(i)).length;
  return from - before + after;
}

/** Columns are pulled to another place by their titles. */
export function useColumnPull(
  columns: readonly { readonly id: string; readonly width: number }[],
  onMove: (id: string, to: number) => void,
): ColumnPull {
  const [pulled, setPulled] = useState<Pulled | null>(null);
  const wasPulled = useRef(false);
  const start = (down: PointerEvent, id: string) => {
    wasPulled.current = false;
    const from = columns.findIndex(column => column.id === id);
    if (down.button !== 0 || from < 1) return;
    const widths = columns.map(({ width }) => width);
    let last: Pulled | null = null;
    followPointer({
      onMove: event => {
        const by = event.clientX - down.clientX;
        if (last === null && Math.abs(by) < PULL_PX) return;
        last = { id, from, by, to: placeAt(widths, from, by) };
        setPulled(last);
      },
      onEnd: isDone => {
        wasPulled.current = last !== null;
        setPulled(null);
        if (isDone && last !== null && last.to !== from) onMove(id, last.to);
      },
    });
  };
  return { pulled, start, wasPulled: () => wasPulled.current };
}
