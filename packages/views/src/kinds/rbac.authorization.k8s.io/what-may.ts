import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { type AccessSubject, actsAs, readSubject, subjectText } from './access-subject.ts';
import type { RightLine } from './right-lines.ts';

// What somebody may do, by RBAC alone (k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac).

/** A role that somebody has by a binding. */
export interface Grant {
  /** Where it holds: '' in every namespace, and for what is in none. */
  readonly namespace: string;
  readonly binding: { readonly kind: 'ClusterRoleBinding' | 'RoleBinding'; readonly name: string };
  readonly role: { readonly kind: string; readonly name: string };
  /** The group that the binding names, where it does not name the one who was asked about. */
  readonly through: string;
}

/** A grant with what its role says; null where the role is not there or could not be read: what it gives is not known. */
export interface ToldGrant extends Grant {
  readonly lines: readonly RightLine[] | null;
}

/** Which roles somebody has: those of all namespaces first, then by namespace, own ones before those of a group. Total. */
export function grantsOf(
  subject: AccessSubject,
  bindings: { readonly clusterRoleBindings: readonly unknown[]; readonly roleBindings: readonly unknown[] },
): readonly Grant[] {
  const names = actsAs(subject);
  const own = subjectText(subject);
  const rank = new Map(names.map((name, at) => [subjectText(name), { at, name }]));
  const grants: { readonly at: number; readonly grant: Grant }[] = [];
  const take = (binding: unknown, kind: Grant['binding']['kind']) => {
    const { namespace, name } = readMeta(binding);
    // By whichever of its names comes first.
    const found = asArray(getPath(binding, 'subjects'))
      .flatMap(entry => {
        const read = readSubject(entry, namespace);
        return (read === null ? undefined : rank.get(subjectText(read))) ?? [];
      })
      .toSorted((a, b) => a.at - b.at)[0];
    if (found === undefined) return;
    const role = {
      kind: asString(getPath(binding, 'roleRef', 'kind')),
      name: asString(getPath(binding, 'roleRef', 'name')),
    };
    const through = found.name.kind === 'Group' && subjectText(found.name) !== own ? found.name.name : '';
    const at = kind === 'RoleBinding' ? namespace : '';
    grants.push({ at: found.at, grant: { namespace: at, binding: { kind, name }, role, through } });
  };
  for (const binding of bindings.clusterRoleBindings) take(binding, 'ClusterRoleBinding');
  for (const binding of bindings.roleBindings) take(binding, 'RoleBinding');
  return grants
    .toSorted(
      (a, b) =>
        compare(a.grant.namespace, b.grant.namespace) ||
        a.at - b.at ||
        compare(a.grant.binding.name, b.grant.binding.name),
    )
    .map(({ grant }) => grant);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
