import { asArray, asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { cronJobSchedule } from '@lanthorn/kube/cron-job-schedule.ts';
import { nextRun } from '@lanthorn/kube/cron-next.ts';
import { parseTime, readMeta } from '@lanthorn/kube/kube-object.ts';
import type { RunCell } from '../../cells/cell.ts';
import { slotOf } from './run-slot.ts';

/** The controller looks within a second, and then writes down what it started; a slot this young is not judged. */
const SETTLE_MS = 60_000;

/** Why the controller made no Job, in its own terms (cronjob_controllerv2.go, Kubernetes 1.37). */
export type SkipReason =
  | 'deleted'
  | 'suspended'
  | 'forbid'
  | 'deadline'
  | 'tooManyMissed'
  | 'refused'
  | 'badSchedule'
  | 'unknown';

/** Why no Job was made, and what says so. */
export interface SkipCause {
  readonly reason: SkipReason;
  /** An event's text, a Job's name, who suspended it. '' where the object itself says it. */
  readonly evidence: string;
  /** When what the evidence names happened; null where that is not known. */
  readonly since: number | null;
}

/**
 * What is known of a time that the schedule named. `ran` and `skipped` are proven; `waits` is the latest one, which the controller has
 * not started and may start yet. Of one without a record nobody can tell whether it ran: that nothing is left of it proves nothing.
 */
export type PastSlot =
  | { readonly at: number; readonly state: 'ran' | 'noRecord' }
  | { readonly at: number; readonly state: 'skipped' | 'waits'; readonly cause: SkipCause };

export interface SlotEvent {
  readonly at: number;
  readonly reason: string;
  readonly message: string;
}

export interface SlotFacts {
  /** Everything given here was true at this moment: the age of the oldest of it. */
  readonly knownUntil: number;
  /** How far to look back. */
  readonly from: number;
  /** Runs that are there and runs that were kept. */
  readonly runs: readonly RunCell[];
  /** The CronJob's own events. */
  readonly events: readonly SlotEvent[];
}

/** Events that are told of a Job that was made; they name it. */
const RUN_EVENTS: ReadonlySet<string> = new Set([
  'SuccessfulCreate',
  'SawCompletedJob',
  'MissingJob',
  'SuccessfulDelete',
  'UnexpectedJob',
]);

/** Events that are told where no Job was made. A Job may be made after them: they explain what is proven otherwise, and prove nothing. */
const SKIP_EVENTS: ReadonlyMap<string, SkipReason> = new Map([
  ['JobAlreadyActive', 'forbid'],
  ['MissSchedule', 'deadline'],
  ['TooManyMissedTimes', 'tooManyMissed'],
  ['FailedCreate', 'refused'],
  ['UnparseableSchedule', 'badSchedule'],
  ['InvalidSchedule', 'badSchedule'],
  ['UnknownTimeZone', 'badSchedule'],
]);

/**
 * What is known of each time of the schedule since `from`, newest first. Null where nobody can name them: the schedule cannot be read, or is
 * "@every", of which the times count from the controller's own clock.
 */
export function pastSlots(cronJob: unknown, facts: SlotFacts): PastSlot[] | null {
  const { createdAt } = readMeta(cronJob);
  const slots = slotsOf(cronJob, Math.max(facts.from, createdAt ?? 0), facts.knownUntil - SETTLE_MS);
  if (slots === null) return null;
  const ran = startedSlots(cronJob, facts);
  const judge = new Judge(cronJob, facts);
  return slots
    .map((at, i): PastSlot => (ran.has(at) ? { at, state: 'ran' } : judge.judge(at, slots[i + 1] ?? null)))
    .toReversed();
}

function slotsOf(cronJob: unknown, from: number, to: number): number[] | null {
  const read = cronJobSchedule(cronJob);
  if (!read.ok || read.value.schedule.kind === 'every') return null;
  const { schedule, zone } = read.value;
  const slots: number[] = [];
  for (let at = nextRun(schedule, zone, from); at !== null && at <= to; ) {
    slots.push(at);
    at = nextRun(schedule, zone, at);
  }
  return slots;
}

/** The slots of which anything says that their Job was made: the Job, a kept run, an event, the CronJob's own status. */
function startedSlots(cronJob: unknown, { runs, events }: SlotFacts): ReadonlySet<number | null> {
  const { name } = readMeta(cronJob);
  const active = asArray(getPath(cronJob, 'status', 'active')).map(job => asString(getPath(job, 'name')));
  const told = events
    .filter(({ reason }) => RUN_EVENTS.has(reason))
    // Events that are many are combined into one that quotes the last of them.
    .flatMap(({ message }) => message.split(/[\s,]+/).filter(word => word.startsWith(`${name}-`)));
  return new Set([
    ...[...runs.map(run => run.name), ...active, ...told].map(slotOf),
    parseTime(getPath(cronJob, 'status', 'lastScheduleTime')),
  ]);
}

/** Says of a slot without any sign of a Job whether that is proof. */
class Judge {
  readonly #cronJob: unknown;
  readonly #facts: SlotFacts;
  readonly #lastStarted: number;
  readonly #deletedAt: number;
  readonly #deadlineMs: number;
  readonly #forbidSince: number;
  readonly #scheduleSince: number;

  constructor(cronJob: unknown, facts: SlotFacts) {
    this.#cronJob = cronJob;
    this.#facts = facts;
    this.#lastStarted = parseTime(getPath(cronJob, 'status', 'lastScheduleTime')) ?? Number.NEGATIVE_INFINITY;
    this.#deletedAt = parseTime(getPath(cronJob, 'metadata', 'deletionTimestamp')) ?? Number.POSITIVE_INFINITY;
    const deadline = asNumber(getPath(cronJob, 'spec', 'startingDeadlineSeconds'));
    this.#deadlineMs = deadline === undefined ? Number.POSITIVE_INFINITY : deadline * 1_000;
    const forbids = getPath(cronJob, 'spec', 'concurrencyPolicy') === 'Forbid';
    this.#forbidSince = forbids ? unchangedSince(cronJob, ['concurrencyPolicy']) : Number.POSITIVE_INFINITY;
    this.#scheduleSince = unchangedSince(cronJob, ['schedule', 'timeZone', 'startingDeadlineSeconds']);
  }

  judge(at: number, next: number | null): PastSlot {
    // By another schedule it was no slot.
    if (at < this.#scheduleSince) return { at, state: 'noRecord' };
    // Of several times that went by the controller starts the latest, and none after its deadline.
    const end = Math.min(next ?? Number.POSITIVE_INFINITY, at + this.#deadlineMs, Math.max(at, this.#deletedAt));
    const blocker = this.#blocker(at);
    if (blocker !== undefined && end <= this.#endOf(blocker))
      return { at, state: 'skipped', cause: { reason: 'forbid', evidence: blocker.name, since: blocker.startedAt } };
    // What it starts it writes down: later than that it has started nothing. What it started before tells nothing of those between.
    if (at <= this.#lastStarted) return { at, state: 'noRecord' };
    const state = end + SETTLE_MS <= this.#facts.knownUntil ? 'skipped' : 'waits';
    return { at, state, cause: this.#explain(at, next ?? this.#facts.knownUntil, blocker) };
  }

  #explain(at: number, next: number, blocker: RunCell | undefined): SkipCause {
    if (this.#deletedAt <= at) return { reason: 'deleted', evidence: '', since: this.#deletedAt };
    const isSuspended = getPath(this.#cronJob, 'spec', 'suspend') === true;
    if (isSuspended && unchangedSince(this.#cronJob, ['suspend']) <= at) return suspension(this.#cronJob);
    if (blocker !== undefined) return { reason: 'forbid', evidence: blocker.name, since: blocker.startedAt };
    for (const { at: since, reason, message } of this.#facts.events) {
      const told = since >= at && since < next ? SKIP_EVENTS.get(reason) : undefined;
      if (told !== undefined) return { reason: told, evidence: message, since };
    }
    return { reason: 'unknown', evidence: '', since: null };
  }

  /** A run of the schedule that was active at that moment, where one keeps the next from starting. */
  #blocker(at: number): RunCell | undefined {
    if (at < this.#forbidSince) return undefined;
    return this.#facts.runs.find(
      run =>
        !run.isManual &&
        slotOf(run.name) !== null &&
        run.startedAt !== null &&
        run.startedAt <= at &&
        at < this.#endOf(run),
    );
  }

  #endOf({ startedAt, durationMs, result }: RunCell): number {
    if (startedAt !== null && durationMs !== null) return startedAt + durationMs;
    return result === 'running' || result === 'suspended' ? this.#facts.knownUntil : Number.NEGATIVE_INFINITY;
  }
}

/**
 * Since when, at the latest, these fields of the spec are as they are; never, where nothing says so. Field management gives a time to
 * all that one manager wrote, that of the newest.
 */
function unchangedSince(cronJob: unknown, fields: readonly string[]): number {
  const { createdAt } = readMeta(cronJob);
  if (getPath(cronJob, 'metadata', 'generation') === 1) return createdAt ?? Number.POSITIVE_INFINITY;
  const times = fields.flatMap(field => writersOf(cronJob, field)).map(entry => parseTime(entry['time']));
  return times.length === 0
    ? Number.POSITIVE_INFINITY
    : Math.max(...times.map(time => time ?? Number.POSITIVE_INFINITY));
}

function writersOf(cronJob: unknown, field: string) {
  return asArray(getPath(cronJob, 'metadata', 'managedFields'))
    .map(asObject)
    .filter(entry => getPath(entry, 'fieldsV1', 'f:spec', `f:${field}`) !== undefined);
}

/** Who suspended it, and when, by the server's own field management. */
function suspension(cronJob: unknown): SkipCause {
  const [writer] = writersOf(cronJob, 'suspend').toSorted(
    (a, b) => (parseTime(b['time']) ?? 0) - (parseTime(a['time']) ?? 0),
  );
  return {
    reason: 'suspended',
    evidence: asString(writer?.['manager']),
    since: parseTime(writer?.['time']),
  };
}
