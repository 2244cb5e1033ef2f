import { expect, test } from 'vitest';
import { clusterPlace, clustersAt, placeFromAddress, placeToAddress } from './cluster-place.ts';

test.each([
  [['prod'], 'prod'],
  [['a', 'b'], 'a+b'],
  [['a+b', 'c'], 'a~+b+c'],
  [['a', 'a'], 'a'],
])('clusters %j are %s in an address', (clusters, address) => {
  const place = clusterPlace(clusters);
  expect(placeToAddress(place)).toBe(address);
  expect(clustersAt(placeFromAddress(address))).toEqual([...new Set(clusters)]);
});

test('one cluster is its name: links of pages that know no others lead to it', () => {
  expect(clusterPlace(['prod'])).toBe('prod');
  expect(clustersAt('prod')).toEqual(['prod']);
});
