import { expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { ApiRequest, ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { Boundary, THROWN_ON } from '../../faults/boundary.ts';
import { Collection } from './collection.ts';
import { ClusterClock } from '../../upstream/sources/cluster-clock.ts';

const boundaryOn = (clock: FakeClock) => new Boundary('list', { clock, faults: THROWN_ON });

/** Each look at it takes a while, as work does; it counts how often others got a turn. */
class WorkingClock extends FakeClock {
  turns = 0;
  readonly #lookMs: number;
  #looks = 0;

  constructor(lookMs: number) {
    super();
    this.#lookMs = lookMs;
  }

  override elapsed(): number {
    return super.elapsed() + this.#looks++ * this.#lookMs;
  }

  override nextTurn(): Promise<void> {
    this.turns++;
    return Promise.resolve();
  }
}

const cronJob = (i: number) => ({
  metadata: { name: `every-minute-${i}`, namespace: 'data', uid: `uid-${i}`, resourceVersion: '1' },
  spec: { schedule: '* * * * *' },
});

/** Gives its lists one after the other; the first watch expires when told, otherwise nothing happens on any. */
class ListsSource implements ApiSource {
  expire: () => void = () => {};
  readonly #expired = new Promise<void>(resolve => {
    this.expire = resolve;
  });
  readonly #lists: (readonly unknown[])[];
  #watches = 0;

  constructor(...lists: (readonly unknown[])[]) {
    this.#lists = lists;
  }

  send({ query }: ApiRequest) {
    const body = query?.['watch'] === '1' ? this.#watch(this.#watches++ === 0) : this.#list();
    return Promise.resolve({ status: 200, headers: {}, warnings: [], body });
  }

  async *#list() {
    yield JSON.stringify({ metadata: { resourceVersion: '1' }, items: this.#lists.shift() ?? [] });
    await Promise.resolve();
  }

  async *#watch(isFirst: boolean) {
    await (isFirst ? this.#expired : new Promise(() => undefined));
    yield `${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } })}\n`;
  }
}

/** Three pages of two, of which the last cannot be read at first. */
class CutSource implements ApiSource {
  #cuts = 1;

  send({ query }: ApiRequest) {
    if (query?.['watch'] === '1') return new Promise<never>(() => undefined);
    const page = Number(query?.['continue'] ?? 0);
    if (page === 2 && this.#cuts-- > 0) return Promise.reject(new Error('cut'));
    const items = [1, 2].map(i => ({
      metadata: { name: `n-${page}-${i}`, uid: `${page}-${i}`, resourceVersion: '1' },
    }));
    const more = page === 2 ? {} : { continue: String(page + 1), remainingItemCount: 4 - 2 * page };
    const body = JSON.stringify({ metadata: { resourceVersion: '1', ...more }, items });
    return Promise.resolve({ status: 200, headers: {}, warnings: [], body: text(body) });
  }
}

async function* text(body: string) {
  yield body;
  await Promise.resolve();
}

test('a first list that was cut and is read again counts what there is, not what it has twice', async () => {
  const clock = new FakeClock();
  const where = { view: NAMESPACE_VIEW, namespace: '' };
  const collection = new Collection('demo', where, {
    source: new CutSource(),
    time: new ClusterClock(clock),
    boundary: boundaryOn(clock),
    random: seededRandom(1),
  });
  const totals = new Set<number>();
  collection.onState(() => {
    if (collection.state.kind === 'loading' && collection.state.total !== null) totals.add(collection.state.total);
  });
  for (let second = 0; second < 10; second++) await clock.advance(1_000);
  expect(collection.store.size).toBe(6);
  expect([...totals]).toEqual([6]);
  collection.close();
});

test('of a list in which certain words are looked for little is kept; how far it is says how many were looked through', async () => {
  const clock = new FakeClock();
  const where = { view: { ...NAMESPACE_VIEW, words: ['"n-0-1"', '"n-2-2"'] }, namespace: '' };
  const collection = new Collection('demo', where, {
    source: new CutSource(),
    time: new ClusterClock(clock),
    boundary: boundaryOn(clock),
    random: seededRandom(1),
  });
  const states: unknown[] = [];
  collection.onState(() => states.push(collection.state));
  for (let second = 0; second < 10; second++) await clock.advance(1_000);
  expect([...collection.store.rows()].map(({ name }) => name)).toEqual(['n-0-1', 'n-2-2']);
  expect(states).toContainEqual({ kind: 'loading', loaded: 2, total: 6 });
  expect(states).toContainEqual({ kind: 'loading', loaded: 4, total: 6 });
  collection.close();
});

test('when the time of a thousand CronJobs has come they are read again, and others get their turn meanwhile', async () => {
  const clock = new WorkingClock(0.01);
  const source = new ListsSource(Array.from({ length: 1_000 }, (_, i) => cronJob(i)));
  const collection = new Collection(
    'demo',
    { view: CRONJOB_VIEW, namespace: '' },
    { source, time: new ClusterClock(clock), boundary: boundaryOn(clock), random: seededRandom(1) },
  );
  await clock.advance(1_000);
  expect(collection.store.size).toBe(1_000);
  const column = columnIndex(CRONJOB_VIEW, 'nextRun');
  const before = clock.turns;
  await clock.advance(60_000);
  for (let i = 0; i < 50; i++) await clock.advance(0);
  const now = clock.now();
  expect([...collection.store.rows()].filter(row => Number(row.cells[column]) <= now)).toEqual([]);
  expect(clock.turns - before).toBeGreaterThan(2);
  collection.close();
});

async function liveWith(size: number, collection: Collection, clock: FakeClock): Promise<void> {
  for (let i = 0; i < MAX_TURNS; i++) {
    if (collection.state.kind === 'live' && collection.store.size === size) return;
    await clock.advance(10);
  }
  throw new Error(`still ${collection.state.kind} with ${collection.store.size}`);
}

/** Far more than work on any list of this test needs. */
const MAX_TURNS = 2_000;

const namespace = (i: number) => ({ metadata: { name: `team-${i}`, uid: `uid-${i}`, resourceVersion: '1' } });

test('what is gone after a cut is let go of in slices, and nothing is called live before all of it is gone', async () => {
  const clock = new WorkingClock(0.5);
  const all = Array.from({ length: 20_000 }, (_, i) => namespace(i));
  const source = new ListsSource(all, all.slice(0, 10));
  const collection = new Collection(
    'demo',
    { view: NAMESPACE_VIEW, namespace: '' },
    { source, time: new ClusterClock(clock), boundary: boundaryOn(clock), random: seededRandom(1) },
  );
  await liveWith(20_000, collection, clock);
  const shown: [string, number][] = [];
  let batches = 0;
  collection.onState(() => shown.push([collection.state.kind, collection.store.size]));
  collection.store.subscribe(() => batches++);
  const before = clock.turns;
  source.expire();
  await liveWith(10, collection, clock);
  expect(shown.at(0)).toEqual(['stale', 20_000]);
  expect(shown.filter(([kind]) => kind === 'live')).toEqual([['live', 10]]);
  expect(clock.turns - before).toBeGreaterThan(10);
  expect(batches).toBeGreaterThan(20);
  collection.close();
});

test('a kind that the cluster does not have is said to be none of its own, and is asked for again: it may come', async () => {
  const clock = new FakeClock();
  let isServed = false;
  const source: ApiSource = {
    send: ({ query }) => {
      if (query?.['watch'] === '1') return new Promise<never>(() => undefined);
      async function* body() {
        yield isServed
          ? JSON.stringify({ metadata: { resourceVersion: '1' }, items: [cronJob(1)] })
          : '404 page not found';
      }
      return Promise.resolve({ status: isServed ? 200 : 404, headers: {}, warnings: [], body: body() });
    },
  };
  const collection = new Collection(
    'demo',
    { view: CRONJOB_VIEW, namespace: '' },
    { source, time: new ClusterClock(clock), boundary: boundaryOn(clock), random: seededRandom(1) },
  );
  await clock.advance(10);
  const said = { code: 'notServed', params: { resource: 'cronjobs.batch' } };
  expect(collection.state).toMatchObject({ kind: 'stale', isEmpty: true, reason: said });
  // Until then nothing else is said in between.
  const shown: string[] = [];
  collection.onState(() => shown.push(collection.state.kind));
  await clock.advance(95_000);
  expect(new Set(shown)).toEqual(new Set(['stale']));
  isServed = true;
  await clock.advance(31_000);
  expect(collection.store.size).toBe(1);
  collection.close();
});
