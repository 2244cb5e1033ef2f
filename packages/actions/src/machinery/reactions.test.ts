import { expect, test } from 'vitest';
import type { ObjectMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { reactions } from './reactions.ts';

const of = (metadata: ObjectMeta) => reactions({ metadata });
const owned = (kind: string, apiVersion = 'x/v1') =>
  of({ ownerReferences: [{ apiVersion, kind, name: 'o', uid: 'u', controller: true }] });

test('who keeps an object in step with a repository is named', () => {
  const keptBy = (tool: string, name: string) => [{ key: 'effect.keptInStep', values: { tool, name } }];
  expect(of({ annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/web' } })).toEqual(
    keptBy('Argo CD', 'shop'),
  );
  expect(of({ labels: { 'argocd.argoproj.io/instance': 'shop' } })).toEqual(keptBy('Argo CD', 'shop'));
  expect(of({ labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' } })).toEqual(keptBy('Flux', 'apps'));
  expect(of({ labels: { name: 'x' } })).toEqual([]);
});

test('a Helm release is named unless a tool that installs it is', () => {
  const helm: ObjectMeta = {
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: { 'meta.helm.sh/release-name': 'db' },
  };
  expect(of(helm)).toEqual([{ key: 'effect.helmRelease', values: { release: 'db' } }]);
  expect(of({ ...helm, labels: { ...helm.labels, 'helm.toolkit.fluxcd.io/name': 'db' } })).toEqual([
    { key: 'effect.keptInStep', values: { tool: 'Flux', name: 'db' } },
  ]);
});

test('an owner that writes what it owns is named; the built-in ones leave it alone', () => {
  expect(owned('Database')).toEqual([{ key: 'effect.ownerWrites', values: { kind: 'Database', name: 'o' } }]);
  expect(owned('CronJob', 'batch/v1')).toEqual([]);
  expect(owned('CronJob', 'example.org/v1')).toEqual([
    { key: 'effect.ownerWrites', values: { kind: 'CronJob', name: 'o' } },
  ]);
});

test.each([
  ['CronJob', 'batch/v1'],
  ['Job', 'batch/v1'],
  ['ReplicaSet', 'apps/v1'],
  ['ReplicationController', 'v1'],
  ['StatefulSet', 'apps/v1'],
  ['DaemonSet', 'apps/v1'],
  ['Node', 'v1'],
])('a %s of %s leaves alone what it made', (kind, apiVersion) => {
  expect(owned(kind, apiVersion)).toEqual([]);
});

test('a release is one only where Helm says that it manages it', () => {
  const annotations = { 'meta.helm.sh/release-name': 'db' };
  expect(of({ annotations })).toEqual([]);
  expect(of({ annotations, labels: { 'app.kubernetes.io/managed-by': 'me' } })).toEqual([]);
  expect(of({ annotations: {}, labels: { 'app.kubernetes.io/managed-by': 'Helm' } })).toEqual([]);
});
