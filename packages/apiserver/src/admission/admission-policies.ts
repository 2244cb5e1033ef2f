import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { ApiError } from '../wire/api-error.ts';
import { compilePolicyExpression } from '../kinds/admission-policy-strategies.ts';
import type { CelProgram } from '../schema/cel.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import type { Storage } from '../storage/storage.ts';
import { type AdmissionAttributes, celNames } from './admission-write.ts';
import { BoundPolicies, lazily, named, type NamedProgram, programOf } from './bound-policies.ts';

interface Validation {
  readonly expression: string;
  readonly program: CelProgram;
  readonly message: string;
  readonly messageProgram: CelProgram | null;
  readonly reason: string;
}

interface CompiledPolicy {
  readonly conditions: readonly NamedProgram[];
  readonly variables: readonly NamedProgram[];
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
  readonly #policies: BoundPolicies;
  /** By the stored object, which never changes. */
  readonly #compiled = new WeakMap<KubeObject, CompiledPolicy>();

  constructor({ storage, registry }: { storage: Storage; registry: ResourceRegistry }) {
    this.#storage = storage;
    this.#policies = new BoundPolicies('validatingadmission', { storage, registry });
  }

  /** Throws where a policy denies; returns the warnings. */
  validate(attributes: AdmissionAttributes): string[] {
    const warnings: string[] = [];
    for (const { policy, binding, params } of this.#policies.invocations(attributes)) {
      const actions = asArray(getPath(binding, 'spec', 'validationActions'));
      const names = `ValidatingAdmissionPolicy '${policy.metadata.name ?? ''}' with binding '${binding.metadata.name ?? ''}'`;
      for (const failure of this.#failures(policy, params, attributes)) {
        if (actions.includes('Deny')) throw denied(attributes, `${names} denied request: ${failure.message}`, failure);
        if (actions.includes('Warn')) warnings.push(`Validation failed for ${names}: ${failure.message}`);
      }
    }
    return warnings;
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

function validationOf(entry: JsonObject): Validation {
  const { expression, message, messageExpression, reason } = entry;
  return {
    expression: asString(expression),
    program: programOf(compilePolicyExpression(asString(expression))),
    message: asString(message),
    messageProgram:
      messageExpression === undefined ? null : programOf(compilePolicyExpression(asString(messageExpression))),
    reason: asString(reason) || 'Invalid',
  };
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
