import {
  asArray,
  asNumber,
  asObject,
  asString,
  asStringMap,
  deepEqual,
  getPath,
  type JsonObject,
} from '@lanthorn/base/json.ts';
import { nextRun } from '@lanthorn/kube/schedule/cron-next.ts';
import { type CronSchedule, parseCronSchedule } from '@lanthorn/kube/schedule/cron-schedule.ts';
import { loadGoTimeZone } from '@lanthorn/kube/schedule/go-time-zone.ts';
import { quoteGo } from '@lanthorn/kube/schedule/go-duration.ts';
import { mostRecentScheduleTime } from '@lanthorn/kube/schedule/most-recent-schedule-time.ts';
import {
  controllerOf,
  findCondition,
  formatTime,
  type KubeObject,
  parseTime,
} from '@lanthorn/kube/objects/kube-object.ts';
import type { TimeZone } from '@lanthorn/kube/schedule/time-zone.ts';
import { isFailure } from '../machinery/api-client.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const COMPONENT = 'cronjob-controller';
const CRONJOBS = 'cronjobs.v1.batch';
const JOBS = 'jobs.v1.batch';
/** Above so many missed starts the controller warns and starts only the latest. */
const TOO_MANY_MISSED = 100;
/** The controller wakes a little after the slot, so that clocks that disagree do not make it wake before. */
const NEXT_SCHEDULE_DELTA_MS = 100;

/** Follows pkg/controller/cronjob/cronjob_controllerv2.go (syncCronJob) rule by rule. */
export class CronJobController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(CRONJOBS).subscribe(object => this.#queue.add(queueKey(object)));
    context.informer(JOBS).subscribe(job => this.#queue.addOwnerOf(job, 'CronJob'));
  }

  async #sync(key: string): Promise<number | void> {
    const { namespace, name } = splitQueueKey(key);
    const cronJob = this.#context.informer(CRONJOBS).get(namespace, name);
    if (cronJob === undefined) return;
    const jobs = this.#context
      .informer(JOBS)
      .ownedBy(cronJob.metadata.uid ?? '')
      .filter(job => controllerOf(job)?.uid === cronJob.metadata.uid);
    const run = new CronJobSync(this.#context, cronJob, jobs);
    const again = await run.run();
    await run.cleanUp();
    await run.writeStatus();
    return again;
  }
}

class CronJobSync {
  readonly #context: ControllerContext;
  readonly #cronJob: KubeObject;
  readonly #jobs: readonly KubeObject[];
  readonly #spec: JsonObject;
  readonly #status: JsonObject;
  #active: JsonObject[];

  constructor(context: ControllerContext, cronJob: KubeObject, jobs: readonly KubeObject[]) {
    this.#context = context;
    this.#cronJob = cronJob;
    this.#jobs = jobs;
    this.#spec = asObject(cronJob['spec']);
    this.#status = { ...asObject(cronJob['status']) };
    this.#active = asArray(this.#status['active']).map(asObject);
  }

  async run(): Promise<number | undefined> {
    this.#updateActive();
    if (this.#cronJob.metadata.deletionTimestamp !== undefined) return undefined;
    const zone = loadGoTimeZone(asString(this.#spec['timeZone']));
    if (!zone.ok) {
      this.#event(
        'Warning',
        'UnknownTimeZone',
        `invalid timeZone: ${JSON.stringify(this.#spec['timeZone'])}: ${zone.error}`,
      );
      return undefined;
    }
    if (this.#spec['suspend'] === true) return undefined;
    const text = asString(this.#spec['schedule']);
    if (text.includes('TZ')) this.#event('Warning', 'UnsupportedSchedule', unsupported(text));
    const schedule = parseCronSchedule(text);
    if (!schedule.ok) {
      this.#event(
        'Warning',
        'UnparseableSchedule',
        `unparseable schedule: ${JSON.stringify(this.#spec['schedule'])} : ${schedule.error}`,
      );
      return undefined;
    }
    const now = this.#context.clock.now();
    const slot = this.#mostRecentSlot(schedule.value, zone.value, now);
    if (slot !== null) await this.#start(slot, zone.value);
    const next = nextRun(schedule.value, zone.value, this.#context.clock.now());
    return next === null ? undefined : next - this.#context.clock.now() + NEXT_SCHEDULE_DELTA_MS;
  }

  /** Jobs that ended or vanished leave status.active; strangers are reported, but not taken in. */
  #updateActive(): void {
    for (const job of this.#jobs) {
      const { name = '', uid } = job.metadata;
      const isActive = this.#active.some(ref => ref['uid'] === uid);
      const finished = finishedType(job);
      if (!isActive && finished === null) {
        this.#event('Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${name}`);
      } else if (isActive && finished !== null) {
        this.#active = this.#active.filter(ref => ref['uid'] !== uid);
        this.#event('Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${finished}`);
      }
      if (finished === 'Complete') this.#noteSuccess(job);
    }
    for (const ref of this.#active) {
      if (this.#jobs.some(job => job.metadata.uid === ref['uid'])) continue;
      this.#event('Normal', 'MissingJob', `Active job went missing: ${asString(ref['name'])}`);
      this.#active = this.#active.filter(entry => entry !== ref);
    }
  }

  #noteSuccess(job: KubeObject): void {
    const completed = getPath(job, 'status', 'completionTime');
    const last = parseTime(this.#status['lastSuccessfulTime']);
    const at = parseTime(completed);
    if (at !== null && (last === null || at > last)) this.#status['lastSuccessfulTime'] = completed;
  }

  /** The latest unmet slot since the last start, creation or the deadline. */
  #mostRecentSlot(schedule: CronSchedule, zone: TimeZone, now: number): number | null {
    const last = parseTime(this.#status['lastScheduleTime']);
    let earliest = last ?? parseTime(this.#cronJob.metadata.creationTimestamp) ?? now;
    const deadline = asNumber(this.#spec['startingDeadlineSeconds']);
    if (deadline !== undefined) earliest = Math.max(earliest, now - deadline * 1000);
    const { time, missed } = mostRecentScheduleTime(schedule, zone, { earliest, now });
    if (time !== null && missed > TOO_MANY_MISSED) {
      this.#event(
        'Warning',
        'TooManyMissedTimes',
        'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
      );
    }
    return time;
  }

  async #start(slot: number, zone: TimeZone): Promise<void> {
    const now = this.#context.clock.now();
    const deadline = asNumber(this.#spec['startingDeadlineSeconds']);
    if (deadline !== undefined && slot + deadline * 1000 < now) {
      this.#event('Warning', 'MissSchedule', `Missed scheduled time to start a job: ${new Date(slot).toUTCString()}`);
      return;
    }
    const name = `${this.#cronJob.metadata.name ?? ''}-${Math.floor(slot / 60_000)}`;
    if (this.#active.some(ref => ref['name'] === name) || parseTime(this.#status['lastScheduleTime']) === slot) return;
    if (this.#spec['concurrencyPolicy'] === 'Forbid' && this.#active.length > 0) {
      const why = 'Not starting job because prior execution is running and concurrency policy is Forbid';
      this.#event('Normal', 'JobAlreadyActive', why);
      return;
    }
    if (this.#spec['concurrencyPolicy'] === 'Replace') await this.#deleteActive();
    await this.#createJob(name, { slot, zone });
  }

  async #deleteActive(): Promise<void> {
    for (const ref of this.#active) {
      const job = this.#jobs.find(entry => entry.metadata.uid === ref['uid']);
      if (job !== undefined) await this.#context.client.delete(JOBS, job);
      this.#event('Normal', 'SuccessfulDelete', `Deleted job ${asString(ref['name'])}`);
    }
    this.#active = [];
  }

  async #createJob(name: string, { slot, zone }: { slot: number; zone: TimeZone }): Promise<void> {
    const template = asObject(this.#spec['jobTemplate']);
    const meta = asObject(template['metadata']);
    const { name: ownerName = '', uid = '', namespace } = this.#cronJob.metadata;
    const job: KubeObject = {
      metadata: {
        name,
        ...(namespace === undefined ? {} : { namespace }),
        labels: { ...asStringMap(meta['labels']) },
        annotations: {
          ...asStringMap(meta['annotations']),
          'batch.kubernetes.io/cronjob-scheduled-timestamp': inZone(slot, zone),
        },
        ownerReferences: [
          { apiVersion: 'batch/v1', kind: 'CronJob', name: ownerName, uid, controller: true, blockOwnerDeletion: true },
        ],
      },
      spec: template['spec'],
    };
    try {
      const created = await this.#context.create(JOBS, job);
      this.#active.push(reference(created));
      this.#event('Normal', 'SuccessfulCreate', `Created job ${name}`);
    } catch (error) {
      if (!isFailure(error, 'AlreadyExists')) {
        this.#event(
          'Warning',
          'FailedCreate',
          `Error creating job: ${error instanceof Error ? error.message : String(error)}`,
        );
        throw error;
      }
    }
    this.#status['lastScheduleTime'] = formatTime(slot);
  }

  /** Finished Jobs beyond the history limits go, oldest first; manual ones count like any other. */
  async cleanUp(): Promise<void> {
    const limits = { Complete: this.#spec['successfulJobsHistoryLimit'], Failed: this.#spec['failedJobsHistoryLimit'] };
    for (const [type, limit] of Object.entries(limits)) {
      const jobs = this.#jobs.filter(job => finishedType(job) === type && job.metadata.deletionTimestamp === undefined);
      const startOf = (job: KubeObject) => parseTime(getPath(job, 'status', 'startTime')) ?? 0;
      jobs.sort((a, b) => startOf(a) - startOf(b));
      for (const job of jobs.slice(0, Math.max(0, jobs.length - (asNumber(limit) ?? jobs.length)))) {
        await this.#context.client.delete(JOBS, job);
        this.#event('Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name ?? ''}`);
      }
    }
  }

  async writeStatus(): Promise<void> {
    const status: JsonObject = { ...this.#status };
    if (this.#active.length > 0) status['active'] = this.#active;
    else delete status['active'];
    if (deepEqual(status, asObject(this.#cronJob['status']))) return;
    await this.#context.updateStatus(CRONJOBS, { ...this.#cronJob, status });
  }

  #event(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#context.events.record(
      { kind: 'CronJob', apiVersion: 'batch/v1', object: this.#cronJob },
      { type, reason, message, component: COMPONENT },
    );
  }
}

function unsupported(schedule: string): string {
  return `CRON_TZ or TZ used in schedule ${quoteGo(schedule)} is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details`;
}

function finishedType(job: KubeObject): 'Complete' | 'Failed' | null {
  if (findCondition(job, 'Complete')?.['status'] === 'True') return 'Complete';
  return findCondition(job, 'Failed')?.['status'] === 'True' ? 'Failed' : null;
}

function reference(job: KubeObject): JsonObject {
  const { namespace, name, uid, resourceVersion } = job.metadata;
  return { kind: 'Job', namespace, name, uid, apiVersion: 'batch/v1', resourceVersion };
}

/** RFC 3339 with the zone's offset, as Go prints the slot. */
function inZone(slot: number, zone: TimeZone): string {
  const offset = zone.offsetAt(slot);
  if (offset === 0) return formatTime(slot);
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number) => String(value).padStart(2, '0');
  return formatTime(slot + offset).replace(
    'Z',
    `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`,
  );
}
