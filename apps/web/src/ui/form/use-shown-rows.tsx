import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button/button.tsx';

/** Rows of a long table, a step at a time: how many are shown, and what says so and shows more; null where all are. */
export function useShownRows(total: number, step: number): { readonly shown: number; readonly more: React.ReactNode } {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(step);
  const shown = Math.min(wanted, total);
  const rest = Math.min(step, total - shown);
  const more =
    rest === 0 ? null : (
      <p className="dim">
        {t('rows.shown', { shown, count: total })}{' '}
        <Button variant="link" onClick={() => setWanted(shown + step)}>
          {t('rows.more', { count: rest })}
        </Button>
      </p>
    );
  return { shown, more };
}
