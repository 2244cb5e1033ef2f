import type { Clock } from '@lanthorn/base/clock.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import type { Logger } from '@lanthorn/base/logger.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import type { RecordingCost } from '@lanthorn/protocol/http-messages.ts';
import { JOB_VIEW, runCells } from '@lanthorn/views/kinds/batch/jobs.ts';
import type { Row } from '@lanthorn/views/row.ts';
import type { RowChanges } from '@lanthorn/watch/row-store.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { Collection } from '../hub/lists/collection.ts';
import { readTarget } from '../upstream/api-calls.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { readAround, runOf } from './read-run.ts';
import type { RunsStore } from '../history/stores/runs-store.ts';

/** A run that was finished when its list was opened is read in this time, however many there are: what is asked of the API server follows the clock, not the number of Jobs. */
const BACKLOG_EVERY_MS = 2_000;
/** References to rows that are there anyway; those beyond are read when the list is opened again. */
const MAX_BACKLOG = 10_000;
/** Runs looked up in the history before others have their turn. */
const ASKED_AT_ONCE = 200;
/** A run that could not be read or kept, the cluster or the disk being out of reach, is tried again after this. */
const RETRY_MS = 60_000;

const GONE = { object: null, code: 404, status: null };

interface Waiting {
  readonly cluster: Cluster;
  readonly row: Row;
  /** Its Job is deleted: the row is all that is left of it. */
  readonly isGone?: boolean;
  /** And was so before anybody could ask: its pods are gone as well. */
  readonly isLongOver?: boolean;
}

/**
 * Keeps finished runs of CronJobs once their Jobs were seen in a list: history limits and TTLs remove Jobs, pods and logs soon. A run that ends
 * while its list is open is read at once, and so are those of a CronJob that somebody looks at; the others one now and then.
 */
export class RunRecorder {
  readonly #runs: RunsStore;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #boundary: Boundary;
  readonly #urgent = new Map<string, Waiting>();
  readonly #backlog = new Map<string, Waiting>();
  /** Tried again later. */
  readonly #failed = new Map<string, Waiting>();
  readonly #spent = new Map<string, { runs: number; requests: number; size: number }>();
  #isReading = false;
  #cancelNext: (() => void) | null = null;
  #cancelRetry: (() => void) | null = null;

  /** What fails inside the boundary is no matter of the lists that are followed. */
  constructor(runs: RunsStore, { logger, boundary }: { readonly logger: Logger; readonly boundary: Boundary }) {
    this.#runs = runs;
    this.#logger = logger;
    this.#clock = boundary.clock;
    this.#boundary = boundary;
  }

  /** Records the finished runs among the Jobs of a list, as long as the list is open. */
  follow(cluster: Cluster, collection: Pick<Collection, 'view' | 'store' | 'onGone'>): void {
    const { view, store } = collection;
    if (view !== JOB_VIEW) return;
    const look = this.#boundary.guard((changed: RowChanges<Row>) => {
      for (const [key, before] of changed) {
        const row = store.get(key);
        if (before !== undefined && before.uid !== row?.uid) this.#onGone({ cluster, row: before, isLongOver: true });
        if (row === undefined || !isFinishedRun(row)) continue;
        const hasJustEnded = before?.uid === row.uid && !isFinishedRun(before);
        this.#enqueue({ cluster, row }, hasJustEnded);
      }
    });
    store.subscribe(look);
    // Where the history limit is 0 a Job ends and is gone in one moment: no reader of the list ever sees it finished.
    collection.onGone(
      this.#boundary.guard(last => this.#onGone({ cluster, row: last, isLongOver: this.#backlog.has(last.uid) })),
    );
  }

  /** What the runs of a cluster have cost. */
  spent(cluster: string): RecordingCost {
    return { ...this.#costOf(cluster) };
  }

  /** Somebody has this CronJob on screen: its runs are read before all others. */
  readFirst(cluster: string, cronJobUid: string): void {
    for (const [uid, waiting] of this.#backlog)
      if (waiting.row.ownerUid === cronJobUid && waiting.cluster.info.name === cluster) this.#readSoon(uid, waiting);
  }

  close(): void {
    this.#cancelNext?.();
    this.#cancelRetry?.();
    this.#backlog.clear();
    this.#failed.clear();
  }

  /** Its Job is deleted: what is known of the run now is all that there will be. */
  #onGone(waiting: Waiting): void {
    const { uid } = waiting.row;
    const before = this.#urgent.get(uid);
    if (before !== undefined && before.isGone !== true)
      this.#urgent.set(uid, { ...waiting, isGone: true, isLongOver: false });
    else if (before === undefined && isFinishedRun(waiting.row)) this.#readSoon(uid, { ...waiting, isGone: true });
  }

  #enqueue(waiting: Waiting, hasJustEnded: boolean): void {
    const { uid } = waiting.row;
    if (this.#urgent.has(uid)) return;
    if (hasJustEnded) this.#readSoon(uid, waiting);
    else if (this.#backlog.size < MAX_BACKLOG) this.#backlog.set(uid, waiting);
    this.#readNext();
  }

  #readSoon(uid: string, waiting: Waiting): void {
    this.#backlog.delete(uid);
    this.#urgent.set(uid, waiting);
    this.#boundary.follow(this.#read());
  }

  #readNext(): void {
    if (this.#backlog.size === 0) return;
    this.#cancelNext ??= this.#clock.schedule(BACKLOG_EVERY_MS, () => {
      this.#boundary.follow(
        this.#dropKept().finally(() => {
          this.#cancelNext = null;
          for (const [uid, waiting] of this.#backlog) {
            this.#readSoon(uid, waiting);
            break;
          }
          this.#readNext();
        }),
      );
    });
  }

  /** Takes those from the head of the backlog that are kept already: no API server has to be asked for them. */
  async #dropKept(): Promise<void> {
    let asked = 0;
    for (const uid of this.#backlog.keys()) {
      if (++asked % ASKED_AT_ONCE === 0) await this.#clock.nextTurn();
      // Where nobody can tell, keeping it will fail as well, and is tried again.
      if (!(await this.#runs.hasRun(uid).catch(() => false))) return;
      this.#backlog.delete(uid);
    }
  }

  /** One run at a time, so that an API server never notices. */
  async #read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    for (const [uid, waiting] of this.#urgent) {
      try {
        await this.#record(waiting);
      } catch (error) {
        this.#logger.warn({ run: waiting.row.key, error: String(error) }, 'a run could not be kept');
        this.#tryLater(uid, this.#urgent.get(uid) ?? waiting);
      }
      this.#urgent.delete(uid);
      // Many may be gone at once, and what is kept of them is written without a request between.
      await this.#clock.nextTurn();
    }
    this.#isReading = false;
  }

  #tryLater(uid: string, waiting: Waiting): void {
    if (this.#failed.size < MAX_BACKLOG) this.#failed.set(uid, waiting);
    this.#cancelRetry ??= this.#clock.schedule(RETRY_MS, () => {
      this.#cancelRetry = null;
      const again = [...this.#failed];
      this.#failed.clear();
      for (const [each, of] of again) this.#backlog.set(each, of);
      this.#readNext();
    });
  }

  async #record({ cluster, row, isGone = false, isLongOver = false }: Waiting): Promise<void> {
    if (await this.#runs.hasRun(row.uid)) return;
    const cost = this.#costOf(cluster.info.name);
    const source: ApiSource = {
      send: request => {
        cost.requests++;
        return cluster.source.send(request);
      },
    };
    const { namespace, name } = row;
    const { resource } = JOB_VIEW;
    const { object, code, status } = isGone
      ? GONE
      : await readTarget({ ...cluster, source }, { resource, namespace, name });
    // What may not be read is kept as far as the list tells.
    if (object === null && code !== 404 && code !== 403) throw new Error(status?.message);
    const job = object?.metadata.uid === row.uid ? object : null;
    const run = runOf(cluster.info.name, row, job);
    const whole = isLongOver ? run : { ...run, ...(await readAround(source, row)) };
    await this.#runs.saveRun(whole);
    cost.runs++;
    cost.size += Buffer.byteLength(writeJson(whole));
  }

  #costOf(cluster: string) {
    const cost = this.#spent.get(cluster) ?? { runs: 0, requests: 0, size: 0 };
    this.#spent.set(cluster, cost);
    return cost;
  }
}

function isFinishedRun(row: Row): boolean {
  const [run] = runCells([row]);
  const isOfCronJob = row.owner?.kind === 'CronJob' && row.owner.group === 'batch';
  return isOfCronJob && (run?.result === 'succeeded' || run?.result === 'failed');
}
