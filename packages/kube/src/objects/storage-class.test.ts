import { expect, test } from 'vitest';
import type { KubeObject } from './kube-object.ts';
import { defaultStorageClass } from './storage-class.ts';

const STABLE = 'storageclass.kubernetes.io/is-default-class';
const BETA = 'storageclass.beta.kubernetes.io/is-default-class';
const named = (name: string, annotations?: Record<string, string>, creationTimestamp?: string): KubeObject => ({
  metadata: {
    name,
    ...(annotations === undefined ? {} : { annotations }),
    ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
  },
});
const ON = { [STABLE]: 'true' };

/** GetDefaultClass of k8s.io/kubernetes/pkg/volume/util. */
test.each([
  ['none of none', [], undefined],
  ['none where none says so', [named('a'), named('b', { [STABLE]: 'false' })], undefined],
  ['not one that says it otherwise', [named('a', { [STABLE]: 'True' }), named('b', { [STABLE]: '' })], undefined],
  ['the one that says so', [named('a'), named('b', ON)], 'b'],
  ['one that says so as it was said before', [named('a', { [BETA]: 'true' })], 'a'],
  ['the newest of several', [named('a', ON, '2026-01-01T00:00:00Z'), named('b', ON, '2026-01-02T00:00:00Z')], 'b'],
  [
    'the first by name of the same second',
    [named('b', ON, '2026-01-01T00:00:00Z'), named('a', ON, '2026-01-01T00:00:00Z')],
    'a',
  ],
  ['one with a time before one without', [named('a', ON), named('b', ON, '2026-01-01T00:00:00Z')], 'b'],
] as const)('%s', (_title, classes, name) => {
  expect(defaultStorageClass(classes)?.metadata.name).toBe(name);
  expect(defaultStorageClass(classes.toReversed())?.metadata.name).toBe(name);
});

test('any collection will do, and stays as it is', () => {
  const classes = new Set([named('b', ON), named('a', ON)]);
  expect(defaultStorageClass(classes)?.metadata.name).toBe('a');
  expect([...classes].map(({ metadata }) => metadata.name)).toEqual(['b', 'a']);
});
