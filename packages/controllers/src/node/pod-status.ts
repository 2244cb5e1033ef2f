import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { addedStatuses } from './added-containers.ts';
import { containerId, type ContainerRun, type ContainerState, digest, readState, stateOf } from './container-state.ts';
import { hasSucceeded, incompleteNames, type InitContainer } from './init-containers.ts';
import type { ResizeRefusal } from './pod-resize.ts';
import { hashText } from './simulation.ts';

/** What a node knows of a pod: all containers of the work alike, its init containers one by one. */
export interface PodRun extends ContainerRun {
  readonly init: readonly InitContainer[];
  /** Containers that were added to it, with when each began; null before. */
  readonly added?: ReadonlyMap<string, number | null>;
  /** Why its node does not give it what it asks for since it runs. */
  readonly resize?: ResizeRefusal | null;
}

/** The status a kubelet reports for a pod. */
export function podStatus(pod: KubeObject, run: PodRun, now: number): JsonObject {
  const { state, restartCount, init } = run;
  const phase = phaseOf(pod, run);
  const unready = containerNames(pod);
  const why = phase === 'Succeeded' ? 'PodCompleted' : phase === 'Failed' ? 'PodFailed' : 'ContainersNotReady';
  const isReady = state.kind === 'running' && state.isReady;
  const message = `containers with unready status: [${unready.join(' ')}]`;
  const readiness = isReady
    ? { status: 'True' }
    : { status: 'False', reason: why, ...(why === 'ContainersNotReady' ? { message } : {}) };
  const hasSandbox =
    state.kind !== 'waiting' || restartCount > 0 || init.some(({ state: { kind } }) => kind !== 'waiting');
  const conditions = [
    { type: 'PodReadyToStartContainers', status: hasSandbox ? 'True' : 'False' },
    { type: 'Initialized', ...initialized(init, phase) },
    { type: 'Ready', ...readiness },
    { type: 'ContainersReady', ...readiness },
    { type: 'PodScheduled', status: 'True' },
    ...(run.resize ? [{ type: 'PodResizePending', status: 'True', ...run.resize }] : []),
  ].map(condition => keepTransition(pod, condition, now));
  const ip = podIp(pod);
  const specs = (list: string) => asArray(getPath(pod, 'spec', list)).map(asObject);
  return {
    phase,
    conditions,
    hostIP: hostIp(pod),
    hostIPs: [{ ip: hostIp(pod) }],
    ...(hasSandbox ? { podIP: ip, podIPs: [{ ip }] } : {}),
    startTime: getPath(pod, 'status', 'startTime') ?? formatTime(now),
    ...(init.length === 0
      ? {}
      : {
          initContainerStatuses: specs('initContainers').map((container, i) => initStatus(container, init[i] ?? run)),
        }),
    containerStatuses: specs('containers').map((container, i) => ({
      ...containerStatus(container, run),
      ...(run.resize ? resourcesBefore(pod, i) : {}),
    })),
    ...addedStatuses(pod, run.added ?? new Map(), now),
    qosClass: getPath(pod, 'status', 'qosClass') ?? 'BestEffort',
  };
}

function containerNames(pod: KubeObject): string[] {
  return asArray(getPath(pod, 'spec', 'containers')).map(entry => asString(asObject(entry)['name']));
}

function initialized(init: readonly InitContainer[], phase: string) {
  const incomplete = phase === 'Succeeded' ? [] : incompleteNames(init);
  if (incomplete.length === 0) return { status: 'True', ...(phase === 'Succeeded' ? { reason: 'PodCompleted' } : {}) };
  const message = `containers with incomplete status: [${incomplete.join(' ')}]`;
  return { status: 'False', reason: 'ContainersNotInitialized', message };
}

/** A sidecar that runs is ready; an init container is when it has done its part. */
function initStatus(container: JsonObject, run: ContainerRun): JsonObject {
  return {
    ...containerStatus(container, run),
    ready: hasSucceeded(run.state) || (run.state.kind === 'running' && container['restartPolicy'] === 'Always'),
  };
}

function phaseOf(pod: KubeObject, { state, init }: PodRun): string {
  const policy = getPath(pod, 'spec', 'restartPolicy');
  const failedInit = init.some(
    entry => !entry.isSidecar && entry.state.kind === 'terminated' && !hasSucceeded(entry.state),
  );
  if (failedInit && policy === 'Never') return 'Failed';
  if (state.kind === 'terminated' && policy === 'Never') return state.exitCode === 0 ? 'Succeeded' : 'Failed';
  if (state.kind === 'terminated' && policy === 'OnFailure' && state.exitCode === 0) return 'Succeeded';
  if (state.kind === 'waiting' && getPath(pod, 'status', 'phase') !== 'Running') return 'Pending';
  return 'Running';
}

function keepTransition(pod: KubeObject, condition: { type: string; status: string }, now: number): JsonObject {
  const before = asArray(getPath(pod, 'status', 'conditions'))
    .map(asObject)
    .find(entry => entry['type'] === condition.type);
  const since = before?.['status'] === condition.status ? before['lastTransitionTime'] : formatTime(now);
  return { ...condition, lastProbeTime: null, lastTransitionTime: since };
}

function containerStatus(container: JsonObject, { state, restartCount, lastState }: ContainerRun): JsonObject {
  const name = asString(container['name']);
  const image = asString(container['image']);
  const isWaiting = state.kind === 'waiting';
  return {
    name,
    state: stateOf(state, name),
    lastState,
    ready: state.kind === 'running' && state.isReady,
    restartCount,
    image,
    imageID: isWaiting && restartCount === 0 ? '' : `${image.split('@')[0] ?? ''}@sha256:${digest(image)}`,
    ...(state.kind === 'waiting' ? {} : { containerID: containerId(state.startedAt) }),
    started: state.kind === 'running',
    ...(isWaiting ? {} : resourcesOf(container)),
  };
}

/** What it has as long as its node gives it nothing else. */
function resourcesBefore(pod: KubeObject, at: number): JsonObject {
  const { resources, allocatedResources } = asObject(asArray(getPath(pod, 'status', 'containerStatuses'))[at]);
  return { resources, allocatedResources };
}

/** What a container was given; a node that says so can change it while it runs. */
function resourcesOf({ resources }: JsonObject): JsonObject {
  const { requests } = asObject(resources);
  return { resources: asObject(resources), ...(requests === undefined ? {} : { allocatedResources: requests }) };
}

function podIp(pod: KubeObject): string {
  const hash = hashText(pod.metadata.uid ?? '');
  return asString(getPath(pod, 'status', 'podIP')) || `10.244.${(hash >>> 8) % 256}.${(hash % 254) + 1}`;
}

function hostIp(pod: KubeObject): string {
  return `192.168.10.${(hashText(asString(getPath(pod, 'spec', 'nodeName'))) % 200) + 10}`;
}

/** How far a pod's work is by its status, for a kubelet that takes over pods it did not start; null where nothing has begun. */
export function readContainerState(pod: KubeObject): ContainerState | null {
  return readState(asArray(getPath(pod, 'status', 'containerStatuses'))[0]);
}
