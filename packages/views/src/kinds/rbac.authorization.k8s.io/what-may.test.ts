import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AccessSubject, isAboveRoles, parseSubject, subjectsOf, subjectText } from './access-subject.ts';
import { isFarReaching, rightLines } from './right-lines.ts';
import { grantsOf } from './what-may.ts';

const binding = (name: string, subjects: readonly object[], namespace = '') => ({
  metadata: { name, ...(namespace === '' ? {} : { namespace }) },
  roleRef: { kind: 'ClusterRole', name: `role-of-${name}` },
  subjects,
});
const user = (name: string): AccessSubject => ({ kind: 'User', namespace: '', name });
const group = (name: string): AccessSubject => ({ kind: 'Group', namespace: '', name });
const account = (namespace: string, name: string): AccessSubject => ({ kind: 'ServiceAccount', namespace, name });

const told = (subject: AccessSubject, ofCluster: readonly unknown[], ofNamespaces: readonly unknown[] = []) =>
  grantsOf(subject, { clusterRoleBindings: ofCluster, roleBindings: ofNamespaces }).map(
    ({ namespace, binding: by, through }) =>
      `${namespace || '*'} ${by.kind}/${by.name}${through === '' ? '' : ` as ${through}`}`,
  );

test('those of all namespaces first, then by namespace; own ones before those of a group', () => {
  const everybody = binding('b', [group('system:authenticated')]);
  const own = binding('z', [user('ada'), group('system:authenticated')]);
  const there = binding('c', [user('ada')], 'shop');
  const here = binding('d', [user('ada')], 'ci');
  expect(told(user('ada'), [everybody, own, binding('e', [user('bob')])], [there, here])).toEqual([
    '* ClusterRoleBinding/z',
    '* ClusterRoleBinding/b as system:authenticated',
    'ci RoleBinding/d',
    'shop RoleBinding/c',
  ]);
});

test('each says its role, and a group only where it is not the one that was asked about', () => {
  const bindings = { clusterRoleBindings: [binding('b', [group('ops')])], roleBindings: [] };
  const role = { kind: 'ClusterRole', name: 'role-of-b' };
  const by = { kind: 'ClusterRoleBinding', name: 'b' };
  expect(grantsOf(group('ops'), bindings)).toEqual([{ namespace: '', binding: by, role, through: '' }]);
  // An account by the name it has as a user is no group.
  const robot = { clusterRoleBindings: [binding('b', [user('system:serviceaccount:ci:robot')])], roleBindings: [] };
  expect(grantsOf(account('ci', 'robot'), robot)).toEqual([{ namespace: '', binding: by, role, through: '' }]);
});

test('a binding of all namespaces holds in all, whatever its namespace is said to be', () => {
  expect(told(user('ada'), [binding('b', [user('ada')], 'shop')])).toEqual(['* ClusterRoleBinding/b']);
});

test('who is named twice has it by the own name, in whichever order', () => {
  const both = [group('system:authenticated'), user('ada')];
  for (const subjects of [both, both.toReversed()])
    expect(told(user('ada'), [binding('b', subjects)])).toEqual(['* ClusterRoleBinding/b']);
});

test('of the same rank by the name of the binding', () => {
  const named = (name: string) => binding(name, [user('ada')]);
  expect(told(user('ada'), [named('m'), named('z'), named('a')])).toEqual([
    ...['* ClusterRoleBinding/a', '* ClusterRoleBinding/m', '* ClusterRoleBinding/z'],
  ]);
});

// As k8s.io/kubernetes/pkg/registry/rbac/validation appliesToUser has it.
test.each([
  ['a service account by its own kind', account('ci', 'robot'), account('ci', 'robot'), true],
  ['of another namespace', account('ci', 'robot'), account('shop', 'robot'), false],
  ['by the name it has as a user', account('ci', 'robot'), user('system:serviceaccount:ci:robot'), true],
  ['by that name, where the account is named', user('system:serviceaccount:ci:robot'), account('ci', 'robot'), true],
  ['by the group of all accounts', account('ci', 'robot'), group('system:serviceaccounts'), true],
  ['by the group of its namespace', account('ci', 'robot'), group('system:serviceaccounts:ci'), true],
  ['by the group of another namespace', account('ci', 'robot'), group('system:serviceaccounts:shop'), false],
  ['a user as one who is signed in', user('ada'), group('system:authenticated'), true],
  ['a user as one who is not', user('ada'), group('system:unauthenticated'), false],
  ['nobody known, as one who is not signed in', user('system:anonymous'), group('system:unauthenticated'), true],
  ['nobody known, as one who is', user('system:anonymous'), group('system:authenticated'), false],
  ['a group by itself', group('ops'), group('ops'), true],
  ['a user who is called as a group is', user('ops'), group('ops'), false],
])('%s', (_, asked, named, has) => {
  expect(told(asked, [binding('b', [named])])).toHaveLength(has ? 1 : 0);
});

test('an account that is named without its namespace is of the binding’s', () => {
  const here = binding('b', [{ kind: 'ServiceAccount', name: 'robot' }], 'ci');
  expect([told(account('ci', 'robot'), [], [here]), told(account('shop', 'robot'), [], [here])]).toEqual([
    ['ci RoleBinding/b'],
    [],
  ]);
});

test('a rule is read as it gives: what stands beside everything adds nothing, what gives nothing is left out', () => {
  const rules = [
    { apiGroups: ['', 'apps'], resources: ['pods', 'pods'], verbs: ['get', '*'], resourceNames: ['web'] },
    { nonResourceURLs: ['/metrics'], verbs: ['get'] },
    { apiGroups: ['*', 'apps'], resources: ['*'], verbs: ['list'] },
    { apiGroups: [''], resources: ['pods'], verbs: [] },
    { apiGroups: [''], resources: [], verbs: ['get'] },
  ];
  expect(rightLines({ rules })).toEqual([
    {
      verbs: ['*'],
      on: [
        { group: '', resource: 'pods' },
        { group: 'apps', resource: 'pods' },
      ],
      names: ['web'],
      addresses: [],
    },
    { verbs: ['get'], on: [], names: [], addresses: ['/metrics'] },
    { verbs: ['list'], on: [{ group: '*', resource: '*' }], names: [], addresses: [] },
  ]);
});

// As "RBAC Good Practices" of the Kubernetes documentation lists what leads to more.
test.each([
  ['everything', ['*'], ['*'], ['*'], true],
  ['Secrets watched', [''], ['secrets'], ['watch'], true],
  ['Secrets patched, which are answered', [''], ['secrets'], ['patch'], true],
  ['everything of the core group read', [''], ['*'], ['get'], true],
  ['Secrets among all groups', ['*'], ['secrets'], ['get'], true],
  ['everything of another group read', ['apps'], ['*'], ['get'], false],
  ['a shell beside those that run', [''], ['pods/ephemeralcontainers'], ['patch'], true],
  ['to see what was added to those that run', [''], ['pods/ephemeralcontainers'], ['get'], false],
  ['what runs joined', [''], ['pods/attach'], ['create'], true],
  ['a kubelet asked directly', [''], ['nodes/proxy'], ['get'], true],
  ['tokens of accounts', [''], ['serviceaccounts/token'], ['create'], true],
  ['tokens of accounts deleted', [''], ['serviceaccounts/token'], ['deletecollection'], false],
  ['others acted as', [''], ['users'], ['impersonate'], true],
  ['roles made wider', ['rbac.authorization.k8s.io'], ['clusterroles'], ['escalate'], true],
  ['roles changed within what one has', ['rbac.authorization.k8s.io'], ['roles'], ['update'], false],
  ['everything with roles: bind and escalate, too', ['rbac.authorization.k8s.io'], ['roles'], ['*'], true],
  ['everything with cluster roles of whichever group', ['*'], ['clusterroles'], ['*'], true],
  ['everything with accounts: impersonate, too', [''], ['serviceaccounts'], ['*'], true],
  ['everything with users', [''], ['users'], ['*'], true],
  ['everything with groups', [''], ['groups'], ['*'], true],
  ['everything with what another group calls users', ['user.example.com'], ['users'], ['*'], false],
  ['everything with pods', [''], ['pods'], ['*'], false],
  ['nothing', [''], ['secrets'], [], null],
  ['all of a group', ['apps'], ['*'], ['*'], true],
  ['Secrets read', [''], ['secrets'], ['list'], true],
  ['Secrets deleted', [''], ['secrets'], ['delete'], false],
  ['secrets of another group', ['example.com'], ['secrets'], ['get'], false],
  ['a shell', [''], ['pods/exec'], ['create'], true],
  ['roles given away', ['rbac.authorization.k8s.io'], ['roles'], ['bind'], true],
  ['pods read', [''], ['pods'], ['get', 'list'], false],
  ['Secrets updated', [''], ['secrets'], ['update'], true],
  ['Secrets read and deleted', [''], ['secrets'], ['delete', 'get'], true],
  ['Secrets read among pods', [''], ['pods', 'secrets'], ['get'], true],
  ['a shell updated beside those that run', [''], ['pods/ephemeralcontainers'], ['get', 'update'], true],
  ['everything with those beside', [''], ['pods/ephemeralcontainers'], ['*'], true],
  ['roles read and given away', ['rbac.authorization.k8s.io'], ['roles'], ['get', 'bind'], true],
  ['everything with a shell', [''], ['pods/exec'], ['*'], true],
  ['everything with pods of whichever group', ['*'], ['pods'], ['*'], false],
])('%s', (_, apiGroups, resources, verbs, isFar) => {
  expect(rightLines({ rules: [{ apiGroups, resources, verbs }] }).map(isFarReaching)).toEqual(
    isFar === null ? [] : [isFar],
  );
});

test('a name that is none is none, but the core group', () => {
  expect(
    rightLines({
      rules: [
        { apiGroups: [''], resources: ['', 'pods'], verbs: ['', 'get'], resourceNames: [''], nonResourceURLs: [''] },
      ],
    }),
  ).toEqual([{ verbs: ['get'], on: [{ group: '', resource: 'pods' }], names: [], addresses: [] }]);
});

test('addresses of the API server alone lead no further', () => {
  for (const verb of ['*', 'bind'])
    expect(rightLines({ rules: [{ nonResourceURLs: ['*'], verbs: [verb] }] }).map(isFarReaching)).toEqual([false]);
});

test.each([
  ['User/ada', user('ada')],
  ['User/https://login.example/ada', user('https://login.example/ada')],
  ['Group/system:masters', group('system:masters')],
  ['ServiceAccount/ci/robot', account('ci', 'robot')],
])('%s is read as it is written', (text, subject) => {
  expect([parseSubject(text), subjectText(subject)]).toEqual([subject, text]);
});

test.each(['', 'ada', 'User/', 'Pony/ada', 'ServiceAccount/robot', 'ServiceAccount/a/b/c', '/ada'])(
  '%j names nobody',
  text => {
    expect(parseSubject(text)).toBeNull();
  },
);

test('of a binding those are read who are somebody; an account without a namespace is of the binding’s', () => {
  const subjects = [user('ada'), { kind: 'Pony', name: 'b' }, { kind: 'ServiceAccount', name: 'robot' }, user('')];
  expect(subjectsOf({ subjects }, 'ci')).toEqual([user('ada'), account('ci', 'robot')]);
  expect([subjectsOf({ subjects: [account('shop', 'robot')] }, 'ci'), subjectsOf({})]).toEqual([
    [account('shop', 'robot')],
    [],
  ]);
});

test('one group alone is asked for no role', () => {
  const others = [user('system:masters'), account('system:masters', 'x'), group('system:authenticated'), group('')];
  expect([group('system:masters'), ...others].map(isAboveRoles)).toEqual([true, false, false, false, false]);
});

test('any JSON is read without an error, and gives nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), (bindings, role) => {
      const found = grantsOf(user('ada'), { clusterRoleBindings: bindings, roleBindings: bindings });
      expect(found).toEqual([]);
      expect(Array.isArray(rightLines(role))).toBe(true);
    }),
  );
});
