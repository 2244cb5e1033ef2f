import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { problemWords, setLanguage, startI18n } from '../../ui/words/i18n.ts';
import { loadLaterWords } from '../../ui/words/later.ts';
import { Api, ApiProblem } from './api.ts';

type Ask = (...args: readonly unknown[]) => Promise<unknown>;

/** Every question there is, so that none is forgotten. */
const QUESTIONS = Object.getOwnPropertyNames(Api.prototype).filter(
  name => !['constructor', 'isShutOut'].includes(name),
);

/** Longer than any limit. */
const EVER_MS = 24 * 3_600_000;

/** For what goes over a real socket: connections, and the news that one was given up. */
const underWay = () => new Promise(resolve => setTimeout(resolve, 20));

describe('a server that takes the connection and never answers', () => {
  let server: Server;
  let asked = 0;
  const apiWith = (clock: FakeClock) => {
    const { port } = server.address() as AddressInfo;
    return new Api(
      (path, request) => fetch(new URL(path as string, `http://127.0.0.1:${port}`), request),
      clock,
      problemWords,
    );
  };

  beforeAll(async () => {
    // Of two one says nothing, the other begins and does not end.
    server = createServer((_request, response) => {
      if (asked++ % 2 === 0) response.write('{');
    });
    await startI18n('en');
    await loadLaterWords();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test.each(QUESTIONS)('%s ends, and says so with what to do', async name => {
    const clock = new FakeClock();
    const api = apiWith(clock);
    const ask = (api as unknown as Record<string, Ask>)[name] as Ask;
    const outcome = ask.call(api, 'c', {}, []).then(
      () => 'answered',
      (error: unknown) => error,
    );
    await underWay();
    await clock.advance(EVER_MS);
    const error = await outcome;
    expect(error).toBeInstanceOf(ApiProblem);
    expect(error).toMatchObject({
      status: 0,
      message: expect.stringMatching(/^Lanthorn itself did not answer within \d+ seconds\. .* try again\.$/) as string,
    });
  });

  test('is given up not before its time: what is Lanthorn’s own first, a part of a preview last', async () => {
    const clock = new FakeClock();
    const api = apiWith(clock);
    const ended: string[] = [];
    const preview = api.preview({ id: 'x' } as unknown as Parameters<Api['preview']>[0]);
    for (const [name, answer] of Object.entries({ clusters: api.clusters(), kinds: api.kinds('c'), preview }))
      answer.catch(() => ended.push(name));
    const after = async (ms: number) => {
      await clock.advance(ms);
      await underWay();
      return ended.join(' ');
    };
    expect(await after(19_000)).toBe('');
    expect(await after(2_000)).toBe('clusters');
    expect(await after(50_000)).toBe('clusters');
    expect(await after(10_000)).toBe('clusters kinds');
    expect(await after(210_000)).toBe('clusters kinds');
    expect(await after(10_000)).toBe('clusters kinds preview');
  });

  test('is said in Chinese on the Chinese page, and so is one that is not there at all', async () => {
    await setLanguage('zh-CN');
    const clock = new FakeClock();
    const late = apiWith(clock).clusters();
    late.catch(() => undefined);
    await clock.advance(EVER_MS);
    await expect(late).rejects.toThrow(/^Lanthorn 在 20 秒内没有应答/);
    const away = new Api(() => fetch('http://127.0.0.1:1/'), clock, problemWords);
    await expect(away.clusters()).rejects.toThrow(/^无法连接 Lanthorn/);
    await setLanguage('en');
  });
});

test('an answer in time leaves no timer behind', async () => {
  const clock = new FakeClock();
  const api = new Api(async () => Response.json({ kinds: [] }), clock);
  await expect(api.kinds('c')).resolves.toEqual({ kinds: [] });
  expect(clock.pendingTimers).toBe(0);
});
