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

test('[ST2] old rows stay during a list; after it exactly the listed ones are there', () => {
  const store = new RowStore<TestRow>();
  for (const name of ['a', 'b']) store.apply(apply(new TestRow(name)));
  store.apply({ type: 'init' });
  store.apply({ type: 'initApply', objects: [new TestRow('b'), new TestRow('c')], remaining: null });
  expect(store.size).toBe(3);
  store.apply({ type: 'initDone', resourceVersion: '2' });
  expect([...store.rows()].map(row => row.key).sort()).toEqual(['ns/b', 'ns/c']);
});

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
