import { expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ObjectTarget } from '../machinery/action.ts';
import { earlierSteps } from './earlier-steps.ts';
import { isOvertaken, isRolledOut, rolloutHealth } from './rollout-health.ts';
import { stepHindrance } from './step-hindrance.ts';

const SECRETS = { group: '', version: 'v1', resource: 'secrets' };
const MAPS = { group: '', version: 'v1', resource: 'configmaps' };
const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments' };
const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };

function target(resource: ObjectTarget['resource'], name: string, namespace = 'shop'): ObjectTarget {
  return { cluster: 'c', resource, namespace, name, uid: `uid-${name}` };
}

const object = { metadata: { name: 'a' } };

test.each([
  ['an edit', 'object.edit', MAPS, { edit: { base: object, mine: object, choices: {} } }, null],
  ['a deletion of a Secret', 'object.delete', SECRETS, {}, null],
  ['labels of a Secret', 'object.mark', SECRETS, { marks: { labels: { a: 'b' }, annotations: {} } }, null],
  ['an edited Secret', 'object.edit', SECRETS, { edit: { base: object, mine: object, choices: {} } }, 'secret'],
  ['keys of a Secret', 'secret.keys', SECRETS, { secretKeys: { set: [], renamed: [], removed: ['a'] } }, 'secret'],
  ['a Secret that is applied', 'object.apply', SECRETS, { apply: { documents: [{ object }], stops: true } }, 'secret'],
  ['a value that is shown', 'secret.reveal', SECRETS, { reveal: { key: 'a' } }, 'opens'],
  ['a shell', 'pod.shell', { group: '', version: 'v1', resource: 'pods' }, {}, 'opens'],
  ['a container to look into a pod', 'pod.debug', { group: '', version: 'v1', resource: 'pods' }, {}, 'opens'],
  ['a pod to look into a node', 'node.shell', { group: '', version: 'v1', resource: 'nodes' }, {}, 'opens'],
] as const)('%s is a step, or why not', (_what, kind, resource, params, why) => {
  const step = { kind, targets: [target(MAPS, 'first'), target(resource, 'a')], params };
  expect(stepHindrance(step)).toEqual(why === null ? null : why === 'secret' ? { why, name: 'a' } : { why });
});

test('a step rests on earlier ones of the same object, whatever their version, and of its namespace', () => {
  const steps = [
    { targets: [target(NAMESPACES, 'shop', '')] },
    { targets: [target(MAPS, 'a'), target(MAPS, 'b')] },
    { targets: [target({ ...MAPS, version: 'v2' }, 'b'), target(DEPLOYMENTS, 'a', 'other')] },
    { targets: [target(MAPS, 'a', 'other')] },
    { targets: [target(NAMESPACES, 'shop', '')] },
  ];
  expect(earlierSteps(steps)).toEqual([[], [0], [0, 1], [], [0]]);
});

const deployment = (status: object, generation = 2) => ({
  metadata: { name: 'a', generation },
  spec: { replicas: 2 },
  status: { observedGeneration: 2, ...status },
});
const RUNNING = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };

test.each([
  ['all pods run', deployment(RUNNING), 'well'],
  ['its controller has not seen the change', deployment(RUNNING, 3), 'underway'],
  ['old pods are left', deployment({ ...RUNNING, replicas: 3 }), 'underway'],
  ['a pod is not available', deployment({ ...RUNNING, availableReplicas: 1 }), 'underway'],
  [
    'it gave up',
    deployment({
      ...RUNNING,
      conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
    }),
    'bad',
  ],
  ['it is gone', null, 'well'],
])('a Deployment of which %s', (_what, live, health) => {
  expect(rolloutHealth(DEPLOYMENTS, live)).toBe(health);
});

const givenUp = (at: string) => ({
  conditions: [
    {
      ...{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' },
      ...{ lastUpdateTime: at, lastTransitionTime: at },
    },
  ],
});

test('a deadline that passed before the change outlives it, and is not held against it', () => {
  const before = deployment({ ...RUNNING, updatedReplicas: 1, ...givenUp('2026-01-01T00:00:00Z') });
  const stays = deployment({ ...RUNNING, updatedReplicas: 1, ...givenUp('2026-01-01T00:00:00Z') });
  const again = deployment({ ...RUNNING, updatedReplicas: 1, ...givenUp('2026-01-01T00:20:00Z') });
  const runs = deployment({ ...RUNNING, ...givenUp('2026-01-01T00:00:00Z') });
  expect([stays, again, runs].map(each => rolloutHealth(DEPLOYMENTS, each, before))).toEqual([
    ...['underway', 'bad', 'well'],
  ]);
  const timeless = deployment({
    ...RUNNING,
    conditions: [{ type: 'Progressing', reason: 'ProgressDeadlineExceeded' }],
  });
  expect(rolloutHealth(DEPLOYMENTS, timeless, timeless)).toBe('bad');
  const none = { ...again, spec: { replicas: 0 } };
  const paused = { ...again, spec: { replicas: 2, paused: true } };
  expect([none, paused].map(each => rolloutHealth(DEPLOYMENTS, each))).toEqual(['well', 'well']);
});

test('a change is overtaken by another template, another object of its name, and a deletion; not by an older state or a number', () => {
  const live = (uid: string, generation: number, image: string, replicas = 2): KubeObject => ({
    metadata: { name: 'a', uid, generation },
    ...{ spec: { replicas, template: { spec: { containers: [{ name: 'c', image }] } } } },
  });
  const sent = { before: live('u', 1, 'v1'), answer: live('u', 2, 'v2') };
  const later = [
    null,
    live('w', 2, 'v2'),
    live('u', 3, 'v3'),
    live('u', 1, 'v1'),
    live('u', 2, 'v2'),
    live('u', 3, 'v2', 9),
  ];
  expect(later.map(each => isOvertaken(each, sent))).toEqual([true, true, true, false, false, false]);
  expect(isOvertaken(live('w', 2, 'v2'), { before: null, answer: null })).toBe(false);
});

test('one without pods by intention is well, and so is what has none', () => {
  expect(rolloutHealth(DEPLOYMENTS, { ...deployment({}), spec: { replicas: 0 } })).toBe('well');
  expect([DEPLOYMENTS, MAPS].map(isRolledOut)).toEqual([true, false]);
  expect(rolloutHealth(MAPS, object)).toBe('well');
});

test('a change of objects of several clusters is no step: a set is of one', () => {
  const [here, there] = [target(MAPS, 'a'), { ...target(MAPS, 'a'), cluster: 'd' }];
  expect(stepHindrance({ kind: 'object.delete', targets: [here, there] })).toEqual({ why: 'clusters' });
});
