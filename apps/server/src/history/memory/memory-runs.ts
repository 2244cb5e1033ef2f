import type { KeptSkip, RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import { type ClusterKey, clusterKey } from '../stores/cluster-key.ts';
import type { RunsStore } from '../stores/runs-store.ts';

/** Runs until the process ends. */
export class MemoryRuns implements RunsStore {
  readonly #runs = new Map<string, RecordedRun>();
  readonly #skips = new Map<string, KeptSkip>();
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
    await this.#pruneSkips(clusterKey(run.cluster), run.cronJobUid);
  }

  async saveSkip(skip: KeptSkip): Promise<void> {
    const cluster = clusterKey(skip.cluster);
    this.#skips.set(JSON.stringify([cluster, skip.cronJobUid, skip.at, skip.reason]), { ...skip, cluster });
    await this.#pruneSkips(cluster, skip.cronJobUid);
  }

  /** Of what was before the oldest run that is kept nobody can tell any more whether it ran. */
  async #pruneSkips(cluster: ClusterKey, cronJobUid: string): Promise<void> {
    const runs = await this.runsOf(cluster, cronJobUid);
    const since = runs.length < this.keepRuns ? Number.NEGATIVE_INFINITY : (runs.at(-1)?.startedAt ?? 0);
    const skips = await this.skipsOf(cluster, cronJobUid);
    const old = skips.filter(({ at }, i) => at < since || i >= this.keepRuns);
    for (const { at, reason } of old) this.#skips.delete(JSON.stringify([cluster, cronJobUid, at, reason]));
  }

  async skipsOf(cluster: ClusterKey, cronJobUid: string): Promise<KeptSkip[]> {
    return [...this.#skips.values()]
      .filter(skip => clusterKey(skip.cluster) === cluster && skip.cronJobUid === cronJobUid)
      .toSorted((a, b) => b.at - a.at);
  }

  async runsOf(cluster: ClusterKey, cronJobUid: string): Promise<RecordedRun[]> {
    return [...this.#runs.values()]
      .filter(run => clusterKey(run.cluster) === cluster && run.cronJobUid === cronJobUid)
      .toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
  }
}
