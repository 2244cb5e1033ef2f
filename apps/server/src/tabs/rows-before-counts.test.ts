import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DownMessage } from '@lanthorn/protocol/down-messages.ts';
import { BusyClock, TURN_MS } from './test-busy-clock.ts';
import { NAMESPACE_LIST, Namespaces } from './test-namespaces.ts';
import { openTab } from './test-tab.ts';

const COUNT = 1_200;
const LIMIT = 20;
const NAMES = Array.from({ length: COUNT }, (_, i) => `n${String(i).padStart(4, '0')}`);
const matching = (filter: string, names = NAMES) => names.filter(name => name.includes(filter));
/** A window that begins behind the last row begins with it. */
const windowOf = (all: readonly string[], offset: number) => {
  const from = Math.max(0, Math.min(offset, all.length - 1));
  return all.slice(from, from + LIMIT);
};

interface Seen {
  readonly keys: readonly string[];
  readonly matched: number | null | undefined;
  readonly filter: string | undefined;
  readonly asked: number | undefined;
}

/** What a tab knows after each frame of a list. */
function seenOf(told: DownMessage[], before: Seen): Seen[] {
  let seen = before;
  return told.splice(0).flatMap(message => {
    if (message.type !== 'list') return [];
    const { keys, matched, filter, asked } = message;
    seen = {
      keys: keys ?? seen.keys,
      matched: matched === undefined ? seen.matched : matched,
      filter: filter ?? seen.filter,
      asked: asked ?? seen.asked,
    };
    return [seen];
  });
}

const NOTHING: Seen = { keys: [], matched: undefined, filter: undefined, asked: undefined };

async function open() {
  const source = new Namespaces(NAMES);
  const clock = new BusyClock();
  const tab = openTab({ c: source }, clock);
  tab.say({ type: 'subscribe', id: 1, query: { ...NAMESPACE_LIST, limit: LIMIT, asked: 0 } });
  let last = NOTHING;
  const advance = async (ms: number): Promise<readonly Seen[]> => {
    await tab.clock.advance(ms);
    const seen = seenOf(tab.told, last);
    last = seen.at(-1) ?? last;
    return seen;
  };
  await advance(5_000);
  clock.isBusy = true;
  const filter = (text: string, asked: number) => tab.say({ type: 'update', id: 1, change: { filter: text, asked } });
  return { ...tab, source, advance, filter };
}

test('[PR25] the first rows are told while how many match is counted, and then the number', async () => {
  const { advance, filter, close } = await open();
  filter('7', 1);
  const all = matching('7');
  const seen = await advance(2_000);
  expect(seen[0]).toEqual({ keys: all.slice(0, LIMIT), matched: null, filter: '7', asked: 1 });
  expect(seen.at(-1)).toEqual({ keys: all.slice(0, LIMIT), matched: all.length, filter: '7', asked: 1 });
  close();
});

test('[PR25] where fewer match than a screen shows, rows and their number come together', async () => {
  const { advance, filter, close } = await open();
  filter('1199', 1);
  const seen = await advance(2_000);
  expect(seen).toEqual([{ keys: ['n1199'], matched: 1, filter: '1199', asked: 1 }]);
  close();
});

test('[PR25] what goes and what changes while it is counted is told as it is', async () => {
  const { advance, filter, source, close } = await open();
  filter('7', 1);
  await advance(TURN_MS / 2);
  source.say('DELETED', 'n0007');
  const between = await advance(TURN_MS);
  source.say('MODIFIED', 'n0017', 'Terminating');
  const seen = [...between, ...(await advance(2_000))];
  expect(seen.slice(1).every(({ keys }) => !keys.includes('n0007'))).toBe(true);
  const left = NAMES.filter(name => name !== 'n0007' && name !== 'n0017');
  // By their state: one that is going comes last.
  expect(seen.at(-1)).toMatchObject({ keys: matching('7', left).slice(0, LIMIT), matched: matching('7').length - 1 });
  close();
});

const steps = fc.array(
  fc.record({
    filter: fc.constantFrom('', '1', '7', '19', '199', 'none'),
    waitMs: fc.constantFrom(0, 1, TURN_MS, 3 * TURN_MS, 400),
    offset: fc.constantFrom(0, 0, 0, 10),
  }),
  { maxLength: 10 },
);

/** The rows of the third are in order and not told yet when the fourth is asked. */
const HASTY = [
  { filter: '7', waitMs: 0, offset: 0 },
  { filter: '7', waitMs: 0, offset: 0 },
  { filter: '', waitMs: TURN_MS, offset: 0 },
  { filter: 'none', waitMs: 0, offset: 0 },
];

test('[PR24] [PR25] in whatever haste: rows are those of the question that they are said to answer, a number is theirs, and what was left behind does not come back', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async asks => {
      const { advance, filter, say, close } = await open();
      const filters = [''];
      const offsets = [0];
      const check = (seen: readonly Seen[]) => {
        for (const { keys, matched, asked = 0 } of seen) {
          const all = matching(filters[asked] ?? '');
          // What comes with a later question moves the window of the rows of an earlier one as well.
          expect(offsets.slice(asked).map(offset => windowOf(all, offset))).toContainEqual(keys);
          if (matched !== null) expect(matched).toBe(all.length);
        }
        const order = seen.map(({ asked = 0 }) => asked);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      };
      for (const { filter: text, waitMs, offset } of asks) {
        check(await advance(waitMs));
        filters.push(text);
        offsets.push(offset);
        filter(text, filters.length - 1);
        say({ type: 'update', id: 1, change: { offset } });
      }
      const seen = await advance(5_000);
      check(seen);
      if (asks.length > 0) expect(seen.at(-1)?.asked).toBe(filters.length - 1);
      const all = matching(filters.at(-1) ?? '');
      if (asks.length > 0)
        expect(seen.at(-1)).toMatchObject({ matched: all.length, keys: windowOf(all, offsets.at(-1) ?? 0) });
      close();
    }),
    { numRuns: 60, examples: [[HASTY]] },
  );
});
