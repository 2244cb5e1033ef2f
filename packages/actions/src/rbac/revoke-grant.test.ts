import { describe, expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { RbacSubject } from '../machinery/action.ts';
import { bindingSubject, RBAC } from './rbac-subject.ts';
import { REVOKE_GRANT } from './revoke-grant.ts';

const rbac = (resource: string) => ({ group: RBAC, version: 'v1', resource });
const target = (namespace = 'shop') => ({
  ...{ cluster: 'c', resource: rbac(namespace === '' ? 'clusterrolebindings' : 'rolebindings') },
  ...{ namespace, name: 'view', uid: 'b1' },
});
const JO: RbacSubject = { kind: 'User', name: 'jo', namespace: '' };
const TEAM: RbacSubject = { kind: 'Group', name: 'team', namespace: '' };
const binding = (uid: string, role: string, ...subjects: RbacSubject[]): KubeObject => ({
  metadata: { name: 'view', uid },
  roleRef: { apiGroup: RBAC, kind: 'Role', name: role },
  subjects: subjects.map(bindingSubject),
});
const plan = (
  subject: RbacSubject,
  object: KubeObject,
  related: readonly (readonly KubeObject[] | null)[] = [[], []],
) =>
  REVOKE_GRANT.plan(
    { kind: 'rbac.revoke', target: target(), index: 0, suffix: 's', params: { revoke: { subject } } },
    object,
    {
      ...{ context: 'prod', schema: null, now: 0, related },
    },
  );

test('it is done to bindings alone', () => {
  const all = ['rolebindings', 'clusterrolebindings', 'roles', 'clusterroles'];
  expect(all.filter(name => REVOKE_GRANT.appliesTo(rbac(name)))).toEqual(['rolebindings', 'clusterrolebindings']);
});

test('other bindings are looked for where they may give the same, as advice', () => {
  const list = (resource: string, namespace: string) => ({ resource: rbac(resource), namespace, isAdvice: true });
  expect(REVOKE_GRANT.related?.(target(), { metadata: {} })).toEqual([
    ...[list('clusterrolebindings', ''), list('rolebindings', 'shop')],
  ]);
  expect(REVOKE_GRANT.related?.(target(''), { metadata: {} })).toEqual([list('clusterrolebindings', '')]);
});

describe('what is said before', () => {
  test('whose right goes, and what is left of it', () => {
    expect(plan(JO, binding('b1', 'view', JO, TEAM)).effects).toEqual([
      { key: 'effect.revoked', values: { subject: expect.stringContaining('jo') as string, role: 'Role/view' } },
      { key: 'effect.nothingElseGranted', values: {} },
      { key: 'effect.groupsMayGrant', values: {} },
    ]);
  });

  test('a group is in no other group', () => {
    const keys = plan(TEAM, binding('b1', 'view', JO, TEAM)).effects.map(({ key }) => key);
    expect(keys).toEqual(['effect.revoked', 'effect.nothingElseGranted']);
  });

  test('this very binding is no other one; each role is told once, and up to five of them', () => {
    const still = (...related: KubeObject[]) => plan(JO, binding('b1', 'view', JO, TEAM), [related]).effects[1];
    expect(still(binding('b1', 'view', JO))?.key).toBe('effect.nothingElseGranted');
    expect(still(binding('b2', 'edit', TEAM, JO), binding('b3', 'edit', JO))?.values).toEqual({ roles: 'Role/edit' });
    const roles = ['a', 'b', 'c', 'd', 'e', 'f'].map(name => binding(`b-${name}`, name, JO));
    expect(still(...roles.slice(0, 5))?.values).toEqual({ roles: 'Role/a, Role/b, Role/c, Role/d, Role/e' });
    expect(still(...roles)?.values).toEqual({ roles: 'Role/a, Role/b, Role/c, Role/d, Role/e …' });
  });
});

test('kubectl does the same, with the same precondition', () => {
  const { kubectl, confirmation, clashes, isDone } = plan(JO, binding('b1', 'view', TEAM, JO));
  const value = `{"apiGroup":"${RBAC}","kind":"User","name":"jo"}`;
  expect(kubectl).toContain(`--namespace=shop patch rolebinding view --type=json`);
  expect(kubectl).toContain('{"op":"remove","path":"/subjects/1"}');
  expect([...kubectl.matchAll(/"path":"\/subjects\/1"/g)]).toHaveLength(2);
  expect(kubectl).toContain(value.slice(value.indexOf('"kind"')));
  expect([confirmation, clashes, isDone]).toEqual([{ type: 'answered' }, [], false]);
});
