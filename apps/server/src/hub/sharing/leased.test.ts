import { describe, expect, test } from 'vitest';
import type { Boundary } from '../../faults/boundary.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Leased } from './leased.ts';

const LINGER_MS = 30_000;

class Thing {
  readonly name: string;
  readonly boundary: Boundary;
  closed = 0;

  constructor(name: string, boundary: Boundary) {
    this.name = name;
    this.boundary = boundary;
  }

  close(): void {
    this.closed++;
  }
}

function world() {
  const clock = new FakeClock();
  const reported: string[] = [];
  const faults = { report: (place: string, error: unknown) => void reported.push(`${place}: ${String(error)}`) };
  const leased = new Leased<Thing>({ place: 'list', clock, faults, lingerMs: LINGER_MS });
  const made: Thing[] = [];
  const create = (name: string) => (boundary: Boundary) => {
    const thing = new Thing(name, boundary);
    made.push(thing);
    return thing;
  };
  const told: string[] = [];
  const lease = (key: string, onFault?: (message: string) => void) => leased.lease(key, create(key), { onFault });
  return { clock, leased, made, reported, told, lease };
}

describe('what is shared', () => {
  test('is made once for each key, and read by any number', () => {
    const { leased, lease, made } = world();
    expect([lease('a').value, lease('b').value, lease('a').value]).toEqual([made[0], made[1], made[0]]);
    expect(leased.size).toBe(2);
    expect(leased.entries()).toEqual([
      { value: made[0], readers: 2 },
      { value: made[1], readers: 1 },
    ]);
    expect([leased.peek('b'), leased.peek('c')]).toEqual([made[1], undefined]);
  });

  test('is held on while somebody asks for it; not what somebody reads, and not for ever', async () => {
    const { clock, leased, lease, made } = world();
    const reader = lease('a');
    leased.hold('a', 45_000);
    leased.hold('nothing', 45_000);
    await clock.advance(60_000);
    reader.release();
    for (let i = 0; i < 3; i++) {
      await clock.advance(LINGER_MS - 1);
      leased.hold('a', 45_000);
    }
    await clock.advance(44_999);
    expect(made[0]?.closed).toBe(0);
    await clock.advance(1);
    expect([made[0]?.closed, leased.size]).toEqual([1, 0]);
  });

  test('that is held may be read again, and is kept then as ever', async () => {
    const { clock, leased, lease, made } = world();
    lease('a').release();
    leased.hold('a', 45_000);
    const again = lease('a');
    await clock.advance(90_000);
    expect(made[0]?.closed).toBe(0);
    again.release();
    await clock.advance(LINGER_MS);
    expect(made[0]?.closed).toBe(1);
  });

  test('is kept for a while after the last reader has gone, and closed then, once', async () => {
    const { clock, leased, lease, made } = world();
    const first = lease('a');
    const second = lease('a');
    first.release();
    await clock.advance(2 * LINGER_MS);
    expect(made[0]?.closed).toBe(0);
    second.release();
    await clock.advance(LINGER_MS - 1);
    expect([made[0]?.closed, leased.size]).toEqual([0, 1]);
    await clock.advance(1);
    expect([made[0]?.closed, leased.size, clock.pendingTimers]).toEqual([1, 0, 0]);
  });

  test('is the same for who comes back in time, and its time begins anew', async () => {
    const { clock, lease, made } = world();
    lease('a').release();
    await clock.advance(LINGER_MS - 1);
    const back = lease('a');
    await clock.advance(2 * LINGER_MS);
    expect([back.value, made[0]?.closed, clock.pendingTimers]).toEqual([made[0], 0, 0]);
    back.release();
    await clock.advance(LINGER_MS);
    expect([made.length, made[0]?.closed]).toEqual([1, 1]);
  });

  test('is made anew for who comes too late', async () => {
    const { clock, lease, made } = world();
    lease('a').release();
    await clock.advance(LINGER_MS);
    expect(lease('a').value).toBe(made[1]);
    expect(made.map(({ closed }) => closed)).toEqual([1, 0]);
  });

  test('is closed at once where its reader ends it, and not while another reads it', async () => {
    const { clock, lease, made } = world();
    const [one, other] = [lease('a'), lease('a')];
    one.end();
    expect(made[0]?.closed).toBe(0);
    other.end();
    expect([made[0]?.closed, clock.pendingTimers]).toEqual([1, 0]);
  });

  test('is left by each reader once: to say it again takes it from nobody else', async () => {
    const { clock, lease, made } = world();
    const [one] = [lease('a'), lease('a')];
    one.release();
    one.release();
    one.end();
    await clock.advance(2 * LINGER_MS);
    expect(made[0]?.closed).toBe(0);
  });

  test('is closed with all the rest, also what nobody reads any more', () => {
    const { clock, leased, lease, made } = world();
    lease('a');
    lease('b').release();
    leased.close();
    expect(made.map(({ closed }) => closed)).toEqual([1, 1]);
    expect([leased.size, clock.pendingTimers]).toEqual([0, 0]);
  });
});

describe('one that fails', () => {
  test('is closed and told to all its readers, and to no other', () => {
    const { leased, lease, made, reported, told } = world();
    lease('a', message => told.push(`one ${message}`));
    lease('a', message => told.push(`other ${message}`));
    lease('b', message => told.push(`b ${message}`));
    made[0]?.boundary.run(() => {
      throw new Error('broken');
    });
    expect(told).toEqual(['one broken', 'other broken']);
    expect(reported).toEqual(['list: Error: broken']);
    expect([made[0]?.closed, made[1]?.closed, leased.size]).toEqual([1, 0, 1]);
  });

  test('is made anew by who asks next; its former readers leave what is gone, and nothing else', async () => {
    const { clock, lease, made } = world();
    const before = lease('a', () => {});
    made[0]?.boundary.end('broken');
    const after = lease('a');
    expect(after.value).toBe(made[1]);
    before.release();
    before.end();
    await clock.advance(2 * LINGER_MS);
    expect(made.map(({ closed }) => closed)).toEqual([1, 0]);
  });

  test('is not told to who left it before', () => {
    const { lease, made, told } = world();
    lease('a', message => told.push(message)).release();
    made[0]?.boundary.end('broken');
    expect([told, made[0]?.closed]).toEqual([[], 1]);
  });

  test('keeps the news from nobody, though one of them fails over it', () => {
    const { lease, made, reported, told } = world();
    lease('a', () => {
      throw new Error('reader');
    });
    lease('a', message => told.push(message));
    made[0]?.boundary.end('broken');
    expect(told).toEqual(['broken']);
    expect(reported).toEqual(['reader of a list: Error: reader']);
  });

  test('while it is made is no one’s: it is closed, and who asked is told', () => {
    const { leased, lease, made } = world();
    const failing = () =>
      leased.lease('a', boundary => {
        const thing = new Thing('a', boundary);
        made.push(thing);
        boundary.end('never began');
        return thing;
      });
    expect(failing).toThrow('never began');
    expect([made[0]?.closed, leased.size]).toEqual([1, 0]);
    expect(lease('a').value).toBe(made[1]);
  });

  test('runs nothing more once it is closed', async () => {
    const { clock, lease, made, reported, told } = world();
    lease('a', message => told.push(message)).end();
    made[0]?.boundary.run(() => void told.push('ran'));
    made[0]?.boundary.end('too late');
    await clock.advance(LINGER_MS);
    expect([told, reported, made[0]?.closed]).toEqual([[], [], 1]);
  });
});

test('what is of another clock runs by that', async () => {
  const { clock, leased, made } = world();
  const own = new FakeClock(0);
  leased.lease('a', boundary => made[made.push(new Thing('a', boundary)) - 1] as Thing, { clock: own });
  const ran: string[] = [];
  made[0]?.boundary.clock.schedule(10, () => void ran.push('own'));
  await clock.advance(100);
  expect(ran).toEqual([]);
  await own.advance(10);
  expect(ran).toEqual(['own']);
});
