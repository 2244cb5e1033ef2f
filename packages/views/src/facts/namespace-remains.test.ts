import { expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { namespaceRemains } from './namespace-remains.ts';

const namespace = (conditions: Readonly<Record<string, string>>, rest: object = {}) => ({
  metadata: { name: 'shop', deletionTimestamp: '2026-11-22T03:00:00Z', ...rest },
  spec: { finalizers: ['kubernetes'] },
  status: {
    phase: 'Terminating',
    conditions: Object.entries(conditions).map(([type, message]) => ({ type, status: 'True', message })),
  },
});
const remains = (conditions: Readonly<Record<string, string>>, rest: object = {}) =>
  must(namespaceRemains(namespace(conditions, rest)), 'it is being deleted');

test('of a namespace that nobody deletes nothing remains to be told', () => {
  expect(namespaceRemains({ metadata: { name: 'shop' }, status: { phase: 'Active' } })).toBeNull();
});

test('kinds that are left, with and without a group, and what holds them', () => {
  const { left, finalizers, isReported, silent, failures, own } = remains({
    NamespaceContentRemaining:
      'Some resources are remaining: pods. has 2 resource instances, widgets.example.com has 1 resource instances',
    NamespaceFinalizersRemaining:
      'Some content in the namespace has finalizers remaining: example.com/cleanup in 1 resource instances, orphan in 12 resource instances',
  });
  expect(left).toEqual([
    { group: '', resource: 'pods', count: 2 },
    { group: 'example.com', resource: 'widgets', count: 1 },
  ]);
  expect(finalizers).toEqual([
    { name: 'example.com/cleanup', count: 1 },
    { name: 'orphan', count: 12 },
  ]);
  expect([isReported, silent, failures, own]).toEqual([true, [], [], []]);
});

test('groups that do not answer, each once', () => {
  const { silent } = remains({
    NamespaceDeletionDiscoveryFailure:
      'Discovery failed for some groups, 2 failing: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1: stale GroupVersion discovery: metrics.k8s.io/v1beta1, custom.example.com/v1: the server is currently unable to handle the request',
  });
  expect(silent).toEqual([
    { group: 'metrics.k8s.io', version: 'v1beta1' },
    { group: 'custom.example.com', version: 'v1' },
  ]);
});

test('what could not be deleted is told in the controller’s words; its own finalizers by name, but for the one that goes by itself', () => {
  const text = 'Failed to delete all resource types, 1 remaining: Internal error occurred: failed calling webhook';
  expect(remains({ NamespaceDeletionContentFailure: text }).failures).toEqual([text]);
  expect(remains({}, { finalizers: ['example.com/mine'] }).own).toEqual(['example.com/mine']);
});

test('a condition that does not hold says nothing; one that is missing was not reported', () => {
  const calm = namespace({});
  const conditions = [
    { type: 'NamespaceContentRemaining', status: 'False', message: 'pods. has 2 resource instances' },
  ];
  expect(namespaceRemains({ ...calm, status: { conditions } })).toMatchObject({ isReported: true, left: [] });
  expect(remains({}).isReported).toBe(false);
});

test('what a version of a group could not be read for, and finalizers in the spec, as a namespace has them', () => {
  const text = 'Failed to parse group versions: unexpected GroupVersion string: a/b/c';
  expect(remains({ NamespaceDeletionGroupVersionParsingFailure: text }).failures).toEqual([text]);
  const held = { ...namespace({}), spec: { finalizers: ['kubernetes', 'example.com/quota', ''] } };
  expect(namespaceRemains(held)?.own).toEqual(['example.com/quota']);
});

test('of more than nine objects all are counted', () => {
  const message = 'Some resources are remaining: configmaps. has 1204 resource instances';
  expect(remains({ NamespaceContentRemaining: message }).left).toEqual([
    { group: '', resource: 'configmaps', count: 1204 },
  ]);
});
