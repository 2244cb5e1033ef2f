import { type CSSProperties, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ForecastBucket } from '@lanthorn/views/kinds/batch/forecast.ts';
import { ROVING, useRovingTab } from '../../ui/grid/use-roving-tab.ts';
import { useTimeWords } from '../../ui/time/reader-time.ts';
import { type ForecastHour, hoursByDay } from './hours-by-day.ts';
import styles from './hour-map.module.css';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Where not all hours have room, those that come next are shown; the days stay beside them. */
function showFirst(scroll: HTMLElement | null): void {
  const first = scroll?.querySelector('button')?.closest('td');
  const days = scroll?.querySelector('th');
  if (scroll && first && days) scroll.scrollLeft = first.offsetLeft - days.offsetWidth;
}

/** A day a row, an hour a column, by the reader's clock: the more runs start, the stronger its colour. One Tab stop; arrow keys go on in it. */
export function HourMap({
  buckets,
  chosen,
  onChoose,
}: {
  readonly buckets: readonly ForecastBucket[];
  /** When the hour begins that is shown elsewhere; null for none. */
  readonly chosen: number | null;
  readonly onChoose: (hour: ForecastHour) => void;
}) {
  const { t, i18n } = useTranslation();
  const time = useTimeWords();
  const roving = useRovingTab<HTMLTableElement>();
  const days = useMemo(() => hoursByDay(buckets, time), [buckets, time]);
  const most = Math.max(1, ...days.flatMap(({ hours }) => [...hours.values()].map(({ starts }) => starts)));
  return (
    <div ref={showFirst} className={styles['scroll']}>
      <table className={styles['map']} data-testid="calendar" {...roving}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('forecast.dayHour')}</span>
            </th>
            {HOURS.map(hour => (
              <th key={hour} scope="col">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map(({ date, hours }) => (
            <tr key={date}>
              <th scope="row">{time.day(date)}</th>
              {HOURS.map(hour => {
                const cell = hours.get(hour);
                if (cell === undefined)
                  return (
                    <td key={hour} className={styles['outside']}>
                      {'\u00a0'}
                    </td>
                  );
                const text = t('forecast.hour', { time: time.exact(cell.at), count: cell.starts });
                return (
                  <td key={hour}>
                    <button
                      type="button"
                      {...ROVING}
                      style={{ '--share': cell.starts / most } as CSSProperties}
                      data-none={cell.starts === 0 ? true : undefined}
                      title={text}
                      aria-label={text}
                      aria-pressed={chosen === cell.at}
                      onClick={() => onChoose(cell)}
                    >
                      {cell.starts === 0 ? '' : cell.starts.toLocaleString(i18n.language)}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
