import { asArray, asNumber, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { rememberLast } from '@lanthorn/base/remember-last.ts';
import { findCondition, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import {
  containerStatuses,
  exitCodeOf,
  initContainerStatuses,
  isDone,
  sidecarNames,
  stateWord,
} from './containers/container-statuses.ts';

/** What kubectl says of a pod: the columns READY, STATUS and RESTARTS. */
export interface PodSummary {
  /** Of the containers that stay, sidecars among them. */
  readonly ready: number;
  readonly total: number;
  readonly word: string;
  readonly restarts: number;
  /** When the last of `restarts` was; null where that is not known. */
  readonly restartedAt: number | null;
}

/** As printPod of k8s.io/kubernetes 1.37 (pkg/printers/internalversion) counts. */
export const podSummary: (pod: unknown) => PodSummary = rememberLast(pod => {
  const sidecars = sidecarNames(pod);
  const isSidecar = (status: JsonObject) => sidecars.has(asString(status['name']));
  const inits = initContainerStatuses(pod);
  const isPast = (status: JsonObject) => isDone(status) || (isSidecar(status) && status['started'] === true);
  const blockedAt = inits.findIndex(status => !isPast(status));
  // What comes after the one that blocks has not had its turn.
  const reached = blockedAt < 0 ? inits : inits.slice(0, blockedAt + 1);
  const isInitialised = blockedAt < 0 || findCondition(pod, 'Initialized')?.['status'] === 'True';
  const containers = containerStatuses(pod);
  const restarting = isInitialised ? [...reached.filter(isSidecar), ...containers] : reached;
  const restarts = restarting.reduce((sum, status) => sum + (asNumber(status['restartCount']) ?? 0), 0);
  const readySidecars = reached.filter(
    status => isSidecar(status) && !isDone(status) && status['started'] === true && status['ready'] === true,
  );
  let word = phaseWord(pod);
  if (blockedAt >= 0) word = initWord(pod, inits[blockedAt] ?? {}, blockedAt);
  if (isInitialised) word = containersWord(pod, containers, word);
  return {
    ready: readySidecars.length + (isInitialised ? containers.filter(isReady).length : 0),
    total: asArray(getPath(pod, 'spec', 'containers')).length + sidecars.size,
    word: deletionWord(pod) ?? word,
    restarts,
    restartedAt: restarts === 0 ? null : lastRestart(restarting),
  };
});

/** A container may be called ready while it waits or has ended: the last word on it is its state. */
function isReady(status: JsonObject): boolean {
  return stateWord(status) === '' && status['ready'] === true && getPath(status, 'state', 'running') !== undefined;
}

function phaseWord(pod: unknown): string {
  const isGated = asArray(getPath(pod, 'status', 'conditions')).some(
    entry => getPath(entry, 'type') === 'PodScheduled' && getPath(entry, 'reason') === 'SchedulingGated',
  );
  if (isGated) return 'SchedulingGated';
  return asString(getPath(pod, 'status', 'reason')) || asString(getPath(pod, 'status', 'phase')) || 'Unknown';
}

function initWord(pod: unknown, blocked: JsonObject, at: number): string {
  const word = stateWord(blocked);
  const isUnderWay = word === '' || (word === 'PodInitializing' && getPath(blocked, 'state', 'waiting') !== undefined);
  return `Init:${isUnderWay ? `${at}/${asArray(getPath(pod, 'spec', 'initContainers')).length}` : word}`;
}

/** The first container that has something to say speaks for the pod; one that failed is not covered up by one that is done. */
function containersWord(pod: unknown, containers: readonly JsonObject[], otherwise: string): string {
  const word = containers.map(stateWord).find(own => own !== '') ?? otherwise;
  if (word !== 'Completed') return word;
  const isRunning = containers.some(isReady);
  if (isRunning && findCondition(pod, 'Ready')?.['status'] === 'True') return 'Running';
  const failed = containers.find(status => (exitCodeOf(status) ?? 0) !== 0);
  if (failed !== undefined) return stateWord(failed);
  return isRunning ? 'NotReady' : word;
}

function deletionWord(pod: unknown): string | null {
  if (getPath(pod, 'metadata', 'deletionTimestamp') === undefined) return null;
  if (getPath(pod, 'status', 'reason') === 'NodeLost') return 'Unknown';
  const phase = getPath(pod, 'status', 'phase');
  // A Job's pod that ended waits for the controller to count it: how it ended is what matters.
  return phase === 'Succeeded' || phase === 'Failed' ? null : 'Terminating';
}

function lastRestart(statuses: readonly JsonObject[]): number | null {
  const times = statuses.flatMap(status => parseTime(getPath(status, 'lastState', 'terminated', 'finishedAt')) ?? []);
  return times.length === 0 ? null : Math.max(...times);
}
