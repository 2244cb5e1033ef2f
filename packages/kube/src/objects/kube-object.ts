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
  if (typeof value !== 'string' || !RFC_3339.test(value)) return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : ms;
}

/** RFC 3339 with whole seconds, as metav1.Time prints. */
export function formatTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function readOwners(object: unknown): readonly OwnerReference[] {
  return asArray(getPath(object, 'metadata', 'ownerReferences')).map(entry => {
    const owner = asObject(entry);
    return {
      apiVersion: asString(owner['apiVersion']),
      kind: asString(owner['kind']),
      name: asString(owner['name']),
      uid: asString(owner['uid']),
      controller: owner['controller'] === true,
    };
  });
}

export function controllerOf(object: unknown): OwnerReference | null {
  return readOwners(object).find(owner => owner.controller === true) ?? null;
}

export function isKubeObject(value: unknown): value is KubeObject {
  return isObject(value) && isObject(value['metadata']);
}

export function findCondition(object: unknown, type: string): JsonObject | null {
  const found = asArray(getPath(object, 'status', 'conditions')).find(entry => asObject(entry)['type'] === type);
  return found === undefined ? null : asObject(found);
}
