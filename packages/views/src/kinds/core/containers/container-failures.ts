import { asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { Trouble } from '../../../cells/trouble.ts';
import { containerStatuses, initContainerStatuses, sidecarNames } from './container-statuses.ts';

/** How a container of the pod failed, in the words of its status: `app exited with 137 (OOMKilled)`. */
export interface ContainerFailure extends Trouble {
  readonly container: string;
}

/** Every container that ended badly or cannot start, those that come first included; behind them those that run again. */
export function containerFailures(pod: unknown): ContainerFailure[] {
  const sidecars = sidecarNames(pod);
  // Once the work is done its sidecars are stopped, which may take a signal: that is no failure.
  const isOver = getPath(pod, 'status', 'phase') === 'Succeeded';
  const inits = initContainerStatuses(pod).filter(status => !isOver || !sidecars.has(asString(status['name'])));
  return [...inits, ...containerStatuses(pod)]
    .toSorted((a, b) => Number(isRunning(a)) - Number(isRunning(b)))
    .flatMap(status => failureOf(status) ?? []);
}

/** Whether it runs again: what it failed of was the run before. */
export function runsAgain(pod: unknown, container: string): boolean {
  const statuses = [...initContainerStatuses(pod), ...containerStatuses(pod)];
  return statuses.some(status => status['name'] === container && isRunning(status));
}

function isRunning(status: JsonObject): boolean {
  return getPath(status, 'state', 'running') !== undefined;
}

function failureOf(status: JsonObject): ContainerFailure | null {
  const container = asString(status['name']);
  const terminated = asObject(getPath(status, 'state', 'terminated') ?? getPath(status, 'lastState', 'terminated'));
  const exitCode = asNumber(terminated['exitCode']);
  if (exitCode !== undefined && exitCode !== 0) {
    const signal = asNumber(terminated['signal']) ?? 0;
    const reason = asString(terminated['reason']) || (signal === 0 ? '' : `Signal:${signal}`);
    return {
      container,
      exitCode,
      reason,
      message: asString(terminated['message']),
      since: parseTime(terminated['finishedAt']),
    };
  }
  const waiting = asObject(getPath(status, 'state', 'waiting'));
  const reason = asString(waiting['reason']);
  const isWaitingNormally = reason === '' || reason === 'ContainerCreating' || reason === 'PodInitializing';
  return isWaitingNormally
    ? null
    : { container, exitCode: null, reason, message: asString(waiting['message']), since: null };
}
