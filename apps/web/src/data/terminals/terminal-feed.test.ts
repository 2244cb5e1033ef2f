import { expect, test } from 'vitest';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { TERMINAL_CHANNEL } from '@lanthorn/protocol/streams.ts';
import type { StreamQuery } from '@lanthorn/protocol/stream-queries.ts';
import type { StreamReader } from '../connection/page-streams.ts';
import { TerminalFeed, type TerminalPhase } from './terminal-feed.ts';

const PLACE = {
  cluster: 'c',
  namespace: 'n',
  pod: 'p',
  container: '',
  mode: 'shell',
  session: '00000000-0000-4000-8000-000000000001',
} as const;
const encode = (text: string) => new TextEncoder().encode(text);

function start() {
  const wire = { query: null as StreamQuery | null, reader: null as StreamReader | null, isOpen: true, room: 1_000 };
  const sent: { channel: number; text: string }[] = [];
  const drawn: string[] = [];
  const seen: unknown[] = [];
  let draw = () => {};
  const feed = new TerminalFeed(PLACE, {
    connection: {
      openStream: (query, reader) => {
        Object.assign(wire, { query, reader });
        return {
          write: (channel, bytes) => {
            if (wire.room <= 0) return false;
            wire.room--;
            sent.push({ channel, text: new TextDecoder().decode(bytes) });
            return true;
          },
          close: () => void (wire.isOpen = false),
        };
      },
    },
    output: {
      write: bytes => {
        drawn.push(new TextDecoder().decode(bytes));
        return new Promise(resolve => {
          draw = resolve;
        });
      },
      clear: () => void drawn.push('(cleared)'),
    },
    size: { columns: 80, rows: 24 },
    onPhase: (phase: TerminalPhase) => seen.push(phase.kind),
    onGap: gap => seen.push(gap),
    onTooMuch: () => seen.push('tooMuch'),
  });
  const get = (channel: number, text: string) => wire.reader?.onBytes({ channel, bytes: encode(text) });
  const state = (at: number, more: object = {}) =>
    get(
      TERMINAL_CHANNEL.state,
      JSON.stringify({ at, container: 'app', command: ['sh'], isTerminal: true, takesInput: true, ...more }),
    );
  return { feed, wire, sent, drawn, seen, get, state, draw: () => draw() };
}

test('it asks for its place in its size, is live when it is told so, and has room for more when it has drawn', async () => {
  const { feed, wire, drawn, seen, get, state, draw } = start();
  expect(wire.query).toEqual({ kind: 'terminal', ...PLACE, seen: 0, columns: 80, rows: 24 });
  expect(feed.phase).toEqual({ kind: 'connecting' });
  state(0);
  const taken = get(TERMINAL_CHANNEL.output, 'hello');
  expect([seen, drawn]).toEqual([['live'], ['hello']]);
  let isTaken = false;
  void (taken as Promise<void>).then(() => (isTaken = true));
  await Promise.resolve();
  expect(isTaken).toBe(false);
  draw();
  await taken;
  expect(isTaken).toBe(true);
});

test('[PR21] on a new socket it asks for what follows what it has; when that is not kept, or the shell is another, it says so', () => {
  const { feed, wire, drawn, seen, get, state } = start();
  state(0);
  get(TERMINAL_CHANNEL.output, '日本');
  feed.resize({ columns: 100, rows: 30 });
  expect(wire.reader?.renew?.()).toMatchObject({ seen: 6, columns: 100, rows: 30, session: PLACE.session });
  state(6);
  expect([drawn, seen]).toEqual([['日本'], ['live', 'live']]);
  state(50);
  expect([drawn.at(-1), seen.slice(2)]).toEqual(['(cleared)', ['lost', 'live']]);
  expect(wire.reader?.renew?.()).toMatchObject({ seen: 50 });
  state(0);
  expect(seen.slice(4)).toEqual(['otherShell', 'live']);
});

test('what is typed waits while there is no room, goes in its order, and is not sent to another socket', () => {
  const { feed, wire, sent, seen, state } = start();
  feed.type('too early');
  state(0);
  wire.room = 1;
  for (const text of ['a', 'b', 'c']) feed.type(text);
  expect(sent).toEqual([{ channel: 0, text: 'a' }]);
  wire.room = 1;
  wire.reader?.onRoom?.();
  expect(sent.map(({ text }) => text)).toEqual(['a', 'b']);
  wire.reader?.renew?.();
  wire.room = 10;
  wire.reader?.onRoom?.();
  feed.type('d'.repeat(40_000));
  expect(sent.map(({ text }) => text.length)).toEqual([1, 1, 16_384, 16_384, 7_232]);
  feed.type('x'.repeat(5_000_000));
  expect([seen.at(-1), sent.length]).toEqual(['tooMuch', 5]);
});

test('where nothing that is typed arrives nothing is sent; what ended is not asked for again', () => {
  const { feed, wire, sent, seen, state } = start();
  state(0, { takesInput: false });
  feed.type('a');
  wire.reader?.onEnd({ reason: 'finished', problem: problem('exited', { code: 3 }) });
  feed.type('b');
  expect([sent, seen, wire.isOpen]).toEqual([[], ['live', 'ended'], false]);
  expect(feed.phase).toMatchObject({
    kind: 'ended',
    end: { problem: { code: 'exited' } },
    state: { container: 'app' },
  });
});
