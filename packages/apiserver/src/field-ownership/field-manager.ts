import { asArray, asObject, asString, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { ApiError } from '../wire/api-error.ts';
import { parseJson, writeJson } from '@lanthorn/base/json-text.ts';
import { applyConfiguration } from './apply-configuration.ts';
import { compareFields, type Comparison, fieldsOf } from './compare-fields.ts';
import { FieldSet } from './field-set.ts';

/** Who writes: what tells one manager of fields from another. */
export interface Writer {
  /** Empty for a write that leaves no owner behind, such as a restore. */
  readonly manager: string;
  readonly apiVersion: string;
  readonly subresource: string;
  /** Milliseconds. */
  readonly now: number;
}

interface Managed extends Omit<Writer, 'now'> {
  readonly operation: 'Apply' | 'Update';
  readonly time: string;
  readonly fields: FieldSet;
}

/** Before anybody applied, what was there belongs to this manager. */
const BEFORE_FIRST_APPLY = 'before-first-apply';
/** More managers that only updated are merged into one. */
const MAX_UPDATE_MANAGERS = 10;
const ANCIENT_CHANGES = 'ancient-changes';

/** Metadata that has no owner: what the server sets, and what names the object. */
const UNMANAGED = [
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'name',
  'namespace',
  'resourceVersion',
  'selfLink',
  'uid',
];

/** The part of an object whose owners are kept. */
export function managedPart(object: JsonObject): JsonObject {
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...rest } = object;
  const kept = Object.entries(asObject(metadata)).filter(([name]) => !UNMANAGED.includes(name));
  return { metadata: Object.fromEntries(kept), ...rest };
}

function withoutEmptyMetadata({ metadata, ...rest }: JsonObject): JsonObject {
  return Object.keys(asObject(metadata)).length === 0 ? rest : { metadata, ...rest };
}

interface Change {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly type: TypeSchema | null;
  /** `metadata.managedFields` so far. */
  readonly managedFields: unknown;
}

/** Owners after a plain write: what it changed is the writer's, and no longer anybody else's. Unchanged where nobody's were kept. */
export function updateFields({ before, after, type, managedFields }: Change, writer: Writer): JsonObject[] {
  const managed = decode(managedFields);
  const comparison = compareFields(managedPart(before), managedPart(after), type);
  const taken = comparison.added.union(comparison.modified);
  const others = managed.map(entry => ({
    ...entry,
    fields: entry.fields.difference(taken).difference(comparison.removed),
  }));
  // Writes through `scale` are kept without a time.
  const time = writer.subresource === 'scale' ? '' : formatTime(writer.now);
  const self: Managed = { ...writer, operation: 'Update', time, fields: taken };
  const own = others.find(entry => isSame(entry, self));
  const next = [
    ...others.filter(entry => entry !== own),
    taken.isEmpty ? own : { ...self, fields: self.fields.union(own?.fields ?? new FieldSet()) },
  ];
  return encode(next.filter(entry => entry !== undefined));
}

export interface Applied {
  readonly object: JsonObject;
  readonly managedFields: JsonObject[];
}

/** Server-side apply: merges a configuration, removes what its manager no longer sets and nobody else owns, refuses what others own. */
export function applyFields(
  {
    live,
    config,
    type,
    managedFields,
    kind,
  }: { live: JsonObject; config: JsonObject; type: TypeSchema | null; managedFields: unknown; kind: string },
  { force, ...writer }: Writer & { readonly force: boolean },
): Applied {
  const known = decode(managedFields);
  const wanted = managedPart(config);
  const self: Managed = {
    ...writer,
    operation: 'Apply',
    time: formatTime(writer.now),
    fields: fieldsOf(withoutEmptyMetadata(wanted), type),
  };
  const last = known.find(entry => isSame(entry, self));
  const others = known.filter(entry => entry !== last);
  const owned = others.reduce((all, { fields }) => all.union(fields), self.fields);
  const merged = applyConfiguration({ live, config: wanted, last: last?.fields ?? new FieldSet(), owned }, type);
  const comparison = compareFields(managedPart(live), managedPart(merged), type);
  const isForced = force || isTakenOver({ live, manager: writer.manager, type }, conflictsWith(others, comparison));
  const kept = takeFrom(others, comparison, isForced);
  const { added, modified, removed } = comparison;
  const isUnchanged = added.isEmpty && modified.isEmpty && removed.isEmpty;
  // An apply that changes nothing of the object has no time of its own.
  const applied = { ...config, kind, apiVersion: writer.apiVersion };
  const object = withLastApplied(merged, applied, writer.manager);
  return { object, managedFields: encode([...kept, isUnchanged ? { ...self, time: last?.time ?? '' } : self]) };
}

/** Owners for an object that has none recorded yet, made when it is applied for the first time. */
export function claimUnmanaged(
  object: JsonObject,
  zero: JsonObject,
  writer: Writer & { readonly type: TypeSchema | null },
) {
  const { type, ...by } = writer;
  const first = { ...by, manager: BEFORE_FIRST_APPLY };
  return updateFields({ before: zero, after: object, type, managedFields: [] }, first);
}

interface Conflict {
  readonly entry: Managed;
  readonly fields: FieldSet;
}

function conflictsWith(others: readonly Managed[], { added, modified }: Comparison): Conflict[] {
  const taken = added.union(modified);
  return others
    .map(entry => ({ entry, fields: entry.fields.intersection(taken) }))
    .filter(({ fields }) => !fields.isEmpty);
}

/** Only kubectl goes on server-side where it applied from its own side before. */
const KUBECTL = 'kubectl';
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Conflicts only with what kubectl itself applied before, and nobody changed since, are none (lastAppliedManager of managedfields). */
function isTakenOver(
  { live, manager, type }: { live: JsonObject; manager: string; type: TypeSchema | null },
  conflicts: readonly Conflict[],
): boolean {
  const annotation = asString(getPath(live, 'metadata', 'annotations', LAST_APPLIED));
  if (manager !== KUBECTL || annotation === '') return false;
  const applied = managedPart(asObject(parseJson(annotation)));
  const allowed = fieldsOf(applied, type).difference(compareFields(managedPart(live), applied, type).modified);
  return conflicts.every(({ fields }) => fields.difference(allowed).isEmpty);
}

/** The annotation that kubectl's own apply compares with follows its applies on the server. */
function withLastApplied(object: JsonObject, config: JsonObject, manager: string): JsonObject {
  const annotations = asObject(getPath(object, 'metadata', 'annotations'));
  if (manager !== KUBECTL || annotations[LAST_APPLIED] === undefined) return object;
  const text = `${writeJson(sorted(config))}\n`;
  return {
    ...object,
    metadata: { ...asObject(object['metadata']), annotations: { ...annotations, [LAST_APPLIED]: text } },
  };
}

/** Go writes the keys of a map in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, nested]) => [key, sorted(nested)]),
  );
}

function takeFrom(others: readonly Managed[], comparison: Comparison, force: boolean): Managed[] {
  const { added, modified, removed } = comparison;
  const taken = added.union(modified);
  const conflicts = conflictsWith(others, comparison);
  if (conflicts.length > 0 && !force) throw applyConflict(conflicts);
  return others.map(entry => ({ ...entry, fields: entry.fields.difference(taken).difference(removed) }));
}

/** The words of apimachinery's `NewConflictError`. */
function applyConflict(conflicts: readonly Conflict[]): ApiError {
  const all = conflicts
    .flatMap(({ entry, fields }) => fields.paths().map(field => ({ who: nameOf(entry), field })))
    .toSorted((a, b) => (a.who < b.who ? -1 : a.who > b.who ? 1 : 0));
  const [only] = all;
  const lines = [...new Set(all.map(({ who }) => who))].flatMap(who => [
    `conflicts with ${who}:`,
    ...all.filter(entry => entry.who === who).map(({ field }) => `- ${field}`),
  ]);
  const message =
    all.length === 1 && only !== undefined
      ? `Apply failed with 1 conflict: conflict with ${only.who}: ${only.field}`
      : `Apply failed with ${all.length} conflicts: ${lines.join('\n')}`;
  const causes = all.map(({ who, field }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${who}`,
    field,
  }));
  return new ApiError(409, { message, reason: 'Conflict', details: { causes } });
}

function nameOf({ manager, subresource, operation, apiVersion }: Managed): string {
  const name = `${JSON.stringify(manager)}${subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`}`;
  return operation === 'Apply' ? name : `${name} using ${apiVersion}`;
}

/** An applier is the same in every version. */
function isSame(a: Managed, b: Managed): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.subresource === b.subresource &&
    (a.operation === 'Apply' || a.apiVersion === b.apiVersion)
  );
}

/** What was read is kept with what it was read from: objects of a kind share them, and most writes change none. */
const READ = new WeakMap<JsonObject, FieldSet>();
const WRITTEN = new WeakMap<FieldSet, JsonObject>();

function readFields(written: unknown): FieldSet {
  const known = isObject(written) ? READ.get(written) : undefined;
  if (known !== undefined) return known;
  const fields = FieldSet.fromFieldsV1(written);
  if (isObject(written)) {
    READ.set(written, fields);
    // A client may have written it in another order.
    if (writeJson(fields.toFieldsV1()) === writeJson(written)) WRITTEN.set(fields, written);
  }
  return fields;
}

function decode(managedFields: unknown): Managed[] {
  return asArray(managedFields)
    .filter(isObject)
    .filter(({ manager }) => manager !== undefined)
    .map(({ manager, operation, apiVersion, subresource, time, fieldsV1 }) => ({
      manager: asString(manager),
      operation: operation === 'Apply' ? 'Apply' : 'Update',
      apiVersion: asString(apiVersion),
      subresource: asString(subresource),
      time: asString(time),
      fields: readFields(fieldsV1),
    }));
}

function encode(managed: readonly Managed[]): JsonObject[] {
  const order = ({ operation, time, manager, apiVersion, subresource }: Managed) =>
    JSON.stringify([operation, time, manager, apiVersion, subresource]);
  return capped(managed.filter(({ fields }) => !fields.isEmpty))
    .toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
    .map(({ manager, operation, apiVersion, time, fields, subresource }) => ({
      manager,
      operation,
      apiVersion,
      ...(time === '' ? {} : { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: WRITTEN.get(fields) ?? fields.toFieldsV1(),
      ...(subresource === '' ? {} : { subresource }),
    }));
}

/** The oldest updates become one, so that objects do not grow with everybody who ever wrote them. */
function capped(managed: readonly Managed[]): readonly Managed[] {
  const updates = managed
    .filter(({ operation }) => operation === 'Update')
    .toSorted((a, b) => (a.time < b.time ? -1 : 1));
  const surplus = updates.slice(0, Math.max(0, updates.length - MAX_UPDATE_MANAGERS + 1));
  const [newest] = surplus.toReversed();
  if (updates.length <= MAX_UPDATE_MANAGERS || newest === undefined) return managed;
  const fields = surplus.reduce((all, entry) => all.union(entry.fields), new FieldSet());
  const ancient: Managed = { ...newest, manager: ANCIENT_CHANGES, subresource: '', fields };
  return [...managed.filter(entry => !surplus.includes(entry)), ancient];
}
