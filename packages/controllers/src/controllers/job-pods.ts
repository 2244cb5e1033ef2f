import { asString, getPath } from '@lanthorn/base/json.ts';
import { controllerOf, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { indexOf, judgeFailure, parseIndexes } from './job-policies.ts';

const PODS = 'pods.v1.';
const JOBS = 'jobs.v1.batch';

/** What is known of the pods of one Job. Those that succeeded are many: they are counted, and not looked at again. */
export interface KnownPods {
  /** Those that have not succeeded, by uid. */
  readonly others: ReadonlyMap<string, KubeObject>;
  /** Those that have, as far as they are there. */
  readonly succeededCount: number;
  /** Taken away after they had ended: what was counted stays so. */
  readonly gone: { readonly succeeded: number; readonly failed: number };
  /** Indexes of those that succeeded, and of what its status said of it when it was seen first. */
  readonly done: ReadonlySet<number>;
  /** All below are done. */
  readonly firstOpen: number;
}

class Ledger implements KnownPods {
  readonly others = new Map<string, KubeObject>();
  readonly succeeded = new Set<string>();
  readonly gone = { succeeded: 0, failed: 0 };
  readonly done = new Set<number>();
  /** What its status says of it was read. */
  hasStatus = false;
  #firstOpen = 0;

  get succeededCount(): number {
    return this.succeeded.size;
  }

  get firstOpen(): number {
    while (this.done.has(this.#firstOpen)) this.#firstOpen++;
    return this.#firstOpen;
  }
}

const phaseOf = (pod: KubeObject) => asString(getPath(pod, 'status', 'phase'));

function jobOf(pod: KubeObject | null): string | null {
  const owner = pod === null ? null : controllerOf(pod);
  return owner?.kind === 'Job' ? owner.uid : null;
}

/** The pods of all Jobs, kept up to date pod by pod: what a Job of a hundred thousand costs is not what each look at it costs. */
export class JobPods {
  readonly #context: ControllerContext;
  readonly #ofJobs = new Map<string, Ledger>();

  constructor(context: ControllerContext) {
    this.#context = context;
    context.informer(PODS).subscribe((pod, { previous, isDeleted }) => {
      const [before, now] = [jobOf(previous), isDeleted ? null : jobOf(pod)];
      if (before !== null && before !== now) this.#remove(before, pod, isDeleted);
      if (previous !== null && before !== now) this.#forget(previous);
      if (now !== null) this.#put(now, pod);
    });
    context.informer(JOBS).subscribe((job, { isDeleted }) => {
      if (isDeleted) this.#ofJobs.delete(job.metadata.uid ?? '');
    });
  }

  of(job: KubeObject): KnownPods {
    const ledger = this.#ledger(job.metadata.uid ?? '');
    // Told by whoever counted before this process.
    if (!ledger.hasStatus)
      for (const index of parseIndexes(asString(getPath(job, 'status', 'completedIndexes')))) ledger.done.add(index);
    ledger.hasStatus = true;
    return ledger;
  }

  #ledger(uid: string): Ledger {
    let ledger = this.#ofJobs.get(uid);
    if (ledger === undefined) {
      ledger = new Ledger();
      this.#ofJobs.set(uid, ledger);
    }
    return ledger;
  }

  #put(job: string, pod: KubeObject): void {
    const { uid = '' } = pod.metadata;
    const ledger = this.#ledger(job);
    if (phaseOf(pod) !== 'Succeeded') {
      ledger.others.set(uid, pod);
      return;
    }
    if (ledger.succeeded.has(uid)) return;
    ledger.others.delete(uid);
    ledger.succeeded.add(uid);
    const index = indexOf(pod);
    if (index !== null) ledger.done.add(index);
  }

  #remove(uid: string, pod: KubeObject, isDeleted: boolean): void {
    const ledger = this.#ofJobs.get(uid);
    if (ledger === undefined) return;
    const own = pod.metadata.uid ?? '';
    const hadSucceeded = ledger.succeeded.delete(own);
    const known = ledger.others.get(own);
    ledger.others.delete(own);
    if (!isDeleted) return;
    if (hadSucceeded) ledger.gone.succeeded++;
    else if (known !== undefined && phaseOf(known) === 'Failed' && this.#counts(known)) ledger.gone.failed++;
  }

  /** Of a Job that is gone its last pod was the last that kept what is known of it. */
  #forget(last: KubeObject): void {
    const uid = jobOf(last) ?? '';
    const ledger = this.#ofJobs.get(uid);
    if (ledger === undefined || ledger.others.size + ledger.succeeded.size > 0) return;
    if (this.#job(last)?.metadata.uid !== uid) this.#ofJobs.delete(uid);
  }

  #job(pod: KubeObject): KubeObject | undefined {
    return this.#context.informer(JOBS).get(pod.metadata.namespace ?? '', controllerOf(pod)?.name ?? '');
  }

  /** Whether a failure counts towards the limit of its Job. */
  #counts(pod: KubeObject): boolean {
    const job = this.#job(pod);
    return job !== undefined && judgeFailure(job, pod).action !== 'Ignore';
  }
}
