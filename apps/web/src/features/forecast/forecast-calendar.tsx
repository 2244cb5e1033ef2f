import { type CSSProperties, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ForecastBucket, type ForecastJob, startsBetween } from '@lanthorn/views/kinds/batch/forecast.ts';
import { useShown } from '../../ui/form/show-more.tsx';
import { safeLocale } from '../../ui/words/i18n.ts';
import { visibleText } from '../../ui/words/text.ts';
import { fullTime } from '../../ui/time/time.tsx';

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
  const { t, i18n } = useTranslation();
  const [chosen, setChosen] = useState<Hour | null>(null);
  const days = useMemo(() => byDay(buckets), [buckets]);
  const most = Math.max(1, ...days.flatMap(({ hours }) => [...hours.values()].map(({ starts }) => starts)));
  const day = new Intl.DateTimeFormat(safeLocale(i18n.language), { weekday: 'short', day: 'numeric', month: 'short' });
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
              <th scope="row">{day.format(date)}</th>
              {HOURS.map(hour => {
                const cell = hours.get(hour);
                if (cell === undefined) return <td key={hour}>·</td>;
                const text = t('forecast.hour', { time: fullTime(cell.at, i18n.language), count: cell.starts });
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
  const { t, i18n } = useTranslation();
  const starts = useMemo(() => startsBetween(jobs, from, until), [jobs, from, until]);
  const { shown, more } = useShown(starts.length, AGENDA_STEP);
  return (
    <>
      <h2>{t('forecast.agenda', { from: fullTime(from, i18n.language), until: fullTime(until, i18n.language) })}</h2>
      <table className="plain-table" data-testid="agenda">
        <tbody>
          {starts.slice(0, shown).map(({ job, at }) => (
            <tr key={`${job.uid}/${at}`}>
              <td>{fullTime(at, i18n.language)}</td>
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
function byDay(buckets: readonly ForecastBucket[]): { readonly date: number; readonly hours: Map<number, Hour> }[] {
  const days = new Map<string, { date: number; hours: Map<number, Hour> }>();
  const length = (buckets[1]?.at ?? 0) - (buckets[0]?.at ?? 0);
  for (const { at, starts } of buckets) {
    const moment = new Date(at);
    const day = days.get(moment.toDateString()) ?? { date: at, hours: new Map<number, Hour>() };
    days.set(moment.toDateString(), day);
    const before = day.hours.get(moment.getHours());
    day.hours.set(moment.getHours(), {
      at: before?.at ?? at,
      until: at + length,
      starts: (before?.starts ?? 0) + starts,
    });
  }
  return [...days.values()];
}
