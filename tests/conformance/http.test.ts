import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api-request.ts';
import { UpstreamSource } from '../../apps/server/src/upstream/upstream-source.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig.ts';
import { systemClock } from '../../apps/cluster/src/system-clock.ts';
import { startCluster, type TestCluster } from '../e2e/harness.ts';

// The embedded server over HTTPS, through the client that Lanthorn itself uses.

let cluster: TestCluster;
let source: UpstreamSource;

beforeAll(async () => {
  cluster = await startCluster('wire', { seed: 6 });
  const config = loadKubeconfig([cluster.kubeconfig]).contexts[0]?.config;
  if (config === null || config === undefined) throw new Error('no context');
  source = new UpstreamSource(config, systemClock);
});
afterAll(async () => {
  await source.close();
  cluster.stop();
});

async function get(path: string, query: Record<string, string> = {}) {
  const response = await source.send({ method: 'GET', path, query });
  return { status: response.status, body: asObject(JSON.parse(await readBody(response))) };
}

describe('lists over HTTPS', () => {
  test('[AS3] pages are of one revision, whatever is written between them', async () => {
    const keys: string[] = [];
    let token = '';
    let version: unknown;
    do {
      const { body } = await get('/api/v1/pods', { limit: '7', ...(token === '' ? {} : { continue: token }) });
      version ??= getPath(body, 'metadata', 'resourceVersion');
      expect(getPath(body, 'metadata', 'resourceVersion')).toBe(version);
      keys.push(
        ...asArray(body['items']).map(
          item => `${String(getPath(item, 'metadata', 'namespace'))}/${String(getPath(item, 'metadata', 'name'))}`,
        ),
      );
      token = asString(getPath(body, 'metadata', 'continue'));
      await cluster.other(
        'PATCH',
        '/api/v1/namespaces/data',
        { metadata: { labels: { n: String(keys.length) } } },
        'application/merge-patch+json',
      );
    } while (token !== '');
    expect(new Set(keys).size).toBe(keys.length);
    const exact = await get('/api/v1/pods', { resourceVersion: String(version), resourceVersionMatch: 'Exact' });
    expect(asArray(exact.body['items'])).toHaveLength(keys.length);
  });

  test('[AS4] a continue token and a revision that were compacted answer 410', async () => {
    const first = await get('/api/v1/pods', { limit: '2' });
    await cluster.other(
      'PATCH',
      '/api/v1/namespaces/data',
      { metadata: { labels: { n: 'x' } } },
      'application/merge-patch+json',
    );
    cluster.server.storage.compact();
    const next = await get('/api/v1/pods', {
      limit: '2',
      continue: asString(getPath(first.body, 'metadata', 'continue')),
    });
    expect([next.status, next.body['reason']]).toEqual([410, 'Expired']);
  });

  test('a large answer is compressed, and comes out whole', async () => {
    const { body } = await get('/api/v1/pods');
    expect(asArray(body['items']).length).toBeGreaterThan(50);
  });
});

describe('watches over HTTPS', () => {
  async function watchUntil(
    query: Record<string, string>,
    count: number,
  ): Promise<{ type: string; object: Record<string, unknown> }[]> {
    const stop = new AbortController();
    const response = await source.send(
      { method: 'GET', path: '/api/v1/namespaces/default/configmaps', query: { watch: '1', ...query } },
      stop.signal,
    );
    const events: { type: string; object: Record<string, unknown> }[] = [];
    let rest = '';
    for await (const chunk of response.body) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      events.push(...lines.map(line => JSON.parse(line) as { type: string; object: Record<string, unknown> }));
      if (events.length >= count) break;
    }
    stop.abort();
    return events;
  }
  const maps = '/api/v1/namespaces/default/configmaps';

  test('[AS5] replay from a revision, in order; selectors make objects come and go', async () => {
    const { body } = await get(maps);
    const from = String(getPath(body, 'metadata', 'resourceVersion'));
    await cluster.other('POST', maps, { metadata: { name: 'w', labels: { on: 'yes' } } });
    await cluster.other('PATCH', `${maps}/w`, { metadata: { labels: { on: 'no' } } }, 'application/merge-patch+json');
    await cluster.other('PATCH', `${maps}/w`, { metadata: { labels: { on: 'yes' } } }, 'application/merge-patch+json');
    await cluster.other('DELETE', `${maps}/w`);
    expect((await watchUntil({ resourceVersion: from }, 4)).map(event => event.type)).toEqual([
      'ADDED',
      'MODIFIED',
      'MODIFIED',
      'DELETED',
    ]);
    expect((await watchUntil({ resourceVersion: from, labelSelector: 'on=yes' }, 4)).map(event => event.type)).toEqual([
      'ADDED',
      'DELETED',
      'ADDED',
      'DELETED',
    ]);
  });

  test('[AS6] a streaming list ends with its bookmark', async () => {
    const events = await watchUntil(
      { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: 'true' },
      2,
    );
    expect(events.map(event => event.type)).toEqual(['ADDED', 'BOOKMARK']);
    expect(getPath(events[1]?.object, 'metadata', 'annotations', 'k8s.io/initial-events-end')).toBe('true');
  });

  test('[AS4] a revision that was compacted is an ERROR event with 410', async () => {
    cluster.server.storage.compact();
    const [event] = await watchUntil({ resourceVersion: '5' }, 1);
    expect([event?.type, event?.object['code'], event?.object['reason']]).toEqual(['ERROR', 410, 'Expired']);
  });
});
