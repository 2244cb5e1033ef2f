import { expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { FrameBeat, type FrameOutcome } from './frame-beat.ts';

/** When frames were asked for, and what came of them. */
function scene() {
  const clock = new FakeClock();
  const sent: number[] = [];
  const state: { outcome: FrameOutcome } = { outcome: 'rows' };
  const start = clock.elapsed();
  const beat = new FrameBeat(clock, () => {
    sent.push(clock.elapsed() - start);
    return state.outcome;
  });
  return { clock, sent, state, beat };
}

const NEWS = { isFillingUp: false, isAnswer: false };

test('the first frame after a pause goes at once, and under steady changes there are twenty a second', async () => {
  const { clock, sent, beat } = scene();
  for (let i = 0; i < 500; i++) {
    beat.requestFrame(NEWS);
    await clock.advance(2);
  }
  expect(sent[0]).toBeCloseTo(0);
  expect(sent.length).toBeGreaterThanOrEqual(19);
  expect(sent.length).toBeLessThanOrEqual(21);
  beat.close();
});

test('an answer that somebody waits for goes at once, also under steady changes', async () => {
  const { clock, sent, beat } = scene();
  beat.requestFrame(NEWS);
  await clock.advance(3);
  beat.requestFrame(NEWS);
  beat.requestFrame({ ...NEWS, isAnswer: true });
  await clock.advance(1);
  expect(sent.map(Math.round)).toEqual([0, 3]);
  beat.close();
});

test('the counts of a list that is filling up wait, and what is more urgent does not wait with them', async () => {
  const { clock, sent, state, beat } = scene();
  state.outcome = 'counts';
  beat.requestFrame(NEWS);
  await clock.advance(1);
  beat.requestFrame({ ...NEWS, isFillingUp: true });
  await clock.advance(200);
  expect(sent).toHaveLength(1);
  beat.requestFrame(NEWS);
  await clock.advance(1);
  expect(sent).toHaveLength(2);
  beat.close();
});

test('a tab that is behind is tried again; one that nobody looks at gets its frame when somebody does', async () => {
  const { clock, sent, state, beat } = scene();
  state.outcome = 'busy';
  beat.requestFrame(NEWS);
  await clock.advance(120);
  expect(sent.map(Math.round)).toEqual([0, 50, 100]);
  beat.pause();
  await clock.advance(1_000);
  expect(sent).toHaveLength(3);
  state.outcome = 'rows';
  beat.resume();
  await clock.advance(1);
  expect(sent).toHaveLength(4);
  beat.close();
  beat.resume();
  await clock.advance(1_000);
  expect(sent).toHaveLength(4);
});

test('what becomes new while a frame is made goes with the next beat, not at once', async () => {
  const clock = new FakeClock();
  const sent: number[] = [];
  const start = clock.elapsed();
  const beat = new FrameBeat(clock, () => {
    sent.push(Math.round(clock.elapsed() - start));
    if (sent.length === 1) beat.requestFrame(NEWS);
    return 'rows';
  });
  beat.requestFrame(NEWS);
  await clock.advance(1_000);
  expect(sent).toHaveLength(2);
  expect(sent[1]).toBeGreaterThanOrEqual(50);
  beat.close();
});
