import { asArray, asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type ContainerRun, type ContainerState, readState } from './container-state.ts';

/** An init container of a pod, as its node has it. One that restarts always is a sidecar: it goes on beside the work (KEP-753). */
export interface InitContainer extends ContainerRun {
  readonly name: string;
  readonly isSidecar: boolean;
}

const WAITING: ContainerState = { kind: 'waiting', reason: 'PodInitializing' };

/** As the pod's status has them; those it says nothing of have not begun. */
export function readInitContainers(pod: KubeObject): InitContainer[] {
  const statuses = asArray(getPath(pod, 'status', 'initContainerStatuses')).map(asObject);
  return asArray(getPath(pod, 'spec', 'initContainers')).map(entry => {
    const name = asString(asObject(entry)['name']);
    const status = statuses.find(candidate => candidate['name'] === name);
    return {
      name,
      isSidecar: asObject(entry)['restartPolicy'] === 'Always',
      state: readState(status) ?? WAITING,
      restartCount: asNumber(status?.['restartCount']) ?? 0,
      lastState: asObject(status?.['lastState']),
    };
  });
}

/** The one whose turn it is; -1 when the work may begin. They run one after the other; a sidecar that has started is no reason to wait. */
export function nextInitContainer(containers: readonly InitContainer[]): number {
  return containers.findIndex(({ isSidecar, state }) => !(isSidecar ? state.kind === 'running' : hasSucceeded(state)));
}

export function hasSucceeded(state: ContainerState): boolean {
  return state.kind === 'terminated' && state.exitCode === 0;
}

/** Sidecars end with the work. */
export function endSidecars(containers: readonly InitContainer[], finishedAt: number): InitContainer[] {
  return containers.map(container => {
    const { state } = container;
    if (!container.isSidecar || state.kind !== 'running') return container;
    const { startedAt } = state;
    return { ...container, state: { kind: 'terminated', startedAt, finishedAt, exitCode: 0, reason: 'Completed' } };
  });
}

/** Names of those that are not done yet, as the condition `Initialized` lists them. */
export function incompleteNames(containers: readonly InitContainer[]): string[] {
  const next = nextInitContainer(containers);
  return next < 0 ? [] : containers.slice(next).map(({ name }) => name);
}
