import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTimeWords } from '../../ui/time/reader-time.ts';
import styles from './bucket-chart.module.css';
import { fitMarks, type Mark } from './fit-marks.ts';

const WIDTH = 1_000;
const HEIGHT = 70;
const DAY_MS = 86_400_000;
/** Marks below a chart of one day are so many hours apart; where there is little room those between are left out. */
const HOURS_APART = 3;
/** Below a chart, px: marks that fit the widest of these it has room for are shown. Its style knows them, too. */
const WIDTHS = [300, 500, 800];

interface Bar {
  readonly at: number;
  readonly value: number;
}

/** Bars over time, to see where it is crowded. Pointer and arrow keys read one after the other; its peak is said beside the title. */
export function BucketChart({
  title,
  buckets,
  marks,
  isOfTrouble = false,
}: {
  readonly title: string;
  readonly buckets: readonly Bar[];
  /** Where in time one is; without them the chart begins now. */
  readonly marks?: readonly Mark[];
  /** The less of it the better. */
  readonly isOfTrouble?: boolean;
}) {
  const { t, i18n } = useTranslation();
  const { exact, column } = useTimeWords();
  const [read, setRead] = useState<number | null>(null);
  const peak = buckets.reduce((most, bucket) => (bucket.value > most.value ? bucket : most), { at: 0, value: 0 });
  const width = WIDTH / Math.max(1, buckets.length);
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const textOf = ({ at, value }: Bar) => t('forecast.value', { value: number.format(value), time: exact(at) });
  const summary =
    peak.value === 0
      ? t('forecast.nothing')
      : t('forecast.peak', { value: number.format(peak.value), time: column(peak.at, buckets[0]?.at ?? 0) });
  const reading = read === null ? undefined : buckets[read];
  const onKeyDown = (event: KeyboardEvent) => {
    const to = stepTo(event.key, read ?? -1, buckets.length - 1);
    if (to === null) return;
    event.preventDefault();
    setRead(to);
  };
  const onPointerMove = (event: PointerEvent<SVGElement>) => {
    const { left, width: shown } = event.currentTarget.getBoundingClientRect();
    setRead(Math.min(buckets.length - 1, Math.max(0, Math.floor(((event.clientX - left) / shown) * buckets.length))));
  };
  return (
    <figure className={styles['chart']}>
      <figcaption>
        {title} <span className="dim">{reading === undefined ? summary : textOf(reading)}</span>
      </figcaption>
      <div className={styles['plot']} data-trouble={isOfTrouble || undefined}>
        <span className={styles['most']} aria-hidden="true">
          {number.format(peak.value)}
        </span>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="slider"
          tabIndex={0}
          aria-label={`${title}: ${summary}`}
          aria-valuemin={0}
          aria-valuemax={buckets.length - 1}
          aria-valuenow={read ?? 0}
          aria-valuetext={reading === undefined ? summary : textOf(reading)}
          onKeyDown={onKeyDown}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setRead(null)}
          onBlur={() => setRead(null)}
        >
          {buckets.map(({ at, value }, i) => (
            <rect
              key={at}
              x={i * width}
              width={Math.max(1, width - 1)}
              y={peak.value === 0 ? HEIGHT : HEIGHT - (value / peak.value) * HEIGHT}
              height={peak.value === 0 ? 0 : (value / peak.value) * HEIGHT}
              data-read={i === read ? true : undefined}
            />
          ))}
        </svg>
      </div>
      {marks === undefined ? <MarksAhead buckets={buckets} /> : <Marks marks={marks} count={buckets.length} />}
    </figure>
  );
}

/** The arrow keys go a bar on, Home and End to the first and the last; null for other keys. */
function stepTo(key: string, from: number, last: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(last, from + 1);
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, from - 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** Where in time one is: days below a week, hours below a day. The chart begins now. */
function MarksAhead({ buckets }: { readonly buckets: readonly Bar[] }) {
  const { t } = useTranslation();
  const { day, dayOf, hourOf, short } = useTimeWords();
  const isOneDay = (buckets.at(-1)?.at ?? 0) - (buckets[0]?.at ?? 0) <= DAY_MS;
  const marks = buckets.flatMap(({ at }, i): readonly Mark[] => {
    const before = buckets[i - 1]?.at;
    if (before === undefined) return [{ i, text: t('forecast.now') }];
    if (dayOf(before) !== dayOf(at)) return [{ i, text: day(at) }];
    const isMark = isOneDay && hourOf(before) !== hourOf(at) && hourOf(at) % HOURS_APART === 0;
    return isMark ? [{ i, text: short(at, at), isMinor: hourOf(at) % (2 * HOURS_APART) !== 0 }] : [];
  });
  return <Marks marks={marks} count={buckets.length} />;
}

function Marks({ marks, count }: { readonly marks: readonly Mark[]; readonly count: number }) {
  const major = marks.filter(({ isMinor }) => isMinor !== true);
  const shown = WIDTHS.map((width, i) => ({ width, fitting: fitMarks(i === 0 ? major : marks, count, width) }));
  return (
    <div className={styles['marks']} aria-hidden="true">
      {marks.map(mark => {
        const at = shown.flatMap(({ width, fitting }) => (fitting.includes(mark) ? [width] : []));
        return at.length === 0 ? null : (
          <span key={mark.i} data-at={at.join(' ')} style={{ left: `${(100 * mark.i) / count}%` }}>
            {mark.text}
          </span>
        );
      })}
    </div>
  );
}
