import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { type AccessSubject, readSubject, SUBJECT_KINDS } from './access-subject.ts';

// Who has a right, by RBAC alone (k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac).

/** What somebody may do to one object, or to all of a kind where it has no name. */
export interface AskedRight {
  readonly verb: string;
  readonly group: string;
  /** With its part, as `pods/exec`. */
  readonly resource: string;
  /** '' for what is in none, and for all namespaces. */
  readonly namespace: string;
  readonly name: string;
}

/** The objects that say who may do what, as far as they could be read. */
export interface AccessObjects {
  readonly clusterRoles: readonly unknown[];
  /** Of the namespace. */
  readonly roles: readonly unknown[];
  readonly clusterRoleBindings: readonly unknown[];
  readonly roleBindings: readonly unknown[];
}

/** Somebody who has the right, and by what. */
export interface Grantee extends AccessSubject {
  readonly binding: { readonly kind: 'ClusterRoleBinding' | 'RoleBinding'; readonly name: string };
  readonly role: { readonly kind: string; readonly name: string };
}

export interface WhoCan {
  /** Groups first, then users, then service accounts, each by name. */
  readonly grantees: readonly Grantee[];
  /** Roles that bindings name and that could not be read or are not there: what they give is not known. */
  readonly unknownRoles: readonly string[];
}

/** Total: what is no role or binding gives nothing. */
export function whoCan(right: AskedRight, objects: AccessObjects): WhoCan {
  const roles = new Map<string, unknown>([
    ...objects.clusterRoles.map(role => [`ClusterRole ${readMeta(role).name}`, role] as const),
    ...objects.roles.map(role => [`Role ${readMeta(role).name}`, role] as const),
  ]);
  const unknown = new Set<string>();
  const grantees = new Map<string, Grantee>();
  const take = (binding: unknown, kind: Grantee['binding']['kind']) => {
    const role = {
      kind: asString(getPath(binding, 'roleRef', 'kind')),
      name: asString(getPath(binding, 'roleRef', 'name')),
    };
    const key = `${role.kind} ${role.name}`;
    const found = roles.get(key);
    if (found === undefined) return void unknown.add(`${role.kind}/${role.name}`);
    if (!asArray(getPath(found, 'rules')).some(rule => allows(rule, right))) return undefined;
    for (const subject of asArray(getPath(binding, 'subjects'))) {
      const grantee = readSubject(subject, readMeta(binding).namespace);
      if (grantee === null) continue;
      const own = { ...grantee, binding: { kind, name: readMeta(binding).name }, role };
      grantees.set(JSON.stringify(own), own);
    }
    return undefined;
  };
  for (const binding of objects.clusterRoleBindings) take(binding, 'ClusterRoleBinding');
  // They give nothing outside of their namespace.
  if (right.namespace !== '') for (const binding of objects.roleBindings) take(binding, 'RoleBinding');
  return {
    grantees: [...grantees.values()].toSorted(
      (a, b) => SUBJECT_KINDS.indexOf(a.kind) - SUBJECT_KINDS.indexOf(b.kind) || compare(nameOf(a), nameOf(b)),
    ),
    unknownRoles: [...unknown].toSorted(compare),
  };
}

function nameOf({ namespace, name, binding }: Grantee): string {
  return `${namespace}/${name}/${binding.name}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Whether one rule gives the right: verb, group, resource and name each by itself. */
function allows(rule: unknown, { verb, group, resource, name }: AskedRight): boolean {
  const list = (field: string) => asArray(getPath(rule, field)).map(asString);
  const has = (field: string, wanted: string) => list(field).some(entry => entry === '*' || entry === wanted);
  const names = list('resourceNames');
  return (
    has('verbs', verb) &&
    has('apiGroups', group) &&
    list('resources').some(entry => matchesResource(entry, resource)) &&
    (names.length === 0 || (name !== '' && names.includes(name)))
  );
}

/** `*` is everything, `*` with a part that part of everything. */
function matchesResource(entry: string, resource: string): boolean {
  if (entry === '*' || entry === resource) return true;
  const [, part] = resource.split('/');
  return part !== undefined && entry === `*/${part}`;
}
