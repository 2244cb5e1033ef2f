import { expect, test } from 'vitest';
import { RELEASE_STORAGE, releasesOf, revisionOf } from './helm-releases.ts';

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

test.each([
  [{ createdAt: '1600000000' }, 1_600_000_000_000],
  [{ createdAt: '1600000000', modifiedAt: '1700000000' }, 1_700_000_000_000],
  [{ modifiedAt: '0' }, 5],
  [{ modifiedAt: '-3' }, 5],
  [{ modifiedAt: '1.5' }, 5],
  [{ modifiedAt: 'today' }, 5],
])(
  'Helm writes when a revision was made, then when it changed: %j; else it is as old as what holds it',
  (labels, at) => {
    expect(revisionOf('secrets', row('sh.helm.release.v1.web.v1', labels))?.storedAt).toBe(at);
  },
);

test('in which order revisions come makes no difference', () => {
  const revisions = [
    stored('web', 1, 'superseded'),
    stored('web', 3, 'failed'),
    stored('web', 2, 'deployed'),
    stored('api', 1, 'deployed'),
  ].flatMap(one => one ?? []);
  const told = releasesOf(revisions);
  expect(told.map(({ newest, deployed }) => [newest.release, newest.revision, deployed])).toEqual([
    ['api', 1, 1],
    ['web', 3, 2],
  ]);
  expect(releasesOf(revisions.toReversed())).toEqual(told);
});

test('releases are listed by the labels Helm sets, without what they hold', () => {
  for (const [resource, view] of Object.entries(RELEASE_STORAGE))
    expect(view).toMatchObject({ labelSelector: 'owner=helm', isMetadataAlone: true, resource: { resource } });
});
