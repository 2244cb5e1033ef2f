import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowStore, type StoredRow } from './row-store.ts';
import type { WatchEvent } from './watch-event.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 300);

class TestRow implements StoredRow {
  readonly key: string;
  readonly namespace: string;
  readonly ownerUid: string;
  readonly value: number;

  constructor(name: string, ownerUid = '', value = 0) {
    this.key = `ns/${name}`;
    this.namespace = 'ns';
    this.ownerUid = ownerUid;
    this.value = value;
  }

  equals(other: TestRow): boolean {
    return this.value === other.value && this.ownerUid === other.ownerUid;
  }
}

const apply = (object: TestRow): WatchEvent<TestRow> => ({ type: 'apply', object, resourceVersion: '1' });

test('[ST1] readers are told once, of whole batches', () => {
  const store = new RowStore<TestRow>();
  const batches: string[][] = [];
  store.subscribe(changed => batches.push([...changed.keys()]));
  store.apply(apply(new TestRow('a')));
  store.apply(apply(new TestRow('b')));
  expect(batches).toEqual([]);
  store.flush();
  store.flush();
  expect(batches).toEqual([['ns/a', 'ns/b']]);
});

test('[ST2] old rows stay during a list; after it what was left out goes a few at a time', () => {
  const store = new RowStore<TestRow>();
  for (const name of ['a', 'b']) store.apply(apply(new TestRow(name)));
  store.apply({ type: 'init' });
  store.apply({ type: 'initApply', objects: [new TestRow('b'), new TestRow('c')], remaining: null });
  expect([store.sweep(9), store.size]).toEqual([false, 3]);
  store.apply({ type: 'initDone', resourceVersion: '2' });
  expect([store.sweep(1), store.sweep(1), store.sweep(2)]).toEqual([true, true, false]);
  expect([...store.rows()].map(row => row.key).sort()).toEqual(['ns/b', 'ns/c']);
});

test('[ST2] whatever happens in lists, after them and between their sweeps: what is swept is what was named', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  const change = fc.record({ name, isThere: fc.boolean() });
  const round = fc.record({
    listed: fc.uniqueArray(name),
    isCut: fc.boolean(),
    changes: fc.array(change, { maxLength: 6 }),
    sweptBetween: fc.nat(2),
  });
  fc.assert(
    fc.property(fc.array(round, { maxLength: 6 }), rounds => {
      const store = new RowStore<TestRow>();
      // The naive oracle: a list replaces everything at once. One that was cut off replaces nothing, and another follows.
      for (const { listed, isCut, changes, sweptBetween } of [...rounds, { ...LAST, isCut: false }]) {
        const rows = listed.map(entry => new TestRow(entry));
        store.apply({ type: 'init' });
        store.apply({ type: 'initApply', objects: isCut ? rows.slice(1) : rows, remaining: null });
        if (isCut) continue;
        store.apply({ type: 'initDone', resourceVersion: '1' });
        const naive = new Set(rows.map(row => row.key));
        for (const { name: changed, isThere } of changes) {
          store.sweep(sweptBetween);
          const object = new TestRow(changed);
          // Time passes for rows, too: that one was read again does not mean that it is still there.
          store.replace(new TestRow(changed, '', 1));
          store.apply(isThere ? apply(object) : { type: 'delete', object, resourceVersion: '1' });
          if (isThere) naive.add(object.key);
          else naive.delete(object.key);
        }
        while (store.sweep(1));
        expect(new Set([...store.rows()].map(row => row.key))).toEqual(naive);
      }
    }),
    { numRuns: RUNS },
  );
});

const LAST = { listed: ['a', 'f'] as const, changes: [{ name: 'b', isThere: true }], sweptBetween: 1 };

test('[ST4] a row that did not change keeps its identity and is not announced', () => {
  const store = new RowStore<TestRow>();
  const first = new TestRow('a', '', 1);
  store.apply(apply(first));
  store.flush();
  let announced = 0;
  store.subscribe(() => announced++);
  store.apply(apply(new TestRow('a', '', 1)));
  store.flush();
  expect(store.get('ns/a')).toBe(first);
  expect(announced).toBe(0);
});

test('[ST3] the owner index is made a few rows at a time', () => {
  const store = new RowStore<TestRow>();
  for (const name of ['a', 'b', 'c']) store.apply(apply(new TestRow(name, 'u1')));
  expect([store.indexOwners(2), store.indexOwners(1), store.indexOwners(1)]).toEqual([true, true, false]);
  expect(store.countOwnedBy('u1')).toBe(3);
});

test('[ST3] the owner index agrees with the rows after any events', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd');
  const row = fc.tuple(name, fc.constantFrom('', 'u1', 'u2'), fc.nat(2)).map(args => new TestRow(...args));
  const event: fc.Arbitrary<WatchEvent<TestRow>> = fc.oneof(
    row.map(apply),
    row.map((object): WatchEvent<TestRow> => ({ type: 'delete', object, resourceVersion: '1' })),
    fc.constant<WatchEvent<TestRow>>({ type: 'init' }),
    fc.array(row).map((objects): WatchEvent<TestRow> => ({ type: 'initApply', objects, remaining: null })),
    fc.constant<WatchEvent<TestRow>>({ type: 'initDone', resourceVersion: '1' }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), fc.nat(20), fc.nat(20), (events, firstIndexed, firstAsked) => {
      const store = new RowStore<TestRow>();
      for (const [i, entry] of events.entries()) {
        store.apply(entry);
        if (i >= firstIndexed) store.indexOwners(1);
        if (i < firstAsked) continue;
        const rows = [...store.rows()];
        for (const uid of ['u1', 'u2']) {
          const naive = rows.filter(candidate => candidate.ownerUid === uid);
          expect(new Set(store.ownedBy(uid))).toEqual(new Set(naive));
        }
      }
    }),
    { numRuns: RUNS },
  );
});

const row = (name: string, ownerUid = '', value = 0) => new TestRow(name, ownerUid, value);
const remove = (object: TestRow): WatchEvent<TestRow> => ({ type: 'delete', object, resourceVersion: '2' });

test('[ST1] readers are told what they knew: of several changes the first one’s before; who left is told nothing', () => {
  const store = new RowStore<TestRow>();
  const [first, second, third] = [row('a', '', 1), row('a', '', 2), row('a', '', 3)];
  const told: [string, TestRow | undefined][][] = [];
  const stop = store.subscribe(changed => told.push([...changed]));
  store.apply(apply(first));
  store.apply(apply(row('b')));
  expect(store.pending).toBe(2);
  store.flush();
  expect(store.pending).toBe(0);
  store.apply(apply(second));
  store.replace(third);
  store.apply(remove(row('b')));
  store.apply(remove(row('nobody')));
  store.replace(row('nobody'));
  store.flush();
  expect(told).toEqual([
    [
      ['ns/a', undefined],
      ['ns/b', undefined],
    ],
    [
      ['ns/a', first],
      ['ns/b', expect.any(TestRow)],
    ],
  ]);
  expect([store.size, store.get('ns/a'), store.get('ns/b'), store.get('ns/nobody')]).toEqual([
    1,
    third,
    undefined,
    undefined,
  ]);
  stop();
  store.apply(remove(third));
  store.flush();
  expect(told).toHaveLength(2);
});

test('[ST3] owned rows follow an owner that changes, a row that goes and one that comes', () => {
  const store = new RowStore<TestRow>();
  for (const entry of [row('a', 'u1'), row('b', 'u1'), row('c')]) store.apply(apply(entry));
  const owned = (uid: string) => [store.countOwnedBy(uid), store.ownedBy(uid).map(({ key }) => key)];
  expect([owned('u1'), owned('u2'), owned('')]).toEqual([
    [2, ['ns/a', 'ns/b']],
    [0, []],
    [0, []],
  ]);
  store.apply(apply(row('a', 'u2')));
  store.apply(apply(row('d', 'u2')));
  store.apply(remove(row('b')));
  expect([owned('u1'), owned('u2')]).toEqual([
    [0, []],
    [2, ['ns/a', 'ns/d']],
  ]);
});

test('[ST2] what says nothing of rows changes none, and where nothing was left out there is nothing to sweep', () => {
  const store = new RowStore<TestRow>();
  store.apply(apply(row('a')));
  store.flush();
  const trouble = {
    kind: 'network',
    status: null,
    reason: answerReason('serverSays', { detail: 'cut' }),
    retryAt: null,
  } as const;
  for (const event of [
    { type: 'bookmark', resourceVersion: '2' },
    { type: 'live' },
    { type: 'reconnecting' },
    { type: 'trouble', trouble },
  ] satisfies WatchEvent<TestRow>[])
    store.apply(event);
  expect([store.size, store.pending]).toEqual([1, 0]);
  store.apply({ type: 'init' });
  store.apply({ type: 'initApply', objects: [row('a')], remaining: null });
  store.apply({ type: 'initDone', resourceVersion: '2' });
  expect([store.sweep(1), store.size, store.pending]).toEqual([false, 1, 0]);
});
