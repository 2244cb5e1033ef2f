import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { encodeStreamFrame, LOG_CHANNEL, OUTPUT_CHANNEL } from '@lanthorn/protocol/streams.ts';
import type { LogQuery } from '@lanthorn/protocol/stream-queries.ts';
import type { UpMessage } from '@lanthorn/protocol/up-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ClusterTimes } from '../connection/cluster-times.ts';
import { Connection, OPEN, type Socket } from '../connection/connection.ts';
import type { StreamReader } from '../connection/page-streams.ts';
import { LogFeed } from './log-feed.ts';
import type { LogModel } from './log-model.ts';
import { shownLines } from './test-shown-lines.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);
const START = Date.parse('2026-11-23T08:00:00Z');

/** A container as an API server serves its log: by whole seconds of `sinceTime`, to the end of the run that is current when it is asked. */
class FakeContainer {
  readonly lines: { readonly run: number; readonly at: number; readonly text: string }[] = [];
  run = 0;
  isRunning = false;

  write(at: number, text: string): void {
    this.lines.push({ run: this.run, at, text });
  }
}

/** Server and network: sockets that break, streams that are cut in the middle of a line. */
class FakeServer implements Socket {
  readonly readyState = OPEN;
  readonly #container: FakeContainer;
  readonly #listeners = new Map<string, (event: { data: unknown }) => void>();
  #log: { readonly id: number; readonly run: number; next: number; held: string } | null = null;

  constructor(container: FakeContainer) {
    this.#container = container;
  }

  addEventListener(type: string, listener: (event: { data: unknown }) => void): void {
    this.#listeners.set(type, listener);
  }

  close(): void {
    this.break();
  }

  open(): void {
    this.#listeners.get('open')?.({ data: '' });
    this.#say({ type: 'welcome', version: 1, session: 's' });
  }

  break(): void {
    this.#log = null;
    this.#listeners.get('close')?.({ data: '' });
  }

  send(text: string): void {
    const message = JSON.parse(text) as UpMessage;
    if (message.type === 'end') this.#log = null;
    if (message.type === 'open' && message.query.kind === 'logs') this.#ask(message.id, message.query);
  }

  #ask(id: number, { sinceTime, tailLines }: LogQuery): void {
    const { lines, run } = this.#container;
    if (run === 0) return this.#end(id, 'refused', 'waiting to start');
    const since = sinceTime === undefined ? 0 : Date.parse(sinceTime);
    const own = lines.flatMap((line, i) => (line.run === run && line.at >= since ? [i] : []));
    this.#log = { id, run, next: own.slice(-tailLines)[0] ?? lines.length, held: '' };
    return undefined;
  }

  /** Sends what there is, cut at a random place; a run that is over ends its stream. */
  flush(cut: number): void {
    if (this.#log === null) return;
    const { id, run } = this.#log;
    const { lines } = this.#container;
    const own = lines.slice(this.#log.next).filter(line => line.run === run);
    const text = this.#log.held + own.map(({ at, text: line }) => `${new Date(at).toISOString()} ${line}\n`).join('');
    this.#log.next = lines.length;
    const isOver = this.#container.run !== run || !this.#container.isRunning;
    const sent = isOver ? text.length : Math.floor(text.length * cut);
    this.#log.held = text.slice(sent);
    if (sent > 0) this.#sendBytes(id, new TextEncoder().encode(text.slice(0, sent)));
    if (isOver) {
      this.#log = null;
      this.#end(id, 'finished', '');
    }
  }

  cutStream(): void {
    if (this.#log === null) return;
    const { id } = this.#log;
    this.#log = null;
    this.#end(id, 'cut', 'connection reset');
  }

  #end(id: number, reason: string, message: string): void {
    this.#say({ type: 'end', id, end: { reason, message } });
  }

  #sendBytes(id: number, bytes: Uint8Array): void {
    this.#arrive(encodeStreamFrame({ id, channel: OUTPUT_CHANNEL, bytes }).buffer);
  }

  #say(message: object): void {
    this.#arrive(JSON.stringify([message]));
  }

  #arrive(data: unknown): void {
    // As over a network: never while the tab still asks.
    queueMicrotask(() => this.#listeners.get('message')?.({ data }));
  }
}

type Step = { readonly do: 'write' | 'flush' | 'restart' | 'breakSocket' | 'cutStream' | 'wait'; readonly by: number };
const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('write', 'write', 'write', 'flush', 'flush', 'restart', 'breakSocket', 'cutStream', 'wait'),
  by: fc.double({ min: 0, max: 1, noNaN: true }),
});

async function play(steps: readonly Step[]): Promise<{ log: LogModel; container: FakeContainer; clock: FakeClock }> {
  const clock = new FakeClock(START);
  const container = new FakeContainer();
  let server = new FakeServer(container);
  const connection = new Connection({
    clock,
    times: new ClusterTimes(clock),
    random: seededRandom(1),
    open: () => {
      server = new FakeServer(container);
      clock.schedule(1, () => server.open());
      return server;
    },
    reload: () => {},
    onOperation: () => {},
    onHistory: () => {},
    onChangeSet: () => {},
    onPreferences: () => {},
    isShutOut: async () => false,
  });
  connection.start();
  const source = {
    cluster: 'c',
    namespace: 'n',
    pod: 'p',
    container: 'a',
    follow: true,
    previous: false,
    tailLines: 1000,
  };
  let shown = 0;
  const feed = new LogFeed([{ ...source, run: '' }], { connection, clock, random: seededRandom(2) }, () => shown++);
  const takeTurn = async ({ do: what, by }: Step, i: number) => {
    if (what === 'write' && container.isRunning) container.write(clock.now(), `line ${i}`);
    else if (what === 'flush') server.flush(by);
    else if (what === 'restart') {
      // What a run wrote last is sent before its stream ends.
      container.isRunning = false;
      server.flush(1);
      await clock.advance(1);
      container.run++;
      container.isRunning = true;
      feed.setSources([{ ...source, run: String(container.run) }]);
    } else if (what === 'breakSocket') server.break();
    else if (what === 'cutStream') server.cutStream();
    await clock.advance(Math.floor(by * 700));
  };
  for (const [i, next] of steps.entries()) await takeTurn(next, i);
  // Everything heals in the end, and the rest arrives.
  for (let i = 0; i < 4; i++) {
    await clock.advance(40_000);
    server.flush(1);
    await clock.advance(1);
  }
  const { log } = feed;
  feed.close();
  expect(shown).toBeGreaterThan(0);
  return { log, container, clock };
}

const ALL = { kind: 'text' } as const;

test('over broken sockets, cut streams and restarts every line is shown once and in its order; what could be missing is marked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async rest => {
      const { log, container } = await play([{ do: 'restart', by: 0 }, { do: 'wait', by: 1 }, ...rest]);
      const lines = shownLines(log);
      const texts = lines.filter(line => line.kind === ALL.kind).map(line => line.text);
      const written = container.lines.map(({ text }) => text);
      expect(new Set(texts).size).toBe(texts.length);
      // In the order they were written, which is that of their numbers.
      expect(texts).toEqual(written.filter(text => texts.includes(text)));
      const missing = written.filter(text => !texts.includes(text));
      // A run that was over while nothing was connected has left its log: only a mark can tell.
      const hasMark = lines.some(line => line.kind !== ALL.kind);
      const lastRun = container.lines.filter(line => line.run === container.run).map(({ text }) => text);
      for (const text of lastRun) expect(texts).toContain(text);
      if (missing.length > 0 && lastRun.length > 0 && texts.length > lastRun.length) expect(hasMark).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

test('without restarts nothing is missing and nothing is marked', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        step.filter(({ do: what }) => what !== 'restart'),
        { maxLength: 60 },
      ),
      async rest => {
        const { log, container } = await play([{ do: 'restart', by: 0 }, ...rest]);
        expect(shownLines(log).map(({ text }) => text)).toEqual(container.lines.map(({ text }) => text));
      },
    ),
    { numRuns: RUNS },
  );
});

test('a container that waits is asked again when it runs, and one that restarts is followed on', async () => {
  const write = { do: 'write', by: 0.1 } as const;
  const { log } = await play([
    { do: 'wait', by: 1 },
    { do: 'restart', by: 0.5 },
    write,
    { do: 'flush', by: 1 },
    { do: 'restart', by: 0.5 },
    write,
  ]);
  expect(shownLines(log).map(({ kind, text }) => (kind === 'text' ? text : kind))).toEqual([
    'line 2',
    'restarted',
    'line 5',
  ]);
});

/** Two seconds of a log with characters of one to four bytes, an empty line and a byte order mark. */
const WRITTEN = [
  ['2026-11-23T08:00:00.100000000', 'ready ✓'],
  ['2026-11-23T08:00:00.200000000', '日志 über 🦊'],
  ['2026-11-23T08:00:01.000000001', ''],
  ['2026-11-23T08:00:01.500000000', '\ufeffnaïve end'],
] as const;

/** A log whose stream the test speaks for: what is asked of it, and who reads it. */
function openByHand(follow = true) {
  const clock = new FakeClock(START);
  const opened: { readonly query: LogQuery; readonly reader: StreamReader }[] = [];
  const connection = {
    openStream: (query: LogQuery, reader: StreamReader) => {
      opened.push({ query, reader });
      return { write: () => false, close: () => {} };
    },
  };
  const source = { cluster: 'c', namespace: 'n', pod: 'p', container: 'a', run: '1', previous: false, tailLines: 1000 };
  const context = { connection: connection as never, clock, random: seededRandom(2) };
  /** How many lines there were, each time it was told. */
  const told: number[] = [];
  const feed = new LogFeed([{ ...source, follow }], context, ({ lines }) => told.push(lines.size));
  const reader = () => opened.at(-1)?.reader as StreamReader;
  const say = (bytes: Uint8Array) => reader().onBytes({ channel: OUTPUT_CHANNEL, bytes });
  const shown = () => shownLines(feed.log).map(({ kind, at, text }) => [at, kind === 'text' ? text : kind] as const);
  const begin = (run: string) => feed.setSources([{ ...source, follow, run }]);
  return { clock, feed, begin, opened, reader, say, shown, told };
}

const bytesOf = (since = '') =>
  new TextEncoder().encode(
    WRITTEN.filter(([at]) => at >= since)
      .map(([at, text]) => `${at}Z ${text}\n`)
      .join(''),
  );

test('cut at any byte, what is shown is the beginning of what was written, each line under its own time; the rest completes it', () => {
  const all = bytesOf();
  for (let cut = 0; cut <= all.length; cut++) {
    const { say, shown } = openByHand();
    say(all.subarray(0, cut));
    const early = shown();
    for (const [i, [at, text]] of early.entries()) {
      expect(at).toBe(WRITTEN[i]?.[0]);
      expect(WRITTEN[i]?.[1].startsWith(text)).toBe(true);
    }
    say(all.subarray(cut));
    expect(shown()).toEqual(WRITTEN);
  }
});

test('of much that comes at once the first is shown at once, and the rest together a moment later', async () => {
  const { clock, say, told } = openByHand();
  const line = (i: number) => new TextEncoder().encode(`2026-11-23T08:00:00.${String(i).padStart(9, '0')}Z ${i}\n`);
  for (let i = 0; i < 100; i++) say(line(i));
  expect(told).toEqual([1]);
  await clock.advance(250);
  expect(told).toEqual([1, 100]);
  await clock.advance(250);
  say(line(100));
  expect(told).toEqual([1, 100, 101]);
});

test('how many lines were read is told as seldom, and the last count is true', async () => {
  const { clock, feed, reader, told } = openByHand();
  for (let lines = 1; lines <= 100; lines++)
    reader().onBytes({ channel: LOG_CHANNEL.read, bytes: new TextEncoder().encode(JSON.stringify({ lines })) });
  expect(told).toHaveLength(1);
  await clock.advance(250);
  expect(told).toHaveLength(2);
  expect(feed.log.streams[0]?.read).toBe(100);
});

test('left at any byte, on a new socket or after a cut, it goes on where it was: no line twice, none missing, none in pieces', async () => {
  const all = bytesOf();
  for (let cut = 0; cut <= all.length; cut++) {
    for (const how of ['socket', 'cut', 'both']) {
      const { clock, opened, reader, say, shown } = openByHand();
      say(all.subarray(0, cut));
      if (how !== 'socket') reader().onEnd({ reason: 'cut', problem: null });
      const query = how === 'cut' ? null : (reader().renew?.() as LogQuery);
      await clock.advance(60_000);
      // Asked again once: a new socket is no reason to ask twice.
      expect(opened).toHaveLength(how === 'cut' ? 2 : 1);
      const since = (query ?? opened.at(-1)?.query)?.sinceTime;
      say(bytesOf(since?.slice(0, -1)));
      expect(shown()).toEqual(WRITTEN);
    }
  }
});

test('a log that ends at any byte shows every byte; the next run begins a line of its own', () => {
  const all = bytesOf();
  for (let cut = 0; cut <= all.length; cut++) {
    const { begin, opened, reader, say, shown } = openByHand();
    say(all.subarray(0, cut));
    reader().onEnd({ reason: 'finished', problem: null });
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(all.subarray(0, cut));
    const lines = text.replace(/\n$/, '').split('\n');
    expect(shown()).toHaveLength(text === '' ? 0 : lines.length);
    const [at, last] = shown().at(-1) ?? ['', ''];
    // Whole, or with half a character, half a time.
    expect([`${at}Z ${last}`, `${at}Z`, last]).toContain(lines.at(-1));
    begin('2');
    expect(opened).toHaveLength(2);
    say(new TextEncoder().encode('2026-11-23T08:00:09.000000000Z again\n'));
    expect(shown().at(-1)).toEqual(['2026-11-23T08:00:09.000000000', 'again']);
  }
});

test('containers come and go: what was written stays, the last words are waited for, and who comes back is asked from there on', async () => {
  const clock = new FakeClock(START);
  const opened: { readonly query: LogQuery; readonly reader: StreamReader; isOpen: boolean }[] = [];
  const openStream = (query: LogQuery, reader: StreamReader) => {
    const entry = { query, reader, isOpen: true };
    opened.push(entry);
    return { write: () => false, close: () => void (entry.isOpen = false) };
  };
  const source = (pod: string) => ({
    ...{ cluster: 'c', namespace: 'n', pod, container: 'a', run: '1' },
    ...{ follow: true, previous: false, tailLines: 1_000 },
  });
  const context = { connection: { openStream } as unknown as Connection, clock, random: seededRandom(2) };
  const feed = new LogFeed([source('a')], context, () => {});
  const say = (at: number, second: number, text: string) =>
    opened[at]?.reader.onBytes({
      channel: OUTPUT_CHANNEL,
      bytes: new TextEncoder().encode(`2026-11-23T08:00:0${second}Z ${text}\n`),
    });
  say(0, 1, 'old');
  feed.setSources([source('b')]);
  expect(opened.map(({ query }) => query.pod)).toEqual(['a', 'b']);
  say(1, 2, 'new');
  say(0, 3, 'last words');
  await clock.advance(5_000);
  expect(opened.map(({ isOpen }) => isOpen)).toEqual([false, true]);
  const shown = () => shownLines(feed.log).map(({ stream, text }) => `${stream} ${text}`);
  expect(shown()).toEqual(['0 old', '1 new', '0 last words']);
  expect(feed.log.streams.map(({ end }) => end?.reason)).toEqual(['finished', undefined]);
  expect(feed.sources.map(({ pod }) => pod)).toEqual(['a', 'b']);
  feed.setSources([source('a'), source('b')]);
  expect(opened.at(-1)?.query).toMatchObject({ pod: 'a', sinceTime: '2026-11-23T08:00:03Z' });
  feed.close();
  expect(opened.some(({ isOpen }) => isOpen)).toBe(false);
});

test('of containers that come and go those that never wrote leave no trace; those that did keep their lines and their place', async () => {
  const clock = new FakeClock(START);
  const readers: StreamReader[] = [];
  const openStream = (_query: LogQuery, reader: StreamReader) => {
    readers.push(reader);
    return { write: () => false, close: () => {} };
  };
  const source = (pod: string) => ({
    ...{ cluster: 'c', namespace: 'n', pod, container: 'a', run: '1' },
    ...{ follow: true, previous: false, tailLines: 1_000 },
  });
  const context = { connection: { openStream } as unknown as Connection, clock, random: seededRandom(2) };
  const feed = new LogFeed([source('wrote')], context, () => {});
  readers[0]?.onBytes({
    channel: OUTPUT_CHANNEL,
    bytes: new TextEncoder().encode('2026-11-23T08:00:01Z line\n'),
  });
  for (let i = 0; i < 10; i++) {
    feed.setSources([source(`quiet-${i}`)]);
    // Its own end comes first, or the time is over in which it would have.
    if (i % 2 === 0) readers.at(-1)?.onEnd({ reason: 'finished', problem: null });
    feed.setSources([]);
    await clock.advance(5_000);
  }
  feed.setSources([source('last')]);
  await clock.advance(10_000);
  expect(feed.sources.map(({ pod }) => pod)).toEqual(['wrote', 'last']);
  expect(feed.log.streams.map(({ end }) => end?.reason)).toEqual(['finished', undefined]);
  expect(shownLines(feed.log).map(({ stream, text }) => `${stream} ${text}`)).toEqual(['0 line']);
  feed.close();
});

test('a log that was cut is asked for again although its container was gone for a moment', async () => {
  const clock = new FakeClock(START);
  const opened: StreamReader[] = [];
  const openStream = (_query: LogQuery, reader: StreamReader) => {
    opened.push(reader);
    return { write: () => false, close: () => {} };
  };
  const source = {
    ...{ cluster: 'c', namespace: 'n', pod: 'a', container: 'a', run: '1' },
    ...{ follow: true, previous: false, tailLines: 1_000 },
  };
  const context = { connection: { openStream } as unknown as Connection, clock, random: seededRandom(2) };
  const feed = new LogFeed([source], context, () => {});
  opened[0]?.onEnd({ reason: 'cut', problem: null });
  feed.setSources([]);
  feed.setSources([source]);
  expect(opened).toHaveLength(1);
  await clock.advance(30_000);
  expect(opened).toHaveLength(2);
  feed.close();
});

test('refused since the tab reads too much, a log is asked for again, followed or not; another refusal stands', async () => {
  for (const follow of [true, false]) {
    const { clock, feed, opened, reader } = openByHand(follow);
    reader().onEnd({ reason: 'refused', problem: problem('tooManyStreams', { most: 64 }) });
    await clock.advance(1_000);
    expect(opened).toHaveLength(2);
    reader().onEnd({ reason: 'refused', problem: problem('noCluster', { cluster: 'c' }) });
    await clock.advance(60_000);
    expect(opened).toHaveLength(2);
    feed.close();
  }
});

test('any bytes are shown, cut anywhere: no character, half of one, none at all', () => {
  const odd = fc.uint8Array({ maxLength: 60 }).map(bytes => bytes.filter(byte => byte !== 10));
  fc.assert(
    fc.property(odd, fc.nat(90), (bytes, cut) => {
      const { say, shown } = openByHand();
      const all = Buffer.concat([Buffer.from('2026-11-23T08:00:00.000000000Z '), bytes, Buffer.of(10)]);
      say(all.subarray(0, cut));
      say(all.subarray(cut));
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
      expect(shown()).toEqual([['2026-11-23T08:00:00.000000000', text]]);
    }),
    { numRuns: RUNS },
  );
});

test('a line of ten megabytes is one line, and the next one another', () => {
  const { say, shown } = openByHand();
  say(new TextEncoder().encode(`2026-11-23T08:00:00.000000000Z ${'x'.repeat(5_000_000)}`));
  say(new TextEncoder().encode(`${'x'.repeat(5_000_000)}\n2026-11-23T08:00:01.000000000Z next\n`));
  expect(shown().map(([, text]) => text.length)).toEqual([10_000_000, 4]);
});
