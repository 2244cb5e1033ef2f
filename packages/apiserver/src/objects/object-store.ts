import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asObject, asString, deepEqual, type JsonObject } from '@lanthorn/base/json.ts';
import { type Random, randomSuffix, randomUuid } from '@lanthorn/base/random.ts';
import { apiVersionOf, parseResourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type AdmissionAttributes, hasOwnType } from '../admission/admission-write.ts';
import type { Admission } from '../admission/admission.ts';
import { applyFields, claimUnmanaged } from '../field-ownership/field-manager.ts';
import { typedConfiguration } from '../field-ownership/typed-configuration.ts';
import { writeWarnings } from '../warnings/write-warnings.ts';
import { validateMeta } from '../kinds/validation.ts';
import { fromScale, toScale } from './scale.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { ServiceNetwork } from '../services/service-network.ts';
import type { Strategy } from '../resources/strategy.ts';
import { type Storage, storageKey } from '../storage/storage.ts';
import {
  alreadyExists,
  ApiError,
  conflict,
  forbiddenObject,
  internalError,
  invalid,
  invalidValue,
  notFound,
} from '../wire/api-error.ts';
import type { DeleteOptions, WriteOptions } from '../wire/write-options.ts';
import { checkDeletePreconditions, gracePeriod, isDeletionDone, markDeleted, withPropagation } from './deletion.ts';
import type { ObjectRef } from './object-ref.ts';
import { checkName, checkNamespace, checkVersion, updateErrors } from './update-checks.ts';
import { inScope, mergeScope, ownedForm, type UpdateScope } from './update-scope.ts';
import {
  type CreateOptions,
  emptyOf,
  fieldsOfCreate,
  fieldsOfUpdate,
  withManagedFields,
  writerOf,
} from './written-fields.ts';

export interface Written {
  readonly object: KubeObject;
  readonly warnings: readonly string[];
}

type AdmittedWrite = Pick<AdmissionAttributes, 'operation' | 'object' | 'oldObject'> & {
  readonly options: Pick<WriteOptions, 'user' | 'dryRun' | 'sent'>;
  readonly subresource?: string;
};

interface ObjectStoreOptions {
  readonly storage: Storage;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  /** Refuses a valid write, or warns of it. */
  readonly admission: Pick<Admission, 'mutate' | 'ask' | 'chance' | 'validate' | 'confirmGrant'>;
}

/** Create, update and delete with the rules every kind shares; what a kind adds is in its strategy. */
export class ObjectStore {
  readonly #storage: Storage;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #random: Random;
  readonly #admission: ObjectStoreOptions['admission'];
  readonly #network: ServiceNetwork;

  constructor({ storage, clock, random, admission }: ObjectStoreOptions) {
    this.#network = new ServiceNetwork({ storage, clock });
    this.#storage = storage;
    this.#clock = clock;
    this.#random = random;
    this.#admission = admission;
  }

  get({ info, namespace, name }: ObjectRef): KubeObject {
    const object = this.#storage.get(info.storageKey, storageKey(namespace, name));
    if (object === undefined) throw notFound({ ...info, name });
    return object;
  }

  create(info: ServedResource, namespace: string, request: { body: JsonObject; options: CreateOptions }): Written {
    const { value, warnings } = info.decode(request.body, request.options);
    return withWarnings(warnings, () => this.#create(info, namespace, { ...request, value }));
  }

  #create(
    info: ServedResource,
    namespace: string,
    { value, ...request }: { value: JsonObject; body: JsonObject; options: CreateOptions },
  ): Written {
    const given = info.toStored(toObject(value));
    if ((given.metadata.resourceVersion ?? '') !== '')
      throw internalError('resourceVersion should not be set on objects to be created');
    checkNamespace(given, namespace);
    if (info.namespaced) this.#requireNamespace(namespace, info, given.metadata.name ?? '');
    const { user } = request.options;
    const strategy = info.strategy;
    const { object: asked, warnings } = this.#prepareCreate(info, namespace, { given, options: request.options });
    const prepared = this.#allocate({ info, namespace, name: asked.metadata.name ?? '' }, asked, {
      ...{ old: null, dryRun: request.options.dryRun },
    });
    if (user !== null)
      this.#admission.confirmGrant({ info, namespace, name: '', object: prepared, oldObject: null, user });
    const name = prepared.metadata.name ?? '';
    const errors = [
      ...validateMeta(prepared, info.resource),
      ...(strategy.validate?.(prepared) ?? []),
      ...info.validateVersion(prepared),
    ];
    // Errors name the stored group, whichever was asked.
    if (errors.length > 0) throw invalid({ ...info, group: storedGroup(info), name }, errors);
    const object = strategy.finish?.(prepared) ?? prepared;
    const said = info.isCustom || user === null ? [] : writeWarnings(info.resource, object, null);
    const admitted = this.#admit(
      { info, namespace, name },
      { operation: 'CREATE', object, oldObject: null, ...request },
    );
    const key = storageKey(namespace, name);
    if (this.#storage.get(info.storageKey, key) !== undefined) throw alreadyExists({ ...info, name });
    const stored = request.options.dryRun ? object : this.#storage.put(info.storageKey, key, object);
    return { object: stored, warnings: [...warnings, ...said, ...admitted] };
  }

  /** Checks the uid and, for the kinds that need one, the version that a replacement names. */
  checkReplacement(ref: ObjectRef, { uid, resourceVersion }: JsonObject): void {
    const current = this.get(ref);
    if (ref.info.strategy.needsVersion === true && asString(resourceVersion) === '') {
      const why = invalidValue('metadata.resourceVersion', 0, 'must be specified for an update');
      throw invalid({ ...ref.info, kind: ref.info.resource, name: ref.name }, [why]);
    }
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
    const { type } = info;
    const by = writerOf(info, { manager: options.manager, subresource: request.subresource, now: this.#clock.now() });
    const stored = this.#storage.get(info.storageKey, storageKey(namespace, name));
    const live: KubeObject = stored === undefined ? { metadata: { name } } : info.fromStored(stored);
    if (stored === undefined && scope !== 'main') throw notFound({ ...info, name });
    const known = asArray(live.metadata.managedFields);
    const managedFields =
      stored !== undefined && known.length === 0 ? claimUnmanaged(live, emptyOf(info), { ...by, type }) : known;
    const applied = applyFields(
      { live, config, type, managedFields, kind: info.kind },
      { ...by, force: options.force },
    );
    const { resourceVersion, name: sentName } = asObject(request.body['metadata']);
    checkName(asString(sentName), name);
    const { resourceVersion: _own, ...metadata } = asObject(applied.object['metadata']);
    const body = {
      kind: info.kind,
      apiVersion: apiVersionOf(info),
      ...applied.object,
      metadata: { ...metadata, name, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
    };
    // What is not known is refused by its type alone; the rest is dropped without a word.
    const written = { ...options, fieldValidation: 'Ignore', managedFields: applied.managedFields } as const;
    return stored === undefined
      ? { ...this.create(info, namespace, { body, options: written }), isNew: true }
      : { ...this.update(ref, { body, options: written, scope, subresource: request.subresource }), isNew: false };
  }

  /** Replaces (the caller has merged a patch already). `body` may carry a resourceVersion as precondition. */
  update(
    ref: ObjectRef,
    request: { body: JsonObject; options: CreateOptions; scope: UpdateScope; subresource: string },
  ): Written {
    const { info } = ref;
    const { value, warnings } = info.decode(request.body, request.options);
    return withWarnings(warnings, () => this.#replaceParts(ref, { ...request, value }));
  }

  #replaceParts(
    ref: ObjectRef,
    {
      value,
      ...request
    }: { value: JsonObject; body: JsonObject; options: CreateOptions; scope: UpdateScope; subresource: string },
  ): Written {
    const { info, namespace, name } = ref;
    const sent = info.toStored(toObject(value));
    checkName(sent.metadata.name ?? '', name);
    checkNamespace(sent, namespace);
    const current = this.get(ref);
    const { object: given, warnings } = this.#askWebhooks(ref, {
      ...{ operation: 'UPDATE', object: sent, oldObject: current, ...request },
    });
    checkNamespace(given, namespace);
    const { user } = request.options;
    if (user !== null) this.#admission.confirmGrant({ info, namespace, name, object: given, oldObject: current, user });
    checkVersion(ref, given, current);
    const { scope } = request;
    const { asked: prepared, object: checked } = this.#prepareUpdate(ref, given, {
      ...{ current, scope, dryRun: request.options.dryRun },
    });
    // What policies and webhooks made of it nobody owns.
    const own = given === sent ? prepared : this.#filled(info, sent, { current, scope });
    const owned = ownedForm(own, { given: sent, current, scope });
    const object = withManagedFields(
      checked,
      fieldsOfUpdate(info, { ...request, given: sent, current, prepared: owned, now: this.#clock.now() }),
      info.strategy.unowned,
    );
    const said = info.isCustom || scope !== 'main' ? [] : writeWarnings(info.resource, object, current);
    const admitted = this.#admit(ref, { operation: 'UPDATE', object, oldObject: current, ...request });
    const stored = request.options.dryRun ? object : this.#store(ref, object, current);
    return { object: stored, warnings: [...warnings, ...said, ...admitted] };
  }

  #admit(ref: ObjectRef, write: AdmittedWrite): string[] {
    const { options, operation, object, oldObject, subresource = '' } = write;
    if (options.user === null) return [];
    const { user, dryRun, sent } = options;
    const part = { object: partOf(ref, subresource, object), oldObject: partOf(ref, subresource, oldObject) };
    return this.#admission.validate({ ...ref, subresource, operation, ...part, user, dryRun, options: sent });
  }

  /** What is asked of a pod at one of its own paths, as webhooks would have it; throws where it may not be. */
  admitAction(
    ref: ObjectRef,
    { object, ...request }: { object: KubeObject; subresource: string; options: WriteOptions },
  ): Written {
    const write = { operation: 'CREATE', oldObject: null, ...request } as const;
    const asked = this.#askWebhooks(ref, { ...write, object });
    return { ...asked, warnings: [...asked.warnings, ...this.#admit(ref, { ...write, object: asked.object })] };
  }

  /** Stores a pod that one of its own paths changed: bound to a node, or on its way out. */
  replace(ref: ObjectRef, object: KubeObject, options: Pick<WriteOptions, 'dryRun'>): void {
    if (!options.dryRun) this.#store(ref, object, this.get(ref));
  }

  /** Throws where the object may not go; returns the warnings. Asked before anything else is written. */
  admitRemoval(ref: ObjectRef, options: DeleteOptions): string[] {
    const current = this.get(ref);
    const { user, dryRun } = options;
    // Where a kind takes time to go it is said how long.
    const hasGrace = ref.info.strategy.gracePeriod !== undefined;
    const grace = hasGrace ? { gracePeriodSeconds: gracePeriod(ref.info, current, options) } : {};
    const sent = { ...options.sent, ...grace };
    const write = { operation: 'DELETE', object: null, oldObject: current, options: { ...options, sent } } as const;
    const attributes = { ...ref, subresource: '', ...write, dryRun, options: sent };
    const asked = user === null ? null : this.#admission.ask({ ...attributes, user });
    return [...(asked?.warnings ?? []), ...this.#admit(ref, write)];
  }

  /** Removes at once, or marks for deletion where finalizers or a grace period hold it. */
  delete(ref: ObjectRef, options: DeleteOptions): Written & { readonly removed: boolean } {
    const stored = this.get(ref);
    checkDeletePreconditions(ref, options, stored);
    const warnings = this.admitRemoval(ref, options);
    const now = this.#clock.now();
    const current = ref.info.strategy.beforeDelete?.(stored, now) ?? stored;
    const usual = ref.info.strategy.orphansByDefault === true ? 'Orphan' : 'Background';
    const finalizers = withPropagation(current.metadata.finalizers ?? [], options.propagation ?? usual);
    const grace = gracePeriod(ref.info, current, options);
    const isHeld = finalizers.length > 0 || grace > 0 || ref.info.resource === 'namespaces';
    if (!isHeld) {
      const removed = options.dryRun
        ? current
        : this.#storage.delete(ref.info.storageKey, storageKey(ref.namespace, ref.name));
      // A kind with a grace period answers with one of zero seconds.
      const hasGrace = ref.info.strategy.gracePeriod !== undefined;
      return {
        object: hasGrace ? markDeleted(ref.info, removed, { finalizers, grace: 0, now }) : removed,
        removed: true,
        warnings,
      };
    }
    const object = markDeleted(ref.info, current, { finalizers, grace, now });
    return { object: options.dryRun ? object : this.#store(ref, object, stored), removed: false, warnings };
  }

  #prepareCreate(
    info: ServedResource,
    namespace: string,
    { given, options }: { given: KubeObject; options: CreateOptions },
  ): Written {
    const strategy = info.strategy;
    const now = this.#clock.now();
    const { name, generateName } = given.metadata;
    const random = this.#admission.chance(this.#random);
    const generated =
      (name ?? '') === '' && generateName !== undefined ? `${generateName}${randomSuffix(random, 5)}` : undefined;
    const own = {
      ...(info.namespaced ? { namespace } : {}),
      uid: randomUuid(random),
      ...(strategy.hasGeneration ? { generation: 1 } : {}),
      creationTimestamp: formatTime(now),
    };
    const metadata = withOwn({ ...given.metadata, ...(generated === undefined ? {} : { name: generated }) }, own);
    const base: KubeObject = { ...given, metadata, ...(strategy.hasStatus ? { status: {} } : {}) };
    // Nodes report themselves: a node may be created with its status.
    if (info.resource === 'nodes' && given['status'] !== undefined) base['status'] = given['status'];
    const filled = strategy.fill?.(base, now) ?? base;
    // Fields that admission and the strategy add have no owner.
    const managedFields = options.managedFields ?? fieldsOfCreate(info, filled, { manager: options.manager, now });
    const created = strategy.create?.(filled, random, now) ?? filled;
    const mutated = this.#admission.mutate(info, created, options.user);
    const ref = { info, namespace, name: mutated.metadata.name ?? '' };
    const asked = this.#askWebhooks(ref, { operation: 'CREATE', object: mutated, oldObject: null, options });
    checkNamespace(asked.object, namespace);
    const object = { ...asked.object, metadata: withOwn(asked.object.metadata, own) };
    return { ...asked, object: withManagedFields(object, managedFields, strategy.unowned) };
  }

  /** What webhooks make of an object, with the defaults of what they add. */
  #askWebhooks(ref: ObjectRef, write: AdmittedWrite & { readonly object: KubeObject }): Written {
    const { options, operation, object, oldObject, subresource = '' } = write;
    if (options.user === null) return { object, warnings: [] };
    const { user, dryRun, sent } = options;
    const part = { object: partOf(ref, subresource, object), oldObject: partOf(ref, subresource, oldObject) };
    const asked = this.#admission.ask({ ...ref, subresource, operation, ...part, user, dryRun, options: sent });
    const changed = asked.object;
    if (changed === null || changed === part.object) return { object, warnings: asked.warnings };
    if (subresource === 'scale')
      return { object: fromScale(ref.info, object, changed) as KubeObject, warnings: asked.warnings };
    if (hasOwnType(changed)) return { object: changed, warnings: asked.warnings };
    const { fill, readmit } = ref.info.strategy;
    const filled = fill?.(changed, this.#clock.now()) ?? changed;
    const random = this.#admission.chance(this.#random);
    const made = operation === 'CREATE' ? readmit?.(filled, random) : undefined;
    return { object: made ?? filled, warnings: asked.warnings };
  }

  #prepareUpdate(
    ref: ObjectRef,
    given: KubeObject,
    { current, scope, dryRun }: { current: KubeObject; scope: UpdateScope; dryRun: boolean },
  ): { readonly asked: KubeObject; readonly object: KubeObject } {
    const { info } = ref;
    const strategy = info.strategy;
    const isSpec = ['main', 'ephemeralcontainers', 'resize'].includes(scope);
    const filled = this.#filled(info, given, { current, scope });
    const object = scope === 'main' ? this.#allocate(ref, filled, { old: current, dryRun }) : filled;
    const errors = updateErrors(object, { info, given, current, scope });
    if (errors.length > 0) throw invalid({ ...info, name: ref.name }, errors);
    if (strategy.hasGeneration && isSpec && !deepEqual(countedPart(object, strategy), countedPart(current, strategy))) {
      const generation = (current.metadata.generation ?? 0) + 1;
      return { asked: filled, object: { ...object, metadata: { ...object.metadata, generation } } };
    }
    return { asked: filled, object };
  }

  /** What is asked for, with what the kind fills in. */
  #filled(
    info: ServedResource,
    given: KubeObject,
    { current, scope }: { readonly current: KubeObject; readonly scope: UpdateScope },
  ): KubeObject {
    const { strategy } = info;
    const asked = mergeScope(given, current, { scope, info });
    const merged = this.#updated(asked, { current, scope, strategy });
    if (!['main', 'ephemeralcontainers', 'resize'].includes(scope)) return merged;
    return strategy.fill?.(merged, this.#clock.now()) ?? merged;
  }

  /** Of what is given here its writer owns nothing. */
  #allocate(
    { info, name }: ObjectRef,
    object: KubeObject,
    { old, dryRun }: { old: KubeObject | null; dryRun: boolean },
  ): KubeObject {
    const random = this.#admission.chance(this.#random);
    const allocated = info.strategy.allocate?.(object, { old, dryRun, network: this.#network, random });
    if (allocated === undefined) return object;
    if (allocated.errors.length > 0) throw invalid({ ...info, group: storedGroup(info), name }, allocated.errors);
    return allocated.object;
  }

  #updated(
    asked: KubeObject,
    { current, scope, strategy }: { current: KubeObject; scope: UpdateScope; strategy: Strategy },
  ): KubeObject {
    if (scope === 'main') return strategy.update?.(asked, current) ?? asked;
    if (scope !== 'status' && scope !== 'approval') return asked;
    return strategy.updateStatus?.(asked, current, this.#clock.now()) ?? asked;
  }

  /** A write that changes nothing keeps its revision; one that releases the last finalizer of a deleted object removes it. */
  #store({ info, namespace, name }: ObjectRef, object: KubeObject, current: KubeObject): KubeObject {
    const key = storageKey(namespace, name);
    const isFinal = isDeletionDone(info, object);
    if (deepEqual(object, current) && !isFinal) return current;
    const stored = deepEqual(object, current) ? current : this.#storage.put(info.storageKey, key, object);
    return isFinal ? this.#storage.delete(info.storageKey, key) : stored;
  }

  #requireNamespace(namespace: string, info: ServedResource, name: string): void {
    const found = this.#storage.get('namespaces.v1.', namespace);
    if (found === undefined) throw notFound({ group: '', resource: 'namespaces', name: namespace });
    if (found.metadata.deletionTimestamp === undefined) return;
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    const message = `namespace ${namespace} is being terminated`;
    const causes = [{ reason: 'NamespaceTerminating', message, field: 'metadata.namespace' }];
    throw forbiddenObject({ ...info, name }, why, causes);
  }
}

/** What is said of a body is said whether or not the write is refused then. */
function withWarnings(warnings: readonly string[], write: () => Written): Written {
  try {
    const written = write();
    return { ...written, warnings: [...warnings, ...written.warnings] };
  } catch (error) {
    if (error instanceof ApiError) error.warnings.unshift(...warnings);
    throw error;
  }
}

/** The metadata of a new object, whatever its writer or a webhook says of the server's own fields. */
function withOwn(
  {
    deletionTimestamp: _at,
    deletionGracePeriodSeconds: _grace,
    managedFields: _owners,
    ...rest
  }: KubeObject['metadata'],
  own: KubeObject['metadata'],
): KubeObject['metadata'] {
  return { ...rest, ...own };
}

/** What a write of this part of an object is judged by. */
function partOf<T extends KubeObject | null>({ info }: ObjectRef, subresource: string, object: T): T | KubeObject {
  return object === null || subresource !== 'scale' ? object : (toScale(info, object) as KubeObject);
}

function storedGroup({ storageKey: key }: ServedResource): string {
  return parseResourceKey(key)?.group ?? '';
}

function toObject(value: JsonObject): KubeObject {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = value;
  return { ...rest, metadata: asObject(value['metadata']) };
}

/** What `metadata.generation` counts the changes of. */
function countedPart({ metadata, ...rest }: KubeObject, { hasStatus, countsAnnotations }: Strategy): JsonObject {
  const { status: _status, ...spec } = rest;
  const counted = hasStatus === true ? spec : rest;
  return countsAnnotations === true ? { ...counted, annotations: metadata.annotations ?? {} } : counted;
}
