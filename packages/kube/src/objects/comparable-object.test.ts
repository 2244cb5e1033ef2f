import fc from 'fast-check';
import { expect, test } from 'vitest';
import { treeChanges } from '../edit/tree-changes.ts';
import { comparableObject } from './comparable-object.ts';

const deployment = (own: { name: string; uid: string }, spec: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    ...own,
    namespace: `of-${own.name}`,
    resourceVersion: own.uid,
    generation: own.uid.length,
    creationTimestamp: '2026-01-01T00:00:00Z',
    managedFields: [{ manager: own.name }],
    labels: { app: 'web' },
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': own.name,
      'deployment.kubernetes.io/revision': own.uid,
    },
    ownerReferences: [{ apiVersion: 'v1', kind: 'App', name: 'shop', uid: own.uid }],
  },
  spec,
  status: { replicas: own.uid.length },
});
const staging = deployment({ name: 'web', uid: '1' }, { replicas: 2 });
const production = deployment({ name: 'web-2', uid: '333' }, { replicas: 5 });

test('of two objects differs what people wrote, and nothing that is their own alone', () => {
  const compare = (hasStatus: boolean) =>
    treeChanges(comparableObject(staging, { hasStatus }), comparableObject(production, { hasStatus }), null).map(
      ({ path, before, after }) => [path, before, after],
    );
  expect(compare(false)).toEqual([['spec.replicas', 2, 5]]);
  expect(compare(true)).toEqual([
    ['spec.replicas', 2, 5],
    ['status.replicas', 1, 3],
  ]);
});

test('labels, annotations, finalizers and owners are compared', () => {
  const metadata = {
    labels: { a: '1' },
    annotations: { b: '2' },
    finalizers: ['c'],
    ownerReferences: [{ name: 'd', uid: 'x' }],
  };
  expect(comparableObject({ metadata }, { hasStatus: false })).toEqual({
    metadata: { ...metadata, ownerReferences: [{ name: 'd' }] },
  });
});

test('no value of a Secret is in what is compared, wherever it came from', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { password: 'aHVudGVyMg==' } };
  const compared = JSON.stringify(comparableObject(secret, { hasStatus: true }));
  expect(compared).toContain('password');
  expect(compared).not.toContain('aHVudGVyMg');
});

test('any JSON can be compared', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (value, hasStatus) => {
      const compared = comparableObject(value, { hasStatus });
      expect(treeChanges(compared, compared, null)).toEqual([]);
    }),
  );
});
