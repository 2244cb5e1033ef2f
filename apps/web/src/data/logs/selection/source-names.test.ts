import { expect, test } from 'vitest';
import { sourceNames } from './source-names.ts';

/** `CLUSTER/NAMESPACE/POD/CONTAINER`. */
const named = (...places: readonly string[]) =>
  sourceNames(
    places.map(place => {
      const [cluster = '', namespace = '', pod = '', container = ''] = place.split('/');
      return { cluster, namespace, pod, container };
    }),
  );

test.each([
  ['pods of one template', ['c/n/web-5d-a/main', 'c/n/web-5d-b/main'], ['a', 'b']],
  ['pods that have nothing in common', ['c/n/web-a/main', 'c/n/db-0/db'], ['web-a', 'db-0']],
  ['one pod’s containers', ['c/n/web-a/main', 'c/n/web-a/proxy'], ['main', 'proxy']],
  ['pods with several containers', ['c/n/web-a/m', 'c/n/web-a/p', 'c/n/web-b/m'], ['a/m', 'a/p', 'b/m']],
  ['pods of one name in two namespaces', ['c/n/db-0/db', 'c/m/db-0/db'], ['n/db-0', 'm/db-0']],
  ['and in two clusters', ['c/n/db-0/db', 'd/n/db-0/db'], ['c/db-0', 'd/db-0']],
  ['names without a hyphen', ['c/n/a/main', 'c/n/b/main'], ['a', 'b']],
])('%s are told apart by what differs', (_what, places, names) => {
  expect(named(...places)).toEqual(names);
});
