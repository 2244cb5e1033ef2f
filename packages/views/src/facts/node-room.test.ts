import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeImages, nodeRoom, versionSkew } from './node-room.ts';

test.each([
  ['v1.37.2', 'v1.37.0', { skew: 'same', minors: 0 }],
  ['v1.36.1', 'v1.37.0', { skew: 'behind', minors: 1 }],
  ['v1.34.1-gke.100', 'v1.37.0+k3s1', { skew: 'behind', minors: 3 }],
  ['v1.33.1', 'v1.37.0', { skew: 'tooOld', minors: 4 }],
  ['v1.38.0', 'v1.37.9', { skew: 'newer', minors: 1 }],
  ['', 'v1.37.0', null],
  ['v1.37.0', 'unknown', null],
  ['v2.1.0', 'v1.37.0', null],
])('a kubelet %s at a server %s', (kubelet, server, skew) => {
  expect(versionSkew(kubelet, server)).toEqual(skew);
});

test('what a node does not say it lends is not known, whatever was asked for', () => {
  expect(
    nodeRoom({ status: { allocatable: { cpu: '2' } } }, [
      { cpu: 1, memory: null },
      { cpu: null, memory: null },
    ]),
  ).toEqual([
    { resource: 'cpu', allocatable: 2, requested: 1 },
    { resource: 'memory', allocatable: null, requested: 0 },
    { resource: 'pods', allocatable: null, requested: 1 },
  ]);
});

test('any JSON is read without an error', () => {
  fc.assert(
    fc.property(fc.jsonValue(), node => {
      for (const { bytes } of nodeImages(node)) expect(Number.isFinite(bytes)).toBe(true);
      expect(nodeRoom(node, [])).toHaveLength(3);
    }),
  );
});
