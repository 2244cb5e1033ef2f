import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import { INITIAL_STATE, type RawEvent, type ReflectorInput, type ReflectorState, step } from './reflector-step.ts';

const said = (detail: string) => answerReason('serverSays', { detail });
const NOW = 1_000_000;

const at = (elapsed = 0, seed = 1) => ({ now: NOW + elapsed, elapsed, random: seededRandom(seed) });

function run(inputs: readonly ReflectorInput<string>[]) {
  let state: ReflectorState = INITIAL_STATE;
  let last = step<string>(state, { type: 'started' }, at());
  const events = [...last.events];
  state = last.state;
  for (const input of inputs) {
    last = step<string>(state, input, at());
    state = last.state;
    events.push(...last.events);
  }
  return { state, events, command: last.command, types: events.map(event => event.type) };
}

const page = (...objects: string[]): ReflectorInput<string> => ({ type: 'page', objects, remaining: null });
const pageEnd = (resourceVersion: string, continueToken = ''): ReflectorInput<string> => ({
  type: 'pageEnd',
  resourceVersion,
  continueToken,
});
const raw = (
  type: RawEvent<string>['type'],
  resourceVersion: string,
  change: Partial<RawEvent<string>> = {},
): ReflectorInput<string> => ({
  type: 'watchEvent',
  event: {
    type,
    resourceVersion,
    object: type === 'BOOKMARK' || type === 'ERROR' ? null : 'x',
    status: null,
    ...change,
  },
});
const failure = (code: number, change: Partial<Status> = {}): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  code,
  ...change,
});
const refused = (
  code: number,
  change: Partial<Status> = {},
  retryAfterMs: number | null = null,
): ReflectorInput<string> => ({ type: 'refused', status: failure(code, change), retryAfterMs });
const opened: ReflectorInput<string> = { type: 'watchOpened' };
const LISTED = [page('a'), pageEnd('7')];

/** Requests sent to a server that answers at once, whose lists go well and whose watches last `watchMs` and bring `watch`. */
function requestsIn(server: {
  readonly watch: readonly ReflectorInput<string>[];
  readonly durationMs: number;
  readonly watchMs?: number;
}): number {
  const random = seededRandom(1);
  let elapsed = 0;
  let requests = 0;
  let result = step<string>(INITIAL_STATE, { type: 'started' }, { now: NOW, elapsed, random });
  const take = (input: ReflectorInput<string>) => {
    result = step(result.state, input, { now: NOW, elapsed, random });
  };
  while (elapsed < server.durationMs && requests < 10_000) {
    const { command } = result;
    if (command.type === 'sleep') {
      elapsed += command.forMs;
      take({ type: 'slept' });
      continue;
    }
    requests++;
    if (command.type === 'listPage') for (const input of LISTED) take(input);
    else
      for (const [i, input] of server.watch.entries()) {
        if (i === server.watch.length - 1) elapsed += server.watchMs ?? 0;
        take(input);
      }
  }
  return requests;
}

describe('listing', () => {
  test('[RF1] it lists first; only initApply between init and initDone', () => {
    const { types, command } = run([page('a'), page('b'), pageEnd('7')]);
    expect(types).toEqual(['init', 'initApply', 'initApply', 'initDone']);
    expect(command).toEqual({ type: 'openWatch', resourceVersion: '7' });
  });

  test('[RF2][RF3] initDone carries the revision, and the watch starts there', () => {
    const { events, command } = run(LISTED);
    expect(events.at(-1)).toEqual({ type: 'initDone', resourceVersion: '7' });
    expect(command).toEqual({ type: 'openWatch', resourceVersion: '7' });
  });

  test('a page with a continue token asks for the next', () => {
    expect(run([page('a'), pageEnd('7', 'token')]).command).toEqual({ type: 'listPage', continueToken: 'token' });
  });

  test('[RF10] a list that breaks off, or whose token expired, starts over', () => {
    expect(run([page('a'), { type: 'failed', reason: said('cut') }, { type: 'slept' }]).types).toEqual([
      'init',
      'initApply',
      'trouble',
      'init',
    ]);
    expect(run([page('a'), pageEnd('7', 'token'), refused(410)]).command).toEqual({
      type: 'listPage',
      continueToken: '',
    });
  });
});

describe('watching', () => {
  test('[RF4] each kind of event, and each moves the revision', () => {
    const { types, state } = run([
      ...LISTED,
      opened,
      raw('ADDED', '8'),
      raw('MODIFIED', '9'),
      raw('DELETED', '10'),
      raw('BOOKMARK', '11'),
    ]);
    expect(types.slice(3)).toEqual(['live', 'apply', 'apply', 'delete', 'bookmark']);
    expect(state).toMatchObject({ phase: 'watching', resourceVersion: '11' });
  });

  test('[RF5] a watch that ended is reopened from the last revision', () => {
    const { command, types } = run([...LISTED, opened, raw('ADDED', '8'), { type: 'watchEnded' }]);
    expect(command).toEqual({ type: 'openWatch', resourceVersion: '8' });
    expect(types.at(-1)).toBe('reconnecting');
  });

  test('[RF5] one that ended at once without news waits', () => {
    expect(run([...LISTED, opened, { type: 'watchEnded' }]).command.type).toBe('sleep');
  });

  test.each([
    ['as HTTP status', refused(410)],
    ['as reason', refused(500, { reason: 'Expired' })],
    ['as an event', raw('ERROR', '', { status: failure(410, { reason: 'Gone' }) })],
  ])('[RF6] 410 %s lists again', (_how, input) => {
    const { command, types } = run([...LISTED, opened, input]);
    expect(command).toEqual({ type: 'listPage', continueToken: '' });
    expect(types.at(-1)).toBe('init');
  });

  test('[RF11][RF13] a connection that broke resumes from its revision after a pause', () => {
    const { command, state } = run([
      ...LISTED,
      opened,
      raw('ADDED', '8'),
      { type: 'failed', reason: said('not a watch event') },
    ]);
    expect(command.type).toBe('sleep');
    expect(step(state, { type: 'slept' }, at()).command).toEqual({
      type: 'openWatch',
      resourceVersion: '8',
    });
  });
});

describe('trouble', () => {
  test.each([500, 503, 429])('[RF8] %s is retried with a pause and says when', code => {
    const { events, command } = run([refused(code)]);
    const trouble = events.at(-1);
    expect(trouble).toMatchObject({ type: 'trouble', trouble: { kind: 'server' } });
    expect(command.type === 'sleep' && command.forMs > 0).toBe(true);
  });

  test('[RF8] Retry-After is obeyed', () => {
    const { command } = run([refused(429, {}, 20_000)]);
    expect(command).toEqual({ type: 'sleep', forMs: 20_000 });
  });

  test('[RF8][RF14] pauses grow up to 30 seconds', () => {
    const delays: number[] = [];
    let state: ReflectorState = INITIAL_STATE;
    for (let i = 0; i < 12; i++) {
      state = step(state, { type: 'slept' }, at(0, i)).state;
      const result = step(state, { type: 'failed', reason: said('refused') }, at(0, i));
      state = result.state;
      if (result.command.type === 'sleep') delays.push(result.command.forMs);
    }
    expect(delays).toHaveLength(12);
    expect(Math.max(...delays)).toBeLessThanOrEqual(30_000);
    expect(delays.at(-1)).toBeGreaterThan(delays[0] ?? Infinity);
  });

  test.each([
    [403, 'forbidden'],
    [404, 'notFound'],
  ] as const)('[RF9] %s stops until it is told to try again', (code, kind) => {
    const { events, command, state } = run([refused(code, { message: 'no' })]);
    expect(command).toEqual({ type: 'stop' });
    expect(events.at(-1)).toMatchObject({
      type: 'trouble',
      trouble: { kind, retryAt: null, reason: { message: 'no' } },
    });
    expect(step(state, { type: 'slept' }, at()).command).toEqual({
      type: 'listPage',
      continueToken: '',
    });
  });

  test.each([403, 405])(
    '[RF22] what may be listed, but whose watch is answered %i, is listed again every 30 seconds',
    code => {
      const { events, command, state } = run([...LISTED, refused(code, { message: 'no watch' })]);
      expect(command).toEqual({ type: 'sleep', forMs: 30_000 });
      expect(events.at(-1)).toMatchObject({
        type: 'trouble',
        trouble: { kind: 'forbidden', retryAt: NOW + 30_000, reason: { message: 'no watch' } },
      });
      expect(step<string>(state, { type: 'slept' }, at()).command).toEqual({ type: 'listPage', continueToken: '' });
    },
  );

  test('[RF9] 401 is tried again a few times, then stops until it is told to try again', () => {
    const no = refused(401, { message: 'who are you' });
    expect(run([no]).command.type).toBe('sleep');
    expect(run([no]).events.at(-1)).toMatchObject({
      type: 'trouble',
      trouble: { kind: 'unauthorized', status: { code: 401 }, reason: { message: 'who are you' } },
    });
    expect(run([no, no, no, no]).command.type).toBe('sleep');
    const { command, events, state } = run([no, no, no, no, no]);
    expect(command).toEqual({ type: 'stop' });
    expect(events.at(-1)).toMatchObject({
      trouble: { kind: 'unauthorized', retryAt: null, reason: { message: 'who are you' } },
    });
    const asked = step<string>(state, { type: 'asked' }, at());
    expect(asked.command).toEqual({ type: 'listPage', continueToken: '' });
    expect(step<string>(asked.state, no, at()).command.type).toBe('sleep');
  });

  test('[RF14] a server that always answers 410 is asked with pauses', () => {
    expect(run([refused(410), refused(410)]).command.type).toBe('sleep');
  });

  const MINUTE_MS = 60_000;
  const gone = failure(410, { reason: 'Expired' });
  test.each<[string, readonly ReflectorInput<string>[]]>([
    ['every watch is answered 410', [refused(410)]],
    ['every watch tells 410', [opened, raw('ERROR', '', { status: gone })]],
    ['every watch brings something and then 410', [opened, raw('ADDED', '8'), raw('ERROR', '', { status: gone })]],
    ['every watch brings something and ends', [opened, raw('ADDED', '8'), { type: 'watchEnded' }]],
    ['every watch ends', [opened, { type: 'watchEnded' }]],
    ['every watch brings something and breaks', [opened, raw('ADDED', '8'), { type: 'failed', reason: said('cut') }]],
    ['every watch brings something and an error', [opened, raw('ADDED', '8'), raw('ERROR', '')]],
  ])('[RF14] lists go well, but %s: no more than 15 requests in a minute, ten in a later one', (_, watch) => {
    expect(requestsIn({ watch, durationMs: MINUTE_MS })).toBeLessThanOrEqual(15);
    const nine = requestsIn({ watch, durationMs: 9 * MINUTE_MS });
    expect(requestsIn({ watch, durationMs: 10 * MINUTE_MS }) - nine).toBeLessThanOrEqual(10);
  });

  test('[RF5][RF14] a watch that lasted is a fresh start', () => {
    const watch: ReflectorInput<string>[] = [opened, raw('ERROR', '', { status: gone })];
    // One a minute: each lists again at once.
    expect(requestsIn({ watch, durationMs: 10 * MINUTE_MS, watchMs: MINUTE_MS })).toBe(20);
  });

  test.each([
    ['empty pages', [], 10],
    ['pages of one object', [page('a')], 1_000],
  ])('[RF14] a list of %s that does not end is given up', (_, objects, limit) => {
    let requests = 0;
    let state: ReflectorState = INITIAL_STATE;
    let result = step<string>(state, { type: 'started' }, at());
    while (result.command.type === 'listPage' && requests < 2_000) {
      requests++;
      for (const input of [...objects, pageEnd('7', `token-${requests}`)]) {
        state = result.state;
        result = step(state, input, at());
      }
    }
    expect(requests).toBe(limit);
    expect(result.command.type).toBe('sleep');
    expect(result.events).toMatchObject([{ type: 'trouble', trouble: { kind: 'server' } }]);
  });

  test('[RF21] what cannot be read stops it until it is told to try again', () => {
    const { events, command } = run([page('a'), { type: 'unreadable', reason: said('too long') }]);
    expect(command).toEqual({ type: 'stop' });
    expect(events.at(-1)).toMatchObject({
      trouble: { kind: 'unreadable', retryAt: null, reason: { message: 'too long' } },
    });
    const many: ReflectorInput<string> = { type: 'page', objects: Array<string>(250_001).fill('x'), remaining: null };
    expect(run([many]).command).toEqual({ type: 'read' });
    expect(run([many, many]).command).toEqual({ type: 'stop' });
    expect(run([many, many]).types).toEqual(['init', 'initApply', 'initApply', 'trouble']);
  });

  test('[RF15] a revision not reached yet is waited for, not given up', () => {
    const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
    const { state, command } = run([
      ...LISTED,
      refused(504, { reason: 'Timeout', details: { causes, retryAfterSeconds: 1 } }),
    ]);
    expect(command.type === 'sleep' && command.forMs >= 1_000).toBe(true);
    expect(state).toMatchObject({ phase: 'listed', resourceVersion: '7' });
  });
});

describe('what is told, and where it goes on', () => {
  const watching = (fields: object = {}): ReflectorState => ({
    phase: 'watching',
    resourceVersion: '7',
    openedAt: 0,
    hasNews: false,
    failures: 0,
    ...fields,
  });
  const listing = (fields: object = {}): ReflectorState => ({
    phase: 'listing',
    failures: 0,
    pages: 0,
    emptyPages: 0,
    objects: 0,
    hasObjects: false,
    ...fields,
  });
  const listed = (failures: number): ReflectorState => ({ phase: 'listed', resourceVersion: '7', failures });
  const read = { type: 'read' } as const;
  const relist = { type: 'listPage', continueToken: '' } as const;

  test('[RF1][RF5] whoever slept goes on where it was: it lists, or watches from its revision without a word', () => {
    const slept = (state: ReflectorState) => step<string>(state, { type: 'slept' }, at());
    expect(slept({ phase: 'empty', failures: 3 })).toEqual({
      state: listing({ failures: 3 }),
      events: [{ type: 'init' }],
      command: relist,
    });
    expect(slept({ phase: 'stopped', failures: 3 }).command).toEqual(relist);
    expect(slept(listed(2))).toEqual({
      state: listed(2),
      events: [],
      command: { type: 'openWatch', resourceVersion: '7' },
    });
    expect(step<string>(listed(2), { type: 'asked' }, at()).state).toEqual(listed(0));
  });

  test('[RF3][RF4] what is live is said when the watch is open, and each event with its object and revision', () => {
    expect(step<string>(listed(2), opened, at(5))).toEqual({
      state: watching({ openedAt: 5, failures: 2 }),
      events: [{ type: 'live' }],
      command: read,
    });
    const event = (input: ReflectorInput<string>) => step<string>(watching(), input, at()).events;
    expect(event(raw('MODIFIED', '8'))).toEqual([{ type: 'apply', object: 'x', resourceVersion: '8' }]);
    expect(event(raw('DELETED', '8'))).toEqual([{ type: 'delete', object: 'x', resourceVersion: '8' }]);
    expect(event(raw('BOOKMARK', '8', { object: 'y' }))).toEqual([{ type: 'bookmark', resourceVersion: '8' }]);
    expect(event(raw('ADDED', '8', { object: null }))).toEqual([{ type: 'bookmark', resourceVersion: '8' }]);
    expect(step<string>(watching(), raw('ADDED', '8'), at())).toMatchObject({
      state: watching({ resourceVersion: '8', hasNews: true }),
      command: read,
    });
  });

  test.each<[string, ReflectorState, ReflectorInput<string>]>([
    ['a page', listed(1), page('a')],
    ['the end of one of several pages', listed(1), pageEnd('7', 'token')],
    ['an open watch', listing(), opened],
    ['an event', listed(1), raw('ADDED', '8')],
  ])('%s out of its turn changes nothing', (_what, state, input) => {
    const result = step<string>(state, input, at());
    expect([result.state, result.command]).toEqual([state, read]);
    expect(result.events.filter(({ type }) => type !== 'initApply')).toEqual([]);
  });

  test('[RF1] pages tell what is left; objects and pages are counted', () => {
    const counted = listing({ pages: 1, emptyPages: 1, objects: 2 });
    const first = step<string>(counted, { type: 'page', objects: ['a', 'b'], remaining: 5 }, at());
    expect(first.events).toEqual([{ type: 'initApply', objects: ['a', 'b'], remaining: 5 }]);
    expect(first.state).toEqual({ ...counted, objects: 4, hasObjects: true });
    expect(step<string>(counted, page(), at()).state).toEqual(counted);
    expect(step<string>(first.state, pageEnd('7', 't'), at()).state).toEqual(listing({ pages: 2, objects: 4 }));
    expect(step<string>(counted, pageEnd('7', 't'), at()).state).toEqual({ ...counted, pages: 2, emptyPages: 2 });
    expect(step<string>(listing({ failures: 2 }), pageEnd('7'), at()).state).toEqual(listed(2));
  });

  test('[RF21] as many objects as may be are read, not one more', () => {
    const result = step<string>(listing({ objects: 499_999 }), page('a'), at());
    expect(result.command).toEqual(read);
    expect(step<string>(result.state, page('a'), at()).events.at(-1)).toMatchObject({
      type: 'trouble',
      trouble: {
        kind: 'unreadable',
        status: null,
        reason: { message: 'the list is longer than 500000 objects' },
        retryAt: null,
      },
    });
  });

  test.each([
    [{ pages: 998 }, null],
    [{ pages: 999, hasObjects: true }, 'the list does not end: 1000 pages, and the server names another one'],
    [{ pages: 9, emptyPages: 8 }, null],
    [{ pages: 9, emptyPages: 9 }, 'the list does not end: 10 empty pages in a row, and the server names another one'],
    [{ pages: 9, emptyPages: 9, hasObjects: true }, null],
  ])('[RF14] after %j another page is asked for, or it is told: %s', (fields, message) => {
    const { command, events } = step<string>(listing(fields), pageEnd('7', 't'), at());
    if (message === null) expect([command, events]).toEqual([{ type: 'listPage', continueToken: 't' }, []]);
    else expect(events).toMatchObject([{ trouble: { kind: 'server', status: null, reason: { message } } }]);
  });

  test('[RF5][RF14] a watch of ten seconds has lasted: what ends it begins the back-off anew', () => {
    const failuresAfter = (input: ReflectorInput<string>, elapsed: number) =>
      step<string>(watching({ failures: 3, hasNews: true }), input, at(elapsed)).state.failures;
    for (const input of [{ type: 'failed', reason: said('cut') }, refused(500)] as const)
      expect([failuresAfter(input, 9_999), failuresAfter(input, 10_000)]).toEqual([4, 1]);
    expect([failuresAfter({ type: 'watchEnded' }, 9_999), failuresAfter({ type: 'watchEnded' }, 10_000)]).toEqual([
      4, 0,
    ]);
  });

  test('[RF5] a watch that ended soon is opened at once where it brought something, once', () => {
    const ended = (fields: object) => step<string>(watching(fields), { type: 'watchEnded' }, at());
    const once = ended({ hasNews: true });
    expect(once).toEqual({
      state: listed(1),
      events: [{ type: 'reconnecting' }],
      command: { type: 'openWatch', resourceVersion: '7' },
    });
    const message = 'the watch ended at once';
    expect(ended({ hasNews: true, failures: 1 }).events).toMatchObject([
      { trouble: { kind: 'network', reason: { message } } },
    ]);
    expect(ended({}).events).toMatchObject([{ trouble: { kind: 'network', status: null, reason: { message } } }]);
  });

  test('[RF10] a list that the connection leaves is trouble, and begins anew', () => {
    const { state, events } = step<string>(listing({ failures: 1 }), { type: 'watchEnded' }, at());
    expect(state).toEqual({ phase: 'empty', failures: 2 });
    const message = 'the connection ended in the middle of a list';
    expect(events).toMatchObject([
      { type: 'trouble', trouble: { kind: 'network', status: null, reason: { message } } },
    ]);
  });

  test('[RF8] the trouble says what the server said, and when it is tried again; the revision is kept', () => {
    const status = failure(503, { message: 'busy' });
    const result = step<string>(watching(), { type: 'refused', status, retryAfterMs: 60_000 }, at(4));
    expect(result).toMatchObject({
      state: listed(1),
      events: [
        {
          type: 'trouble',
          trouble: { kind: 'server', status, reason: { message: 'busy' }, retryAt: NOW + 60_004 },
        },
      ],
      command: { type: 'sleep', forMs: 60_000 },
    });
    const { code: _none, ...bare } = failure(0);
    expect(step<string>(watching(), { type: 'refused', status: bare, retryAfterMs: null }, at()).events).toMatchObject([
      { trouble: { kind: 'server', reason: { message: '' } } },
    ]);
    expect(step<string>(watching(), raw('ERROR', ''), at()).events).toMatchObject([
      {
        trouble: {
          kind: 'server',
          status: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code: 500 },
          reason: { code: 'undescribed' },
        },
      },
    ]);
    expect(step<string>(watching(), { type: 'failed', reason: said('cut') }, at()).events).toMatchObject([
      { trouble: { kind: 'network', status: null, reason: { message: 'cut' } } },
    ]);
  });

  test('[RF6][RF14] a revision that is gone lists at once, the second time with a pause that says why', () => {
    expect(step<string>(watching(), refused(410), at())).toMatchObject({
      state: { phase: 'listing', failures: 1 },
      command: relist,
    });
    const again = step<string>(watching({ failures: 1 }), refused(410), at());
    expect(again.state).toEqual({ phase: 'empty', failures: 3 });
    const message = 'the server no longer has the revision asked for';
    expect(again.events).toMatchObject([{ trouble: { kind: 'server', status: null, reason: { message } } }]);
  });

  test('[RF9][RF22] 405 of a list is trouble like any other; without a right to list nothing is listed again', () => {
    expect(run([refused(405)]).events.at(-1)).toMatchObject({ trouble: { kind: 'server' } });
    const { command, state } = step<string>(watching({ failures: 2 }), refused(403), at());
    expect([command, state]).toEqual([{ type: 'stop' }, { phase: 'stopped', failures: 2 }]);
    expect(step<string>(listed(2), refused(403), at()).state).toEqual({ phase: 'empty', failures: 2 });
  });

  test.each([
    [{}, 1_000],
    [{ retryAfterSeconds: 0 }, 1_000],
    [{ retryAfterSeconds: 40 }, 40_000],
  ])('[RF15] a revision not reached yet is waited for as the server says: %j', (details, leastMs) => {
    const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
    const { command } = step<string>(
      listed(0),
      refused(504, { reason: 'Timeout', details: { causes, ...details } }, 90_000),
      at(),
    );
    expect(command.type === 'sleep' && command.forMs >= leastMs && command.forMs < leastMs + 1_000).toBe(true);
  });
});
