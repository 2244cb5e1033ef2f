import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Grant } from '../machinery/action.ts';
import { GRANT_ROLE } from './grant-role.ts';
import { RBAC } from './rbac-subject.ts';

const rbac = (resource: string) => ({ group: RBAC, version: 'v1', resource });
const target = (namespace: string) => ({
  ...{ cluster: 'c', resource: rbac(namespace === '' ? 'clusterrolebindings' : 'rolebindings') },
  ...{ namespace, name: 'jo-view', uid: '' },
});
const JO: Grant = { role: { kind: 'Role', name: 'view' }, subject: { kind: 'Group', name: 'team a', namespace: '' } };
const plan = (namespace: string, grant: Grant = JO, roles: readonly KubeObject[] | null = []) =>
  GRANT_ROLE.plan(
    { kind: 'rbac.grant', target: target(namespace), index: 0, suffix: 's', params: { grant } },
    { metadata: {} },
    {
      ...{ context: 'prod', schema: null, now: 0, related: [roles] },
    },
  );
const role = (name: string, ...verbs: string[]): KubeObject => ({
  metadata: { name },
  rules: [{ apiGroups: [''], resources: ['pods'], verbs }],
});

test('it makes bindings, and none of other groups', () => {
  const all = ['rolebindings', 'clusterrolebindings', 'roles', 'clusterroles'];
  expect(all.filter(name => GRANT_ROLE.appliesTo(rbac(name)))).toEqual(['rolebindings', 'clusterrolebindings']);
  expect(GRANT_ROLE.appliesTo({ ...rbac('rolebindings'), group: 'example.com' })).toBe(false);
  expect(all.filter(name => GRANT_ROLE.beginsOn?.(rbac(name)))).toEqual(['roles', 'clusterroles']);
});

test.each([
  ['shop', 'rolebindings'],
  ['', 'clusterrolebindings'],
])('in %j it is the right to create %s, of no name yet', (namespace, resource) => {
  const right = { verb: 'create', group: RBAC, resource, namespace, name: '' };
  expect([plan(namespace).right, GRANT_ROLE.right(target(namespace))]).toEqual([right, right]);
  expect(plan(namespace)).toMatchObject({
    isDone: false,
    clashes: [],
    confirmation: { type: 'exists', namespace, name: 'jo-view' },
  });
});

test('a binding of the whole cluster has no namespace', () => {
  const metadata = (namespace: string) => (parseJson(plan(namespace).request.body ?? '') as KubeObject).metadata;
  expect([metadata(''), metadata('shop')]).toEqual([{ name: 'jo-view' }, { name: 'jo-view', namespace: 'shop' }]);
});

test('kubectl is told which kind of role, and whom', () => {
  expect(plan('shop').kubectl).toBe(
    `kubectl --context=prod --namespace=shop create rolebinding jo-view --role=view '--group=team a'`,
  );
  const everywhere = plan('', { ...JO, role: { kind: 'ClusterRole', name: 'view' } });
  expect(everywhere.kubectl).toBe(
    `kubectl --context=prod create clusterrolebinding jo-view --clusterrole=view '--group=team a'`,
  );
});

describe('what is said before', () => {
  test.each([
    ['shop', 'effect.granted'],
    ['', 'effect.grantedEverywhere'],
  ])('in %j: what is given to whom', (namespace, key) => {
    const { effects } = plan(namespace);
    expect(effects[0]).toEqual({
      key,
      values: { subject: expect.stringContaining('team a') as string, role: 'Role/view', namespace },
    });
  });

  test('of a role that is not known nothing is claimed but its name', () => {
    expect(plan('shop', JO, null).effects.slice(1)).toEqual([
      { key: 'effect.roleUnknown', values: { role: 'Role/view' } },
    ]);
    expect(plan('shop', JO, [role('edit', 'get')]).effects.slice(1)).toEqual([
      { key: 'effect.roleMissing', values: { role: 'Role/view' } },
    ]);
  });

  // kubernetes.io/docs/reference/access-authn-authz/rbac: privilege escalation prevention.
  test.each([
    ['*', true],
    ['escalate', true],
    ['bind', true],
    ['impersonate', true],
    ['delete', false],
    ['create', false],
  ])('that %s takes more: %j', (verb, takesMore) => {
    const { effects } = plan('shop', JO, [role('edit', 'bind'), role('view', 'get', verb)]);
    expect(effects.some(({ key }) => key === 'effect.mayTakeMore')).toBe(takesMore);
  });

  test('each rule by itself, of very many how many more there are', () => {
    const rules = Array.from({ length: 52 }, (_, i) => ({ apiGroups: ['apps'], resources: [`r${i}`], verbs: ['get'] }));
    const { effects } = plan('shop', JO, [{ metadata: { name: 'view' }, rules }]);
    expect(effects.filter(({ key }) => key === 'effect.mayThen')).toHaveLength(50);
    expect(effects[1]?.values).toEqual({ rules: 'get r0.apps', verbs: 'get', on: 'r0.apps', names: '', addresses: '' });
    expect(effects.at(-1)).toEqual({ key: 'effect.mayMore', values: { count: 2 } });
  });

  test('a role without rules gives nothing', () => {
    expect(plan('shop', JO, [{ metadata: { name: 'view' } }]).effects[1]?.key).toBe('effect.mayNothing');
  });
});

test('its role is looked up as advice: who may not read it may give it', () => {
  expect(GRANT_ROLE.related?.(target('shop'), { metadata: {} }, { grant: JO })).toEqual([
    { resource: rbac('roles'), namespace: 'shop', name: 'view', isAdvice: true },
  ]);
});
