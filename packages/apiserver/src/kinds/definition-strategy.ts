import { asArray, asObject, asString, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Strategy } from '../resources/strategy.ts';
import { compileCel } from '../schema/cel.ts';
import { schemaOfVersion, type StructuralSchema } from '../schema/structural-schema.ts';
import { type FieldError, invalidValue, notSupported, required } from '../wire/api-error.ts';

/** Holds a definition until its objects are gone. */
export const DEFINITION_CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';

export const definedNames = (definition: KubeObject) => asObject(getPath(definition, 'spec', 'names'));
const versions = (definition: KubeObject) => asArray(getPath(definition, 'spec', 'versions')).map(asObject);
export const storageVersions = (definition: KubeObject) =>
  versions(definition).filter(({ storage }) => storage === true);

function fill(definition: KubeObject): KubeObject {
  const { kind, ...given } = definedNames(definition);
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
  const { plural, kind, listKind } = definedNames(definition);
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

/** Groups of the Kubernetes community need its approval, in an annotation (KEP-1111). */
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

export function definitionCondition(type: string, reason: string, rest: { message: string; now: number }): JsonObject {
  return { type, status: 'True', lastTransitionTime: formatTime(rest.now), reason, message: rest.message };
}

/** A definition is removed only after its objects are. */
function beforeDelete(definition: KubeObject, now: number): KubeObject {
  if (definition.metadata.deletionTimestamp !== undefined) return definition;
  const message = 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon';
  const conditions = [
    ...asArray(getPath(definition, 'status', 'conditions')),
    definitionCondition('Terminating', 'InstanceDeletionPending', { message, now }),
  ];
  const finalizers = [...new Set([...(definition.metadata.finalizers ?? []), DEFINITION_CLEANUP])];
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
