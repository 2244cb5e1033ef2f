import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { ApiError } from '../wire/api-error.ts';
import type { Storage } from '../storage/storage.ts';
import { MASTERS_GROUP, type UserInfo } from '../wire/user-info.ts';

export interface ResourceAttributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

/** What a rule of a role gives. */
export interface RuleParts {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

interface Rule extends RuleParts {
  /** Which binding gives it, in the words of the RBAC authorizer. */
  readonly reason: string;
}

const RBAC = 'v1.rbac.authorization.k8s.io';

/** RBAC over the stored roles and bindings; members of system:masters may do everything. */
export class Authorizer {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  allows(user: UserInfo, attributes: ResourceAttributes): boolean {
    return this.reason(user, attributes) !== null;
  }

  /** Why it is allowed, '' where no binding was needed; null where it is not. */
  reason(user: UserInfo, attributes: ResourceAttributes): string | null {
    if (user.groups.includes(MASTERS_GROUP)) return '';
    return this.rules(user, attributes.namespace).find(rule => ruleAllows(rule, attributes))?.reason ?? null;
  }

  allowsPath(user: UserInfo, verb: string, path: string): boolean {
    if (user.groups.includes(MASTERS_GROUP)) return true;
    return this.rules(user, '').some(
      rule => includesOrStar(rule.verbs, verb) && rule.nonResourceURLs.some(pattern => matchesPath(pattern, path)),
    );
  }

  /** Every rule that holds for the user in the namespace; cluster-wide ones always do. */
  rules(user: UserInfo, namespace: string): Rule[] {
    const rules: Rule[] = [];
    this.#eachBinding(namespace, (binding, place) => rules.push(...this.#rulesFor(user, binding, place)));
    return rules;
  }

  /** What is said of bindings that name the user and a role that is not there, '' where there are none. */
  missingRoles(user: UserInfo, namespace: string): string {
    const missing: string[] = [];
    this.#eachBinding(namespace, (binding, place) => {
      if (subjectOf(binding, user) === undefined || this.role(binding, place) !== undefined) return;
      const { kind, name } = asObject(binding['roleRef']);
      const text = `${asString(kind).toLowerCase()}.rbac.authorization.k8s.io ${JSON.stringify(asString(name))} not found`;
      if (!missing.includes(text)) missing.push(text);
    });
    if (missing.length === 0) return '';
    return `rbac: RBAC: ${missing.length === 1 ? (missing[0] ?? '') : `[${missing.join(', ')}]`}`;
  }

  #eachBinding(namespace: string, see: (binding: KubeObject, place: string) => void): void {
    this.#storage.scan(`clusterrolebindings.${RBAC}`, { prefix: '', start: '' }, (_key, binding) => {
      see(binding, '');
      return true;
    });
    if (namespace === '') return;
    const prefix = `${namespace}/`;
    this.#storage.scan(`rolebindings.${RBAC}`, { prefix, start: prefix }, (_key, binding) => {
      see(binding, namespace);
      return true;
    });
  }

  #rulesFor(user: UserInfo, binding: KubeObject, namespace: string): Rule[] {
    const subject = subjectOf(binding, user);
    if (subject === undefined) return [];
    const kind = namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding';
    const place = namespace === '' ? '' : `/${namespace}`;
    const role = asObject(binding['roleRef']);
    const of = `of ${asString(role['kind'])} "${asString(role['name'])}"`;
    const who = `${asString(subject['kind'])} "${asString(subject['name'])}${subject['kind'] === 'ServiceAccount' ? `/${asString(subject['namespace'])}` : ''}"`;
    const reason = `RBAC: allowed by ${kind} "${binding.metadata.name ?? ''}${place}" ${of} to ${who}`;
    return asArray(this.role(binding, namespace)?.['rules']).map(rule => ({ ...readParts(rule), reason }));
  }

  /** The role that a binding names; undefined where it is not there. */
  role(binding: KubeObject, namespace: string): KubeObject | undefined {
    const name = asString(getPath(binding, 'roleRef', 'name'));
    return getPath(binding, 'roleRef', 'kind') === 'ClusterRole'
      ? this.#storage.get(`clusterroles.${RBAC}`, name)
      : this.#storage.get(`roles.${RBAC}`, `${namespace}/${name}`);
  }
}

function subjectOf(binding: KubeObject, user: UserInfo): JsonObject | undefined {
  return asArray(binding['subjects'])
    .map(asObject)
    .find(entry => isSubject(entry, user));
}

export function readParts(rule: unknown): RuleParts {
  const strings = (key: string) => asArray(getPath(rule, key)).map(asString);
  return {
    ...{ verbs: strings('verbs'), apiGroups: strings('apiGroups'), resources: strings('resources') },
    ...{ resourceNames: strings('resourceNames'), nonResourceURLs: strings('nonResourceURLs') },
  };
}

function isSubject({ kind, name, namespace }: JsonObject, user: UserInfo): boolean {
  if (kind === 'User') return name === user.username;
  if (kind === 'Group') return user.groups.includes(asString(name));
  return (
    kind === 'ServiceAccount' && user.username === `system:serviceaccount:${asString(namespace)}:${asString(name)}`
  );
}

const includesOrStar = (list: readonly string[], value: string) => list.includes('*') || list.includes(value);

function ruleAllows(rule: Rule, { verb, group, resource, subresource, name }: ResourceAttributes): boolean {
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  return (
    includesOrStar(rule.verbs, verb) &&
    includesOrStar(rule.apiGroups, group) &&
    (includesOrStar(rule.resources, full) || (subresource !== '' && rule.resources.includes(`*/${subresource}`))) &&
    (rule.resourceNames.length === 0 || (name !== '' && rule.resourceNames.includes(name)))
  );
}

function matchesPath(pattern: string, path: string): boolean {
  return pattern === '*' || pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)));
}

export function forbidden(user: UserInfo, attributes: ResourceAttributes): ApiError {
  const { verb, group, resource, subresource, namespace, name } = attributes;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  const qualified = group === '' ? resource : `${resource}.${group}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const what = `User "${user.username}" cannot ${verb} resource "${full}" in API group "${group}" ${where}`;
  return new ApiError(403, {
    message: `${qualified}${name === '' ? '' : ` "${name}"`} is forbidden: ${what}`,
    reason: 'Forbidden',
    details: { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), kind: resource },
  });
}

export function forbiddenPath(user: UserInfo, verb: string, path: string): ApiError {
  return new ApiError(403, {
    message: `forbidden: User "${user.username}" cannot ${verb} path "${path}"`,
    reason: 'Forbidden',
    details: {},
  });
}
