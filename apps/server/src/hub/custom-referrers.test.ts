import { expect, test } from 'vitest';
import type { DiscoveredResource } from '@lanthorn/kube/api/discovery.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { PackKind } from '@lanthorn/views/cells/pack-kind.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { OWNER } from '../upstream/identity.ts';
import { ClusterClock } from '../upstream/sources/cluster-clock.ts';
import { customReferrers, otherReferrers } from './custom-referrers.ts';

const clock = new FakeClock();
const CLUSTER: Cluster = {
  info: { name: 'blue', isDemo: false, server: '', user: '', namespace: '', problem: null },
  key: clusterKey('blue', OWNER),
  source: { send: () => Promise.reject(new Error('nobody is asked')) },
  clock: new ClusterClock(clock),
  close: async () => {},
};
const SECRETS = { group: '', version: 'v1', resource: 'secrets' };
const COLUMN = { name: 'Size', type: 'string', path: '.spec.size', isWide: false };

const kind = (group: string, resource: string, verbs = ['get', 'list', 'watch']): DiscoveredResource => ({
  ...{ group, version: 'v1', resource, verbs, kind: resource.toUpperCase() },
  ...{ isNamespaced: true, shortNames: [] },
});
const using = (resource: string): PackKind => ({
  ...{ group: 'toys.example.com', resource, kind: resource },
  references: [{ meaning: 'uses', to: ['secrets'], at: '.spec.secret' }],
});

async function referrers(
  kinds: readonly DiscoveredResource[],
  packs: Readonly<Record<string, PackKind>>,
  target = SECRETS,
  find = customReferrers,
) {
  const services = {
    clock,
    kinds: { of: async () => ({ kinds, unanswered: [] }) },
    columns: { of: async () => [COLUMN] },
    packs: { kindOf: ({ resource }: { resource: string }) => packs[resource] ?? null },
  };
  const found = find(CLUSTER, target, services);
  await clock.advance(1);
  return found;
}

test('a kind whose pack names the target is told with its columns and its pack; others are not', async () => {
  const pack = using('gadgets');
  const served = [kind('', 'pods'), kind('toys.example.com', 'gadgets'), kind('toys.example.com', 'balls')];
  const custom = { kind: 'GADGETS', namespaced: true, columns: [COLUMN], pack };
  expect(await referrers(served, { gadgets: pack, pods: using('pods') })).toEqual({
    kinds: [{ group: 'toys.example.com', version: 'v1', resource: 'gadgets', custom }],
    more: 0,
    others: 1,
  });
});

test('what cannot be listed is left out; no more are told than a page can open, and how many more there are', async () => {
  const many = Array.from({ length: 20 }, (_, i) => kind('toys.example.com', `gadget${i}`));
  const packs = Object.fromEntries(many.map(({ resource }) => [resource, using(resource)]));
  const { kinds, more } = await referrers([kind('toys.example.com', 'gadget0', ['create']), ...many.slice(1)], packs);
  expect(kinds.map(({ resource }) => resource)).toEqual(many.slice(1, 13).map(({ resource }) => resource));
  expect(more).toBe(7);
});

test('those that a pack knows to name it come before those that are merely of its project', async () => {
  const target = { group: 'ci.example.com', version: 'v1', resource: 'pipelines' };
  const many = Array.from({ length: 14 }, (_, i) => kind('ci.example.com', `run${i}`));
  const packs = {
    gadgets: { ...using('gadgets'), references: [{ meaning: 'uses', to: ['pipelines.ci.example.com'], at: '.p' }] },
  } as const;
  const { kinds, more } = await referrers([...many, kind('toys.example.com', 'gadgets')], packs, target);
  expect([kinds[0]?.resource, kinds[1]?.resource, more]).toEqual(['gadgets', 'run0', 3]);
});

test('kinds of the project of a custom kind are told, though no pack knows them', async () => {
  const target = { group: 'ci.example.com', version: 'v1', resource: 'pipelines' };
  const served = [
    kind('ci.example.com', 'pipelines'),
    kind('ci.example.com', 'runs'),
    kind('cd.example.com', 'rollouts'),
  ];
  const { kinds } = await referrers(served, {}, target);
  expect(kinds.map(({ resource, custom }) => [resource, custom?.pack])).toEqual([['runs', undefined]]);
});

test('those of which nobody says what they name are told to who asks for them: what their objects name is guessed, and no columns are asked for', async () => {
  const pack = { group: 'toys.example.com', resource: 'dolls', kind: 'Doll' };
  const served = ['gadgets', 'balls', 'dolls'].map(name => kind('toys.example.com', name));
  const packs = { gadgets: using('gadgets'), dolls: pack };
  const custom = { namespaced: true, columns: [], isGuessed: true };
  expect(await referrers([kind('', 'pods'), ...served], packs, SECRETS, otherReferrers)).toEqual({
    kinds: [
      { group: 'toys.example.com', version: 'v1', resource: 'balls', custom: { kind: 'BALLS', ...custom } },
      { group: 'toys.example.com', version: 'v1', resource: 'dolls', custom: { kind: 'DOLLS', ...custom, pack } },
    ],
    more: 0,
    others: 0,
  });
  const many = Array.from({ length: 30 }, (_, i) => kind('toys.example.com', `toy${i}`));
  expect((await referrers(many, {})).others).toBe(24);
  const { kinds, more } = await referrers(many, {}, SECRETS, otherReferrers);
  expect([kinds.length, more]).toEqual([24, 6]);
});
