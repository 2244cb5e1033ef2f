import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { type ConformanceTarget, TARGETS } from './conformance-target.ts';

// An API server over HTTPS, through the client that Lanthorn itself uses: the embedded one, or a real one (CONTRIBUTING.md).

const NAMESPACE = `conformance-${Date.now().toString(36)}`;
const MAPS = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
const COUNT = 12;
describe.each(TARGETS)('%s', (_name, start) => {
  let target: ConformanceTarget;

  beforeAll(async () => {
    target = await start();
    await create('/api/v1/namespaces', { metadata: { name: NAMESPACE } });
    for (let i = 0; i < COUNT; i++) {
      const text = 'x'.repeat(20_000);
      await create(MAPS, {
        metadata: { name: `m-${String(i).padStart(2, '0')}`, labels: { set: 'all' } },
        data: { text },
      });
    }
  });
  afterAll(async () => {
    await target.send({ method: 'DELETE', path: `/api/v1/namespaces/${NAMESPACE}` });
    await target.stop();
  });

  const get = (path: string, query: Record<string, string> = {}) => target.send({ method: 'GET', path, query });
  const json = { 'content-type': 'application/json' };
  const create = async (path: string, object: unknown) => {
    const { status } = await target.send({ method: 'POST', path, headers: json, body: JSON.stringify(object) });
    expect(status).toBe(201);
  };
  const patch = async (name: string, labels: Record<string, string>) => {
    const headers = { 'content-type': 'application/merge-patch+json' };
    const body = JSON.stringify({ metadata: { labels } });
    expect((await target.send({ method: 'PATCH', path: `${MAPS}/${name}`, headers, body })).status).toBe(200);
  };
  const named = (list: Record<string, unknown>) =>
    asArray(list['items']).map(item => asString(getPath(item, 'metadata', 'name')));

  describe('lists over HTTPS', () => {
    test('[AS3] pages are of one revision, whatever is written between them', async () => {
      const query = { labelSelector: 'set=all', limit: '5' };
      const names: string[] = [];
      const versions = new Set<unknown>();
      let token = '';
      do {
        const { body } = await get(MAPS, { ...query, ...(token === '' ? {} : { continue: token }) });
        versions.add(getPath(body, 'metadata', 'resourceVersion'));
        names.push(...named(body));
        token = asString(getPath(body, 'metadata', 'continue'));
        await patch('m-03', { n: String(names.length) });
      } while (token !== '');
      expect(versions.size).toBe(1);
      expect(names).toEqual(names.toSorted());
      expect(new Set(names).size).toBe(COUNT);
      const exact = { resourceVersion: String([...versions][0]), resourceVersionMatch: 'Exact' };
      expect(named((await get(MAPS, { labelSelector: 'set=all', ...exact })).body)).toEqual(names);
    });

    test('[AS16] a large list and every watch are compressed for who takes it; a small list is not', async () => {
      const encoding = async (query: Record<string, string>, headers: Record<string, string> = {}) => {
        const response = await target.source.send({ method: 'GET', path: MAPS, query, headers });
        const body = await readBody(response);
        return [response.headers['content-encoding'], body.length > 100_000];
      };
      expect(await encoding({})).toEqual(['gzip', true]);
      expect(await encoding({}, { 'accept-encoding': 'identity' })).toEqual([undefined, true]);
      expect(await encoding({ limit: '2' })).toEqual([undefined, false]);
      const initial = { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: 'true' };
      expect(await encoding({ watch: '1', timeoutSeconds: '1', ...initial })).toEqual(['gzip', true]);
    });

    test('[AS3] the first page says how many follow', async () => {
      const { body } = await get(MAPS, { limit: '5' });
      const all = named((await get(MAPS)).body).length;
      expect(getPath(body, 'metadata', 'remainingItemCount')).toBe(all - 5);
    });

    test('[AS4] a continue token that was compacted answers 410', async context => {
      if (target.compact === null) return context.skip('only etcd itself compacts a real cluster');
      const first = await get(MAPS, { limit: '2' });
      await patch('m-03', { n: 'x' });
      await target.compact();
      const token = asString(getPath(first.body, 'metadata', 'continue'));
      const next = await get(MAPS, { limit: '2', continue: token });
      expect([next.status, next.body['reason']]).toEqual([410, 'Expired']);
    });

    test('a large answer is compressed, and comes out whole', async () => {
      const { body } = await get(MAPS, { labelSelector: 'set=all' });
      const texts = asArray(body['items']).map(item => asString(getPath(item, 'data', 'text')).length);
      expect(texts).toEqual(Array.from({ length: COUNT }, () => 20_000));
    });
  });

  test('[AS7] a dry run of a DELETE is asked for in its body; beside a body the query is not read', async () => {
    await create(MAPS, { metadata: { name: 'd' } });
    const remove = async (query: Record<string, string>, body: object) =>
      (await target.send({ method: 'DELETE', path: `${MAPS}/d`, query, headers: json, body: JSON.stringify(body) }))
        .status;
    const options = { kind: 'DeleteOptions', apiVersion: 'v1' };
    expect(await remove({}, { ...options, dryRun: ['All'] })).toBe(200);
    expect((await get(`${MAPS}/d`)).status).toBe(200);
    expect(await remove({ dryRun: 'All' }, options)).toBe(200);
    expect((await get(`${MAPS}/d`)).status).toBe(404);
  });

  describe('watches over HTTPS', () => {
    interface Event {
      readonly type: string;
      readonly object: Record<string, unknown>;
    }

    async function watchUntil(query: Record<string, string>, isLast: (events: readonly Event[]) => boolean) {
      const stop = new AbortController();
      const request = { method: 'GET', path: MAPS, query: { watch: '1', ...query } } as const;
      const events: Event[] = [];
      let rest = '';
      for await (const chunk of (await target.source.send(request, stop.signal)).body) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        events.push(...lines.map(line => JSON.parse(line) as Event));
        if (isLast(events)) break;
      }
      stop.abort();
      return events;
    }

    test('[AS5] replay from a revision, in order; selectors make objects come and go', async () => {
      const from = String(getPath((await get(MAPS)).body, 'metadata', 'resourceVersion'));
      await create(MAPS, { metadata: { name: 'w', labels: { on: 'yes' } } });
      await patch('w', { on: 'no' });
      await patch('w', { on: 'yes' });
      await target.send({ method: 'DELETE', path: `${MAPS}/w` });
      const four = (events: readonly Event[]) => events.length >= 4;
      const all = await watchUntil({ resourceVersion: from, fieldSelector: 'metadata.name=w' }, four);
      expect(all.map(event => event.type)).toEqual(['ADDED', 'MODIFIED', 'MODIFIED', 'DELETED']);
      const selected = await watchUntil({ resourceVersion: from, labelSelector: 'on=yes' }, four);
      expect(selected.map(event => event.type)).toEqual(['ADDED', 'DELETED', 'ADDED', 'DELETED']);
    });

    test('[AS6] a streaming list holds what a list holds, and ends with its bookmark', async () => {
      const query = { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: 'true' };
      const events = await watchUntil(query, seen => seen.at(-1)?.type === 'BOOKMARK');
      const last = events.pop();
      expect(getPath(last?.object, 'metadata', 'annotations', 'k8s.io/initial-events-end')).toBe('true');
      expect(new Set(events.map(event => event.type))).toEqual(new Set(['ADDED']));
      const streamed = events.map(event => asString(getPath(event.object, 'metadata', 'name')));
      expect(streamed.toSorted()).toEqual(named((await get(MAPS)).body));
    });

    test('[AS4] a revision that is long gone is an ERROR event with 410', async context => {
      if (target.compact === null) return context.skip('only etcd itself compacts a real cluster');
      await target.compact();
      const [event] = await watchUntil({ resourceVersion: '5' }, events => events.length > 0);
      expect([event?.type, event?.object['code'], event?.object['reason']]).toEqual(['ERROR', 410, 'Expired']);
    });
  });
});
