import { asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { numberedHashes } from './simulation.ts';

/** How a simulated container is. */
export type ContainerState =
  | { readonly kind: 'waiting'; readonly reason: string; readonly message?: string }
  | {
      readonly kind: 'running';
      readonly startedAt: number;
      readonly isReady: boolean;
      /** Its startup probe has not succeeded yet. */
      readonly isStarting?: boolean;
    }
  | {
      readonly kind: 'terminated';
      readonly startedAt: number;
      readonly finishedAt: number;
      readonly exitCode: number;
      readonly reason: string;
      readonly message?: string;
    };

/** A container's present, and what came before it. */
export interface ContainerRun {
  readonly state: ContainerState;
  readonly restartCount: number;
  readonly lastState: JsonObject;
}

/** The state in one container's status. */
export function readState(status: unknown): ContainerState | null {
  const state = asObject(getPath(status, 'state'));
  const runningSince = parseTime(getPath(state, 'running', 'startedAt'));
  if (runningSince !== null) return { kind: 'running', startedAt: runningSince, isReady: true };
  if (state['terminated'] !== undefined) {
    const { startedAt, finishedAt, exitCode, reason, message } = asObject(state['terminated']);
    return {
      kind: 'terminated',
      startedAt: parseTime(startedAt) ?? 0,
      finishedAt: parseTime(finishedAt) ?? 0,
      exitCode: Number(exitCode),
      reason: asString(reason),
      ...(message === undefined ? {} : { message: asString(message) }),
    };
  }
  if (state['waiting'] !== undefined) return { kind: 'waiting', reason: asString(getPath(state, 'waiting', 'reason')) };
  return null;
}

/** As a container's status has it. */
export function stateOf(state: ContainerState): JsonObject {
  switch (state.kind) {
    case 'waiting':
      return {
        waiting: { reason: state.reason, ...(state.message === undefined ? {} : { message: state.message }) },
      };
    case 'running':
      return { running: { startedAt: formatTime(state.startedAt) } };
    case 'terminated':
      return { terminated: terminatedState(state) };
  }
}

export function terminatedState(state: Extract<ContainerState, { kind: 'terminated' }>): JsonObject {
  const { exitCode, reason, message, startedAt, finishedAt } = state;
  return {
    exitCode,
    reason,
    ...(message === undefined ? {} : { message }),
    startedAt: formatTime(startedAt),
    finishedAt: formatTime(finishedAt),
    containerID: containerId(startedAt),
  };
}

/** Of one run of a container, told by its start as its status tells it: the same while it runs and when it has ended. */
export function containerId(startedAt: number): string {
  return `containerd://${digest(formatTime(startedAt))}`;
}

/** A made-up digest, the same for the same text. */
export function digest(text: string): string {
  return numberedHashes(text, 8)
    .map(hash => hash.toString(16).padStart(8, '0'))
    .join('');
}
