import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodeRelease, MAX_RELEASE_BYTES } from './decode-release.ts';

const base64 = (bytes: string | Buffer) => Buffer.from(bytes).toString('base64');
const stored = (json: string) => base64(gzipSync(json));
const inSecret = (json: string) => ({ data: { release: base64(stored(json)) } });
const inMap = (json: string) => ({ data: { release: stored(json) } });

const RELEASE = {
  name: 'web',
  info: { status: 'deployed', description: 'Upgrade complete', last_deployed: '2026-01-02T03:04:05Z' },
  chart: {
    metadata: { name: 'web', version: '1.2.3', appVersion: '9' },
    templates: [{ name: 'x', data: 'e30=' }],
    values: { replicas: 1, big: 0 },
  },
  config: { replicas: 2 },
  manifest: '---\nkind: Service\n',
  hooks: [{ name: 'h' }],
  version: 3,
  namespace: 'shop',
};
const JSON_TEXT = JSON.stringify(RELEASE).replace('"big":0', '"big":9007199254740993');

test('a release is read from a Secret and from a ConfigMap, without templates, with every digit', async () => {
  const parts = {
    name: 'web',
    namespace: 'shop',
    version: 3,
    info: RELEASE.info,
    metadata: RELEASE.chart.metadata,
    values: { replicas: 1, big: 9_007_199_254_740_993n },
    config: { replicas: 2 },
    manifest: RELEASE.manifest,
    hooks: [{ name: 'h' }],
  };
  expect(await decodeRelease(inSecret(JSON_TEXT), 'secrets', 'whole')).toEqual({ parts, problem: null });
  expect(await decodeRelease(inMap(JSON_TEXT), 'configmaps', 'whole')).toEqual({ parts, problem: null });
});

test('of a head no values are read', async () => {
  expect(await decodeRelease(inSecret(JSON_TEXT), 'secrets', 'head')).toEqual({
    parts: { info: RELEASE.info, metadata: RELEASE.chart.metadata },
    problem: null,
  });
});

test('what Helm stored before it packed releases is read', async () => {
  const object = { data: { release: base64(base64(JSON_TEXT)) } };
  expect(await decodeRelease(object, 'secrets', 'head')).toMatchObject({ parts: { info: RELEASE.info } });
});

test.each([
  ['nothing', {}, 'noRelease'],
  ['another thing', { data: { release: 7 } }, 'noRelease'],
  [
    'no gzip behind its mark',
    { data: { release: base64(base64(Buffer.from([0x1f, 0x8b, 0x08, 1, 2, 3]))) } },
    'releaseUnreadable',
  ],
  ['a gzip that is cut', { data: { release: base64(stored(JSON_TEXT).slice(0, 60)) } }, 'releaseUnreadable'],
  ['no JSON', inSecret('hello'), 'releaseUnreadable'],
  ['a list', inSecret('[]'), 'releaseUnreadable'],
  ['a bomb', inSecret(`{"manifest":"${'a'.repeat(MAX_RELEASE_BYTES)}"}`), 'releaseTooLarge'],
  ['more than any object has', { data: { release: 'a'.repeat(5_000_000) } }, 'releaseTooLarge'],
  ['a tower', inSecret(`{"config":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), 'releaseTooDeep'],
  [
    'a tower in the chart',
    inSecret(`{"chart":{"values":${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}}}`),
    'releaseTooDeep',
  ],
])('%s is refused with a message', async (_, object, code) => {
  for (const extent of ['head', 'whole'] as const) {
    const decoded = await decodeRelease(object, 'secrets', extent);
    expect(decoded.problem?.code).toBe(code);
  }
});

test('a release with parts of wrong types is read as far as it goes', async () => {
  const odd = inSecret('{"chart":[],"info":null}');
  expect(await decodeRelease(odd, 'secrets', 'head')).toEqual({
    parts: { info: null, metadata: undefined },
    problem: null,
  });
});
