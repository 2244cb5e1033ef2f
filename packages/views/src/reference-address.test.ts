import { expect, test } from 'vitest';
import { referenceAddress } from './reference-address.ts';

test.each([
  // Kinds with a record, by their own word; those of the cluster without a namespace.
  ['batch/v1', 'CronJob', { resource: 'cronjobs', namespace: 'n' }],
  ['v1', 'Node', { resource: 'nodes', namespace: '' }],
  ['cert-manager.io/v1', 'Certificate', { resource: 'certificates.cert-manager.io', namespace: 'n' }],
  // Others of Kubernetes itself, as apimachinery guesses their plural.
  ['v1', 'ConfigMap', { resource: 'configmaps.v1.', namespace: 'n' }],
  ['v1', 'Endpoints', { resource: 'endpoints.v1.', namespace: 'n' }],
  ['apps/v1', 'ReplicaSet', { resource: 'replicasets.v1.apps', namespace: 'n' }],
  ['networking.k8s.io/v1', 'Ingress', { resource: 'ingresses.v1.networking.k8s.io', namespace: 'n' }],
  ['networking.k8s.io/v1', 'NetworkPolicy', { resource: 'networkpolicies.v1.networking.k8s.io', namespace: 'n' }],
  [
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    { resource: 'horizontalpodautoscalers.v2.autoscaling', namespace: 'n' },
  ],
  ['policy/v1', 'PodDisruptionBudget', { resource: 'poddisruptionbudgets.v1.policy', namespace: 'n' }],
  ['v1', 'PersistentVolume', { resource: 'persistentvolumes.v1.', namespace: '' }],
  ['storage.k8s.io/v1', 'StorageClass', { resource: 'storageclasses.v1.storage.k8s.io', namespace: '' }],
  ['scheduling.k8s.io/v1', 'PriorityClass', { resource: 'priorityclasses.v1.scheduling.k8s.io', namespace: '' }],
  // What others define may be called anything.
  ['example.org/v1', 'Database', null],
  ['myapps/v1', 'Thing', null],
  ['apps.example.org/v1', 'Thing', null],
  ['k8s.io/v1', 'Thing', null],
  ['v1', 'a/../b', null],
  ['v1', 'Pod?', null],
  ['v1', '', null],
  ['', 'ConfigMap', null],
])('%s %s is at %j', (apiVersion, kind, address) => {
  expect(referenceAddress({ apiVersion, kind, namespace: 'n', name: 'a' })).toEqual(address);
});

test('what has no name has no page', () => {
  expect(referenceAddress({ apiVersion: 'v1', kind: 'Pod', namespace: 'n', name: '' })).toBeNull();
});
