import { describe, expect, test } from 'vitest';
import { groupResource, resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
// What the discovery of a real API server 1.37 says of what can be listed.
import served from './served-kinds.vectors.json' with { type: 'json' };
import { CATEGORIES, findKindEntry, KIND_ENTRIES, kindEntry } from './kind-entries.ts';

const SERVED = new Map(served.map(resource => [resourceKey(resource), resource]));
test('kinds that not every cluster has are those that Kubernetes does not bring', () => {
  const [foreign, optional] = [
    KIND_ENTRIES.filter(({ resource }) => !SERVED.has(resourceKey(resource))),
    KIND_ENTRIES.filter(({ isOptional }) => isOptional === true),
  ];
  expect(foreign).toEqual(optional);
});

test('of what Kubernetes brings all has a record, but what is obsolete and the same events under another name', () => {
  const missing = served.filter(kind => findKindEntry(kind) === undefined).map(groupResource);
  expect(missing).toEqual(['componentstatuses', 'events.events.k8s.io']);
});

describe.each(KIND_ENTRIES.filter(({ isOptional }) => isOptional !== true).map(entry => [entry.kind, entry] as const))(
  '%s',
  (kind, { resource, namespaced, names }) => {
    const real = SERVED.get(resourceKey(resource));

    test('is called as the API server calls it, and lives where it says', () => {
      expect(real).toMatchObject({ kind, namespaced, ...resource });
    });

    test('is found by the short names that kubectl knows', () => {
      expect(names).toEqual(expect.arrayContaining(real?.shortNames ?? []));
    });
  },
);

test('no name means two kinds', () => {
  const names = KIND_ENTRIES.flatMap(({ names: own }) => own);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test('each has a drawing, and stands in a group of the navigation, in their order', () => {
  expect(CATEGORIES).toEqual(['workloads', 'network', 'config', 'storage', 'access', 'policy', 'cluster', 'api']);
  const order = KIND_ENTRIES.map(({ category }) => CATEGORIES.indexOf(category));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  for (const { icon } of KIND_ENTRIES) expect(icon).toMatch(/^[a-z][a-z0-9-]+$/);
});

test('what a deletion takes along is said by the kinds that own, hold or scope', () => {
  const said = KIND_ENTRIES.flatMap(({ resource, owns, holds, endsGracefully, isScope, isGuarded }) => {
    const flags = Object.entries({ gracefully: endsGracefully, scope: isScope, guarded: isGuarded });
    const told = [owns ?? [], holds ?? [], flags.flatMap(([word, isSo]) => (isSo === true ? word : []))].flat();
    return told.length === 0 ? [] : [`${groupResource(resource)}: ${told.join(', ')}`];
  });
  expect(said).toEqual([
    'cronjobs.batch: jobs.batch',
    'jobs.batch: pods',
    'pods: gracefully',
    'deployments.apps: replicasets.apps',
    'statefulsets.apps: pods',
    'daemonsets.apps: pods',
    'replicasets.apps: pods',
    'replicationcontrollers: pods',
    'persistentvolumeclaims: guarded',
    'nodes: nodeContents, guarded',
    'namespaces: namespaceContents, scope, guarded',
    'customresourcedefinitions.apiextensions.k8s.io: definedObjects, guarded',
  ]);
  for (const { owns } of KIND_ENTRIES) if (owns !== undefined) expect(kindEntry(owns).kind).not.toBe('');
});

test('what the cluster alone writes nobody changes, and values are held by Secrets', () => {
  const only = (is: (entry: (typeof KIND_ENTRIES)[number]) => boolean) =>
    KIND_ENTRIES.filter(is).map(({ kind }) => kind);
  expect(only(({ allows }) => allows === 'nothing')).toEqual(['Secret', 'Event']);
  expect(only(({ holdsValues }) => holdsValues === true)).toEqual(['Secret']);
});

test('one is looked up by group and plural, whatever its version', () => {
  expect(findKindEntry({ group: 'batch', resource: 'jobs' })?.kind).toBe('Job');
  expect(findKindEntry({ group: 'batch.volcano.sh', resource: 'jobs' })).toBeUndefined();
  expect(() => kindEntry('widgets')).toThrow('there is a kind widgets');
});
