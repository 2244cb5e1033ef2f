import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { loadGoTimeZone } from '@lanthorn/kube/schedule/go-time-zone.ts';
import { scheduleRefusals } from '@lanthorn/kube/schedule/schedule-refusals.ts';
import { cronJobNextRuns } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { openActionDialog } from '../../../../../data/actions/action-dialog-store.ts';
import { ScheduleText } from '../../../../../parts/schedule/schedule-text.tsx';
import { Table } from '../../../../../ui/data/table.tsx';
import { useNow } from '../../../../../ui/time/clock.ts';
import type { ObjectFormProps } from '../../../subject/object-form-props.ts';
import { Button } from '../../../../../ui/button/button.tsx';
import { DialogFooter } from '../../../../../ui/dialog/dialog.tsx';
import { Suggestions } from '../../../../../ui/choice/combobox.tsx';
import { TextInput } from '../../../../../ui/form/text-input.tsx';
import { FormDialog } from '../../../../../parts/form/form-dialog.tsx';
import { visibleText } from '../../../../../ui/words/text.ts';
import { useTimeWords } from '../../../../../ui/time/reader-time.ts';
import { SharedMinutes } from './shared-minutes.tsx';

const SIMULATED = 20;
const MINUTE_MS = 60_000;
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** Another schedule, tried before it is sent: in words, its next times beside the old ones, and who else starts then. */
export function ScheduleEditor({ target, object: cronJob, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  const minute = Math.floor(useNow() / MINUTE_MS) * MINUTE_MS;
  const draft = useScheduleDraft(cronJob, minute);
  const { before, schedule, timeZone, old, next, wrong } = draft;
  // A zone that does not exist has no clock to show times by.
  const zone = timeZone === '' || next.error !== null ? 'UTC' : timeZone;
  const isSame = schedule === before.schedule && timeZone === before.timeZone;
  const why = wrong.schedule ?? wrong.timeZone ?? (isSame ? t('containers.nothingYet') : null);
  const preview = () => {
    openActionDialog('cronjob.reschedule', [target], {
      params: { schedules: { [target.uid]: { schedule, timeZone } } },
      onStarted: onClose,
    });
  };
  return (
    <FormDialog title={t('schedule.editTitle', { name: target.name })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (why === null) preview();
        }}
      >
        <TextInput
          label={t('column.schedule')}
          value={schedule}
          error={wrong.schedule}
          onChange={draft.setSchedule}
          isCode
          spellCheck={false}
          data-autofocus
        />
        <Suggestions
          label={t('schedule.zone')}
          choices={ZONES}
          value={timeZone}
          error={wrong.timeZone}
          onChange={draft.setTimeZone}
        />
        <p>
          <ScheduleText schedule={schedule} error={wrong.schedule} /> · {visibleText(zone)}
        </p>
        <SharedMinutes target={target} runs={next.runs} />
        <Simulation
          old={{ schedule: before.schedule, runs: old.runs }}
          next={{ schedule, runs: next.runs }}
          zone={zone}
        />
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" why={why}>
            {t('schedule.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}

/** Schedule and zone as they are typed, with the times they give beside those of now, and what is wrong with either. */
function useScheduleDraft(cronJob: unknown, minute: number) {
  const [before] = useState(() => ({
    schedule: asString(getPath(cronJob, 'spec', 'schedule')),
    timeZone: asString(getPath(cronJob, 'spec', 'timeZone')),
  }));
  const [schedule, setSchedule] = useState(before.schedule);
  const [timeZone, setTimeZone] = useState(before.timeZone);
  const next = useMemo(() => timesOf({ schedule, timeZone }, minute), [schedule, timeZone, minute]);
  const old = useMemo(() => timesOf(before, minute), [before, minute]);
  const [refusal = null] = scheduleRefusals(schedule, { before: before.schedule, hasTimeZone: timeZone !== '' });
  // The controller reads more than the API server takes.
  const zone = loadGoTimeZone(timeZone);
  const wrong = {
    schedule: refusal === null ? null : visibleText(refusal),
    timeZone: zone.ok ? null : visibleText(zone.error),
  };
  return { before, schedule, setSchedule, timeZone, setTimeZone, old, next, wrong };
}

interface Times {
  readonly schedule: string;
  readonly runs: readonly number[];
}

function Simulation({ old, next, zone }: { readonly old: Times; readonly next: Times; readonly zone: string }) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  return (
    <Table
      data-testid="simulation"
      columns={[
        { title: t('schedule.now', { schedule: visibleText(old.schedule) }) },
        { title: t('schedule.then', { schedule: visibleText(next.schedule) }) },
      ]}
    >
      {Array.from({ length: Math.max(old.runs.length, next.runs.length) }, (_, i) => ({
        old: old.runs[i],
        next: next.runs[i],
      })).map(row => (
        <tr key={`${row.old ?? ''}/${row.next ?? ''}`}>
          <td>{row.old === undefined ? '' : exact(row.old, zone)}</td>
          <td>{row.next === undefined ? '' : exact(row.next, zone)}</td>
        </tr>
      ))}
    </Table>
  );
}

function timesOf(spec: { schedule: string; timeZone: string }, after: number) {
  return cronJobNextRuns({ spec }, after, SIMULATED);
}
