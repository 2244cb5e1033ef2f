import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { ColumnView, ObjectReference } from '../../cells/kind-view.ts';
import { joined, textOf } from '../../cells/path-columns.ts';
import type { ReferenceRule } from '../../cells/reference.ts';

const textsAt = (rule: unknown, field: string) => asArray(getPath(rule, field)).map(asString);

/** What a role lets its subjects do, a part for each rule: `get,list pods,services; * deployments.apps`. */
export function grantsText(role: unknown): string | null {
  return joined(asArray(getPath(role, 'rules')).map(ruleText), '; ');
}

function ruleText(rule: unknown): string {
  const groups = textsAt(rule, 'apiGroups');
  const resources = textsAt(rule, 'resources').flatMap(resource =>
    (groups.length === 0 ? [''] : groups).map(group => (group === '' ? resource : `${resource}.${group}`)),
  );
  const names = joined(textsAt(rule, 'resourceNames'), ',');
  const on = joined([...resources, ...textsAt(rule, 'nonResourceURLs')], ',') ?? '';
  return `${joined(textsAt(rule, 'verbs'), ',') ?? ''} ${on}${names === null ? '' : ` (${names})`}`.trim();
}

function subjectsOf(binding: unknown, kind: string): string | null {
  return joined(
    asArray(getPath(binding, 'subjects'))
      .filter(subject => getPath(subject, 'kind') === kind)
      .map(subject => {
        const name = asString(getPath(subject, 'name'));
        return kind === 'ServiceAccount' ? `${asString(getPath(subject, 'namespace'))}/${name}` : name;
      }),
  );
}

/** The role that a binding gives. */
export function roleOf(binding: unknown): ObjectReference {
  const kind = asString(getPath(binding, 'roleRef', 'kind'));
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    namespace: kind === 'Role' ? readMeta(binding).namespace : '',
    name: asString(getPath(binding, 'roleRef', 'name')),
  };
}

/** What is given, and to whom. */
export const BINDING_COLUMNS: readonly ColumnView[] = [
  {
    ...textOf({ id: 'role', width: 260 }, binding => {
      const { kind, name } = roleOf(binding);
      return joined([kind, name], '/');
    }),
    refersTo: roleOf,
  },
  textOf({ id: 'users', width: 180 }, binding => subjectsOf(binding, 'User')),
  textOf({ id: 'groups', width: 200 }, binding => subjectsOf(binding, 'Group')),
  textOf({ id: 'accounts', width: 240 }, binding => subjectsOf(binding, 'ServiceAccount')),
];

/** The role that is given, and the accounts that it is given to: users and groups are no objects. */
export const BINDING_REFERENCES: readonly ReferenceRule[] = [
  {
    meaning: 'grants',
    to: ['roles.rbac.authorization.k8s.io', 'clusterroles.rbac.authorization.k8s.io'],
    at: '.roleRef',
  },
  { meaning: 'allows', to: ['serviceaccounts'], at: '.subjects[*]', isAcross: true },
];
