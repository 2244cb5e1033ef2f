import type { RunCell } from '../../cells/cell.ts';

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
  /** Kept by who saw the Jobs as well: one that was made after it would have been kept, too. */
  readonly isKept?: boolean;
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
