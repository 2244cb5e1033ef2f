import { expect, test } from 'vitest';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import { readConditions } from '../../cells/condition.ts';
import { columnIndex } from '../../kind-index.ts';
import { projectRow } from '../../row.ts';
import { NAMESPACE_VIEW } from './namespaces.ts';

/** As the controller writes them (pkg/controller/namespace/deletion/status_condition_utils.go). */
const FINE = {
  NamespaceDeletionDiscoveryFailure: ['ResourcesDiscovered', 'All resources successfully discovered'],
  NamespaceDeletionGroupVersionParsingFailure: ['ParsedGroupVersions', 'All legacy kube types successfully parsed'],
  NamespaceDeletionContentFailure: [
    'ContentDeleted',
    'All content successfully deleted, may be waiting on finalization',
  ],
  NamespaceContentRemaining: ['ContentRemoved', 'All content successfully removed'],
  NamespaceFinalizersRemaining: ['ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
} as const;

function conditions(remaining: Readonly<Record<string, string>>) {
  return Object.entries(FINE).map(([type, [reason, message]]) => ({
    type,
    status: type in remaining ? 'True' : 'False',
    reason: type in remaining ? 'SomeReason' : reason,
    message: remaining[type] ?? message,
  }));
}

function told(metadata: object, status: object, finalizers: readonly string[] = ['kubernetes']) {
  const namespace = { metadata: { name: 'n', uid: 'u', ...metadata }, spec: { finalizers }, status };
  const row = projectRow(NAMESPACE_VIEW, namespace, { now: 0, shared: new SharedParts(), hasRelations: false });
  const [heldUp, why, since] = ['heldUp', 'why', 'since'].map(id => row.cells[columnIndex(NAMESPACE_VIEW, id)] ?? null);
  return { heldUp, why, since };
}

const DELETED = { deletionTimestamp: '2026-11-28T12:00:00Z' };
const AT = Date.parse(DELETED.deletionTimestamp);

test('a namespace that nobody deletes waits for nothing, whatever was reported once', () => {
  const once = { phase: 'Active', conditions: conditions({ NamespaceContentRemaining: 'old' }) };
  expect(told({}, once)).toEqual({ heldUp: null, why: null, since: null });
});

test('one that is being deleted says what is left in it and what holds that, the hindrances first', () => {
  const content = 'Some resources are remaining: pods. has 3 resource instances';
  const finalizers = 'Some content in the namespace has finalizers remaining: example.com/keep in 3 resource instances';
  const reported = conditions({ NamespaceContentRemaining: content, NamespaceFinalizersRemaining: finalizers });
  const heldUp = `NamespaceFinalizersRemaining: ${finalizers}; NamespaceContentRemaining: ${content}`;
  expect(told(DELETED, { phase: 'Terminating', conditions: reported })).toEqual({
    heldUp,
    why: `Terminating: ${heldUp}`,
    since: AT,
  });
});

test('where nothing is reported its own finalizers are named; those of its metadata always', () => {
  expect(told(DELETED, { phase: 'Terminating' }).heldUp).toBe('spec.finalizers: kubernetes');
  const own = { ...DELETED, finalizers: ['example.com/a'] };
  expect(told(own, { conditions: conditions({}) }, []).heldUp).toBe('finalizers: example.com/a');
  const failed = conditions({ NamespaceDeletionDiscoveryFailure: 'no metrics' });
  expect(told(own, { conditions: failed }).heldUp).toBe(
    'NamespaceDeletionDiscoveryFailure: no metrics; finalizers: example.com/a',
  );
});

test('what its controller reports is bad where it is true, and nothing where it is not', () => {
  const tones = (status: object) => readConditions({ status }).map(({ tone }) => tone);
  const all = Object.fromEntries(Object.keys(FINE).map(type => [type, 'x']));
  expect(new Set(tones({ conditions: conditions(all) }))).toEqual(new Set(['bad']));
  expect(new Set(tones({ conditions: conditions({}) }))).toEqual(new Set(['muted']));
});
