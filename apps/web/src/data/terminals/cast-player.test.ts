import { expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { CastPlayer, type PlayerState, readCast } from './cast-player.ts';

const TEXT = [
  { version: 2, width: 80, height: 24, timestamp: 1 },
  [0.5, 'o', 'one '],
  [1, 'r', '100x30'],
  [1, 'o', 'two '],
  [1.5, 'i', 'typed'],
  [61, 'o', 'three'],
]
  .map(line => JSON.stringify(line))
  .join('\n');

function start(text = TEXT) {
  const clock = new FakeClock();
  const done: string[] = [];
  const states: PlayerState[] = [];
  const screen = {
    write: (written: string) => void done.push(written),
    clear: () => void done.push('clear'),
    resize: ({ columns, rows }: { columns: number; rows: number }) => void done.push(`${columns}x${rows}`),
  };
  const cast = must(readCast(text), 'a recording');
  return { clock, done, states, cast, player: new CastPlayer(cast, { screen, clock, onChange: s => states.push(s) }) };
}

test('it is played as fast as it was made, pauses cut short, to its end, and then from the beginning', async () => {
  const { clock, done, states, player } = start();
  player.play();
  await clock.advance(500);
  expect(done).toEqual(['80x24', 'one ']);
  await clock.advance(500);
  expect(done.slice(2)).toEqual(['100x30', 'two ']);
  await clock.advance(2_000);
  expect([done.at(-1), states.at(-1)]).toEqual(['three', { atMs: 61_000, isPlaying: false }]);
  player.play();
  expect([done.slice(-2), states.at(-1)]).toEqual([['clear', '80x24'], { atMs: 0, isPlaying: true }]);
  player.pause();
  await clock.advance(10_000);
  expect(states.at(-1)).toEqual({ atMs: 0, isPlaying: false });
});

test('gone to a place the screen is as it was then; it plays on only where it played', async () => {
  const { clock, done, states, player } = start();
  player.seek(1_200);
  expect(done.slice(1)).toEqual(['clear', '80x24', 'one ', '100x30', 'two ']);
  await clock.advance(10_000);
  expect([done.length, states.at(-1)]).toEqual([6, { atMs: 1_200, isPlaying: false }]);
  player.play();
  player.seek(0);
  await clock.advance(500);
  expect(done.slice(-3)).toEqual(['clear', '80x24', 'one ']);
  player.pause();
});

test('what is no recording is none; of one that was cut the rest is played; no size is out of reason', () => {
  for (const text of ['', 'x', '{"version":1}', '[1]']) expect(readCast(text)).toBeNull();
  const { cast } = start(`${TEXT}\n[62,"o","hal`);
  expect([cast.frames.length, cast.durationMs]).toEqual([4, 61_000]);
  expect(readCast('{"version":2,"width":1e9,"height":-4}')).toMatchObject({ columns: 1_000, rows: 1 });
});
