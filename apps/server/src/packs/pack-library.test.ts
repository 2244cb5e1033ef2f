import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PackLibrary } from './pack-library.ts';

const SHIPPED = join(import.meta.dirname, '../../../../packages/views/packs');

test('a shipped pack knows its kinds in whatever version, and no others', () => {
  const library = new PackLibrary(SHIPPED);
  const kindOf = (group: string, resource: string) => library.kindOf({ group, version: 'v1', resource })?.kind;
  expect(kindOf('helm.toolkit.fluxcd.io', 'helmreleases')).toBe('HelmRelease');
  expect(kindOf('external-secrets.io', 'secretstores')).toBe('SecretStore');
  expect(kindOf('external-secrets.io', 'widgets')).toBeUndefined();
  expect(kindOf('example.com', 'helmreleases')).toBeUndefined();
  expect(kindOf('', 'pods')).toBeUndefined();
});
