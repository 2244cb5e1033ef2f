import { describe, expect, test } from 'vitest';
import { HistoryStatus, HistoryUnavailable, unlessUnavailable } from './history-status.ts';

function heard(options: ConstructorParameters<typeof HistoryStatus>[0] = { isLasting: true }) {
  const status = new HistoryStatus(options);
  const told: (string | number | null)[][] = [];
  const end = status.subscribe(({ problem, unreadable }) => void told.push([problem, unreadable]));
  return { status, told, end };
}

test('it begins as it was opened', () => {
  expect(heard().status.state).toEqual({ isLasting: true, problem: null, unreadable: 0 });
  const refused = { isLasting: false, problem: 'disk full' };
  expect(heard(refused).status.state).toEqual({ ...refused, unreadable: 0 });
});

describe('everybody is told', () => {
  test('that it cannot be written, once for each reason, and that it can again', () => {
    const { status, told } = heard();
    status.fail(new Error('disk full'));
    status.fail(new Error('disk full'));
    status.fail('locked');
    status.recover();
    status.recover();
    expect(told).toEqual([
      ['disk full', 0],
      ['locked', 0],
      [null, 0],
    ]);
    expect(status.state.isLasting).toBe(true);
  });

  test('how many records cannot be read: each is one, however often it is met', () => {
    const { status, told } = heard();
    for (const record of ['run 1', 'run 2', 'run 1', 'run 2']) status.skip(record);
    expect(told).toEqual([
      [null, 1],
      [null, 2],
    ]);
  });

  test('of a thousand that many, and no more: the rest is not told apart', () => {
    const { status, told } = heard();
    for (let i = 0; i < 1_100; i++) status.skip(`run ${i}`);
    expect([status.state.unreadable, told.length]).toEqual([1_000, 1_000]);
  });

  test('a problem does not hide the unreadable, nor they the problem', () => {
    const { status } = heard();
    status.skip('run 1');
    status.fail(new Error('disk full'));
    status.skip('run 2');
    expect(status.state).toEqual({ isLasting: true, problem: 'disk full', unreadable: 2 });
    status.recover();
    expect(status.state).toEqual({ isLasting: true, problem: null, unreadable: 2 });
  });

  test('and nobody who left', () => {
    const { status, told, end } = heard();
    end();
    status.fail(new Error('disk full'));
    expect(told).toEqual([]);
  });
});

test('where nothing can be read there is no answer; another failure is one', async () => {
  expect(await unlessUnavailable(Promise.resolve(7))).toBe(7);
  expect(await unlessUnavailable(Promise.reject(new HistoryUnavailable('locked')))).toBeNull();
  await expect(unlessUnavailable(Promise.reject(new TypeError('a fault')))).rejects.toThrow('a fault');
  expect(new HistoryUnavailable('locked').statusCode).toBe(503);
});
