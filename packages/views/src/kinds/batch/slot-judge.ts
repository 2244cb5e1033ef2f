import { asArray, asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { parseTime, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { RunCell } from '../../cells/cell.ts';
import type { PastSlot, SkipCause, SkipReason, SlotEvent, SlotFacts } from './past-slot.ts';
import { slotOf } from './run-slot.ts';

/** The controller looks within a second, and then writes down what it started; a slot this young is not judged. */
export const SETTLE_MS = 60_000;

/** What the controller does not start it says within a second; nothing else is due so soon before. */
const ON_TIME_MS = 10_000;

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

/** Those that are told of the slot that is due at that moment. */
const HELD_BACK: ReadonlySet<string> = new Set(['JobAlreadyActive', 'FailedCreate']);

/** Why no Job was made, of an event that tells of that; null of any other. */
export function skipReason(reason: string): SkipReason | null {
  return SKIP_EVENTS.get(reason) ?? null;
}

/** Says of a slot without any sign of a Job whether that is proof. */
export class SlotJudge {
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
    const named = this.#facts.events.find(event => event.isKept === true && missedSlot(event) === at);
    if (named !== undefined) return skippedBy(at, named);
    // By another schedule it may have been no slot, where the controller did not say so that very moment.
    if (at < this.#scheduleSince) return this.#keptSkip(at, at + ON_TIME_MS) ?? { at, state: 'noRecord' };
    // Of several times that went by the controller starts the latest, and none after its deadline.
    const end = Math.min(next ?? Number.POSITIVE_INFINITY, at + this.#deadlineMs, Math.max(at, this.#deletedAt));
    const blocker = this.#blocker(at);
    if (blocker !== undefined && end <= this.#endOf(blocker))
      return { at, state: 'skipped', cause: { reason: 'forbid', evidence: blocker.name, since: blocker.startedAt } };
    // What it starts it writes down: later than that it has started nothing. What it started before tells nothing of those between.
    if (at <= this.#lastStarted) return this.#keptSkip(at, next ?? this.#facts.knownUntil) ?? { at, state: 'noRecord' };
    const state = end + SETTLE_MS <= this.#facts.knownUntil ? 'skipped' : 'waits';
    return { at, state, cause: this.#explain(at, next ?? this.#facts.knownUntil, blocker) };
  }

  /** What was kept of a slot that was passed over: that no Job was made then, and why. */
  #keptSkip(at: number, end: number): PastSlot | null {
    const told = this.#facts.events.find(
      event => event.isKept === true && event.at >= at && event.at < end && HELD_BACK.has(event.reason),
    );
    return told === undefined ? null : skippedBy(at, told);
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

/** The time that the controller says it missed, in its own words; null of any other event. */
function missedSlot({ reason, message }: SlotEvent): number | null {
  if (reason !== 'MissSchedule') return null;
  const at = Date.parse(message.replace(/^.*?: /, ''));
  return Number.isNaN(at) ? null : at;
}

function skippedBy(at: number, { reason, message, at: since }: SlotEvent): PastSlot {
  return { at, state: 'skipped', cause: { reason: skipReason(reason) ?? 'unknown', evidence: message, since } };
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
  // Without a writer it was never changed since it was made: that is why it counts as suspended since then.
  return {
    reason: 'suspended',
    evidence: asString(writer?.['manager']),
    since: parseTime(writer?.['time']) ?? readMeta(cronJob).createdAt,
  };
}
