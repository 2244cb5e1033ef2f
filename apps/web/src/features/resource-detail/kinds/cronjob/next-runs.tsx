import { useTranslation } from 'react-i18next';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { cronJobSchedule } from '@lanthorn/kube/schedule/cron-job-schedule.ts';
import type { RunCell } from '@lanthorn/views/cells/cell.ts';
import { nextSlots } from '@lanthorn/views/kinds/batch/cronjob-slots.ts';
import { cronJobNextRuns } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { ScheduleText } from '../../../../parts/schedule/schedule-text.tsx';
import { Table } from '../../../../ui/data/table.tsx';
import { useNow } from '../../../../ui/time/clock.ts';
import { visibleText } from '../../../../ui/words/text.ts';
import { useTimeWords } from '../../../../ui/time/reader-time.ts';
import { Countdown } from '../../../../ui/time/time.tsx';
import type { DetailSubject } from '../../subject/detail-subject.ts';
import { noteText } from './note-text.ts';
import { PauseNote } from './pause-note.tsx';
import { useNamespaceEnding } from './use-namespace-ending.ts';

const NEXT_SHOWN = 5;

/** When it runs next, in the schedule's zone and the reader's; a run that will be skipped says why. */
export function NextRuns({
  subject,
  cronJob,
  runs,
}: {
  readonly subject: DetailSubject;
  readonly cronJob: unknown;
  readonly runs: readonly RunCell[];
}) {
  const { t } = useTranslation();
  const { exact, zone: reader } = useTimeWords();
  const now = useNow();
  const schedule = asString(getPath(cronJob, 'spec', 'schedule'));
  const read = cronJobSchedule(cronJob);
  const hasZone = schedule.includes('TZ=') || asString(getPath(cronJob, 'spec', 'timeZone')) !== '';
  // Whole minutes are enough to know which runs come next, and spare the search every second.
  const minute = Math.floor(now / 60_000) * 60_000;
  const after = schedule.startsWith('@every') ? now : minute;
  const { error, isSuspended, isDeleted } = cronJobNextRuns(cronJob, after, 1);
  const isNamespaceEnding = useNamespaceEnding(subject);
  const isEnding = isDeleted || isNamespaceEnding;
  const next = (isEnding ? [] : nextSlots(cronJob, { now: after, count: NEXT_SHOWN + 1, runs }))
    .filter(({ at }) => at > now)
    .slice(0, NEXT_SHOWN);
  const zone = read.ok ? read.value.zone.name : 'UTC';
  return (
    <section className="section">
      <h2>{t('column.schedule')}</h2>
      <p style={{ margin: '0 0 6px' }}>
        <ScheduleText schedule={schedule} error={error} /> ·{' '}
        {hasZone
          ? visibleText(read.ok ? zone : asString(getPath(cronJob, 'spec', 'timeZone')))
          : t('schedule.controllerZone')}
      </p>
      {isDeleted ? <p className="tone-warning">{t('schedule.deleted')}</p> : null}
      {isNamespaceEnding && !isDeleted ? <p className="tone-warning">{t('schedule.namespaceEnding')}</p> : null}
      {isSuspended && !isEnding ? <p className="tone-warning">{t('schedule.suspended')}</p> : null}
      <PauseNote cronJob={cronJob} />
      {error === null && next.length === 0 && !isEnding ? <p className="tone-warning">{t('schedule.never')}</p> : null}
      {next.length === 0 ? null : (
        <Table
          data-testid="next-runs"
          columns={[
            { title: t('column.nextRun') },
            { title: visibleText(zone) },
            ...(reader === zone ? [] : [{ title: t('schedule.yourZone', { zone: reader }) }]),
          ]}
        >
          {next.map(slot => (
            <tr key={slot.at} data-note={slot.note}>
              <td>
                {slot.note === 'suspended' ? (
                  <span className="dim">{t('schedule.skipped')}</span>
                ) : (
                  <Countdown to={slot.at} />
                )}
                {slot.note === null || slot.note === 'suspended' ? null : (
                  <span className="tone-warning"> {noteText(slot, t)}</span>
                )}
              </td>
              <td>{exact(slot.at, zone)}</td>
              {reader === zone ? null : <td>{exact(slot.at)}</td>}
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}
