import { afterEach, expect, test } from 'vitest';
import { MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import type { DownMessage, ListFrame, RangeFrame } from '@lanthorn/protocol/down-messages.ts';
import type { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { NAMESPACE_LIST, Namespaces } from './test-namespaces.ts';
import { openTab } from './test-tab.ts';

const LIST = { ...NAMESPACE_LIST, limit: 3, hold: true };
const names = (count: number) => Array.from({ length: count }, (_, i) => `n${String(i).padStart(4, '0')}`);

let tab: ReturnType<typeof openTab>;
let clock: FakeClock;
let told: DownMessage[];
const ends: (() => void)[] = [];

afterEach(() => ends.splice(0).forEach(end => end()));

async function open(first: readonly string[], change: object = {}) {
  const cluster = new Namespaces(first);
  tab = openTab({ c: cluster });
  ends.push(tab.close);
  ({ clock, told } = tab);
  const { say } = tab;
  say({ type: 'subscribe', id: 1, query: { ...LIST, ...change } });
  await clock.advance(1_000);
  const change1 = async (...args: Parameters<Namespaces['say']>) => {
    cluster.say(...args);
    await clock.advance(1_000);
  };
  const range = (from: string, to: string) => {
    say({ type: 'range', id: 1, from, to });
    const { answer } = told.at(-1) as RangeFrame;
    return 'rows' in answer ? answer.rows.map(({ name }) => name) : answer.refusal;
  };
  return { say: cluster.say.bind(cluster), replace: cluster.replace.bind(cluster), ask: say, change: change1, range };
}

/** What the tab knows by all frames. */
const shown = () => Object.assign({}, ...told.filter(({ type }) => type === 'list')) as ListFrame;

test('[PR13] a range is of the held order that is shown, also where its rows stand elsewhere by now', async () => {
  const { change, range } = await open(names(8));
  // By the order of today it is the last.
  await change('MODIFIED', 'n0004', 'Terminating');
  expect(range('n0002', 'n0006')).toEqual(['n0002', 'n0003', 'n0004', 'n0005', 'n0006']);
  expect(range('n0004', 'n0002')).toEqual(['n0002', 'n0003', 'n0004']);
  await change('DELETED', 'n0003');
  expect(range('n0002', 'n0005')).toEqual(['n0002', 'n0004', 'n0005']);
  await change('ADDED', 'n0002a');
  expect(range('n0002', 'n0005')).toEqual(['n0002', 'n0004', 'n0005']);
});

test.each([true, false])(
  '[PR13] a range ends at a row that changed a moment ago, whether an order is held or not (%s)',
  async hold => {
    const { say, change, range } = await open(names(4), { hold });
    await change('MODIFIED', 'n0000', 'Terminating');
    say('MODIFIED', 'n0001', 'Active');
    await clock.advance(1);
    // What changes so soon after is handed on a little later.
    say('MODIFIED', 'n0002', 'Terminating');
    await clock.advance(1);
    expect(range('n0001', 'n0002')).toEqual(hold ? ['n0001', 'n0002'] : ['n0001', 'n0003', 'n0000', 'n0002']);
  },
);

test('[PR8] an anchor that changed a moment ago is shown where it stands, in every frame, and other lists are told too', async () => {
  const { say, ask, change } = await open(names(8), { hold: false, offset: 4, anchor: 'n0004' });
  ask({ type: 'subscribe', id: 2, query: { ...LIST, hold: false, filter: 'status:Terminating' } });
  await change('MODIFIED', 'n0000', 'Active');
  say('MODIFIED', 'n0001', 'Active');
  await clock.advance(1);
  // What changes so soon after is handed on a little later; the tab looks meanwhile.
  say('MODIFIED', 'n0004', 'Terminating');
  await clock.advance(1);
  told.splice(0);
  ask({ type: 'update', id: 2, change: { limit: 4 } });
  ask({ type: 'update', id: 1, change: { limit: 4, offset: 4, anchor: 'n0004' } });
  await clock.advance(1_000);
  const frames = (id: number) =>
    told.filter((message): message is ListFrame => message.type === 'list' && message.id === id);
  expect(frames(1).map(({ offset, keys }) => ({ offset, keys }))).toEqual([{ offset: 7, keys: ['n0004'] }]);
  expect(frames(2).at(-1)).toMatchObject({ matched: 1, keys: ['n0004'] });
});

test('[PR13] a range whose end has gone, that is too long, or that nobody reads, is refused with the reason', async () => {
  const { change, range } = await open(names(MAX_TARGETS + 2));
  await change('DELETED', 'n0004');
  expect(range('n0001', 'n0004')).toBe('gone');
  expect(range('n0000', 'n2001')).toBe('tooMany');
  expect(range('n0000', 'n2000')).toHaveLength(MAX_TARGETS);
  tab.socket.bufferedAmount = 2 * 1024 * 1024;
  expect(range('n0000', 'n0001')).toBe('busy');
});

test('new rows are counted as new, however many of a held order match no more or are gone', async () => {
  const { change } = await open(names(6), { filter: 'status:Active' });
  expect(shown()).toMatchObject({ matched: 6, filter: 'status:Active' });
  await change('MODIFIED', 'n0001', 'Terminating');
  await change('ADDED', 'n0001a');
  expect(shown()).toMatchObject({ matched: 6, held: 1, left: ['n0001'], keys: ['n0000', 'n0001', 'n0002'] });
  await change('DELETED', 'n0002');
  await change('ADDED', 'n0002a');
  expect(shown()).toMatchObject({ matched: 6, held: 2, left: ['n0001'], keys: ['n0000', 'n0001', 'n0003'] });
  // One that matches again is where it was, and no news.
  await change('MODIFIED', 'n0001', 'Active');
  expect(shown()).toMatchObject({ matched: 7, held: 2, left: [] });
  // A changed place is no news either, and no reason to leave.
  await change('MODIFIED', 'n0000', 'Active');
  expect(shown()).toMatchObject({ matched: 7, held: 2, left: [] });
  await change('DELETED', 'n0001');
  expect(shown()).toMatchObject({ matched: 6, held: 2, left: [] });
});

test('how many of a held order match no more follows from its counts, wherever they stand', async () => {
  const { change } = await open(names(6), { filter: 'status:Active' });
  const left = () => {
    const { held = 0, matched, length = null } = shown();
    return held + (length ?? matched ?? 0) - (matched ?? 0);
  };
  expect(left()).toBe(0);
  await change('MODIFIED', 'n0004', 'Terminating');
  await change('MODIFIED', 'n0005', 'Terminating');
  // Neither is in the window.
  expect([left(), shown().left]).toEqual([2, undefined]);
  await change('ADDED', 'n0001a');
  await change('ADDED', 'n0001b');
  expect([left(), shown().length]).toEqual([2, null]);
  await change('DELETED', 'n0005');
  expect(left()).toBe(1);
});

test('what is made again under the same name has no place in a held order: it is new, and the one before is gone', async () => {
  const { replace } = await open(names(6), { selects: true });
  await clock.advance(100);
  replace('n0001');
  await clock.advance(1_000);
  expect(shown()).toMatchObject({ matched: 6, held: 1, keys: ['n0000', 'n0002', 'n0003'], gone: ['n0001'] });
});

test('a tab that selects is told what is no more, in the window or not, once; who does not select is not', async () => {
  const { ask, change } = await open(names(8), { hold: false });
  const gone = () => told.flatMap(message => (message.type === 'list' ? [...(message.gone ?? [])] : []));
  await change('MODIFIED', 'n0006', 'Terminating');
  await change('DELETED', 'n0005');
  expect(gone()).toEqual([]);
  // What went while the wish was on its way is told as well.
  ask({ type: 'update', id: 1, change: { selects: true } });
  await clock.advance(1_000);
  expect(gone()).toEqual(['n0005']);
  await change('DELETED', 'n0000');
  await change('DELETED', 'n0007');
  await change('MODIFIED', 'n0001', 'Terminating');
  expect(gone()).toEqual(['n0005', 'n0000', 'n0007']);
});

test('[PR17] a tab that comes back is told what went of its selection, once the list is whole and of what is in it', async () => {
  const { ask, change } = await open(names(4), { hold: false, filter: 'n0001' });
  const gone = () => told.flatMap(message => (message.type === 'list' ? [...(message.gone ?? [])] : []));
  const rows = ['n0000', 'n0001', 'n0009'].map(key => ({ key, uid: key, namespace: '' }));
  const other = { key: 'n0002', uid: 'the one before', namespace: '' };
  // On a socket of its own the list is asked for and not here yet.
  ask({ type: 'subscribe', id: 2, query: { ...LIST, filter: 'n0001', selects: true, hold: false } });
  ask({ type: 'selected', id: 2, rows });
  ask({ type: 'selected', id: 2, rows: [other] });
  await clock.advance(1_000);
  // What the filter hides is there.
  expect(gone()).toEqual(['n0009', 'the one before']);
  await change('DELETED', 'n0000');
  expect(gone()).toEqual(['n0009', 'the one before', 'n0000']);
});

test('[PR17] before a list is whole nothing of it is missing, nor ever what is in no namespace of it', async () => {
  const { ask } = await open([], { hold: false });
  const gone = () => told.flatMap(message => (message.type === 'list' ? [...(message.gone ?? [])] : []));
  const query = {
    ...LIST,
    resource: { group: '', version: 'v1', resource: 'pods' },
    namespaces: ['a'],
    selects: true,
    hold: false,
  };
  ask({ type: 'subscribe', id: 2, query });
  const rows = ['a', 'b'].map(namespace => ({ key: `${namespace}/x`, uid: `uid-${namespace}`, namespace }));
  ask({ type: 'selected', id: 2, rows });
  expect(gone()).toEqual([]);
  await clock.advance(1_000);
  expect(gone()).toEqual(['uid-a']);
});

test('[PR20] a list is grouped, folded and grouped no more on the way; a range of it has the rows that are shown between two lines', async () => {
  const { ask, change, range } = await open(names(6), { hold: false, limit: 9, group: 'status' });
  await change('MODIFIED', 'n0004', 'Terminating');
  await change('MODIFIED', 'n0001', 'Terminating');
  const active = ['n0000', 'n0002', 'n0003', 'n0005'];
  expect(shown()).toMatchObject({
    lines: 8,
    matched: 6,
    keys: ['//Active', ...active, '//Terminating', 'n0001', 'n0004'],
  });
  expect(range('n0003', 'n0001')).toEqual(['n0003', 'n0005', 'n0001']);
  expect(range('//Terminating', 'n0005')).toEqual(['n0005']);
  expect(range('//gone', 'n0005')).toBe('gone');
  const update = async (what: object) => {
    ask({ type: 'update', id: 1, change: what });
    await clock.advance(1_000);
  };
  await update({ folds: { isAllFolded: false, others: ['Active'] } });
  expect(shown()).toMatchObject({ lines: 4, matched: 6, keys: ['//Active', '//Terminating', 'n0001', 'n0004'] });
  expect(range('//Active', 'n0004')).toEqual(['n0001', 'n0004']);
  await update({ group: '' });
  expect(shown()).toMatchObject({ lines: null, matched: 6, keys: [...active, 'n0001', 'n0004'] });
  await update({ group: 'noColumn' });
  expect(shown()).toMatchObject({ lines: null });
});
