import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { Tone } from './cell.ts';

/** One condition of an object's status, and how good it is that it is so. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  /** When it last became what it is; null where that is not said. */
  readonly since: number | null;
  readonly tone: Tone;
}

/**
 * Conditions that are bad when they are true. The API conventions ask for names whose `True` is good, and allow the other way where a
 * condition tells of trouble: `Pressure` and the like of nodes, `ReplicaFailure`, `Failed`, `ModifyVolumeError`, kstatus' `Stalled`, a `Dangling`
 * flow schema, a `Denied` request, a `PartiallyInvalid` route, a `Conflicted` listener of a gateway; and all that node-problem-detector reports.
 */
const TROUBLE =
  /Pressure$|Unavailable$|Fail(ed|ure|ing)?$|Error$|^FailureTarget$|^Stalled$|Degraded|Remaining$|^DisruptionTarget$|Violat|NonStructural|^Dangling$|^Denied$|^PartiallyInvalid$|^KernelDeadlock$|^ReadonlyFilesystem$|^CorruptDockerOverlay2$|^Frequent[A-Z]|Unhealthy$|^Conflicted$|^OverlappingTLSConfig$/;

/** Neither good nor bad: they tell what is going on, or what somebody wanted. */
const NEUTRAL =
  /^Suspended$|^Paused$|^Reconciling$|Terminating|Resizing$|ResizePending$|InProgress$|^ModifyingVolume$|^AllContainersRestarting$|^MaintenancePlanned$|^Drained$|^ScaledToZero$|^StorageMigrating$|^ScalingLimited$|^Deleting|^PodReadyToStartContainers$|^Unused$/;

/** Conditions that are false since the work is done. */
const DONE_REASON = 'PodCompleted';

/** The worst first; no condition is `active`. */
const ORDER: readonly Tone[] = ['bad', 'warning', 'ok', 'muted'];

/** Among equals those that sum up the others come first. */
const SUMMARIES: ReadonlySet<string> = new Set(['Ready', 'Available']);

/** The conditions that an object's status holds, the worst first, among them what sums up the others; otherwise in their own order. Total: any JSON gives a list. */
export function readConditions(object: unknown): readonly Condition[] {
  return asArray(getPath(object, 'status', 'conditions'))
    .map(asObject)
    .filter(condition => asString(condition['type']) !== '')
    .map(readCondition)
    .toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ tone, type }: Condition): number {
  return 2 * ORDER.indexOf(tone) + (SUMMARIES.has(type) ? 0 : 1);
}

function readCondition(condition: JsonObject): Condition {
  const type = asString(condition['type']);
  const status = asString(condition['status']) || 'Unknown';
  const reason = asString(condition['reason']);
  return {
    type,
    status,
    reason,
    message: asString(condition['message']),
    since: parseTime(condition['lastTransitionTime']),
    tone: toneOf(type, status, reason),
  };
}

function toneOf(type: string, status: string, reason: string): Tone {
  // It waits for room, or never fits.
  if (type === 'PodResizePending') return status === 'True' ? 'warning' : 'muted';
  // The node tried, and could not: it tries again, and the message says why.
  if (type === 'PodResizeInProgress' && status === 'True' && reason === 'Error') return 'bad';
  if (NEUTRAL.test(type) || reason === DONE_REASON) return 'muted';
  if (status === 'Unknown') return 'warning';
  if (TROUBLE.test(type)) return status === 'True' ? 'bad' : 'muted';
  return status === 'True' ? 'ok' : 'bad';
}
