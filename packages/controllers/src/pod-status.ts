import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject, parseTime } from '@lanthorn/kube/kube-object.ts';
import { hashText } from './simulation.ts';

/** What a simulated node says about all containers of a pod at once. */
export type ContainerState =
  | { readonly kind: 'waiting'; readonly reason: string; readonly message?: string }
  | { readonly kind: 'running'; readonly startedAt: number; readonly isReady: boolean }
  | {
      readonly kind: 'terminated';
      readonly startedAt: number;
      readonly finishedAt: number;
      readonly exitCode: number;
      readonly reason: string;
    };

/** The status a kubelet reports for a pod whose containers are in `state`. */
export function podStatus(
  pod: KubeObject,
  state: ContainerState,
  context: { readonly now: number; readonly restartCount: number; readonly lastState: JsonObject },
): JsonObject {
  const phase = phaseOf(pod, state);
  const isReady = state.kind === 'running' && state.isReady;
  const reason = phase === 'Succeeded' ? 'PodCompleted' : phase === 'Failed' ? 'PodFailed' : 'ContainersNotReady';
  const names = asArray(getPath(pod, 'spec', 'containers')).map(entry => asString(asObject(entry)['name']));
  const message = `containers with unready status: [${names.join(' ')}]`;
  const readiness = isReady
    ? { status: 'True' }
    : { status: 'False', reason, ...(reason === 'ContainersNotReady' ? { message } : {}) };
  const conditions = [
    {
      type: 'PodReadyToStartContainers',
      status: state.kind === 'waiting' && context.restartCount === 0 ? 'False' : 'True',
    },
    { type: 'Initialized', status: 'True', ...(phase === 'Succeeded' ? { reason: 'PodCompleted' } : {}) },
    { type: 'Ready', ...readiness },
    { type: 'ContainersReady', ...readiness },
    { type: 'PodScheduled', status: 'True' },
  ].map(condition => keepTransition(pod, condition, context.now));
  const ip = podIp(pod);
  return {
    phase,
    conditions,
    hostIP: hostIp(pod),
    hostIPs: [{ ip: hostIp(pod) }],
    ...(state.kind === 'waiting' && context.restartCount === 0 ? {} : { podIP: ip, podIPs: [{ ip }] }),
    startTime: getPath(pod, 'status', 'startTime') ?? formatTime(context.now),
    containerStatuses: asArray(getPath(pod, 'spec', 'containers')).map(entry =>
      containerStatus(asObject(entry), state, context),
    ),
    qosClass: getPath(pod, 'status', 'qosClass') ?? 'BestEffort',
  };
}

function phaseOf(pod: KubeObject, state: ContainerState): string {
  const policy = getPath(pod, 'spec', 'restartPolicy');
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

function containerStatus(
  container: JsonObject,
  state: ContainerState,
  context: { restartCount: number; lastState: JsonObject },
): JsonObject {
  const name = asString(container['name']);
  const image = asString(container['image']);
  const isWaiting = state.kind === 'waiting';
  return {
    name,
    state: stateOf(state, name),
    lastState: context.lastState,
    ready: state.kind === 'running' && state.isReady,
    restartCount: context.restartCount,
    image,
    imageID: isWaiting && context.restartCount === 0 ? '' : `${image.split('@')[0] ?? ''}@sha256:${digest(image)}`,
    ...(isWaiting ? {} : { containerID: `containerd://${digest(`${name}${context.restartCount}${image}`)}` }),
    started: state.kind === 'running',
  };
}

function stateOf(state: ContainerState, name: string): JsonObject {
  switch (state.kind) {
    case 'waiting':
      return {
        waiting: {
          reason: state.reason,
          ...(state.message === undefined ? {} : { message: state.message.replace('CONTAINER', name) }),
        },
      };
    case 'running':
      return { running: { startedAt: formatTime(state.startedAt) } };
    case 'terminated':
      return { terminated: terminatedState(state) };
  }
}

export function terminatedState(state: Extract<ContainerState, { kind: 'terminated' }>): JsonObject {
  const { exitCode, reason, startedAt, finishedAt } = state;
  return {
    exitCode,
    reason,
    startedAt: formatTime(startedAt),
    finishedAt: formatTime(finishedAt),
    containerID: `containerd://${digest(String(startedAt))}`,
  };
}

function digest(text: string): string {
  return Array.from({ length: 8 }, (_, i) => hashText(`${text}/${i}`).toString(16).padStart(8, '0')).join('');
}

function podIp(pod: KubeObject): string {
  const hash = hashText(pod.metadata.uid ?? '');
  return asString(getPath(pod, 'status', 'podIP')) || `10.244.${(hash >>> 8) % 256}.${(hash % 254) + 1}`;
}

function hostIp(pod: KubeObject): string {
  return `192.168.10.${(hashText(asString(getPath(pod, 'spec', 'nodeName'))) % 200) + 10}`;
}

/** The first container's state in a status, for a kubelet that takes over pods it did not start. */
export function readContainerState(pod: KubeObject): ContainerState | null {
  const state = asObject(getPath(asArray(getPath(pod, 'status', 'containerStatuses'))[0], 'state'));
  const runningSince = parseTime(getPath(state, 'running', 'startedAt'));
  if (runningSince !== null) return { kind: 'running', startedAt: runningSince, isReady: true };
  if (state['terminated'] !== undefined) {
    const { startedAt, finishedAt, exitCode, reason } = asObject(state['terminated']);
    return {
      kind: 'terminated',
      startedAt: parseTime(startedAt) ?? 0,
      finishedAt: parseTime(finishedAt) ?? 0,
      exitCode: Number(exitCode),
      reason: asString(reason),
    };
  }
  if (state['waiting'] !== undefined) return { kind: 'waiting', reason: asString(getPath(state, 'waiting', 'reason')) };
  return null;
}
