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
  /** The Job's pod template, for a comparison of two runs. */
  readonly template: unknown;
  readonly pods: readonly RecordedPod[];
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
