import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import type { ObjectReference } from '../../cells/kind-view.ts';

/** Who may be given something. */
export interface AccessSubject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  /** Of a service account; else ''. */
  readonly namespace: string;
  readonly name: string;
}

/** Groups first, then users, then service accounts. */
export const SUBJECT_KINDS: readonly AccessSubject['kind'][] = ['Group', 'User', 'ServiceAccount'];

/** `User/ada`, `ServiceAccount/ci/robot`: as an address holds it. */
export function subjectText({ kind, namespace, name }: AccessSubject): string {
  return isAccount(kind) ? `${kind}/${namespace}/${name}` : `${kind}/${name}`;
}

/** Null where a text names nobody. A user and a group may have a `/` in their names. */
export function parseSubject(text: string): AccessSubject | null {
  const [, kindText = '', rest = ''] = /^(\w+)\/(.+)$/s.exec(text) ?? [];
  const kind = SUBJECT_KINDS.find(known => known === kindText);
  if (kind === undefined) return null;
  if (!isAccount(kind)) return { kind, namespace: '', name: rest };
  const [namespace = '', name = '', ...more] = rest.split('/');
  return namespace === '' || name === '' || more.length > 0 ? null : { kind, namespace, name };
}

/** Who an entry of a binding is; null for what names nobody. An account without a namespace is of the binding's, as the API server has it. */
export function readSubject(subject: unknown, bindingNamespace = ''): AccessSubject | null {
  const kind = SUBJECT_KINDS.find(known => known === getPath(subject, 'kind'));
  const name = asString(getPath(subject, 'name'));
  if (kind === undefined || name === '') return null;
  return { kind, name, namespace: isAccount(kind) ? asString(getPath(subject, 'namespace')) || bindingNamespace : '' };
}

/** All that a binding names. */
export function subjectsOf(binding: unknown, bindingNamespace = ''): readonly AccessSubject[] {
  return asArray(getPath(binding, 'subjects')).flatMap(subject => readSubject(subject, bindingNamespace) ?? []);
}

/** The object that a subject is: users and groups are none. */
export function subjectObject({ kind, namespace, name }: AccessSubject): ObjectReference | null {
  return isAccount(kind) ? { apiVersion: 'v1', kind, namespace, name } : null;
}

function isAccount(kind: AccessSubject['kind']): boolean {
  return kind === 'ServiceAccount';
}

const ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Itself by both of its names, and the groups that it is in by what it is; those that its login says are not known. */
export function actsAs(subject: AccessSubject): readonly AccessSubject[] {
  const group = (name: string): AccessSubject => ({ kind: 'Group', namespace: '', name });
  const everybody = group('system:authenticated');
  const { kind, name } = subject;
  if (kind === 'Group') return name === 'system:unauthenticated' ? [subject] : distinct([subject, everybody]);
  if (kind === 'User' && name === 'system:anonymous') return [subject, group('system:unauthenticated')];
  const [, namespace, account] = ACCOUNT.exec(name) ?? [];
  const own: AccessSubject | null = isAccount(kind)
    ? subject
    : namespace === undefined || account === undefined
      ? null
      : { kind: 'ServiceAccount', namespace, name: account };
  if (own === null) return [subject, everybody];
  const user: AccessSubject = {
    kind: 'User',
    namespace: '',
    name: `system:serviceaccount:${own.namespace}:${own.name}`,
  };
  return [own, user, group('system:serviceaccounts'), group(`system:serviceaccounts:${own.namespace}`), everybody];
}

function distinct(subjects: readonly AccessSubject[]): readonly AccessSubject[] {
  return [...new Map(subjects.map(subject => [subjectText(subject), subject])).values()];
}

/** The API server asks no role about who is in this group. */
export function isAboveRoles({ kind, name }: AccessSubject): boolean {
  return kind === 'Group' && name === 'system:masters';
}
