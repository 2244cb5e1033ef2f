import { type CSSProperties, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ForecastBucket, type ForecastJob, startsBetween } from '@lanthorn/views/kinds/batch/forecast.ts';
import { useShown } from '../../ui/form/show-more.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { type TimeWords, useTimeWords } from '../../ui/time/reader-time.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** Lines at a time: an hour of a large cluster has thousands. */
const AGENDA_STEP = 200;

/** A day a row, an hour a column, by the reader's clock: how many runs start, and which they are. */
export function ForecastCalendar({
  buckets,
  jobs,
}: {
  readonly buckets: readonly ForecastBucket[];
  readonly jobs: readonly ForecastJob[];
}) {
  const { t } = useTranslation();
  const time = useTimeWords();
  const [chosen, setChosen] = useState<Hour | null>(null);
  const days = useMemo(() => byDay(buckets, time), [buckets, time]);
  const most = Math.max(1, ...days.flatMap(({ hours }) => [...hours.values()].map(({ starts }) => starts)));
  return (
    <section className="section forecast-calendar">
      <h2>{t('forecast.calendar')}</h2>
      <p className="dim">{t('forecast.hourHelp')}</p>
      <table className="calendar-grid" data-testid="calendar">
        <thead>
          <tr>
            <th scope="col">{t('forecast.dayHour')}</th>
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
                if (cell === undefined) return <td key={hour}>·</td>;
                const text = t('forecast.hour', { time: time.exact(cell.at), count: cell.starts });
                return (
                  <td key={hour}>
                    <button
                      type="button"
                      style={{ '--share': cell.starts / most } as CSSProperties}
                      title={text}
                      aria-label={text}
                      aria-pressed={chosen?.at === cell.at}
                      onClick={() => setChosen(chosen?.at === cell.at ? null : cell)}
                    >
                      {cell.starts === 0 ? '' : cell.starts}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {chosen === null ? null : <Agenda key={chosen.at} jobs={jobs} hour={chosen} />}
    </section>
  );
}

function Agenda({ jobs, hour: { at: from, until } }: { readonly jobs: readonly ForecastJob[]; readonly hour: Hour }) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  const starts = useMemo(() => startsBetween(jobs, from, until), [jobs, from, until]);
  const { shown, more } = useShown(starts.length, AGENDA_STEP);
  return (
    <>
      <h2>{t('forecast.agenda', { from: exact(from), until: exact(until) })}</h2>
      <table className="plain-table" data-testid="agenda">
        <tbody>
          {starts.slice(0, shown).map(({ job, at }) => (
            <tr key={`${job.uid}/${at}`}>
              <td>{exact(at)}</td>
              <td>{visibleText(job.key)}</td>
              <td>{visibleText(job.schedule)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </>
  );
}

interface Hour {
  readonly at: number;
  /** The first and the last hour of the picture may be cut. */
  readonly until: number;
  readonly starts: number;
}

/** An hour that a clock change repeats is one cell, begun at its first. */
function byDay(
  buckets: readonly ForecastBucket[],
  { dayOf, hourOf }: Pick<TimeWords, 'dayOf' | 'hourOf'>,
): { readonly date: number; readonly hours: Map<number, Hour> }[] {
  const days = new Map<string, { date: number; hours: Map<number, Hour> }>();
  const length = (buckets[1]?.at ?? 0) - (buckets[0]?.at ?? 0);
  for (const { at, starts } of buckets) {
    const [date, hour] = [dayOf(at), hourOf(at)];
    const day = days.get(date) ?? { date: at, hours: new Map<number, Hour>() };
    days.set(date, day);
    const before = day.hours.get(hour);
    day.hours.set(hour, {
      at: before?.at ?? at,
      until: at + length,
      starts: (before?.starts ?? 0) + starts,
    });
  }
  return [...days.values()];
}
