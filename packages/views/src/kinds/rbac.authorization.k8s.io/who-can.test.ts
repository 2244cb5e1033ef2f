import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AccessObjects, whoCan } from './who-can.ts';

const rule = (fields: object) => ({ apiGroups: [''], resources: ['pods'], verbs: ['get'], ...fields });
const role = (name: string, ...rules: readonly object[]) => ({ metadata: { name }, rules });
const binding = (name: string, kind: string, roleName: string, ...subjects: readonly object[]) => ({
  metadata: { name },
  roleRef: { kind, name: roleName },
  subjects,
});
const ada = { kind: 'User', name: 'ada' };
const ops = { kind: 'Group', name: 'ops' };
const robot = { kind: 'ServiceAccount', name: 'robot', namespace: 'ci' };
const NOTHING: AccessObjects = { clusterRoles: [], roles: [], clusterRoleBindings: [], roleBindings: [] };
const GET_POD = { verb: 'get', group: '', resource: 'pods', namespace: 'n', name: 'web' };

const names = (objects: Partial<AccessObjects>, right: object = {}) =>
  whoCan({ ...GET_POD, ...right }, { ...NOTHING, ...objects }).grantees.map(({ kind, name }) => `${kind} ${name}`);
const byRule = (fields: object, right: object = {}) =>
  names(
    { clusterRoles: [role('r', rule(fields))], clusterRoleBindings: [binding('b', 'ClusterRole', 'r', ada)] },
    right,
  );

// As k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac decides it.
test.each([
  ['what it names', {}, {}, true],
  ['another verb', { verbs: ['list'] }, {}, false],
  ['any verb', { verbs: ['*'] }, {}, true],
  ['another group', { apiGroups: ['apps'] }, {}, false],
  ['any group', { apiGroups: ['*'] }, {}, true],
  ['another resource', { resources: ['secrets'] }, {}, false],
  ['any resource', { resources: ['*'] }, {}, true],
  ['any resource, parts too', { resources: ['*'] }, { resource: 'pods/log' }, true],
  ['a part, of the object alone', { resources: ['pods'] }, { resource: 'pods/log' }, false],
  ['that part', { resources: ['pods/log'] }, { resource: 'pods/log' }, true],
  ['that part of anything', { resources: ['*/log'] }, { resource: 'pods/log' }, true],
  ['another object by name', { resourceNames: ['db'] }, {}, false],
  ['this object by name', { resourceNames: ['web'] }, {}, true],
  ['objects by name, asked of all', { resourceNames: ['web'] }, { name: '' }, false],
  ['this verb among others', { verbs: ['list', 'get', 'watch'] }, {}, true],
  ['this group among others', { apiGroups: ['apps', ''] }, {}, true],
  ['this resource among others', { resources: ['secrets', 'pods', 'nodes'] }, {}, true],
  ['this object among others', { resourceNames: ['db', 'web'] }, {}, true],
  ['an object without a name, asked of all', { resourceNames: [''] }, { name: '' }, false],
  ['a part of anything, asked of the object', { resources: ['*/log'] }, {}, false],
  ['another part of anything', { resources: ['*/exec'] }, { resource: 'pods/log' }, false],
  ['addresses that are no resources', { apiGroups: [], resources: [], nonResourceURLs: ['*'] }, {}, false],
])('a rule for %s', (_, fields, right, isAllowed) => {
  expect(byRule(fields, right)).toEqual(isAllowed ? ['User ada'] : []);
});

test('groups, users and service accounts, each by its binding and role; twice where two give it', () => {
  const objects = {
    clusterRoles: [role('all', rule({ verbs: ['*'] }))],
    roles: [role('all', rule({}))],
    clusterRoleBindings: [binding('admins', 'ClusterRole', 'all', ops, ada)],
    roleBindings: [binding('here', 'Role', 'all', robot, ada), binding('there', 'ClusterRole', 'all', ada)],
  };
  const { grantees } = whoCan(GET_POD, objects);
  expect(
    grantees.map(({ name, binding: by, role: of }) => `${name}: ${by.kind} ${by.name}, ${of.kind} ${of.name}`),
  ).toEqual([
    'ops: ClusterRoleBinding admins, ClusterRole all',
    'ada: ClusterRoleBinding admins, ClusterRole all',
    'ada: RoleBinding here, Role all',
    'ada: RoleBinding there, ClusterRole all',
    'robot: RoleBinding here, Role all',
  ]);
});

test('one rule of several is enough', () => {
  const several = role('r', rule({ verbs: ['list'] }), rule({}), rule({ resources: ['nodes'] }));
  const bound = binding('b', 'ClusterRole', 'r', ada);
  expect(names({ clusterRoles: [several], clusterRoleBindings: [bound] })).toEqual(['User ada']);
});

test('by name in each kind, of accounts by their namespace first, then by binding; who is nobody is left out', () => {
  const at = (namespace: string, name: string) => ({ kind: 'ServiceAccount', namespace, name });
  const some = [at('shop', 'a'), at('ci', 'b'), { kind: 'User', name: 'bob' }, { kind: 'Pony', name: 'p' }];
  const others = [
    { kind: 'User', name: 'ada' },
    { kind: 'Group', name: 'z' },
    at('ci', 'a'),
    { kind: 'Group', name: 'b' },
  ];
  const objects = {
    clusterRoles: [role('r', rule({}))],
    clusterRoleBindings: [
      binding('second', 'ClusterRole', 'r', ...some),
      binding('first', 'ClusterRole', 'r', ...others, { kind: 'User', name: 'bob' }),
    ],
  };
  const { grantees } = whoCan(GET_POD, { ...NOTHING, ...objects });
  expect(grantees.map(({ namespace, name, binding: by }) => `${namespace}/${name} ${by.name}`)).toEqual([
    ...['/b first', '/z first', '/ada first', '/bob first', '/bob second'],
    ...['ci/a first', 'ci/b second', 'shop/a second'],
  ]);
});

test('roles that are not known are told by name, each once', () => {
  const clusterRoleBindings = ['z', 'a', 'm', 'a'].map((name, at) => binding(`b${at}`, 'ClusterRole', name, ada));
  expect(whoCan(GET_POD, { ...NOTHING, clusterRoleBindings }).unknownRoles).toEqual([
    ...['ClusterRole/a', 'ClusterRole/m', 'ClusterRole/z'],
  ]);
});

test('bindings of a namespace give nothing of the cluster', () => {
  const objects = { clusterRoles: [role('r', rule({}))], roleBindings: [binding('b', 'ClusterRole', 'r', ada)] };
  expect([names(objects), names(objects, { namespace: '' })]).toEqual([['User ada'], []]);
});

test('a role that is not there, or may not be read, is told: what it gives is not known', () => {
  const objects = { ...NOTHING, clusterRoleBindings: [binding('b', 'ClusterRole', 'gone', ada)] };
  expect(whoCan(GET_POD, objects)).toEqual({ grantees: [], unknownRoles: ['ClusterRole/gone'] });
});

test('any JSON is read without an error, and gives no right', () => {
  const any = fc.array(fc.jsonValue());
  fc.assert(
    fc.property(any, any, any, any, (clusterRoles, roles, clusterRoleBindings, roleBindings) => {
      expect(whoCan(GET_POD, { clusterRoles, roles, clusterRoleBindings, roleBindings }).grantees).toEqual([]);
    }),
  );
});
