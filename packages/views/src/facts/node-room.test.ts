import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeImages, nodeRoom, versionSkew } from './node-room.ts';

test.each([
  ['v1.37.2', 'v1.37.0', { skew: 'same', minors: 0 }],
  ['v1.36.1', 'v1.37.0', { skew: 'behind', minors: 1 }],
  ['v1.34.1-gke.100', 'v1.37.0+k3s1', { skew: 'behind', minors: 3 }],
  ['v1.33.1', 'v1.37.0', { skew: 'tooOld', minors: 4 }],
  ['v1.38.0', 'v1.37.9', { skew: 'newer', minors: 1 }],
  ['v1.37', 'v1.38', { skew: 'behind', minors: 1 }],
  ['dev-v1.37.0', 'v1.37.0', null],
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

test('what pods ask for is added up; those that have ended ask for nothing', () => {
  const node = { status: { allocatable: { cpu: '3920m', memory: '8Gi', pods: '110' } } };
  const pods = [
    { cpu: 0.5, memory: 2 ** 30 },
    { cpu: 0.25, memory: 2 ** 29 },
    { cpu: null, memory: null },
  ];
  expect(nodeRoom(node, pods)).toEqual([
    { resource: 'cpu', allocatable: 3.92, requested: 0.75 },
    { resource: 'memory', allocatable: 8 * 2 ** 30, requested: 1.5 * 2 ** 30 },
    { resource: 'pods', allocatable: 110, requested: 2 },
  ]);
});

test('images are told by their tag where they have one, the largest first, those of one size by name', () => {
  const images = [
    { names: ['registry.k8s.io/pause@sha256:ab', 'registry.k8s.io/pause:3.10'], sizeBytes: 300 },
    { names: ['example.com/b@sha256:cd'], sizeBytes: 9_000 },
    { names: ['b:1'], sizeBytes: 500 },
    { names: ['a:1', 'a:latest'], sizeBytes: 500 },
    { names: ['c:1'], sizeBytes: 500 },
    { names: ['unsized:1'] },
    { names: [], sizeBytes: 7 },
  ];
  expect(nodeImages({ status: { images } })).toEqual([
    { name: 'example.com/b@sha256:cd', bytes: 9_000 },
    { name: 'a:1', bytes: 500 },
    { name: 'b:1', bytes: 500 },
    { name: 'c:1', bytes: 500 },
    { name: 'registry.k8s.io/pause:3.10', bytes: 300 },
    { name: 'unsized:1', bytes: 0 },
  ]);
});
