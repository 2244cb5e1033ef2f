import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { cronJobSchedule } from '@lanthorn/kube/schedule/cron-job-schedule.ts';
import { runsBetween } from '@lanthorn/kube/schedule/cron-runs-between.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { ListGap } from '../../../../../parts/list-gap.tsx';
import { listAnswer } from '../../../../../data/lists/list-answer.ts';
import { MoreRows } from '../../../../../parts/more-rows.tsx';
import { useWholeList } from '../../../../../data/lists/use-whole-list.ts';
import { Button } from '../../../../../ui/button/button.tsx';
import { visibleText } from '../../../../../ui/words/text.ts';

const MINUTE_MS = 60_000;
/** Others whose times are compared with each letter that is typed: of more that would be felt. */
const MAX_OTHERS = 2_000;
const NAMES_SHOWN = 8;
const FILTER = '-suspend=true';

/** Which of the cluster's other CronJobs start in one of these minutes: some, none, or not known. */
export function SharedMinutes({ target, runs }: { readonly target: ObjectTarget; readonly runs: readonly number[] }) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const list = useWholeList(
    useMemo(() => ({ cluster: target.cluster, resource: CRONJOB_VIEW.resource }), [target.cluster]),
    useMemo(() => ({ namespaces: [], filter: FILTER, sort: [] }), []),
    MAX_OTHERS,
  );
  const others = useMemo(
    () => [...list.rows.values()].filter(({ uid }) => uid !== target.uid).map(readTimes),
    [list.rows, target.uid],
  );
  const names = useMemo(
    () => others.filter(({ startsIn }) => runs.some(startsIn)).map(({ key }) => key),
    [others, runs],
  );
  if (listAnswer(list).kind !== 'told')
    return (
      <div data-testid="collisions">
        <p className="dim">{t('schedule.othersUnknown')}</p>
        <ListGap list={list} none="" />
      </div>
    );
  const shown = isWhole ? names : names.slice(0, NAMES_SHOWN);
  return (
    <div data-testid="collisions">
      <p className={names.length === 0 ? 'dim' : 'tone-warning'}>
        {names.length === 0
          ? t('schedule.noCollision')
          : t('schedule.collisions', { count: names.length, names: shown.map(visibleText).join(', ') })}{' '}
        {shown.length === names.length ? null : (
          <Button variant="link" onClick={() => setWhole(true)}>
            {t('rows.more', { count: names.length - shown.length })}
          </Button>
        )}
      </p>
      <MoreRows
        cluster={target.cluster}
        shown={list.rows.size}
        matched={list.matched}
        list={{ resource: CRONJOB_VIEW.resource, filter: FILTER, namespaces: [] }}
      />
    </div>
  );
}

/** Whether it starts in the minute of a moment. Times of "@every" count from the controller's own clock: nobody knows them. */
function readTimes({ key, cells }: WireRow): { readonly key: string; readonly startsIn: (at: number) => boolean } {
  const schedule = asString(getPath(cells[columnIndex(CRONJOB_VIEW, 'schedule')], 'schedule'));
  const timeZone = asString(cells[columnIndex(CRONJOB_VIEW, 'timeZone')]);
  const read = cronJobSchedule({ spec: { schedule, timeZone } });
  if (!read.ok || read.value.schedule.kind === 'every') return { key, startsIn: () => false };
  const { schedule: fields, zone } = read.value;
  const startsIn = (at: number) => {
    const from = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    return runsBetween(fields, zone, { from, until: from + MINUTE_MS }).length > 0;
  };
  return { key, startsIn };
}
