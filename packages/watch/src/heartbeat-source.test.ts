import { expect, test } from 'vitest';
import { CancelSource, type CancelSignal } from '@lanthorn/base/clock.ts';
import type { ApiRequest, ApiResponse, ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { HeartbeatSource, SILENCE_LIMIT_MS } from './heartbeat-source.ts';

const WATCH: ApiRequest = { method: 'GET', path: '/api/v1/pods', query: { watch: '1' } };
const WHOLE_LOG: ApiRequest = { method: 'GET', path: '/api/v1/namespaces/a/pods/b/log' };
const LOG: ApiRequest = { method: 'GET', path: '/api/v1/namespaces/a/pods/b/log', query: { follow: 'true' } };

/** Streams that say what the test tells them to; `/livez` is answered while it may be. */
class Server implements ApiSource {
  readonly says: ((text: string) => void)[] = [];
  readonly requests: ApiRequest[] = [];
  readonly signals: (CancelSignal | undefined)[] = [];
  pings = 0;
  pingsWithCredentials = 0;
  /** Null for no answer. */
  answer: number | null = 200;

  send(request: ApiRequest, signal?: CancelSignal): Promise<ApiResponse> {
    const { path, isAnonymous } = request;
    this.requests.push(request);
    this.signals.push(signal);
    if (path === '/livez') {
      this.pings++;
      if (isAnonymous !== true) this.pingsWithCredentials++;
      if (this.answer === null)
        return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
      return Promise.resolve(response(this.answer, text('ok')));
    }
    return Promise.resolve(response(200, this.#stream(signal)));
  }

  async *#stream(signal?: CancelSignal): AsyncIterable<string> {
    while (true) {
      yield await new Promise<string>((resolve, reject) => {
        this.says.push(resolve);
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    }
  }
}

async function* text(body: string): AsyncIterable<string> {
  yield body;
}

function response(status: number, body: AsyncIterable<string>): ApiResponse {
  return { status, headers: {}, warnings: [], body };
}

/** What came of a request: its chunks, and how it ended. */
async function follow(source: ApiSource, request: ApiRequest, signal?: CancelSignal) {
  const seen = { chunks: [] as string[], end: null as string | null };
  const { body } = await source.send(request, signal);
  void (async () => {
    try {
      for await (const chunk of body) seen.chunks.push(chunk);
      seen.end = 'finished';
    } catch (error) {
      seen.end = (error as Error).message;
    }
  })();
  return seen;
}

function world() {
  const server = new Server();
  const clock = new FakeClock();
  return { server, clock, source: new HeartbeatSource(server, clock) };
}

test('[RF19] a server that falls silent and does not answer ends every watch and log, followed or whole, and no sooner', async () => {
  const { server, clock, source } = world();
  const streams = [await follow(source, WATCH), await follow(source, WHOLE_LOG), await follow(source, LOG)];
  server.answer = null;
  await clock.advance(SILENCE_LIMIT_MS - 1);
  expect(streams.map(({ end }) => end)).toEqual([null, null, null]);
  await clock.advance(2);
  const silent = 'the API server fell silent and does not answer';
  expect(streams.map(({ end }) => end)).toEqual([silent, silent, silent]);
  expect(clock.pendingTimers).toBe(0);
});

test.each([200, 403, 500])('[RF19] an answer of %i keeps a quiet watch', async status => {
  const { server, clock, source } = world();
  const stream = await follow(source, WATCH);
  server.answer = status;
  await clock.advance(600_000);
  expect(stream.end).toBeNull();
  expect(server.pings).toBeGreaterThanOrEqual(40);
  expect(server.pings).toBeLessThanOrEqual(60);
  expect(server.pingsWithCredentials).toBe(0);
});

test('[RF19] whoever speaks is not asked, and speaking while asked is an answer', async () => {
  const { server, clock, source } = world();
  const streams = [await follow(source, WATCH), await follow(source, WATCH)];
  for (let i = 0; i < 10; i++) {
    await clock.advance(9_000);
    server.says.at(-1)?.('news');
    await clock.advance(1);
  }
  expect(server.pings).toBe(0);
  server.answer = null;
  await clock.advance(12_000);
  expect(server.pings).toBe(1);
  server.says.at(-1)?.('late');
  await clock.advance(10_000);
  // Neither does a list that is long on its way leave time to be asked.
  const { pings } = server;
  const list = await source.send({ method: 'GET', path: '/api/v1/pods' });
  const chunks = list.body[Symbol.asyncIterator]();
  for (let i = 0; i < 10; i++) {
    const chunk = chunks.next();
    await clock.advance(9_000);
    server.says.at(-1)?.('items');
    await chunk;
  }
  expect(server.pings).toBe(pings);
  expect(streams.map(({ end }) => end)).toEqual([null, null]);
});

test('[RF19] nothing is asked while nothing is watched, and a watch that is given up leaves nothing behind', async () => {
  const { server, clock, source } = world();
  const signal = new CancelSource();
  const stream = await follow(source, WATCH, signal);
  await clock.advance(25_000);
  const { pings } = server;
  signal.cancel();
  await clock.advance(100_000);
  expect(stream.end).toBe('aborted');
  expect(server.pings).toBe(pings);
  expect(clock.pendingTimers).toBe(0);
});

test.each([-3_600_000, 3_600_000])('[RF20] a clock that is set by %i ms changes no limit', async byMs => {
  const { server, clock, source } = world();
  const stream = await follow(source, WATCH);
  await clock.advance(5_000);
  clock.set(byMs);
  server.answer = null;
  await clock.advance(SILENCE_LIMIT_MS - 5_001);
  expect(stream.end).toBeNull();
  await clock.advance(2);
  expect(stream.end).toBe('the API server fell silent and does not answer');
});

const LIST: ApiRequest = { method: 'GET', path: '/api/v1/pods' };

test('[RF19] a request that ends by itself is passed on as it is, and nothing is watched because of it', async () => {
  const { server, clock, source } = world();
  const signal = new CancelSource();
  await source.send(LIST, signal);
  expect([server.requests, server.signals]).toEqual([[LIST], [signal]]);
  expect(clock.pendingTimers).toBe(0);
});

test('[RF19] that an answer begins, and that a watch opens, is news', async () => {
  const { server, clock, source } = world();
  await follow(source, WATCH);
  await clock.advance(9_000);
  await source.send(LIST);
  await clock.advance(9_000);
  await follow(source, WATCH);
  await clock.advance(9_000);
  expect(server.pings).toBe(0);
  await clock.advance(1_000);
  expect(server.requests.at(-1)).toEqual({ method: 'GET', path: '/livez', isAnonymous: true });
});

test('[RF19] one of two watches is given up: the other is still looked after', async () => {
  const { server, clock, source } = world();
  const signal = new CancelSource();
  await follow(source, WATCH, signal);
  const other = await follow(source, WATCH);
  signal.cancel();
  server.answer = null;
  await clock.advance(SILENCE_LIMIT_MS + 1);
  expect(other.end).toBe('the API server fell silent and does not answer');
});

test('[RF19] who asked is asked no longer than it takes, nor when nobody watches any more', async () => {
  const { server, clock, source } = world();
  const signal = new CancelSource();
  await follow(source, WATCH, signal);
  server.answer = null;
  await clock.advance(12_000);
  const pinged = () => server.signals.filter((_, i) => server.requests[i]?.path === '/livez').map(of => of?.aborted);
  server.says.at(-1)?.('late');
  expect(pinged()).toEqual([false]);
  await clock.advance(8_001);
  expect(pinged()).toEqual([true]);
  await clock.advance(2_000);
  expect(pinged()).toEqual([true, false]);
  signal.cancel();
  await clock.advance(1);
  expect(pinged()).toEqual([true, true]);
});

test('[RF19] a watch that nobody reads when the server goes does not keep the next one from being looked after', async () => {
  const { server, clock, source } = world();
  const { body } = await source.send(WATCH);
  const chunk = body[Symbol.asyncIterator]().next();
  await clock.advance(1);
  server.says.at(-1)?.('news');
  await chunk;
  server.answer = null;
  await clock.advance(SILENCE_LIMIT_MS + 1);
  const next = await follow(source, WATCH);
  await clock.advance(SILENCE_LIMIT_MS + 1);
  expect(next.end).toBe('the API server fell silent and does not answer');
});

/** Tells how many still listen. */
class CountedSignal extends CancelSource {
  listeners = 0;
  override addEventListener(type: 'abort', listener: () => void): void {
    this.listeners++;
    super.addEventListener(type, listener);
  }
  override removeEventListener(type: 'abort', listener: () => void): void {
    this.listeners--;
    super.removeEventListener(type, listener);
  }
}

test('a watch that ended, or never opened, leaves nothing at the signal; one given up before is not opened', async () => {
  const { server, source, clock } = world();
  const signal = new CountedSignal();
  const { body } = await source.send(WATCH, signal);
  const iterator = body[Symbol.asyncIterator]();
  const chunk = iterator.next();
  await clock.advance(1);
  server.says.at(-1)?.('news');
  await chunk;
  expect(signal.listeners).toBe(1);
  await iterator.return?.();
  expect(signal.listeners).toBe(0);
  const broken = new HeartbeatSource({ send: () => Promise.reject(new Error('refused')) }, clock);
  await expect(broken.send(WATCH, signal)).rejects.toThrow('refused');
  expect(signal.listeners).toBe(0);
  signal.cancel();
  await source.send(WATCH, signal);
  expect(server.signals.at(-1)?.aborted).toBe(true);
});
