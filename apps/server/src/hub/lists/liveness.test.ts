import { describe, expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Liveness } from './liveness.ts';

const REASON = { code: 'connectionCut', params: {}, message: 'cut' };
const CUT = { retryAt: null, isEmpty: false };

function world() {
  const clock = new FakeClock();
  const liveness = new Liveness(clock);
  const told: string[] = [];
  const end = liveness.subscribe(() => void told.push(liveness.state.kind));
  return { clock, liveness, told, end };
}

test('before anything was heard it is loading, and nobody is told so', () => {
  const { liveness, told } = world();
  expect([liveness.state, told]).toEqual([{ kind: 'loading', loaded: 0, total: null }, []]);
});

test('it is live at once where nothing was missed, after what is shown was handed on', () => {
  const { clock, liveness, told } = world();
  const order: string[] = [];
  liveness.setLive(() => void order.push(liveness.state.kind));
  expect([order, liveness.state, told, clock.pendingTimers]).toEqual([['loading'], { kind: 'live' }, ['live'], 0]);
});

describe('after a cut', () => {
  test('it is live again once what was missed had time to come, and was handed on', async () => {
    const { clock, liveness, told } = world();
    liveness.setLive();
    liveness.setStale(REASON, CUT);
    const handedOn: string[] = [];
    liveness.setLive(() => void handedOn.push(liveness.state.kind));
    await clock.advance(59);
    expect([liveness.state.kind, handedOn]).toEqual(['stale', []]);
    await clock.advance(1);
    expect([liveness.state.kind, handedOn, told]).toEqual(['live', ['stale'], ['live', 'stale', 'live']]);
  });

  test('a second one meanwhile keeps it from being called live', async () => {
    const { clock, liveness, told } = world();
    liveness.setLive();
    liveness.setStale(REASON, CUT);
    liveness.setLive();
    await clock.advance(59);
    liveness.setStale(REASON, { retryAt: 5, isEmpty: false });
    await clock.advance(1_000);
    expect([liveness.state.kind, told]).toEqual(['stale', ['live', 'stale', 'stale']]);
    expect(clock.pendingTimers).toBe(0);
  });

  test('two openings are one: it is called live once, a while after the last', async () => {
    const { clock, liveness, told } = world();
    liveness.setLive();
    liveness.setStale(REASON, CUT);
    liveness.setLive();
    await clock.advance(40);
    liveness.setLive();
    await clock.advance(40);
    expect(liveness.state.kind).toBe('stale');
    await clock.advance(20);
    expect(told).toEqual(['live', 'stale', 'live']);
  });

  test('nothing is called live any more once it is closed', async () => {
    const { clock, liveness, told } = world();
    liveness.setLive();
    liveness.setStale(REASON, CUT);
    liveness.setLive();
    liveness.close();
    await clock.advance(1_000);
    expect([told, clock.pendingTimers]).toEqual([['live', 'stale'], 0]);
  });
});

describe('since when it is stale', () => {
  const since = ({ state }: Liveness) => (state.kind === 'stale' ? state.since : null);

  test('since it was live, however often it is tried in vain', async () => {
    const { clock, liveness } = world();
    liveness.setLive();
    await clock.advance(1_000);
    const cutAt = clock.now();
    liveness.setStale(REASON, CUT);
    await clock.advance(5_000);
    liveness.setStale(REASON, { retryAt: clock.now() + 100, isEmpty: true });
    expect(liveness.state).toEqual({
      ...{ kind: 'stale', since: cutAt, reason: REASON },
      ...{ retryAt: clock.now() + 100, isEmpty: true },
    });
  });

  test('since it was heard of, where it was being read; from now on where it never was', async () => {
    const { clock, liveness } = world();
    const begun = clock.now();
    await clock.advance(500);
    liveness.setStale(REASON, CUT);
    expect(since(liveness)).toBe(begun + 500);
    const other = new Liveness(clock);
    other.heard();
    await clock.advance(500);
    other.setStale(REASON, CUT);
    expect(since(other)).toBe(begun + 500);
  });

  test('what is read now and then is as true as when it was read', async () => {
    const { clock, liveness } = world();
    const begun = clock.now();
    liveness.setPolled(REASON, { retryAt: 1, everyMs: 30_000 });
    expect(since(liveness)).toBe(begun);
    await clock.advance(10_000);
    liveness.heard();
    await clock.advance(10_000);
    liveness.setPolled(REASON, { retryAt: 2, everyMs: 30_000 });
    expect(liveness.state).toEqual({
      ...{ kind: 'stale', since: begun + 10_000, reason: REASON },
      ...{ retryAt: 2, isEmpty: false, everyMs: 30_000 },
    });
  });
});

test('news of what is shown go to all, and to nobody who left', () => {
  const { liveness, told, end } = world();
  let others = 0;
  liveness.subscribe(() => others++);
  liveness.changed();
  end();
  liveness.changed();
  expect([told, others]).toEqual([['loading'], 2]);
});
