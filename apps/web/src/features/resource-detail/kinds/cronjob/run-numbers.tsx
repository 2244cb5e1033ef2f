import { useTranslation } from 'react-i18next';
import type { RunCell } from '@lanthorn/views/cells/cell.ts';
import { runStatistics } from '@lanthorn/views/kinds/batch/cronjob-slots.ts';
import { shortDuration } from '../../../../ui/time/time.tsx';

/** How often it succeeds and how long it takes, over the runs that are known. */
export function RunNumbers({ runs }: { readonly runs: readonly RunCell[] }) {
  const { t } = useTranslation();
  const { finished, succeeded, p50, p95 } = runStatistics(runs);
  if (finished === 0 || p50 === null || p95 === null) return null;
  return (
    <p className="dim" data-testid="run-numbers">
      {t('runs.numbers', {
        rate: Math.round((100 * succeeded) / finished),
        count: finished,
        p50: shortDuration(p50),
        p95: shortDuration(p95),
      })}
    </p>
  );
}
