import { useCallback, useRef, useState } from 'react';
import type { LineView } from '../../../data/logs/lines/chosen-lines.ts';
import { isSameLine, type LogLine } from '../../../data/logs/lines/log-line.ts';
import { goneLines } from '../../../data/logs/lines/log-places.ts';

/** A line, and where it is: counted from the first one that was there, for the oldest go. */
export interface LinePlace {
  readonly at: number;
  readonly line: LogLine;
}

/** Where somebody goes to; who came by a link stays there while the rest of the log comes. */
export interface LineJump extends LinePlace {
  readonly isLink: boolean;
}

/** The first row in sight, and the one behind the last. */
export interface Sight {
  readonly first: number;
  readonly end: number;
}

/** The line that is read whole, and the one that somebody went to: both hold while older lines go. */
export function useLogPlaces(lines: LineView, dropped: number) {
  const gone = useGoneLines(lines, dropped);
  const [jump, setJump] = useState<LineJump | null>(null);
  const [opened, setOpened] = useState<LinePlace | null>(null);
  /** By a press or a jump. */
  const [last, setLast] = useState<LinePlace | null>(null);
  const sight = useRef<Sight>({ first: 0, end: 0 });
  const go = useCallback(
    (to: number, isLink = false) => {
      const line = lines.line(to);
      if (line === undefined) return;
      setJump({ at: to + gone, line, isLink });
      setLast({ at: to + gone, line });
    },
    [lines, gone],
  );
  const open = (place: LinePlace | null) => {
    setOpened(place);
    if (place !== null) setLast(place);
  };
  /** From there on others are looked for: where somebody went last while that is in sight, or else before all that is. */
  const placeInSight = () => {
    const { first, end } = sight.current;
    const at = last === null ? -1 : last.at - gone;
    const isThere = last !== null && isSameLine(last.line, lines.line(at));
    return isThere && at >= first && at < end ? at : first - 1;
  };
  const onSight = useCallback((next: Sight) => void (sight.current = next), []);
  return { gone, jump, opened, go, open, placeInSight, onSight };
}

/** How many of the chosen lines are gone at the beginning since the log is shown. */
function useGoneLines(lines: LineView, dropped: number): number {
  const [seen, setSeen] = useState({ lines, dropped, gone: 0 });
  if (seen.lines === lines && seen.dropped === dropped) return seen.gone;
  const gone = seen.gone + goneLines(seen.lines, lines, dropped - seen.dropped);
  setSeen({ lines, dropped, gone });
  return gone;
}
