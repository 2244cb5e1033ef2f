import { expect, test } from 'vitest';
import type { KeptEvent } from '@lanthorn/views/facts/kept-events.ts';
import { MemoryEvents } from '../history/memory/memory-events.ts';
import { KEPT_EVENTS } from '../history/stores/events-store.ts';
import { keptEvent } from '../history/test-records.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { OWNER } from '../upstream/identity.ts';
import { keptEventsOf } from './kept-descendants.ts';

const C = clusterKey('c', OWNER);
const MINUTE = 60_000;

async function kept(...told: readonly KeptEvent[]) {
  const events = new MemoryEvents(KEPT_EVENTS);
  await events.saveEvents(C, told);
  return async (uid: string, most = 100) =>
    (await keptEventsOf(events, C, { uids: [uid], most })).map(event => event.uid);
}

const created = (uid: string, about: string, object: string, message: string, at = 10 * MINUTE) =>
  keptEvent(uid, { about, object, message, firstSeen: at, lastSeen: at });

test('what is kept of pods and Jobs that are gone is told of what made them, as that said it did', async () => {
  const of = await kept(
    created('made job', 'cron', 'CronJob/report', 'Created job report-1'),
    created('made pod', 'job', 'Job/report-1', 'Created pod: report-1-x', 11 * MINUTE),
    keptEvent('failed', { about: 'pod', object: 'Pod/report-1-x', lastSeen: 12 * MINUTE }),
    keptEvent('of another', { about: 'other', object: 'Pod/report-2-x', lastSeen: 13 * MINUTE }),
    keptEvent('elsewhere', { about: 'far', object: 'Pod/report-1-x', namespace: 'm', lastSeen: 13 * MINUTE }),
  );
  expect(await of('cron')).toEqual(['failed', 'made pod', 'made job']);
  expect(await of('cron', 1)).toEqual(['failed']);
  expect(await of('job')).toEqual(['failed', 'made pod']);
  expect(await of('pod')).toEqual(['failed']);
});

test('what was said of an earlier one of that name is not', async () => {
  const of = await kept(
    created('made pod', 'set', 'StatefulSet/db', 'create Pod db-0 in StatefulSet db successful'),
    keptEvent('of the last', { about: 'old', object: 'Pod/db-0', lastSeen: 8 * MINUTE }),
    keptEvent('of this', { about: 'new', object: 'Pod/db-0', lastSeen: 9.5 * MINUTE }),
  );
  expect(await of('set')).toEqual(['made pod', 'of this']);
});
