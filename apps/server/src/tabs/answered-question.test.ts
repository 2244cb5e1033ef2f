import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import type { DownMessage } from '@lanthorn/protocol/down-messages.ts';
import { NAMESPACE_LIST, Namespaces } from './test-namespaces.ts';
import { openTab } from './test-tab.ts';

const NAMES = Array.from({ length: 40 }, (_, i) => `n${(i * 7919) % 1_000}`);
const FILTERS = ['', '7', '1', '17', 'nothing-like-it', '"', 'name='] as const;
const UNREADABLE: readonly string[] = ['"', 'name='];
const rowsOf = (filter: string) => NAMES.filter(name => name.includes(filter)).toSorted();

/** What a tab knows by all that it was told, after each message. */
function follow(told: DownMessage[]) {
  let keys: readonly string[] = [];
  let asked: number | null = null;
  let isWhole = false;
  return function take(onWhole: (keys: readonly string[], asked: number | null) => void): number | null {
    for (const message of told.splice(0)) {
      if (message.type !== 'list') continue;
      keys = message.keys ?? keys;
      asked = message.asked ?? asked;
      isWhole = message.state === undefined ? isWhole : message.state.kind === 'live';
      // Of the first list more and more arrives.
      if (isWhole) onWhole(keys, asked);
    }
    return asked;
  };
}

const steps = fc.array(
  fc.record({ filter: fc.constantFrom(...FILTERS), waitMs: fc.constantFrom(0, 1, 20, 300), isWindow: fc.boolean() }),
  { maxLength: 12 },
);

test('[PR24] whatever is asked in whatever haste: rows are those of the question that they are said to answer, and the last is answered', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async asks => {
      const { clock, told, say, close } = openTab({ c: new Namespaces(NAMES) });
      const take = follow(told);
      /** By its number, the rows of each question; of one that cannot be read those that stood. */
      const rows = [rowsOf('')];
      const look = () =>
        take((keys, asked) => {
          if (asked !== null) expect(keys).toEqual(rows[asked]);
        });
      say({ type: 'subscribe', id: 1, query: { ...NAMESPACE_LIST, asked: 0 } });
      for (const { filter, waitMs, isWindow } of asks) {
        await clock.advance(waitMs);
        look();
        rows.push(UNREADABLE.includes(filter) ? (rows.at(-1) ?? []) : rowsOf(filter));
        say({ type: 'update', id: 1, change: { filter, asked: rows.length - 1 } });
        if (isWindow) say({ type: 'update', id: 1, change: { offset: 0, limit: 500 } });
      }
      await clock.advance(3_000);
      expect(look()).toBe(rows.length - 1);
      close();
    }),
    { numRuns: 60 },
  );
});

test('[PR24] which question is answered is told once, also where it has the same rows; who numbers none is told nothing', async () => {
  const { clock, told, say, close } = openTab({ c: new Namespaces(NAMES) });
  const numbers = async () => {
    await clock.advance(1_000);
    return told.splice(0).flatMap(message => (message.type === 'list' ? (message.asked ?? []) : []));
  };
  say({ type: 'subscribe', id: 1, query: NAMESPACE_LIST });
  expect(await numbers()).toEqual([]);
  say({ type: 'update', id: 1, change: { filter: '', asked: 7 } });
  expect(await numbers()).toEqual([7]);
  say({ type: 'update', id: 1, change: { offset: 3 } });
  expect(await numbers()).toEqual([]);
  close();
});

/** Pods of one namespace may be listed, and of no other. */
const WALLED: ApiSource = {
  send: ({ path, query }) => {
    const isAllowed = path.includes('/namespaces/shop/');
    const isWatch = query?.['watch'] === '1';
    async function* body() {
      if (!isAllowed) yield JSON.stringify({ kind: 'Status', code: 403, message: 'pods is forbidden' });
      else if (isWatch) await new Promise(() => {});
      else yield JSON.stringify({ metadata: { resourceVersion: '1' }, items: [] });
    }
    return Promise.resolve({ status: isAllowed ? 200 : 403, headers: {}, warnings: [], body: body() });
  },
};

test('[PR24] a question about namespaces that may not be read is answered: nobody waits for its rows', async () => {
  const { clock, told, say, close } = openTab({ c: WALLED });
  const hear = async () => {
    await clock.advance(1_000);
    return told.splice(0).flatMap(message => (message.type === 'list' ? [message] : []));
  };
  const resource = { group: '', version: 'v1', resource: 'pods' };
  say({ type: 'subscribe', id: 1, query: { ...NAMESPACE_LIST, resource, namespaces: ['shop'], asked: 1 } });
  expect((await hear()).findLast(({ asked }) => asked !== undefined)?.asked).toBe(1);
  say({ type: 'update', id: 1, change: { namespaces: ['walled'], asked: 2 } });
  const frames = await hear();
  expect(frames.findLast(({ asked }) => asked !== undefined)?.asked).toBe(2);
  expect(frames.findLast(({ state }) => state !== undefined)?.state).toMatchObject({ kind: 'forbidden' });
  close();
});
