import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import type { RbacSubject } from '../machinery/action.ts';

export const RBAC = 'rbac.authorization.k8s.io';

/** Accounts are objects of a namespace; users and groups are no objects at all. */
export const isInNamespace = (kind: RbacSubject['kind']) => kind === 'ServiceAccount';

/** As a binding names it: users and groups are no objects and have a group of the API instead of a namespace. */
export function bindingSubject({ kind, name, namespace }: RbacSubject): Readonly<Record<string, string>> {
  return isInNamespace(kind) ? { kind, name, namespace } : { apiGroup: RBAC, kind, name };
}

/** Whom a binding names; what it names of another kind is nobody that is known here. */
export function subjectsOf(binding: unknown): readonly RbacSubject[] {
  return asArray(getPath(binding, 'subjects')).flatMap(entry => {
    const { kind, name, namespace } = asObject(entry);
    if (kind !== 'User' && kind !== 'Group' && kind !== 'ServiceAccount') return [];
    return [{ kind, name: asString(name), namespace: isInNamespace(kind) ? asString(namespace) : '' }];
  });
}

/** `User/ada`, `ServiceAccount/shop/web`. */
export const subjectText = ({ kind, name, namespace }: RbacSubject) =>
  `${kind}/${namespace === '' ? '' : `${namespace}/`}${name}`;
