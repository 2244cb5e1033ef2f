import { describe, expect, test } from 'vitest';
import type { ApiRequest, ApiSource } from './api-request.ts';
import { discoverResources, isCheapToAsk } from './discovery.ts';

interface Answer {
  readonly status?: number;
  readonly body: unknown;
  readonly etag?: string;
}
/** A server that gives these answers, and what it was asked. */
function server(answers: Readonly<Record<string, Answer>>) {
  const asked: ApiRequest[] = [];
  const source: ApiSource = {
    async send(request) {
      asked.push(request);
      const { status = 200, body, etag } = answers[request.path] ?? { status: 404, body: '404 page not found' };
      async function* chunks() {
        yield typeof body === 'string' ? body : JSON.stringify(body);
      }
      const headers = etag === undefined ? {} : { etag };
      if (etag !== undefined && request.headers?.['if-none-match'] === etag)
        return { status: 304, headers, warnings: [], body: none() };
      return { status, headers, warnings: [], body: chunks() };
    },
  };
  return { asked, source };
}

async function* none() {}

const list = (...items: unknown[]): Answer => ({ body: { kind: 'APIGroupDiscoveryList', items } });
const group = (name: string, ...versions: unknown[]) => ({ metadata: { name }, versions });
const resource = (name: string, kind: string, more: object = {}) => ({
  ...{ resource: name, responseKind: { kind }, scope: 'Namespaced', verbs: ['get', 'list'], shortNames: [], ...more },
});
const found = async (core: Answer, groups: Answer) =>
  discoverResources(server({ '/api': core, '/apis': groups }).source);

test('asks for everything at once, as kubectl does: in two requests, of the newest form', async () => {
  const { source, asked } = server({ '/api': list(), '/apis': list() });
  expect(await discoverResources(source)).toMatchObject({ kinds: [], unanswered: [] });
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /api', 'GET /apis']);
  expect(asked[0]?.headers).toEqual({
    accept:
      'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  });
});

test('each kind in its preferred version, in the order of the server', async () => {
  const core = list(
    group('', {
      version: 'v1',
      resources: [resource('pods', 'Pod', { shortNames: ['po'] }), resource('nodes', 'Node', { scope: 'Cluster' })],
    }),
  );
  const groups = list(
    group(
      'autoscaling',
      { version: 'v2', resources: [resource('horizontalpodautoscalers', 'HorizontalPodAutoscaler')] },
      {
        version: 'v1',
        resources: [resource('horizontalpodautoscalers', 'HorizontalPodAutoscaler'), resource('old', 'Old')],
      },
    ),
    group('example.com', { version: 'v1', resources: [resource('pods', 'Pod')] }),
  );
  const { kinds, unanswered } = await found(core, groups);
  expect(kinds).toEqual([
    {
      ...{ group: '', version: 'v1', resource: 'pods', kind: 'Pod' },
      isNamespaced: true,
      verbs: ['get', 'list'],
      shortNames: ['po'],
    },
    {
      ...{ group: '', version: 'v1', resource: 'nodes', kind: 'Node' },
      isNamespaced: false,
      verbs: ['get', 'list'],
      shortNames: [],
    },
    expect.objectContaining({
      ...{ group: 'autoscaling', version: 'v2', resource: 'horizontalpodautoscalers', otherVersions: ['v1'] },
    }),
    // Of a group's older version what the newer does not have.
    expect.objectContaining({ group: 'autoscaling', version: 'v1', resource: 'old' }),
    expect.objectContaining({ group: 'example.com', version: 'v1', resource: 'pods' }),
  ]);
  expect(unanswered).toEqual([]);
});

test('a version in which its objects cannot be read is no other version', async () => {
  const widget = (verbs: readonly string[]) => ({ resources: [resource('widgets', 'Widget', { verbs })] });
  const all = ['get', 'list', 'watch'];
  const versions = [
    ...[
      { version: 'v1', ...widget(all) },
      { version: 'v1beta1', ...widget(['create']) },
    ],
    { version: 'v1alpha1', ...widget(all) },
  ];
  const { kinds } = await found(list(), list(group('example.com', ...versions)));
  expect(kinds.map(({ version, otherVersions }) => [version, otherVersions])).toEqual([['v1', ['v1alpha1']]]);
});

test('of a kind it is known whether it has a part by which it is scaled', async () => {
  const parts = (...names: string[]) => ({ subresources: names.map(subresource => ({ subresource })) });
  const resources = [
    resource('clusters', 'Cluster', { ...parts('status', 'scale') }),
    resource('topics', 'Topic', { ...parts('status') }),
    resource('users', 'User'),
  ];
  const { kinds } = await found(list(), list(group('example.com', { version: 'v1', resources })));
  expect(kinds.map(kind => kind.isScaled)).toEqual([true, undefined, undefined]);
});

test('says whose server does not answer, with what it said before', async () => {
  const stale = { version: 'v1beta1', freshness: 'Stale', resources: [resource('pods', 'PodMetrics')] };
  const fresh = { version: 'v1', freshness: 'Current', resources: [] };
  const { kinds, unanswered } = await found(list(), list(group('metrics.k8s.io', fresh, stale), group('a.io', stale)));
  expect(unanswered).toEqual(['metrics.k8s.io/v1beta1', 'a.io/v1beta1']);
  expect(kinds.map(kind => `${kind.group} ${kind.kind}`)).toEqual(['metrics.k8s.io PodMetrics', 'a.io PodMetrics']);
});

test.each([
  ['no items', { body: { kind: 'APIGroupDiscoveryList' } }],
  [
    'items of other types',
    list(null, 'x', { versions: 'x' }, { versions: [null] }, { metadata: 7, versions: [{ resources: 7 }] }),
  ],
])('%s are none', async (_title, answer) => {
  expect(await found(answer, answer)).toMatchObject({ kinds: [], unanswered: [] });
});

test('a resource of other types is one without names', async () => {
  const { kinds } = await found(list(group('', { version: 'v1', resources: [null, {}] })), list());
  expect(kinds).toEqual([
    ...[{ group: '', version: 'v1', resource: '', kind: '', isNamespaced: false, verbs: [], shortNames: [] }],
  ]);
});

describe('rejects', () => {
  const status = { kind: 'Status', message: 'forbidden: User "jo" cannot get path "/api"' };
  test.each([
    ['a refusal, in the words of the server', { status: 403, body: status }, 'serverSays'],
    ['what is no API server', { status: 404, body: '<h1>Not Found</h1>' }, 'answeredWith'],
    ['an answer of the old form', { body: { kind: 'APIVersions', versions: ['v1'] } }, 'noDiscovery'],
    ['an answer of nothing', { body: 'null' }, 'noDiscovery'],
  ])('%s', async (_title, answer, code) => {
    await expect(found(answer, list())).rejects.toMatchObject({ problem: { code } });
    await expect(found(list(), answer)).rejects.toMatchObject({ problem: { code } });
  });

  test('what is no JSON', async () => {
    await expect(found({ body: '{' }, list())).rejects.toThrow(SyntaxError);
  });
});

test('what the server names is asked for by that name: the same is not sent again, and stays what it was', async () => {
  const answers: Record<string, Answer> = {
    '/api': { ...list(), etag: '"1"' },
    '/apis': { ...list(group('a.io', { version: 'v1', resources: [resource('as', 'A')] })), etag: '"2"' },
  };
  const { source, asked } = server(answers);
  const first = await discoverResources(source);
  expect(isCheapToAsk(first)).toBe(true);
  expect(await discoverResources(source, first)).toBe(first);
  expect(asked.slice(2).map(({ headers }) => headers?.['if-none-match'])).toEqual(['"1"', '"2"']);
  answers['/apis'] = { ...list(group('a.io', { version: 'v1', resources: [resource('bs', 'B')] })), etag: '"3"' };
  const next = await discoverResources(source, first);
  expect(next.kinds.map(({ kind }) => kind)).toEqual(['B']);
  expect(next.parts[0]).toBe(first.parts[0]);
});

test('a server that names nothing is asked for all each time', async () => {
  const { source, asked } = server({ '/api': list(), '/apis': list() });
  const first = await discoverResources(source);
  expect(isCheapToAsk(first)).toBe(false);
  await discoverResources(source, first);
  expect(asked.every(({ headers }) => headers?.['if-none-match'] === undefined)).toBe(true);
});
