import { expect, test } from 'vitest';
import { findKindByAddress } from './kind-address.ts';

const KINDS = [
  { group: '', version: 'v1', resource: 'pods' },
  { group: '', version: 'v1', resource: 'services' },
  { group: 'apps', version: 'v1', resource: 'deployments' },
  { group: 'batch', version: 'v1', resource: 'jobs' },
  { group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods' },
  { group: 'batch.volcano.sh', version: 'v1alpha1', resource: 'jobs' },
  { group: 'serving.knative.dev', version: 'v1', resource: 'services' },
  { group: 'v1.example.com', version: 'v1', resource: 'jobs' },
  { group: 'example.com', version: 'first', resource: 'things' },
];

test.each([
  ['pods', ''],
  ['pods.v1.', ''],
  ['pods.metrics.k8s.io', 'metrics.k8s.io'],
  ['pods.v1beta1.metrics.k8s.io', 'metrics.k8s.io'],
  ['services', ''],
  ['services.serving.knative.dev', 'serving.knative.dev'],
  ['deployments.apps', 'apps'],
  ['deployments.v1.apps', 'apps'],
  ['deployments.v1beta2.apps', 'apps'],
  ['jobs', 'batch'],
  ['jobs.batch', 'batch'],
  ['jobs.batch.volcano.sh', 'batch.volcano.sh'],
  ['jobs.v1alpha1.batch.volcano.sh', 'batch.volcano.sh'],
  ['jobs.v1.example.com', 'v1.example.com'],
  ['things.first.example.com', 'example.com'],
  ['things', 'example.com'],
])('%s is of the group "%s"', (address, group) => {
  expect(findKindByAddress(address, KINDS)?.group).toBe(group);
});

test.each([
  '',
  '.',
  'cronjobs',
  'jobs.',
  'jobs.apps',
  'jobs.volcano.sh',
  'pods.apps',
  'jobs.v1.',
  'constructor',
  '__proto__',
])('%j names no kind', address => {
  expect(findKindByAddress(address, KINDS)).toBeUndefined();
});
