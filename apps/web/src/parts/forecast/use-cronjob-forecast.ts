import { useEffect, useMemo } from 'react';
import { asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { MAX_WINDOW } from '@lanthorn/protocol/constants.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { RunCell } from '@lanthorn/views/cells/cell.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { runStatistics } from '@lanthorn/views/kinds/batch/cronjob-slots.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import type { ForecastJob } from '@lanthorn/views/kinds/batch/forecast.ts';
import { useSame } from '../../data/client/use-same.ts';
import { type LiveList, useLiveList } from '../../data/lists/use-live-list.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { useNow } from '../../ui/time/clock.ts';
import { type CountedForecast, useCountedForecast } from './use-counted-forecast.ts';

const HOUR_MS = 3_600_000;
const QUARTER_MS = HOUR_MS / 4;

export interface CronJobForecast {
  readonly list: LiveList;
  readonly jobs: readonly ForecastJob[];
  /** Null until it was counted once. */
  readonly result: CountedForecast | null;
}

/** What the CronJobs of the namespaces that are looked at will do from this quarter of an hour on. Of very many only so many are read. */
export function useCronJobForecast({
  hours,
  bucketMs,
}: {
  readonly hours: number;
  readonly bucketMs: number;
}): CronJobForecast {
  const { cluster, namespaces } = useViewState();
  const list = useLiveList(
    useMemo(() => ({ cluster, resource: CRONJOB_VIEW.resource }), [cluster]),
    useMemo(() => ({ namespaces: [...namespaces], filter: '', sort: [] }), [namespaces]),
    { offset: 0, limit: MAX_WINDOW },
  );
  const { setWindow, rows } = list;
  useEffect(() => setWindow({ offset: 0, limit: MAX_WINDOW, hold: false }), [setWindow]);
  const quarter = Math.floor(useNow() / QUARTER_MS) * QUARTER_MS;
  // CronJobs change all the time in what no forecast looks at: nothing is counted anew for that.
  const jobs = useSame(useMemo(() => [...rows.values()].map(forecastJob), [rows]));
  const result = useCountedForecast(
    jobs,
    useMemo(() => ({ from: quarter, untilMs: quarter + hours * HOUR_MS, bucketMs }), [quarter, hours, bucketMs]),
  );
  return { list, jobs, result };
}

function forecastJob({ uid, key, cells }: WireRow): ForecastJob {
  const cell = (id: string) => cells[columnIndex(CRONJOB_VIEW, id)];
  const runs = cell('runs');
  return {
    uid,
    key,
    schedule: asString(getPath(cell('schedule'), 'schedule')),
    timeZone: asString(cell('timeZone')),
    // What is being deleted starts nothing more, as what is suspended.
    isSuspended: cell('suspend') === true || getPath(cell('status'), 'status') === 'Terminating',
    durationMs: Array.isArray(runs) ? runStatistics(runs as readonly RunCell[]).p50 : null,
    cpuCores: asNumber(cell('cpu')) ?? 0,
    memoryMiB: (asNumber(cell('memory')) ?? 0) / 2 ** 20,
  };
}
