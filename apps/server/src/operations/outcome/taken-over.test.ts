import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { heldMessage } from '@lanthorn/protocol/operation-state.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { openHistory } from '../../history/open-history.ts';
import type { History } from '../../history/stores/history.ts';
import type { KeptIntent } from '../../history/stores/operations-store.ts';
import { operation, target } from '../../history/test-records.ts';
import { OWNER } from '../../upstream/identity.ts';
import { OperationJournal, type SettledCut } from '../operation-journal.ts';

// What a process leaves when it ends, and several others find in the one file they use.

const LOOK_MS = 60_000;
let folder: string;
let clock: FakeClock;
const opened: { history: History; journal: OperationJournal }[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lanthorn-cut-'));
  clock = new FakeClock();
});
afterEach(async () => {
  for (const { history, journal } of opened.splice(0)) {
    journal.close();
    await history.close();
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Another process on the same file; `settle` is what it learns of what was cut. */
function begin(settle: (kept: KeptIntent, journal: OperationJournal) => Promise<SettledCut> | SettledCut) {
  const history = openHistory(folder, { clock });
  const { operations: store } = history;
  const asked: string[] = [];
  const followed: string[] = [];
  const journal: OperationJournal = new OperationJournal({
    store,
    clock,
    publish: () => {},
    settleCut: async ({ id }, kept) => {
      asked.push(`${id} ${kept.index}`);
      return settle(kept, journal);
    },
    goOn: deletion => followed.push(deletion.target.name),
    goOnRollout: () => undefined,
  });
  const process = { history, journal, store, asked, followed };
  opened.push(process);
  return process;
}

type Process = ReturnType<typeof begin>;

async function end({ history, journal }: Process): Promise<void> {
  opened.splice(
    opened.findIndex(each => each.history === history),
    1,
  );
  journal.close();
  await history.close();
}

const nobody = () => 'undecided' as const;

/** An operation of a process that ended after it kept what it was about to do. */
async function leave(
  id: string,
  names: readonly string[],
  { clusters = ['c'], startedAt = 0, at = clock.now() } = {},
): Promise<void> {
  const process = begin(nobody);
  await process.journal.begin(operation(id, { names, phase: 'sent', startedAt }));
  for (const [i, name] of names.entries())
    await process.store.intend(id, i, {
      action: {
        ...{ kind: 'object.delete', index: i, suffix: 's', params: {} },
        target: { ...target(name), cluster: clusters[i % clusters.length] ?? '' },
      },
      plan: { request: { method: 'DELETE', path: '/x' }, confirmation: { type: 'gone' }, kubectl: '' },
      ...{ before: null, left: null, at },
    });
  await end(process);
}

const held = { phase: 'accepted', message: heldMessage(['x']) } as const;

test('what is still undecided when another target is being deleted is looked at again, by the process that follows that', async () => {
  await leave('1', ['a', 'b']);
  let isSettled = false;
  const process = begin(async ({ operation: id, index }, journal) => {
    if (index === 1 && !isSettled) return 'undecided';
    await journal.update(id, index, { change: index === 0 ? held : { phase: 'failed', message: 'lost' } });
    return 'settled';
  });
  await process.journal.closeAbandoned();
  expect([process.asked, process.followed]).toEqual([['1 0', '1 1'], ['a']]);
  isSettled = true;
  await clock.advance(LOOK_MS);
  expect([process.asked.slice(2), process.followed]).toEqual([['1 1'], ['a']]);
  expect((await process.store.operation('1'))?.targets.map(({ phase }) => phase)).toEqual(['accepted', 'failed']);
  await clock.advance(LOOK_MS);
  expect(process.asked).toHaveLength(3);
});

test('of two processes one takes it over, and the other tells what that one learned', async () => {
  const idle = begin(nobody);
  await leave('1', ['a']);
  const settle = async ({ operation: id, index }: KeptIntent, journal: OperationJournal) => {
    await journal.update(id, index, { change: { phase: 'seen', message: '' } });
    return 'settled' as const;
  };
  const [one, other] = [begin(settle), begin(settle)];
  await one.journal.closeAbandoned();
  await other.journal.closeAbandoned();
  expect([one.asked, other.asked]).toEqual([['1 0'], []]);
  const told = (await other.journal.list(OWNER.key)).map(({ targets }) => targets.map(({ phase }) => phase));
  expect(told).toEqual([['seen']]);
  await idle.journal.closeAbandoned();
  expect(idle.asked).toEqual([]);
});

test('a look begins when the one before has ended, and none after the end', async () => {
  await leave('1', ['a']);
  const waiting: (() => void)[] = [];
  const process = begin(() => new Promise(resolve => waiting.push(() => resolve('undecided'))));
  const look = process.journal.closeAbandoned();
  await clock.advance(10 * LOOK_MS);
  expect(process.asked).toHaveLength(1);
  waiting.shift()?.();
  await look;
  await clock.advance(LOOK_MS);
  expect(process.asked).toHaveLength(2);
  process.journal.close();
  waiting.shift()?.();
  await clock.advance(10 * LOOK_MS);
  expect([process.asked.length, clock.pendingTimers]).toEqual([2, 0]);
});

test('a cluster of which no answer comes is asked once in a look, and others as well', async () => {
  await leave('1', ['a', 'b', 'c', 'd'], { clusters: ['dead', 'slow'] });
  const process = begin(({ intent }) => (intent.action.target.cluster === 'dead' ? 'unreachable' : 'undecided'));
  await process.journal.closeAbandoned();
  expect(process.asked).toEqual(['1 0', '1 1', '1 3']);
});

test('what cannot be told hides nothing older, and is asked for a day', async () => {
  const at = clock.now() - 86_400_000 + 2.5 * LOOK_MS;
  await leave('old', ['z'], { startedAt: 1, at });
  const names = Array.from({ length: 100 }, (_, i) => `n${i}`);
  await leave('new', names, { startedAt: 2, at });
  const process = begin(nobody);
  const asked = async (count: number) => {
    await vi.waitFor(() => expect(process.asked).toHaveLength(count));
    return process.asked.splice(0).filter(each => each.startsWith('old'));
  };
  await process.journal.closeAbandoned();
  expect(await asked(100)).toEqual([]);
  await clock.advance(LOOK_MS);
  expect(await asked(1)).toEqual(['old 0']);
  await clock.advance(LOOK_MS);
  expect(await asked(100)).toEqual([]);
  await vi.waitFor(async () => {
    await clock.advance(LOOK_MS);
    expect(await process.store.intents(1_000, 0)).toEqual([]);
  });
  expect(process.asked).toEqual([]);
  expect((await process.store.operation('old'))?.targets[0]).toMatchObject({ message: 'operation.interrupted' });
});
