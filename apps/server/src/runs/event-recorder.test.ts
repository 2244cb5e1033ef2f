import { beforeEach, expect, test } from 'vitest';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { KeptEvent } from '@lanthorn/views/facts/kept-events.ts';
import { CRONJOB_EVENT_VIEW, EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { projectRow, type Row } from '@lanthorn/views/row.ts';
import { RowStore } from '@lanthorn/watch/row-store.ts';
import { Boundary } from '../faults/boundary.ts';
import { Faults } from '../faults/faults.ts';
import { MemoryEvents } from '../history/memory/memory-events.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { OWNER } from '../upstream/identity.ts';
import { EventRecorder } from './event-recorder.ts';

const C = clusterKey('c', OWNER);
const shared = new SharedParts();

let clock: FakeClock;
let store: RowStore<Row>;
let events: MemoryEvents;
let recorder: EventRecorder;
/** How many events each call that keeps some brings. */
let batches: number[];
let isBroken: boolean;

beforeEach(() => {
  clock = new FakeClock();
  store = new RowStore();
  events = new MemoryEvents({ ofObject: 1_000, ofCluster: 20_000 });
  batches = [];
  isBroken = false;
  const kept = {
    saveEvents: async (cluster: typeof C, told: readonly KeptEvent[]) => {
      if (isBroken) throw new Error('the disk is full');
      batches.push(told.length);
      await events.saveEvents(cluster, told);
    },
  };
  recorder = new EventRecorder(kept, new Boundary('events', { clock, faults: new Faults(silentLogger) }));
  recorder.follow(C, { view: EVENT_VIEW, store });
});

function event(name: string, second: number, count = 1): object {
  return {
    metadata: { name, namespace: 'n', uid: `uid-${name}` },
    involvedObject: { kind: 'Pod', name: 'web', namespace: 'n', uid: 'pod' },
    ...{ type: 'Warning', reason: 'BackOff', message: 'again', count },
    lastTimestamp: new Date(second * 1_000).toISOString(),
  };
}

/** As the watch brings them, in one batch. */
function tell(...told: readonly object[]): void {
  for (const object of told) write(store, object);
  store.flush();
}

function write(into: RowStore<Row>, object: object, type: 'apply' | 'delete' = 'apply'): void {
  into.apply({
    type,
    object: projectRow(EVENT_VIEW, object, { now: 0, shared, hasRelations: false }),
    resourceVersion: '1',
  });
}

async function turns(ms = 1_000): Promise<void> {
  await clock.advance(ms);
  for (let i = 0; i < 20; i++) await clock.advance(0);
}
const kept = async () => (await events.eventsAbout(C, ['pod'], 100)).map(({ uid, count }) => `${uid} ${count}`);

test('what a list of events says is kept, and outlasts it: a burst is one write, an event that repeats is one event', async () => {
  tell(event('a', 1), event('b', 2));
  tell(event('a', 3, 4));
  await turns();
  expect(await kept()).toEqual(['uid-a 4', 'uid-b 1']);
  expect(batches).toEqual([2]);
  write(store, event('a', 3), 'delete');
  store.flush();
  await turns();
  expect(await kept()).toEqual(['uid-a 4', 'uid-b 1']);
});

test('what cannot be written waits, and is written when it can be', async () => {
  isBroken = true;
  tell(event('a', 1));
  await turns();
  isBroken = false;
  tell(event('b', 2));
  await turns();
  expect(await kept()).toEqual([]);
  await turns(60_000);
  expect(await kept()).toEqual(['uid-b 1', 'uid-a 1']);
});

test('of more than can wait the newest are kept, a few at a time', async () => {
  tell(...Array.from({ length: 10_020 }, (_, i) => event(`e${i}`, 20_000 - i)));
  await clock.advance(1_000);
  for (let i = 0; i < 1_000; i++) await clock.advance(0);
  expect(batches.reduce((sum, size) => sum + size, 0)).toBe(10_000);
  expect(Math.max(...batches)).toBeLessThanOrEqual(50);
  const [newest] = await events.eventsAbout(C, ['pod'], 1);
  expect(newest?.uid).toBe('uid-e0');
});

test('lists of other kinds, and those of some events alone, are not kept twice', async () => {
  const other = new RowStore<Row>();
  recorder.follow(C, { view: CRONJOB_EVENT_VIEW, store: other });
  write(other, event('a', 1));
  other.flush();
  await turns();
  expect(batches).toEqual([]);
});

test('what is about no object that can be found again is not kept', async () => {
  tell({ ...event('a', 1), involvedObject: { kind: 'Node', name: 'n-1' } });
  await turns();
  expect(batches).toEqual([]);
});

test('after the end nothing is written', async () => {
  tell(event('a', 1));
  recorder.close();
  await turns(120_000);
  expect(batches).toEqual([]);
});
