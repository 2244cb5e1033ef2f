import { writeJson } from '@lanthorn/base/json-text.ts';
import type { Logger } from '@lanthorn/base/logger.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { parseApiVersion } from '@lanthorn/kube/api/group-version-resource.ts';
import type { RecordingCost } from '@lanthorn/protocol/http/settings-messages.ts';
import { JOB_VIEW, runCells } from '@lanthorn/views/kinds/batch/jobs.ts';
import type { Row } from '@lanthorn/views/row.ts';
import type { RowChanges } from '@lanthorn/watch/row-store.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { Collection } from '../hub/lists/collection.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { ClusterKey } from '../upstream/cluster-key.ts';
import type { RunsStore } from '../history/stores/runs-store.ts';
import { RunQueue, type WaitingRun } from './run-queue.ts';
import { SkipRecorder } from './skip-recorder.ts';

/**
 * Keeps finished runs of CronJobs once their Jobs were seen in a list: history limits and TTLs remove Jobs, pods and logs soon. A run that ends
 * while its list is open is read at once, and so are those of a CronJob that somebody looks at; the others one now and then.
 */
export class RunRecorder {
  readonly #runs: RunsStore;
  readonly #logger: Logger;
  readonly #boundary: Boundary;
  /** One of each cluster and who reads it: one that does not answer holds up no other. */
  readonly #queues = new Map<ClusterKey, RunQueue>();
  readonly #skips: SkipRecorder;
  readonly #spent = new Map<ClusterKey, { runs: number; requests: number; size: number }>();

  /** What fails inside the boundary is no matter of the lists that are followed. */
  constructor(runs: RunsStore, { logger, boundary }: { readonly logger: Logger; readonly boundary: Boundary }) {
    this.#runs = runs;
    this.#logger = logger;
    this.#boundary = boundary;
    this.#skips = new SkipRecorder(runs, boundary);
  }

  /** Records the finished runs among the Jobs of a list, or what a list of events says of skipped times, as long as the list is open. */
  follow(cluster: Cluster, collection: Pick<Collection, 'view' | 'store' | 'onGone'>): void {
    const { view, store } = collection;
    this.#skips.follow(cluster.key, collection);
    if (view !== JOB_VIEW) return;
    const queue = this.#queueOf(cluster);
    const end = (row: Row, isLongOver: boolean) => queue.end(row, { isFinished: isFinishedRun(row), isLongOver });
    const look = this.#boundary.guard((changed: RowChanges<Row>) => {
      for (const [key, before] of changed) {
        const row = store.get(key);
        if (before !== undefined && before.uid !== row?.uid) end(before, true);
        if (row === undefined || !isFinishedRun(row)) continue;
        queue.add(row, before?.uid === row.uid && !isFinishedRun(before));
      }
    });
    store.subscribe(look);
    // Where the history limit is 0 a Job ends and is gone in one moment: no reader of the list ever sees it finished.
    collection.onGone(this.#boundary.guard(last => end(last, queue.isInBacklog(last.uid))));
  }

  /** What the runs of a cluster have cost. */
  spent(cluster: ClusterKey): RecordingCost {
    return { ...this.#costOf(cluster) };
  }

  /** Somebody has this CronJob on screen: its runs are read before all others. */
  readFirst(cluster: ClusterKey, cronJobUid: string): void {
    this.#queues.get(cluster)?.readFirst(cronJobUid);
  }

  close(): void {
    for (const queue of this.#queues.values()) queue.close();
    this.#skips.close();
  }

  #queueOf(cluster: Cluster): RunQueue {
    const { key, info } = cluster;
    const known = this.#queues.get(key);
    if (known !== undefined) return known;
    const queue = new RunQueue({
      boundary: this.#boundary,
      isKept: uid => this.#runs.hasRun(key, uid),
      record: waiting => this.#record(cluster, waiting),
      onTrouble: ({ message }, { key: run }) =>
        this.#logger.warn({ cluster: info.name, run, error: message }, 'runs cannot be kept now; it is tried on'),
      onRecovery: () => this.#logger.info({ cluster: info.name }, 'all runs that could not be kept are kept'),
    });
    this.#queues.set(key, queue);
    return queue;
  }

  async #record({ key, info, source: upstream }: Cluster, { row, reading, ...traces }: WaitingRun): Promise<void> {
    if (await this.#runs.hasRun(key, row.uid)) return;
    const cost = this.#costOf(key);
    const source: ApiSource = {
      send: request => {
        cost.requests++;
        return upstream.send(request);
      },
    };
    const run = await reading.read(source, { cluster: info.name, row, traces });
    await this.#runs.saveRun(key, run);
    cost.runs++;
    cost.size += Buffer.byteLength(writeJson(run));
  }

  #costOf(cluster: ClusterKey) {
    const cost = this.#spent.get(cluster) ?? { runs: 0, requests: 0, size: 0 };
    this.#spent.set(cluster, cost);
    return cost;
  }
}

function isFinishedRun(row: Row): boolean {
  const [run] = runCells([row]);
  const isOfCronJob = row.owner?.kind === 'CronJob' && parseApiVersion(row.owner.apiVersion).group === 'batch';
  return isOfCronJob && (run?.result === 'succeeded' || run?.result === 'failed');
}
