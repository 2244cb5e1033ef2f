import { asArray, asObject, asString, asStringMap, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

export interface ObjectMeta {
  name?: string;
  generateName?: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string | null;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  managedFields?: unknown[];
}

/** An object as the API server sends it. Items of a list carry neither `kind` nor `apiVersion`. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** The metadata of untrusted JSON with every field of its promised type. */
export interface SafeMeta {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Milliseconds, or null when absent or unreadable. */
  readonly createdAt: number | null;
  readonly deletedAt: number | null;
  /** Each must be removed by its owner before a deleted object is gone. */
  readonly finalizers: readonly string[];
}

export function readMeta(object: unknown): SafeMeta {
  const meta = asObject(getPath(object, 'metadata'));
  return {
    name: asString(meta['name']),
    namespace: asString(meta['namespace']),
    uid: asString(meta['uid']),
    resourceVersion: asString(meta['resourceVersion']),
    labels: asStringMap(meta['labels']),
    annotations: asStringMap(meta['annotations']),
    createdAt: parseTime(meta['creationTimestamp']),
    deletedAt: parseTime(meta['deletionTimestamp']),
    finalizers: asArray(meta['finalizers']).map(asString),
  };
}

/** As Go writes and reads it: `Date.parse` alone takes far more for a time, such as `pod 1`. */
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** RFC 3339 text to milliseconds; anything else is null. */
export function parseTime(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const usual = usualTime(value);
  if (usual !== null) return usual;
  if (!RFC_3339.test(value)) return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : ms;
}

/** What metav1.Time writes (`2026-11-29T17:52:41Z`), without the engine's reader of all that may be a date; null for any other text. */
function usualTime(text: string): number | null {
  if (text.length !== 20 || text[4] !== '-' || text[7] !== '-' || text[10] !== 'T') return null;
  if (text[13] !== ':' || text[16] !== ':' || text[19] !== 'Z') return null;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const isUsual =
    year >= FIRST_USUAL_YEAR &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 28 &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 59;
  return isUsual ? Date.UTC(year, month - 1, day, hour, minute, second) : null;
}

/** `Date.UTC` takes what is below 100 for a year of its own century. */
const FIRST_USUAL_YEAR = 1000;

/** The number of two digits; NaN where there are none, which no comparison holds for. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

const ZERO = 48;

/** RFC 3339 with whole seconds, as metav1.Time prints. */
export function formatTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function readOwners(object: unknown): readonly OwnerReference[] {
  return ownerEntries(object).map(readOwner);
}

function ownerEntries(object: unknown): readonly unknown[] {
  return asArray(getPath(object, 'metadata', 'ownerReferences'));
}

function readOwner(entry: unknown): OwnerReference {
  const owner = asObject(entry);
  return {
    apiVersion: asString(owner['apiVersion']),
    kind: asString(owner['kind']),
    name: asString(owner['name']),
    uid: asString(owner['uid']),
    controller: owner['controller'] === true,
  };
}

export function controllerOf(object: unknown): OwnerReference | null {
  const entry = ownerEntries(object).find(owner => asObject(owner)['controller'] === true);
  return entry === undefined ? null : readOwner(entry);
}

export function isKubeObject(value: unknown): value is KubeObject {
  return isObject(value) && isObject(value['metadata']);
}

export function findCondition(object: unknown, type: string): JsonObject | null {
  const found = asArray(getPath(object, 'status', 'conditions')).find(entry => asObject(entry)['type'] === type);
  return found === undefined ? null : asObject(found);
}
