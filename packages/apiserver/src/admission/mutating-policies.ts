import { asArray, asObject, asString, deepEqual, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { applyJsonPatch, isJsonPatch } from '@lanthorn/kube/patch/json-patch.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { applyConfiguration } from '../field-ownership/apply-configuration.ts';
import { isGranular } from '../field-ownership/compare-fields.ts';
import { FieldSet } from '../field-ownership/field-set.ts';
import { compileMutation } from '../kinds/admission-policy-strategies.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import type { CelProgram } from '../schema/cel.ts';
import { fromCel } from '../schema/cel-mutation.ts';
import type { Storage } from '../storage/storage.ts';
import { ApiError } from '../wire/api-error.ts';
import { type AdmissionAttributes, celNames, hasOwnType, shownAs } from './admission-write.ts';
import { BoundPolicies, type Invocation, lazily, named, type NamedProgram, programOf } from './bound-policies.ts';

interface Mutation {
  readonly isPatch: boolean;
  readonly program: CelProgram;
}

interface CompiledPolicy {
  readonly conditions: readonly NamedProgram[];
  readonly variables: readonly NamedProgram[];
  readonly mutations: readonly Mutation[];
}

/** Why a policy could not do its part. */
class PolicyError extends Error {
  override name = 'PolicyError';
}

/** MutatingAdmissionPolicies in CEL (KEP-3962): what they make of a write, before webhooks are asked. */
export class MutatingPolicies {
  readonly #storage: Storage;
  readonly #policies: BoundPolicies;
  /** By the stored object, which never changes. */
  readonly #compiled = new WeakMap<KubeObject, CompiledPolicy>();

  constructor({ storage, registry }: { storage: Storage; registry: ResourceRegistry }) {
    this.#storage = storage;
    this.#policies = new BoundPolicies('mutatingadmission', { storage, registry });
  }

  /** The object as the policies would have it, one after the other; those that ask for it look again when it changed after them. */
  mutate(attributes: AdmissionAttributes, now: number): KubeObject | null {
    if (attributes.object === null) return null;
    const again = new Set<Invocation>();
    const before: Invocation[] = [];
    const errors: string[] = [];
    let object: KubeObject | null = attributes.object;
    const apply = (invocation: Invocation) => {
      const changed = this.#applied(invocation, { ...attributes, object }, { errors, now });
      if (deepEqual(changed, object)) return;
      object = changed;
      for (const other of before)
        if (getPath(other.policy, 'spec', 'reinvocationPolicy') === 'IfNeeded') again.add(other);
    };
    for (const invocation of this.#policies.invocations(attributes)) {
      apply(invocation);
      before.push(invocation);
    }
    for (const invocation of again) apply(invocation);
    if (errors.length > 0) throw denied(attributes, errors);
    return object;
  }

  #applied(
    invocation: Invocation,
    attributes: AdmissionAttributes,
    { errors, now }: { readonly errors: string[]; readonly now: number },
  ): KubeObject | null {
    const { policy, binding, params } = invocation;
    const { conditions, variables, mutations } = this.#compile(policy);
    const mayFail = getPath(policy, 'spec', 'failurePolicy') === 'Ignore';
    const refuse = (why: string) => {
      const of = `policy '${policy.metadata.name ?? ''}' with binding '${binding.metadata.name ?? ''}'`;
      if (!mayFail) errors.push(`${of} denied request: ${why}`);
    };
    let { object } = attributes;
    const scope = () => {
      const names = { ...celNames({ ...attributes, object }, this.#storage), params };
      return { ...names, variables: lazily(variables, names) };
    };
    for (const { name, program } of conditions) {
      const result = program.evaluate(scope());
      if (result.ok && result.value === true) continue;
      if (!result.ok) refuse(`match condition ${name} resulted in error: ${result.error}`);
      return object;
    }
    for (const mutation of mutations) {
      try {
        object = mutated(attributes.info, object as KubeObject, { mutation, scope: scope(), now });
      } catch (error) {
        if (!(error instanceof PolicyError)) throw error;
        refuse(error.message);
      }
    }
    return object;
  }

  #compile(policy: KubeObject): CompiledPolicy {
    const known = this.#compiled.get(policy);
    if (known !== undefined) return known;
    const { matchConditions, variables, mutations } = asObject(policy['spec']);
    const compiled = {
      conditions: asArray(matchConditions).map(asObject).map(named),
      variables: asArray(variables).map(asObject).map(named),
      mutations: asArray(mutations).map(asObject).map(mutationOf),
    };
    this.#compiled.set(policy, compiled);
    return compiled;
  }
}

function mutationOf({ patchType, jsonPatch, applyConfiguration: config }: JsonObject): Mutation {
  const isPatch = patchType === 'JSONPatch';
  const expression = asString(getPath(isPatch ? jsonPatch : config, 'expression'));
  return { isPatch, program: programOf(compileMutation(expression)) };
}

function mutated(
  info: ServedResource,
  object: KubeObject,
  {
    mutation,
    scope,
    now,
  }: { readonly mutation: Mutation; readonly scope: Readonly<Record<string, unknown>>; readonly now: number },
): KubeObject {
  const { program, isPatch } = mutation;
  const result = program.evaluate(scope);
  if (!result.ok) throw new PolicyError(result.error);
  const value = fromCel(result.value);
  const shown = shownAs(info, object);
  const changed = isPatch ? patched(shown, value) : merged(info, shown, value);
  if (changed === shown) return object;
  if (hasOwnType(object)) return { ...changed, metadata: asObject(changed['metadata']) };
  const decoded = info.decode(changed, { fieldValidation: 'Ignore' }).value;
  const { kind: _kind, apiVersion: _apiVersion, ...fields } = decoded;
  const stored = info.toStored({ ...fields, metadata: asObject(decoded['metadata']) });
  // The next one sees the defaults of what this one added.
  return info.strategy.fill?.(stored, now) ?? stored;
}

function patched(shown: JsonObject, operations: unknown): JsonObject {
  if (!isJsonPatch(operations)) throw new PolicyError('JSON Patch: the expression gives no list of operations');
  const result = applyJsonPatch(shown, operations);
  if (result.ok) return asObject(result.value);
  // Where a test fails, nothing is done.
  const isTest = operations.some(({ op }) => op === 'test');
  if (
    isTest &&
    !applyJsonPatch(
      shown,
      operations.filter(({ op }) => op === 'test'),
    ).ok
  )
    return shown;
  throw new PolicyError(`JSON Patch: ${result.error}`);
}

function merged(info: ServedResource, shown: JsonObject, config: unknown): JsonObject {
  if (!isObject(config)) throw new PolicyError('the expression gives no object');
  const { type } = info;
  const atomics = type === null ? [] : atomicParts(config, type, '');
  if (atomics.length > 0) {
    const why = `may not mutate atomic arrays, maps or structs: ${atomics.join(', ')}`;
    throw new PolicyError(`error applying patch: invalid ApplyConfiguration: ${why}`);
  }
  return applyConfiguration({ live: shown, config, last: new FieldSet(), owned: new FieldSet() }, type);
}

/** What would be replaced as a whole by somebody who names a part of it. */
function atomicParts(value: unknown, type: TypeSchema, path: string): string[] {
  if (isObject(value)) {
    const own = type.isAtomicMap ? [path] : [];
    const below = Object.entries(value).flatMap(([name, entry]) => {
      const field = type.field(name);
      return field === null ? [] : atomicParts(entry, field, `${path}.${name}`);
    });
    return [...own, ...below];
  }
  if (!Array.isArray(value)) return [];
  const { items } = type;
  const own = isGranular(type) ? [] : [path];
  return [...own, ...value.flatMap((item, i) => (items === null ? [] : atomicParts(item, items, `${path}[${i}]`)))];
}

function denied({ info, name }: AdmissionAttributes, errors: readonly string[]): ApiError {
  return new ApiError(403, {
    message: errors[0] ?? '',
    reason: 'Invalid',
    details: {
      name,
      ...(info.group === '' ? {} : { group: info.group }),
      kind: info.resource,
      causes: errors.map(message => ({ message })),
    },
  });
}
