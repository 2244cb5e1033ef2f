import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { ListFrame, WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import { findKindViewAt } from '@lanthorn/views/kind-records.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { ClusterTimes } from '../../data/connection/cluster-times.ts';
import { useShownCount } from '../../data/lists/shown-count.ts';
import { createOperationStore } from '../../data/operations/operation-store.ts';
import { WordsProvider } from '../../ui/words/words.tsx';
import { ResourceListPage } from './resource-list-page.tsx';

const navigate = vi.hoisted(() => () => {});
vi.mock('@tanstack/react-router', () => ({
  Link: () => null,
  useNavigate: () => navigate,
  useParams: () => ({ cluster: 'c', resource: 'namespaces' }),
  useSearch: () => ({}),
}));

const view = must(findKindViewAt('namespaces'), 'there are namespaces');
const rows: WireRow[] = ['a', 'b'].map(name => {
  return { key: name, uid: name, name, namespace: '', createdAt: 1, ownerUid: '', cells: [] };
});

beforeEach(() => {
  // Layout that jsdom does not have.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(500);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(500);
});

/** Tells the list on screen what has changed. */
let tellNews: (frame: Partial<ListFrame>) => void;

/** The list of namespaces after this frame; what the page asks for then. */
function show(frame: Partial<ListFrame>): Partial<ListQuery>[] {
  const asked: Partial<ListQuery>[] = [];
  let tell: (frame: ListFrame) => void = () => {};
  const connection = {
    epoch: 1,
    state: { kind: 'open' },
    onState: () => () => {},
    subscribe: (query: ListQuery, onFrame: typeof tell) => {
      if (query.kind === 'list') tell = onFrame;
      return { close: () => {}, update: (change: Partial<ListQuery>) => asked.push(change), retry: () => {} };
    },
  };
  const clock = new FakeClock();
  const api = { access: async () => ({ allowed: [] }) };
  const preferences = testPreferences();
  const times = new ClusterTimes(clock);
  const client = { connection, api, clock, preferences, times, operations: createOperationStore() };
  render(
    <ClientContext value={client as unknown as Client}>
      <WordsProvider>
        <>
          <ResourceListPage view={view} />
        </>
      </WordsProvider>
    </ClientContext>,
  );
  const whole = { type: 'list', id: 1, offset: 0, keys: rows.map(({ key }) => key), rows, matched: 2, total: 2 };
  act(() => tell({ ...whole, state: { kind: 'live' }, ...frame } as ListFrame));
  tellNews = next => act(() => tell({ type: 'list', id: 1, ...next }));
  asked.splice(0);
  return asked;
}

test('rows of a held order that match no more are counted, those outside the window too; a press lets go of that order', async () => {
  // 10 rows are held and 6 of them match, as do 3 new ones; of the 4 that do not, one is in the window.
  const asked = show({ matched: 9, total: 20, length: 10, held: 3, left: ['a'] });
  expect(screen.getByText('4 rows no longer match')).toBeTruthy();
  expect(screen.getByText('3 new rows wait while you are in the table.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Show them' }));
  expect(asked.at(-1)).toMatchObject({ offset: 0, hold: false });
});

test('while it is counted how many match the first rows are there, and no number of an earlier filter is said to be theirs', () => {
  show({});
  const count = () => screen.getByTestId('count').textContent;
  expect(count()).toBe('2');
  tellNews({ matched: null, total: 9_000, filter: 'a' });
  expect(count()).toBe('…');
  expect(screen.getAllByRole('row').length).toBeGreaterThan(1);
  expect(screen.queryByText(/Loading|No /)).toBeNull();
  tellNews({ matched: 1_234, filter: 'a' });
  expect(count()).toBe('1,234');
});

test('as many that left as came: they are counted as well, and nothing is said of an order that nobody holds', () => {
  show({ matched: 9, total: 20, length: null, held: 3, left: [] });
  expect(screen.getByText('3 rows no longer match')).toBeTruthy();
  document.body.replaceChildren();
  show({});
  expect(screen.queryByRole('button', { name: 'Show them' })).toBeNull();
});

test.each([
  ['live', { kind: 'live' }, 2],
  [
    'read anew in good order',
    {
      kind: 'stale',
      since: 1,
      reason: answerReason('serverSays', { detail: '' }),
      retryAt: null,
      isEmpty: false,
      everyMs: 9_000,
    },
    2,
  ],
  [
    'of a cluster that is gone',
    { kind: 'stale', since: 1, reason: answerReason('serverSays', { detail: 'cut' }), retryAt: 9, isEmpty: false },
    null,
  ],
] as const)('the navigation is told the count of what is %s', (_what, state, count) => {
  show({ state });
  expect(useShownCount.getState().shown).toMatchObject({ cluster: 'c', address: 'namespaces', count });
});

test('what changes of a row touches its table and tools in that cell, and nowhere else', async () => {
  const rowWith = (status: string) => ({
    ...must(rows[0], 'a row'),
    cells: ['a', { status, tone: 'ok' }] as WireRow['cells'],
  });
  show({ rows: [rowWith('Active'), must(rows[1], 'another')] });
  const changes: MutationRecord[] = [];
  const observer = new MutationObserver(all => changes.push(...all));
  for (const part of [screen.getByRole('grid'), screen.getByRole('toolbar')])
    observer.observe(part, { subtree: true, childList: true, characterData: true, attributes: true });
  tellNews({ rows: [rowWith('Terminating')] });
  await vi.waitFor(() => expect(changes).not.toEqual([]));
  observer.disconnect();
  // The cell that flashes is a new element.
  const shown = changes.filter(({ target }) => target.isConnected);
  const touched = shown.map(({ target }) => {
    const element = target instanceof Element ? target : target.parentElement;
    return element?.closest('[role="gridcell"]')?.textContent ?? target;
  });
  expect(new Set(touched)).toEqual(new Set(['Terminating']));
});

test('Clear selection leaves nothing selected, and no bar', async () => {
  show({});
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select a' }));
  expect(screen.getByRole('toolbar', { name: '1 selected' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Clear selection' }));
  expect(screen.queryByRole('toolbar', { name: /selected/ })).toBeNull();
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select a' }).checked).toBe(false);
});

test('what was selected and is no more is counted as gone, whether it was deleted or another has its name now', async () => {
  const asked = show({});
  for (const name of ['a', 'b']) await userEvent.click(screen.getByRole('checkbox', { name: `Select ${name}` }));
  const bar = (count: number) => screen.getByRole('toolbar', { name: `${count} selected` }).textContent;
  expect(bar(2)).not.toMatch(/gone/);
  tellNews({ gone: ['a', 'nobody'], keys: ['b'], matched: 1, total: 1 });
  expect(bar(1)).toMatch(/1 selected1 gone/);
  tellNews({ rows: rows.slice(1).map(row => ({ ...row, uid: 'another' })) });
  expect(bar(0)).toMatch(/0 selected2 gone/);
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select b' }).checked).toBe(false);
  await userEvent.click(screen.getByRole('button', { name: 'Clear selection' }));
  expect(screen.queryByRole('toolbar', { name: /selected/ })).toBeNull();
  expect(asked.filter(wish => 'selects' in wish)).toEqual([{ selects: true }, { selects: false }]);
});
