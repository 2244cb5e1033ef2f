import { expect, test } from 'vitest';
import { CancelSource } from '@lanthorn/base/clock.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { ApiRequest, ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Reflector } from './reflector.ts';
import type { WatchEvent } from './watch-event.ts';

const EXPIRED = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version: 7 (90)' };
const FORBIDDEN = { kind: 'Status', code: 403, reason: 'Forbidden', message: 'things is forbidden' };
const ITEM = { metadata: { name: 'a', resourceVersion: '7' } };

/** A server that remembers nothing before revision 90, when the object had long been as it is. */
async function watchOne({
  items,
  isRefusedAtOnce,
  mayList = true,
  mayWatch = true,
  next = '',
}: {
  readonly items: readonly object[];
  readonly isRefusedAtOnce: boolean;
  readonly mayList?: boolean;
  readonly mayWatch?: boolean;
  /** The page after the first. */
  readonly next?: string;
}) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const events: WatchEvent<unknown>[] = [];
  const answer = (status: number, text: string | null) => {
    async function* body() {
      if (text === null) await new Promise(() => undefined);
      yield text ?? '';
    }
    return Promise.resolve({ status, headers: {}, warnings: [], body: body() });
  };
  const source: ApiSource = {
    send: ({ path, query = {} }: ApiRequest) => {
      asked.push(
        `${path} ${query['watch'] === '1' ? `watch ${query['resourceVersion']}` : (query['limit'] ?? '')}`.trim(),
      );
      if (query['watch'] !== '1') {
        if (path === '/things' && !mayList) return answer(403, JSON.stringify(FORBIDDEN));
        const list = {
          apiVersion: 'v1',
          kind: 'ThingList',
          metadata: { resourceVersion: '90', continue: next },
          items,
        };
        return answer(200, JSON.stringify(path === '/things' ? list : { apiVersion: 'v1', kind: 'Thing', ...ITEM }));
      }
      if (query['resourceVersion'] === '90')
        return mayWatch ? answer(200, null) : answer(403, JSON.stringify(FORBIDDEN));
      if (isRefusedAtOnce) return answer(410, JSON.stringify(EXPIRED));
      return answer(200, `${JSON.stringify({ type: 'ERROR', object: EXPIRED })}\n`);
    },
  };
  const stop = new CancelSource();
  const target = {
    path: '/things',
    query: { fieldSelector: 'metadata.name=a' },
    project: (object: unknown) => object,
    single: { path: '/things/a' },
  };
  const reflector = new Reflector<unknown>({
    ...{ source, clock, random: seededRandom(1), target },
    emit: event => events.push(event),
  });
  void reflector.run(stop);
  // What is read takes a few turns each time.
  for (let i = 0; i < 50; i++) await clock.advance(100);
  // Until what may not be watched is read again.
  if (!mayWatch) await clock.advance(30_000);
  stop.cancel();
  return { asked, events };
}

test.each([true, false])(
  '[RF24] an object that was not changed for long is watched from the revision of now, whichever way the server says that it forgot (%s)',
  async isRefusedAtOnce => {
    const { asked, events } = await watchOne({ items: [ITEM], isRefusedAtOnce });
    expect(asked).toEqual(['/things/a', '/things watch 7', '/things 1', '/things watch 90']);
    expect(events.at(-1)).toEqual({ type: 'live' });
    const [last] = events.flatMap(event => (event.type === 'initApply' ? [event.objects[0]] : [])).toReversed();
    expect(last).toEqual({ apiVersion: 'v1', kind: 'Thing', ...ITEM });
  },
);

test('[RF24] one that is gone by then is said not to be there', async () => {
  const { events } = await watchOne({ items: [], isRefusedAtOnce: true });
  expect(events.at(-1)).toMatchObject({ type: 'trouble', trouble: { kind: 'notFound', retryAt: null } });
});

test('[RF24] whoever may get and watch it and not list it has it as it is now, each time that the server forgot', async () => {
  const { asked, events } = await watchOne({ items: [ITEM], isRefusedAtOnce: true, mayList: false });
  expect(asked.slice(0, 5)).toEqual(['/things/a', '/things watch 7', '/things 1', '/things/a', '/things watch 7']);
  // By then with pauses.
  expect(asked.slice(5, 8)).toEqual(['/things 1', '/things/a', '/things watch 7']);
  expect(events.filter(({ type }) => type === 'initDone').length).toBeGreaterThan(2);
  expect(events).not.toContainEqual(
    expect.objectContaining({ trouble: expect.objectContaining({ kind: 'forbidden' }) }),
  );
});

test('[RF24] a list that brings nothing and names another page does not say that it is gone', async () => {
  const { events } = await watchOne({ items: [], isRefusedAtOnce: true, next: 'more' });
  expect(events.at(-1)).toMatchObject({ type: 'trouble', trouble: { kind: 'unreadable' } });
});

test('[RF24] after a list that went well it is read by itself again, until the server forgets once more', async () => {
  const { asked } = await watchOne({ items: [ITEM], isRefusedAtOnce: true, mayWatch: false });
  expect(asked.slice(0, 5)).toEqual(['/things/a', '/things watch 7', '/things 1', '/things watch 90', '/things/a']);
});
