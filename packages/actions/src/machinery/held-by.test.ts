import { expect, test } from 'vitest';
import { heldBy, silentFor } from './held-by.ts';

const metadata = { name: 'a', deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a.example/x'] };
const spec = { finalizers: ['kubernetes'] };

test('who holds a deleted object are its finalizers; only of a namespace those of its content as well', () => {
  expect(heldBy({ apiVersion: 'v1', kind: 'Namespace', metadata, spec })).toEqual(['a.example/x', 'kubernetes']);
  expect(heldBy({ apiVersion: 'example.com/v1', kind: 'Namespace', metadata, spec })).toEqual(['a.example/x']);
  expect(heldBy({ apiVersion: 'example.com/v1', kind: 'Cleaner', metadata, spec })).toEqual(['a.example/x']);
});

test('what is not being deleted is held by nobody', () => {
  expect(heldBy({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', finalizers: ['x'] }, spec })).toEqual([]);
});

test('who has no name holds nothing, and an object without finalizers is held by nobody', () => {
  const { deletionTimestamp } = metadata;
  const namespace = { apiVersion: 'v1', kind: 'Namespace' };
  expect(heldBy({ ...namespace, metadata: { deletionTimestamp, finalizers: ['', 'a'] }, spec: {} })).toEqual(['a']);
  expect(heldBy({ ...namespace, metadata: { deletionTimestamp } })).toEqual([]);
  expect(heldBy({ apiVersion: 'v1', kind: 'Pod', metadata: { deletionTimestamp }, spec })).toEqual([]);
});

test('of a namespace that is being emptied the finalizers in it hold it, as soon as they are reported', () => {
  const { deletionTimestamp } = metadata;
  const conditions = [
    {
      type: 'NamespaceContentRemaining',
      status: 'True',
      message: 'Some resources are remaining: pods. has 1 resource',
    },
    {
      type: 'NamespaceFinalizersRemaining',
      status: 'True',
      message: 'finalizers remaining: e.com/k in 1 resource instances',
    },
  ];
  const namespace = (status: object) => ({
    ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { deletionTimestamp } },
    ...{ spec: { finalizers: ['kubernetes', 'o.com/f'] }, status },
  });
  expect(heldBy(namespace({ conditions }))).toEqual(['o.com/f', 'e.com/k']);
  expect(heldBy(namespace({ conditions: conditions.slice(0, 1) }))).toEqual(['o.com/f']);
  expect(heldBy(namespace({}))).toEqual(['kubernetes', 'o.com/f']);
});

test.each([
  [
    'DiscoveryFailure',
    'Discovery failed for some groups, 1 failing: unable: metrics.k8s.io/v1beta1: down',
    ['metrics.k8s.io/v1beta1'],
  ],
  ['ContentFailure', 'Failed to delete all resource types, 1 remaining: refused', []],
  ['GroupVersionParsingFailure', 'odd', []],
])('a namespace whose emptying fails is held until that is mended: %s', (type, message, silent) => {
  const { deletionTimestamp } = metadata;
  const conditions = [
    { type: 'NamespaceContentRemaining', status: 'False', message: 'All content successfully removed' },
    { type: 'NamespaceFinalizersRemaining', status: 'False', message: 'All content-preserving finalizers finished' },
    { type: `NamespaceDeletion${type}`, status: 'True', message },
  ];
  const stuck = { apiVersion: 'v1', kind: 'Namespace', metadata: { deletionTimestamp }, spec, status: { conditions } };
  expect([heldBy(stuck), silentFor(stuck)]).toEqual([['kubernetes'], silent]);
  expect(silentFor({ ...stuck, apiVersion: 'example.com/v1' })).toEqual([]);
});
