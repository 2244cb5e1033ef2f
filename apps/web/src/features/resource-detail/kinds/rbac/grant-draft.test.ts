import { expect, test } from 'vitest';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { emptyDraft, type GrantDraft, isNamespaceName, readDraft } from './grant-draft.ts';

const target = (resource: string, namespace: string): ObjectTarget => ({
  ...{ cluster: 'c', namespace, name: 'viewer', uid: 'u' },
  resource: { group: 'rbac.authorization.k8s.io', version: 'v1', resource },
});
const ROLE = target('roles', 'shop');
const CLUSTER_ROLE = target('clusterroles', '');
const draft = (role: ObjectTarget, fields: Partial<GrantDraft>) => ({ ...emptyDraft(role), name: 'ada', ...fields });

test('a Role is given in its namespace, by a binding whose name says to whom', () => {
  expect(readDraft(ROLE, draft(ROLE, { name: ' ada ' }))).toMatchObject({
    grant: { role: { kind: 'Role', name: 'viewer' }, subject: { kind: 'User', name: 'ada', namespace: '' } },
    target: { cluster: 'c', resource: { resource: 'rolebindings' }, namespace: 'shop', name: 'viewer-ada', uid: '' },
    missing: null,
  });
});

test('a ClusterRole is given everywhere, or in a namespace that is named', () => {
  const everywhere = readDraft(CLUSTER_ROLE, draft(CLUSTER_ROLE, { isEverywhere: true, namespace: 'shop' }));
  expect(everywhere).toMatchObject({
    grant: { role: { kind: 'ClusterRole', name: 'viewer' } },
    target: { resource: { resource: 'clusterrolebindings' }, namespace: '' },
    missing: null,
  });
  const nowhere = readDraft(CLUSTER_ROLE, draft(CLUSTER_ROLE, {}));
  expect([nowhere.isPlaced, nowhere.missing]).toEqual([false, 'noNamespace']);
  const placed = readDraft(CLUSTER_ROLE, draft(CLUSTER_ROLE, { namespace: ' data ' }));
  expect([placed.target.resource.resource, placed.target.namespace, placed.missing]).toEqual([
    'rolebindings',
    'data',
    null,
  ]);
});

test('an account is one of a namespace: the role’s, else the default one, until another is typed', () => {
  const kind = 'ServiceAccount';
  const subject = (role: ObjectTarget, fields: Partial<GrantDraft>) =>
    readDraft(role, draft(role, { kind, isEverywhere: role === CLUSTER_ROLE, ...fields })).grant.subject;
  expect(subject(ROLE, {})).toEqual({ kind, name: 'ada', namespace: 'shop' });
  expect(subject(CLUSTER_ROLE, {}).namespace).toBe('default');
  expect(subject(ROLE, { account: ' data ' }).namespace).toBe('data');
  const wrong = readDraft(ROLE, draft(ROLE, { kind, account: 'Not a name' }));
  expect([wrong.isAccountPlaced, wrong.missing]).toEqual([false, 'noNamespace']);
  // What stands there says nothing of a user.
  expect(readDraft(ROLE, draft(ROLE, { account: 'Not a name' })).missing).toBeNull();
});

test('a name may hold nothing that a path would take for its own', () => {
  expect(readDraft(ROLE, draft(ROLE, { name: 'group/a%b' })).target.name).toBe('viewer-group-a-b');
  for (const binding of ['', ' ', '.', '..', 'a/b', 'a%b'])
    expect(readDraft(ROLE, draft(ROLE, { binding }))).toMatchObject({ isCalled: false, missing: 'noName' });
  expect(readDraft(ROLE, draft(ROLE, { binding: ' system:x..y ' })).target.name).toBe('system:x..y');
  expect(readDraft(ROLE, draft(ROLE, { name: ' ' })).missing).toBe('nobody');
});

test.each([
  ['shop', true],
  ['a', true],
  ['0-9', true],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
  ['', false],
  ['-a', false],
  ['a-', false],
  ['A', false],
  ['a.b', false],
])('a namespace called %j: %s', (name, is) => expect(isNamespaceName(name)).toBe(is));
