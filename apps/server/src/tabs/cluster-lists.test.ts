import { beforeEach, expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { DownMessage, ListFrame, RangeFrame } from '@lanthorn/protocol/down-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { matchingRows } from '../operations/matching-rows.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { OWNER } from '../upstream/identity.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { openTab } from './test-tab.ts';

const QUERY = {
  kind: 'list',
  resource: { group: '', version: 'v1', resource: 'namespaces' },
  namespaces: [],
  filter: '',
  sort: [{ column: 'name', descending: false }],
  offset: 0,
  limit: 50,
  hold: false,
};

/** When the clock of the tests begins. */
const CREATED = formatTime(new FakeClock().now());

/** The namespaces of a cluster, which change as told. */
class Namespaces {
  #tell: (line: string) => void = () => {};
  #cut: (error: Error) => void = () => {};
  #isDown = false;
  readonly #first: readonly string[];

  constructor(first: readonly string[]) {
    this.#first = first;
  }

  send = async ({ query }: ApiRequest) => {
    if (this.#isDown) return isDown();
    const items = this.#first.map(name => this.#object(name));
    const list = JSON.stringify({ metadata: { resourceVersion: '1' }, items });
    async function* listed() {
      yield list;
    }
    return { status: 200, headers: {}, warnings: [], body: query?.['watch'] === '1' ? this.#watch() : listed() };
  };

  add(name: string): void {
    this.#tell(`${JSON.stringify({ type: 'ADDED', object: this.#object(name) })}\n`);
  }

  /** From now on it cannot be reached. */
  fall(): void {
    this.#isDown = true;
    this.#cut(new Error('connection reset'));
  }

  #object(name: string) {
    const metadata = { name, uid: `uid of ${name}`, resourceVersion: '1', creationTimestamp: CREATED };
    return { metadata, status: { phase: 'Active' } };
  }

  async *#watch() {
    for (;;)
      yield await new Promise<string>((resolve, reject) => {
        this.#tell = resolve;
        this.#cut = reject;
      });
  }
}

async function* refusal() {
  yield JSON.stringify({ kind: 'Status', code: 403, message: 'namespaces is forbidden' });
}
const forbids = async () => ({ status: 403, headers: {}, warnings: [], body: refusal() });
const isSilent = () => new Promise<never>(() => {});
const isDown = () => Promise.reject(new Error('connection refused'));

let clock: FakeClock;
let told: readonly DownMessage[];
let east: Namespaces;
let west: Namespaces;
let tab: ReturnType<typeof openTab>;

beforeEach(() => {
  east = new Namespaces(['apps', 'shop']);
  west = new Namespaces(['shop', 'zoo']);
  tab = openTab({
    east,
    'we/st': west,
    walled: { send: forbids },
    silent: { send: isSilent },
    down: { send: isDown },
  });
  ({ clock, told } = tab);
  return tab.close;
});

async function subscribe(cluster: string, others: readonly string[], change: object = {}): Promise<void> {
  const query = { ...QUERY, cluster, others, ...change };
  tab.say({ type: 'subscribe', id: 1, query });
  await clock.advance(1_000);
}

const shown = () => Object.assign({}, ...told.filter(({ type }) => type === 'list')) as ListFrame;
const both = ['east//apps', 'east//shop', 'we%2Fst//shop', 'we%2Fst//zoo'];

test('[PR23] the rows of all clusters in one order, each under its cluster, with counts of all', async () => {
  await subscribe('east', ['we/st']);
  expect(shown()).toMatchObject({ keys: both, matched: 4, total: 4, state: { kind: 'live' } });
  expect(shown().rows?.map(({ key, cells }) => [key, cells.at(-1)])).toEqual(
    both.map(key => [key, key.startsWith('east') ? 'east' : 'we/st']),
  );
  expect(shown().facets?.['cluster']?.values).toEqual([
    { value: 'east', count: 2 },
    { value: 'we/st', count: 2 },
  ]);
  west.add('bank');
  await clock.advance(1_000);
  expect(shown()).toMatchObject({ keys: both.toSpliced(1, 0, 'we%2Fst//bank'), matched: 5 });
});

test('[PR23] filter, groups and ranges are of all clusters', async () => {
  await subscribe('east', ['we/st'], { filter: 'cluster:we', group: 'cluster' });
  expect(shown()).toMatchObject({ keys: ['//we/st', ...both.slice(2)], matched: 2, total: 4 });
  tab.say({ type: 'range', id: 1, from: both[2], to: both[3] });
  await clock.advance(1_000);
  const { answer } = told.find(({ type }) => type === 'range') as RangeFrame;
  expect('rows' in answer && answer.rows.map(({ key }) => key)).toEqual(both.slice(2));
});

test('[PR23] a cluster that is down, silent or closed to us is named, and the rows of the others are there', async () => {
  await subscribe('down', ['east', 'walled', 'we/st']);
  expect(shown()).toMatchObject({ keys: both, matched: 4 });
  expect(shown().state).toEqual({
    kind: 'partial',
    missing: ['down', 'walled'],
    areClusters: true,
    inner: { kind: 'live' },
  });
  expect(shown().clusters).toMatchObject({
    down: { kind: 'stale', isEmpty: true },
    east: { kind: 'live' },
    walled: { kind: 'forbidden', verb: 'list' },
    'we/st': { kind: 'live' },
  });
  await subscribe('silent', ['east']);
  expect(shown()).toMatchObject({ keys: both.slice(0, 2), state: { kind: 'loading', loaded: 2, total: null } });
});

test('[PR23] a cluster that there is not is named, too; where there is none of them the list is refused', async () => {
  await subscribe('nowhere', ['east']);
  expect(shown()).toMatchObject({ keys: both.slice(0, 2), state: { kind: 'partial', missing: ['nowhere'] } });
  expect(shown().clusters).toMatchObject({
    nowhere: { reason: { code: 'noCluster', params: { cluster: 'nowhere' } } },
  });
  await subscribe('nowhere', ['neither']);
  expect(told).toContainEqual(expect.objectContaining({ type: 'refused', id: 1 }));
});

async function matching(names: readonly string[], filter: string, absent: readonly string[] = []) {
  const clusters = names.map(name => tab.hub.clusters.get(clusterKey(name, OWNER)) as never);
  const answer = matchingRows(
    tab.hub,
    { ...QUERY, cluster: 'east', filter },
    { clusters, absent, view: NAMESPACE_VIEW },
  );
  const settled = answer.catch((error: unknown) => error);
  await clock.advance(20_000);
  await settled;
  return answer;
}

test('all that match are of all clusters, under the keys of the list', async () => {
  const { rows, missing } = await matching(['east', 'we/st'], 'cluster:st shop');
  expect([rows.map(({ key }) => key), missing]).toEqual([['east//shop', 'we%2Fst//shop'], undefined]);
});

test('all that match are without the clusters that the list leaves out, which are named', async () => {
  const { rows, missing } = await matching(['down', 'east', 'walled'], 'shop', ['nowhere']);
  expect([rows.map(({ key }) => key), missing]).toEqual([['east//shop'], ['nowhere', 'down', 'walled']]);
  const alone = await matching(['east'], 'cluster:east shop', ['nowhere']);
  expect([alone.rows.map(({ key }) => key), alone.missing]).toEqual([['east//shop'], ['nowhere']]);
  await expect(matching(['walled'], '')).rejects.toMatchObject({ statusCode: 403 });
  await expect(matching(['walled', 'down'], '')).rejects.toMatchObject({ statusCode: 403 });
});

test('one that still loads is no part of all: it is named, and nothing is selected', async () => {
  await expect(matching(['east', 'silent'], '')).rejects.toMatchObject({
    statusCode: 503,
    problem: { params: { detail: { code: 'someNamespaces', params: { namespaces: 'silent' } } } },
  });
});

test('[QY5] a filter by age takes effect as time passes, in every cluster', async () => {
  await subscribe('east', ['we/st'], { filter: 'age<10s' });
  expect(shown()).toMatchObject({ keys: both, matched: 4 });
  await clock.advance(15_000);
  expect(shown()).toMatchObject({ keys: [], matched: 0 });
});

test('[PR23] a reader who holds the order keeps it while one of the clusters is out of reach', async () => {
  await subscribe('east', ['we/st'], { hold: true });
  east.fall();
  await clock.advance(5_000);
  expect(shown().state).toMatchObject({ kind: 'stale', isEmpty: false });
  west.add('bank');
  await clock.advance(1_000);
  expect(shown()).toMatchObject({ keys: both, matched: 5 });
});

/** The list of a cluster breaks with the next that it is told. */
function breakNext(cluster: string): void {
  const list = tab.hub.peek(tab.hub.clusters.get(clusterKey(cluster, OWNER)) as never, NAMESPACE_VIEW, '');
  vi.spyOn(must(list, 'an open list').store, 'apply').mockImplementation(() => {
    throw new Error('broken');
  });
}

test('[PR23] a cluster whose list broke is named, and its list is opened anew when a person asks', async () => {
  await subscribe('east', ['we/st']);
  breakNext('we/st');
  west.add('bank');
  await clock.advance(1_000);
  expect(shown().clusters).toMatchObject({ east: { kind: 'live' }, 'we/st': { kind: 'stale', isEmpty: false } });
  tab.say({ type: 'retry', id: 1 });
  await clock.advance(1_000);
  expect(shown()).toMatchObject({ keys: both, state: { kind: 'live' } });
  west.add('bank');
  await clock.advance(1_000);
  expect(shown()).toMatchObject({ keys: both.toSpliced(1, 0, 'we%2Fst//bank'), matched: 5 });
});

test('[PR23] one whose list broke before it told anything is missing', async () => {
  await subscribe('east', ['down']);
  breakNext('down');
  await clock.advance(120_000);
  expect(shown().clusters).toMatchObject({ down: { kind: 'stale', isEmpty: true, retryAt: null } });
  expect(shown().state).toMatchObject({ kind: 'partial', missing: ['down'] });
});
