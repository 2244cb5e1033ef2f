import { getPath } from '@lanthorn/base/json.ts';
import { cronJobSchedule } from '@lanthorn/kube/schedule/cron-job-schedule.ts';
import { nextRuns } from '@lanthorn/kube/schedule/cron-next.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { RunCell } from '../../cells/cell.ts';
import { slotOf } from './run-slot.ts';

/** A coming run, and what will keep it from starting or moves it. */
export interface NextSlot {
  readonly at: number;
  readonly note: 'suspended' | 'forbid' | 'clockChange' | null;
  /** The run that is expected to be still active then; null for any other note. */
  readonly blocker: RunCell | null;
}

/** The next runs, each with a note where it will be skipped or the clock changes before it. */
export function nextSlots(
  cronJob: unknown,
  { now, count, runs }: { readonly now: number; readonly count: number; readonly runs: readonly RunCell[] },
): NextSlot[] {
  const read = cronJobSchedule(cronJob);
  // What is being deleted starts nothing any more.
  if (!read.ok || readMeta(cronJob).deletedAt !== null) return [];
  const { schedule, zone } = read.value;
  const isSuspended = getPath(cronJob, 'spec', 'suspend') === true;
  const usual = getPath(cronJob, 'spec', 'concurrencyPolicy') === 'Forbid' ? percentile(durations(runs), 0.5) : null;
  // Manual runs are not in status.active, so they hold nothing up.
  const active = runs.find(run => run.result === 'running' && slotOf(run.name) !== null && !run.isManual) ?? null;
  let busyUntil = usual === null || active?.startedAt == null ? 0 : active.startedAt + usual;
  let offset = zone.offsetAt(now);
  return nextRuns(schedule, zone, { afterMs: now, count }).map((at): NextSlot => {
    const before = offset;
    offset = zone.offsetAt(at);
    if (isSuspended) return { at, note: 'suspended', blocker: null };
    if (at < busyUntil) return { at, note: 'forbid', blocker: active };
    if (usual !== null) busyUntil = at + usual;
    return { at, note: offset === before ? null : 'clockChange', blocker: null };
  });
}

export interface RunStatistics {
  readonly finished: number;
  readonly succeeded: number;
  /** Milliseconds; null where no run has finished. */
  readonly p50: number | null;
  readonly p95: number | null;
}

export function runStatistics(runs: readonly RunCell[]): RunStatistics {
  const finished = runs.filter(({ result }) => result === 'succeeded' || result === 'failed');
  const took = durations(finished);
  return {
    finished: finished.length,
    succeeded: finished.filter(({ result }) => result === 'succeeded').length,
    p50: percentile(took, 0.5),
    p95: percentile(took, 0.95),
  };
}

/** Of what has ended; others have none. */
function durations(runs: readonly RunCell[]): number[] {
  return runs.flatMap(({ durationMs }) => durationMs ?? []);
}

/** Nearest rank. */
function percentile(values: readonly number[], p: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * p) - 1)] ?? null;
}
