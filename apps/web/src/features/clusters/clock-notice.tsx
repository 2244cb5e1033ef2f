import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../data/client/client.ts';
import { Notice } from '../../ui/status/notice.tsx';
import { Button } from '../../ui/button/button.tsx';
import { useNow } from '../../ui/time/clock.ts';
import { safeLocale } from '../../ui/words/i18n.ts';

/** Less misleads nobody, and is found between any two machines. */
const WORTH_SAYING_MS = 30_000;

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** That this machine's clock is not the cluster's, and by which of the two times are shown. */
export function ClockNotice({ cluster }: { readonly cluster: string }) {
  const { t, i18n } = useTranslation();
  const { times } = useClient();
  const [readOf, setReadOf] = useState('');
  // Either clock may be set while this is on screen.
  useNow();
  const skew = times.skew(cluster);
  if (skew === null || Math.abs(skew) < WORTH_SAYING_MS || readOf === cluster) return null;
  return (
    <div data-testid="clock-notice">
      <Notice tone="warning" role="status">
        {t(skew < 0 ? 'clock.behind' : 'clock.ahead', { duration: inWords(Math.abs(skew), i18n.language) })}{' '}
        <Button onClick={() => setReadOf(cluster)}>{t('close')}</Button>
      </Notice>
    </div>
  );
}

/** In the largest unit of which there are two. */
function inWords(ms: number, language: string): string {
  const [unit, size] = UNITS.find(([, each]) => ms >= 2 * each) ?? UNITS[3];
  return new Intl.NumberFormat(safeLocale(language), { style: 'unit', unit }).format(Math.round(ms / size));
}
