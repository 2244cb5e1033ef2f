import { expect, test } from 'vitest';
import { KIND_ENTRIES } from './cells/kind-entries.ts';
import { findKindOf, findObjectKind, kindAddress } from './kind-index.ts';
import { findKindView, findKindViewAt, KIND_VIEWS } from './kind-records.ts';

const VOLCANO = { group: 'batch.volcano.sh', version: 'v1alpha1', resource: 'jobs' };

test('a kind of another group is none of ours, whatever it is called', () => {
  expect(findKindView(VOLCANO)).toBeUndefined();
  expect(findKindOf({ apiVersion: 'batch.volcano.sh/v1alpha1', kind: 'Job' })).toBeUndefined();
  expect(findKindOf({ apiVersion: 'example.com/v1', kind: 'Pod' })).toBeUndefined();
  expect(findKindOf({ apiVersion: 'batch/v1', kind: 'Job' })?.resource.resource).toBe('jobs');
  expect(findKindViewAt(kindAddress(VOLCANO))).toBeUndefined();
  expect(findObjectKind('jobs.v1alpha1.batch.volcano.sh')).toEqual({ resource: VOLCANO, kind: null });
});

test('only the cluster knows the version of a kind without a record', () => {
  expect(kindAddress(VOLCANO)).toBe('jobs.batch.volcano.sh');
  expect(findObjectKind('jobs.batch.volcano.sh')).toBeUndefined();
  expect(findObjectKind('widgets')).toBeUndefined();
});

test.each(KIND_VIEWS.map(view => [view.kind, view] as const))(
  '%s is found by every address that kubectl knows',
  (_kind, view) => {
    const { group, version, resource } = view.resource;
    const name = group === '' ? resource : `${resource}.${group}`;
    for (const address of [kindAddress(view.resource), resource, name, `${resource}.${version}.${group}`])
      expect(findKindViewAt(address), address).toBe(view);
    expect(kindAddress(view.resource)).toBe(view.isOptional === true ? name : resource);
  },
);

test('each kind that is offered has a record, and each record is offered', () => {
  expect(KIND_VIEWS.map(({ resource }) => resource)).toEqual(KIND_ENTRIES.map(({ resource }) => resource));
});
