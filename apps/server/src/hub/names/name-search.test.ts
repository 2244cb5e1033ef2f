import { expect, test } from 'vitest';
import type { ApiRequest, ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import { MAX_PAGES } from './name-index.ts';
import { NameSearch } from './name-search.ts';
import { ClusterClock } from '../../upstream/sources/cluster-clock.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';
import { OWNER } from '../../upstream/identity.ts';

const kind = (resource: string, name: string, verbs = ['get', 'list', 'watch'], scope = 'Namespaced') => ({
  resource,
  responseKind: { kind: name },
  scope,
  verbs,
});

const UIDS: Readonly<Record<string, string>> = { prices: '6f2c8a10-0000-4000-8000-000000000001' };
const uidOf = (name: string) => UIDS[name] ?? '';

/** A cluster with a few kinds, of whose objects some may be listed only in `shop`. */
class Names implements ApiSource {
  readonly paths: string[] = [];
  readonly made: string[] = [];
  readonly forbidden: (path: string) => boolean;

  constructor(forbidden: (path: string) => boolean = () => false) {
    this.forbidden = forbidden;
  }

  send({ path, query }: ApiRequest) {
    this.paths.push(path);
    const [status, answer] = this.#answer(path, query?.['continue']);
    async function* body() {
      yield JSON.stringify(answer);
    }
    return Promise.resolve({ status, headers: {}, warnings: [], body: body() });
  }

  #answer(path: string, token: string | undefined): [number, unknown] {
    if (this.forbidden(path)) return [403, { kind: 'Status', status: 'Failure', message: `no ${path}` }];
    if (path === '/api')
      return [
        200,
        {
          kind: 'APIGroupDiscoveryList',
          items: [
            {
              versions: [
                {
                  version: 'v1',
                  resources: [
                    kind('pods', 'Pod'),
                    kind('configmaps', 'ConfigMap'),
                    kind('events', 'Event'),
                    kind('bindings', 'Binding', ['create']),
                  ],
                },
              ],
            },
          ],
        },
      ];
    if (path === '/apis')
      return [
        200,
        {
          kind: 'APIGroupDiscoveryList',
          items: [
            {
              metadata: { name: 'example.com' },
              versions: [
                { version: 'v2', resources: [kind('widgets', 'Widget')] },
                { version: 'v1', resources: [kind('widgets', 'Widget'), kind('gadgets', 'Gadget')] },
              ],
            },
            {
              metadata: { name: 'metrics.k8s.io' },
              versions: [{ version: 'v1beta1', resources: [kind('pods', 'PodMetrics', ['get', 'list'])] }],
            },
          ],
        },
      ];
    const namespace = /\/namespaces\/([^/]+)\//.exec(path)?.[1] ?? 'data';
    const item = (name: string) => ({ metadata: { namespace, name, uid: uidOf(name) } });
    if (path.endsWith('/widgets'))
      return [
        200,
        token === undefined
          ? { metadata: { continue: 'more' }, items: [item('first-widget')] }
          : { metadata: {}, items: [item('second-widget')] },
      ];
    if (path.endsWith('/configmaps')) return [200, { metadata: {}, items: ['prices', ...this.made].map(item) }];
    if (path.endsWith('/gadgets')) return [500, { kind: 'Status', status: 'Failure', message: 'the disk is full' }];
    return [404, { kind: 'Status', status: 'Failure' }];
  }
}

/** Every list goes on for ever. */
class Endless extends Names {
  readonly #perPage: number;

  constructor(perPage: number) {
    super();
    this.#perPage = perPage;
  }

  override send({ path }: ApiRequest) {
    this.paths.push(path);
    const items = Array.from({ length: this.#perPage }, () => ({ metadata: { name: `n${this.paths.length}` } }));
    async function* body() {
      yield JSON.stringify({ metadata: { continue: 'more' }, items });
    }
    return Promise.resolve({ status: 200, headers: {}, warnings: [], body: body() });
  }
}

function start(source: Names) {
  const clock = new FakeClock();
  const search = new NameSearch(clock);
  const cluster = {
    clock: new ClusterClock(clock),
    key: clusterKey('c', OWNER),
    info: { name: 'c' },
    source,
    close: () => Promise.resolve(),
  } as unknown as Cluster;
  const ask = (query: string, ...namespaces: string[]) => search.search(cluster, query, namespaces);
  /** The answer once all kinds were read. */
  const settled = async (query: string, ...namespaces: string[]) => {
    ask(query, ...namespaces);
    // An answer takes a few turns, and there are some dozens.
    for (let i = 0; i < 50; i++) await clock.advance(0);
    return ask(query, ...namespaces);
  };
  return { clock, ask, settled };
}

test('names of every kind the server has, in all pages, each with the address of its page', async () => {
  const source = new Names();
  const { ask, settled } = start(source);
  expect(ask('widget')).toMatchObject({ isComplete: false, loaded: 0, found: [] });
  const answer = await settled('widget');
  expect(answer.found).toEqual([
    { resource: 'widgets.example.com', kind: 'Widget', namespace: 'data', name: 'first-widget' },
    { resource: 'widgets.example.com', kind: 'Widget', namespace: 'data', name: 'second-widget' },
  ]);
  expect(answer).toMatchObject({ isComplete: true, loaded: 3, forbidden: 0, isCut: false });
  expect((await settled('prices')).found).toMatchObject([{ resource: 'configmaps', kind: 'ConfigMap' }]);
  expect((await settled('6f2c8a10-0000')).found).toMatchObject([{ resource: 'configmaps', name: 'prices' }]);
});

test('events, what cannot be watched and what cannot be listed are not asked for, and nothing twice', async () => {
  const source = new Names();
  await start(source).settled('x');
  expect(source.paths.filter(path => /\/(?:events|bindings)$|metrics/.test(path))).toEqual([]);
  const lists = source.paths.filter(path => !path.endsWith('/widgets'));
  expect(new Set(lists).size).toBe(lists.length);
});

test('a kind that fails says why, the others are there', async () => {
  const answer = await start(new Names()).settled('prices');
  expect(answer.missing).toMatchObject([
    { code: 'namesOf', params: { kind: 'gadgets.example.com' }, message: 'gadgets.example.com: the disk is full' },
  ]);
  expect(answer.found).toHaveLength(1);
});

test('where the server does not say which kinds it has, the others are there, and it is said', async () => {
  const { missing, isComplete } = await start(new Names(path => path === '/apis')).settled('prices');
  expect(isComplete).toBe(true);
  expect(missing).toMatchObject([{ code: 'otherKinds', message: 'kinds: no /apis' }]);
});

test('what may not be listed in the whole cluster is looked for in the namespaces told, and in others once they are told', async () => {
  const source = new Names(path => path.split('/').length > 2 && !/\/namespaces\/(shop|data)\//.test(path));
  const { settled } = start(source);
  const nowhere = await settled('prices');
  expect(nowhere.found).toEqual([]);
  expect(nowhere.forbidden).toBeGreaterThan(2);
  const shop = await settled('prices', 'shop');
  expect(shop.found).toMatchObject([{ namespace: 'shop', name: 'prices' }]);
  expect(shop.forbidden).toBeLessThan(nowhere.forbidden);
  // Another tab in another namespace does not take the first one's away.
  const both = await settled('prices', 'data');
  expect(both.found.map(({ namespace }) => namespace).toSorted()).toEqual(['data', 'shop']);
  const before = source.paths.length;
  await settled('prices', 'shop');
  expect(source.paths).toHaveLength(before);
});

test('after a minute names are read again, and those before serve meanwhile', async () => {
  const source = new Names();
  const { clock, ask, settled } = start(source);
  const first = await settled('prices');
  const before = source.paths.length;
  await clock.advance(61_000);
  expect(ask('prices')).toEqual(first);
  expect((await settled('prices')).asOf).toBe(first.asOf + 61_000);
  expect(source.paths.length).toBeGreaterThan(before);
});

test('what came a moment ago is found, and "nothing" is not said while it is looked for', async () => {
  const source = new Names();
  const { clock, ask, settled } = start(source);
  await settled('prices');
  source.made.push('fresh');
  expect(ask('fresh')).toMatchObject({ found: [], isComplete: true });
  await clock.advance(4_000);
  expect(ask('fresh')).toMatchObject({ found: [], isComplete: false });
  expect(await settled('fresh')).toMatchObject({ found: [{ name: 'fresh' }], isComplete: true });
  // What is not there does not keep the server reading.
  await settled('nowhere');
  const before = source.paths.length;
  for (let i = 0; i < 20; i++) ask('nowhere');
  expect(source.paths).toHaveLength(before);
});

test.each([
  ['that brings nothing', 0, 10],
  ['of one name a page', 1, MAX_PAGES],
])('a list %s and does not end is given up, and it is said', async (_, perPage, limit) => {
  const source = new Endless(perPage);
  const { clock, ask } = start(source);
  ask('x');
  for (let i = 0; i < 3_000; i++) await clock.advance(0);
  expect(source.paths.filter(path => path === '/api/v1/pods')).toHaveLength(limit);
  expect(ask('x').missing).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining('pods: the list does not end') as string }),
  );
});

test('when nobody has looked for a name for five minutes, no more pages are asked for', async () => {
  const source = new Endless(1);
  const { clock, ask } = start(source);
  ask('x');
  await clock.advance(0);
  expect(ask('x').isComplete).toBe(false);
  await clock.advance(300_000);
  const before = source.paths.length;
  for (let i = 0; i < 20; i++) await clock.advance(0);
  expect(source.paths).toHaveLength(before);
});

test('where more names match than are told it says so', async () => {
  const source = new Names();
  source.made.push(...Array.from({ length: 50 }, (_, i) => `many-${i}`));
  expect(await start(source).settled('many')).toMatchObject({ found: { length: 50 }, hasMore: false });
  source.made.push('many-50');
  expect(await start(source).settled('many')).toMatchObject({ found: { length: 50 }, hasMore: true });
});
