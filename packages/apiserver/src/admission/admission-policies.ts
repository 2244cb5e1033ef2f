import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { parseApiVersion } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { matchesLabels, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { ApiError } from '../wire/api-error.ts';
import { POLICY_VARIABLES } from '../kinds/admission-policy-strategies.ts';
import { type CelProgram, compileCel, toCel } from '../schema/cel.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import { typed } from '../printing/representation.ts';
import { type Storage, storageKey } from '../storage/storage.ts';
import { type AdmissionAttributes, celNames, matchesRule, matchesSelectors } from './admission-write.ts';

const POLICIES = 'validatingadmissionpolicies.v1.admissionregistration.k8s.io';
const BINDINGS = 'validatingadmissionpolicybindings.v1.admissionregistration.k8s.io';

interface Validation {
  readonly expression: string;
  readonly program: CelProgram;
  readonly message: string;
  readonly messageProgram: CelProgram | null;
  readonly reason: string;
}

interface CompiledPolicy {
  readonly conditions: readonly { readonly name: string; readonly program: CelProgram }[];
  readonly variables: readonly { readonly name: string; readonly program: CelProgram }[];
  readonly validations: readonly Validation[];
}

interface Failure {
  readonly message: string;
  readonly reason: string;
}

/** HTTP status by the reason a policy gives. */
const CODES: Readonly<Record<string, number>> = {
  Unauthorized: 401,
  Forbidden: 403,
  RequestEntityTooLarge: 413,
  Invalid: 422,
};

/** ValidatingAdmissionPolicies in CEL (KEP-3488): refuses a write, or says what to warn of. */
export class AdmissionPolicies {
  readonly #storage: Storage;
  readonly #registry: ResourceRegistry;
  /** By the stored object, which never changes. */
  readonly #compiled = new WeakMap<KubeObject, CompiledPolicy>();

  constructor({ storage, registry }: { storage: Storage; registry: ResourceRegistry }) {
    this.#storage = storage;
    this.#registry = registry;
  }

  /** Throws where a policy denies; returns the warnings. */
  validate(attributes: AdmissionAttributes): string[] {
    if (this.#storage.count(BINDINGS) === 0 || this.#storage.count(POLICIES) === 0) return [];
    const warnings: string[] = [];
    for (const binding of this.#all(BINDINGS)) {
      const { policyName, matchResources, validationActions, paramRef } = asObject(binding['spec']);
      const policy = this.#storage.get(POLICIES, asString(policyName));
      if (policy === undefined || !this.#matches(getPath(policy, 'spec', 'matchConstraints'), attributes)) continue;
      if (matchResources !== undefined && !this.#matches(matchResources, attributes)) continue;
      const actions = asArray(validationActions);
      const names = `ValidatingAdmissionPolicy '${policy.metadata.name ?? ''}' with binding '${binding.metadata.name ?? ''}'`;
      for (const params of this.#parameters(policy, paramRef, attributes)) {
        for (const failure of this.#failures(policy, params, attributes)) {
          if (actions.includes('Deny'))
            throw denied(attributes, `${names} denied request: ${failure.message}`, failure);
          if (actions.includes('Warn')) warnings.push(`Validation failed for ${names}: ${failure.message}`);
        }
      }
    }
    return warnings;
  }

  #all(key: string): KubeObject[] {
    const found: KubeObject[] = [];
    this.#storage.scan(key, { prefix: '', start: '' }, (_key, object) => found.push(object) > 0);
    return found;
  }

  #matches(constraints: unknown, attributes: AdmissionAttributes): boolean {
    const { resourceRules, excludeResourceRules, ...selectors } = asObject(constraints);
    const holds = (rule: unknown) => matchesRule(asObject(rule), attributes, attributes.info);
    if (asArray(resourceRules).length > 0 && !asArray(resourceRules).some(holds)) return false;
    if (asArray(excludeResourceRules).some(holds)) return false;
    return matchesSelectors(selectors, attributes, this.#storage);
  }

  /** The parameter objects to evaluate the policy with, one after the other; a single null where it takes none. */
  #parameters(policy: KubeObject, reference: unknown, { namespace }: AdmissionAttributes): readonly unknown[] {
    const { apiVersion, kind } = asObject(getPath(policy, 'spec', 'paramKind'));
    if (kind === undefined) return [null];
    const { group, version } = parseApiVersion(asString(apiVersion));
    const info = this.#registry
      .all()
      .find(entry => entry.group === group && entry.version === version && entry.kind === kind);
    const { name, namespace: own, selector } = asObject(reference);
    if (info === undefined) return [];
    const home = info.namespaced ? asString(own) || namespace : '';
    if (name !== undefined) {
      const found = this.#storage.get(info.storageKey, storageKey(home, asString(name)));
      return found === undefined ? [] : [toCel(typed(info, found), info.schema ?? {})];
    }
    const wanted = readLabelSelector(selector ?? {});
    return this.#all(info.storageKey)
      .filter(({ metadata }) => (metadata.namespace ?? '') === home && matchesLabels(wanted, metadata.labels ?? {}))
      .map(object => toCel(typed(info, object), info.schema ?? {}));
  }

  #failures(policy: KubeObject, params: unknown, attributes: AdmissionAttributes): Failure[] {
    const { conditions, variables, validations } = this.#compile(policy);
    const names = { ...celNames(attributes, this.#storage), params };
    const mayFail = getPath(policy, 'spec', 'failurePolicy') === 'Ignore';
    for (const { name, program } of conditions) {
      const result = program.evaluate(names);
      if (result.ok && result.value !== true) return [];
      if (!result.ok && mayFail) return [];
      if (!result.ok)
        return [{ message: `match condition ${name} resulted in error: ${result.error}`, reason: 'Invalid' }];
    }
    const scope = { ...names, variables: lazily(variables, names) };
    return validations.flatMap(({ expression, program, message, messageProgram, reason }) => {
      const result = program.evaluate(scope);
      if (result.ok && result.value === true) return [];
      if (!result.ok)
        return mayFail
          ? []
          : [{ message: `expression '${expression}' resulted in error: ${result.error}`, reason: 'Invalid' }];
      const said = messageProgram?.evaluate(scope);
      const own = said?.ok === true ? asString(said.value).trim() : '';
      return [{ message: own || message || `failed expression: ${expression}`, reason }];
    });
  }

  #compile(policy: KubeObject): CompiledPolicy {
    const known = this.#compiled.get(policy);
    if (known !== undefined) return known;
    const { matchConditions, variables, validations } = asObject(policy['spec']);
    const compiled = {
      conditions: asArray(matchConditions).map(asObject).map(named),
      variables: asArray(variables).map(asObject).map(named),
      validations: asArray(validations).map(asObject).map(validationOf),
    };
    this.#compiled.set(policy, compiled);
    return compiled;
  }
}

/** Policies are compiled when they are written, so that nothing here fails; what does evaluates to an error. */
function programOf(expression: string): CelProgram {
  const compiled = compileCel(expression, POLICY_VARIABLES);
  if (compiled.ok) return compiled.program;
  return { evaluate: () => ({ ok: false, error: compiled.error }) };
}

function named(entry: JsonObject): { name: string; program: CelProgram } {
  return { name: asString(entry['name']), program: programOf(asString(entry['expression'])) };
}

function validationOf(entry: JsonObject): Validation {
  const { expression, message, messageExpression, reason } = entry;
  return {
    expression: asString(expression),
    program: programOf(asString(expression)),
    message: asString(message),
    messageProgram: messageExpression === undefined ? null : programOf(asString(messageExpression)),
    reason: asString(reason) || 'Invalid',
  };
}

/** Variables are evaluated where they are used, each once; they may use those before them. */
function lazily(
  variables: CompiledPolicy['variables'],
  names: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const scope: Record<string, unknown> = {};
  for (const { name, program } of variables) {
    let known: { readonly value: unknown } | null = null;
    Object.defineProperty(scope, name, {
      enumerable: true,
      get: () => {
        if (known === null) {
          const result = program.evaluate({ ...names, variables: scope });
          if (!result.ok) throw new Error(result.error);
          known = { value: result.value };
        }
        return known.value;
      },
    });
  }
  return scope;
}

function denied({ info, name }: AdmissionAttributes, why: string, { reason }: Failure): ApiError {
  const resource = info.group === '' ? info.resource : `${info.resource}.${info.group}`;
  return new ApiError(CODES[reason] ?? 422, {
    message: `${resource} "${name}" is forbidden: ${why}`,
    reason: reason,
    details: {
      name,
      ...(info.group === '' ? {} : { group: info.group }),
      kind: info.resource,
      causes: [{ message: why }],
    },
  });
}
