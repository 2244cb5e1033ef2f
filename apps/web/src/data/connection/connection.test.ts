import { describe, expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { MAX_TARGETS, MAX_UP_BYTES, PROTOCOL_VERSION } from '@lanthorn/protocol/constants.ts';
import {
  encodeStreamFrame,
  OUTPUT_CHANNEL,
  STREAM_WINDOW_BYTES,
  type StreamFrame,
} from '@lanthorn/protocol/streams.ts';
import type { ListQuery, NamedRow } from '@lanthorn/protocol/up-messages.ts';
import { ClusterTimes } from './cluster-times.ts';
import { Connection, OPEN, type Socket } from './connection.ts';

const LOG = {
  kind: 'logs',
  cluster: 'c',
  namespace: 'n',
  pod: 'p',
  container: '',
  follow: true,
  previous: false,
  timestamps: false,
  tailLines: 1,
} as const;

class TestSocket implements Socket {
  readonly sent: { type: string; id?: number; bytes?: number }[] = [];
  isClosed = false;
  readyState = OPEN;
  readonly #listeners = new Map<string, (event: { data: unknown }) => void>();

  addEventListener(type: string, listener: (event: { data: unknown }) => void): void {
    this.#listeners.set(type, listener);
  }
  readonly frames: Uint8Array[] = [];
  send(message: string | Uint8Array): void {
    if (typeof message === 'string') this.sent.push(JSON.parse(message) as { type: string });
    else this.frames.push(message);
  }
  sendBytes(frame: StreamFrame): void {
    this.deliver(encodeStreamFrame(frame).buffer);
  }
  deliver(data: ArrayBuffer): void {
    this.#listeners.get('message')?.({ data });
  }
  close(): void {
    this.isClosed = true;
  }
  happen(type: 'open' | 'close' | 'message', data?: unknown): void {
    this.#listeners.get(type)?.({ data: JSON.stringify(data) });
  }
}

function start() {
  const clock = new FakeClock();
  const sockets: TestSocket[] = [];
  let reloads = 0;
  const door = { isShut: false };
  const times = new ClusterTimes(clock);
  const connection = new Connection({
    clock,
    times,
    random: seededRandom(1),
    open: () => {
      const socket = new TestSocket();
      sockets.push(socket);
      return socket;
    },
    reload: () => {
      reloads++;
    },
    onOperation: () => {},
    onHistory: () => {},
    onChangeSet: () => {},
    onPreferences: () => {},
    isShutOut: async () => door.isShut,
  });
  connection.start();
  const last = () => sockets.at(-1) as TestSocket;
  const welcome = () => {
    last().happen('open');
    last().happen('message', [{ type: 'welcome', version: PROTOCOL_VERSION, session: 's' }]);
  };
  return { clock, times, door, connection, sockets, last, welcome, reloads: () => reloads };
}

const QUERY = {
  kind: 'object',
  cluster: 'c',
  resource: { group: '', version: 'v1', resource: 'pods' },
  namespace: 'n',
  name: 'x',
} as const;

const LIST: ListQuery = {
  kind: 'list',
  cluster: 'c',
  resource: { group: '', version: 'v1', resource: 'pods' },
  namespaces: [],
  filter: '',
  sort: [],
  offset: 0,
  limit: 10,
  hold: false,
};

describe('the tab and its socket', () => {
  test('[PR17] on a new socket it asks what has gone of its selection, in messages of a bounded size', async () => {
    const { clock, connection, last, welcome } = start();
    const name = 'x'.repeat(253);
    const selected = Array.from({ length: MAX_TARGETS + 1 }, (_, i) => ({
      key: `${'n'.repeat(63)}/${name}`,
      uid: `1b4e28ba-2fa1-11d2-883f-${String(i).padStart(12, '0')}`,
      namespace: 'n'.repeat(63),
    }));
    let isSelecting = false;
    connection.subscribe(
      QUERY,
      () => {},
      () => (isSelecting ? selected : []),
    );
    welcome();
    isSelecting = true;
    expect(last().sent.map(({ type }) => type)).toEqual(['hello', 'subscribe']);
    last().happen('close');
    await clock.advance(1_000);
    welcome();
    const asked = last().sent.filter(message => message.type === 'selected') as { rows?: readonly NamedRow[] }[];
    expect(
      last()
        .sent.slice(0, 2)
        .map(({ type }) => type),
    ).toEqual(['hello', 'subscribe']);
    expect(asked.flatMap(({ rows = [] }) => rows.map(({ uid }) => uid))).toEqual(
      selected.slice(0, MAX_TARGETS).map(({ uid }) => uid),
    );
    for (const message of asked) expect(JSON.stringify(message).length).toBeLessThan(MAX_UP_BYTES);
  });

  test('[PR3] what it looks at is asked for again on every new socket', async () => {
    const { clock, connection, last, welcome, sockets } = start();
    connection.subscribe(QUERY, () => {});
    welcome();
    expect(last().sent.map(message => message.type)).toEqual(['hello', 'subscribe']);
    last().happen('close');
    expect(connection.state.kind).toBe('lost');
    await clock.advance(1_000);
    welcome();
    expect(sockets).toHaveLength(2);
    expect(last().sent.map(message => message.type)).toEqual(['hello', 'subscribe']);
    expect(connection.state.kind).toBe('open');
    expect(connection.epoch).toBe(2);
  });

  test('[PR3] a socket that is closing is sent nothing: what is asked meanwhile is asked over the next one', async () => {
    const { clock, connection, last, welcome } = start();
    connection.subscribe(QUERY, () => {});
    welcome();
    const closing = last();
    closing.readyState = OPEN + 1;
    const list = connection.subscribe({ ...QUERY, name: 'y' }, () => {});
    // What is asked once is not asked over the next one.
    expect(await list.askRange('a', 'b')).toEqual({ refusal: 'lost' });
    expect(closing.sent.map(({ type }) => type)).toEqual(['hello', 'subscribe']);
    closing.happen('close');
    await clock.advance(1_000);
    welcome();
    expect(last().sent.map(({ type }) => type)).toEqual(['hello', 'subscribe', 'subscribe']);
  });

  test.each([-3_600_000, 3_600_000])(
    '[PR5] a clock set by %i ms neither hides a silent socket nor ends a lively one',
    async ms => {
      const { clock, connection, welcome, last } = start();
      welcome();
      for (let beat = 0; beat < 8; beat++) {
        if (beat === 4) clock.set(ms);
        await clock.advance(10_000);
        last().happen('message', [{ type: 'pong' }]);
      }
      expect(connection.state.kind).toBe('open');
      clock.set(ms);
      await clock.advance(46_000);
      expect(connection.state.kind).toBe('lost');
    },
  );

  test('[PR5] a silent socket is given up, and its since is kept while attempts fail', async () => {
    const { clock, connection, last, welcome } = start();
    welcome();
    await clock.advance(46_000);
    expect(last().isClosed || connection.state.kind === 'lost').toBe(true);
    const { state } = connection;
    last().happen('close');
    await clock.advance(3_000);
    last().happen('close');
    expect(connection.state).toMatchObject({ kind: 'lost', since: state.kind === 'lost' ? state.since : 0 });
  });

  test.each<[string, (socket: TestSocket) => void]>([
    ['takes the socket', socket => socket.happen('open')],
    ['does not even refuse it', () => {}],
    [
      'takes it and says other things',
      socket => {
        socket.happen('open');
        socket.happen('message', [{ type: 'pong' }]);
      },
    ],
  ])('[PR5] a server that %s and never welcomes is given up, said, and tried again', async (_, answer) => {
    const { clock, connection, last, sockets, welcome } = start();
    answer(last());
    await clock.advance(9_000);
    expect(connection.state).toEqual({ kind: 'connecting' });
    await clock.advance(1_000);
    expect(sockets[0]?.isClosed).toBe(true);
    expect(connection.state).toMatchObject({ kind: 'lost', why: 'silent' });
    const { state } = connection;
    await clock.advance(1_000);
    expect(sockets).toHaveLength(2);
    answer(last());
    await clock.advance(10_000);
    expect(connection.state).toMatchObject({
      kind: 'lost',
      why: 'silent',
      since: state.kind === 'lost' ? state.since : 0,
    });
    await clock.advance(2_000);
    welcome();
    expect(connection.state).toEqual({ kind: 'open' });
    await clock.advance(14_000);
    expect(connection.state).toEqual({ kind: 'open' });
  });

  test('the time of a cluster is the one the server tells, whatever this machine shows, and what is said of its lists is said in it', async () => {
    const { clock, connection, times, last, welcome } = start();
    const states: unknown[] = [];
    connection.subscribe({ ...QUERY, name: 'x'.repeat(30_000) }, frame => states.push('state' in frame && frame.state));
    expect(times.skew('c')).toBeNull();
    const hourBehind = clock.now() - 3_600_000;
    welcome();
    last().happen('message', [{ type: 'clock', cluster: 'c', now: hourBehind, isKnown: true }]);
    await clock.advance(10_000);
    expect(times.now('c')).toBe(hourBehind + 10_000);
    expect(times.skew('c')).toBe(3_600_000);
    clock.set(60_000);
    expect(times.now('c')).toBe(hourBehind + 10_000);
    expect(times.skew('c')).toBe(3_660_000);
    expect(times.now('other')).toBe(clock.now());
    connection.subscribe({ ...QUERY, name: 'x'.repeat(30_000) }, frame => states.push('state' in frame && frame.state));
    expect(states.at(-1)).toMatchObject({ kind: 'stale', since: hourBehind + 10_000 });
    last().happen('message', [{ type: 'clock', cluster: 'c', now: hourBehind, isKnown: false }]);
    expect(times.skew('c')).toBeNull();
  });

  test('that a list is whole is told once, whatever it says after, and of a list alone', () => {
    const { connection, last, welcome } = start();
    let told = 0;
    const stop = connection.onWhole(() => told++);
    connection.subscribe(LIST, () => {});
    connection.subscribe(QUERY, () => {});
    welcome();
    const say = (type: string, id: number, kind: string) => last().happen('message', [{ type, id, state: { kind } }]);
    say('list', 1, 'loading');
    say('object', 2, 'live');
    expect(told).toBe(0);
    say('list', 1, 'live');
    say('list', 1, 'stale');
    say('list', 1, 'live');
    expect(told).toBe(1);
    stop();
    connection.subscribe(LIST, () => {});
    say('list', 3, 'live');
    expect(told).toBe(1);
  });

  test('[PR4] a page of another version is told to reload', () => {
    const { last, reloads } = start();
    last().happen('open');
    last().happen('message', [{ type: 'reload', version: 2 }]);
    expect(reloads()).toBe(1);
  });

  test('[PR12] a server that was started anew and does not know the tab is told from one that is away; let in again, the tab goes on', async () => {
    const { clock, door, connection, last, welcome } = start();
    welcome();
    last().happen('close');
    expect(connection.state).toMatchObject({ kind: 'lost', why: 'away' });
    door.isShut = true;
    await clock.advance(1_000);
    last().happen('close');
    await clock.advance(0);
    expect(connection.state).toMatchObject({ kind: 'lost', why: 'shutOut' });
    door.isShut = false;
    await clock.advance(10_000);
    welcome();
    expect(connection.state).toEqual({ kind: 'open' });
  });

  describe('[PR10] what was refused', () => {
    test('is not shown as live, whatever the server goes on saying of the question before, and is asked anew with the next change', () => {
      const { connection, last, welcome } = start();
      const states: unknown[] = [];
      const handle = connection.subscribe(LIST, frame => states.push('state' in frame ? frame.state : null));
      welcome();
      last().happen('message', [{ type: 'list', id: 1, state: { kind: 'live' } }]);
      handle.update({ filter: 'too long' });
      last().happen('message', [
        { type: 'refused', id: 1, problem: problem('malformed', { detail: 'filter: too long' }) },
      ]);
      last().happen('message', [{ type: 'list', id: 1, state: { kind: 'live' } }]);
      expect(states).toEqual([
        { kind: 'live' },
        {
          kind: 'stale',
          since: expect.any(Number),
          reason: problem('malformed', { detail: 'filter: too long' }),
          retryAt: null,
          isEmpty: true,
        },
      ]);
      handle.retry();
      expect(last().sent.at(-1)).toEqual({ type: 'subscribe', id: 1, query: { ...LIST, filter: 'too long' } });
      last().happen('message', [
        { type: 'refused', id: 1, problem: problem('malformed', { detail: 'filter: too long' }) },
      ]);
      handle.update({ filter: 'short' });
      expect(last().sent.at(-1)).toEqual({ type: 'subscribe', id: 1, query: { ...LIST, filter: 'short' } });
      last().happen('message', [{ type: 'list', id: 1, state: { kind: 'live' } }]);
      expect(states.at(-1)).toEqual({ kind: 'live' });
    });

    test('is answered by that: nobody waits for its rows', () => {
      const { connection, last, welcome } = start();
      const answers: unknown[] = [];
      const handle = connection.subscribe({ ...LIST, asked: 1 }, frame =>
        answers.push('asked' in frame && frame.asked),
      );
      welcome();
      handle.update({ namespaces: ['x'], asked: 2 });
      last().happen('message', [{ type: 'refused', id: 1, problem: problem('malformed', { detail: 'x' }) }]);
      expect(answers).toEqual([2]);
    });

    test('is so as well where the server would end the socket for it', () => {
      const { connection, last, welcome } = start();
      const states: unknown[] = [];
      const handle = connection.subscribe(LIST, frame => states.push('state' in frame ? frame.state : null));
      welcome();
      const { length } = last().sent;
      handle.update({ filter: 'x'.repeat(100_000) });
      expect(last().sent).toHaveLength(length);
      expect(states).toEqual([expect.objectContaining({ kind: 'stale', isEmpty: true })]);
    });

    test('of a stream is its end', () => {
      const { connection, last, welcome } = start();
      const ends: unknown[] = [];
      connection.openStream(LOG, { onBytes: () => {}, onEnd: end => ends.push(end) });
      welcome();
      last().happen('message', [{ type: 'refused', id: 1, problem: problem('demoRuns', {}) }]);
      last().happen('message', [{ type: 'end', id: 1, end: { reason: 'cut', problem: null } }]);
      expect(ends).toEqual([{ reason: 'refused', problem: problem('demoRuns', {}) }]);
    });
  });

  describe('streams', () => {
    test('[PR14] bytes that were taken in make room for as many', () => {
      const { connection, last, welcome } = start();
      const taken: string[] = [];
      connection.openStream(LOG, {
        onBytes: ({ bytes }) => taken.push(new TextDecoder().decode(bytes)),
        onEnd: () => {},
      });
      welcome();
      const bytes = new TextEncoder().encode('日志\n');
      const { length: before } = last().sent;
      last().sendBytes({ id: 1, channel: OUTPUT_CHANNEL, bytes });
      expect(last().sent).toHaveLength(before);
      // Little is told with what comes behind it.
      const many = new Uint8Array(STREAM_WINDOW_BYTES / 8).fill(10);
      last().sendBytes({ id: 1, channel: OUTPUT_CHANNEL, bytes: many });
      expect(last().sent.at(-1)).toEqual({ type: 'ack', id: 1, bytes: 7 + many.length });
      const { length } = last().sent;
      // Of a stream that is not open, and of none.
      last().sendBytes({ id: 9, channel: OUTPUT_CHANNEL, bytes });
      last().deliver(new ArrayBuffer(3));
      expect([taken, last().sent.length]).toEqual([['日志\n', '\n'.repeat(many.length)], length]);
    });

    test('[PR14] a tab sends no more than the server has room for', () => {
      const { connection, last, welcome } = start();
      const handle = connection.openStream(LOG, { onBytes: () => {}, onEnd: () => {} });
      const bytes = new Uint8Array(32 * 1024);
      expect(handle.write(0, bytes)).toBe(false);
      welcome();
      const written = Array.from({ length: 20 }, () => handle.write(0, bytes)).filter(Boolean);
      expect(written).toHaveLength(STREAM_WINDOW_BYTES / bytes.length);
      expect(last().frames).toHaveLength(written.length);
      last().happen('message', [{ type: 'ack', id: 1, bytes: bytes.length }]);
      expect([handle.write(0, bytes), handle.write(0, bytes)]).toEqual([true, false]);
    });

    test('[PR3] what a socket that was given up still says is not heard: the next one has the same ids', async () => {
      const { clock, connection, last, welcome } = start();
      const taken: number[] = [];
      connection.openStream(LOG, {
        onBytes: ({ bytes }) => taken.push(...bytes),
        onEnd: () => {},
        renew: () => LOG,
      });
      welcome();
      const before = last();
      before.happen('close');
      await clock.advance(1_000);
      welcome();
      before.sendBytes({ id: 1, channel: OUTPUT_CHANNEL, bytes: new Uint8Array([1]) });
      last().sendBytes({ id: 1, channel: OUTPUT_CHANNEL, bytes: new Uint8Array([2]) });
      expect(taken).toEqual([2]);
    });

    test('[PR3] what can be asked for again outlasts its socket; all else is cut with it', async () => {
      const { clock, connection, last, welcome } = start();
      const ends: unknown[] = [];
      const onBytes = () => {};
      connection.openStream(LOG, { onBytes, onEnd: end => ends.push(end) });
      connection.openStream(LOG, {
        onBytes,
        onEnd: end => ends.push(end),
        renew: () => ({ ...LOG, tailLines: 2 }),
      });
      welcome();
      last().happen('close');
      expect(ends).toEqual([{ reason: 'cut', problem: null }]);
      await clock.advance(1_000);
      welcome();
      expect(last().sent.slice(1)).toEqual([{ type: 'open', id: 2, query: { ...LOG, tailLines: 2 } }]);
    });
  });
});
