import type { RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import { type ClusterKey, clusterKey } from '../stores/cluster-key.ts';
import type { RunsStore } from '../stores/runs-store.ts';

/** Runs until the process ends. */
export class MemoryRuns implements RunsStore {
  readonly #runs = new Map<string, RecordedRun>();
  readonly keepRuns: number;

  constructor(keepRuns: number) {
    this.keepRuns = keepRuns;
  }

  async hasRun(jobUid: string): Promise<boolean> {
    return this.#runs.has(jobUid);
  }

  async saveRun(run: RecordedRun): Promise<void> {
    this.#runs.set(run.jobUid, run);
    const all = await this.runsOf(clusterKey(run.cluster), run.cronJobUid);
    for (const old of all.slice(this.keepRuns)) this.#runs.delete(old.jobUid);
  }

  async runsOf(cluster: ClusterKey, cronJobUid: string): Promise<RecordedRun[]> {
    return [...this.#runs.values()]
      .filter(run => clusterKey(run.cluster) === cluster && run.cronJobUid === cronJobUid)
      .toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
  }
}
