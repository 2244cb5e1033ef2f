import { afterEach, expect, test, vi } from 'vitest';
import { getPath } from '@lanthorn/base/json.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';
import { OWNER } from '../../upstream/identity.ts';
import { HistoryStatus } from '../stores/history-status.ts';
import { keptEvent, run } from '../test-records.ts';
import { SqliteEvents } from './sqlite-events.ts';
import { SqliteFile } from './sqlite-file.ts';
import { SqliteRuns } from './sqlite-runs.ts';
import type { SqliteValue } from './sqlite-module.ts';

const C = clusterKey('c', OWNER);
const status = new HistoryStatus({ isLasting: false });
const file = new SqliteFile(null, status);

afterEach(() => vi.restoreAllMocks());

/** How SQLite finds the rows of each statement that `write` runs. */
async function plansOf(write: () => Promise<unknown>): Promise<readonly string[]> {
  const spies = [vi.spyOn(file, 'run'), vi.spyOn(file, 'all')];
  await write();
  const statements = spies.flatMap(ran => ran.mock.calls).map(([sql, ...values]) => [sql, values] as const);
  for (const ran of spies) ran.mockRestore();
  return statements.flatMap(([sql, values]: readonly [string, readonly SqliteValue[]]) =>
    file.all(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(step => String(getPath(step, 'detail'))),
  );
}

/** Reads a whole table, or all that one cluster has in it. */
const READS_ALL = /^SCAN (events|runs|skips)|\(cluster=\?\)$/;

test('what is kept of one object is bounded without reading what is kept of all others', async () => {
  const events = new SqliteEvents(file, { bounds: { ofObject: 2, ofCluster: 1_000 }, status });
  // All are counted with the first, and then once in a while.
  await events.saveEvents(C, [keptEvent('first')]);
  const ofEvents = await plansOf(() => events.saveEvents(C, [keptEvent('second')]));
  const ofRuns = await plansOf(() => new SqliteRuns(file, { keepRuns: 2, status }).saveRun(C, run('job', 1)));
  expect(ofEvents.some(step => step.includes('events_about'))).toBe(true);
  expect(ofRuns.some(step => step.includes('runs_cronjob'))).toBe(true);
  expect([...ofEvents, ...ofRuns].filter(step => READS_ALL.test(step))).toEqual([]);
});

test('what is kept of objects by their names is found without reading all of a cluster', async () => {
  const events = new SqliteEvents(file, { bounds: { ofObject: 2, ofCluster: 1_000 }, status });
  const found = await plansOf(() => events.eventsNaming(C, [{ namespace: 'n', object: 'Pod/a' }], 10));
  expect(found.some(step => step.includes('events_object'))).toBe(true);
  expect(found.filter(step => READS_ALL.test(step))).toEqual([]);
});
