import type { CancelSignal } from '@lanthorn/base/clock.ts';
import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { findCondition, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { isFailure } from '../machinery/api-client.ts';
import { containerLog, type ContainerLogOptions } from './container-log.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { type ContainerUsage, podUsage } from './pod-usage.ts';
import { type ContainerRun, type ContainerState, terminatedState } from './container-state.ts';
import {
  endSidecars,
  hasSucceeded,
  type InitContainer,
  nextInitContainer,
  readInitContainers,
} from './init-containers.ts';
import { addedContainers, startedContainers } from './added-containers.ts';
import { type ResizeRefusal, resizeRefusal } from './pod-resize.ts';
import { type PodRun, podStatus, readContainerState } from './pod-status.ts';
import { chanceOf, planInit, planRun, readCommandBeside, readSimulation } from './simulation.ts';

const PODS = 'pods.v1.';
const NODES = 'nodes.v1.';
/** Pulling an image and starting a container: seconds, as on a node with a warm cache. */
const START_MS: readonly [number, number] = [800, 2_500];
/** A well-behaved process ends this soon after SIGTERM. */
const STOP_MS = 1_200;
/** Restart back-off of a kubelet: 10 s, doubling to five minutes. */
const CRASH_BACKOFF_MS = 10_000;
const MAX_CRASH_BACKOFF_MS = 300_000;

/** How often a kubelet looks whether what it reported has arrived (syncPeriod of its status manager). */
const SYNC_MS = 10_000;

interface PodRuntime {
  state: ContainerState | null;
  init: readonly InitContainer[];
  /** The newest report that the API server has not taken yet. */
  unsent: PodRun | null;
  isReporting: boolean;
  restartCount: number;
  lastState: JsonObject;
  /** Containers that were added to it, with when each began; null before. */
  readonly added: Map<string, number | null>;
  /** Why it does not get what it asks for since it runs. */
  resize: ResizeRefusal | null;
  cancelTimer: () => void;
  isStopping: boolean;
}

/** All nodes' kubelets in one: plays every pod assigned to its nodes through its phases, and serves logs. */
export class SimulatedKubelet {
  readonly #context: ControllerContext;
  readonly #isOwn: (node: string) => boolean;
  readonly #pods = new Map<string, PodRuntime>();

  /** Nodes that are not its own have a kubelet elsewhere. */
  constructor(context: ControllerContext, isOwn: (node: string) => boolean = () => true) {
    this.#context = context;
    this.#isOwn = isOwn;
    context.informer(PODS).subscribe((pod, { previous, isDeleted }) => {
      this.#onPod(pod, isDeleted);
      if (isDeleted) this.#retryResizes(pod);
      else if (previous !== null) this.#onResize(pod, previous);
    });
    context.informer(NODES).subscribe((node, { previous }) => {
      if (isSilent(previous) && !isSilent(node)) this.#endDeleted(node);
    });
    context.signal.addEventListener('abort', () => {
      for (const runtime of this.#pods.values()) runtime.cancelTimer();
    });
  }

  containerLog(pod: KubeObject, options: ContainerLogOptions, signal: CancelSignal) {
    const { namespace = '', name = '' } = pod.metadata;
    const latest = () => this.#context.informer(PODS).get(namespace, name);
    return containerLog(pod, options, { source: { clock: this.#context.clock, latest }, signal });
  }

  /** What its containers use; null where the node does not answer. */
  usage(pod: KubeObject): ContainerUsage[] | null {
    const node = this.#context.informer(NODES).get('', asString(getPath(pod, 'spec', 'nodeName')));
    if (findCondition(node, 'Ready')?.['status'] !== 'True') return null;
    return podUsage(pod, this.#context.clock.now());
  }

  #onPod(pod: KubeObject, isDeleted: boolean): void {
    const uid = pod.metadata.uid ?? '';
    const runtime = this.#pods.get(uid);
    if (isDeleted) {
      runtime?.cancelTimer();
      this.#pods.delete(uid);
      return;
    }
    const node = asString(getPath(pod, 'spec', 'nodeName'));
    if (node === '' || !this.#isOwn(node)) return;
    if (runtime === undefined) this.#adopt(pod);
    this.#beginAdded(pod);
    if (pod.metadata.deletionTimestamp !== undefined) this.#stop(pod);
  }

  /** What a container has now is told; a change of it is no restart here. */
  #onResize(pod: KubeObject, previous: KubeObject): void {
    const { state } = this.#runtime(pod) ?? {};
    const isOther = pod.metadata.generation !== previous.metadata.generation;
    if (isOther && state?.kind === 'running') this.#resize(pod);
  }

  #resize(pod: KubeObject): void {
    const runtime = this.#runtime(pod);
    if (runtime?.state == null) return;
    const on = asString(getPath(pod, 'spec', 'nodeName'));
    const pods = [...this.#context.informer(PODS).all()].filter(other => getPath(other, 'spec', 'nodeName') === on);
    runtime.resize = resizeRefusal(pod, this.#context.informer('nodes.v1.').get('', on), pods);
    this.#set(pod, runtime.state);
  }

  /** Where a pod left, one that waits for more may get it now. */
  #retryResizes(left: KubeObject): void {
    const on = getPath(left, 'spec', 'nodeName');
    for (const pod of this.#context.informer(PODS).all())
      if (getPath(pod, 'spec', 'nodeName') === on && this.#runtime(pod)?.resize?.reason === 'Deferred')
        this.#resize(pod);
  }

  /** Containers that were added to a pod that is there: each is pulled and begun once, and is not begun again. */
  #beginAdded(pod: KubeObject): void {
    const runtime = this.#runtime(pod);
    if (runtime === undefined || runtime.isStopping) return;
    for (const { name, image } of addedContainers(pod)) {
      if (runtime.added.has(name)) continue;
      runtime.added.set(name, null);
      const [from, to] = START_MS;
      const delayMs = from + (to - from) * chanceOf(`${pod.metadata.uid ?? ''}/${name}`);
      this.#event(pod, 'Normal', { reason: 'Pulling', message: `Pulling image "${image}"` });
      this.#context.clock.schedule(delayMs, () => {
        if (this.#runtime(pod) !== runtime || runtime.isStopping || runtime.state === null) return;
        runtime.added.set(name, this.#context.clock.now());
        this.#event(pod, 'Normal', { reason: 'Created', message: `Created container: ${name}` });
        this.#event(pod, 'Normal', { reason: 'Started', message: `Started container ${name}` });
        this.#set(pod, runtime.state);
        const { durationMs = null } = readCommandBeside(pod, name) ?? {};
        if (durationMs === null) return;
        this.#context.clock.schedule(durationMs, () => {
          if (this.#runtime(pod) === runtime && runtime.state !== null) this.#set(pod, runtime.state);
        });
      });
    }
  }

  #adopt(pod: KubeObject): void {
    const status = asObject(asArray(getPath(pod, 'status', 'containerStatuses'))[0]);
    const runtime: PodRuntime = {
      state: readContainerState(pod),
      init: readInitContainers(pod),
      unsent: null,
      isReporting: false,
      restartCount: asNumber(status['restartCount']) ?? 0,
      lastState: asObject(status['lastState']),
      added: startedContainers(pod),
      resize: null,
      cancelTimer: () => {},
      isStopping: false,
    };
    this.#pods.set(pod.metadata.uid ?? '', runtime);
    if (runtime.state === null) this.#create(pod);
    else if (runtime.state.kind === 'running') this.#scheduleEnd(pod, runtime, runtime.state.startedAt);
    else if (runtime.state.kind === 'waiting')
      this.#after(runtime, { delayMs: CRASH_BACKOFF_MS, task: () => this.#begin(pod) });
  }

  #create(pod: KubeObject): void {
    const runtime = this.#runtime(pod);
    if (runtime === undefined) return;
    const container = asObject(asArray(getPath(pod, 'spec', 'containers'))[0]);
    const image = asString(container['image']);
    this.#set(pod, { kind: 'waiting', reason: runtime.init.length > 0 ? 'PodInitializing' : 'ContainerCreating' });
    if (container['imagePullPolicy'] === 'Never' && readSimulation(pod).isPullFailing)
      return this.#lackImage(pod, image);
    this.#event(pod, 'Normal', { reason: 'Pulling', message: `Pulling image "${image}"` });
    const [from, to] = START_MS;
    const delayMs = from + (to - from) * chanceOf(`${pod.metadata.uid ?? ''}/pull`);
    if (readSimulation(pod).isPullFailing) {
      this.#after(runtime, { delayMs, task: () => this.#failPull(pod, image, CRASH_BACKOFF_MS) });
      return;
    }
    this.#after(runtime, {
      delayMs,
      task: () => {
        const seconds = (delayMs / 1000).toFixed(3);
        const message = `Successfully pulled image "${image}" in ${seconds}s (${seconds}s including waiting). Image size: ${20_000_000 + Math.floor(chanceOf(image) * 9e7)} bytes.`;
        this.#event(pod, 'Normal', { reason: 'Pulled', message });
        this.#begin(pod);
      },
    });
  }

  /** It may not be pulled, and that stays so. */
  #lackImage(pod: KubeObject, image: string): void {
    const reason = 'ErrImageNeverPull';
    const message = `Container image "${image}" is not present with pull policy of Never`;
    this.#set(pod, { kind: 'waiting', reason, message });
    this.#event(pod, 'Warning', { reason, message });
    this.#event(pod, 'Warning', { reason: 'Failed', message: `Error: ${reason}` });
  }

  #failPull(pod: KubeObject, image: string, delayMs: number): void {
    const runtime = this.#runtime(pod);
    if (runtime === undefined) return;
    const message = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
    this.#set(pod, { kind: 'waiting', reason: 'ErrImagePull', message });
    this.#event(pod, 'Warning', { reason: 'Failed', message: `Failed to pull image "${image}": ${message}` });
    this.#event(pod, 'Warning', { reason: 'Failed', message: 'Error: ErrImagePull' });
    this.#after(runtime, {
      delayMs,
      task: () => {
        this.#set(pod, {
          kind: 'waiting',
          reason: 'ImagePullBackOff',
          message: `Back-off pulling image "${image}": ErrImagePull: ${message}`,
        });
        this.#event(pod, 'Normal', { reason: 'BackOff', message: `Back-off pulling image "${image}"` });
        this.#after(runtime, {
          delayMs,
          task: () => this.#failPull(pod, image, Math.min(MAX_CRASH_BACKOFF_MS, delayMs * 2)),
        });
      },
    });
  }

  /** The init container whose turn it is, or the work when all are done. */
  #begin(pod: KubeObject): void {
    const runtime = this.#runtime(pod);
    if (runtime === undefined || runtime.isStopping) return;
    const index = nextInitContainer(runtime.init);
    const container = runtime.init[index];
    if (container === undefined) return this.#start(pod);
    const startedAt = this.#context.clock.now();
    const { state: before, name, isSidecar, restartCount, lastState } = container;
    const isAgain = before.kind === 'terminated';
    const run = {
      state: { kind: 'running', startedAt, isReady: isSidecar } as const,
      restartCount: isAgain ? restartCount + 1 : restartCount,
      lastState: isAgain ? { terminated: terminatedState(before) } : lastState,
    };
    this.#setInit(pod, index, run);
    this.#event(pod, 'Normal', { reason: 'Created', message: `Created container: ${name}` });
    this.#event(pod, 'Normal', { reason: 'Started', message: `Started container ${name}` });
    if (isSidecar) return this.#begin(pod);
    const { durationMs, exitCode } = planInit(pod, name, run.restartCount);
    if (durationMs === null) return;
    const task = () => this.#endInit(pod, index, { startedAt, exitCode });
    return this.#after(runtime, { delayMs: durationMs, task });
  }

  #endInit(pod: KubeObject, index: number, { startedAt, exitCode }: { startedAt: number; exitCode: number }): void {
    const runtime = this.#runtime(pod);
    const container = runtime?.init[index];
    if (runtime === undefined || container === undefined || runtime.isStopping) return;
    const reason = exitCode === 0 ? 'Completed' : 'Error';
    const finishedAt = this.#context.clock.now();
    const state: ContainerState = { kind: 'terminated', startedAt, finishedAt, exitCode, reason };
    this.#setInit(pod, index, { ...container, state });
    if (hasSucceeded(state)) return this.#begin(pod);
    if (getPath(pod, 'spec', 'restartPolicy') === 'Never') return;
    const delayMs = crashBackoff(container.restartCount);
    if (delayMs > 0) {
      const message = backoffMessage(pod, container.name, delayMs);
      const waiting: ContainerState = { kind: 'waiting', reason: 'CrashLoopBackOff', message };
      const lastState = { terminated: terminatedState(state) };
      this.#setInit(pod, index, { state: waiting, restartCount: container.restartCount + 1, lastState });
    }
    this.#after(runtime, { delayMs: Math.max(delayMs, START_MS[0]), task: () => this.#begin(pod) });
  }

  #setInit(pod: KubeObject, index: number, run: ContainerRun): void {
    const runtime = this.#runtime(pod);
    const container = runtime?.init[index];
    if (runtime === undefined || container === undefined) return;
    runtime.init = runtime.init.with(index, { ...container, ...run });
    this.#set(pod, runtime.state ?? { kind: 'waiting', reason: 'PodInitializing' });
  }

  #start(pod: KubeObject): void {
    const runtime = this.#runtime(pod);
    if (runtime === undefined || runtime.isStopping) return;
    const startedAt = this.#context.clock.now();
    this.#set(pod, { kind: 'running', startedAt, isReady: !readSimulation(pod).isNeverReady });
    for (const container of asArray(getPath(pod, 'spec', 'containers'))) {
      const name = asString(asObject(container)['name']);
      this.#event(pod, 'Normal', { reason: 'Created', message: `Created container: ${name}` });
      this.#event(pod, 'Normal', { reason: 'Started', message: `Started container ${name}` });
    }
    if (readSimulation(pod).isNeverReady) {
      this.#event(pod, 'Warning', {
        reason: 'Unhealthy',
        message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
      });
    }
    this.#scheduleEnd(pod, runtime, startedAt);
  }

  #scheduleEnd(pod: KubeObject, runtime: PodRuntime, startedAt: number): void {
    const { durationMs } = planRun(pod, runtime.restartCount);
    if (durationMs === null) return;
    const delayMs = Math.max(0, startedAt + durationMs - this.#context.clock.now());
    this.#after(runtime, { delayMs, task: () => this.#finish(pod, startedAt) });
  }

  #finish(pod: KubeObject, startedAt: number): void {
    const runtime = this.#runtime(pod);
    if (runtime === undefined || runtime.isStopping) return;
    const { exitCode } = planRun(pod, runtime.restartCount);
    const reason = exitCode === 0 ? 'Completed' : readSimulation(pod).reason;
    const state: ContainerState = {
      kind: 'terminated',
      startedAt,
      finishedAt: this.#context.clock.now(),
      exitCode,
      reason,
    };
    const policy = getPath(pod, 'spec', 'restartPolicy');
    const isAgain = policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
    if (!isAgain) runtime.init = endSidecars(runtime.init, state.finishedAt);
    this.#set(pod, state);
    if (isAgain) this.#restart(pod, runtime, state);
  }

  #restart(pod: KubeObject, runtime: PodRuntime, state: Extract<ContainerState, { kind: 'terminated' }>): void {
    const delayMs = crashBackoff(runtime.restartCount);
    runtime.lastState = { terminated: terminatedState(state) };
    runtime.restartCount++;
    if (delayMs > 0) {
      const { name = '', namespace = '', uid = '' } = pod.metadata;
      this.#set(pod, {
        kind: 'waiting',
        reason: 'CrashLoopBackOff',
        message: backoffMessage(pod, 'CONTAINER', delayMs),
      });
      const container = asString(getPath(asArray(getPath(pod, 'spec', 'containers'))[0], 'name'));
      this.#event(pod, 'Warning', {
        reason: 'BackOff',
        message: `Back-off restarting failed container ${container} in pod ${name}_${namespace}(${uid})`,
      });
    }
    this.#after(runtime, { delayMs: Math.max(delayMs, START_MS[0]), task: () => this.#start(pod) });
  }

  /** A node that answers again does what it was told meanwhile. */
  #endDeleted(node: KubeObject): void {
    for (const pod of this.#context.informer(PODS).all()) {
      const isHere = getPath(pod, 'spec', 'nodeName') === node.metadata.name;
      if (isHere && pod.metadata.deletionTimestamp !== undefined) this.#stop(pod);
    }
  }

  #stop(pod: KubeObject): void {
    const runtime = this.#runtime(pod);
    const node = this.#context.informer(NODES).get('', asString(getPath(pod, 'spec', 'nodeName')));
    if (runtime === undefined || runtime.isStopping || isSilent(node)) return;
    runtime.isStopping = true;
    if (runtime.state?.kind === 'running') {
      const name = asString(getPath(asArray(getPath(pod, 'spec', 'containers'))[0], 'name'));
      this.#event(pod, 'Normal', { reason: 'Killing', message: `Stopping container ${name}` });
    }
    const grace = (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
    this.#after(runtime, {
      delayMs: Math.min(grace, STOP_MS),
      task: () => this.#run(this.#context.client.delete(PODS, pod, { gracePeriodSeconds: 0 })),
    });
  }

  #runtime(pod: KubeObject): PodRuntime | undefined {
    return this.#pods.get(pod.metadata.uid ?? '');
  }

  #after(runtime: PodRuntime, { delayMs, task }: { delayMs: number; task: () => void }): void {
    runtime.cancelTimer();
    runtime.cancelTimer = this.#context.clock.schedule(delayMs, task);
  }

  #set(pod: KubeObject, state: ContainerState): void {
    const runtime = this.#runtime(pod);
    if (runtime === undefined) return;
    const { restartCount, lastState, init, added, resize } = runtime;
    runtime.state = state;
    runtime.unsent = { state, restartCount, lastState, init, added: new Map(added), resize };
    void this.#sendReports(pod, runtime);
  }

  /**
   * Sends the newest report of a pod, one at a time: of two on their way the older one could arrive last. A report that the server did not
   * take is sent again.
   */
  async #sendReports(pod: KubeObject, runtime: PodRuntime): Promise<void> {
    if (runtime.isReporting) return;
    runtime.isReporting = true;
    try {
      for (let report = runtime.unsent; report !== null && !this.#context.signal.aborted; report = runtime.unsent) {
        await this.#report(pod, report);
        if (runtime.unsent === report) runtime.unsent = null;
      }
    } catch (error) {
      if (isFailure(error, 'NotFound')) return;
      this.#context.logger.warn({ error: String(error) }, 'kubelet request failed');
      this.#context.clock.schedule(SYNC_MS, () => void this.#sendReports(pod, runtime));
    } finally {
      runtime.isReporting = false;
    }
  }

  /** Writes the status onto the newest version of the pod; nothing where the pod is gone. */
  async #report(pod: KubeObject, run: PodRun): Promise<void> {
    const { namespace = '', name = '', uid } = pod.metadata;
    const latest = this.#context.informer(PODS).get(namespace, name);
    if (latest === undefined || latest.metadata.uid !== uid) return;
    const status = podStatus(latest, run, this.#context.clock.now());
    const patch = { metadata: { uid }, status };
    this.#context
      .informer(PODS)
      .observe(await this.#context.client.patch(PODS, latest, { patch, subresource: 'status' }));
  }

  #run(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!isFailure(error, 'NotFound')) this.#context.logger.warn({ error: String(error) }, 'kubelet request failed');
    });
  }

  #event(
    object: KubeObject,
    type: 'Normal' | 'Warning',
    { reason, message }: { reason: string; message: string },
  ): void {
    this.#context.events.record(
      { kind: 'Pod', apiVersion: 'v1', object },
      { type, reason, message, component: 'kubelet' },
    );
  }
}

/** Nobody has heard of it for a while: it does not hear either. */
function isSilent(node: KubeObject | null | undefined): boolean {
  return node !== null && node !== undefined && findCondition(node, 'Ready')?.['status'] === 'Unknown';
}

/** The first restart is immediate, later ones wait. */
function crashBackoff(restartCount: number): number {
  return restartCount === 0 ? 0 : Math.min(MAX_CRASH_BACKOFF_MS, CRASH_BACKOFF_MS * 2 ** (restartCount - 1));
}

function backoffMessage(pod: KubeObject, container: string, delayMs: number): string {
  const { name = '', namespace = '', uid = '' } = pod.metadata;
  return `back-off ${Math.round(delayMs / 1000)}s restarting failed container=${container} pod=${name}_${namespace}(${uid})`;
}
