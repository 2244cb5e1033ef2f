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

test('what it is about is told as far as any of the lines knows it', () => {
  const owner = { apiVersion: 'v1', kind: 'Pod', name: 'a' };
  const [known] = joinEvents([{ ...row('a', 'BackOff', 1), owner }, row('a', 'BackOff', 9)]);
  expect(known?.about).toEqual({ ...owner, namespace: 'n' });
  expect(joinEvents([row('a', 'BackOff', 1)])[0]?.about).toBeNull();
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

test('the newest are told first, those of one time in the same order each time, and another reason is another line', () => {
  const rows = [row('b', 'Killing', 2), row('a', 'Pulled', 1), row('a', 'Killing', 2), row('c', 'Killing', 3)];
  const order = ['Killing Pod/c', 'Killing Pod/a', 'Killing Pod/b', 'Pulled Pod/a'];
  const told = (events: typeof rows) => joinEvents(events).map(({ reason, object }) => `${reason} ${object}`);
  expect(told(rows)).toEqual(order);
  expect(told(rows.toReversed())).toEqual(order);
});

test('what has no time is the oldest; of two of one time the one that came first tells the message', () => {
  const timeless = row('a', 'Killing', 1, { firstTimestamp: null, lastTimestamp: null });
  const same = [row('b', 'Killing', 4, { message: 'first' }), row('b', 'Killing', 4, { message: 'second' })];
  expect(joinEvents([timeless, ...same]).map(({ message, firstSeen }) => [message, firstSeen])).toEqual([
    ['first', Date.parse(time(4))],
    ['at 1', null],
  ]);
  expect(joinEvents([timeless, timeless])[0]).toMatchObject({ count: 2, firstSeen: null, lastSeen: null });
  expect(joinEvents([timeless, row('a', 'Killing', 5)])[0]).toMatchObject({ firstSeen: Date.parse(time(5)) });
});

test('a line is kept only where the API server has forgotten all of it', () => {
  const [live, kept] = [row('a', 'BackOff', 9), { ...row('a', 'BackOff', 1), isKept: true }];
  expect([[kept], [kept, kept], [kept, live], [live, kept]].map(rows => joinEvents(rows)[0]?.isKept)).toEqual([
    ...[true, true, false, false],
  ]);
});
