import { type CancelSignal, CancelSource } from '@lanthorn/base/clock.ts';
import { asArray, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { findCondition, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { isFailure } from '../machinery/api-client.ts';
import { containerLog, type ContainerLogOptions } from './container-log.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { hookOf, runHook } from './container-hooks.ts';
import { startProbes, waitsForProbe } from './container-probes.ts';
import { type CommandEnd, type ContainerCommands, NO_COMMANDS } from './container-process.ts';
import { type ContainerState, terminatedState } from './container-state.ts';
import { imageProblem } from './image-name.ts';
import {
  containerSpec,
  containerSpecs,
  graceOf,
  hasSucceeded,
  isUnbegun,
  isWorkOver,
  newContainer,
  nextBefore,
  type PodContainer,
  readContainers,
  startsAgain,
  told,
  waitingState,
} from './pod-containers.ts';
import { type ContainerUsage, podUsage } from './pod-usage.ts';
import { leavesRoom, type ResizeRefusal, resizeRefusal } from './pod-resize.ts';
import { CRASH_BACKOFF_MS, LONG_RUN_MS, MAX_CRASH_BACKOFF_MS, pauseMessage, restartPause } from './restart-pause.ts';
import { StatusReports } from './status-reports.ts';
import { between, chanceOf, isSteered, planOf, readSimulation } from './simulation.ts';

const PODS = 'pods.v1.';
const NODES = 'nodes.v1.';
/** Pulling an image and starting a container: seconds, as on a node with a warm cache. */
const START_MS: readonly [number, number] = [800, 2_500];
/** A well-behaved process ends this soon after SIGTERM. */
const STOP_MS = 1_200;
/** No process is over before it is seen to run. */
const LEAST_RUN_MS = 100;

/** How often a kubelet looks whether what is missing has come. */
const SYNC_MS = 10_000;

type Ended = Extract<ContainerState, { kind: 'terminated' }>;

interface PodRuntime {
  readonly containers: PodContainer[];
  /** Something was told of it. */
  hasBegun: boolean;
  /** Why it does not get what it asks for since it runs. */
  resize: ResizeRefusal | null;
  cancelTimer: () => void;
  isStopping: boolean;
  /** What is still done before its containers end. */
  hooks: number;
  /** What its end is given. */
  graceMs: number;
}

/** All nodes' kubelets in one: plays every pod assigned to its nodes through its phases, and serves logs. */
export class SimulatedKubelet {
  readonly #context: ControllerContext;
  readonly #commands: ContainerCommands;
  readonly #isOwn: (node: string) => boolean;
  readonly #pods = new Map<string, PodRuntime>();
  readonly #reports: StatusReports;
  /** Pods that wait for more room. */
  #deferred = 0;

  /** Nodes that are not its own have a kubelet elsewhere. */
  constructor(
    context: ControllerContext,
    {
      isOwn = () => true,
      commands = NO_COMMANDS,
    }: { readonly isOwn?: (node: string) => boolean; readonly commands?: ContainerCommands } = {},
  ) {
    this.#context = context;
    this.#isOwn = isOwn;
    this.#commands = commands;
    this.#reports = new StatusReports(context);
    context.informer(PODS).subscribe((pod, { previous, isDeleted }) => {
      this.#onPod(pod, isDeleted);
      if (!isDeleted && previous !== null) this.#onResize(pod, previous);
      if (this.#deferred > 0 && (isDeleted || (previous !== null && leavesRoom(pod, previous))))
        this.#retryResizes(asString(getPath(pod, 'spec', 'nodeName')));
    });
    context.informer(NODES).subscribe((node, { previous }) => {
      const room = (of: KubeObject | null) => JSON.stringify(getPath(of, 'status', 'allocatable'));
      if (this.#deferred > 0 && room(node) !== room(previous)) this.#retryResizes(node.metadata.name ?? '');
      if (isSilent(previous) && !isSilent(node)) this.#endDeleted(node);
    });
    context.signal.addEventListener('abort', () => {
      for (const runtime of this.#pods.values()) letGo(runtime);
    });
  }

  containerLog(pod: KubeObject, options: ContainerLogOptions, signal: CancelSignal) {
    const { namespace = '', name = '' } = pod.metadata;
    const latest = () => this.#context.informer(PODS).get(namespace, name);
    const { containers = [] } = this.#runtime(pod) ?? {};
    const output = (container: string, run: number) =>
      containers.find(candidate => candidate.name === container)?.outputs.find(kept => kept.run === run)?.output;
    return containerLog(pod, options, { source: { clock: this.#context.clock, latest, output }, signal });
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
      if (runtime !== undefined) letGo(runtime);
      if (runtime?.resize?.reason === 'Deferred') this.#deferred--;
      this.#pods.delete(uid);
      this.#reports.forget(pod);
      if (runtime !== undefined) this.#commands.forget(pod);
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
    const runtime = this.#runtime(pod);
    const isOther = pod.metadata.generation !== previous.metadata.generation;
    if (isOther && runtime?.containers.some(({ role, state }) => role === 'main' && state.kind === 'running'))
      this.#resize(pod);
  }

  #resize(pod: KubeObject): void {
    const runtime = this.#runtime(pod);
    if (runtime === undefined || !runtime.hasBegun) return;
    const on = asString(getPath(pod, 'spec', 'nodeName'));
    const pods = [...this.#context.informer(PODS).all()].filter(other => getPath(other, 'spec', 'nodeName') === on);
    const before = runtime.resize;
    runtime.resize = resizeRefusal(pod, this.#context.informer('nodes.v1.').get('', on), pods);
    this.#deferred += Number(runtime.resize?.reason === 'Deferred') - Number(before?.reason === 'Deferred');
    this.#tell(pod);
  }

  /** Where there is more room, one that waits for it may get it now. */
  #retryResizes(on: string): void {
    for (const pod of this.#context.informer(PODS).all())
      if (getPath(pod, 'spec', 'nodeName') === on && this.#runtime(pod)?.resize?.reason === 'Deferred')
        this.#resize(pod);
  }

  /** Containers that were added to a pod that is there: each is pulled and begun once, and is not begun again. */
  #beginAdded(pod: KubeObject): void {
    const runtime = this.#runtime(pod);
    if (runtime === undefined || runtime.isStopping) return;
    for (const { name: given, image } of containerSpecs(pod, 'ephemeralContainers')) {
      const name = asString(given);
      let container = runtime.containers.find(candidate => candidate.name === name);
      if (container === undefined) {
        const state = { kind: 'waiting', reason: 'ContainerCreating' } as const;
        container = newContainer(name, 'added', { state, restartCount: 0, lastState: {} });
        runtime.containers.push(container);
        this.#event(pod, 'Normal', { reason: 'Pulling', message: `Pulling image "${asString(image)}"` });
      } else if (container.state.kind !== 'waiting' || container.crashes > 0) continue;
      // Begun once, however often the pod changes meanwhile.
      container.crashes = 1;
      const begun = container;
      const delayMs = between(START_MS, `${pod.metadata.uid ?? ''}/${name}`);
      this.#after(begun, { delayMs, task: () => this.#startAndTell(pod, begun) });
    }
  }

  #adopt(pod: KubeObject): void {
    const runtime: PodRuntime = {
      containers: readContainers(pod),
      hasBegun: asArray(getPath(pod, 'status', 'containerStatuses')).length > 0,
      resize: null,
      cancelTimer: () => {},
      isStopping: false,
      hooks: 0,
      graceMs: Number.POSITIVE_INFINITY,
    };
    this.#pods.set(pod.metadata.uid ?? '', runtime);
    if (!runtime.hasBegun) return this.#create(pod);
    let isWaiting = false;
    for (const container of runtime.containers) {
      if (container.role === 'added') continue;
      if (container.state.kind === 'running') this.#run(pod, container, container.state.startedAt);
      else if (container.state.kind === 'waiting') isWaiting = true;
    }
    if (isWaiting) this.#after(runtime, { delayMs: CRASH_BACKOFF_MS, task: () => this.#begin(pod) });
  }

  #create(pod: KubeObject): void {
    const runtime = this.#runtime(pod);
    if (runtime === undefined) return;
    const [container = {}] = containerSpecs(pod, 'containers');
    const image = asString(container['image']);
    this.#waitAll(pod, waitingState(pod));
    const missing = this.#commands.mountProblem(pod);
    if (missing !== null) {
      this.#event(pod, 'Warning', { reason: 'FailedMount', message: missing });
      this.#after(runtime, { delayMs: SYNC_MS, task: () => this.#create(pod) });
      return;
    }
    const wrong = imageProblem(pod);
    if (wrong !== null) {
      this.#waitAll(pod, { kind: 'waiting', reason: 'InvalidImageName', message: wrong });
      this.#event(pod, 'Warning', { reason: 'InspectFailed', message: wrong });
      this.#event(pod, 'Warning', { reason: 'Failed', message: 'Error: InvalidImageName' });
      return;
    }
    if (container['imagePullPolicy'] === 'Never' && readSimulation(pod).isPullFailing)
      return this.#lackImage(pod, image);
    this.#event(pod, 'Normal', { reason: 'Pulling', message: `Pulling image "${image}"` });
    const delayMs = between(START_MS, `${pod.metadata.uid ?? ''}/pull`);
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
    this.#waitAll(pod, { kind: 'waiting', reason, message });
    this.#event(pod, 'Warning', { reason, message });
    this.#event(pod, 'Warning', { reason: 'Failed', message: `Error: ${reason}` });
  }

  #failPull(pod: KubeObject, image: string, delayMs: number): void {
    const runtime = this.#runtime(pod);
    if (runtime === undefined) return;
    const message = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
    this.#waitAll(pod, { kind: 'waiting', reason: 'ErrImagePull', message });
    this.#event(pod, 'Warning', { reason: 'Failed', message: `Failed to pull image "${image}": ${message}` });
    this.#event(pod, 'Warning', { reason: 'Failed', message: 'Error: ErrImagePull' });
    this.#after(runtime, {
      delayMs,
      task: () => {
        this.#waitAll(pod, {
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

  /** The work waits for that. */
  #waitAll(pod: KubeObject, state: ContainerState): void {
    for (const container of this.#runtime(pod)?.containers ?? [])
      if (container.role === 'main') container.state = state;
    this.#tell(pod);
  }

  /** The container whose turn it is, or the work when all before it are done. */
  #begin(pod: KubeObject): void {
    const runtime = this.#runtime(pod);
    if (runtime === undefined || runtime.isStopping) return;
    for (let next = nextBefore(runtime.containers); next !== undefined; next = nextBefore(runtime.containers)) {
      // It may be at work, held, or wait for its next try.
      const hasStarted = next.state.kind === 'waiting' && this.#start(pod, next);
      if (!hasStarted || next.role === 'init' || next.held !== null) return this.#tell(pod);
    }
    for (const container of runtime.containers) {
      if (container.role === 'main' && container.state.kind === 'waiting') this.#start(pod, container);
      // Those behind it wait.
      if (container.held !== null) break;
    }
    this.#tell(pod);
  }

  #startAndTell(pod: KubeObject, container: PodContainer): void {
    if (this.#runtime(pod)?.isStopping !== false) return;
    const hasStarted = this.#start(pod, container);
    // Those after it are still to come.
    if (hasStarted && container.role === 'sidecar' && container.held === null) this.#begin(pod);
    else this.#tell(pod);
  }

  /** False where it cannot be made of what its pod says: that is tried again. */
  #start(pod: KubeObject, container: PodContainer): boolean {
    container.cancelTimer();
    const { name, role } = container;
    const problem = this.#commands.configProblem(pod, name);
    if (problem !== null) {
      container.state = { kind: 'waiting', reason: 'CreateContainerConfigError', message: problem };
      this.#event(pod, 'Warning', { reason: 'Failed', message: `Error: ${problem}` });
      this.#after(container, { delayMs: SYNC_MS, task: () => this.#startAndTell(pod, container) });
      return false;
    }
    if (container.state.kind === 'terminated') container.lastState = { terminated: terminatedState(container.state) };
    if (role !== 'added' && container.lastState['terminated'] !== undefined) container.restartCount++;
    const startedAt = this.#context.clock.now();
    const before = container.state;
    const isNeverReady = role === 'main' && readSimulation(pod).isNeverReady;
    container.state = { kind: 'running', startedAt, isReady: role !== 'added' && !isNeverReady };
    this.#event(pod, 'Normal', { reason: 'Created', message: `Created container: ${name}` });
    this.#event(pod, 'Normal', { reason: 'Started', message: `Started container ${name}` });
    if (isNeverReady) {
      const message = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
      this.#event(pod, 'Warning', { reason: 'Unhealthy', message });
    }
    this.#run(pod, container, startedAt);
    this.#afterStart(pod, container, before);
    return true;
  }

  /** What its pod wants done when it has begun: until then nothing goes on, and it is told of as before. */
  #afterStart(pod: KubeObject, container: PodContainer, before: ContainerState): void {
    const handler = hookOf(containerSpec(pod, container.name), 'postStart');
    if (handler === null) return;
    container.held = before;
    void this.#hook(pod, container, { handler, timeoutMs: Number.MAX_SAFE_INTEGER }).then(isDone => {
      if (container.held !== before || this.#runtime(pod)?.isStopping !== false) return;
      container.held = null;
      if (!isDone) {
        this.#event(pod, 'Warning', { reason: 'FailedPostStartHook', message: 'PostStartHook failed' });
        this.#event(pod, 'Normal', { reason: 'Killing', message: 'FailedPostStartHook' });
        this.#terminate(pod, container);
      }
      this.#goOn(pod);
    });
  }

  /** With those that waited for one that is no longer held. */
  #goOn(pod: KubeObject): void {
    const runtime = this.#runtime(pod);
    if (runtime?.isStopping === false && runtime.containers.some(isUnbegun)) this.#begin(pod);
    else this.#tell(pod);
  }

  /** False where it could not be done. */
  #hook(
    pod: KubeObject,
    container: PodContainer,
    { handler, timeoutMs }: { readonly handler: JsonObject; readonly timeoutMs: number },
  ): Promise<boolean> {
    const stopped = new CancelSource();
    container.stopHook = () => stopped.cancel();
    const { process } = container;
    const work = { pod, spec: containerSpec(pod, container.name), handler };
    const how = { commands: this.#commands, clock: this.#context.clock, timeoutMs, signal: stopped };
    return runHook({ ...work, isServing: process === null ? null : () => process.isServing() }, how);
  }

  /** Does what the annotation says, or else its command, or else what a container does of which nobody knows anything. */
  #run(pod: KubeObject, container: PodContainer, startedAt: number): void {
    const { name, role } = container;
    const isBeside = role !== 'main';
    const plan = planOf(pod, container);
    const left = (durationMs: number) => Math.max(0, startedAt + durationMs - this.#context.clock.now());
    const process = isSteered(pod, { name, isBeside }) ? null : this.#commands.start(pod, name, plan);
    if (process === null) {
      const { durationMs, exitCode } = plan;
      const reason = exitCode !== 0 && !isBeside ? readSimulation(pod).reason : undefined;
      if (durationMs === null) return;
      const task = () => this.#end(pod, container, { exitCode, ...(reason === undefined ? {} : { reason }) });
      this.#after(container, { delayMs: left(durationMs), task });
      return;
    }
    container.process = process;
    const before = container.outputs.filter(({ run }) => run === container.restartCount - 1);
    container.outputs = [...before, { run: container.restartCount, output: process.output }];
    this.#probe(pod, container, () => process.isServing());
    void process.ended.then(end => {
      if (container.process !== process) return;
      container.process = null;
      container.stopProbes();
      const task = () => this.#end(pod, container, end);
      if (left(LEAST_RUN_MS) === 0) task();
      else this.#after(container, { delayMs: left(LEAST_RUN_MS), task });
    });
  }

  /** Only what runs its own command is asked: a server of which nobody knows more is as well as it can be. */
  #probe(pod: KubeObject, container: PodContainer, isServing: () => boolean): void {
    const { state, name } = container;
    const spec = containerSpec(pod, name);
    const waits = waitsForProbe(spec);
    if (state.kind !== 'running' || (container.role !== 'main' && container.role !== 'sidecar')) return;
    container.state = { ...state, isReady: waits.isReady && state.isReady, isStarting: waits.isStarting };
    const change = (how: Partial<Pick<Extract<ContainerState, { kind: 'running' }>, 'isReady' | 'isStarting'>>) => {
      if (container.state.kind !== 'running') return;
      const isSame = Object.entries(how).every(([key, value]) => getPath(container.state, key) === value);
      container.state = { ...container.state, ...how };
      if (!isSame) this.#tell(pod);
    };
    container.stopProbes = startProbes(
      { pod, spec, isServing },
      { commands: this.#commands, clock: this.#context.clock },
      {
        onStarted: () => change({ isStarting: false, isReady: spec['readinessProbe'] === undefined }),
        onReady: isReady => change({ isReady }),
        onFailure: message => this.#event(pod, 'Warning', { reason: 'Unhealthy', message }),
        onUnhealthy: message => {
          this.#event(pod, 'Normal', { reason: 'Killing', message });
          this.#terminate(pod, container);
        },
      },
    );
  }

  /** TERM, and KILL where that is not heard in time. */
  #terminate(pod: KubeObject, container: PodContainer): void {
    const { process } = container;
    void this.#beforeEnd(pod, container, graceOf(pod)).then(() => process?.signal('TERM'));
    this.#after(container, { delayMs: graceOf(pod), task: () => process?.signal('KILL') });
  }

  /** What its pod wants done before it ends; one that ends by itself has no time for it. */
  async #beforeEnd(pod: KubeObject, container: PodContainer, timeoutMs: number): Promise<void> {
    container.stopHook();
    const handler = container.state.kind === 'running' ? hookOf(containerSpec(pod, container.name), 'preStop') : null;
    if (handler === null || timeoutMs === 0 || (await this.#hook(pod, container, { handler, timeoutMs }))) return;
    this.#event(pod, 'Warning', { reason: 'FailedPreStopHook', message: 'PreStopHook failed' });
  }

  #end(pod: KubeObject, container: PodContainer, { exitCode, reason, message }: CommandEnd): void {
    const runtime = this.#runtime(pod);
    if (runtime === undefined || container.state.kind !== 'running') return;
    const { startedAt } = container.state;
    container.cancelTimer();
    const wasHeld = container.held !== null;
    container.held = null;
    const state: Ended = {
      ...{ kind: 'terminated', startedAt, finishedAt: this.#context.clock.now(), exitCode },
      reason: reason ?? (exitCode === 0 ? 'Completed' : 'Error'),
      ...(message === undefined ? {} : { message }),
    };
    container.state = state;
    if (reason === 'StartError') this.#event(pod, 'Warning', { reason: 'Failed', message: `Error: ${message ?? ''}` });
    const isOver = isWorkOver(pod, runtime.containers);
    if (runtime.isStopping) this.#deleteStopped(pod, runtime);
    else if (startsAgain(pod, container.role, exitCode) && !isOver) this.#restart(pod, container, state);
    else if (isOver && (container.role === 'main' || container.role === 'init')) this.#endSidecars(pod, runtime);
    else if (container.role === 'init' && hasSucceeded(state)) return this.#begin(pod);
    return wasHeld ? this.#goOn(pod) : this.#tell(pod);
  }

  /** Sidecars end with the work. */
  #endSidecars(pod: KubeObject, { containers }: PodRuntime): void {
    for (const container of containers) {
      if (container.role !== 'sidecar') continue;
      const { state } = container;
      if (container.process !== null) this.#terminate(pod, container);
      else container.cancelTimer();
      if (container.process !== null || state.kind !== 'running') continue;
      const finishedAt = this.#context.clock.now();
      const { startedAt } = state;
      container.state = { kind: 'terminated', startedAt, finishedAt, exitCode: 0, reason: 'Completed' };
    }
  }

  #restart(pod: KubeObject, container: PodContainer, state: Ended): void {
    if (state.finishedAt - state.startedAt >= LONG_RUN_MS) container.crashes = 0;
    const delayMs = restartPause(container.crashes++);
    if (delayMs > 0) {
      const { name = '', namespace = '', uid = '' } = pod.metadata;
      const message = pauseMessage(pod, container.name, delayMs);
      container.lastState = { terminated: terminatedState(state) };
      container.state = { kind: 'waiting', reason: 'CrashLoopBackOff', message };
      this.#event(pod, 'Warning', {
        reason: 'BackOff',
        message: `Back-off restarting failed container ${container.name} in pod ${name}_${namespace}(${uid})`,
      });
    }
    const task = () => this.#startAndTell(pod, container);
    this.#after(container, { delayMs: Math.max(delayMs, START_MS[0]), task });
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
    const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
    // Whoever deletes it again may give it less.
    if (runtime === undefined || graceMs >= runtime.graceMs || isSilent(node)) return;
    runtime.graceMs = graceMs;
    if (runtime.isStopping) return this.#deleteWithin(pod, runtime, graceMs);
    runtime.isStopping = true;
    for (const { name, state, role } of runtime.containers)
      if (state.kind === 'running' && role !== 'added')
        this.#event(pod, 'Normal', { reason: 'Killing', message: `Stopping container ${name}` });
    for (const container of runtime.containers) {
      container.stopProbes();
      container.cancelTimer();
      if (hookOf(containerSpec(pod, container.name), 'preStop') === null) container.process?.signal('TERM');
      else this.#endHooked(pod, container, runtime);
    }
    this.#deleteWithin(pod, runtime, graceMs);
  }

  #endHooked(pod: KubeObject, container: PodContainer, runtime: PodRuntime): void {
    runtime.hooks++;
    void this.#beforeEnd(pod, container, runtime.graceMs).then(() => {
      runtime.hooks--;
      container.process?.signal('TERM');
      const isOver = runtime.hooks === 0 && runtime.containers.every(({ process }) => process === null);
      if (isOver && this.#runtime(pod) === runtime) this.#deleteWithin(pod, runtime, STOP_MS);
    });
  }

  #deleteWithin(pod: KubeObject, runtime: PodRuntime, graceMs: number): void {
    const isLong = runtime.hooks > 0 || runtime.containers.some(({ process }) => process !== null);
    const delayMs = isLong ? graceMs : Math.min(graceMs, STOP_MS);
    this.#after(runtime, { delayMs, task: () => this.#delete(pod, runtime) });
  }

  /** Before its time is over, where nothing of it is left. */
  #deleteStopped(pod: KubeObject, runtime: PodRuntime): void {
    if (runtime.hooks === 0 && runtime.containers.every(({ process }) => process === null))
      this.#after(runtime, { delayMs: 0, task: () => this.#delete(pod, runtime) });
  }

  #delete(pod: KubeObject, runtime: PodRuntime): void {
    for (const { process } of runtime.containers) process?.signal('KILL');
    this.#attempt(this.#context.client.delete(PODS, pod, { gracePeriodSeconds: 0 }));
  }

  #runtime(pod: KubeObject): PodRuntime | undefined {
    return this.#pods.get(pod.metadata.uid ?? '');
  }

  #after(of: PodRuntime | PodContainer, { delayMs, task }: { delayMs: number; task: () => void }): void {
    of.cancelTimer();
    of.cancelTimer = this.#context.clock.schedule(delayMs, task);
  }

  #tell(pod: KubeObject): void {
    const runtime = this.#runtime(pod);
    if (runtime === undefined) return;
    const { containers, resize } = runtime;
    runtime.hasBegun = true;
    this.#reports.tell(pod, { containers: containers.map(told), resize });
  }

  #attempt(work: Promise<void>): void {
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

/** Of a pod that is gone nothing goes on. */
function letGo(runtime: PodRuntime): void {
  runtime.cancelTimer();
  for (const { cancelTimer, stopProbes, stopHook, process } of runtime.containers) {
    cancelTimer();
    stopProbes();
    stopHook();
    process?.signal('KILL');
  }
}
