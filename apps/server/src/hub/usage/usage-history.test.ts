import { expect, test } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { ServicePlace } from '@lanthorn/protocol/service-place.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import { OWNER } from '../../upstream/identity.ts';
import { ClusterClock } from '../../upstream/sources/cluster-clock.ts';
import { PrometheusFinder } from './prometheus-finder.ts';
import { usageHistory } from './usage-history.ts';

const NOW = Date.parse('2026-11-23T08:00:00Z');
const service = (name: string, ports: readonly object[]) => ({ metadata: { namespace: 'mon', name }, spec: { ports } });
const PROMETHEUS = service('prom', [
  { name: 'grpc', port: 10_901 },
  { name: 'web', port: 9090 },
]);
const matrix = (...result: unknown[]) => ({ status: 'success', data: { resultType: 'matrix', result } });
const line = (...values: unknown[]) => ({ metric: {}, values });

type Said = { readonly status?: number; readonly body: unknown } | 'silence';

/** A cluster whose Services are found by label, and the program that its API server leads to. */
function world({
  services = { 'app.kubernetes.io/name=prometheus': [PROMETHEUS] },
  says = () => ({ body: matrix() }),
  listed = 200,
}: {
  readonly services?: Readonly<Record<string, readonly object[]>>;
  readonly says?: (query: string) => Said;
  readonly listed?: number;
} = {}) {
  const asked: ApiRequest[] = [];
  const clock = new FakeClock(NOW);
  async function* text(body: unknown, signal: { aborted: boolean } | undefined, isSilent: boolean) {
    if (isSilent)
      await new Promise((_resolve, reject) => {
        (signal as AbortSignal | undefined)?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    yield typeof body === 'string' ? body : JSON.stringify(body);
  }
  const source: Cluster['source'] = {
    async send(request, signal) {
      asked.push(request);
      const { query = {} } = request;
      const said: Said =
        request.path === '/api/v1/services'
          ? {
              status: listed,
              body:
                listed === 200
                  ? { items: services[query['labelSelector'] ?? ''] ?? [] }
                  : { kind: 'Status', message: 'services is forbidden' },
            }
          : says(query['query'] ?? '');
      const isSilent = said === 'silence';
      const { status = 200, body } = isSilent ? { body: '' } : said;
      return { status, headers: {}, warnings: [], body: text(body, signal, isSilent) };
    },
  };
  const info = { name: 'c', isDemo: false, server: '', user: '', namespace: '', problem: null };
  const key = clusterKey('c', OWNER);
  const cluster: Cluster = { info, key, source, clock: new ClusterClock(clock), close: async () => {} };
  const finder = new PrometheusFinder(clock);
  const ask = (kind: 'pods' | 'nodes' = 'pods', name = 'web', place: ServicePlace | null = null) =>
    usageHistory({ finder, clock, place }, cluster, { kind, namespace: kind === 'pods' ? 'shop' : '', name });
  return { asked, clock, ask };
}

test('it is asked through the proxy of the API server, for six hours in steps of two minutes, and joined by time', async () => {
  const { ask, asked } = world({
    says: query => ({
      body: query.includes('cpu')
        ? matrix(line([1_795_420_800, '0.25'], [1_795_420_920, 'NaN'], [1_795_421_040, '0.5']))
        : matrix(line([1_795_420_800, '1048576'], [1_795_420_920, '2097152'])),
    }),
  });
  expect(await ask()).toEqual({
    kind: 'told',
    source: 'mon/prom',
    points: [
      { at: 1_795_420_800_000, cpu: 0.25, memory: 1_048_576 },
      { at: 1_795_420_920_000, cpu: null, memory: 2_097_152 },
      { at: 1_795_421_040_000, cpu: 0.5, memory: null },
    ],
  });
  const [services, , , cpu] = asked;
  expect([services?.isProxied, cpu?.isProxied]).toEqual([undefined, true]);
  expect(cpu?.path).toBe('/api/v1/namespaces/mon/services/prom:web/proxy/api/v1/query_range');
  const end = NOW / 1_000;
  expect(cpu?.query).toMatchObject({ start: String(end - 21_600), end: String(end), step: '120' });
  expect(cpu?.query?.['query']).toContain('{namespace="shop",pod="web",container!="",container!="POD"}');
});

test('of a node the whole is asked for, by any of the names that installations give it', async () => {
  const { ask, asked } = world();
  expect(await ask('nodes', 'n-1')).toEqual({ kind: 'told', source: 'mon/prom', points: [] });
  const memory = asked.at(-1)?.query?.['query'] ?? '';
  for (const label of ['node', 'instance', 'kubernetes_io_hostname'])
    expect(memory).toContain(`{id="/",${label}="n-1"}`);
});

test('where it is, is found by the labels that people give it, and remembered for a minute', async () => {
  const { ask, asked, clock } = world({
    services: {
      'app.kubernetes.io/name=prometheus': [service('prom-adapter', [{ name: 'grpc', port: 443 }])],
      'operated-prometheus=true': [service('prometheus-operated', [{ port: 9090 }])],
    },
  });
  expect(await ask()).toMatchObject({ source: 'mon/prometheus-operated' });
  const lists = () => asked.filter(({ path }) => path === '/api/v1/services').length;
  expect(lists()).toBe(3);
  await ask();
  expect(lists()).toBe(3);
  await clock.advance(60_001);
  await ask();
  expect(lists()).toBe(6);
});

test('one that is named is asked, and no other is looked for', async () => {
  const { ask, asked } = world({ listed: 403 });
  expect(await ask('pods', 'web', { namespace: 'obs', name: 'thanos', port: 'http' })).toMatchObject({
    kind: 'told',
    source: 'obs/thanos',
  });
  expect(new Set(asked.map(({ path }) => path))).toEqual(
    new Set(['/api/v1/namespaces/obs/services/thanos:http/proxy/api/v1/query_range']),
  );
  expect(asked.every(({ isProxied }) => isProxied)).toBe(true);
});

test('where another namespace says that it has one as well, by whichever label, none is asked, and that is said', async () => {
  const theirs = { ...PROMETHEUS, metadata: { namespace: 'tenant', name: 'prom' } };
  const { ask, asked } = world({
    services: { 'app.kubernetes.io/name=prometheus': [theirs], 'operated-prometheus=true': [PROMETHEUS] },
  });
  const why = { code: 'severalPrometheus', params: { namespaces: 'tenant, mon' } };
  expect(await ask()).toMatchObject({ kind: 'unread', source: '', why });
  expect(asked.every(({ path }) => path === '/api/v1/services')).toBe(true);
});

test('a cluster without one says so, and nothing else is asked', async () => {
  const { ask, asked } = world({ services: {} });
  expect(await ask()).toEqual({ kind: 'none' });
  expect(asked.every(({ path }) => path === '/api/v1/services')).toBe(true);
});

test('who may not list Services is told which right is missing, and that is no "none"', async () => {
  const answer = await world({ listed: 403 }).ask();
  expect(answer).toMatchObject({ kind: 'unread', source: '' });
  expect(JSON.stringify(answer)).toContain('services is forbidden');
});

const status = (message: string) => ({ status: 403, body: { kind: 'Status', message } });
test.each<[string, Said, string]>([
  ['a right that is missing', status('cannot get resource "services/proxy"'), 'services/proxy'],
  ['a refusal of Prometheus', { body: { status: 'error', error: 'query timed out' } }, 'query timed out'],
  ['a page', { body: '<html>Log in</html>' }, 'notReadable'],
  ['no matrix', { body: { status: 'success', data: { resultType: 'vector', result: [] } } }, 'no matrix'],
  ['two lines', { body: matrix(line(), line()) }, 'more than was asked for'],
  [
    'too many points',
    { body: matrix(line(...Array.from({ length: 400 }, (_, i) => [i, '1']))) },
    'more than was asked',
  ],
  ['half a megabyte', { body: ' '.repeat(600_000) }, 'answerTooLong'],
  ['an answer that nests without end', { body: '['.repeat(100_000) }, 'notReadable'],
])('%s is said, with who said it', async (_title, said, words) => {
  const answer = await world({ says: () => said }).ask();
  expect(answer).toMatchObject({ kind: 'unread', source: 'mon/prom' });
  expect(JSON.stringify(answer)).toContain(words);
});

test('points of other types are left out', async () => {
  const odd = matrix(line(null, [], ['x', '1'], [1, 2], [2, '-1'], [3, ''], [4, '7']));
  expect(await world({ says: () => ({ body: odd }) }).ask()).toMatchObject({
    points: [{ at: 4_000, cpu: 7, memory: 7 }],
  });
});

test('one that does not answer is given up after ten seconds, and no timer is left', async () => {
  const { ask, clock } = world({ says: () => 'silence' });
  const answer = ask();
  await clock.advance(10_000);
  expect(await answer).toMatchObject({ kind: 'unread', why: { code: 'noAnswerIn', params: { seconds: 10 } } });
  expect(clock.pendingTimers).toBe(0);
});
