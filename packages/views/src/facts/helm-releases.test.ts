import { expect, test } from 'vitest';
import { releasesOf, revisionOf } from './helm-releases.ts';

const row = (name: string, labels: Record<string, string> = {}, namespace = 'shop') => ({
  ...{ namespace, name, uid: `uid of ${name}`, labels, createdAt: 5, cells: ['77'] },
});
const stored = (release: string, revision: number, status: string, namespace?: string) =>
  revisionOf(
    'secrets',
    row(`sh.helm.release.v1.${release}.v${revision}`, { status, modifiedAt: '1700000000' }, namespace),
  );

test('a revision is read from the name and the labels of what holds it; nothing else is one', () => {
  expect(stored('web', 3, 'deployed')).toEqual({
    ...{ storage: 'secrets', namespace: 'shop', release: 'web', revision: 3, status: 'deployed' },
    ...{ storedAt: 1_700_000_000_000, object: 'sh.helm.release.v1.web.v3', resourceVersion: '77' },
    uid: 'uid of sh.helm.release.v1.web.v3',
  });
  expect(revisionOf('secrets', row('sh.helm.release.v1.web.v3'))).toMatchObject({ status: 'unknown', storedAt: 5 });
  expect(revisionOf('secrets', row('web'))).toBeNull();
});

test('of a release the newest revision is told, and which one is deployed', () => {
  const all = [
    stored('web', 10, 'failed'),
    stored('web', 9, 'deployed'),
    stored('web', 8, 'superseded'),
    stored('api', 1, 'pending-install'),
    stored('web', 1, 'deployed', 'apps'),
  ].flatMap(one => one ?? []);
  const told = releasesOf(all).map(({ newest, revisions, deployed }) => [
    ...[newest.namespace, newest.release, newest.revision, newest.status, revisions, deployed],
  ]);
  expect(told).toEqual([
    ['apps', 'web', 1, 'deployed', 1, 1],
    ['shop', 'api', 1, 'pending-install', 1, null],
    ['shop', 'web', 10, 'failed', 3, 9],
  ]);
});

test('releases of one name in both storages are two', () => {
  const inMap = revisionOf('configmaps', row('sh.helm.release.v1.web.v1'));
  expect(releasesOf([stored('web', 1, 'deployed'), inMap].flatMap(one => one ?? []))).toHaveLength(2);
});
