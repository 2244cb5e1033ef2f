import { expect, test, vi } from 'vitest';
import {
  clockTime,
  columnMoment,
  dayOf,
  dayText,
  exactTime,
  hourOf,
  isKnownZone,
  secondText,
  shortMoment,
  zoneName,
} from './time-text.ts';

const MOMENT = Date.UTC(2026, 2, 29, 0, 30, 5);

/** Node writes narrow spaces where a browser may write others. */
const plain = (text: string) => text.replaceAll(/\s/g, ' ');

test.each([
  ['en', 'UTC', 'Mar 29, 2026, 00:30:05 UTC'],
  ['en', 'Europe/Berlin', 'Mar 29, 2026, 01:30:05 GMT+1'],
  ['en', 'America/New_York', 'Mar 28, 2026, 20:30:05 EDT'],
  ['en', 'Asia/Kathmandu', 'Mar 29, 2026, 06:15:05 GMT+5:45'],
  ['zh-CN', 'UTC', '2026年3月29日 UTC 00:30:05'],
  ['zh-CN', 'Asia/Shanghai', '2026年3月29日 GMT+8 08:30:05'],
  ['zh-CN', 'America/New_York', '2026年3月28日 GMT-4 20:30:05'],
])('the exact time in %s and %s says its zone', (locale, zone, text) => {
  expect(plain(exactTime(MOMENT, { locale, zone }))).toBe(text);
});

test('the clock change of a zone is in what is told', () => {
  const reading = { locale: 'en', zone: 'Europe/Berlin' };
  expect(plain(clockTime(Date.UTC(2026, 2, 29, 0, 59, 59), reading))).toBe('01:59:59');
  expect(plain(clockTime(Date.UTC(2026, 2, 29, 1), reading))).toBe('03:00:00');
  expect([hourOf(Date.UTC(2026, 2, 29, 0, 59), reading), hourOf(Date.UTC(2026, 2, 29, 1), reading)]).toEqual([1, 3]);
});

test.each([
  ['America/New_York', '2026-03-28', 20, 'Sat, Mar 28'],
  ['UTC', '2026-03-29', 0, 'Sun, Mar 29'],
  ['Pacific/Kiritimati', '2026-03-29', 14, 'Sun, Mar 29'],
])('a day begins at midnight of %s', (zone, day, hour, text) => {
  expect([dayOf(MOMENT, { zone }), hourOf(MOMENT, { zone }), dayText(MOMENT, { locale: 'en', zone })]).toEqual([
    day,
    hour,
    text,
  ]);
});

test('a moment in a column says as much as tells it from now: today is that of the zone', () => {
  const evening = Date.UTC(2026, 2, 28, 23);
  const utc = { locale: 'en', zone: 'UTC' };
  const berlin = { locale: 'en', zone: 'Europe/Berlin' };
  expect(plain(columnMoment(evening, MOMENT, utc))).toBe('Mar 28, 23:00');
  expect(plain(columnMoment(evening, MOMENT, berlin))).toBe('00:00:00');
  expect(plain(columnMoment(Date.UTC(2024, 1, 29), MOMENT, utc))).toBe('Feb 29, 2024');
  expect(columnMoment(evening, MOMENT, { locale: 'zh-CN', zone: 'UTC' })).toBe('3月28日 23:00');
  expect(plain(shortMoment(evening, MOMENT, utc))).toBe('Mar 28');
  expect(plain(shortMoment(evening, MOMENT, berlin))).toBe('00:00');
});

test('a zone has a name; those that are not known here are told from those that are', () => {
  expect(zoneName({ zone: 'Asia/Tokyo' })).toBe('Asia/Tokyo');
  expect(zoneName({ zone: undefined })).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone);
  expect(['UTC', 'Asia/Tokyo', 'Mars/Olympus', ''].map(isKnownZone)).toEqual([true, true, false, false]);
});

test.each([
  // Its clock is changed by half an hour, at half past three in UTC.
  ['Australia/Lord_Howe', Date.UTC(2026, 9, 3, 15, 29, 59), ['2026-10-04 01:59:59', '2026-10-04 02:30:00']],
  ['Europe/Berlin', Date.UTC(2026, 9, 25, 0, 59, 59), ['2026-10-25 02:59:59', '2026-10-25 02:00:00']],
  ['Asia/Kathmandu', Date.UTC(2026, 0, 1, 18, 14, 59), ['2026-01-01 23:59:59', '2026-01-02 00:00:00']],
])('a moment to the second in %s, the next one', (zone, ms, texts) => {
  expect([ms, ms + 1_000.5].map(at => secondText(at, { zone }))).toEqual(texts);
});

test('moments near each other ask once how far a zone is ahead: a log has a million', () => {
  const asked = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
  const hour = Date.UTC(2026, 5, 1, 12);
  for (let ms = 0; ms < 3_600_000; ms += 1_000) secondText(hour + ms, { zone: 'Asia/Tokyo' });
  expect(asked.mock.calls.length).toBeLessThanOrEqual(4);
});
