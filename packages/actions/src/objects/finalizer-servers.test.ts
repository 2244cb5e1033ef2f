import { expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { finalizerMessages, serverLists } from './finalizer-servers.ts';

const NOW = Date.parse('2026-01-01T00:01:00Z');
const lease = (name: string, second: string, spec: object = {}): KubeObject => ({
  metadata: { name, namespace: 'kube-system' },
  spec: {
    holderIdentity: `${name}-0_x`,
    leaseDurationSeconds: 15,
    renewTime: `2026-01-01T00:00:${second}.000000Z`,
    ...spec,
  },
});
const workload = (name: string, readyReplicas?: number, container = name): KubeObject => ({
  metadata: { name, namespace: 'ops' },
  spec: { template: { spec: { containers: [{ name: container }] } } },
  status: { readyReplicas },
});
const held = (...finalizers: string[]): KubeObject => ({
  metadata: {
    name: 'x',
    finalizers,
    managedFields: [
      { manager: 'other', time: 't', fieldsV1: { 'f:metadata': { 'f:finalizers': { 'v:"b"': {} } } } },
      { manager: 'manager', time: 'm', fieldsV1: { 'f:metadata': { 'f:finalizers': { 'v:"generic/x"': {} } } } },
      { manager: 'widgets', time: 'w', fieldsV1: { 'f:metadata': { 'f:finalizers': { 'v:"a/x"': {} } } } },
    ],
  },
});

interface Found {
  readonly system?: readonly KubeObject[] | null;
  readonly leases?: readonly KubeObject[] | null;
  readonly deployments?: readonly KubeObject[] | null;
  readonly sets?: readonly KubeObject[] | null;
}

const MANAGERS = lease('manager', '59');
const labelled = (name: string, of: string): KubeObject => {
  const object = workload(name, 1);
  return { ...object, metadata: { ...object.metadata, labels: { 'app.kubernetes.io/name': of } } };
};
const PVC = 'kubernetes.io/pvc-protection';

test.each<[string, Found, string, string]>([
  [PVC, { system: [lease('kube-controller-manager', '40')] }, 'finalizerAlive', 'kube-system/kube-controller-manager'],
  [PVC, { system: [lease('kube-controller-manager', '20')] }, 'finalizerDead', 'kube-system/kube-controller-manager'],
  [PVC, { system: null, leases: null, deployments: null, sets: null }, 'finalizerUnknown', ''],
  [
    PVC,
    { leases: [lease('kube-controller-manager-2', '59')] },
    'finalizerAlive',
    'kube-system/kube-controller-manager-2',
  ],
  ['a/x', { leases: [lease('4711', '59', { holderIdentity: 'widgets_9' })] }, 'finalizerAlive', 'kube-system/4711'],
  [
    'a/x',
    { leases: [lease('widgetshop', '59')], deployments: [workload('widgets', 2)] },
    'finalizerRuns',
    'ops/widgets',
  ],
  ['a/x', { deployments: [workload('w', 1, 'widgets')] }, 'finalizerUnknown', ''],
  ['acme.cert-manager.io/x', { deployments: [workload('w', 1, 'cert-manager-controller')] }, 'finalizerRuns', 'ops/w'],
  ['external-attacher/driver', { deployments: [workload('other-csi', 1, 'csi-attacher')] }, 'finalizerUnknown', ''],
  ['external-attacher/driver', { deployments: [workload('csi-attacher', 1)] }, 'finalizerRuns', 'ops/csi-attacher'],
  ['generic/x', { deployments: [workload('manager', 1)], leases: [MANAGERS] }, 'finalizerUnknown', ''],
  [
    'a/x',
    { leases: [lease('widgets', '20')], deployments: [workload('widgets'), labelled('w2', 'widgets')] },
    'finalizerRuns',
    'ops/w2',
  ],
  [
    'a/x',
    { leases: [lease('widgets', '20')], deployments: [workload('widgets')] },
    'finalizerDead',
    'kube-system/widgets',
  ],
  ['a/x', { leases: [lease('widgets', '20')], deployments: null }, 'finalizerUnknown', ''],
  ['a/x', { leases: [lease('widgets', '20', { renewTime: null })] }, 'finalizerUnknown', ''],
  ['a/x', { deployments: [workload('widgets')] }, 'finalizerIdle', 'ops/widgets'],
  ['a/x', { deployments: [workload('gadgets', 1)], sets: [] }, 'finalizerUnknown', ''],
  [
    'resources-finalizer.argocd.argoproj.io',
    { sets: [workload('argocd-application-controller', 1)] },
    'finalizerRuns',
    'ops/argocd-application-controller',
  ],
  ['nobody/x', { deployments: [workload('nobody', 1)] }, 'finalizerUnknown', ''],
])('%s with %j: %s', (finalizer, { system = [], leases = [], deployments = [], sets = [] }, key, place) => {
  const told = finalizerMessages(held(finalizer), [system, leases, deployments, sets], NOW).at(-1);
  expect([told?.key, told?.values['place'] ?? '']).toEqual([`effect.${key}`, place]);
});

test('who set a finalizer is told, with when they wrote last', () => {
  expect(finalizerMessages(held('a/x', 'c'), [], NOW)).toEqual([
    { key: 'effect.finalizerBy', values: { finalizer: 'a/x', manager: 'widgets', time: 'w' } },
    { key: 'effect.finalizerUnknown', values: { finalizer: 'a/x' } },
    { key: 'effect.finalizerUnknown', values: { finalizer: 'c' } },
  ]);
});

test('nothing is looked for where nobody has to let go', () => {
  expect([serverLists({ metadata: {} }), serverLists(held()), serverLists(held('c')).length]).toEqual([[], [], 4]);
});

test('workloads are read where a lease leaves something to be known, and not where all that hold it renew theirs', () => {
  const isNeeded = (...found: readonly (readonly KubeObject[])[]) =>
    serverLists(held('a/x', PVC)).map(({ after }) => after?.isNeeded(found, NOW));
  const alive = [lease('widgets', '59'), lease('kube-controller-manager', '59')];
  expect(isNeeded([], alive)).toEqual([undefined, undefined, false, false]);
  expect(isNeeded([], alive.slice(1))).toEqual([undefined, undefined, true, true]);
  expect(isNeeded([lease('widgets', '20')], alive.slice(1))).toEqual([undefined, undefined, true, true]);
});
