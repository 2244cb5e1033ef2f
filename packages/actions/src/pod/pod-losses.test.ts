import { describe, expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { budgetMessages, budgets, budgetsOf, disruptionsAllowed, emptyDirs, isOver, losses } from './pod-losses.ts';

const pod = (fields: object = {}, metadata: object = {}): KubeObject => ({
  metadata: { name: 'web-1', labels: { app: 'web' }, ...metadata },
  ...fields,
});
const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'r1' };
const budget = (name: string, selector?: unknown, allowed?: unknown): KubeObject => ({
  ...{ metadata: { name }, spec: selector === undefined ? {} : { selector } },
  status: { disruptionsAllowed: allowed },
});

test('volumes that end with the pod are told by name, others are not', () => {
  const volumes = [
    ...[
      { name: 'cache', emptyDir: {} },
      { name: 'data', persistentVolumeClaim: {} },
    ],
    ...[{ name: 'tmp', emptyDir: { medium: 'Memory' } }, { emptyDir: {} }, null],
  ];
  expect(emptyDirs(pod({ spec: { volumes } }))).toEqual(['cache', 'tmp', '']);
  for (const none of [undefined, {}, pod({ spec: { volumes: 'x' } })]) expect(emptyDirs(none)).toEqual([]);
});

test.each([
  ['Succeeded', true],
  ['Failed', true],
  ['Running', false],
  ['Pending', false],
  ['Unknown', false],
  [undefined, false],
])('a pod in phase %s is over: %j', (phase, isSo) => expect(isOver(pod({ status: { phase } }))).toBe(isSo));

describe('what is lost', () => {
  test('who makes another is told, and only who is in charge of it does', () => {
    const owned = (...ownerReferences: object[]) => losses(pod({}, { ownerReferences }));
    expect(owned({ ...owner, controller: true })).toEqual([
      { key: 'effect.podIsReplaced', values: { owner: 'ReplicaSet/web' } },
    ]);
    for (const nobody of [[], [owner], [{ ...owner, controller: false }]])
      expect(owned(...nobody)).toEqual([{ key: 'effect.podIsLost', values: {} }]);
  });

  test('its volumes beside it', () => {
    const volumes = ['a', 'b'].map(name => ({ name, emptyDir: {} }));
    expect(losses(pod({ spec: { volumes } }))).toEqual([
      { key: 'effect.podIsLost', values: {} },
      { key: 'effect.emptyDirsLost', values: { volumes: 'a, b' } },
    ]);
  });
});

/** policy/v1: an empty selector is all pods of the namespace, a missing one none. */
describe('the budgets of a pod', () => {
  const ALL = [
    budget('same', { matchLabels: { app: 'web' } }),
    budget('other', { matchLabels: { app: 'db' } }),
    budget('every', {}),
    budget('none'),
    budget('not', { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }),
    budget('some', { matchExpressions: [{ key: 'app', operator: 'Exists' }] }),
  ];
  const names = (of: KubeObject) => budgetsOf(of, ALL).map(({ metadata }) => metadata.name);

  test('are those whose selector finds it', () => {
    expect(names(pod())).toEqual(['same', 'every', 'some']);
    expect(names({ metadata: {} })).toEqual(['every', 'not']);
  });

  test('are listed in its namespace, as advice', () => {
    expect(budgets('shop')).toEqual({
      resource: { group: 'policy', version: 'v1', resource: 'poddisruptionbudgets' },
      ...{ namespace: 'shop', isAdvice: true },
    });
  });

  test.each([
    [1, 1],
    [0, 0],
    [undefined, 0],
    ['1', 0],
    [Number.NaN, 0],
  ])('allow %j more: %d', (said, allowed) => expect(disruptionsAllowed(budget('a', {}, said))).toBe(allowed));

  test('say what they allow; those that could not be read are not called none', () => {
    expect(budgetMessages(pod(), [budget('a', {}, 2), budget('b', {}, 0), budget('c')])).toEqual([
      { key: 'effect.budgetAllows', values: { name: 'a', allowed: 2 } },
      { key: 'effect.budgetHolds', values: { name: 'b', allowed: 0 } },
    ]);
    expect(budgetMessages(pod(), [])).toEqual([]);
    expect(budgetMessages(pod(), null)).toEqual([{ key: 'effect.budgetsUnknown', values: {} }]);
  });
});
