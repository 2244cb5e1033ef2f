import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import type { Logger } from '@lanthorn/base/logger.ts';
import type { Boundary } from '../boundary.ts';
import { readBody } from '@lanthorn/kube/api-request.ts';
import { resourcePath } from '@lanthorn/kube/group-version-resource.ts';
import { controllerOf, readMeta } from '@lanthorn/kube/kube-object.ts';
import type { RecordedContainer, RecordedPod } from '@lanthorn/protocol/recorded-run.ts';
import { JOB_VIEW, jobDuration, jobFailure, runCells } from '@lanthorn/views/kinds/batch/jobs.ts';
import { containerStatuses, initContainerStatuses, isDone } from '@lanthorn/views/kinds/core/container-statuses.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import type { Row } from '@lanthorn/views/row.ts';
import type { RowChanges } from '@lanthorn/watch/row-store.ts';
import type { Collection } from '../hub/collection.ts';
import { readTarget } from '../operations/api-calls.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { RunsStore } from './runs-store.ts';

/** A run that was finished when its list was opened is read in this time, however many there are: what is asked of the API server follows the clock, not the number of Jobs. */
const BACKLOG_EVERY_MS = 2_000;
/** References to rows that are there anyway; those beyond are read when the list is opened again. */
const MAX_BACKLOG = 10_000;
/** Runs looked up in the history before others have their turn. */
const ASKED_AT_ONCE = 200;
const LOG_LINES = 200;
/** Of one container's lines; a line may be long. */
const MAX_LOG_CHARACTERS = 64 * 1024;
const MAX_PODS = 20;

interface Waiting {
  readonly cluster: Cluster;
  readonly row: Row;
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
  #isReading = false;
  #cancelNext: (() => void) | null = null;

  /** What fails inside the boundary is no matter of the lists that are followed. */
  constructor(runs: RunsStore, { logger, boundary }: { readonly logger: Logger; readonly boundary: Boundary }) {
    this.#runs = runs;
    this.#logger = logger;
    this.#clock = boundary.clock;
    this.#boundary = boundary;
  }

  /** Looks at every change of a list of Jobs, as long as it is open. */
  follow(cluster: Cluster, { view, store }: Pick<Collection, 'view' | 'store'>): void {
    if (view !== JOB_VIEW) return;
    const look = this.#boundary.guard((changed: RowChanges<Row>) => {
      for (const [key, before] of changed) {
        const row = store.get(key);
        if (before !== undefined && before.uid !== row?.uid) this.#backlog.delete(before.uid);
        if (row === undefined || !isFinishedRun(row)) continue;
        const hasJustEnded = before?.uid === row.uid && !isFinishedRun(before);
        this.#see({ cluster, row }, hasJustEnded);
      }
    });
    store.subscribe(look);
  }

  /** Somebody looks at this CronJob: its runs are read before all others. */
  hurry(cluster: string, cronJobUid: string): void {
    for (const [uid, waiting] of this.#backlog)
      if (waiting.row.ownerUid === cronJobUid && waiting.cluster.info.name === cluster) this.#urge(uid, waiting);
  }

  close(): void {
    this.#cancelNext?.();
    this.#backlog.clear();
  }

  #see(waiting: Waiting, hasJustEnded: boolean): void {
    const { uid } = waiting.row;
    if (this.#urgent.has(uid)) return;
    if (hasJustEnded) this.#urge(uid, waiting);
    else if (this.#backlog.size < MAX_BACKLOG) this.#backlog.set(uid, waiting);
    this.#readNext();
  }

  #urge(uid: string, waiting: Waiting): void {
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
            this.#urge(uid, waiting);
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
      if (!(await this.#runs.hasRun(uid))) return;
      this.#backlog.delete(uid);
    }
  }

  /** One run at a time, so that an API server never notices. */
  async #read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    for (const [uid, { cluster, row }] of this.#urgent) {
      try {
        await this.#record(cluster, row);
      } catch (error) {
        // Seen again, it is tried again.
        this.#logger.warn({ run: row.key, error: String(error) }, 'a run could not be kept');
      }
      this.#urgent.delete(uid);
    }
    this.#isReading = false;
  }

  async #record(cluster: Cluster, row: Row): Promise<void> {
    const { namespace, name, uid } = row;
    if (await this.#runs.hasRun(uid)) return;
    const { object: job } = await readTarget(cluster, { resource: JOB_VIEW.resource, namespace, name });
    if (job === null || job.metadata.uid !== uid) return;
    const [run] = runCells([row]);
    const failure = jobFailure(job);
    await this.#runs.saveRun({
      cluster: cluster.info.name,
      cronJobUid: controllerOf(job)?.uid ?? row.ownerUid,
      jobUid: uid,
      namespace,
      name,
      result: run?.result === 'failed' ? 'failed' : 'succeeded',
      startedAt: run?.startedAt ?? null,
      durationMs: jobDuration(job),
      isManual: run?.isManual === true,
      reason: failure === null ? '' : `${failure.reason}: ${failure.message}`,
      template: getPath(job, 'spec', 'template', 'spec'),
      pods: await readPods(cluster, { namespace, name }),
    });
  }
}

function isFinishedRun(row: Row): boolean {
  const [run] = runCells([row]);
  const isOfCronJob = row.owner?.kind === 'CronJob' && row.owner.group === 'batch';
  return isOfCronJob && (run?.result === 'succeeded' || run?.result === 'failed');
}

async function readPods(
  cluster: Cluster,
  { namespace, name }: { namespace: string; name: string },
): Promise<RecordedPod[]> {
  const response = await cluster.source.send({
    method: 'GET',
    path: resourcePath({ ...POD_VIEW.resource, namespace }),
    query: { labelSelector: `batch.kubernetes.io/job-name=${name}`, limit: String(MAX_PODS) },
  });
  const body = await readBody(response);
  // Who may see Jobs and no pods keeps the run without them.
  if (response.status !== 200) return [];
  const pods: RecordedPod[] = [];
  for (const pod of asArray(getPath(JSON.parse(body), 'items'))) pods.push(await readPod(cluster, pod));
  return pods;
}

async function readPod(cluster: Cluster, pod: unknown): Promise<RecordedPod> {
  const { namespace, name } = readMeta(pod);
  const containers: RecordedContainer[] = [];
  // A run may end before its first container began; what came before it and ended well tells nothing.
  const before = initContainerStatuses(pod).filter(status => !isDone(status));
  for (const status of [...before, ...containerStatuses(pod)]) {
    const container = asString(getPath(status, 'name'));
    const ended = getPath(status, 'state', 'terminated') ?? getPath(status, 'lastState', 'terminated');
    containers.push({
      name: container,
      exitCode: asNumber(getPath(ended, 'exitCode')) ?? null,
      reason: asString(getPath(ended, 'reason')) || asString(getPath(status, 'state', 'waiting', 'reason')),
      log: await readLog(cluster, { namespace, pod: name, container }),
    });
  }
  return { name, node: asString(getPath(pod, 'spec', 'nodeName')), containers };
}

async function readLog(
  cluster: Cluster,
  { namespace, pod, container }: { namespace: string; pod: string; container: string },
): Promise<string> {
  const response = await cluster.source.send({
    method: 'GET',
    path: resourcePath({ ...POD_VIEW.resource, namespace, name: pod, subresource: 'log' }),
    query: { container, tailLines: String(LOG_LINES), limitBytes: String(MAX_LOG_CHARACTERS) },
  });
  const text = await readBody(response);
  return response.status === 200 ? text.slice(-MAX_LOG_CHARACTERS) : '';
}
