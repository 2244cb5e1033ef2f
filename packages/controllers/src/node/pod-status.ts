import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { qosClass } from '@lanthorn/kube/objects/qos-class.ts';
import { containerId, type ContainerRun, digest, stateOf } from './container-state.ts';
import { containerSpecs, hasSucceeded, incompleteNames, type Role, type ToldContainer } from './pod-containers.ts';
import type { ResizeRefusal } from './pod-resize.ts';
import { hashText } from './simulation.ts';

/** What a node knows of a pod. */
export interface PodRun {
  /** In the order of the pod: those before the work, the work, those that were added. */
  readonly containers: readonly ToldContainer[];
  /** Why its node does not give it what it asks for since it runs. */
  readonly resize?: ResizeRefusal | null;
}

/** All containers of the work alike, without any others. */
export function alike(pod: KubeObject, run: ContainerRun): PodRun {
  return {
    containers: containerSpecs(pod, 'containers').map(({ name }) => ({ ...run, name: asString(name), role: 'main' })),
  };
}

const isReady = ({ role, state }: ToldContainer) => role !== 'init' && state.kind === 'running' && state.isReady;

/** The status a kubelet reports for a pod. */
export function podStatus(pod: KubeObject, run: PodRun, at: number): JsonObject {
  const { containers } = run;
  const now = formatTime(at);
  const ofRole = (...roles: Role[]) => containers.filter(({ role }) => roles.includes(role));
  const phase = phaseOf(pod, containers);
  const unready = ofRole('sidecar', 'main')
    .filter(container => !isReady(container))
    .map(({ name }) => name);
  const why = phase === 'Succeeded' ? 'PodCompleted' : phase === 'Failed' ? 'PodFailed' : 'ContainersNotReady';
  const message = `containers with unready status: [${unready.join(' ')}]`;
  const readiness =
    unready.length === 0
      ? { status: 'True' }
      : { status: 'False', reason: why, ...(why === 'ContainersNotReady' ? { message } : {}) };
  const hasSandbox = containers.some(({ state: { kind }, restartCount }) => kind !== 'waiting' || restartCount > 0);
  const conditions = [
    { type: 'PodReadyToStartContainers', status: hasSandbox ? 'True' : 'False' },
    { type: 'Initialized', ...initialized(containers, phase) },
    { type: 'Ready', ...readiness },
    { type: 'ContainersReady', ...readiness },
    { type: 'PodScheduled', status: 'True' },
    ...(run.resize ? [{ type: 'PodResizePending', status: 'True', ...run.resize }] : []),
  ].map(condition => keepTransition(pod, condition, now));
  const ip = podIp(pod);
  const statuses = (list: 'containers' | 'initContainers' | 'ephemeralContainers') =>
    containerSpecs(pod, list).flatMap((spec, i) => {
      const container = containers.find(({ name }) => name === spec['name']);
      if (container === undefined) return [];
      const isOlder = run.resize && list === 'containers';
      return [{ ...containerStatus(spec, container), ...(isOlder ? resourcesBefore(pod, i) : {}) }];
    });
  const before = statuses('initContainers');
  const added = statuses('ephemeralContainers');
  return {
    phase,
    conditions,
    hostIP: hostIp(pod),
    hostIPs: [{ ip: hostIp(pod) }],
    ...(hasSandbox ? { podIP: ip, podIPs: [{ ip }] } : {}),
    startTime: getPath(pod, 'status', 'startTime') ?? now,
    ...(before.length === 0 ? {} : { initContainerStatuses: before }),
    containerStatuses: statuses('containers'),
    ...(added.length === 0 ? {} : { ephemeralContainerStatuses: added }),
    qosClass: qosClass(asObject(pod['spec'])),
  };
}

function initialized(containers: readonly ToldContainer[], phase: string) {
  const incomplete = phase === 'Succeeded' ? [] : incompleteNames(containers);
  if (incomplete.length === 0) return { status: 'True', ...(phase === 'Succeeded' ? { reason: 'PodCompleted' } : {}) };
  const message = `containers with incomplete status: [${incomplete.join(' ')}]`;
  return { status: 'False', reason: 'ContainersNotInitialized', message };
}

/** As `getPhase` of the kubelet has it. */
function phaseOf(pod: KubeObject, containers: readonly ToldContainer[]): string {
  const policy = getPath(pod, 'spec', 'restartPolicy');
  const hasFailed = ({ role, state }: ToldContainer) =>
    role === 'init' && state.kind === 'terminated' && !hasSucceeded(state);
  if (containers.some(hasFailed) && policy === 'Never') return 'Failed';
  const work = containers.filter(({ role }) => role === 'main');
  const ended = work.flatMap(({ state }) => (state.kind === 'terminated' ? [state.exitCode] : []));
  const isWaiting = work.some(
    ({ state, lastState }) => state.kind === 'waiting' && lastState['terminated'] === undefined,
  );
  if (isWaiting && getPath(pod, 'status', 'phase') !== 'Running') return 'Pending';
  const isBeside = containers.some(({ role, state }) => role === 'sidecar' && state.kind === 'running');
  const mayEnd = policy === 'Never' || policy === 'OnFailure';
  if (!mayEnd || ended.length < work.length || isBeside) return 'Running';
  if (ended.every(exitCode => exitCode === 0)) return 'Succeeded';
  return policy === 'Never' ? 'Failed' : 'Running';
}

interface Told {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** Field by field: five of each pod take a quarter of the memory that copies of objects would. */
function keepTransition(pod: KubeObject, { type, status, reason, message }: Told, now: string): JsonObject {
  const before = asArray(getPath(pod, 'status', 'conditions'))
    .map(asObject)
    .find(entry => entry['type'] === type);
  const since = before?.['status'] === status ? before['lastTransitionTime'] : now;
  const condition = { type, status, lastProbeTime: null, lastTransitionTime: since };
  if (reason === undefined) return condition;
  return message === undefined ? { ...condition, reason } : { ...condition, reason, message };
}

function containerStatus(spec: JsonObject, container: ToldContainer): JsonObject {
  const { role, state, restartCount, lastState } = container;
  const image = asString(spec['image']);
  const hasDoneItsPart = (role === 'init' || role === 'sidecar') && hasSucceeded(state);
  const isWaiting = state.kind === 'waiting';
  const isMade = !isWaiting || restartCount > 0 || lastState['terminated'] !== undefined;
  const status = {
    ...{ name: asString(spec['name']), state: stateOf(state), lastState },
    ready: isReady(container) || hasDoneItsPart,
    restartCount,
    image,
    imageID: isMade ? `${image.split('@')[0] ?? ''}@sha256:${digest(image)}` : '',
    ...(state.kind === 'waiting' ? {} : { containerID: containerId(state.startedAt) }),
  };
  if (role === 'added') return { ...status, ready: false };
  return {
    ...status,
    started: state.kind === 'running' && state.isStarting !== true,
    ...(isWaiting ? {} : resourcesOf(spec)),
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

export function podIp(pod: KubeObject): string {
  const hash = hashText(pod.metadata.uid ?? '');
  if (getPath(pod, 'spec', 'hostNetwork') === true) return hostIp(pod);
  return asString(getPath(pod, 'status', 'podIP')) || `10.244.${(hash >>> 8) % 256}.${(hash % 254) + 1}`;
}

export function hostIp(pod: KubeObject): string {
  return `192.168.10.${(hashText(asString(getPath(pod, 'spec', 'nodeName'))) % 200) + 10}`;
}
