import { expect, test } from 'vitest';
import { releaseOf, storageName, storedRevision } from './release-names.ts';
import { readRelease } from './release.ts';

test('the name of what holds a revision says which', () => {
  expect(storedRevision(storageName('my.web-v2', 12))).toEqual({ release: 'my.web-v2', revision: 12 });
  for (const name of [
    'web',
    'sh.helm.release.v1.web',
    'sh.helm.release.v1.v1',
    'sh.helm.release.v2.web.v1',
    'sh.helm.release.v1.web.vx',
  ])
    expect(storedRevision(name)).toBeNull();
});

test('an object says which release it belongs to; without a namespace that of its own', () => {
  const annotated = (annotations: object) => ({ metadata: { namespace: 'shop', annotations } });
  const name = { 'meta.helm.sh/release-name': 'web' };
  expect(releaseOf(annotated({ ...name, 'meta.helm.sh/release-namespace': 'apps' }))).toEqual({
    namespace: 'apps',
    name: 'web',
  });
  expect(releaseOf(annotated(name))).toEqual({ namespace: 'shop', name: 'web' });
  expect(releaseOf(annotated({}))).toBeNull();
  expect(releaseOf(null)).toBeNull();
});

test('whatever stands where a release should be is read as far as it goes', () => {
  const empty = readRelease({});
  expect(empty).toMatchObject({ status: 'unknown', revision: 0, updatedAt: null, manifest: '', hooks: [], config: {} });
  const odd = {
    name: 5,
    version: 'x',
    info: [],
    metadata: { maintainers: [null], dependencies: 'x' },
    hooks: [7],
    values: 'x',
  };
  expect(readRelease(odd)).toMatchObject({
    ...{ name: '', revision: 0, defaults: {} },
    metadata: { maintainers: [{ name: '', email: '', url: '' }], dependencies: [] },
    hooks: [{ name: '', events: [] }],
  });
});

test('a time that never was is none', () => {
  const info = { first_deployed: '2026-01-02T03:04:05.123456789Z', last_deployed: '0001-01-01T00:00:00Z' };
  expect(readRelease({ info })).toMatchObject({ firstDeployedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 123), updatedAt: null });
});
