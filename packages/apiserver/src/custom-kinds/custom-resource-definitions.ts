import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asObject, asString, deepEqual, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { findCondition, formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type FieldError, invalidValue, notSupported, required } from '../wire/api-error.ts';
import { compileCel } from '../schema/cel.ts';
import { customResources } from './custom-resource.ts';
import type { ObjectStore } from '../objects/object-store.ts';
import { typed } from '../printing/representation.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import type { Storage } from '../storage/storage.ts';
import type { Strategy } from '../resources/strategy.ts';
import { schemaOfVersion, type StructuralSchema } from '../schema/structural-schema.ts';
import { readDeleteOptions, readWriteOptions } from '../wire/write-options.ts';

const KEY = 'customresourcedefinitions.v1.apiextensions.k8s.io';
const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';

const names = (definition: KubeObject) => asObject(getPath(definition, 'spec', 'names'));
const versions = (definition: KubeObject) => asArray(getPath(definition, 'spec', 'versions')).map(asObject);
const storageVersions = (definition: KubeObject) => versions(definition).filter(({ storage }) => storage === true);

function fill(definition: KubeObject): KubeObject {
  const { kind, ...given } = names(definition);
  const listKind = kind === undefined ? {} : { listKind: `${asString(kind)}List` };
  const filled = {
    singular: asString(kind).toLowerCase(),
    ...listKind,
    ...given,
    ...(kind === undefined ? {} : { kind }),
  };
  const spec = { conversion: { strategy: 'None' }, ...asObject(definition['spec']), names: filled };
  return { ...definition, spec };
}

function create(definition: KubeObject): KubeObject {
  const storedVersions = storageVersions(definition).map(({ name }) => name);
  return { ...definition, status: { conditions: null, acceptedNames: { plural: '', kind: '' }, storedVersions } };
}

function validate(definition: KubeObject): FieldError[] {
  const { group, scope } = asObject(definition['spec']);
  const { plural, kind, listKind } = names(definition);
  const wanted = `${asString(plural)}.${asString(group)}`;
  const missing = (field: string, value: unknown) => (asString(value) === '' ? [required(field)] : []);
  const storage = storageVersions(definition).length;
  return [
    ...(definition.metadata.name === wanted
      ? []
      : [invalidValue('metadata.name', definition.metadata.name, 'must be spec.names.plural+"."+spec.group')]),
    ...approvalErrors(definition, asString(group)),
    ...(asString(group).includes('.')
      ? []
      : [invalidValue('spec.group', group, 'should be a domain with at least one dot')]),
    ...(scope === 'Cluster' || scope === 'Namespaced'
      ? []
      : [notSupported('spec.scope', scope, ['Cluster', 'Namespaced'])]),
    ...(storage === 1
      ? []
      : [
          invalidValue(
            'spec.versions',
            versions(definition),
            'must have exactly one version marked as storage version',
          ),
        ]),
    ...missing('spec.names.kind', kind),
    ...missing('spec.names.listKind', listKind),
    ...versions(definition).flatMap(validateVersion),
    ...(storage === 0 && definition.metadata.resourceVersion === undefined
      ? [invalidValue('status.storedVersions', null, 'must have at least one stored version')]
      : []),
  ];
}

const APPROVAL = 'api-approved.kubernetes.io';
const APPROVAL_RULE = `protected groups must have approval annotation "${APPROVAL}", see https://github.com/kubernetes/enhancements/pull/1111`;

/** Groups of the community's own are for what it approved (KEP-1111). */
function approvalErrors({ metadata }: KubeObject, group: string): FieldError[] {
  const isProtected = /(^|\.)(k8s|kubernetes)\.io$/.test(group);
  return isProtected && (metadata.annotations?.[APPROVAL] ?? '') === ''
    ? [required(`metadata.annotations[${APPROVAL}]`, APPROVAL_RULE)]
    : [];
}

function validateVersion(version: JsonObject, i: number): FieldError[] {
  const field = `spec.versions[${i}].schema.openAPIV3Schema`;
  const given = getPath(version, 'schema', 'openAPIV3Schema');
  if (given === undefined) return [required(field)];
  const schema = schemaOfVersion(version);
  if (schema.type !== 'object') return [invalidValue(`${field}.type`, schema.type, 'must be object at the root')];
  return ruleErrors(schema, field);
}

/** Rules that do not compile are refused with the definition, not with the first object. */
function ruleErrors(schema: StructuralSchema, field: string): FieldError[] {
  const own = (schema['x-kubernetes-validations'] ?? []).flatMap((rule, i) => {
    const compiled = compileCel(rule.rule, ['self', 'oldSelf']);
    const at = `${field}.x-kubernetes-validations[${i}].rule`;
    if (!compiled.ok) return [invalidValue(at, rule, compiled.error)];
    return ['bool', 'dyn'].includes(compiled.type) ? [] : [invalidValue(at, rule, 'must evaluate to a bool')];
  });
  const { properties = {}, items, additionalProperties } = schema;
  return [
    ...own,
    ...Object.entries(properties).flatMap(([name, entry]) => ruleErrors(entry, `${field}.properties[${name}]`)),
    ...(items === undefined ? [] : ruleErrors(items, `${field}.items`)),
    ...(isObject(additionalProperties) ? ruleErrors(additionalProperties, `${field}.additionalProperties`) : []),
  ];
}

function condition(type: string, reason: string, rest: { message: string; now: number }): JsonObject {
  return { type, status: 'True', lastTransitionTime: formatTime(rest.now), reason, message: rest.message };
}

/** A definition goes after the objects it defines. */
function beforeDelete(definition: KubeObject, now: number): KubeObject {
  if (definition.metadata.deletionTimestamp !== undefined) return definition;
  const message = 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon';
  const conditions = [
    ...asArray(getPath(definition, 'status', 'conditions')),
    condition('Terminating', 'InstanceDeletionPending', { message, now }),
  ];
  const finalizers = [...new Set([...(definition.metadata.finalizers ?? []), CLEANUP])];
  return {
    ...definition,
    metadata: { ...definition.metadata, finalizers, deletionTimestamp: formatTime(now) },
    status: { ...asObject(definition['status']), conditions },
  };
}

export const DEFINITION_STRATEGY: Strategy = {
  hasGeneration: true,
  hasStatus: true,
  fill,
  create,
  validate,
  beforeDelete,
};

interface Parts {
  readonly storage: Storage;
  readonly objects: ObjectStore;
  readonly registry: ResourceRegistry;
  readonly clock: Clock;
}

/** Serves what definitions define, as the API server's own controllers do: names are accepted, objects go with their definition. */
export class CustomResourceDefinitions {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.storage.watch(KEY, 0, ({ type, object }) => {
      const name = object.metadata.name ?? '';
      const isServed = type !== 'DELETED' && findCondition(object, 'Established')?.['status'] === 'True';
      parts.registry.define(name, isServed ? customResources(object) : []);
      // Not within the write that is being told of.
      if (type !== 'DELETED') void Promise.resolve().then(() => this.#sync(name));
    });
  }

  #sync(name: string): void {
    const definition = this.#parts.storage.get(KEY, name);
    if (definition === undefined) return;
    if (definition.metadata.deletionTimestamp !== undefined) this.#finalize(definition);
    else this.#establish(definition);
  }

  #establish(definition: KubeObject): void {
    const now = this.#parts.clock.now();
    const status = asObject(definition['status']);
    const acceptedNames = names(definition);
    const stored = asArray(status['storedVersions']);
    const storedVersions = [...new Set([...stored, ...storageVersions(definition).map(({ name }) => name)])];
    const conditions =
      findCondition(definition, 'Established') === null
        ? [
            condition('NamesAccepted', 'NoConflicts', { message: 'no conflicts found', now }),
            condition('Established', 'InitialNamesAccepted', { message: 'the initial names have been accepted', now }),
          ]
        : status['conditions'];
    const next = { conditions, acceptedNames, storedVersions };
    if (!deepEqual(next, status)) this.#write({ ...definition, status: next }, 'status');
  }

  #finalize(definition: KubeObject): void {
    const { storage, objects } = this.#parts;
    const [info] = customResources(definition);
    if (info !== undefined) {
      const keys: KubeObject[] = [];
      storage.scan(info.storageKey, { prefix: '', start: '' }, (_key, object) => keys.push(object) > 0);
      for (const { metadata } of keys) {
        const ref = { info, namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
        const { removed } = objects.delete(ref, readDeleteOptions({}, {}));
        // Held by a finalizer of its own: whoever releases it, the definition is looked at again.
        if (!removed) this.#again(definition);
      }
      if (storage.count(info.storageKey) > 0) return;
    }
    const finalizers = (definition.metadata.finalizers ?? []).filter(entry => entry !== CLEANUP);
    this.#write({ ...definition, metadata: { ...definition.metadata, finalizers } }, 'main');
  }

  #again({ metadata }: KubeObject): void {
    this.#parts.clock.schedule(1_000, () => this.#sync(metadata.name ?? ''));
  }

  #write(definition: KubeObject, scope: 'main' | 'status'): void {
    const { objects, registry } = this.#parts;
    const info = registry.named(KEY);
    const { resourceVersion: _any, ...metadata } = definition.metadata;
    objects.update(
      { info, namespace: '', name: definition.metadata.name ?? '' },
      {
        body: typed(info, { ...definition, metadata }),
        options: readWriteOptions({}, { userAgent: 'kube-apiserver' }),
        scope,
        subresource: scope === 'status' ? 'status' : '',
      },
    );
  }
}
