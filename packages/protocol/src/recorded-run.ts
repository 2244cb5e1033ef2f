import type { Reason } from '@lanthorn/base/reason.ts';

/** A finished run of a CronJob, as it was kept. */
export interface RecordedRun {
  readonly cluster: string;
  readonly cronJobUid: string;
  readonly jobUid: string;
  readonly namespace: string;
  readonly name: string;
  readonly result: 'succeeded' | 'failed';
  /** Milliseconds. */
  readonly startedAt: number | null;
  readonly durationMs: number | null;
  /** Started by a person, not by the schedule. */
  readonly isManual: boolean;
  /** Why it failed, in the server's words; ''. */
  readonly reason: string;
  /** The Job's pod template, for a comparison of two runs; null where the Job was gone before it could be read. */
  readonly template: unknown;
  /** What else the Job was asked to do: its spec without the template; null where that was not kept. */
  readonly settings: unknown;
  readonly pods: readonly RecordedPod[];
  /** It had more pods than were kept. */
  readonly hasMorePods: boolean;
  /** Of the Job and its pods, oldest first; null where they were not kept, or might not be read. */
  readonly events: readonly RecordedEvent[] | null;
  /** Its Job or a pod had more events than were kept. */
  readonly hasMoreEvents: boolean;
  /** What of it was not kept, and why. */
  readonly missing: readonly MissingPart[];
}

/** A part of a run that was not kept, or not all of it. */
export interface MissingPart {
  readonly part: 'job' | 'pods' | 'events';
  /** It was deleted before it could be read, or reading it was refused. */
  readonly why: 'gone' | 'refused';
  /** Why, in the words of the server, or in English; '' where it is gone. */
  readonly text: string;
  /** The same by its code, for a page to say in its own language; null where it is gone, or was kept without one. */
  readonly refusal: Reason | null;
}

/** That the controller made no Job for a CronJob, as its event said. */
export interface KeptSkip {
  readonly cronJobUid: string;
  /** When it was said; milliseconds. */
  readonly at: number;
  readonly reason: string;
  readonly message: string;
}

export interface RecordedEvent {
  /** `Job`, or the name of a pod. */
  readonly about: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
}

export interface RecordedPod {
  readonly name: string;
  readonly node: string;
  readonly containers: readonly RecordedContainer[];
}

export interface RecordedContainer {
  readonly name: string;
  /** Null where it never ended by itself. */
  readonly exitCode: number | null;
  readonly reason: string;
  /** Its last lines; '' where there were none, or they could not be read. */
  readonly log: string;
  /** Null where the log was kept whole. */
  readonly logCut: LogCut | null;
  /** Why its log could not be read, in the words of the server, or in English; ''. */
  readonly logProblem: string;
  /** The same by its code; null where there was none, or it was kept without one. */
  readonly logRefusal: Reason | null;
}

/** What of a container's log was not kept. */
export interface LogCut {
  /** Before the kept ones, of those that were read. */
  readonly lines: number;
  readonly bytes: number;
  /** There were more before those, which nobody counted. */
  readonly hasOlder: boolean;
  /** It ends in a line that is too long to be read to its end. */
  readonly isEndMissing: boolean;
}
