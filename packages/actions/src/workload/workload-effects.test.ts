import { expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { workloadEffects } from './workload-effects.ts';

const target = (resource: string, group = 'apps') => ({
  cluster: 'c',
  resource: { group, version: 'v1', resource },
  ...{ namespace: 'shop', name: 'web', uid: 'u' },
});
const deployment = (spec: object): KubeObject => ({ metadata: { name: 'web' }, spec: { replicas: 3, ...spec } });
const keys = (...asked: Parameters<typeof workloadEffects>) => workloadEffects(...asked).map(({ key }) => key);
const TEMPLATE = { template: { spec: { containers: [{ name: 'a', image: 'b' }] } } };

test.each([
  ['labels of its own', {}, {}, []],
  ['a template', {}, TEMPLATE, ['effect.rolloutFollows']],
  ['a template of one that is paused', { paused: true }, { ...TEMPLATE, paused: true }, ['effect.rolloutWaits']],
  ['fewer', {}, { replicas: 2 }, ['effect.scaledDown']],
  ['more, and a template', {}, { replicas: 4, ...TEMPLATE }, ['effect.scaledUp', 'effect.rolloutFollows']],
  ['none', {}, { replicas: 0 }, ['effect.scaledDown', 'effect.nothingRuns']],
])('%s', (_what, before, after, told) => {
  expect(keys(target('deployments'), deployment(before), deployment(after))).toEqual(told);
});

test('a CronJob begins with its next run, and what has no pods says nothing', () => {
  const cronJob = (spec: object): KubeObject => ({ metadata: { name: 'web' }, spec: { jobTemplate: { spec } } });
  expect(keys(target('cronjobs', 'batch'), cronJob({}), cronJob(TEMPLATE))).toEqual(['effect.nextRunsUseIt']);
  expect(keys(target('configmaps', ''), deployment({}), deployment(TEMPLATE))).toEqual([]);
});
