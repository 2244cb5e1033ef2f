import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';

export function containerStatuses(pod: unknown): JsonObject[] {
  return asArray(getPath(pod, 'status', 'containerStatuses')).map(asObject);
}

export function initContainerStatuses(pod: unknown): JsonObject[] {
  return asArray(getPath(pod, 'status', 'initContainerStatuses')).map(asObject);
}

/**
 * Init containers that run beside the others. Only the spec tells: kubelets say `started` of every init container that runs.
 */
export function sidecarNames(pod: unknown): ReadonlySet<string> {
  const containers = asArray(getPath(pod, 'spec', 'initContainers'));
  if (containers.length === 0) return NO_NAMES;
  const sidecars = containers.filter(entry => getPath(entry, 'restartPolicy') === 'Always');
  return new Set(sidecars.map(entry => asString(getPath(entry, 'name'))));
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** Why a container waits, or how it ended, in kubectl's words; '' while it runs. */
export function stateWord(container: JsonObject): string {
  const waiting = asString(getPath(container, 'state', 'waiting', 'reason'));
  if (waiting !== '') return waiting;
  const terminated = getPath(container, 'state', 'terminated');
  if (terminated === undefined) return '';
  const { reason, signal, exitCode } = asObject(terminated);
  if (asString(reason) !== '') return asString(reason);
  const number = asNumber(signal) ?? 0;
  return number === 0 ? `ExitCode:${asNumber(exitCode) ?? 0}` : `Signal:${number}`;
}

/** What it ended with; null while it has not. */
export function exitCodeOf(container: JsonObject): number | null {
  const terminated = getPath(container, 'state', 'terminated');
  return terminated === undefined ? null : (asNumber(getPath(terminated, 'exitCode')) ?? 0);
}

/** It ended well. */
export function isDone(container: JsonObject): boolean {
  return exitCodeOf(container) === 0;
}
