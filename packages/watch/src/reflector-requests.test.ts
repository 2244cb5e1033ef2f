import { expect, test } from 'vitest';
import { CancelSource, type CancelSignal } from '@lanthorn/base/clock.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { ApiRequest, ApiResponse, ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { IDLE_LIMIT_MS, Reflector, type ReflectorTarget } from './reflector.ts';
import type { WatchEvent } from './watch-event.ts';

/** An answer: its status, its chunks and headers; after them it ends, or stays open. */
interface Answer {
  readonly status?: number;
  readonly chunks?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly isOpen?: boolean;
}

/** Gives the answers in their order; when they are used up it answers nothing. */
class Script implements ApiSource {
  readonly requests: ApiRequest[] = [];
  readonly signals: (CancelSignal | undefined)[] = [];
  readonly #answers: (Answer | Error)[];

  constructor(answers: readonly (Answer | Error)[]) {
    this.#answers = [...answers];
  }

  async send(request: ApiRequest, signal?: CancelSignal): Promise<ApiResponse> {
    this.requests.push(request);
    this.signals.push(signal);
    const answer = this.#answers.shift();
    if (answer === undefined) return new Promise(() => {});
    if (answer instanceof Error) throw answer;
    const { status = 200, chunks = [], headers = {}, isOpen = false } = answer;
    return { status, headers, warnings: [], body: body(chunks, isOpen) };
  }
}

async function* body(chunks: readonly string[], isOpen: boolean): AsyncIterable<string> {
  yield* chunks;
  if (isOpen) await new Promise(() => {});
}

const LIST: Answer = { chunks: ['{"metadata":{"resourceVersion":"7"},"items":[{"name":"a"}]}'] };
const event = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`;
const thing = (name: string, resourceVersion: string) => ({ name, metadata: { resourceVersion } });
const status = (code: number, message: string) =>
  JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code, message });

function start(answers: readonly (Answer | Error)[], target: Partial<ReflectorTarget<string>> = {}) {
  const source = new Script(answers);
  const clock = new FakeClock();
  const signal = new CancelSource();
  const events: WatchEvent<string>[] = [];
  const reflector = new Reflector<string>({
    source,
    clock,
    random: seededRandom(1),
    target: { path: '/things', project: object => (object as { name: string }).name, ...target },
    emit: said => events.push(said),
  });
  const done = reflector.run(signal);
  return { source, clock, reflector, events, done, stop: () => signal.cancel() };
}

/** Long chains of promises need several turns. */
async function settled(clock: FakeClock): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await clock.advance(1);
}

const troubles = (events: readonly WatchEvent<string>[]) =>
  events.flatMap(said => (said.type === 'trouble' ? [said.trouble] : []));

test('[RF3] it lists with what is asked of the target, and watches from the list, with bookmarks, for five to ten minutes', async () => {
  const { source, clock, events, stop } = start([LIST, { isOpen: true }], {
    query: { labelSelector: 'a=b' },
    isMetadataAlone: true,
  });
  await clock.advance(1);
  expect(source.requests[0]).toEqual({
    method: 'GET',
    path: '/things',
    query: { labelSelector: 'a=b', limit: '500' },
    headers: { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json' },
    isAskedFor: false,
  });
  expect(source.requests[1]?.headers).toEqual({
    accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json',
  });
  const { timeoutSeconds, ...query } = source.requests[1]?.query ?? {};
  expect(query).toEqual({ labelSelector: 'a=b', resourceVersion: '7', watch: '1', allowWatchBookmarks: 'true' });
  expect(Number(timeoutSeconds)).toBeGreaterThanOrEqual(300);
  expect(Number(timeoutSeconds)).toBeLessThanOrEqual(600);
  expect(events).toEqual([
    { type: 'init' },
    { type: 'initApply', objects: ['a'], remaining: null },
    { type: 'initApply', objects: [], remaining: null },
    { type: 'initDone', resourceVersion: '7' },
    { type: 'live' },
  ]);
  stop();
});

test('[RF1] a page tells how many are left, and an empty list has no page', async () => {
  const metadata = '{"metadata":{"resourceVersion":"7","remainingItemCount":5},"items":[]}';
  const told = start([{ chunks: [metadata] }]);
  await told.clock.advance(1);
  expect(told.events).toContainEqual({ type: 'initApply', objects: [], remaining: 5 });
  expect(told.source.requests[0]?.headers).toEqual({ accept: 'application/json' });
  told.stop();
  const empty = start([{ chunks: ['{"metadata":{"resourceVersion":"7"},"items":[]}'] }]);
  await empty.clock.advance(1);
  expect(empty.events.map(({ type }) => type)).toEqual(['init', 'initDone']);
  empty.stop();
});

test('[RF4] events come as they are cut, each with its revision; an error ends the watch', async () => {
  const added = event('ADDED', thing('b', '8'));
  const { source, clock, events, stop } = start([
    LIST,
    {
      chunks: [
        added.slice(0, 9),
        added.slice(9) + event('DELETED', thing('a', '9')) + event('BOOKMARK', thing('', '10')),
        event('ERROR', JSON.parse(status(410, 'too old')) as object) + event('ADDED', thing('never', '11')),
      ],
      isOpen: true,
    },
    LIST,
  ]);
  await settled(clock);
  expect(events.slice(5)).toEqual([
    { type: 'apply', object: 'b', resourceVersion: '8' },
    { type: 'delete', object: 'a', resourceVersion: '9' },
    { type: 'bookmark', resourceVersion: '10' },
    { type: 'init' },
    { type: 'initApply', objects: ['a'], remaining: null },
    { type: 'initApply', objects: [], remaining: null },
    { type: 'initDone', resourceVersion: '7' },
  ]);
  expect(source.signals[1]?.aborted).toBe(true);
  stop();
});

test.each([
  ['no JSON', 'nonsense\n', /./],
  ['no event', '{"type":"ADDED"}\n', /^not a watch event: \{"type":"ADDED"\}$/],
  ['an event of no known type', event('MOVED', thing('b', '8')), /^not a watch event: \{"type":"MOVED"/],
  ['a long one', `{"type":"${'x'.repeat(200)}"}\n`, /^not a watch event: .{80}$/],
])('[RF13] a line that is %s is trouble, and the watch goes on after a pause', async (_what, line, message) => {
  const { source, clock, events, stop } = start([LIST, { chunks: [line], isOpen: true }]);
  await clock.advance(1);
  expect(troubles(events)).toMatchObject([
    { kind: 'network', reason: { message: expect.stringMatching(message) as string } },
  ]);
  expect(source.requests).toHaveLength(2);
  await clock.advance(1_000);
  expect(source.requests[2]?.query).toMatchObject({ watch: '1', resourceVersion: '7' });
  stop();
});

test.each([
  ['a list', []],
  ['a watch', [LIST]],
])('[RF8] what refuses %s is told in the words of the server, and Retry-After is obeyed', async (_what, before) => {
  const refusal = { status: 503, chunks: [status(503, 'busy')], headers: { 'retry-after': '20' } };
  const { source, clock, events, stop } = start([...before, refusal]);
  await clock.advance(1);
  expect(troubles(events)).toMatchObject([
    { kind: 'server', reason: { message: 'busy' }, retryAt: clock.now() - 1 + 20_000 },
  ]);
  await clock.advance(19_990);
  expect(source.requests).toHaveLength(before.length + 1);
  await clock.advance(10);
  expect(source.requests).toHaveLength(before.length + 2);
  stop();
});

test.each([{ 'retry-after': 'Mon, 23 Nov 2026 09:00:00 GMT' }, {}])(
  '[RF8] without seconds to wait (%j) the back-off alone says when',
  async headers => {
    const { source, clock, stop } = start([{ status: 503, chunks: [status(503, 'busy')], headers }]);
    await clock.advance(1);
    expect(source.requests).toHaveLength(1);
    await clock.advance(800);
    expect(source.requests).toHaveLength(2);
    stop();
  },
);

test('[RF8] a connection that fails is told with its own words', async () => {
  const { clock, events, stop } = start([new Error('connection refused')]);
  await clock.advance(1);
  expect(troubles(events)).toMatchObject([{ kind: 'network', reason: { message: 'connection refused' } }]);
  stop();
});

test('[RF9] what waits for a person is sent again when one asks, and says so; not by itself', async () => {
  const forbidden = { status: 403, chunks: [status(403, 'no')] };
  const { source, clock, reflector, events, stop } = start([forbidden, forbidden]);
  await clock.advance(3_600_000);
  expect(source.requests).toHaveLength(1);
  reflector.retry();
  await clock.advance(1);
  expect(source.requests.map(({ isAskedFor }) => isAskedFor)).toEqual([false, true]);
  reflector.poll();
  await clock.advance(1);
  expect(source.requests.map(({ isAskedFor }) => isAskedFor)).toEqual([false, true, false]);
  expect(troubles(events)).toHaveLength(2);
  // While something is under way nobody needs to ask.
  reflector.retry();
  reflector.poll();
  await clock.advance(1);
  expect(source.requests).toHaveLength(3);
  stop();
});

test('[RF8] a pause ends when a person asks', async () => {
  const { source, clock, reflector, stop } = start([new Error('refused'), new Error('refused'), new Error('refused')]);
  await clock.advance(1);
  reflector.retry();
  await clock.advance(1);
  expect(source.requests.map(({ isAskedFor }) => isAskedFor)).toEqual([false, true]);
  stop();
});

test('[RF11] a watch that is silent for too long is cut and opened anew; every byte counts', async () => {
  const { source, clock, events, stop } = start([LIST, { chunks: [event('ADDED', thing('b', '8'))], isOpen: true }]);
  await clock.advance(IDLE_LIMIT_MS - 1);
  expect(source.requests).toHaveLength(2);
  await clock.advance(2);
  expect(source.signals[1]?.aborted).toBe(true);
  expect(source.requests[2]?.query).toMatchObject({ resourceVersion: '8' });
  expect(troubles(events)).toEqual([]);
  expect(events.at(-1)).toEqual({ type: 'reconnecting' });
  stop();
});

test('[RF11] an answer that does not come is trouble', async () => {
  const { source, clock, events, stop } = start([]);
  await clock.advance(IDLE_LIMIT_MS + 1);
  expect(troubles(events)).toMatchObject([
    { kind: 'network', reason: { message: 'the connection was silent for too long' } },
  ]);
  expect(source.signals[0]?.aborted).toBe(true);
  stop();
});

test('one object is read whole by its own path, and then watched', async () => {
  const whole = { name: 'a', metadata: { resourceVersion: '7', managedFields: [{ manager: 'me' }] } };
  const seen: unknown[] = [];
  const { source, clock, events, stop } = start(
    [{ chunks: [JSON.stringify(whole)] }, { chunks: [event('MODIFIED', whole)], isOpen: true }],
    { single: { path: '/things/a' }, project: object => String(seen.push(object)) },
  );
  await clock.advance(1);
  expect(source.requests.map(({ path }) => path)).toEqual(['/things/a', '/things']);
  expect(source.requests[0]?.query).toEqual({});
  expect(source.requests[1]?.query).toMatchObject({ watch: '1', resourceVersion: '7' });
  expect(seen).toEqual([whole, whole]);
  expect(events.slice(0, 4)).toEqual([
    { type: 'init' },
    { type: 'initApply', objects: ['1'], remaining: 0 },
    { type: 'initDone', resourceVersion: '7' },
    { type: 'live' },
  ]);
  stop();
});

test('[RF9] one object that is not there waits for a person', async () => {
  const { clock, events, stop } = start([{ status: 404, chunks: [status(404, 'not found')] }], {
    single: { path: '/a' },
  });
  await clock.advance(60_000);
  expect(troubles(events)).toMatchObject([{ kind: 'notFound', reason: { message: 'not found' }, retryAt: null }]);
  stop();
});

test('[RF18][RF21] of many objects what nobody asks is left out; one that nests too deep is not shown at all', async () => {
  const seen: unknown[] = [];
  const owned = '{"name":"a","metadata":{"managedFields":[{"manager":"me"}],"uid":"u"}}';
  const many = start([{ chunks: [`{"metadata":{"resourceVersion":"7"},"items":[${owned}]}`] }], {
    project: object => String(seen.push(object)),
  });
  await many.clock.advance(1);
  expect(seen).toEqual([{ name: 'a', metadata: { uid: 'u' } }]);
  many.stop();
  const deep = `${'{"a":'.repeat(600)}1${'}'.repeat(600)}`;
  const one = start([{ chunks: ['{"name":"a","metadata":{"resourceVersion":"7"}}'] }, { chunks: [`${deep}\n`] }], {
    single: { path: '/things/a' },
  });
  await one.clock.advance(60_000);
  expect(troubles(one.events)).toMatchObject([
    { kind: 'unreadable', reason: { message: 'the object nests more than 500 levels deep' }, retryAt: null },
  ]);
  one.stop();
});

test('whoever stops ends it, wherever it is, and nothing is left behind', async () => {
  const refused = { status: 403, chunks: [status(403, 'no')] };
  for (const answers of [[], [LIST], [LIST, { isOpen: true }], [new Error('cut')], [refused]]) {
    const { source, clock, done, stop, events } = start(answers);
    await settled(clock);
    const said = events.length;
    stop();
    await done;
    expect([events.length, clock.pendingTimers]).toEqual([said, 0]);
    expect(source.signals.every(signal => signal?.aborted === true)).toBe(true);
  }
});

test('[RF23] what is measured is never watched: it is live when it was read, and read again after the pause that it says', async () => {
  let pauseMs = 15_000;
  const { source, clock, events, stop } = start([LIST, LIST, { status: 503, chunks: [status(503, 'away')] }, LIST], {
    pollMs: () => pauseMs,
  });
  await settled(clock);
  expect(events.slice(-2)).toEqual([{ type: 'initDone', resourceVersion: '7' }, { type: 'live' }]);
  await clock.advance(14_000);
  expect(source.requests).toHaveLength(1);
  pauseMs = 60_000;
  await clock.advance(1_000);
  expect(source.requests).toHaveLength(2);
  await clock.advance(59_000);
  expect(source.requests).toHaveLength(2);
  await clock.advance(1_001);
  expect(troubles(events)).toMatchObject([{ kind: 'server' }]);
  await clock.advance(2_000);
  expect(source.requests.map(({ query }) => query?.['watch'])).toEqual([undefined, undefined, undefined, undefined]);
  expect(events.at(-1)).toEqual({ type: 'live' });
  stop();
});

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const printed = (object: unknown, cells?: readonly unknown[]) =>
  `${(object as { name: string }).name} ${JSON.stringify(cells ?? null)}`;
const row = (name: string, ...cells: unknown[]) => ({ cells, object: { name } });

test('[RF25] what the server prints is asked for with the objects, in a list and in a watch', async () => {
  const table = (resourceVersion: string, ...rows: object[]) => ({
    ...{ kind: 'Table', metadata: { resourceVersion }, columnDefinitions: null, rows },
  });
  const { source, clock, events, stop } = start(
    [
      { chunks: [JSON.stringify(table('7', row('a', 'a', '5Gi')))] },
      {
        chunks: [
          event('MODIFIED', table('8', row('a', 'a', '6Gi'))),
          event('DELETED', table('9', row('a', 'a', null))),
          event('BOOKMARK', table('10')),
        ],
        isOpen: true,
      },
    ],
    { isPrinted: true, project: printed },
  );
  await settled(clock);
  expect(source.requests.map(({ headers, query }) => [headers?.['accept'], query?.['includeObject']])).toEqual([
    [TABLE, 'Object'],
    [TABLE, 'Object'],
  ]);
  expect(events.filter(({ type }) => type !== 'init' && type !== 'live')).toEqual([
    { type: 'initApply', objects: ['a ["a","5Gi"]'], remaining: null },
    { type: 'initApply', objects: [], remaining: null },
    { type: 'initDone', resourceVersion: '7' },
    { type: 'apply', object: 'a ["a","6Gi"]', resourceVersion: '8' },
    { type: 'delete', object: 'a ["a",null]', resourceVersion: '9' },
    { type: 'bookmark', resourceVersion: '10' },
  ]);
  stop();
});

test('[RF25] of a server that prints nothing the objects are taken as they are', async () => {
  const answers: Answer[] = [LIST, { chunks: [event('ADDED', thing('b', '8'))], isOpen: true }];
  const { clock, events, stop } = start(answers, { isPrinted: true, project: printed });
  await settled(clock);
  expect(events).toContainEqual({ type: 'initApply', objects: ['a null'], remaining: null });
  expect(events).toContainEqual({ type: 'apply', object: 'b null', resourceVersion: '8' });
  stop();
});

test('[RF26] of a long list only what has one of the words is read, the others are counted; of a watch also what is kept', async () => {
  const metadata = { resourceVersion: '7' };
  // As Go writes it; what has no word need not even be readable.
  const items = ['{"metadata":{"name":"a"}}', '{"metadata":{"name":"b"},"uses":"x"}', '{"metadata":{oh no}}'];
  const list = `{"metadata":${JSON.stringify(metadata)},"items":[${items.join(',')},{"metadata":{"name":"c","of":"x"}}]}`;
  const one = (name: string, uses: string, resourceVersion: string) => ({ metadata: { name, resourceVersion }, uses });
  const changes = [
    event('ADDED', one('d', 'y', '8')),
    event('MODIFIED', one('b', 'y', '9')),
    event('MODIFIED', one('a', 'x', '10')),
    event('DELETED', one('d', 'y', '11')),
    event('DELETED', one('c', 'y', '12')),
  ];
  const nameOf = (object: unknown) => (object as { metadata: { name: string } }).metadata.name;
  const kept = new Set(['b', 'c']);
  const { clock, events, stop } = start([{ chunks: [list] }, { chunks: changes, isOpen: true }], {
    project: nameOf,
    sieve: { words: ['"x"', '"z"'], keeps: object => kept.has(nameOf(object)) },
  });
  await settled(clock);
  expect(events.filter(({ type }) => type !== 'init' && type !== 'live')).toEqual([
    { type: 'initApply', objects: ['b', 'c'], remaining: null, leftOut: 2 },
    { type: 'initApply', objects: [], remaining: null },
    { type: 'initDone', resourceVersion: '7' },
    { type: 'bookmark', resourceVersion: '8' },
    { type: 'apply', object: 'b', resourceVersion: '9' },
    { type: 'apply', object: 'a', resourceVersion: '10' },
    { type: 'bookmark', resourceVersion: '11' },
    { type: 'delete', object: 'c', resourceVersion: '12' },
  ]);
  stop();
});

test('[RF26] pages of which nothing is read are no empty ones', async () => {
  const pages = Array.from({ length: 12 }, (_, i) => {
    const metadata = { resourceVersion: '7', ...(i < 11 ? { continue: String(i + 1) } : {}) };
    return { chunks: [JSON.stringify({ metadata, items: [{ metadata: { name: 'a' } }] })] };
  });
  const { clock, events, stop } = start(pages, { sieve: { words: ['"x"'], keeps: () => false } });
  for (let turn = 0; turn < 10; turn++) await settled(clock);
  expect(troubles(events)).toEqual([]);
  expect(events).toContainEqual({ type: 'initDone', resourceVersion: '7' });
  stop();
});
