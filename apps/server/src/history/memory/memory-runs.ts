import type { KeptSkip, RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';
import type { RunsStore } from '../stores/runs-store.ts';

/** Runs until the process ends. */
export class MemoryRuns implements RunsStore {
  /** By the uid of the Job. */
  readonly #runs = new Map<ClusterKey, Map<string, RecordedRun>>();
  /** Each once: by CronJob, time and reason. */
  readonly #skips = new Map<ClusterKey, Map<string, KeptSkip>>();
  readonly keepRuns: number;

  constructor(keepRuns: number) {
    this.keepRuns = keepRuns;
  }

  async hasRun(cluster: ClusterKey, jobUid: string): Promise<boolean> {
    return this.#runs.get(cluster)?.has(jobUid) === true;
  }

  async saveRun(cluster: ClusterKey, run: RecordedRun): Promise<void> {
    const kept = this.#runs.get(cluster) ?? new Map<string, RecordedRun>();
    this.#runs.set(cluster, kept.set(run.jobUid, run));
    const all = await this.runsOf(cluster, run.cronJobUid);
    for (const old of all.slice(this.keepRuns)) kept.delete(old.jobUid);
    await this.#pruneSkips(cluster, run.cronJobUid);
  }

  async saveSkip(cluster: ClusterKey, skip: KeptSkip): Promise<void> {
    const kept = this.#skips.get(cluster) ?? new Map<string, KeptSkip>();
    this.#skips.set(cluster, kept.set(skipKey(skip), skip));
    await this.#pruneSkips(cluster, skip.cronJobUid);
  }

  /** Of what was before the oldest run that is kept nobody can tell any more whether it ran. */
  async #pruneSkips(cluster: ClusterKey, cronJobUid: string): Promise<void> {
    const runs = await this.runsOf(cluster, cronJobUid);
    const since = runs.length < this.keepRuns ? Number.NEGATIVE_INFINITY : (runs.at(-1)?.startedAt ?? 0);
    const skips = await this.skipsOf(cluster, cronJobUid);
    const old = skips.filter(({ at }, i) => at < since || i >= this.keepRuns);
    for (const skip of old) this.#skips.get(cluster)?.delete(skipKey(skip));
  }

  async skipsOf(cluster: ClusterKey, cronJobUid: string): Promise<KeptSkip[]> {
    return [...(this.#skips.get(cluster)?.values() ?? [])]
      .filter(skip => skip.cronJobUid === cronJobUid)
      .toSorted((a, b) => b.at - a.at);
  }

  async runsOf(cluster: ClusterKey, cronJobUid: string): Promise<RecordedRun[]> {
    return [...(this.#runs.get(cluster)?.values() ?? [])]
      .filter(run => run.cronJobUid === cronJobUid)
      .toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
  }
}

function skipKey({ cronJobUid, at, reason }: KeptSkip): string {
  return JSON.stringify([cronJobUid, at, reason]);
}
