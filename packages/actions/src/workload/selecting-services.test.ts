import { expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { selectionMessages, whoSelects } from './selecting-services.ts';

const target = (resource: string, group = 'apps') => ({
  cluster: 'c',
  resource: { group, version: 'v1', resource },
  ...{ namespace: 'shop', name: 'web', uid: '' },
});
const service = (name: string, selector: object | undefined, type = 'ClusterIP'): KubeObject => ({
  metadata: { name },
  spec: { selector, type },
});
const SERVICES = [
  service('web', { app: 'web' }),
  service('all', { tier: 'front' }),
  service('other', { app: 'other' }),
  service('by-hand', undefined),
  service('elsewhere', { app: 'web' }, 'ExternalName'),
];
const deployment = (labels: object): KubeObject => ({
  metadata: { name: 'web' },
  spec: { template: { metadata: { labels } } },
});
const told = (before: KubeObject | null, after: KubeObject, of = target('deployments')) =>
  selectionMessages(of, { before, after, services: SERVICES }).map(({ key, values }) => [key, values['services']]);

test('a new workload gets the requests of every Service that selects its pods', () => {
  const after = deployment({ app: 'web', tier: 'front' });
  expect(whoSelects(target('deployments'), null, after)).toMatchObject([{ namespace: 'shop' }]);
  expect(told(null, after)).toEqual([['effect.servicesSelect', 'web, all']]);
  expect(told(null, deployment({ app: 'web-copy', tier: 'front' }))).toEqual([['effect.servicesSelect', 'all']]);
  expect(told(null, deployment({}))).toEqual([]);
});

test('so does a pod by itself; what makes no pods of its own is selected by none', () => {
  const pod: KubeObject = { metadata: { name: 'web', labels: { app: 'web' } } };
  expect(told(null, pod, target('pods', ''))).toEqual([['effect.servicesSelect', 'web']]);
  expect(whoSelects(target('configmaps', ''), null, pod)).toEqual([]);
});

test('of one that is changed it is told which come and which leave; with the same labels nobody is asked', () => {
  const [before, after] = [deployment({ app: 'web', tier: 'front' }), deployment({ app: 'other', tier: 'front' })];
  expect(told(before, after)).toEqual([
    ['effect.servicesSelect', 'other'],
    ['effect.servicesLeave', 'web'],
  ]);
  expect(whoSelects(target('deployments'), before, deployment({ app: 'web', tier: 'front' }))).toEqual([]);
});

test('Services that could not be read are not called none', () => {
  const unread = selectionMessages(target('deployments'), {
    before: null,
    after: deployment({ a: 'b' }),
    services: null,
  });
  expect(unread).toEqual([{ key: 'effect.servicesUnknown', values: {} }]);
});
