import { beforeEach, expect, test } from 'vitest';
import { FakeClock, settle } from '@lanthorn/testkit/fake-clock.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { Boundary, THROWN_ON } from '../faults/boundary.ts';
import { MemoryOperations } from '../history/memory/memory-operations.ts';
import { operation, outcome, stepped, target } from '../history/test-records.ts';
import { PauseKeeper } from './pause-keeper.ts';
import { TimedSource } from '../upstream/sources/timed-source.ts';
import { ClusterClock } from '../upstream/sources/cluster-clock.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { OWNER } from '../upstream/identity.ts';

const START = Date.parse('2026-11-23T08:00:00Z');
const iso = (at: number) => new Date(at).toISOString().replace('.000', '');

let clock: FakeClock;
let store: MemoryOperations;
/** Until when each CronJob is paused, as its annotation says; one without is not. */
let paused: Map<string, number>;
let reads: string[];
let resumed: OperationRequest[];
let isAnswering: boolean;
let clusterAheadMs: number;
let isReadOnly: boolean;
/** What the history has of operations, by their ids. */
let known: Map<string, Operation>;

beforeEach(() => {
  clock = new FakeClock(START);
  store = new MemoryOperations();
  paused = new Map();
  reads = [];
  resumed = [];
  isAnswering = true;
  clusterAheadMs = 0;
  isReadOnly = false;
  known = new Map();
});

function cronJob(name: string) {
  const until = paused.get(name);
  const annotations = until === undefined ? {} : { 'lanthorn.dev/paused-until': iso(until) };
  return { metadata: { name, uid: `uid-${name}`, annotations } };
}

async function pause(name: string, until: number): Promise<void> {
  paused.set(name, until);
  const begun = operation(`pause-${name}`, { kind: 'cronjob.pause', names: [name] });
  await store.begin(begun);
  await store.saveTarget(begun, 0, { ...outcome(true), after: cronJob(name) });
}

function start(): PauseKeeper {
  const send = async ({ path }: { path: string }) => {
    if (!isAnswering) throw new Error('nobody there');
    const name = path.split('/').at(-1) ?? '';
    reads.push(name);
    async function* body() {
      yield JSON.stringify(cronJob(name));
    }
    const headers = { date: new Date(clock.now() + clusterAheadMs).toUTCString() };
    return { status: 200, headers, warnings: [], body: body() };
  };
  const info = {
    ...{ name: 'c', isDemo: true, server: '', user: '', namespace: '', problem: null },
    ...(isReadOnly ? { isReadOnly: true as const } : {}),
  };
  const time = new ClusterClock(clock);
  const source = new TimedSource({ send }, time);
  const cluster = { clock: time, key: clusterKey('c', OWNER), info, source, close: async () => {} };
  return new PauseKeeper({
    clusters: { list: () => [info], get: () => cluster },
    store,
    runner: {
      start: async (_identity, request) => {
        const found = known.get(request.id) ?? null;
        if (found === null) resumed.push(request);
        return found;
      },
    },
    boundary: new Boundary('pause keeper', { clock, faults: THROWN_ON }),
  });
}

const namesOf = (requests: readonly OperationRequest[]) =>
  requests.flatMap(request => ('targets' in request ? request.targets.map(({ name }) => name) : []));

test('a pause is ended at its time by a later process, however many operations came in between', async () => {
  await pause('a', START + 3_600_000);
  for (let i = 0; i < 200; i++) await store.begin(operation(`o${i}`, { startedAt: START + i }));
  const keeper = start();
  await clock.advance(3_599_000);
  expect(resumed).toEqual([]);
  await clock.advance(1_000);
  expect(namesOf(resumed)).toEqual(['a']);
  expect(clock.pendingTimers).toBe(0);
  keeper.close();
});

test('one whose time went by while nobody ran is ended at the start, one that somebody ended is never looked at again', async () => {
  await pause('over', START - 1_000);
  await pause('ended', START + 1_000);
  paused.delete('ended');
  start().close();
  await settle();
  expect(reads).toEqual([]);
  const keeper = start();
  await clock.advance(0);
  expect(namesOf(resumed)).toEqual(['over']);
  expect(new Set(reads)).toEqual(new Set(['ended', 'over']));
  expect((await store.pauses()).map(({ target: { name } }) => name)).toEqual(['over']);
  keeper.close();
});

test.each([600_000, -600_000])(
  'on a cluster %i ms ahead a pause ends when its clock shows the time, also one that is looked at late',
  async aheadMs => {
    clusterAheadMs = aheadMs;
    await pause('a', START + aheadMs + 60_000);
    await pause('soon', START + aheadMs + 500);
    const keeper = start();
    await clock.advance(10_000);
    expect(namesOf(resumed)).toEqual(['soon']);
    await clock.advance(48_000);
    expect(namesOf(resumed)).toEqual(['soon']);
    await clock.advance(34_000);
    expect(namesOf(resumed)).toEqual(['soon', 'a']);
    keeper.close();
  },
);

test('a cluster that does not answer is asked again; a timer goes with its pause', async () => {
  await pause('a', START + 1_000);
  isAnswering = false;
  const keeper = start();
  await clock.advance(10 * 60_000);
  expect(clock.pendingTimers).toBe(1);
  isAnswering = true;
  await clock.advance(60_000);
  expect(namesOf(resumed)).toEqual(['a']);
  expect(clock.pendingTimers).toBe(0);
  keeper.close();
});

test('what is published of one pause is looked at once, and one that is moved is looked at anew', async () => {
  const keeper = start();
  paused.set('a', START + 60_000);
  const seen = operation('p1', { kind: 'cronjob.pause' });
  for (let i = 0; i < 5; i++) {
    keeper.onOperation(seen);
    await settle();
  }
  expect(reads).toEqual(['a']);
  paused.set('a', START + 5_000);
  keeper.onOperation({ ...seen, id: 'p2' });
  await clock.advance(5_000);
  expect(namesOf(resumed)).toEqual(['a']);
  keeper.onOperation({ ...seen, kind: 'cronjob.suspend' });
  await settle();
  expect(reads).toHaveLength(3);
  keeper.close();
});

test('the end of one pause is the same operation for every process that comes to it', async () => {
  await pause('a', START + 1_000);
  const [first, second] = [start(), start()];
  await clock.advance(1_000);
  expect(resumed).toHaveLength(2);
  expect(new Set(resumed.map(({ id }) => id)).size).toBe(1);
  expect(resumed[0]?.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(resumed[0]).toMatchObject({ kind: 'cronjob.resume', targets: [target('a')] });
  first.close();
  second.close();
});

test('where nothing may be changed no pause is ended, and none forgotten: a later start that may ends it', async () => {
  await pause('a', START + 1_000);
  isReadOnly = true;
  const keeper = start();
  await clock.advance(3_600_000);
  expect([reads, resumed, clock.pendingTimers]).toEqual([[], [], 0]);
  keeper.close();
  isReadOnly = false;
  const later = start();
  await clock.advance(0);
  expect(namesOf(resumed)).toEqual(['a']);
  later.close();
});

test('a pause whose end failed is ended by another operation: later in this process, at once in the next', async () => {
  const fail = (id: string): Operation => {
    const failed = operation(id, { kind: 'cronjob.resume', phase: 'failed' });
    known.set(id, failed);
    return failed;
  };
  await pause('a', START + 1_000);
  const keeper = start();
  await clock.advance(1_000);
  expect(resumed).toHaveLength(1);
  keeper.onOperation(fail(resumed[0]?.id ?? ''));
  await clock.advance(599_000);
  expect(resumed).toHaveLength(1);
  await clock.advance(1_000);
  expect(resumed).toHaveLength(2);
  expect(resumed[1]?.id).not.toBe(resumed[0]?.id);
  fail(resumed[1]?.id ?? '');
  keeper.close();
  const next = start();
  await clock.advance(0);
  expect(new Set(resumed.map(({ id }) => id)).size).toBe(3);
  next.close();
});

test('a pause whose end was cut by the end of a process is ended by another operation: at once in the next, later where it hears of it', async () => {
  const cut = (id: string): Operation => {
    const sent = operation(id, { kind: 'cronjob.resume', phase: 'sent' });
    known.set(id, stepped(sent, 0, { message: 'operation.interrupted' }));
    return sent;
  };
  await pause('a', START + 1_000);
  const keeper = start();
  await clock.advance(1_000);
  const sent = cut(resumed[0]?.id ?? '');
  // What is still on its way is not sent once more.
  keeper.onOperation(sent);
  await clock.advance(3_600_000);
  expect(resumed).toHaveLength(1);
  keeper.close();
  const next = start();
  await clock.advance(0);
  expect(resumed).toHaveLength(2);
  expect(resumed[1]?.id).not.toBe(resumed[0]?.id);
  cut(resumed[1]?.id ?? '');
  next.onOperation(known.get(resumed[1]?.id ?? '') ?? sent);
  await clock.advance(1_200_000);
  expect(new Set(resumed.map(({ id }) => id)).size).toBe(3);
  next.close();
});
