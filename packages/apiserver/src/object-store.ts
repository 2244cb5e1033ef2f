import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asObject, asString, deepEqual, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { type Random, randomSuffix, randomUuid } from '@lanthorn/base/random.ts';
import { apiVersionOf, resourceKey } from '@lanthorn/kube/group-version-resource.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/kube-object.ts';
import {
  alreadyExists,
  ApiError,
  badRequest,
  conflict,
  type FieldError,
  internalError,
  invalid,
  invalidValue,
  notFound,
  OBJECT_MODIFIED,
} from './api-error.ts';
import type { ResourceInfo } from './resource-info.ts';
import { zeroOf } from './compare-fields.ts';
import { applyFields, claimUnmanaged, updateFields, type Writer } from './field-manager.ts';
import { decodeObject, schemaOfKind, typeOfKind } from './schema.ts';
import { type Storage, storageKey } from './storage.ts';
import { typedConfiguration } from './typed-configuration.ts';
import { strategyOf } from './strategies.ts';
import { validateMeta, validateMetaUpdate } from './validation.ts';
import type { DeleteOptions, WriteOptions } from './write-options.ts';

export interface ObjectRef {
  readonly info: ResourceInfo;
  readonly namespace: string;
  readonly name: string;
}

/** Which part of an object a request may change. */
export type UpdateScope = 'main' | 'status' | 'finalize' | 'ephemeralcontainers';

export interface Written {
  readonly object: KubeObject;
  readonly warnings: readonly string[];
}

/** A write whose owners may be decided already, as those of an apply are. */
export interface CreateOptions extends WriteOptions {
  readonly managedFields?: readonly JsonObject[];
}

/** The server's own fields: what a client sends there is ignored. */
const SERVER_FIELDS = [
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
] as const;

/** Create, update and delete with the rules every kind shares; what a kind adds is in its strategy. */
export class ObjectStore {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor({ storage, clock, random }: { storage: Storage; clock: Clock; random: Random }) {
    this.#storage = storage;
    this.#clock = clock;
    this.#random = random;
  }

  get({ info, namespace, name }: ObjectRef): KubeObject {
    const object = this.#storage.get(resourceKey(info), storageKey(namespace, name));
    if (object === undefined) throw notFound({ ...info, name });
    return object;
  }

  create(info: ResourceInfo, namespace: string, request: { body: JsonObject; options: CreateOptions }): Written {
    const { value, warnings } = decode(info, request.body, request.options);
    const given = toObject(value);
    if ((given.metadata.resourceVersion ?? '') !== '')
      throw internalError('resourceVersion should not be set on objects to be created');
    checkNamespace(given, namespace);
    if (info.namespaced) this.#requireNamespace(namespace, info);
    const strategy = strategyOf(info.resource);
    const prepared = this.#prepareCreate(info, namespace, { given, options: request.options });
    const name = prepared.metadata.name ?? '';
    const errors = [...validateMeta(prepared, info.resource), ...(strategy.validate?.(prepared) ?? [])];
    if (errors.length > 0) throw invalid({ ...info, name }, errors);
    const object = strategy.finish?.(prepared) ?? prepared;
    const key = storageKey(namespace, name);
    if (this.#storage.get(resourceKey(info), key) !== undefined) throw alreadyExists({ ...info, name });
    return { object: request.options.dryRun ? object : this.#storage.put(resourceKey(info), key, object), warnings };
  }

  /** What replaces an object may say which one it means; the storage refuses another. */
  requireUid(ref: ObjectRef, uid: unknown): void {
    const current = this.get(ref);
    if (uid === undefined || uid === current.metadata.uid) return;
    const key = ['/registry', ref.info.resource, ...(ref.namespace === '' ? [] : [ref.namespace]), ref.name].join('/');
    const detail = `Precondition failed: UID in precondition: ${asString(uid)}, UID in object meta: ${current.metadata.uid ?? ''}`;
    const why = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${detail}`;
    throw conflict({ ...ref.info, name: ref.name }, why);
  }

  /** Server-side apply: creates the object where there is none. */
  apply(ref: ObjectRef, request: { body: JsonObject; options: WriteOptions; scope: UpdateScope; subresource: string }) {
    const { info, namespace, name } = ref;
    const { options, scope } = request;
    const config = inScope(toObject(typedConfiguration(info, request.body)), scope, info);
    const type = typeOfKind(info.group, info.version, info.kind);
    const by = this.#writer(info, { manager: options.manager, subresource: request.subresource });
    const stored = this.#storage.get(resourceKey(info), storageKey(namespace, name));
    const live: KubeObject = stored ?? { metadata: { name } };
    if (stored === undefined && scope !== 'main') throw notFound({ ...info, name });
    const known = asArray(live.metadata.managedFields);
    const managedFields =
      stored !== undefined && known.length === 0
        ? claimUnmanaged(live, type === null ? {} : zeroOf(type), { ...by, type })
        : known;
    const applied = applyFields({ live, config, type, managedFields }, { ...by, force: options.force });
    const { resourceVersion, name: sentName } = asObject(request.body['metadata']);
    checkName(asString(sentName), name);
    const { resourceVersion: _own, ...metadata } = asObject(applied.object['metadata']);
    const body = {
      ...applied.object,
      metadata: { ...metadata, name, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
    };
    const written = { ...options, managedFields: applied.managedFields };
    return stored === undefined
      ? { ...this.create(info, namespace, { body, options: written }), isNew: true }
      : { ...this.update(ref, { body, options: written, scope, subresource: request.subresource }), isNew: false };
  }

  /** Replaces (the caller has merged a patch already). `body` may carry a resourceVersion as precondition. */
  update(
    ref: ObjectRef,
    request: { body: JsonObject; options: CreateOptions; scope: UpdateScope; subresource: string },
  ): Written {
    const { info, namespace, name } = ref;
    const { value, warnings } = decode(info, request.body, request.options);
    const given = toObject(value);
    checkName(given.metadata.name ?? '', name);
    checkNamespace(given, namespace);
    const current = this.get(ref);
    this.#checkPreconditions(ref, given, current);
    const prepared = this.#prepareUpdate(ref, given, { current, scope: request.scope });
    const object = withManagedFields(prepared, this.#fieldsOfUpdate(ref, { ...request, given, current, prepared }));
    if (request.options.dryRun) return { object, warnings };
    return { object: this.#store(ref, object, current), warnings };
  }

  /** Stores a pod that one of its own paths changed: bound to a node, or on its way out. */
  replace(ref: ObjectRef, object: KubeObject, options: Pick<WriteOptions, 'dryRun'>): void {
    if (!options.dryRun) this.#store(ref, object, this.get(ref));
  }

  /** Removes at once, or marks for deletion where finalizers or a grace period hold it. */
  delete(ref: ObjectRef, options: DeleteOptions): { object: KubeObject; removed: boolean } {
    const current = this.get(ref);
    this.#checkDeletePreconditions(ref, options, current);
    const usual = strategyOf(ref.info.resource).orphansByDefault === true ? 'Orphan' : 'Background';
    const finalizers = withPropagation(current.metadata.finalizers ?? [], options.propagation ?? usual);
    const grace = this.#gracePeriod(ref.info, current, options);
    const isHeld = finalizers.length > 0 || grace > 0 || ref.info.resource === 'namespaces';
    if (!isHeld) {
      const removed = options.dryRun
        ? current
        : this.#storage.delete(resourceKey(ref.info), storageKey(ref.namespace, ref.name));
      // What could have been given time is shown as given none.
      const hasGrace = strategyOf(ref.info.resource).gracePeriod !== undefined;
      return {
        object: hasGrace ? this.#markDeleted(ref.info, removed, { finalizers, grace: 0 }) : removed,
        removed: true,
      };
    }
    const object = this.#markDeleted(ref.info, current, { finalizers, grace });
    return { object: options.dryRun ? object : this.#store(ref, object, current), removed: false };
  }

  #prepareCreate(
    info: ResourceInfo,
    namespace: string,
    { given, options }: { given: KubeObject; options: CreateOptions },
  ): KubeObject {
    const strategy = strategyOf(info.resource);
    const { name, generateName } = given.metadata;
    const generated =
      (name ?? '') === '' && generateName !== undefined ? `${generateName}${randomSuffix(this.#random, 5)}` : undefined;
    const metadata = {
      ...given.metadata,
      ...(generated === undefined ? {} : { name: generated }),
      ...(info.namespaced ? { namespace } : {}),
      uid: randomUuid(this.#random),
      ...(strategy.hasGeneration ? { generation: 1 } : {}),
      creationTimestamp: formatTime(this.#clock.now()),
    };
    delete metadata.deletionTimestamp;
    delete metadata.deletionGracePeriodSeconds;
    delete metadata.managedFields;
    const base: KubeObject = { ...given, metadata, ...(strategy.hasStatus ? { status: {} } : {}) };
    // Nodes report themselves: a node may be created with its status.
    if (info.resource === 'nodes' && given['status'] !== undefined) base['status'] = given['status'];
    const filled = strategy.fill?.(base) ?? base;
    // What admission and the strategy add is nobody's.
    const managedFields = options.managedFields ?? this.#fieldsOfCreate(info, filled, options.manager);
    const created = strategy.create?.(filled, this.#random, this.#clock.now()) ?? filled;
    return withManagedFields(created, managedFields);
  }

  #fieldsOfCreate(info: ResourceInfo, filled: KubeObject, manager: string): JsonObject[] {
    if (manager === '') return [];
    const type = typeOfKind(info.group, info.version, info.kind);
    const before = type === null ? {} : zeroOf(type);
    const change = { before, after: inScope(filled, 'main', info), type, managedFields: [] };
    return updateFields(change, this.#writer(info, { manager, subresource: '' }));
  }

  #writer(info: ResourceInfo, { manager, subresource }: { manager: string; subresource: string }): Writer {
    return { manager, subresource, apiVersion: apiVersionOf(info), now: this.#clock.now() };
  }

  /** Where nobody's fields were kept, as of an object that was restored, an update does not begin to. */
  #fieldsOfUpdate(
    { info }: ObjectRef,
    {
      options,
      subresource,
      given,
      current,
      prepared,
    }: { options: CreateOptions; subresource: string; given: KubeObject; current: KubeObject; prepared: KubeObject },
  ): JsonObject[] {
    if (options.managedFields !== undefined) return [...options.managedFields];
    const known = asArray(current.metadata.managedFields).filter(isObject);
    if (known.length === 0 || options.manager === '') return known;
    // Sent along they are taken as sent; a list without any begins anew.
    const managedFields = given.metadata.managedFields ?? known;
    const type = typeOfKind(info.group, info.version, info.kind);
    const writer = this.#writer(info, { manager: options.manager, subresource });
    return updateFields({ before: current, after: prepared, type, managedFields }, writer);
  }

  #prepareUpdate(
    ref: ObjectRef,
    given: KubeObject,
    { current, scope }: { current: KubeObject; scope: UpdateScope },
  ): KubeObject {
    const { info } = ref;
    const strategy = strategyOf(info.resource);
    const asked = mergeScope(given, current, { scope, hasStatus: strategy.hasStatus === true });
    const merged = scope === 'main' ? (strategy.update?.(asked, current) ?? asked) : asked;
    const isSpec = scope === 'main' || scope === 'ephemeralcontainers';
    const filled = isSpec ? (strategy.fill?.(merged) ?? merged) : merged;
    const errors = updateErrors(filled, { info, given, current, isMain: scope === 'main' });
    if (errors.length > 0) throw invalid({ ...info, name: ref.name }, errors);
    if (strategy.hasGeneration && isSpec && !deepEqual(withoutMeta(filled), withoutMeta(current))) {
      return { ...filled, metadata: { ...filled.metadata, generation: (current.metadata.generation ?? 0) + 1 } };
    }
    return filled;
  }

  /** A write that changes nothing keeps its revision; one that releases the last finalizer of a deleted object removes it. */
  #store({ info, namespace, name }: ObjectRef, object: KubeObject, current: KubeObject): KubeObject {
    const key = storageKey(namespace, name);
    const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata;
    const isFinal =
      deletionTimestamp !== undefined &&
      (finalizers ?? []).length === 0 &&
      (deletionGracePeriodSeconds ?? 0) === 0 &&
      !holdsNamespace(info, object);
    if (deepEqual(object, current) && !isFinal) return current;
    const stored = deepEqual(object, current) ? current : this.#storage.put(resourceKey(info), key, object);
    return isFinal ? this.#storage.delete(resourceKey(info), key) : stored;
  }

  #markDeleted(
    info: ResourceInfo,
    current: KubeObject,
    { finalizers, grace }: { finalizers: string[]; grace: number },
  ): KubeObject {
    const already = current.metadata.deletionTimestamp;
    const now = this.#clock.now();
    const metadata = {
      ...current.metadata,
      ...(finalizers.length > 0 ? { finalizers } : {}),
      deletionTimestamp: already ?? formatTime(now + grace * 1000),
      deletionGracePeriodSeconds:
        already === undefined ? grace : Math.min(grace, current.metadata.deletionGracePeriodSeconds ?? grace),
      ...(already === undefined && current.metadata.generation !== undefined
        ? { generation: current.metadata.generation + 1 }
        : {}),
    };
    const object: KubeObject = { ...current, metadata };
    return info.resource === 'namespaces'
      ? { ...object, status: { ...asObject(current['status']), phase: 'Terminating' } }
      : object;
  }

  /** Only pods that run on a node get time to end. */
  #gracePeriod(info: ResourceInfo, current: KubeObject, options: DeleteOptions): number {
    const own = strategyOf(info.resource).gracePeriod?.(current);
    if (own === undefined) return 0;
    const phase = getPath(current, 'status', 'phase');
    if (asString(getPath(current, 'spec', 'nodeName')) === '' || phase === 'Succeeded' || phase === 'Failed') return 0;
    return Math.max(0, options.gracePeriodSeconds ?? own);
  }

  #requireNamespace(namespace: string, info: ResourceInfo): void {
    const found = this.#storage.get('namespaces.v1.', namespace);
    if (found === undefined) throw notFound({ group: '', resource: 'namespaces', name: namespace });
    if (found.metadata.deletionTimestamp === undefined) return;
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    throw new ApiError(403, {
      message: `${info.resource} is forbidden: ${why}`,
      reason: 'Forbidden',
      details: {
        kind: info.resource,
        causes: [
          {
            reason: 'NamespaceTerminating',
            message: `namespace ${namespace} is being terminated`,
            field: 'metadata.namespace',
          },
        ],
      },
    });
  }

  #checkPreconditions(ref: ObjectRef, given: KubeObject, current: KubeObject): void {
    const wanted = given.metadata.resourceVersion ?? '';
    if (wanted !== '' && wanted !== current.metadata.resourceVersion)
      throw conflict({ ...ref.info, name: ref.name }, OBJECT_MODIFIED);
  }

  #checkDeletePreconditions({ info, name }: ObjectRef, options: DeleteOptions, current: KubeObject): void {
    const refuse = (what: string, wanted: string, end: string) => {
      const have = what === 'UID' ? current.metadata.uid : current.metadata.resourceVersion;
      const why = `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${have ?? ''}). The object might have been ${end}`;
      // This one answer names the kind where all others name the resource.
      return new ApiError(409, {
        message: `Operation cannot be fulfilled on ${info.kind}${info.group === '' ? '' : `.${info.group}`} "${name}": ${why}`,
        reason: 'Conflict',
        details: { name, ...(info.group === '' ? {} : { group: info.group }), kind: info.kind },
      });
    };
    if (options.uid !== null && options.uid !== current.metadata.uid)
      throw refuse('UID', options.uid, 'deleted and then recreated');
    if (options.resourceVersion !== null && options.resourceVersion !== current.metadata.resourceVersion) {
      throw refuse('ResourceVersion', options.resourceVersion, 'modified');
    }
  }
}

function decode(
  info: ResourceInfo,
  body: JsonObject,
  options: Pick<WriteOptions, 'fieldValidation'>,
): { value: JsonObject; warnings: string[] } {
  const { kind, apiVersion } = body;
  const version = apiVersionOf(info);
  if ((kind !== undefined && kind !== info.kind) || (apiVersion !== undefined && apiVersion !== version)) {
    if (apiVersion !== undefined && apiVersion !== version) {
      const why = `no kind "${asString(kind)}" is registered for version "${asString(apiVersion)}" in scheme "pkg/runtime/scheme.go:111"`;
      throw badRequest(
        `${asString(kind)} in version ${JSON.stringify(asString(apiVersion).split('/').at(-1))} cannot be handled as a ${info.kind}: ${why}`,
      );
    }
    const internal = info.group === '' ? 'core' : info.group.split('.')[0];
    const sent = asString(kind);
    throw badRequest(
      `${sent} in version ${JSON.stringify(apiVersion ?? version)} cannot be handled as a ${info.kind}: converting (${info.version}.${sent}) to (${internal}.${info.kind}): unknown conversion`,
    );
  }
  const schema = schemaOfKind(info.group, info.version, info.kind);
  if (schema === undefined) return { value: body, warnings: [] };
  const decoded = decodeObject(info.kind, schema, body);
  if (decoded.typeError !== null) {
    throw badRequest(
      `${info.kind} in version ${JSON.stringify(info.version)} cannot be handled as a ${info.kind}: ${decoded.typeError}`,
    );
  }
  const unknown = decoded.unknownFields.map(field => `unknown field ${JSON.stringify(field)}`);
  if (unknown.length > 0 && options.fieldValidation === 'Strict') {
    throw badRequest(
      `${info.kind} in version ${JSON.stringify(info.version)} cannot be handled as a ${info.kind}: strict decoding error: ${unknown.join(', ')}`,
    );
  }
  return { value: decoded.value, warnings: options.fieldValidation === 'Warn' ? unknown : [] };
}

/** What a request to this path may write. */
function inScope(object: KubeObject, scope: UpdateScope, info: ResourceInfo): KubeObject {
  if (scope === 'status') return { metadata: {}, status: object['status'] };
  const { status: _status, ...rest } = object;
  return strategyOf(info.resource).hasStatus === true ? rest : object;
}

function withManagedFields(object: KubeObject, managedFields: readonly JsonObject[]): KubeObject {
  const { managedFields: _before, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: managedFields.length === 0 ? metadata : { ...metadata, managedFields: [...managedFields] },
  };
}

function toObject(value: JsonObject): KubeObject {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = value;
  return { ...rest, metadata: asObject(value['metadata']) };
}

function checkName(sent: string, name: string): void {
  if (sent !== '' && sent !== name)
    throw badRequest(`the name of the object (${sent}) does not match the name on the URL (${name})`);
}

function checkNamespace(given: KubeObject, namespace: string): void {
  const sent = given.metadata.namespace ?? '';
  if (sent !== '' && sent !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}

function updateErrors(
  object: KubeObject,
  { info, given, current, isMain }: { info: ResourceInfo; given: KubeObject; current: KubeObject; isMain: boolean },
): FieldError[] {
  const { validate, validateUpdate } = strategyOf(info.resource);
  const { uid } = given.metadata;
  const isOther = uid !== undefined && uid !== current.metadata.uid;
  return [
    ...(isMain ? validateMeta(object, info.resource) : []),
    ...(isOther ? [invalidValue('metadata.uid', uid, 'field is immutable')] : []),
    ...validateMetaUpdate(object, current),
    ...(isMain ? [...(validate?.(object) ?? []), ...(validateUpdate?.(object, current) ?? [])] : []),
  ];
}

function mergeScope(
  given: KubeObject,
  current: KubeObject,
  { scope, hasStatus }: { scope: UpdateScope; hasStatus: boolean },
): KubeObject {
  if (scope === 'status') return { ...current, status: given['status'] ?? {} };
  if (scope === 'finalize') return { ...current, spec: given['spec'] ?? {} };
  if (scope === 'ephemeralcontainers') {
    const { ephemeralContainers } = asObject(given['spec']);
    return { ...current, spec: { ...asObject(current['spec']), ephemeralContainers } };
  }
  const metadata: Record<string, unknown> = {
    ...given.metadata,
    name: current.metadata.name,
    resourceVersion: current.metadata.resourceVersion,
  };
  delete metadata['managedFields'];
  if (current.metadata.namespace !== undefined) metadata['namespace'] = current.metadata.namespace;
  for (const field of SERVER_FIELDS) {
    if (current.metadata[field] === undefined) delete metadata[field];
    else metadata[field] = current.metadata[field];
  }
  const merged: KubeObject = { ...given, metadata: metadata };
  if (hasStatus) {
    if (current['status'] === undefined) delete merged['status'];
    else merged['status'] = current['status'];
  }
  return merged;
}

function withPropagation(finalizers: readonly string[], propagation: DeleteOptions['propagation']): string[] {
  const kept = finalizers.filter(entry => entry !== 'orphan' && entry !== 'foregroundDeletion');
  if (propagation === 'Orphan') return [...kept, 'orphan'];
  return propagation === 'Foreground' ? [...kept, 'foregroundDeletion'] : kept;
}

function withoutMeta({ metadata: _metadata, status: _status, ...rest }: KubeObject): JsonObject {
  return rest;
}

/** A namespace stays until its controller has emptied it and taken the finalizer out of its spec. */
function holdsNamespace(info: ResourceInfo, object: KubeObject): boolean {
  const finalizers = getPath(object, 'spec', 'finalizers');
  return info.resource === 'namespaces' && Array.isArray(finalizers) && finalizers.length > 0;
}
