import type { Grant, ObjectTarget, RbacSubject } from '@lanthorn/actions/machinery/action.ts';
import { isInNamespace, RBAC } from '@lanthorn/actions/rbac/rbac-subject.ts';

/** What was typed; the binding's name null as long as it is the suggested one. */
export interface GrantDraft {
  readonly kind: RbacSubject['kind'];
  readonly name: string;
  readonly account: string;
  readonly isEverywhere: boolean;
  readonly namespace: string;
  readonly binding: string | null;
}

/** What no name of the RBAC API may hold: it is a part of a path. */
const IN_PATHS = /[/%]|^\.{1,2}$/;
const MAX_NAMESPACE = 63;

/** Whether a namespace can be called so (RFC 1123). */
export function isNamespaceName(text: string): boolean {
  return /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text) && text.length <= MAX_NAMESPACE;
}

/** A Role counts in its namespace alone. */
export function emptyDraft({ namespace }: ObjectTarget): GrantDraft {
  const account = namespace === '' ? 'default' : namespace;
  return { kind: 'User', name: '', account, isEverywhere: false, namespace, binding: null };
}

export interface ReadDraft {
  readonly grant: Grant;
  /** The binding that is made. */
  readonly target: ObjectTarget;
  readonly isPlaced: boolean;
  readonly isAccountPlaced: boolean;
  readonly isCalled: boolean;
  /** What is missing or wrong first; null where nothing is. */
  readonly missing: 'nobody' | 'noNamespace' | 'noName' | null;
}

/** What a draft asks for, of the role whose page is open. */
export function readDraft(role: ObjectTarget, draft: GrantDraft): ReadDraft {
  const subject: RbacSubject = {
    kind: draft.kind,
    name: draft.name.trim(),
    namespace: isInNamespace(draft.kind) ? draft.account.trim() : '',
  };
  const namespace = draft.isEverywhere ? '' : draft.namespace.trim();
  const name = (draft.binding ?? suggestedName(role, draft)).trim();
  const isPlaced = draft.isEverywhere || isNamespaceName(namespace);
  const isAccountPlaced = !isInNamespace(subject.kind) || isNamespaceName(subject.namespace);
  const isCalled = name !== '' && !IN_PATHS.test(name);
  const resource = draft.isEverywhere ? 'clusterrolebindings' : 'rolebindings';
  return {
    grant: { role: { kind: role.namespace === '' ? 'ClusterRole' : 'Role', name: role.name }, subject },
    target: { cluster: role.cluster, resource: { group: RBAC, version: 'v1', resource }, namespace, name, uid: '' },
    ...{ isPlaced, isAccountPlaced, isCalled },
    missing:
      subject.name === '' ? 'nobody' : !isPlaced || !isAccountPlaced ? 'noNamespace' : isCalled ? null : 'noName',
  };
}

export function suggestedName(role: ObjectTarget, { name }: GrantDraft): string {
  return `${role.name}-${name.trim()}`.replaceAll(/[/%]/g, '-');
}
