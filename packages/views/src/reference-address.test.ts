import { expect, test } from 'vitest';
import { referenceAddress } from './reference-address.ts';

test.each([
  // Kinds with a record, by their own word; those of the cluster without a namespace.
  ['batch/v1', 'CronJob', { resource: 'cronjobs', namespace: 'n' }],
  ['v1', 'Node', { resource: 'nodes', namespace: '' }],
  ['cert-manager.io/v1', 'Certificate', { resource: 'certificates.cert-manager.io', namespace: 'n' }],
  ['v1', 'PersistentVolume', { resource: 'persistentvolumes', namespace: '' }],
  ['networking.k8s.io/v1', 'Ingress', { resource: 'ingresses', namespace: 'n' }],
  // Others of Kubernetes itself, as apimachinery guesses their plural.
  ['certificates.k8s.io/v1', 'SomeRequest', { resource: 'somerequests.v1.certificates.k8s.io', namespace: 'n' }],
  ['events.k8s.io/v1', 'Event', { resource: 'events.v1.events.k8s.io', namespace: 'n' }],
  ['policy/v1', 'SomePolicy', { resource: 'somepolicies.v1.policy', namespace: 'n' }],
  ['apps/v1', 'SomeClass', { resource: 'someclasses.v1.apps', namespace: 'n' }],
  // What others define may be called anything.
  ['example.org/v1', 'Database', null],
  ['myapps/v1', 'Thing', null],
  ['apps.example.org/v1', 'Thing', null],
  ['k8s.io/v1', 'Thing', null],
  ['v1', 'a/../b', null],
  ['v1', 'Pod?', null],
  ['v1', '', null],
  ['', 'Thing', null],
])('%s %s is at %j', (apiVersion, kind, address) => {
  expect(referenceAddress({ apiVersion, kind, namespace: 'n', name: 'a' })).toEqual(address);
});

test('what has no name has no page', () => {
  expect(referenceAddress({ apiVersion: 'v1', kind: 'Pod', namespace: 'n', name: '' })).toBeNull();
});
