import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ContainerOutput } from './container-output.ts';
import type { ContainerProcess } from './container-process.ts';
import { type ContainerRun, type ContainerState, readState } from './container-state.ts';

/** What a container is for: to go before the work, to go on beside it (KEP-753), to do it, or to look at it. */
export type Role = 'init' | 'sidecar' | 'main' | 'added';

/** A container as its node tells of it. */
export interface ToldContainer extends ContainerRun {
  readonly name: string;
  readonly role: Role;
}

/** What a command wrote in which run. */
interface RunOutput {
  readonly run: number;
  readonly output: ContainerOutput;
}

/** A container of a pod, as its node has it. */
export interface PodContainer {
  readonly name: string;
  readonly role: Role;
  state: ContainerState;
  /** What is told of it until that is done which its pod wants done when it has begun. */
  held: ContainerState | null;
  restartCount: number;
  lastState: JsonObject;
  /** Ends since it last ran for long. */
  crashes: number;
  /** Its own command, while it runs. */
  process: ContainerProcess | null;
  /** Of this run and the one before. */
  outputs: readonly RunOutput[];
  cancelTimer: () => void;
  stopProbes: () => void;
  stopHook: () => void;
}

const LISTS = {
  initContainers: 'initContainerStatuses',
  containers: 'containerStatuses',
  ephemeralContainers: 'ephemeralContainerStatuses',
} as const;

export const containerSpecs = (pod: KubeObject, list: keyof typeof LISTS): JsonObject[] =>
  asArray(getPath(pod, 'spec', list)).map(asObject);

export function containerSpec(pod: KubeObject, name: string): JsonObject {
  for (const list of ['containers', 'initContainers', 'ephemeralContainers'] as const)
    for (const spec of containerSpecs(pod, list)) if (spec['name'] === name) return spec;
  return {};
}

const nothing = () => {};
const NO_OUTPUTS: readonly RunOutput[] = [];

/** As the pod's status has them; those it says nothing of have not begun. */
export function readContainers(pod: KubeObject): PodContainer[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap(list => {
    const statuses = asArray(getPath(pod, 'status', LISTS[list])).map(asObject);
    return containerSpecs(pod, list).map(spec => {
      const status = statuses.find(({ name }) => name === spec['name']);
      return newContainer(asString(spec['name']), roleOf(spec, list), {
        state: readState(status) ?? waitingState(pod),
        restartCount: asNumber(status?.['restartCount']) ?? 0,
        lastState: asObject(status?.['lastState']),
      });
    });
  });
}

function roleOf(spec: JsonObject, list: keyof typeof LISTS): Role {
  if (list === 'containers') return 'main';
  if (list === 'ephemeralContainers') return 'added';
  return spec['restartPolicy'] === 'Always' ? 'sidecar' : 'init';
}

export function newContainer(name: string, role: Role, { state, restartCount, lastState }: ContainerRun): PodContainer {
  return {
    ...{ name, role, state, held: null, restartCount, lastState, crashes: restartCount, process: null },
    ...{ outputs: NO_OUTPUTS, cancelTimer: nothing, stopProbes: nothing, stopHook: nothing },
  };
}

export function waitingState(pod: KubeObject): ContainerState {
  const isPrepared = containerSpecs(pod, 'initContainers').length > 0;
  return { kind: 'waiting', reason: isPrepared ? 'PodInitializing' : 'ContainerCreating' };
}

export function told({ name, role, state, held, restartCount, lastState }: PodContainer): ToldContainer {
  return { name, role, state: held ?? state, restartCount, lastState };
}

const goesBefore = ({ role }: ToldContainer | PodContainer) => role === 'init' || role === 'sidecar';

/** The one whose turn it is; undefined when the work may begin. They run one after the other; a sidecar that has started is no reason to wait. */
export function nextBefore<T extends ToldContainer | PodContainer>(containers: readonly T[]): T | undefined {
  return containers.filter(goesBefore).find(container => !isDone(container));
}

/** Names of those that are not done yet, as the condition `Initialized` lists them. */
export function incompleteNames(containers: readonly ToldContainer[]): string[] {
  const before = containers.filter(goesBefore);
  const next = before.findIndex(container => !isDone(container));
  return next < 0 ? [] : before.slice(next).map(({ name }) => name);
}

/** A sidecar has done its part once it has begun, and is no longer held. */
function isDone(container: ToldContainer | PodContainer): boolean {
  const { role, restartCount } = container;
  const state = ('held' in container ? container.held : null) ?? container.state;
  return role === 'sidecar' ? state.kind !== 'waiting' || restartCount > 0 : hasSucceeded(state);
}

export function hasSucceeded(state: ContainerState): boolean {
  return state.kind === 'terminated' && state.exitCode === 0;
}

/** Whether it is begun again when it ends so. */
export function startsAgain(pod: KubeObject, role: Role, exitCode: number): boolean {
  if (role === 'added') return false;
  if (role === 'sidecar') return true;
  const policy = getPath(pod, 'spec', 'restartPolicy');
  if (role === 'init') return exitCode !== 0 && policy !== 'Never';
  return policy === 'OnFailure' ? exitCode !== 0 : policy !== 'Never';
}

/** Nothing of the work will be begun again. */
export function isWorkOver(pod: KubeObject, containers: readonly PodContainer[]): boolean {
  const isOver = ({ role, state }: PodContainer) =>
    state.kind === 'terminated' && !startsAgain(pod, role, state.exitCode);
  // Without what goes before, it never begins.
  if (containers.some(each => each.role === 'init' && isOver(each) && !hasSucceeded(each.state))) return true;
  return containers.every(each => each.role !== 'main' || isOver(each));
}

/** It has not been there before. */
export function isUnbegun({ role, state, restartCount, lastState }: PodContainer): boolean {
  return role === 'main' && state.kind === 'waiting' && restartCount === 0 && lastState['terminated'] === undefined;
}

/** Of a pod that does not say how long it may take to stop. */
const GRACE_SECONDS = 30;

/** Milliseconds. */
export function graceOf(pod: KubeObject): number {
  const seconds = getPath(pod, 'spec', 'terminationGracePeriodSeconds');
  return (typeof seconds === 'number' ? seconds : GRACE_SECONDS) * 1000;
}
