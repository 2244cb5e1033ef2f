import { beforeEach, expect, test } from 'vitest';
import { FakeClock, settle } from '@lanthorn/testkit/fake-clock.ts';
import { PacedOutput } from './paced-output.ts';

const PART = 32 * 1024;
let clock: FakeClock;
let paced: PacedOutput;
/** What is drawn, by the first byte of each part. */
let drawn: (number | string)[];
/** Parts that are still drawn. */
let drawing: (() => void)[];
let isSlow: boolean;

beforeEach(() => {
  clock = new FakeClock();
  [drawn, drawing, isSlow] = [[], [], false];
  const write = (bytes: Uint8Array) => {
    drawn.push(bytes[0] ?? 0);
    return isSlow ? new Promise<void>(resolve => drawing.push(resolve)) : Promise.resolve();
  };
  paced = new PacedOutput({ write, clear: () => drawn.push('cleared') }, clock);
});

const part = (n: number, size = PART) => new Uint8Array(size).fill(n);
const acknowledged: number[] = [];
const flood = (count: number) => {
  acknowledged.length = 0;
  for (let i = 0; i < count; i++) void paced.write(part(i)).then(() => acknowledged.push(i));
};

test('what a program draws a screen with is drawn at once, and so is an echo a moment later', async () => {
  for (let i = 0; i < 32; i++) void paced.write(part(i, 1_000));
  expect(drawn).toHaveLength(32);
  await clock.advance(50);
  void paced.write(part(99, 1));
  expect(drawn).toHaveLength(33);
});

test('of a flood some is drawn every 50 ms, all in its order, and no more acknowledged than is drawn', async () => {
  flood(11);
  await settle();
  expect([drawn, acknowledged]).toEqual([[0], [0]]);
  await clock.advance(50);
  expect([drawn, acknowledged]).toEqual([
    [0, 1, 2, 3, 4],
    [0, 1, 2, 3, 4],
  ]);
  await clock.advance(40);
  expect(drawn).toHaveLength(5);
  await clock.advance(20);
  expect(drawn).toHaveLength(9);
  await clock.advance(60);
  expect(drawn).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  void paced.write(part(20, 1));
  expect(drawn.at(-1)).toBe(20);
  expect(clock.pendingTimers).toBe(0);
});

test('what takes long to draw leaves as long a pause', async () => {
  flood(9);
  isSlow = true;
  await clock.advance(50);
  await clock.advance(200);
  for (const resolve of drawing.splice(0)) resolve();
  await settle();
  await clock.advance(190);
  expect(drawn).toHaveLength(5);
  await clock.advance(20);
  expect(drawn).toHaveLength(9);
});

test('what ends it comes behind all that was written; what is cleared is not drawn any more, and waits for nothing', async () => {
  flood(3);
  paced.afterwards(() => drawn.push('ended'));
  await clock.advance(50);
  expect(drawn).toEqual([0, 1, 2, 'ended']);
  drawn.length = 0;
  await clock.advance(60);
  flood(3);
  paced.clear();
  await settle();
  expect([drawn, acknowledged.toSorted((a, b) => a - b)]).toEqual([
    [0, 'cleared'],
    [0, 1, 2],
  ]);
  expect(clock.pendingTimers).toBe(0);
});

test('who types gets what is waiting now and what follows as it comes; a second later a flood is drawn as before', async () => {
  flood(9);
  await settle();
  expect(drawn).toHaveLength(1);
  paced.hurry();
  for (let i = 9; i < 30; i++) void paced.write(part(i));
  await settle();
  expect(drawn).toEqual(Array.from({ length: 30 }, (_, i) => i));
  await clock.advance(1_010);
  flood(9);
  await settle();
  expect(drawn).toHaveLength(31);
  await clock.advance(50);
  expect(drawn).toHaveLength(35);
  await clock.advance(100);
  expect(drawn).toHaveLength(39);
});

test('while somebody types elsewhere a flood waits, and its server with it; after the longest pause one part of it is drawn', async () => {
  flood(20);
  await clock.advance(40);
  paced.giveWay();
  await clock.advance(399);
  expect([drawn.length, acknowledged.length]).toEqual([1, 1]);
  await clock.advance(2);
  expect(drawn).toHaveLength(5);
  const type = async (ms: number) => {
    for (let typedMs = 0; typedMs < ms; typedMs += 90) {
      paced.giveWay();
      await clock.advance(90);
    }
  };
  await type(450);
  expect(drawn).toHaveLength(5);
  await type(90);
  expect(drawn).toHaveLength(6);
  await type(1_000);
  expect(drawn).toHaveLength(8);
  await clock.advance(330);
  expect(drawn).toHaveLength(12);
});

test('of a turn that draws while somebody types nothing goes on twice', async () => {
  flood(12);
  isSlow = true;
  await clock.advance(50);
  paced.hurry();
  isSlow = false;
  for (const resolve of drawing.splice(0)) resolve();
  await settle();
  expect([drawn.length, clock.pendingTimers]).toEqual([12, 0]);
});
