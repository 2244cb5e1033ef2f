import { useTranslation } from 'react-i18next';
import type { RunCell } from '@lanthorn/views/cells/cell.ts';
import { runStatistics } from '@lanthorn/views/kinds/batch/cronjob-slots.ts';
import { shortDuration } from '../../../../ui/time/time.tsx';

/** How often it succeeds and how long it takes, over the runs that are known; empty where none has finished. */
export function useRunNumbers(runs: readonly RunCell[]): string {
  const { t } = useTranslation();
  const { finished, succeeded, p50, p95 } = runStatistics(runs);
  if (finished === 0 || p50 === null || p95 === null) return '';
  return t('runs.numbers', {
    rate: Math.round((100 * succeeded) / finished),
    count: finished,
    p50: shortDuration(p50),
    p95: shortDuration(p95),
  });
}
