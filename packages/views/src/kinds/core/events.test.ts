import { expect, test } from 'vitest';
import { columnIndex } from '../../kind-index.ts';
import { EVENT_VIEW, lastSeen } from './events.ts';

const cell = (column: string, event: object) =>
  EVENT_VIEW.columns[columnIndex(EVENT_VIEW, column)]?.read(event, { now: 0 });
const [FIRST, LAST, MADE] = ['2026-11-23T08:00:00Z', '2026-11-23T09:00:00Z', '2026-11-23T07:00:00Z'];

test.each([
  [{ type: 'Normal' }, 'Normal', 'muted'],
  [{ type: 'Warning' }, 'Warning', 'warning'],
  [{}, 'Normal', 'muted'],
])('%j is %s, and that is %s', (event, status, tone) => {
  expect(cell('type', event)).toEqual({ status, tone });
});

test('an event belongs to the object that it is about', () => {
  const involvedObject = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web', uid: 'u' };
  expect(EVENT_VIEW.ownerUid?.({ involvedObject })).toBe('u');
  const { uid: _uid, ...reference } = involvedObject;
  expect(EVENT_VIEW.ownerOf?.({ involvedObject })).toEqual(reference);
});

// Events of both API groups, old and new, say the same in different fields.
test.each([
  ['a series', { series: { lastObservedTime: LAST, count: 7 }, eventTime: FIRST, count: 2 }, LAST, 7, FIRST],
  ['one that was counted', { firstTimestamp: FIRST, lastTimestamp: LAST, eventTime: MADE, count: 3 }, LAST, 3, FIRST],
  ['one that happened once', { eventTime: FIRST, metadata: { creationTimestamp: MADE } }, FIRST, 1, FIRST],
  ['one without times of its own', { metadata: { creationTimestamp: MADE } }, MADE, 1, null],
])('%s: when it was last, how often, and when first', (_what, event, last, count, first) => {
  expect(lastSeen(event)).toBe(last);
  expect(cell('lastSeen', event)).toBe(Date.parse(last));
  expect(cell('count', event)).toBe(count);
  expect(cell('firstSeen', event)).toBe(first === null ? null : Date.parse(first));
});
