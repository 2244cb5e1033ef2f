import { expect, test } from 'vitest';
import { findKindView, findKindViewAt, findKindViewOf, findObjectView, KIND_VIEWS, kindAddress } from './kind-index.ts';

const VOLCANO = { group: 'batch.volcano.sh', version: 'v1alpha1', resource: 'jobs' };

test('a kind of another group is none of ours, whatever it is called', () => {
  expect(findKindView(VOLCANO)).toBeUndefined();
  expect(findKindViewOf({ apiVersion: 'batch.volcano.sh/v1alpha1', kind: 'Job' })).toBeUndefined();
  expect(findKindViewOf({ apiVersion: 'example.com/v1', kind: 'Pod' })).toBeUndefined();
  expect(findKindViewOf({ apiVersion: 'batch/v1', kind: 'Job' })?.resource.resource).toBe('jobs');
  expect(findKindViewAt(kindAddress(VOLCANO))).toBeUndefined();
  expect(findObjectView('jobs.v1alpha1.batch.volcano.sh')).toEqual({ resource: VOLCANO, kind: null, columns: [] });
});

test('only the cluster knows the version of a kind without a record', () => {
  expect(kindAddress(VOLCANO)).toBe('jobs.batch.volcano.sh');
  expect(findObjectView('jobs.batch.volcano.sh')).toBeUndefined();
  expect(findObjectView('services')).toBeUndefined();
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
