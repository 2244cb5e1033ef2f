import { describe, expect, test } from 'vitest';
import { type AccessSubject, actsAs, parseSubject, readSubject, subjectObject, subjectText } from './access-subject.ts';

const user = (name: string): AccessSubject => ({ kind: 'User', namespace: '', name });
const group = (name: string): AccessSubject => ({ kind: 'Group', namespace: '', name });
const account = (namespace: string, name: string): AccessSubject => ({ kind: 'ServiceAccount', namespace, name });

describe('who somebody acts as', () => {
  const robot = ['User/system:serviceaccount:ci:robot', 'Group/system:serviceaccounts'];
  test.each<readonly [string, AccessSubject, readonly string[]]>([
    ['a user', user('ada'), ['User/ada', 'Group/system:authenticated']],
    ['a group', group('ops'), ['Group/ops', 'Group/system:authenticated']],
    ['the group of all who are signed in', group('system:authenticated'), ['Group/system:authenticated']],
    ['the group of those who are not', group('system:unauthenticated'), ['Group/system:unauthenticated']],
    ['who is not signed in', user('system:anonymous'), ['User/system:anonymous', 'Group/system:unauthenticated']],
    ['a group that is called so', group('system:anonymous'), ['Group/system:anonymous', 'Group/system:authenticated']],
    [
      'a service account',
      account('ci', 'robot'),
      ['ServiceAccount/ci/robot', ...robot, 'Group/system:serviceaccounts:ci', 'Group/system:authenticated'],
    ],
    [
      'the same by the name it has as a user',
      user('system:serviceaccount:ci:robot'),
      ['ServiceAccount/ci/robot', ...robot, 'Group/system:serviceaccounts:ci', 'Group/system:authenticated'],
    ],
    // A name that only contains such a one is anybody's.
    ...['x:system:serviceaccount:ci:robot', 'system:serviceaccount:ci:robot:x', 'system:serviceaccount:ci'].map(
      name =>
        [`the user ${name}`, user(name), [`User/${name}`, 'Group/system:authenticated']] as [
          string,
          AccessSubject,
          string[],
        ],
    ),
  ])('%s', (_title, subject, names) => {
    expect(actsAs(subject).map(subjectText)).toEqual(names);
  });

  test('groups and users are of no namespace', () => {
    const others = actsAs(account('ci', 'robot')).slice(1);
    expect(new Set(others.map(({ namespace }) => namespace))).toEqual(new Set(['']));
  });
});

test('a service account is an object; users and groups are none', () => {
  expect(subjectObject(account('ci', 'robot'))).toEqual({
    ...{ apiVersion: 'v1', kind: 'ServiceAccount' },
    ...{ namespace: 'ci', name: 'robot' },
  });
  expect([subjectObject(user('ada')), subjectObject(group('ops'))]).toEqual([null, null]);
});

describe('an address', () => {
  test('names one whole: what stands before the kind, or in another line, is no part of it', () => {
    expect(parseSubject('-User/ada')).toBeNull();
    expect(parseSubject('a User/ada')).toBeNull();
    expect(parseSubject('User/ada\nlovelace')).toEqual(user('ada\nlovelace'));
  });

  test.each(['ServiceAccount//robot', 'ServiceAccount/ci/', 'ServiceAccount/ci', 'ServiceAccount/a/b/c'])(
    '%s is no account',
    text => expect(parseSubject(text)).toBeNull(),
  );
});

test('an account that is named without a namespace, in a binding of none, is of none', () => {
  expect(readSubject({ kind: 'ServiceAccount', name: 'robot' })).toEqual(account('', 'robot'));
  expect(readSubject({ kind: 'User', name: 'ada', namespace: 'ci' }, 'shop')).toEqual(user('ada'));
});
