import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { cronJobSchedule } from '@lanthorn/kube/schedule/cron-job-schedule.ts';
import { nextRuns } from '@lanthorn/kube/schedule/cron-next.ts';
import { parseCronSchedule } from '@lanthorn/kube/schedule/cron-schedule.ts';
import { parseTime, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { type Cell, isStatus, type RunCell, type ScheduleCell, type StatusCell } from '../../cells/cell.ts';
import { AGE, booleanCell, NAME, NAMESPACE, textCell, timeCell } from '../../cells/columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { CRONJOB_SETTINGS } from './cronjob-settings.ts';
import { JOB_VIEW, summariseRuns } from './jobs.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { podReferences } from '../../cells/pod-references.ts';
import { readPause } from './pause.ts';

export interface NextRuns {
  /** Milliseconds, in order; empty when it never runs again, as when it is being deleted. */
  readonly runs: readonly number[];
  /** Why no time can be said, in the words of the parser or the zone database. */
  readonly error: string | null;
  readonly isSuspended: boolean;
  /** It is on its way out, and starts nothing any more. */
  readonly isDeleted: boolean;
}

/** When a CronJob runs next, by the controller's own rules. */
export function cronJobNextRuns(cronJob: unknown, now: number, count: number): NextRuns {
  const isSuspended = getPath(cronJob, 'spec', 'suspend') === true;
  const isDeleted = readMeta(cronJob).deletedAt !== null;
  const read = cronJobSchedule(cronJob);
  if (!read.ok) return { runs: [], error: read.error, isSuspended, isDeleted };
  const { schedule, zone } = read.value;
  const runs = isDeleted ? [] : nextRuns(schedule, zone, { afterMs: now, count });
  return { runs, error: null, isSuspended, isDeleted };
}

function scheduleCell(cronJob: unknown): Cell {
  const schedule = getPath(cronJob, 'spec', 'schedule');
  if (typeof schedule !== 'string') return textCell(schedule);
  const parsed = parseCronSchedule(schedule);
  const cell: ScheduleCell = { schedule, error: parsed.ok ? null : parsed.error };
  return cell;
}

function nextRunCell(cronJob: unknown, now: number): Cell {
  const { runs, error, isSuspended } = cronJobNextRuns(cronJob, now, 1);
  if (isSuspended) return null;
  return error === null ? (runs[0] ?? null) : { broken: error };
}

/** The controller looks within a second; after this it was away, or may not. */
const LATE_MS = 100_000;

/** When the time due after the last one counts as missed; null where there is none. */
function missedAt(cronJob: unknown): number | null {
  const last = parseTime(getPath(cronJob, 'status', 'lastScheduleTime'));
  const from = last ?? parseTime(getPath(cronJob, 'metadata', 'creationTimestamp'));
  const due = from === null ? undefined : cronJobNextRuns(cronJob, from, 1).runs[0];
  return due === undefined ? null : due + LATE_MS;
}

/** When it will be late, if nothing happens before: then its status must be read again. */
function lateAt(cronJob: unknown, now: number): number | null {
  const at = missedAt(cronJob);
  return at === null || at <= now ? null : at;
}

/** How a CronJob is, as far as itself tells: `Missed` where a time went by without a run, `Stuck` where a run that does not end is why. */
export function cronJobStatus(cronJob: unknown, now: number): StatusCell {
  const { error, isSuspended } = cronJobNextRuns(cronJob, now, 1);
  if (error !== null) return { status: 'Invalid', tone: 'bad' };
  if (isSuspended) return { status: 'Suspended', tone: 'muted' };
  const isRunning = asArray(getPath(cronJob, 'status', 'active')).length > 0;
  const missed = missedAt(cronJob);
  if (missed !== null && missed <= now) {
    const isHeldUp = isRunning && getPath(cronJob, 'spec', 'concurrencyPolicy') === 'Forbid';
    return { status: isHeldUp ? 'Stuck' : 'Missed', tone: 'warning' };
  }
  return isRunning ? { status: 'Running', tone: 'active' } : { status: 'Scheduled', tone: 'ok' };
}

const WELL = new Set(['Scheduled', 'Running']);

/** A last run that failed matters more than that the next one is on its way. */
function withRuns(status: Cell, runs: readonly RunCell[]): Cell {
  const last = runs.findLast(({ result }) => result === 'failed' || result === 'succeeded');
  const isWell = isStatus(status) && WELL.has(status.status);
  return isWell && last?.result === 'failed' ? { status: 'Failing', tone: 'bad' } : status;
}

/** What one run asks of the cluster: the requests of its containers, for as many pods as run at a time. */
function requested(cronJob: unknown, resource: 'cpu' | 'memory'): number {
  const job = getPath(cronJob, 'spec', 'jobTemplate', 'spec');
  const containers = asArray(getPath(job, 'template', 'spec', 'containers'));
  const perPod = containers.reduce<number>((sum, container) => {
    const request = getPath(container, 'resources', 'requests', resource);
    return sum + (parseQuantity(typeof request === 'number' ? String(request) : asString(request)) ?? 0);
  }, 0);
  return perPod * (asNumber(getPath(job, 'parallelism')) ?? 1);
}

export const CRONJOB_VIEW: KindView = {
  ...kindEntry('cronjobs.batch'),
  isOnMap: true,
  references: podReferences('.spec.jobTemplate.spec.template.spec'),
  sections: ['cronJob', 'containers', 'podSettings'],
  explainedBy: 'lastRuns',
  logs: 'runs',
  headline: ['schedule', 'nextRun'],
  hiddenFacts: ['runs', 'lateAt'],
  defaultSort: { column: 'name', descending: false },
  columns: [
    { ...NAME, width: 180 },
    NAMESPACE,
    statusColumn((cronJob, { now }) => cronJobStatus(cronJob, now), { width: 116 }),
    { id: 'schedule', type: 'schedule', width: 184, read: scheduleCell },
    {
      id: 'timeZone',
      type: 'text',
      width: 112,
      isFacet: true,
      read: cronJob => textCell(getPath(cronJob, 'spec', 'timeZone')),
    },
    { id: 'nextRun', type: 'time', width: 84, expires: true, read: (cronJob, { now }) => nextRunCell(cronJob, now) },
    {
      // The state says it.
      id: 'suspend',
      type: 'boolean',
      width: 98,
      isHidden: true,
      isFacet: true,
      read: cronJob => booleanCell(getPath(cronJob, 'spec', 'suspend')),
    },
    {
      id: 'pausedUntil',
      type: 'time',
      width: 104,
      isHidden: true,
      read: cronJob => parseTime(readPause(cronJob)?.until),
    },
    {
      id: 'active',
      type: 'number',
      width: 66,
      isHidden: true,
      read: cronJob => asArray(getPath(cronJob, 'status', 'active')).length,
    },
    {
      id: 'lastSchedule',
      type: 'time',
      width: 116,
      read: cronJob => timeCell(getPath(cronJob, 'status', 'lastScheduleTime')),
    },
    {
      id: 'lastSuccess',
      type: 'time',
      width: 110,
      read: cronJob => timeCell(getPath(cronJob, 'status', 'lastSuccessfulTime')),
    },
    { id: 'runs', type: 'runs', width: 106, read: () => [] },
    {
      id: 'cpu',
      type: 'quantity',
      unit: 'cores',
      width: 80,
      isHidden: true,
      read: cronJob => requested(cronJob, 'cpu'),
    },
    {
      id: 'memory',
      type: 'quantity',
      unit: 'bytes',
      width: 100,
      isHidden: true,
      read: cronJob => requested(cronJob, 'memory'),
    },
    ...CRONJOB_SETTINGS,
    {
      id: 'lateAt',
      type: 'time',
      width: 84,
      isHidden: true,
      expires: true,
      read: (cronJob, { now }) => lateAt(cronJob, now),
    },
    AGE,
  ],
  join: {
    resource: JOB_VIEW.resource,
    columns: ['status', 'runs'],
    summarise: (jobs, [status = null]) => {
      const runs = summariseRuns(jobs);
      return [withRuns(status, runs), runs];
    },
  },
};
