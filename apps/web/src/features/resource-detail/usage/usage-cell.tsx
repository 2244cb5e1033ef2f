import { useTranslation } from 'react-i18next';
import type { Measured } from '@lanthorn/views/kinds/metrics.k8s.io/usage.ts';
import { barShares, type UsageBar } from '@lanthorn/views/facts/usage-rows.ts';
import { Meter, MeterLine } from '../../../ui/data/meter.tsx';
import { bytesText, coresText } from '../../../ui/words/quantity-text.ts';

const TEXTS = { cpu: coresText, memory: bytesText } as const;

/** One resource: the bar, and in words what it shows. */
export function UsageCell({
  measured,
  bar,
  of,
}: {
  readonly measured: Measured;
  readonly bar: UsageBar;
  /** What it is about, read out before the number. */
  readonly of: string;
}) {
  const { t, i18n } = useTranslation();
  const write = (amount: number) => TEXTS[measured](amount, i18n.language);
  const { used, request, limit } = bar;
  const shares = barShares(bar);
  const words = [
    used === null ? '–' : t('usage.used', { amount: write(used) }),
    request === null ? '' : t('usage.requested', { amount: write(request) }),
    limit === null ? '' : t('usage.atMost', { amount: write(limit) }),
  ].filter(text => text !== '');
  const meter =
    shares === null ? null : (
      <Meter
        label={`${t(`usage.${measured}`)} ${of}`.trim()}
        share={shares.share}
        limit={shares.requestAt}
        isHot={shares.isClose}
        text={words.join(', ')}
      />
    );
  return <MeterLine bar={meter}>{words.join(' · ')}</MeterLine>;
}
