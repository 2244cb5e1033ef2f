import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Boundary } from './boundary.ts';
import { Faults } from './faults.ts';
import { Leased } from '../hub/sharing/leased.ts';

function bounded() {
  const clock = new FakeClock();
  const faults = new Faults(silentLogger);
  const ends: string[] = [];
  const boundary = new Boundary('test', { clock, faults, end: message => ends.push(message) });
  return { clock, faults, ends, boundary };
}

const fail = () => {
  throw new Error('broken');
};
const ENDED = ['broken'];

test.each<[string, (boundary: Boundary) => void]>([
  ['a callback', boundary => boundary.guard(fail)()],
  ['a timer', boundary => boundary.clock.schedule(5, fail)],
  ['a loose promise', boundary => boundary.follow(Promise.reject(new Error('broken')))],
])('what %s throws ends its owner once, with a message, is counted, and goes no further', async (_name, attack) => {
  const { clock, faults, ends, boundary } = bounded();
  attack(boundary);
  attack(boundary);
  await clock.advance(10);
  expect(ends).toEqual(ENDED);
  expect([...faults.contained]).toEqual([['test', 1]]);
  let isRun = false;
  boundary.run(() => {
    isRun = true;
  });
  expect(isRun).toBe(false);
});

test('an end that fails itself is counted as well, and goes no further', () => {
  const faults = new Faults(silentLogger);
  const boundary = new Boundary('test', { clock: new FakeClock(), faults, end: fail });
  boundary.run(fail);
  expect([...faults.contained]).toEqual([['test', 2]]);
});

test('without an end the owner goes on', () => {
  const faults = new Faults(silentLogger);
  const boundary = new Boundary('test', { clock: new FakeClock(), faults });
  let runs = 0;
  for (let i = 0; i < 3; i++)
    boundary.run(() => {
      runs++;
      fail();
    });
  expect([runs, faults.contained.get('test')]).toEqual([3, 3]);
});

test('a shared thing that fails is closed, its readers are told why, and who asks next gets a new one', async () => {
  const { clock, faults } = bounded();
  const shared = new Leased<{ boundary: Boundary; close(): void }>({ place: 'thing', clock, faults, lingerMs: 1_000 });
  let closed = 0;
  const create = (boundary: Boundary) => ({ boundary, close: () => closed++ });
  const told: string[] = [];
  const first = shared.lease('a', create, { onFault: message => told.push(`first: ${message}`) });
  const second = shared.lease('a', create, { onFault: () => fail() });
  const third = shared.lease('a', create, { onFault: message => told.push(`third: ${message}`) });
  expect(second.value).toBe(first.value);
  first.value.boundary.run(fail);
  expect(told).toEqual(['first', 'third'].map(who => `${who}: ${ENDED[0]}`));
  expect([closed, shared.size]).toEqual([1, 0]);
  const fresh = shared.lease('a', create);
  expect(fresh.value).not.toBe(first.value);
  // What they give back is no more.
  for (const lease of [first, second, third]) lease.release();
  await clock.advance(2_000);
  expect([closed, shared.size]).toEqual([1, 1]);
});

test('what nobody caught is said and counted, and the process is not ended', () => {
  const said: string[] = [];
  const process = new EventEmitter();
  const faults = new Faults({
    ...silentLogger,
    error: (fields, message) => void said.push(`${String(fields['error'])} ${message}`),
  });
  faults.watchProcess(process as unknown as NodeJS.Process);
  process.emit('uncaughtException', new Error('one'), 'uncaughtException');
  process.emit('unhandledRejection', 'two');
  expect(faults.uncaught).toBe(2);
  expect(said.map(line => line.split('\n')[0])).toEqual([
    expect.stringContaining('one'),
    expect.stringContaining('two'),
  ]);
});
