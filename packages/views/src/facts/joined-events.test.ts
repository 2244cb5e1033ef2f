import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENT_VIEW } from '../kinds/core/events.ts';
import { joinEvents } from './joined-events.ts';

const time = (minute: number) => new Date(Date.UTC(2026, 10, 23, 12, minute)).toISOString();
const row = (pod: string, reason: string, minute: number, fields: object = {}) => {
  const event = {
    metadata: { name: 'e', namespace: 'n' },
    involvedObject: { kind: 'Pod', name: pod, namespace: 'n' },
    ...{ type: 'Warning', reason, message: `at ${minute}`, count: 1 },
    ...{ firstTimestamp: time(minute), lastTimestamp: time(minute) },
    ...fields,
  };
  return { namespace: 'n', cells: EVENT_VIEW.columns.map(column => column.read(event, { now: 0 })) };
};

test('what is said of one object for one reason is one line, with the last message and all it was said', () => {
  const rows = [
    row('a', 'BackOff', 1, { count: 3 }),
    row('a', 'BackOff', 9),
    row('a', 'BackOff', 5),
    row('b', 'BackOff', 7),
  ];
  expect(
    joinEvents(rows).map(({ object, message, count, firstSeen, lastSeen }) => [
      ...[object, message, count, firstSeen, lastSeen],
    ]),
  ).toEqual([
    ['Pod/a', 'at 9', 5, Date.parse(time(1)), Date.parse(time(9))],
    ['Pod/b', 'at 7', 1, Date.parse(time(7)), Date.parse(time(7))],
  ]);
});

test('a warning and what is normal stay two, as do the same names in two namespaces', () => {
  const normal = row('a', 'Pulled', 1, { type: 'Normal' });
  expect(joinEvents([normal, row('a', 'Pulled', 2)])).toHaveLength(2);
  expect(joinEvents([normal, { ...normal, namespace: 'other' }])).toHaveLength(2);
});

test('no event is lost, whatever the rows are', () => {
  const cells = fc.array(fc.oneof(fc.string(), fc.integer({ min: 1, max: 9 }), fc.constant(null)), { maxLength: 12 });
  const rows = fc.array(fc.record({ namespace: fc.constantFrom('a', 'b'), cells }));
  const counted = EVENT_VIEW.columns.findIndex(({ id }) => id === 'count');
  fc.assert(
    fc.property(rows, events => {
      const all = events.reduce(
        (sum, event) => sum + (typeof event.cells[counted] === 'number' ? event.cells[counted] : 1),
        0,
      );
      expect(joinEvents(events).reduce((sum, { count }) => sum + count, 0)).toBe(all);
    }),
  );
});
