import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENT_VIEW } from '../kinds/core/events.ts';
import { joinEvents } from './joined-events.ts';
import { keptEventOf, rowOfKept } from './kept-events.ts';

const time = (minute: number) => new Date(Date.UTC(2026, 10, 23, 12, minute)).toISOString();
const row = (fields: object = {}) => {
  const event = {
    metadata: { name: 'e', namespace: 'n' },
    involvedObject: { kind: 'Pod', name: 'web', namespace: 'n' },
    ...{ type: 'Warning', reason: 'BackOff', message: 'again', count: 3 },
    ...{ firstTimestamp: time(1), lastTimestamp: time(9) },
    ...fields,
  };
  const cells = EVENT_VIEW.columns.map(column => column.read(event, { now: 0 }));
  return { uid: 'e1', ownerUid: 'pod', namespace: 'n', cells };
};

test('what is kept of an event is what its row says', () => {
  expect(keptEventOf(row())).toEqual({
    ...{ uid: 'e1', about: 'pod', namespace: 'n', object: 'Pod/web', type: 'Warning', reason: 'BackOff' },
    ...{ message: 'again', count: 3, firstSeen: Date.parse(time(1)), lastSeen: Date.parse(time(9)) },
  });
});

test('what is about no known object, or says no time, is not kept; a message that is a book is cut', () => {
  expect(keptEventOf({ ...row(), ownerUid: '' })).toBeNull();
  expect(keptEventOf({ ...row(), uid: '' })).toBeNull();
  expect(keptEventOf(row({ lastTimestamp: null }))).toBeNull();
  expect(keptEventOf(row({ message: 'x'.repeat(100_000) }))?.message).toHaveLength(4_096);
});

test('a kept event is joined as its row was', () => {
  fc.assert(
    fc.property(fc.constantFrom('Normal', 'Warning', 'Odd'), fc.string(), fc.nat(), (type, message, count) => {
      const told = row({ type, message, count: count + 1 });
      const kept = keptEventOf(told);
      if (kept === null) throw new Error('it is kept');
      expect(joinEvents([rowOfKept(kept)])).toEqual(joinEvents([told]));
    }),
  );
});

test('a line is kept where all of it is', () => {
  const kept = { ...row(), isKept: true };
  expect(joinEvents([kept]).map(({ isKept }) => isKept)).toEqual([true]);
  expect(joinEvents([kept, row()]).map(({ isKept, count }) => [isKept, count])).toEqual([[false, 6]]);
});
