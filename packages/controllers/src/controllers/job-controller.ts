import { asArray, asNumber, asObject, asString, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { findCondition, formatTime, type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { failedIndexes, failureCounts, formatIndexes, indexOf, judgeFailure, metSuccessRule } from './job-policies.ts';
import { claimPods, tellClaimants } from './claimed-pods.ts';
import { withIndex } from './indexed-pod.ts';
import { JobPods, type KnownPods } from './job-pods.ts';
import { podFromTemplate } from './pod-template.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const COMPONENT = 'job-controller';
const JOBS = 'jobs.v1.batch';
const PODS = 'pods.v1.';
/** Delay before a pod that replaces a failed one: 10 s, doubling to six minutes (DefaultJobPodFailureBackOff). */
const POD_BACKOFF_MS = 10_000;
const MAX_POD_BACKOFF_MS = 600_000;
/** How often the index of a pod had failed before it (KEP-3850). */
const INDEX_FAILURES = 'batch.kubernetes.io/job-index-failure-count';

/** Changes of pods are gathered this long before their Job is looked at (syncJobBatchPeriod): a Job of thousands of pods is not counted for each. */
const BATCH_MS = 1_000;
/** Pods made at a time (MaxPodCreateDeletePerSync). */
const MAX_CREATED = 500;
/** Its value in `spec.managedBy`; another one's Jobs are left alone (KEP-4368). */
const MANAGER = 'kubernetes.io/job-controller';

const REACHED = { reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };

/** Parallelism, completions (also indexed), back-off, deadline, suspend and time to live of Jobs. */
export class JobController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #pods: JobPods;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#pods = new JobPods(context);
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(JOBS).subscribe(job => this.#queue.add(queueKey(job)));
    context.informer(PODS).subscribe(pod => this.#queue.addOwnerOf(pod, 'Job', BATCH_MS));
    tellClaimants(context, { resource: JOBS, queue: this.#queue }, selectorOf);
  }

  async #sync(key: string): Promise<number | void> {
    const { namespace, name } = splitQueueKey(key);
    const job = this.#context.informer(JOBS).get(namespace, name);
    if (job === undefined || job.metadata.deletionTimestamp !== undefined) return;
    if ((getPath(job, 'spec', 'managedBy') ?? MANAGER) !== MANAGER) return;
    if (isFinished(job)) return this.#expire(job);
    const known = this.#pods.of(job);
    const owned = [...known.others.values()];
    const claimant = { object: job, apiVersion: 'batch/v1', kind: 'Job', selector: selectorOf(job), owned };
    const pods = await claimPods(this.#context, claimant);
    return new JobSync(this.#context, job, { pods, known }).run();
  }

  async #expire(job: KubeObject): Promise<number | void> {
    const ttl = asNumber(getPath(job, 'spec', 'ttlSecondsAfterFinished'));
    if (ttl === undefined) return;
    const finished = parseTime(
      findCondition(job, 'Complete')?.['lastTransitionTime'] ?? findCondition(job, 'Failed')?.['lastTransitionTime'],
    );
    const left = (finished ?? 0) + ttl * 1000 - this.#context.clock.now();
    if (left > 0) return left;
    await this.#context.client.delete(JOBS, job, { propagationPolicy: 'Foreground' });
  }
}

export function isFinished(job: KubeObject): boolean {
  return ['Complete', 'Failed'].some(type => findCondition(job, type)?.['status'] === 'True');
}

const selectorOf = (job: KubeObject) => readLabelSelector(getPath(job, 'spec', 'selector'));
const phaseOf = (pod: KubeObject) => asString(getPath(pod, 'status', 'phase'));

class JobSync {
  readonly #context: ControllerContext;
  readonly #job: KubeObject;
  readonly #spec: JsonObject;
  readonly #conditions: JsonObject[];
  readonly #known: KnownPods;
  readonly #active: readonly KubeObject[];
  readonly #succeeded: number;
  readonly #failed: readonly KubeObject[];
  readonly #terminating: number;
  readonly #failedIndexes: ReadonlySet<number>;
  /** What was told once stays told: pods that ended are taken away where there are too many of them. */
  readonly #doneIndexes: ReadonlySet<number>;
  #startTime: unknown;
  #stopped = 0;

  constructor(
    context: ControllerContext,
    job: KubeObject,
    { pods, known }: { readonly pods: readonly KubeObject[]; readonly known: KnownPods },
  ) {
    this.#known = known;
    this.#context = context;
    this.#job = job;
    this.#spec = asObject(job['spec']);
    this.#conditions = asArray(getPath(job, 'status', 'conditions')).map(asObject);
    this.#startTime = getPath(job, 'status', 'startTime');
    const isAlive = (pod: KubeObject) => !['Succeeded', 'Failed'].includes(phaseOf(pod));
    this.#active = pods.filter(pod => isAlive(pod) && pod.metadata.deletionTimestamp === undefined);
    this.#terminating = pods.filter(pod => isAlive(pod) && pod.metadata.deletionTimestamp !== undefined).length;
    this.#succeeded = known.succeededCount + known.gone.succeeded;
    this.#failed = pods.filter(pod => phaseOf(pod) === 'Failed');
    this.#failedIndexes = failedIndexes(job, this.#failed);
    this.#doneIndexes = known.done;
  }

  async run(): Promise<number | undefined> {
    const now = this.#context.clock.now();
    if (this.#spec['suspend'] === true) return this.#suspend();
    if (this.#condition('Suspended')?.['status'] === 'True') {
      this.#setCondition('Suspended', { status: 'False', reason: 'JobResumed', message: 'Job resumed' });
      this.#startTime = undefined;
      this.#event('Normal', 'Resumed', 'Job resumed');
    }
    this.#startTime ??= formatTime(now);
    const deadline = asNumber(this.#spec['activeDeadlineSeconds']);
    const deadlineLeft =
      deadline === undefined ? Infinity : (parseTime(this.#startTime) ?? now) + deadline * 1000 - now;
    const failure = this.#failure(deadlineLeft);
    if (failure !== null) return this.#fail(failure.reason, failure.message);
    const rule = metSuccessRule(this.#job, this.#doneIndexes);
    if (rule !== null) return this.#complete({ reason: 'SuccessPolicy', message: `Matched rules at index ${rule}` });
    if (this.#isComplete()) return this.#complete(REACHED);
    const backoffLeft = await this.#createPods(now);
    const again = Math.min(deadlineLeft, backoffLeft);
    return Number.isFinite(again) ? again : undefined;
  }

  /** Why the Job has failed as a whole, if it has. */
  #failure(deadlineLeft: number): { reason: string; message: string } | null {
    const verdict = this.#failed.map(pod => judgeFailure(this.#job, pod)).find(({ action }) => action === 'FailJob');
    if (verdict !== undefined) return { reason: 'PodFailurePolicy', message: verdict.message };
    if (this.#failures() > (asNumber(this.#spec['backoffLimit']) ?? 6))
      return { reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
    if (deadlineLeft <= 0)
      return { reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' };
    const failed = this.#failedIndexes.size;
    if (failed > (asNumber(this.#spec['maxFailedIndexes']) ?? Infinity)) {
      const message = 'Job has exceeded the specified maximal number of failed indexes';
      return { reason: 'MaxFailedIndexesExceeded', message };
    }
    const isOver = failed > 0 && failed + this.#doneIndexes.size >= (this.#completions() ?? 0);
    return isOver ? { reason: 'FailedIndexes', message: 'Job has failed indexes' } : null;
  }

  /** Failed pods that count, and restarts in place where the policy is OnFailure. */
  #failures(): number {
    const there = this.#failed.filter(pod => judgeFailure(this.#job, pod).action !== 'Ignore').length;
    const counted = there + this.#known.gone.failed;
    if (getPath(this.#spec, 'template', 'spec', 'restartPolicy') !== 'OnFailure') return counted;
    const restarts = (pod: KubeObject) =>
      asArray(getPath(pod, 'status', 'containerStatuses')).reduce<number>(
        (sum, entry) => sum + (asNumber(asObject(entry)['restartCount']) ?? 0),
        0,
      );
    return counted + this.#active.reduce((sum, pod) => sum + restarts(pod), 0);
  }

  #completions(): number | null {
    return asNumber(this.#spec['completions']) ?? null;
  }

  get #isIndexed(): boolean {
    return this.#spec['completionMode'] === 'Indexed';
  }

  #isComplete(): boolean {
    const completions = this.#completions();
    if (completions === null) return this.#succeeded > 0 && this.#active.length === 0;
    return (this.#isIndexed ? this.#doneIndexes.size : this.#succeeded) >= completions;
  }

  async #complete(why: { reason: string; message: string }): Promise<undefined> {
    await this.#deleteActive();
    this.#setCondition('SuccessCriteriaMet', { status: 'True', ...why });
    this.#setCondition('Complete', { status: 'True', ...why });
    await this.#writeStatus({ completionTime: formatTime(this.#context.clock.now()) }, 0);
    this.#event('Normal', 'Completed', 'Job completed');
    return undefined;
  }

  async #fail(reason: string, message: string): Promise<undefined> {
    await this.#deleteActive();
    // What was stopped on the way counts as failed.
    this.#stopped = this.#active.length;
    this.#setCondition('FailureTarget', { status: 'True', reason, message });
    this.#setCondition('Failed', { status: 'True', reason, message });
    await this.#writeStatus({}, 0);
    this.#event('Warning', reason, message);
    return undefined;
  }

  async #suspend(): Promise<undefined> {
    const isNew = this.#condition('Suspended')?.['status'] !== 'True';
    await this.#deleteActive();
    this.#setCondition('Suspended', { status: 'True', reason: 'JobSuspended', message: 'Job suspended' });
    this.#startTime = undefined;
    await this.#writeStatus({}, 0);
    if (isNew) this.#event('Normal', 'Suspended', 'Job suspended');
    return undefined;
  }

  async #deleteActive(): Promise<void> {
    for (const pod of this.#active) {
      await this.#context.client.delete(PODS, pod);
      this.#event('Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name ?? ''}`);
    }
  }

  /** Returns the milliseconds until the next pod may be started after a failure; Infinity when nothing waits. */
  async #createPods(now: number): Promise<number> {
    const completions = this.#completions();
    const parallelism = asNumber(this.#spec['parallelism']) ?? 1;
    const done = this.#isIndexed ? this.#doneIndexes.size : this.#succeeded;
    const isWorkQueue = completions === null;
    const wanted = isWorkQueue
      ? done > 0
        ? this.#active.length
        : parallelism
      : Math.min(parallelism, completions - done - this.#failedIndexes.size);
    const missing = Math.min(MAX_CREATED, wanted - this.#active.length - this.#terminating);
    const wait = missing > 0 ? this.#backoffLeft(now) : 0;
    if (missing <= 0 || wait > 0) {
      await this.#writeStatus({});
      return missing > 0 ? wait : Infinity;
    }
    await this.#writeStatus({}, this.#active.length + missing);
    const indexes = this.#isIndexed ? this.#freeIndexes(completions ?? 0, missing) : [];
    for (let i = 0; i < missing; i++) await this.#createPod(this.#isIndexed ? indexes[i] : undefined);
    return Infinity;
  }

  /** The first indexes that have no pod and are not finished. */
  #freeIndexes(completions: number, count: number): number[] {
    const running = new Set(this.#active.flatMap(pod => indexOf(pod) ?? []));
    const free: number[] = [];
    for (let i = this.#known.firstOpen; i < completions && free.length < count; i++)
      if (!this.#doneIndexes.has(i) && !this.#failedIndexes.has(i) && !running.has(i)) free.push(i);
    return free;
  }

  #backoffLeft(now: number): number {
    // The others go on when one index has failed for good.
    const counted = this.#failed.filter(pod => !this.#failedIndexes.has(indexOf(pod) ?? -1));
    if (counted.length === 0) return 0;
    const finishedAt = (pod: KubeObject) =>
      parseTime(
        getPath(asArray(getPath(pod, 'status', 'containerStatuses'))[0], 'state', 'terminated', 'finishedAt'),
      ) ?? 0;
    const last = counted.reduce((latest, pod) => Math.max(latest, finishedAt(pod)), 0);
    const delay = Math.min(MAX_POD_BACKOFF_MS, POD_BACKOFF_MS * 2 ** (counted.length - 1));
    return Math.max(0, last + delay - now);
  }

  async #createPod(index: number | undefined): Promise<void> {
    const { name = '' } = this.#job.metadata;
    const plain = podFromTemplate({
      owner: { object: this.#job, apiVersion: 'batch/v1', kind: 'Job' },
      template: asObject(this.#spec['template']),
      namePrefix: index === undefined ? `${name}-` : `${name}-${index}-`,
    });
    const pod = index === undefined ? plain : withIndex(plain, { jobName: name, index });
    if (index !== undefined && this.#spec['backoffLimitPerIndex'] !== undefined) {
      const failures = failureCounts(this.#job, this.#failed).get(index) ?? 0;
      pod.metadata.annotations = { ...pod.metadata.annotations, [INDEX_FAILURES]: String(failures) };
    }
    const created = await this.#context.create(PODS, pod);
    this.#event('Normal', 'SuccessfulCreate', `Created pod: ${created.metadata.name ?? ''}`);
  }

  #condition(type: string): JsonObject | undefined {
    return this.#conditions.find(entry => entry['type'] === type);
  }

  #setCondition(type: string, { status, reason, message }: { status: string; reason: string; message: string }): void {
    const existing = this.#condition(type);
    if (existing?.['status'] === status) return;
    const now = formatTime(this.#context.clock.now());
    const condition = { type, status, lastProbeTime: now, lastTransitionTime: now, reason, message };
    if (existing === undefined) this.#conditions.push(condition);
    else this.#conditions[this.#conditions.indexOf(existing)] = condition;
  }

  async #writeStatus(extra: JsonObject, active = this.#active.length): Promise<void> {
    const ready = this.#active.filter(pod => findCondition(pod, 'Ready')?.['status'] === 'True').length;
    const done = this.#doneIndexes;
    const succeeded = this.#isIndexed ? done.size : this.#succeeded;
    const failed = this.#failed.length + this.#known.gone.failed + this.#stopped;
    const status: JsonObject = {
      ...(this.#conditions.length > 0 ? { conditions: this.#conditions } : {}),
      ...(this.#startTime === undefined ? {} : { startTime: this.#startTime }),
      ...extra,
      ...(active > 0 ? { active } : {}),
      ...(succeeded > 0 ? { succeeded } : {}),
      ...(failed > 0 ? { failed } : {}),
      terminating: this.#terminating,
      ...(this.#isIndexed && done.size > 0 ? { completedIndexes: formatIndexes(done) } : {}),
      ...(this.#failedIndexes.size > 0 ? { failedIndexes: formatIndexes(this.#failedIndexes) } : {}),
      uncountedTerminatedPods: {},
      ready: active === 0 ? 0 : ready,
    };
    if (deepEqual(status, asObject(this.#job['status']))) return;
    await this.#context.updateStatus(JOBS, { ...this.#job, status });
  }

  #event(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#context.events.record(
      { kind: 'Job', apiVersion: 'batch/v1', object: this.#job },
      { type, reason, message, component: COMPONENT },
    );
  }
}
