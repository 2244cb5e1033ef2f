import { type ActionKind, ACTION_RECORDS } from '@lanthorn/actions/action-records.ts';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { asArray, asObject, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import { isKubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { TreeChange } from '@lanthorn/kube/edit/tree-changes.ts';
import type { OperationHead, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import type { KeptEvent } from '@lanthorn/views/facts/kept-events.ts';
import type { RecordedPod, RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import type { Intent, RecordedOutcome } from './operations-store.ts';
import type { KeptSettings } from './settings-store.ts';

// What a file holds is not what was written to it: a disk that fails, another program, another version. Each record is looked at before
// anybody relies on its shape, and null where it has another.

/** The JSON, or undefined where it is none. */
export function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown) => value === null || isText(value);
const isNumberOrNull = (value: unknown) => value === null || Number.isFinite(value);
const areTexts = (object: JsonObject, ...keys: readonly string[]) => keys.every(key => isText(object[key]));

const KINDS = new Set<unknown>(ACTION_RECORDS.map(({ kind }) => kind));
const isKind = (value: unknown): value is ActionKind => KINDS.has(value);

const PHASES = new Set<unknown>(['sent', 'accepted', 'seen', 'settled', 'failed']);

export function asTarget(value: unknown): ObjectTarget | null {
  if (!isObject(value) || !areTexts(value, 'cluster', 'namespace', 'name', 'uid')) return null;
  const { resource } = value;
  return isObject(resource) && areTexts(resource, 'group', 'version', 'resource')
    ? (value as unknown as ObjectTarget)
    : null;
}

export function asTargets(value: unknown): ObjectTarget[] | null {
  if (!Array.isArray(value)) return null;
  const targets = value.flatMap(item => asTarget(item) ?? []);
  return targets.length === value.length ? targets : null;
}

export function asHead(value: unknown): OperationHead | null {
  if (!isObject(value) || !areTexts(value, 'id', 'identity', 'user') || !isKind(value['kind'])) return null;
  const { undoOf, undoes = null, startedAt, reason = '' } = value;
  const isChain = undoes === null || (isObject(undoes) && isKind(undoes['kind']) && Number.isInteger(undoes['depth']));
  return isTextOrNull(undoOf) && isText(reason) && isChain && Number.isFinite(startedAt)
    ? ({ ...value, undoes } as unknown as OperationHead)
    : null;
}

export function asEntry(value: unknown): OperationTarget | null {
  if (!isObject(value) || asTarget(value['target']) === null || !areTexts(value, 'message', 'kubectl')) return null;
  const { phase, created, status, canUndo, isUndone = false } = value;
  const isWell =
    PHASES.has(phase) &&
    (created === null || (isObject(created) && isText(created['name']))) &&
    (status === null || isObject(status)) &&
    typeof canUndo === 'boolean' &&
    typeof isUndone === 'boolean';
  return isWell ? ({ ...value, isUndone } as unknown as OperationTarget) : null;
}

export function asChanges(value: unknown): TreeChange[] | null {
  const isWell = Array.isArray(value) && value.every(change => isObject(change) && isText(change['path']));
  return isWell ? (value as TreeChange[]) : null;
}

export function asOutcome(value: unknown): RecordedOutcome | null {
  if (!isObject(value)) return null;
  const { request, before, after, changes, took = [] } = value;
  const isRequest = isObject(request) && areTexts(request, 'method', 'path');
  const areObjects = [before, after].every(object => object === null || isKubeObject(object));
  const isWell = isRequest && areObjects && asChanges(changes) !== null && areOwned(took);
  return isWell ? (value as unknown as RecordedOutcome) : null;
}

function areOwned(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(each => isObject(each) && areTexts(each, 'kind') && isNumberOrNull(each['count'])) &&
    value.every(each => asArray(getPath(each, 'names')).every(isText))
  );
}

export function asIntent(value: unknown): Intent | null {
  if (!isObject(value)) return null;
  const { action, plan, before, left, at } = value;
  const isAction =
    isObject(action) && isKind(action['kind']) && asTarget(action['target']) !== null && isObject(action['params']);
  const request = getPath(plan, 'request');
  const isPlan =
    isObject(request) &&
    areTexts(request, 'method', 'path') &&
    isText(getPath(plan, 'confirmation', 'type')) &&
    areOwned(getPath(plan, 'takes') ?? []);
  const areObjects = [before, left].every(object => object === null || isKubeObject(object));
  return isAction && isPlan && areObjects && Number.isFinite(at) && isText(getPath(plan, 'kubectl'))
    ? (value as unknown as Intent)
    : null;
}

export function asRun(value: unknown): RecordedRun | null {
  if (!isObject(value)) return null;
  const texts = ['cluster', 'cronJobUid', 'jobUid', 'namespace', 'name', 'reason'];
  const isWell =
    areTexts(value, ...texts) &&
    (value['result'] === 'succeeded' || value['result'] === 'failed') &&
    isNumberOrNull(value['startedAt']) &&
    isNumberOrNull(value['durationMs']) &&
    typeof value['isManual'] === 'boolean' &&
    Array.isArray(value['pods']) &&
    value['pods'].every(isPod);
  if (!isWell) return null;
  const later = laterFields(value);
  const pods = (value['pods'] as RecordedPod[]).map(withWholeLogs);
  return later === null ? null : ({ ...value, ...later, pods } as unknown as RecordedRun);
}

/** What runs that were kept before there was more to keep do not have. */
function laterFields(value: JsonObject): JsonObject | null {
  const { settings = null, hasMorePods = false, hasMoreEvents = false, events = null, missing = [] } = value;
  const areEvents = events === null || (Array.isArray(events) && events.every(isEvent));
  const areMissing =
    Array.isArray(missing) && missing.every(each => isObject(each) && areTexts(each, 'part', 'why', 'text'));
  const areFlags = typeof hasMorePods === 'boolean' && typeof hasMoreEvents === 'boolean';
  if (!areEvents || !areMissing || !areFlags) return null;
  const told = missing.map(each => ({ ...asObject(each), refusal: asReason(getPath(each, 'refusal')) }));
  return { settings, hasMorePods, hasMoreEvents, events, missing: told };
}

/** Of logs that were kept before it was written down what is missing, nobody can tell. */
function withWholeLogs(pod: RecordedPod): RecordedPod {
  const containers = pod.containers.map(each => ({
    ...each,
    logCut: each.logCut ?? null,
    logProblem: each.logProblem ?? '',
    logRefusal: asReason(each.logRefusal),
  }));
  return { ...pod, containers };
}

/** A code with its values; null where none was kept, or it has another shape: its text is there all the same. */
function asReason(value: unknown): Reason | null {
  const isReason = (each: unknown): boolean =>
    isObject(each) &&
    areTexts(each, 'code', 'message') &&
    isObject(each['params']) &&
    Object.values(each['params']).every(param => isText(param) || Number.isFinite(param) || isReason(param));
  return isReason(value) ? (value as Reason) : null;
}

function isEvent(value: unknown): boolean {
  return isObject(value) && areTexts(value, 'about', 'type', 'reason', 'message') && Number.isFinite(value['count']);
}

export function asKeptEvent(value: unknown): KeptEvent | null {
  if (!isObject(value)) return null;
  const isWell =
    areTexts(value, 'uid', 'about', 'namespace', 'object', 'type', 'reason', 'message') &&
    Number.isFinite(value['count']) &&
    Number.isFinite(value['lastSeen']) &&
    isNumberOrNull(value['firstSeen']);
  // As a value of its own: what a database gives is none of the plain objects that others expect.
  return isWell ? ({ ...value } as unknown as KeptEvent) : null;
}

export function asSettings(value: unknown): KeptSettings | null {
  if (!isObject(value) || typeof value['recordRuns'] !== 'boolean') return null;
  // Those of a version that knew of no namespaces are of all.
  const { recordRuns, namespaces = [], chosenAt = null } = value;
  return isNumberOrNull(chosenAt) && Array.isArray(namespaces) && namespaces.every(isText)
    ? { recordRuns, namespaces, chosenAt: chosenAt as number | null }
    : null;
}

function isPod(value: unknown): boolean {
  if (!isObject(value) || !areTexts(value, 'name', 'node')) return false;
  const { containers } = value;
  return (
    Array.isArray(containers) &&
    containers.every(
      item =>
        isObject(item) &&
        areTexts(item, 'name', 'reason', 'log') &&
        isNumberOrNull(item['exitCode']) &&
        isText(item['logProblem'] ?? '') &&
        isCut(item['logCut'] ?? null),
    )
  );
}

function isCut(value: unknown): boolean {
  if (value === null) return true;
  const isFlag = (flag: unknown) => typeof flag === 'boolean';
  return (
    isObject(value) &&
    Number.isFinite(value['lines']) &&
    Number.isFinite(value['bytes']) &&
    isFlag(value['hasOlder']) &&
    isFlag(value['isEndMissing'])
  );
}
