import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type ForecastBucket, type ForecastJob, startsBetween } from '@lanthorn/views/kinds/batch/forecast.ts';
import { HourMap } from '../../parts/forecast/hour-map.tsx';
import { type ForecastHour, hoursByDay } from '../../parts/forecast/hours-by-day.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { Table } from '../../ui/data/table.tsx';
import { useShownRows } from '../../ui/form/use-shown-rows.tsx';
import { Section } from '../../ui/screen/section.tsx';
import { useTimeWords } from '../../ui/time/reader-time.ts';
import { visibleText } from '../../ui/words/text.ts';

/** Lines at a time: an hour of a large cluster has thousands. */
const AGENDA_STEP = 200;

/** How many runs start in each hour, and which they are in the one that the address names. */
export function ForecastCalendar({
  buckets,
  jobs,
}: {
  readonly buckets: readonly ForecastBucket[];
  readonly jobs: readonly ForecastJob[];
}) {
  const { t } = useTranslation();
  const time = useTimeWords();
  const { search, setSearch } = useViewState();
  const hours = useMemo(() => hoursByDay(buckets, time).flatMap(day => [...day.hours.values()]), [buckets, time]);
  // The first hour is cut as time passes.
  const wanted = Number(search.hour);
  const chosen = hours.find(({ at, until }) => at <= wanted && wanted < until) ?? null;
  return (
    <Section title={t('forecast.calendar')} note={t('forecast.hourHelp')}>
      <HourMap
        buckets={buckets}
        chosen={chosen?.at ?? null}
        onChoose={({ at }) => setSearch({ hour: at === chosen?.at ? undefined : String(at) })}
      />
      {chosen === null ? null : <Agenda key={chosen.until} jobs={jobs} hour={chosen} />}
    </Section>
  );
}

function Agenda({
  jobs,
  hour: { at: from, until },
}: {
  readonly jobs: readonly ForecastJob[];
  readonly hour: ForecastHour;
}) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  const starts = useMemo(() => startsBetween(jobs, from, until), [jobs, from, until]);
  const { shown, more } = useShownRows(starts.length, AGENDA_STEP);
  return (
    <>
      <h3>{t('forecast.agenda', { from: exact(from), until: exact(until) })}</h3>
      <Table data-testid="agenda">
        {starts.slice(0, shown).map(({ job, at }) => (
          <tr key={`${job.uid}/${at}`}>
            <td data-line data-place="when">
              {exact(at)}
            </td>
            <td data-place="title">{visibleText(job.key)}</td>
            <td data-line data-place="detail">
              {visibleText(job.schedule)}
            </td>
          </tr>
        ))}
      </Table>
      {more}
    </>
  );
}
