import { useTranslation } from 'react-i18next';
import { useTimeWords } from '../../ui/time/reader-time.ts';

const WIDTH = 1_000;
const HEIGHT = 70;

/** Bars over time, to see where it is crowded; each says its own value to pointer and screen reader alike by the summary below. */
export function BucketChart({
  title,
  buckets,
}: {
  readonly title: string;
  readonly buckets: readonly { readonly at: number; readonly value: number }[];
}) {
  const { t, i18n } = useTranslation();
  const { exact, dayOf } = useTimeWords();
  const peak = buckets.reduce((most, bucket) => (bucket.value > most.value ? bucket : most), { at: 0, value: 0 });
  const width = WIDTH / Math.max(1, buckets.length);
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const summary =
    peak.value === 0
      ? t('forecast.nothing')
      : t('forecast.peak', { value: number.format(peak.value), time: exact(peak.at) });
  return (
    <figure className="bucket-chart">
      <figcaption>
        {title} <span className="dim">{summary}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${title}: ${summary}`}>
        {/* Days are told apart by a line. */}
        {buckets.map(({ at, value }, i) => (
          <g key={at}>
            {i > 0 && dayOf(at) !== dayOf(buckets[i - 1]?.at ?? at) ? (
              <line x1={i * width} x2={i * width} y1={0} y2={HEIGHT} className="chart-day" />
            ) : null}
            {value === 0 ? null : (
              <rect
                x={i * width}
                width={Math.max(1, width - 1)}
                y={HEIGHT - (value / peak.value) * HEIGHT}
                height={(value / peak.value) * HEIGHT}
                className={value === peak.value ? 'chart-peak' : 'chart-bar'}
              >
                <title>{`${exact(at)}: ${number.format(value)}`}</title>
              </rect>
            )}
          </g>
        ))}
      </svg>
    </figure>
  );
}
