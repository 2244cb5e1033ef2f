import { expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ContainerOutput } from './container-output.ts';

const textOf = (output: ContainerOutput, from = 0) =>
  output
    .lines(from, output.countAt(Number.POSITIVE_INFINITY))
    .map(({ text }) => text)
    .join('');

test('a line is told when it is whole, with the time of its end; last words stand without one', async () => {
  const clock = new FakeClock(0);
  const output = new ContainerOutput(clock);
  output.write('out', 'one');
  output.write('err', 'wrong\n');
  expect(textOf(output)).toBe('wrong\n');
  await clock.advance(1_000);
  output.write('out', ' more\ntwo');
  expect(output.lines(0, 9)).toEqual([
    { at: 0, text: 'wrong\n' },
    { at: 1_000, text: 'one more\n' },
  ]);
  expect([output.countAt(999), output.countAt(1_000)]).toEqual([1, 2]);
  output.end();
  expect(textOf(output)).toBe('wrong\none more\ntwo');
});

test('who waits is told once, of more and of the end', () => {
  const output = new ContainerOutput(new FakeClock());
  let told = 0;
  const tell = () => void told++;
  output.onMore(tell);
  output.write('out', 'a\n');
  output.write('out', 'b\n');
  expect(told).toBe(1);
  output.onMore(tell);
  output.end();
  output.onMore(tell)();
  output.write('out', 'c\n');
  expect(told).toBe(2);
});

test('the oldest lines are forgotten, and counted all the same', () => {
  const output = new ContainerOutput(new FakeClock());
  for (let i = 0; i < 30_000; i++) output.write('out', `${i}\n`);
  const count = output.countAt(Number.POSITIVE_INFINITY);
  expect(count).toBe(30_000);
  expect(output.lines(count - 1, count)).toMatchObject([{ text: '29999\n' }]);
  expect(output.lines(0, count).length).toBeLessThanOrEqual(20_000);
  expect(output.lines(0, 5)).toEqual([]);
  output.write('out', 'x'.repeat(3 * 1024 * 1024));
  expect(output.size).toBeLessThanOrEqual(1024 * 1024);
  output.forget();
  expect([output.size, textOf(output)]).toEqual([0, '']);
});
