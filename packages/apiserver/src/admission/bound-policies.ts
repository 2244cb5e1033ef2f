import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { parseApiVersion } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { matchesLabels, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { compilePolicyExpression } from '../kinds/admission-policy-strategies.ts';
import { typed } from '../printing/representation.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import { type CelCompilation, type CelProgram, toCel } from '../schema/cel.ts';
import { type Storage, storageKey } from '../storage/storage.ts';
import { type AdmissionAttributes, matchesRule, matchesSelectors } from './admission-write.ts';

const GROUP = 'admissionregistration.k8s.io';

/** A policy that a write is judged by, once for each object of parameters. */
export interface Invocation {
  readonly policy: KubeObject;
  readonly binding: KubeObject;
  /** Null where it takes none. */
  readonly params: unknown;
}

export interface NamedProgram {
  readonly name: string;
  readonly program: CelProgram;
}

/** Policies of one kind and their bindings (k8s.io/apiserver/pkg/admission/plugin/policy/generic). */
export class BoundPolicies {
  readonly #storage: Storage;
  readonly #registry: ResourceRegistry;
  readonly #policies: string;
  readonly #bindings: string;

  /** `kind` is the plural of the policies. */
  constructor(kind: string, { storage, registry }: { storage: Storage; registry: ResourceRegistry }) {
    this.#storage = storage;
    this.#registry = registry;
    this.#policies = `${kind}policies.v1.${GROUP}`;
    this.#bindings = `${kind}policybindings.v1.${GROUP}`;
  }

  /** Those that a write is for. What admission itself is made of nobody can forbid. */
  invocations(attributes: AdmissionAttributes): Invocation[] {
    if (this.#storage.count(this.#bindings) === 0 || this.#storage.count(this.#policies) === 0) return [];
    if (attributes.info.group === GROUP) return [];
    return this.#all(this.#bindings).flatMap(binding => {
      const { policyName, matchResources, paramRef } = asObject(binding['spec']);
      const policy = this.#storage.get(this.#policies, asString(policyName));
      if (policy === undefined || !this.#matches(getPath(policy, 'spec', 'matchConstraints'), attributes)) return [];
      if (matchResources !== undefined && !this.#matches(matchResources, attributes)) return [];
      return this.#parameters(policy, paramRef, attributes).map(params => ({ policy, binding, params }));
    });
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
}

/** Policies are compiled when they are written, so that nothing here fails; what does evaluates to an error. */
export function programOf(compiled: CelCompilation): CelProgram {
  if (compiled.ok) return compiled.program;
  return { evaluate: () => ({ ok: false, error: compiled.error }) };
}

export function named(entry: JsonObject): NamedProgram {
  return { name: asString(entry['name']), program: programOf(compilePolicyExpression(asString(entry['expression']))) };
}

/** Variables are evaluated where they are used, each once; they may use those before them. */
export function lazily(
  variables: readonly NamedProgram[],
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
