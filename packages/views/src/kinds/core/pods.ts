import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { findCondition, parseTime } from '@lanthorn/kube/kube-object.ts';
import type { StatusCell, Tone } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE, OWNER, textCell } from '../../cells/columns.ts';
import type { KindView } from '../../kind-view.ts';

const TONES: Readonly<Record<string, Tone>> = {
  Running: 'ok',
  Succeeded: 'muted',
  Completed: 'muted',
  Pending: 'warning',
  ContainerCreating: 'active',
  PodInitializing: 'active',
  Terminating: 'active',
  NotReady: 'warning',
  Unknown: 'warning',
};

/** The one answer to "how is this pod", in kubectl's words: its STATUS column. */
export function podStatus(pod: unknown): StatusCell {
  const status = statusWord(pod);
  const isInit = status.startsWith('Init:') && !/Error|BackOff|Err/.test(status);
  const tone =
    status === 'Running' && readyCount(pod).ready < readyCount(pod).total
      ? 'warning'
      : (TONES[status] ?? (isInit ? 'active' : 'bad'));
  return { status, tone };
}

/** printPod of k8s.io/kubernetes/pkg/printers/internalversion, except its init container details. */
function statusWord(pod: unknown): string {
  const status = asObject(getPath(pod, 'status'));
  if (getPath(pod, 'metadata', 'deletionTimestamp') !== undefined) {
    return status['reason'] === 'NodeLost' ? 'Unknown' : 'Terminating';
  }
  const initial = initWord(pod);
  if (initial !== null) return initial;
  let word = asString(status['reason']) || asString(status['phase']) || 'Unknown';
  let isRunning = false;
  for (const container of containerStatuses(pod).toReversed()) {
    word = stateWord(container) || word;
    if (container['ready'] === true && getPath(container, 'state', 'running') !== undefined) isRunning = true;
  }
  if (word !== 'Completed' || !isRunning) return word;
  return findCondition(pod, 'Ready')?.['status'] === 'True' ? 'Running' : 'NotReady';
}

function initWord(pod: unknown): string | null {
  const statuses = asArray(getPath(pod, 'status', 'initContainerStatuses')).map(asObject);
  for (const [i, container] of statuses.entries()) {
    const exitCode = asNumber(getPath(container, 'state', 'terminated', 'exitCode'));
    if (exitCode === 0 || container['started'] === true) continue;
    const word = stateWord(container);
    return word === '' || word === 'PodInitializing' ? `Init:${i}/${statuses.length}` : `Init:${word}`;
  }
  return null;
}

export function containerStatuses(pod: unknown): JsonObject[] {
  return asArray(getPath(pod, 'status', 'containerStatuses')).map(asObject);
}

function stateWord(container: JsonObject): string {
  const waiting = asString(getPath(container, 'state', 'waiting', 'reason'));
  if (waiting !== '') return waiting;
  const terminated = getPath(container, 'state', 'terminated');
  if (terminated === undefined) return '';
  const { reason, signal, exitCode } = asObject(terminated);
  if (asString(reason) !== '') return asString(reason);
  return asNumber(signal) === undefined ? `ExitCode:${asNumber(exitCode) ?? 0}` : `Signal:${asNumber(signal) ?? 0}`;
}

export function readyCount(pod: unknown): { ready: number; total: number } {
  const ready = containerStatuses(pod).filter(entry => entry['ready'] === true).length;
  return { ready, total: asArray(getPath(pod, 'spec', 'containers')).length };
}

export function restartCount(pod: unknown): number {
  return containerStatuses(pod).reduce((sum, entry) => sum + (asNumber(entry['restartCount']) ?? 0), 0);
}

/** How a container of the pod failed, in the words of its status: `app exited with 137 (OOMKilled)`. */
export interface ContainerFailure {
  readonly container: string;
  readonly exitCode: number | null;
  readonly reason: string;
  readonly message: string;
}

export function containerFailures(pod: unknown): ContainerFailure[] {
  return containerStatuses(pod).flatMap((status): ContainerFailure[] => {
    const container = asString(status['name']);
    const terminated = asObject(getPath(status, 'state', 'terminated') ?? getPath(status, 'lastState', 'terminated'));
    const exitCode = asNumber(terminated['exitCode']);
    if (exitCode !== undefined && exitCode !== 0) {
      return [
        { container, exitCode, reason: asString(terminated['reason']), message: asString(terminated['message']) },
      ];
    }
    const waiting = asObject(getPath(status, 'state', 'waiting'));
    const reason = asString(waiting['reason']);
    const isWaitingNormally = reason === '' || reason === 'ContainerCreating' || reason === 'PodInitializing';
    return isWaitingNormally ? [] : [{ container, exitCode: null, reason, message: asString(waiting['message']) }];
  });
}

export const POD_VIEW: KindView = {
  resource: { group: '', version: 'v1', resource: 'pods' },
  kind: 'Pod',
  namespaced: true,
  section: 'workloads',
  defaultSort: { column: 'name', descending: false },
  columns: [
    { ...NAME, width: 280 },
    NAMESPACE,
    {
      id: 'ready',
      type: 'text',
      width: 70,
      read: pod => {
        const { ready, total } = readyCount(pod);
        return `${ready}/${total}`;
      },
    },
    { id: 'status', type: 'status', width: 150, isFacet: true, read: podStatus },
    { id: 'restarts', type: 'number', width: 80, read: restartCount },
    { id: 'lastRestart', type: 'time', width: 110, read: lastRestart },
    AGE,
    { id: 'ip', type: 'text', width: 110, read: pod => textCell(getPath(pod, 'status', 'podIP')) },
    { id: 'node', type: 'text', width: 120, isFacet: true, read: pod => textCell(getPath(pod, 'spec', 'nodeName')) },
    OWNER,
    { id: 'pending', type: 'text', width: 240, isHidden: true, isFacet: true, read: pendingReason },
    { id: 'completionIndex', type: 'number', width: 100, isHidden: true, read: completionIndex },
  ],
};

/** Why a pod is still pending: what the scheduler says, or what a container waits for. */
function pendingReason(pod: unknown): string | null {
  if (getPath(pod, 'status', 'phase') !== 'Pending') return null;
  const scheduled = findCondition(pod, 'PodScheduled');
  if (scheduled?.['status'] === 'False') {
    // The scheduler adds what preemption would not help, which is longer than the reason.
    const [reason = ''] = asString(scheduled['message']).split('. preemption:');
    return reason.replace(/\.$/, '') || asString(scheduled['reason']) || null;
  }
  return (
    containerStatuses(pod)
      .map(stateWord)
      .find(word => word !== '') ?? null
  );
}

/** The index of an indexed Job that the pod works at. */
function completionIndex(pod: unknown): number | null {
  const text = asString(getPath(pod, 'metadata', 'annotations', 'batch.kubernetes.io/job-completion-index'));
  return /^\d+$/.test(text) ? Number(text) : null;
}

function lastRestart(pod: unknown): number | null {
  const times = containerStatuses(pod).flatMap(
    status => parseTime(getPath(status, 'lastState', 'terminated', 'finishedAt')) ?? [],
  );
  return times.length === 0 ? null : Math.max(...times);
}
