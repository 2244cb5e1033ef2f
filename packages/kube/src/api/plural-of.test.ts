import { expect, test } from 'vitest';
import { pluralOf } from './plural-of.ts';

/** Of kinds that the test of `meta.UnsafeGuessKindToResource` in apimachinery has, and of those that end oddly. */
test.each([
  ['Pod', 'pods'],
  ['ReplicationController', 'replicationcontrollers'],
  ['ImageRepository', 'imagerepositories'],
  ['miss', 'misses'],
  ['Endpoints', 'endpoints'],
  ['EndpointSlice', 'endpointslices'],
  ['Ingress', 'ingresses'],
  ['StorageClass', 'storageclasses'],
  ['NetworkPolicy', 'networkpolicies'],
  ['CSIStorageCapacity', 'csistoragecapacities'],
  ['ClusterServiceVersion', 'clusterserviceversions'],
  ['Gateway', 'gatewaies'],
  ['', 's'],
])('%s: %s', (kind, plural) => expect(pluralOf(kind)).toBe(plural));
