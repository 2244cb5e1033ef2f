import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { EnduringOperations } from './enduring-operations.ts';
import { HistoryStatus } from './stores/history-status.ts';
import { MemoryOperations } from './memory/memory-operations.ts';
import type { RecentLimit } from './stores/operations-store.ts';
import { openHistory } from './open-history.ts';
import { connectSqlite } from './sqlite/sqlite-module.ts';
import { operation, outcome, stepped, target } from './test-records.ts';
import { OWNER } from '../upstream/identity.ts';

const FULL = new Error('database or disk is full');
const MUCH = { operations: 100, targets: 1_000 };
const A = { cluster: clusterKey('c', OWNER), group: 'batch', resource: 'cronjobs', namespace: 'n', name: 'a' };

/** A store on a disk that is full as long as the test says so. */
class RefusingOperations extends MemoryOperations {
  isFull = false;

  override async begin(...args: Parameters<MemoryOperations['begin']>): Promise<void> {
    if (this.isFull) throw FULL;
    return super.begin(...args);
  }

  override readonly intend = async () => {
    if (this.isFull) throw FULL;
  };

  override async saveTarget(...args: Parameters<MemoryOperations['saveTarget']>): Promise<void> {
    if (this.isFull) throw FULL;
    return super.saveTarget(...args);
  }
}

function stage() {
  const clock = new FakeClock();
  const status = new HistoryStatus({ isLasting: true });
  const disk = new RefusingOperations();
  const tryWriting = async () => {
    if (disk.isFull) throw FULL;
  };
  const operations = new EnduringOperations(disk, { status, clock, tryWriting });
  return { clock, status, disk, operations };
}

test('while the disk refuses, what is done is held and said to be held, and written when there is room again', async () => {
  const { clock, status, disk, operations } = stage();
  const begun = operation('1', { names: ['a', 'b', 'c'], phase: 'sent' });
  await operations.begin(begun);
  const first = stepped(begun, 0, { phase: 'accepted', canUndo: true });
  await operations.saveTarget(first, 0, outcome(true));
  disk.isFull = true;
  const second = stepped(first, 1, { phase: 'accepted', canUndo: true });
  await operations.saveTarget(second, 1, outcome(false));
  const third = stepped(second, 0, { phase: 'seen' });
  await operations.saveTarget(third, 0, null);
  await operations.begin(operation('2', { startedAt: 500 }));
  expect(status.state.problem).toBe(FULL.message);
  expect(await operations.operation('1')).toEqual(third);
  expect([await operations.outcome('1', 0), await operations.outcome('1', 1)]).toEqual([outcome(true), outcome(false)]);
  expect((await operations.recent(OWNER.key, MUCH)).map(({ id }) => id)).toEqual(['2', '1']);
  expect((await operations.ofObject(A, { entries: 10 })).map(({ operation: { id } }) => id)).toEqual(['1']);
  expect(await disk.operation('2')).toBeNull();
  await clock.advance(20_000);
  expect(status.state.problem).toBe(FULL.message);
  disk.isFull = false;
  await clock.advance(20_000);
  expect(status.state.problem).toBeNull();
  expect([await disk.operation('1'), await disk.outcome('1', 1)]).toEqual([third, outcome(false)]);
  expect(await disk.operation('2')).not.toBeNull();
  expect(clock.pendingTimers).toBe(0);
});

test('what is about to be done and cannot be written is done all the same, and that it was not written is told', async () => {
  const { clock, status, disk, operations } = stage();
  await operations.begin(operation('1', { phase: 'sent' }));
  disk.isFull = true;
  const { request } = outcome(true);
  await operations.intend('1', 0, {
    action: { kind: 'cronjob.suspend', target: target('a'), index: 0, suffix: 's', params: {} },
    plan: { request, confirmation: { type: 'answered' }, kubectl: '' },
    ...{ before: null, left: null, at: 0 },
  });
  expect(status.state.problem).toBe(FULL.message);
  disk.isFull = false;
  await clock.advance(20_000);
  expect(status.state.problem).toBeNull();
  operations.close();
});

test('a page is as long while the disk refuses as it is else, and all pages are all there is, the newest first', async () => {
  const { disk, operations } = stage();
  for (let i = 0; i < 40; i++) await operations.begin(operation(`below-${i}`, { startedAt: i }));
  disk.isFull = true;
  // Of these one is among the newest, one among the others, and one is kept below as well.
  await operations.begin(operation('newest', { startedAt: 100 }));
  await operations.begin(operation('between', { startedAt: 12 }));
  await operations.begin(operation('below-7', { startedAt: 7, phase: 'seen' }));
  const pages: string[][] = [];
  for (let last: Operation | undefined; pages.length < 50; ) {
    const page = await operations.page(OWNER.key, last ?? null, { operations: 10, targets: 1_000 });
    last = page.at(-1);
    if (last === undefined) break;
    pages.push(page.map(({ id }) => id));
  }
  const below = Array.from({ length: 40 }, (_, i) => `below-${39 - i}`);
  expect(pages.flat()).toEqual(['newest', ...below.slice(0, 27), 'between', ...below.slice(27)]);
  expect(pages.map(({ length }) => length)).toEqual([10, 10, 10, 10, 2]);
  operations.close();
});

test('more is held than a page has room for: what is below behind that comes in its turn', async () => {
  const { disk, operations } = stage();
  for (const startedAt of [5, 15, 25]) await operations.begin(operation(`below-${startedAt}`, { startedAt }));
  disk.isFull = true;
  for (const startedAt of [10, 20, 30])
    await operations.begin(operation(`held-${startedAt}`, { startedAt, names: ['a', 'b'] }));
  const pageOf = async (startedAt: number, limit: RecentLimit) =>
    (await operations.page(OWNER.key, { startedAt, id: '' }, limit)).map(({ id }) => id);
  expect(await pageOf(99, { operations: 2, targets: 100 })).toEqual(['held-30', 'below-25']);
  expect(await pageOf(25, { operations: 2, targets: 100 })).toEqual(['held-20', 'below-15']);
  expect(await pageOf(99, { operations: 100, targets: 3 })).toEqual(['held-30', 'below-25']);
  expect(await pageOf(10, { operations: 2, targets: 100 })).toEqual(['below-5']);
  expect(await pageOf(5, { operations: 2, targets: 100 })).toEqual([]);
  operations.close();
});

test('more than it can hold is refused, not promised', async () => {
  const { disk, operations } = stage();
  disk.isFull = true;
  const names = Array.from({ length: 6_000 }, (_, i) => `n${i}`);
  const many = operation('1', { names });
  await operations.begin(many);
  const held = [];
  for (const i of names.keys())
    held.push(
      await operations.saveTarget(many, i, outcome(true)).then(
        () => 1,
        () => 0,
      ),
    );
  expect(held.filter(Boolean)).toHaveLength(5_000);
  expect(await operations.outcome('1', 4_999)).not.toBeNull();
  expect(await operations.outcome('1', 5_000)).toBeNull();
  operations.close();
});

test('a folder that is taken away, and tables that are dropped, under a process that uses it', async () => {
  const clock = new FakeClock();
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-history-'));
  const history = openHistory(folder, { clock });
  await history.operations.begin(operation('1'));
  await history.operations.saveTarget(operation('1'), 0, outcome(true));
  rmSync(folder, { recursive: true });
  await history.operations.begin(operation('2'));
  await history.operations.saveTarget(operation('2'), 0, outcome(true));
  expect(history.status.state.problem).toContain('taken away');
  expect(await history.operations.outcome('2', 0)).toEqual(outcome(true));
  await clock.advance(10_000);
  expect(history.status.state.problem).toBeNull();
  expect(existsSync(join(folder, 'history.db'))).toBe(true);
  expect(await history.operations.outcome('2', 0)).toEqual(outcome(true));
  const other = connectSqlite(join(folder, 'history.db'));
  other.exec('DROP TABLE targets; DROP TABLE runs');
  other.close();
  await history.operations.begin(operation('3'));
  await history.operations.saveTarget(operation('3'), 0, outcome(true));
  expect(await history.operations.outcome('3', 0)).toEqual(outcome(true));
  await expect(history.runs.hasRun(A.cluster, 'x')).rejects.toThrow('no such table: runs');
  expect(history.status.state.problem).toContain(folder);
  await history.close();
  rmSync(folder, { recursive: true });
});
