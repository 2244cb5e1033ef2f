import type { KeptSkip, RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';

/** Finished runs of CronJobs, which outlast their Jobs, each as the person could read it for whom it was kept. Every call rejects when it cannot be carried out. */
export interface RunsStore {
  /** Runs kept of each CronJob. */
  readonly keepRuns: number;
  hasRun(cluster: ClusterKey, jobUid: string): Promise<boolean>;
  /** Keeps a finished run; of each CronJob only the newest. */
  saveRun(cluster: ClusterKey, run: RecordedRun): Promise<void>;
  /** Keeps why a time was skipped, as far back as the runs of the CronJob are kept, and no more of them than of those. */
  saveSkip(cluster: ClusterKey, skip: KeptSkip): Promise<void>;
  /** Newest first. */
  skipsOf(cluster: ClusterKey, cronJobUid: string): Promise<KeptSkip[]>;
  /** Newest first. */
  runsOf(cluster: ClusterKey, cronJobUid: string): Promise<RecordedRun[]>;
}
