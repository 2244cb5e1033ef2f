import { asArray, asObject, asString, deepEqual, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { forbiddenObject, notFound } from '../wire/api-error.ts';
import { MASTERS_GROUP, type UserInfo } from '../wire/user-info.ts';
import { type Authorizer, readParts, type RuleParts } from './authorizer.ts';

// Nobody gives by a role or a binding what they do not have (pkg/registry/rbac: clusterrole, role, their bindings, policybased; rbac/validation:
// ConfirmNoEscalation; component-helpers/auth/rbac/validation: Covers).

const RBAC = 'rbac.authorization.k8s.io';

/** A role or a binding that is written, and by whom. */
export interface GrantWrite {
  readonly info: ServedResource;
  readonly namespace: string;
  /** Of the request: of one that creates it is ''. */
  readonly name: string;
  readonly object: KubeObject;
  readonly oldObject: KubeObject | null;
  readonly user: UserInfo;
}

/** Throws where the writer would give more than they have, and may not escalate or bind. */
export function confirmGrant(write: GrantWrite, authorizer: Authorizer): void {
  const { info, namespace, object, oldObject, user } = write;
  if (info.group !== RBAC || user.groups.includes(MASTERS_GROUP)) return;
  const isRole = info.resource === 'roles' || info.resource === 'clusterroles';
  if (isRole ? mayEscalate(write, authorizer) : mayBind(write, authorizer)) return;
  // The collector of garbage has no rights of roles.
  if (oldObject !== null && isForCollector(object, oldObject)) return;
  const name = object.metadata.name ?? '';
  const confirm = (rules: readonly RuleParts[], said?: string) => {
    const why = escalation(rules, { user, namespace, authorizer });
    if (why !== null) throw forbiddenObject({ ...info, name }, said ?? why);
  };
  if (!isRole) return confirm(referencedRules(write, authorizer));
  confirm(asArray(object['rules']).map(readParts));
  const isAggregating = [object, oldObject].some(role => asObject(role?.['aggregationRule'])['clusterRoleSelectors']);
  if (info.resource === 'clusterroles' && isAggregating)
    confirm(EVERYTHING, 'must have cluster-admin privileges to use the aggregationRule');
}

const EVERYTHING: readonly RuleParts[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
  { verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['*'] },
];

function mayEscalate({ info, namespace, name, user }: GrantWrite, authorizer: Authorizer): boolean {
  const of = { group: RBAC, resource: info.resource, subresource: '', namespace, name };
  return authorizer.allows(user, { verb: 'escalate', ...of });
}

function mayBind({ object, namespace, user }: GrantWrite, authorizer: Authorizer): boolean {
  const { kind, name, apiGroup } = asObject(object['roleRef']);
  const resource = kind === 'ClusterRole' ? 'clusterroles' : 'roles';
  const of = { group: asString(apiGroup) || RBAC, resource, subresource: '', namespace, name: asString(name) };
  return authorizer.allows(user, { verb: 'bind', ...of });
}

function isForCollector({ metadata, ...rest }: KubeObject, { metadata: before, ...old }: KubeObject): boolean {
  const { ownerReferences: _a, finalizers: _b, managedFields: _c, ...own } = metadata;
  const { ownerReferences: _d, finalizers: _e, managedFields: _f, ...theirs } = before;
  return deepEqual(rest, old) && deepEqual({ ...theirs, ...own }, theirs);
}

/** Of a role that is not there it is said as of a binding of its name. */
function referencedRules({ info, namespace, object }: GrantWrite, authorizer: Authorizer): readonly RuleParts[] {
  const role = authorizer.role(object, namespace);
  if (role === undefined) throw notFound({ ...info, name: asString(getPath(object, 'roleRef', 'name')) });
  return asArray(role['rules']).map(readParts);
}

/** Why these rules may not be given; null where the user has all of them. */
function escalation(
  rules: readonly RuleParts[],
  {
    user,
    namespace,
    authorizer,
  }: { readonly user: UserInfo; readonly namespace: string; readonly authorizer: Authorizer },
): string | null {
  const own = authorizer.rules(user, namespace);
  const missing = rules.flatMap(brokenDown).filter(rule => !own.some(held => covers(held, rule)));
  if (missing.length === 0) return null;
  const lines = [...new Set(compacted(missing).map(ruleText))].toSorted();
  const who = `user ${quoted(user.username)} (groups=${quotedList(user.groups)})`;
  return `${who} is attempting to grant RBAC permissions not currently held:\n${lines.join('\n')}`;
}

const NONE: RuleParts = { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };

/** One verb on one resource, or path, each: such a rule is held whole or not at all. */
function brokenDown({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: RuleParts): RuleParts[] {
  const names = resourceNames.length === 0 ? [[]] : resourceNames.map(name => [name]);
  const ofResources = apiGroups.flatMap(group =>
    resources.flatMap(resource =>
      verbs.flatMap(verb =>
        names.map(name => ({ ...NONE, verbs: [verb], apiGroups: [group], resources: [resource], resourceNames: name })),
      ),
    ),
  );
  const ofPaths = nonResourceURLs.flatMap(path =>
    verbs.map(verb => ({ ...NONE, verbs: [verb], nonResourceURLs: [path] })),
  );
  return [...ofResources, ...ofPaths];
}

function covers(held: RuleParts, asked: RuleParts): boolean {
  const hasAll = (list: readonly string[], wanted: readonly string[]) =>
    list.includes('*') || wanted.every(entry => list.includes(entry));
  const isNamed =
    held.resourceNames.length === 0 ||
    (asked.resourceNames.length > 0 && asked.resourceNames.every(name => held.resourceNames.includes(name)));
  return (
    hasAll(held.verbs, asked.verbs) &&
    hasAll(held.apiGroups, asked.apiGroups) &&
    (hasAll(held.resources, asked.resources) || asked.resources.every(resource => isPartCovered(held, resource))) &&
    isNamed &&
    asked.nonResourceURLs.every(path => held.nonResourceURLs.some(pattern => isPathCovered(pattern, path)))
  );
}

/** A part of any resource may be held as that of all. */
function isPartCovered({ resources }: RuleParts, resource: string): boolean {
  const at = resource.indexOf('/');
  return resources.includes(resource) || (at >= 0 && resources.includes(`*${resource.slice(at)}`));
}

function isPathCovered(pattern: string, path: string): boolean {
  return pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, '')));
}

/** Verbs on the same as one rule (CompactRules); what is of paths stays as it is. */
function compacted(rules: readonly RuleParts[]): readonly RuleParts[] {
  const simple = new Map<string, RuleParts>();
  const others: RuleParts[] = [];
  for (const rule of rules) {
    if (rule.nonResourceURLs.length > 0) others.push(rule);
    else {
      const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
      const known = simple.get(key);
      simple.set(key, known === undefined ? rule : { ...known, verbs: [...known.verbs, ...rule.verbs] });
    }
  }
  return [...others, ...simple.values()];
}

const quoted = (text: string) => JSON.stringify(text);
const quotedList = (texts: readonly string[]) => `[${texts.map(quoted).join(' ')}]`;

/** In the form of the API server (CompactString). */
function ruleText({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: RuleParts): string {
  const parts = [
    ['APIGroups', apiGroups],
    ['Resources', resources],
    ['NonResourceURLs', nonResourceURLs],
    ['ResourceNames', resourceNames],
    ['Verbs', verbs],
  ] as const;
  const said = parts.filter(([, texts]) => texts.length > 0).map(([name, texts]) => `${name}:${quotedList(texts)}`);
  return `{${said.join(', ')}}`;
}
