import { expect, test } from 'vitest';
import { MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import { ROLLS_OUT } from '@lanthorn/protocol/operation-state.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { MemoryOperations } from '../history/memory/memory-operations.ts';
import { operation, outcome } from '../history/test-records.ts';
import type { Deletion } from './deleted-objects.ts';
import { type LeftRollout, MAX_LIVE_TARGETS, OperationJournal } from './operation-journal.ts';
import { OWNER } from '../upstream/identity.ts';

/** A store that takes nothing as long as the test says so, and knows of what other processes left. */
class TestStore extends MemoryOperations {
  isFull = false;
  left: Operation[] = [];

  override async saveTarget(...args: Parameters<MemoryOperations['saveTarget']>): Promise<void> {
    if (this.isFull) throw new Error('full');
    return super.saveTarget(...args);
  }

  override async takeAbandoned(): Promise<Operation[]> {
    return this.left.splice(0);
  }
}

function stage() {
  const clock = new FakeClock();
  const store = new TestStore();
  const told: Operation[] = [];
  const deletions: Deletion[] = [];
  const rollouts: LeftRollout[] = [];
  const publish = (each: Operation) => told.push(each);
  const journal = new OperationJournal({
    store,
    clock,
    publish,
    settleCut: async () => 'undecided',
    goOn: each => deletions.push(each),
    goOnRollout: each => rollouts.push(each),
  });
  return { clock, store, told, journal, deletions, rollouts };
}

test('what can be taken back is told once it is kept, and never where it could not be', async () => {
  const { store, told, journal } = stage();
  await journal.begin(operation('1', { names: ['a', 'b'], phase: 'sent' }));
  const accepted = { change: { phase: 'accepted', canUndo: true }, outcome: outcome(true) } as const;
  await journal.update('1', 0, accepted);
  store.isFull = true;
  await journal.update('1', 1, accepted);
  expect(told.at(-1)?.targets.map(({ phase, canUndo }) => [phase, canUndo])).toEqual([
    ['accepted', true],
    ['accepted', false],
  ]);
  for (const { targets } of told)
    for (const [i, { canUndo }] of targets.entries()) if (canUndo) expect(await store.outcome('1', i)).not.toBeNull();
  expect((await store.operation('1'))?.targets.map(({ canUndo }) => canUndo)).toEqual([true, false]);
});

test('steps of many targets are kept at once and told together', async () => {
  const { clock, store, told, journal } = stage();
  const names = Array.from({ length: 200 }, (_, i) => `n${i}`);
  await journal.begin(operation('1', { names, phase: 'sent' }));
  await Promise.all(
    names.map((_name, i) =>
      journal.update('1', i, { change: { phase: 'accepted', canUndo: true }, outcome: outcome(true) }),
    ),
  );
  expect(told).toHaveLength(1);
  expect((await store.operation('1'))?.targets.every(({ canUndo }) => canUndo)).toBe(true);
  await clock.advance(1_000);
  expect(told).toHaveLength(2);
  expect(told[1]?.targets.every(({ canUndo }) => canUndo)).toBe(true);
});

test('what another process left under way is closed, now or when that ended, and what it had settled stays', async () => {
  const { clock, store, told, journal } = stage();
  const left = operation('1', { names: ['a', 'b'], phase: 'sent' });
  const [a, b] = left.targets;
  if (a === undefined || b === undefined) throw new Error('two targets');
  const found = { ...left, targets: [{ ...a, phase: 'seen', canUndo: true } as const, b] };
  await store.begin(found);
  await journal.closeAbandoned();
  expect(told).toEqual([]);
  store.left = [found];
  await clock.advance(60_000);
  expect(told.at(-1)?.targets.map(({ phase, message, canUndo }) => [phase, message, canUndo])).toEqual([
    ['seen', '', true],
    ['sent', 'operation.interrupted', false],
  ]);
  journal.close();
  expect(clock.pendingTimers).toBe(0);
});

test('what was rolled out when its process ended is followed on', async () => {
  const { store, told, journal, rollouts } = stage();
  const left = operation('1');
  const rolling = { ...left, targets: left.targets.map(each => ({ ...each, message: ROLLS_OUT })) };
  await store.begin(rolling);
  store.left = [rolling];
  await journal.closeAbandoned();
  expect(rollouts.map(({ id, index }) => [id, index])).toEqual([['1', 0]]);
  expect(told).toEqual([]);
  await rollouts[0]?.update({ message: '' });
  expect(told.at(-1)?.targets.map(({ phase, message }) => [phase, message])).toEqual([['seen', '']]);
  journal.close();
});

test('a tab that opens is told of all that can be read, and of what this process does where nothing can', async () => {
  const { store, journal } = stage();
  await store.begin(operation('old', { startedAt: 1 }));
  await journal.begin(operation('new', { startedAt: 2 }));
  await journal.update('new', 0, { change: { phase: 'failed' } });
  expect((await journal.list(OWNER.key)).map(({ id, targets }) => [id, targets[0]?.phase])).toEqual([
    ['old', 'seen'],
    ['new', 'failed'],
  ]);
  store.recent = () => Promise.reject(new Error('damaged'));
  expect((await journal.list(OWNER.key)).map(({ id }) => id)).toEqual(['new']);
});

test('what is settled makes room for what is begun, and no step of what is under way is lost', async () => {
  const { store, journal } = stage();
  const names = Array.from({ length: MAX_TARGETS }, (_, i) => `n${i}`);
  const most = MAX_LIVE_TARGETS / MAX_TARGETS;
  await journal.begin(operation('under way', { names, phase: 'sent' }));
  for (let i = 0; i < 2 * most; i++) await journal.begin(operation(`settled ${i}`, { names, phase: 'settled' }));
  const live = Array.from({ length: 2 * most }, (_, i) => journal.findLive(`settled ${i}`)?.id);
  expect(live.filter(id => id !== undefined)).toEqual(
    Array.from({ length: most - 1 }, (_, i) => `settled ${i + most + 1}`),
  );
  // The store may have let go of it: what is asked for is kept by the operation that lives.
  await store.begin(operation('under way', { names, phase: 'sent' }));
  await journal.update('under way', 7, { change: { phase: 'failed' } });
  expect(journal.findLive('under way')?.targets[7]?.phase).toBe('failed');
});

test('there is room as long as not too much is under way, in objects or in operations', async () => {
  const { journal } = stage();
  const names = Array.from({ length: MAX_TARGETS }, (_, i) => `n${i}`);
  for (let i = 0; i < MAX_LIVE_TARGETS / MAX_TARGETS; i++) {
    expect(journal.hasRoomFor(MAX_TARGETS)).toBe(true);
    await journal.begin(operation(`${i}`, { names, phase: 'sent' }));
  }
  expect(journal.hasRoomFor(1)).toBe(false);
  await journal.update('0', 0, { change: { phase: 'failed' } });
  expect(journal.hasRoomFor(1)).toBe(false);
  for (const i of names.keys()) await journal.update('0', i, { change: { phase: 'failed' } });
  expect(journal.hasRoomFor(MAX_TARGETS)).toBe(true);

  const { journal: other } = stage();
  for (let i = 0; i < 500; i++) await other.begin(operation(`${i}`, { phase: 'sent' }));
  expect(other.hasRoomFor(1)).toBe(false);
});

test('each operation is told once when nobody works on it any more, and at once where it only opens something', async () => {
  const ended: string[] = [];
  const journal = new OperationJournal({
    ...{ store: new TestStore(), clock: new FakeClock(), publish: () => undefined, goOn: () => undefined },
    goOnRollout: () => undefined,
    settleCut: async () => 'settled',
    onEnded: ({ id, targets }) => ended.push(`${id} ${targets.map(({ phase }) => phase).join()}`),
  });
  await journal.begin(operation('1', { names: ['a', 'b'], phase: 'sent' }));
  await journal.update('1', 0, { change: { phase: 'accepted' } });
  await journal.update('1', 1, { change: { phase: 'failed', message: 'no' } });
  expect(ended).toEqual([]);
  await journal.update('1', 0, { change: { phase: 'seen' } });
  await journal.update('1', 0, { change: { canUndo: false, isUndone: true } });
  await journal.begin(operation('2', { kind: 'pod.shell' }));
  await journal.update('2', 0, { change: { phase: 'settled' } });
  expect(ended).toEqual(['1 seen,failed', '2 seen']);
});
