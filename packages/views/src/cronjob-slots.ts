import { ownValue } from '@lanthorn/base/own-value.ts';
import { asArray, asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { nextRun, nextRuns } from '@lanthorn/kube/cron-next.ts';
import { parseCronSchedule } from '@lanthorn/kube/cron-schedule.ts';
import { parseTime, readMeta } from '@lanthorn/kube/kube-object.ts';
import { TimeZone } from '@lanthorn/kube/time-zone.ts';
import type { RunCell } from './cells/cell.ts';

const MINUTE_MS = 60_000;
/** A Job made later than this after its time was not made in the controller's ordinary round (it looks within a second). */
const LATE_MS = 60_000;
/** An event says why a slot was skipped when it is no older than the slot and came before the next one. */
const MAX_SLOTS = 2_000;

/** Why a run is not there, in the controller's own terms (cronjob_controllerv2.go, Kubernetes 1.37). */
export type MissReason =
  | 'suspended'
  | 'forbid'
  | 'deadline'
  | 'tooManyMissed'
  | 'refused'
  | 'badSchedule'
  | 'controllerAway'
  | 'gone'
  | 'notKept'
  | 'unknown';

/** A time the schedule names at which no Job is to be found. */
export interface MissedSlot {
  readonly at: number;
  readonly reason: MissReason;
  /** What proves it: an event's text, a Job's name, who suspended it. '' where the object itself is the proof. */
  readonly evidence: string;
  /** When what the evidence names happened; null where that is not known. */
  readonly since: number | null;
}

export interface SlotEvent {
  readonly at: number;
  readonly reason: string;
  readonly message: string;
}

export interface SlotFacts {
  readonly now: number;
  /** How far to look back. */
  readonly from: number;
  readonly runs: readonly RunCell[];
  /** The CronJob's own events. */
  readonly events: readonly SlotEvent[];
}

const EVENT_REASONS: Readonly<Record<string, MissReason>> = {
  JobAlreadyActive: 'forbid',
  MissSchedule: 'deadline',
  TooManyMissedTimes: 'tooManyMissed',
  FailedCreate: 'refused',
  UnparseableSchedule: 'badSchedule',
  InvalidSchedule: 'badSchedule',
  UnknownTimeZone: 'badSchedule',
};

/** For each time of the schedule since `from` without a Job: why, with its evidence, newest first. 'unknown' where nothing tells. */
export function missedSlots(cronJob: unknown, facts: SlotFacts): MissedSlot[] {
  const { createdAt } = readMeta(cronJob);
  const slots = slotsOf(cronJob, Math.max(facts.from, createdAt ?? 0), facts.now - LATE_MS);
  const bySlot = new Map(facts.runs.map(run => [slotOf(run), run]));
  const explain = explainer(cronJob, facts);
  return slots
    .flatMap((at, i): MissedSlot[] => (bySlot.has(at) ? [] : [explain(at, slots[i + 1] ?? facts.now)]))
    .toReversed();
}

function slotsOf(cronJob: unknown, from: number, to: number): number[] {
  const schedule = parseCronSchedule(asString(getPath(cronJob, 'spec', 'schedule')));
  const zone = TimeZone.load(asString(getPath(cronJob, 'spec', 'timeZone')));
  // The times of "@every" count from the controller's own clock: nobody else knows them.
  if (!schedule.ok || !zone.ok || schedule.value.kind === 'every') return [];
  const slots: number[] = [];
  for (let at = nextRun(schedule.value, zone.value, from); at !== null && at <= to; ) {
    slots.push(at);
    if (slots.length > MAX_SLOTS) slots.shift();
    at = nextRun(schedule.value, zone.value, at);
  }
  return slots;
}

/** The controller names a Job after the minute it was due; a Job with another name is of no slot. */
function slotOf({ name }: RunCell): number | null {
  const minutes = /-(\d{8})$/.exec(name)?.[1];
  return minutes === undefined ? null : Number(minutes) * MINUTE_MS;
}

function explainer(cronJob: unknown, { runs, events }: SlotFacts): (at: number, next: number) => MissedSlot {
  const forbids = getPath(cronJob, 'spec', 'concurrencyPolicy') === 'Forbid';
  const suspended = getPath(cronJob, 'spec', 'suspend') === true ? suspender(cronJob) : null;
  const lastSchedule = parseTime(getPath(cronJob, 'status', 'lastScheduleTime'));
  const scheduled = runs.filter(run => slotOf(run) !== null && !run.isManual);
  const keptSince = oldestKept(cronJob, scheduled);
  return (at, next) => {
    const missed = (reason: MissReason, evidence = '', since: number | null = null) => ({
      at,
      reason,
      evidence,
      since,
    });
    if (suspended !== null && (suspended.since === null || suspended.since <= at))
      return missed('suspended', suspended.manager, suspended.since);
    const event = events.find(
      entry => entry.at >= at && entry.at < next && ownValue(EVENT_REASONS, entry.reason) !== undefined,
    );
    const told = event === undefined ? undefined : ownValue(EVENT_REASONS, event.reason);
    if (event !== undefined && told !== undefined) return missed(told, event.message, event.at);
    const active = runs.find(run => !run.isManual && isActiveAt(run, at));
    if (forbids && active !== undefined) return missed('forbid', active.name, active.startedAt);
    if (lastSchedule === at) return missed('gone');
    if (scheduled.length === 0) return missed('unknown');
    if (at < keptSince) return missed('notKept');
    const late = scheduled.find(run => (slotOf(run) ?? 0) > at && (run.startedAt ?? 0) - (slotOf(run) ?? 0) > LATE_MS);
    return late === undefined ? missed('unknown') : missed('controllerAway', late.name, late.startedAt);
  };
}

/**
 * Before this moment a run may have been and gone: successes and failures are kept by limits of their own (3 and 1 unless set),
 * so a failure may outlast many successes.
 */
function oldestKept(cronJob: unknown, runs: readonly RunCell[]): number {
  const oldest = (of: readonly RunCell[]) => Math.min(...of.map(run => slotOf(run) ?? Number.POSITIVE_INFINITY));
  const since = (result: RunCell['result'], limit: number) => {
    const kept = runs.filter(run => run.result === result);
    return kept.length >= limit ? oldest(kept) : Number.NEGATIVE_INFINITY;
  };
  return Math.max(
    oldest(runs),
    since('succeeded', asNumber(getPath(cronJob, 'spec', 'successfulJobsHistoryLimit')) ?? 3),
    since('failed', asNumber(getPath(cronJob, 'spec', 'failedJobsHistoryLimit')) ?? 1),
  );
}

function isActiveAt({ startedAt, durationMs, result }: RunCell, at: number): boolean {
  if (startedAt === null || startedAt > at) return false;
  return durationMs === null ? result === 'running' : startedAt + durationMs > at;
}

/** Who wrote `spec.suspend` last, and when, by the server's own field management. */
function suspender(cronJob: unknown): { readonly manager: string; readonly since: number | null } {
  const entries = asArray(getPath(cronJob, 'metadata', 'managedFields')).filter(
    entry => getPath(entry, 'fieldsV1', 'f:spec', 'f:suspend') !== undefined,
  );
  const newest = entries.toSorted((a, b) => (timeOf(b) ?? 0) - (timeOf(a) ?? 0))[0];
  return { manager: asString(asObject(newest)['manager']), since: newest === undefined ? null : timeOf(newest) };
}

function timeOf(entry: unknown): number | null {
  return parseTime(getPath(entry, 'time'));
}

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
  const schedule = parseCronSchedule(asString(getPath(cronJob, 'spec', 'schedule')));
  const zone = TimeZone.load(asString(getPath(cronJob, 'spec', 'timeZone')));
  if (!schedule.ok || !zone.ok) return [];
  const isSuspended = getPath(cronJob, 'spec', 'suspend') === true;
  const usual = getPath(cronJob, 'spec', 'concurrencyPolicy') === 'Forbid' ? percentile(durations(runs), 0.5) : null;
  // Manual runs are not in status.active, so they hold nothing up.
  const active = runs.find(run => run.result === 'running' && slotOf(run) !== null && !run.isManual) ?? null;
  let busyUntil = usual === null || active?.startedAt == null ? 0 : active.startedAt + usual;
  let offset = zone.value.offsetAt(now);
  return nextRuns(schedule.value, zone.value, { afterMs: now, count }).map((at): NextSlot => {
    const before = offset;
    offset = zone.value.offsetAt(at);
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

function durations(runs: readonly RunCell[]): number[] {
  return runs.flatMap(({ result, durationMs }) =>
    (result === 'succeeded' || result === 'failed') && asNumber(durationMs) !== undefined ? [durationMs as number] : [],
  );
}

/** Nearest rank. */
function percentile(values: readonly number[], p: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * p) - 1)] ?? null;
}
