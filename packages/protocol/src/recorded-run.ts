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
  /** Its last lines; '' where there were none, or reading them was refused. */
  readonly log: string;
}
