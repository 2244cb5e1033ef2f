import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  apiVersionOf,
  groupResource,
  parseApiVersion,
  parseResourceKey,
  resourceKey,
  resourcePath,
} from './group-version-resource.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
const CRONJOBS = { group: 'batch', version: 'v1', resource: 'cronjobs' };
const METRICS = { group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods' };

test.each([
  [PODS, 'pods.v1.', 'v1', 'pods'],
  [CRONJOBS, 'cronjobs.v1.batch', 'batch/v1', 'cronjobs.batch'],
  [METRICS, 'pods.v1beta1.metrics.k8s.io', 'metrics.k8s.io/v1beta1', 'pods.metrics.k8s.io'],
])('%j: its key, its apiVersion, its name in messages, and the way back', (target, key, apiVersion, name) => {
  expect([resourceKey(target), apiVersionOf(target), groupResource(target)]).toEqual([key, apiVersion, name]);
  expect(parseResourceKey(key)).toEqual(target);
  expect(parseApiVersion(apiVersion)).toEqual({ group: target.group, version: target.version });
});

test('any resource comes back from its key', () => {
  const part = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
  const version = fc.stringMatching(/^v[0-9]((alpha|beta)[0-9])?$/);
  const group = fc.array(part, { maxLength: 3 }).map(parts => parts.join('.'));
  fc.assert(
    fc.property(fc.record({ group, version, resource: part }), target => {
      expect(parseResourceKey(resourceKey(target))).toEqual(target);
      expect(parseApiVersion(apiVersionOf(target))).toEqual({ group: target.group, version: target.version });
    }),
  );
});

test.each([
  ...['', 'pods', 'pods.v1', 'pods..', '.v1.', 'pods.1.', 'Pods.v1.', 'pods.v1.Batch', 'pods/log.v1.', 'pods.v1./..'],
  ...['pods.v1.\n', 'pods.v1. ', 'pods.v1.a/b', 'pods.v.'],
])('%j is no key', key => expect(parseResourceKey(key)).toBeNull());

test('an apiVersion is cut at its first slash, whatever follows', () => {
  expect(parseApiVersion('')).toEqual({ group: '', version: '' });
  expect(parseApiVersion('/v1')).toEqual({ group: '', version: 'v1' });
  expect(parseApiVersion('a/b/c')).toEqual({ group: 'a', version: 'b/c' });
});

/** As kubernetes.io/docs/reference/using-api/api-concepts has them. */
describe('the path of', () => {
  test.each([
    ['a list of the core group', PODS, '/api/v1/pods'],
    ['a list of a namespace', { ...PODS, namespace: 'shop' }, '/api/v1/namespaces/shop/pods'],
    ['a list of all namespaces', { ...CRONJOBS, namespace: '' }, '/apis/batch/v1/cronjobs'],
    [
      'an object',
      { ...CRONJOBS, namespace: 'shop', name: 'nightly' },
      '/apis/batch/v1/namespaces/shop/cronjobs/nightly',
    ],
    [
      'a part of it',
      { ...PODS, namespace: 'shop', name: 'w', subresource: 'log' },
      '/api/v1/namespaces/shop/pods/w/log',
    ],
    ['a cluster-wide object', { group: '', version: 'v1', resource: 'nodes', name: 'n1' }, '/api/v1/nodes/n1'],
    ['a namespace', { group: '', version: 'v1', resource: 'namespaces', name: 'shop' }, '/api/v1/namespaces/shop'],
    ['a role with a colon', { ...PODS, name: 'system:node' }, '/api/v1/pods/system%3Anode'],
    ['what is no name: it stays one part', { ...PODS, name: '../a?b#c%2f' }, '/api/v1/pods/..%2Fa%3Fb%23c%252f'],
  ])('%s', (_title, target, path) => expect(resourcePath(target)).toBe(path));
});
