import { expect, test } from 'vitest';
import type { KindsAnswer, ServedKind } from '@lanthorn/protocol/http/kind-messages.ts';
import { KIND_ENTRIES } from '@lanthorn/views/cells/kind-entries.ts';
import { navigationPlaces } from './navigation-places.ts';

const kind = (resource: string, group: string, name: string, more: Partial<ServedKind> = {}): ServedKind => ({
  resource,
  group,
  version: 'v1',
  kind: name,
  isNamespaced: true,
  isListed: true,
  shortNames: [],
  ...more,
});
const served = (kinds: readonly ServedKind[], unanswered: readonly string[] = []): KindsAnswer => ({
  kinds,
  unanswered,
});
const addresses = (answer: KindsAnswer | null, current = '') => navigationPlaces(answer, current).map(({ to }) => to);

test('until the cluster said what it serves, those are offered that every cluster has', () => {
  const always = KIND_ENTRIES.filter(({ isOptional }) => isOptional !== true);
  expect(addresses(null)).toHaveLength(always.length);
  expect(addresses(null)).not.toContain('certificates.cert-manager.io');
});

test('what it does not serve is not offered; what is on screen stays', () => {
  const answer = served([kind('pods', '', 'Pod'), kind('certificates', 'cert-manager.io', 'Certificate')]);
  expect(addresses(answer)).toEqual(['pods', 'certificates.cert-manager.io']);
  expect(addresses(answer, 'nodes')).toEqual(['pods', 'certificates.cert-manager.io', 'nodes']);
});

test('kinds without a record are named as their definition does, by group; what cannot be watched is none', () => {
  const answer = served([
    kind('widgets', 'b.example', 'Widget', { shortNames: ['wd'] }),
    kind('gadgets', 'a.example', 'Gadget'),
    kind('futures', 'resource.k8s.io', 'Future'),
    kind('pods', 'metrics.k8s.io', 'PodMetrics', { isListed: false }),
    kind('events', 'events.k8s.io', 'Event'),
  ]);
  expect(navigationPlaces(answer, '').map(({ to, title, category }) => [to, title, category])).toEqual([
    ['gadgets.a.example', 'Gadget', 'custom'],
    ['widgets.b.example', 'Widget', 'custom'],
    ['futures.resource.k8s.io', 'Future', 'api'],
  ]);
  expect(navigationPlaces(answer, '').find(({ title }) => title === 'Widget')?.names).toContain('wd');
});

test('a group that does not answer keeps its kinds: they are not gone', () => {
  const answer = served([kind('pods', '', 'Pod')], ['snapshot.storage.k8s.io/v1']);
  expect(addresses(answer)).toEqual([
    'pods',
    'volumesnapshots.snapshot.storage.k8s.io',
    'volumesnapshotclasses.snapshot.storage.k8s.io',
    'volumesnapshotcontents.snapshot.storage.k8s.io',
  ]);
});
