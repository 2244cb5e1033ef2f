import { expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { rivals } from './rivals.ts';

const owned = (manager: string, ...fields: readonly string[]) => ({
  ...{ manager, operation: 'Update', time: '2026-01-01T00:00:00Z' },
  fieldsV1: { 'f:spec': Object.fromEntries(fields.map(field => [`f:${field}`, {}])) },
});
const withManagers = (...managedFields: readonly object[]): KubeObject => ({
  metadata: { managedFields: [...managedFields] },
});

test('whoever would own less after an edit may write it again; people do not by themselves', () => {
  const before = withManagers(
    owned('scaler', 'replicas', 'paused'),
    owned('operator', 'strategy'),
    owned('kubectl-edit', 'paused'),
    owned('argocd', 'image'),
  );
  const after = withManagers(
    owned('scaler', 'paused'),
    owned('operator', 'strategy'),
    owned('lanthorn', 'replicas', 'image'),
  );
  const time = '2026-01-01T00:00:00Z';
  expect(rivals(before, after)).toEqual([
    { key: 'effect.rival', values: { manager: 'scaler', time } },
    { key: 'effect.rival', values: { manager: 'argocd', time } },
  ]);
});

test('of what the server did not answer, and of an object without managers, nothing is said', () => {
  expect(rivals(withManagers(owned('scaler', 'replicas')), null)).toEqual([]);
  expect(rivals({ metadata: {} }, { metadata: {} })).toEqual([]);
});

test('the same manager writes a part of the object by its own right: the other is not taken for it', () => {
  const status = { ...owned('scaler', 'replicas'), subresource: 'scale' };
  expect(
    rivals(withManagers(status, owned('scaler', 'paused')), withManagers(status, owned('scaler', 'paused'))),
  ).toEqual([]);
  expect(rivals(withManagers(status), withManagers(owned('scaler', 'replicas')))).toHaveLength(1);
});
