import { expect, test } from 'vitest';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { clusterKey } from './cluster-key.ts';
import { type Identity, OWNER } from './identity.ts';

const ADA: Identity = { key: 'ada' as IdentityKey };

test("the owner's key is the context's name, as kept files have it", () => {
  expect(clusterKey('prod', OWNER)).toBe('prod');
});

test('no two of people and names have one key, whatever the names are', () => {
  const names = ['prod', 'ada', 'owner', '', '[', '["ada","prod"]', '["owner","prod"]', 'ada,prod'];
  const people = [OWNER, ADA, { key: 'ada","x' as IdentityKey }, { key: '' as IdentityKey }];
  const keys = people.flatMap(who => names.map(name => clusterKey(name, who)));
  expect(new Set(keys).size).toBe(people.length * names.length);
});
