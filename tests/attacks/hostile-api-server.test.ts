import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { eventually } from '../e2e/harness.ts';
import { type AttackingTab, type Attacked, expectServing, startAttacked } from './attacked-server.ts';
import { type Asked, eventOf, HostileApiServer, listOf, pod, send, statusOf } from './hostile-api-server.ts';

// What one API server does to Lanthorn: everybody else is served, it is asked gently, and nothing is shown that is not true.

const PODS = { kind: 'list', cluster: 'c', resource: { group: '', version: 'v1', resource: 'pods' }, namespaces: [] };
const LIST = { ...PODS, filter: '', sort: [], offset: 0, limit: 100, hold: false };

let close: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of close.reverse()) await end();
  close = [];
});

async function attack(answer: (asked: Asked) => void | Promise<void>) {
  const api = new HostileApiServer(answer);
  const attacked = await startAttacked(await api.listen());
  close.push(
    () => api.close(),
    () => attacked.close(),
  );
  const tab = await attacked.openTab();
  return { api, attacked, tab };
}

const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const states = (tab: AttackingTab, id: number): QueryState[] =>
  tab.messages.flatMap(message =>
    (message.type === 'list' || message.type === 'object') && message.id === id && message.state !== undefined
      ? [message.state]
      : [],
  );

async function expectHarmless(attacked: Attacked, tab: AttackingTab): Promise<void> {
  expect(states(tab, 1).at(-1)?.kind).not.toBe('live');
  tab.close();
  await expectServing(attacked);
}

describe('an API server is asked gently, whatever it answers', () => {
  const GONE = eventOf('ERROR', {
    kind: 'Status',
    status: 'Failure',
    code: 410,
    reason: 'Expired',
    message: 'too old',
  });
  const listed = (watch: (asked: Asked) => void) => (asked: Asked) =>
    asked.isWatch ? watch(asked) : send(asked, 200, listOf([pod('a')]));
  let pages = 0;
  test.each<[string, (asked: Asked) => void, number]>([
    ['each watch is refused with 410', listed(asked => send(asked, 410, statusOf(410, 'too old'))), 12],
    ['each watch tells of 410', listed(asked => send(asked, 200, GONE)), 12],
    ['each watch brings something and 410', listed(asked => send(asked, 200, eventOf('ADDED', pod('b')) + GONE)), 12],
    ['each watch brings something and ends', listed(asked => send(asked, 200, eventOf('ADDED', pod('b')))), 12],
    ['each watch ends', listed(asked => send(asked, 200, '')), 12],
    ['each watch is no JSON', listed(asked => send(asked, 200, 'oops\n')), 12],
    ['pages are empty and name another one', asked => send(asked, 200, listOf([], { continue: `t${pages++}` })), 60],
    ['each list is cut', asked => send(asked, 200, '{"metadata":{},"items":[{"metadata":{"name":"a"}},'), 12],
  ])('%s', async (_, answer, limit) => {
    const { api, attacked, tab } = await attack(answer);
    tab.say({ type: 'subscribe', id: 1, query: LIST });
    await wait(3_000);
    expect(api.asked.length).toBeGreaterThan(1);
    expect(api.asked.length).toBeLessThanOrEqual(limit);
    await expectHarmless(attacked, tab);
  });

  test('names are looked for in lists that do not end: nobody looks any more, and nobody asks', async () => {
    let n = 0;
    const { api, attacked } = await attack(asked => send(asked, 200, listOf([], { continue: `t${n++}` })));
    await attacked.ask('/api/clusters/c/names?q=a');
    // Each list is given up after so many pages, which takes as long as the machine is busy.
    const isQuiet = async () => {
      const before = api.asked.length;
      await wait(1_000);
      return before > 10 && api.asked.length === before;
    };
    await eventually(isQuiet, 'nobody asks', 20_000);
    await expectServing(attacked);
  });
});

describe('an answer has an end, and what has none is told', () => {
  const MEGABYTE = 'x'.repeat(1024 * 1024);
  /** Writes as fast as it is read, until nobody reads any more. */
  const endless =
    (status: number, start: string, piece = MEGABYTE) =>
    async (asked: Asked) => {
      const { response } = asked;
      response.statusCode = status;
      response.write(start);
      while (!response.destroyed && response.writable) {
        if (!response.writableNeedDrain) response.write(piece);
        await new Promise(resolve => setImmediate(resolve));
      }
    };
  const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const OBJECT = { kind: 'object', cluster: 'c', resource: PODS.resource, namespace: 'shop', name: 'a' };
  const packed = gzipSync(`{"metadata":{"resourceVersion":"7"},"items":[{"a":"${'x'.repeat(256 * 1024 * 1024)}`);
  const bomb = ({ response }: Asked) => {
    response.setHeader('content-encoding', 'gzip');
    response.end(packed);
  };
  const watched = (watch: (asked: Asked) => void | Promise<void>) => (asked: Asked) =>
    asked.isWatch ? watch(asked) : send(asked, 200, listOf([pod('a')]));
  const read = (watch: (asked: Asked) => void) => (asked: Asked) =>
    asked.isWatch ? watch(asked) : send(asked, 200, JSON.stringify(pod('a')));

  test.each<[string, object, (asked: Asked) => void | Promise<void>, RegExp]>([
    ['an endless object of a list', LIST, endless(200, '{"metadata":{},"items":[{"a":"'), /longer than/],
    ['an endless beginning of a list', LIST, endless(200, '{"metadata":{"a":"'), /longer than/],
    ['an endless refusal', LIST, endless(401, ''), /xxx/],
    ['an endless failure', LIST, endless(500, ''), /xxx/],
    ['an endless object', OBJECT, endless(200, '{"a":"'), /longer than/],
    ['an endless event', LIST, watched(endless(200, '{"type":"ADDED","object":{"a":"')), /longer than/],
    ['a quarter of a gigabyte in a few bytes', LIST, bomb, /longer than/],
    ['a list that nests deep', LIST, asked => send(asked, 200, `{"metadata":${deep(1_000_000)}}`), /levels deep/],
    ['an object that nests deep', OBJECT, asked => send(asked, 200, deep(1_000_000)), /levels deep/],
    ['a refusal that nests deep', OBJECT, asked => send(asked, 500, deep(1_000_000)), /levels deep|"a":/],
    [
      'an event of one object that nests deep',
      OBJECT,
      read(asked => asked.response.write(`{"type":"MODIFIED","object":${deep(100_000)}}\n`)),
      /levels deep/,
    ],
  ])('%s', async (_, query, answer, reason) => {
    const { attacked, tab } = await attack(answer);
    attacked.longestPause();
    const before = process.memoryUsage().rss;
    tab.say({ type: 'subscribe', id: 1, query });
    await tab.until(() => states(tab, 1).some(state => state.kind === 'stale' && reason.test(state.reason.message)));
    await wait(1_000);
    // The server that attacks is in this process, too, with its buffers.
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
    await expectHarmless(attacked, tab);
  });

  test('an object of a list that nests deep is a row like the others', async () => {
    const items = `{"metadata":{"resourceVersion":"7"},"items":[${JSON.stringify(pod('a')).slice(0, -1)},"spec":${deep(100_000)}},${JSON.stringify(pod('b'))}]}`;
    const { attacked, tab } = await attack(asked =>
      asked.isWatch ? asked.response.flushHeaders() : send(asked, 200, items),
    );
    tab.say({ type: 'subscribe', id: 1, query: LIST });
    await tab.until(() => states(tab, 1).at(-1)?.kind === 'live' && tab.texts.some(text => text.includes('"shop/b"')));
    expect(tab.texts.join('')).toContain('"shop/a"');
    await expectServing(attacked);
  });
});
