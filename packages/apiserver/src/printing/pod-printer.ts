import { asArray, asBoolean, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { humanDuration } from '@lanthorn/kube/objects/human-duration.ts';
import { findCondition, type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';

// printPod of k8s.io/kubernetes 1.37, pkg/printers/internalversion, step by step.

const NONE = '<none>';

interface Restarts {
  count: number;
  last: number;
}

function addRestarts(to: Restarts, status: JsonObject): void {
  to.count += asNumber(status['restartCount']) ?? 0;
  to.last = Math.max(to.last, parseTime(getPath(status, 'lastState', 'terminated', 'finishedAt')) ?? 0);
}

function endWord(terminated: JsonObject): string {
  if (asString(terminated['reason']) !== '') return asString(terminated['reason']);
  const signal = asNumber(terminated['signal']) ?? 0;
  return signal === 0 ? `ExitCode:${asNumber(terminated['exitCode']) ?? 0}` : `Signal:${signal}`;
}

const statusesOf = (pod: KubeObject, field: string) => asArray(getPath(pod, 'status', field)).map(asObject);
const stateOf = (status: JsonObject, state: string) => {
  const found = getPath(status, 'state', state);
  return found === undefined ? null : asObject(found);
};

interface Initialisation {
  /** Null when it is over. */
  reason: string | null;
  ready: number;
  readonly all: Restarts;
  readonly sidecars: Restarts;
}

function initialisation(pod: KubeObject, specs: readonly JsonObject[]): Initialisation {
  const result: Initialisation = {
    reason: null,
    ready: 0,
    all: { count: 0, last: 0 },
    sidecars: { count: 0, last: 0 },
  };
  for (const [i, status] of statusesOf(pod, 'initContainerStatuses').entries()) {
    const isSidecar = specs.some(spec => spec['name'] === status['name'] && spec['restartPolicy'] === 'Always');
    addRestarts(result.all, status);
    if (isSidecar) addRestarts(result.sidecars, status);
    const terminated = stateOf(status, 'terminated');
    if (terminated !== null && (asNumber(terminated['exitCode']) ?? 0) === 0) continue;
    if (isSidecar && asBoolean(status['started'])) {
      if (asBoolean(status['ready'])) result.ready++;
      continue;
    }
    const waiting = asString(stateOf(status, 'waiting')?.['reason']);
    if (terminated !== null) result.reason = `Init:${endWord(terminated)}`;
    else if (waiting !== '' && waiting !== 'PodInitializing') result.reason = `Init:${waiting}`;
    else result.reason = `Init:${i}/${specs.length}`;
    break;
  }
  return result;
}

interface Running {
  reason: string;
  ready: number;
  readonly restarts: Restarts;
}

function running(pod: KubeObject, before: Running): Running {
  const result: Running = { ...before };
  let hasRunning = false;
  let error = '';
  for (const status of statusesOf(pod, 'containerStatuses').reverse()) {
    addRestarts(result.restarts, status);
    const waiting = asString(stateOf(status, 'waiting')?.['reason']);
    const terminated = stateOf(status, 'terminated');
    if (waiting !== '') result.reason = waiting;
    else if (terminated !== null) {
      result.reason = endWord(terminated);
      if ((asNumber(terminated['exitCode']) ?? 0) !== 0) error = result.reason;
    } else if (asBoolean(status['ready']) && stateOf(status, 'running') !== null) {
      hasRunning = true;
      result.ready++;
    }
  }
  if (result.reason !== 'Completed') return result;
  const isReady = findCondition(pod, 'Ready')?.['status'] === 'True';
  if (hasRunning && isReady) result.reason = 'Running';
  else if (error !== '') result.reason = error;
  else if (hasRunning) result.reason = 'NotReady';
  return result;
}

function phaseReason(pod: KubeObject): string {
  const conditions = asArray(getPath(pod, 'status', 'conditions')).map(asObject);
  if (conditions.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated'))
    return 'SchedulingGated';
  return asString(getPath(pod, 'status', 'reason')) || asString(getPath(pod, 'status', 'phase'));
}

function readinessGates(pod: KubeObject): string {
  const gates = asArray(getPath(pod, 'spec', 'readinessGates'));
  const open = gates.filter(
    gate => findCondition(pod, asString(getPath(gate, 'conditionType')))?.['status'] === 'True',
  );
  return gates.length === 0 ? NONE : `${open.length}/${gates.length}`;
}

export function printPod(pod: KubeObject, now: number): unknown[] {
  const specs = asArray(getPath(pod, 'spec', 'initContainers')).map(asObject);
  const total =
    asArray(getPath(pod, 'spec', 'containers')).length +
    specs.filter(spec => spec['restartPolicy'] === 'Always').length;
  const init = initialisation(pod, specs);
  const isInitialised = init.reason === null || findCondition(pod, 'Initialized')?.['status'] === 'True';
  const initial = { reason: init.reason ?? phaseReason(pod), ready: init.ready };
  const { reason, ready, restarts } = isInitialised
    ? running(pod, { ...initial, restarts: init.sidecars })
    : { ...initial, restarts: init.all };
  const ago = restarts.count !== 0 && restarts.last !== 0 ? ` (${humanDuration(now - restarts.last)} ago)` : '';
  const createdAt = parseTime(pod.metadata.creationTimestamp);
  const text = (...path: string[]) => asString(getPath(pod, ...path)) || NONE;
  return [
    pod.metadata.name ?? '',
    `${ready}/${total}`,
    deletionReason(pod) ?? reason,
    `${restarts.count}${ago}`,
    createdAt === null ? '<unknown>' : humanDuration(now - createdAt),
    asString(getPath(pod, 'status', 'podIP')) ||
      asString(getPath(asArray(getPath(pod, 'status', 'podIPs'))[0], 'ip')) ||
      NONE,
    text('spec', 'nodeName'),
    text('status', 'nominatedNodeName'),
    readinessGates(pod),
  ];
}

function deletionReason(pod: KubeObject): string | null {
  if (pod.metadata.deletionTimestamp === undefined) return null;
  if (getPath(pod, 'status', 'reason') === 'NodeLost') return 'Unknown';
  return ['Succeeded', 'Failed'].includes(asString(getPath(pod, 'status', 'phase'))) ? null : 'Terminating';
}
