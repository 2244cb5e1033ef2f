import { expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ClusterClock } from './cluster-clock.ts';

const MINUTE_MS = 60_000;

function start(aheadMs = 0) {
  const local = new FakeClock();
  const clock = new ClusterClock(local);
  const told: number[] = [];
  clock.onChange(shiftMs => told.push(shiftMs));
  const there = { aheadMs };
  const hear = (headers: { date?: string; age?: string } = {}) =>
    clock.hear({ date: new Date(local.now() + there.aheadMs).toUTCString(), ...headers }, local.elapsed() - 10);
  return { local, clock, told, there, hear };
}

test("it is this machine's until two answers agree, and then the cluster's; whoever shows it is told", async () => {
  const { local, clock, told, hear } = start(10 * MINUTE_MS);
  await local.advance(5_300);
  hear();
  expect(clock.now()).toBe(local.now());
  expect(clock.isKnown).toBe(false);
  hear();
  expect(clock.isKnown).toBe(true);
  expect(Math.abs(clock.now() - local.now() - 10 * MINUTE_MS)).toBeLessThan(1_000);
  expect(told).toHaveLength(1);
  expect(Math.abs((told[0] ?? 0) - 10 * MINUTE_MS)).toBeLessThan(1_000);
  const before = clock.now();
  await local.advance(1_000);
  expect(clock.now()).toBe(before + 1_000);
  hear();
  expect(told).toHaveLength(1);
});

test("this machine's clock may be set to any time: the cluster's goes on", async () => {
  const { local, clock, told, there, hear } = start();
  await local.advance(5_300);
  hear();
  hear();
  const before = clock.now();
  local.set(-60 * MINUTE_MS);
  there.aheadMs = 60 * MINUTE_MS;
  expect(clock.now()).toBe(before);
  hear();
  expect(clock.now()).toBe(before);
  // That it became known.
  expect(told).toHaveLength(1);
});

test.each<[string, { date?: string; age?: string } | { date: undefined }]>([
  ['no date', { date: undefined }],
  ['a date that is none', { date: 'yesterday' }],
  ['a date that only JavaScript reads', { date: '2031-01-01' }],
  ['a time before there was any cluster', { date: 'Thu, 01 Jan 1970 00:00:00 GMT' }],
  ['a time that no certificate reaches', { date: 'Fri, 31 Dec 9999 23:59:59 GMT' }],
  ['a month that there is not', { date: 'Thu, 01 Foo 2026 00:00:00 GMT' }],
  ['an answer from a cache', { age: '3' }],
])('%s says nothing', async (_, headers) => {
  const { local, clock, told, hear } = start(60 * MINUTE_MS);
  await local.advance(5_300);
  for (let i = 0; i < 5; i++) hear(headers as { date?: string });
  expect(clock.isKnown).toBe(false);
  expect(clock.now()).toBe(local.now());
  expect(told).toEqual([]);
});
