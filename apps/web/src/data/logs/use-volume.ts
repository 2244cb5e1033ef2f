import { useCallback, useMemo } from 'react';
import type { ChosenLines, LineView } from './lines/chosen-lines.ts';
import { type LogVolume, logVolume, partVolume, volumeScale } from './lines/log-volume.ts';
import { usePartResults } from './use-part-results.ts';

/** How many of these lines there are in each stretch of time; null where all are of one moment. */
export function useVolume(lines: LineView): LogVolume | null {
  const scale = useMemo(() => volumeScale(lines.chosen), [lines]);
  const widthMs = scale?.widthMs ?? 1;
  const volumeOf = useCallback((chosen: ChosenLines) => partVolume(chosen, widthMs), [widthMs]);
  const { results } = usePartResults(lines.chosen, volumeOf);
  return useMemo(() => (scale === null ? null : logVolume(scale, lines, results)), [scale, lines, results]);
}
