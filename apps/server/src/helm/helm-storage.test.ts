import { expect, test } from 'vitest';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { allValues } from '@lanthorn/kube/helm/release-values.ts';
import { readRelease } from '@lanthorn/kube/helm/release.ts';
import { decodeRelease } from './decode-release.ts';
import vectors from './helm-storage.vectors.json' with { type: 'json' };

async function decoded(object: unknown, storage: 'secrets' | 'configmaps') {
  const read = await decodeRelease(object, storage, 'whole');
  if (read.problem !== null) throw new Error(read.problem.message);
  return readRelease(read.parts);
}

test('what Helm itself stored is read as Helm itself tells it', async () => {
  const release = await decoded(vectors.secret, 'secrets');
  const newest = vectors.history.at(-1);
  expect(release).toMatchObject({
    ...{ name: 'hi', namespace: 'staging', revision: newest?.revision, status: newest?.status, chart: 'greeter' },
    ...{ description: newest?.description, chartVersion: '0.1.0', appVersion: newest?.app_version },
    ...{ config: vectors.values, updatedAt: Math.floor(Date.parse(newest?.updated ?? '')) },
    metadata: {
      ...{
        home: 'https://charts.example/greeter',
        type: 'application',
        kubeVersion: '>=1.20.0-0',
        keywords: ['hello'],
      },
      maintainers: [{ name: 'Ada', email: 'ada@example.com', url: 'https://example.com/ada' }],
    },
  });
  expect(release.manifest.trim()).toBe(vectors.manifest.trim());
  expect(vectors.notes).toContain(release.notes.trim());
  expect(release.hooks).toMatchObject([
    {
      kind: 'ConfigMap',
      name: 'hi-hook',
      events: ['pre-upgrade', 'post-rollback'],
      weight: 5,
      deletePolicies: ['hook-succeeded'],
    },
  ]);
  expect(vectors.hooks).toContain(release.hooks[0]?.manifest.trim());
});

test('all values are those that Helm computes', async () => {
  const { config, defaults } = await decoded(vectors.secret, 'secrets');
  expect(JSON.parse(writeJson(allValues(config, defaults)))).toEqual(JSON.parse(vectors.allValues));
});

test('its other storage is read, too', async () => {
  expect(await decoded(vectors.configMap, 'configmaps')).toMatchObject({
    name: 'maps',
    revision: 1,
    status: 'deployed',
  });
});
