import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { vi } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Api } from '../../data/connection/api.ts';
import { ClusterTimes } from '../../data/connection/cluster-times.ts';
import { ClientContext } from '../../data/client/client.ts';
import { Connection, OPEN, type Socket } from '../../data/connection/connection.ts';
import { EMPTY_LIST } from '../../data/lists/list-store.ts';
import { KindDirectory } from '../../data/client/kind-directory.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { createOperationStore } from '../../data/operations/operation-store.ts';
import type { ListView, LiveList } from '../../data/lists/use-live-list.ts';
import type { GridColumn } from '../../ui/grid/grid-props.ts';
import { VirtualGrid } from '../../ui/grid/virtual-grid.tsx';
import { WordsProvider } from '../../ui/words/words.tsx';
import { useListModel } from './use-list-model.ts';

const RESOURCE = { group: 'batch', version: 'v1', resource: 'cronjobs' };
const SUBJECT = { cluster: 'c', resource: RESOURCE };
const QUERY: ListView = { namespaces: [], filter: '', sort: [] };

export const names = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `c${String(from + i).padStart(2, '0')}`);
export const ROWS = new Map<string, WireRow>();
/** The same row for a name, as a list keeps those that did not change. */
function rowOf(name: string): WireRow {
  const row = ROWS.get(name) ?? newRow(name);
  ROWS.set(name, row);
  return row;
}
/** The name of a group's head in the test's lists. */
export const headOf = (value: string) => `//${value}`;
export const newRow = (name: string): WireRow => ({
  key: `n/${name}`,
  uid: name,
  name,
  namespace: 'n',
  createdAt: null,
  ownerUid: '',
  cells: [],
});

/** A socket that nobody answers. */
const SILENT: Socket = { readyState: OPEN, send: () => {}, close: () => {}, addEventListener: () => {} };

export const did: string[] = [];
/** Names of the rows that were drawn, in turn. */
export const drawn: string[] = [];
const COLUMNS: readonly GridColumn<WireRow>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 100,
    align: 'left',
    render: row => {
      drawn.push(row.name);
      return row.name;
    },
  },
  { id: 'age', title: 'Age', width: 50, align: 'right', render: () => <span title="exactly 1">1</span> },
  { id: 'node', title: 'Node', width: 60, align: 'left', render: () => 'n1' },
];
/** Answers what all that match are, when the test says so. */
export let answerMatching: (all: readonly string[], missing?: readonly string[]) => void = () => {};
const matching = () =>
  new Promise<Response>(resolve => {
    answerMatching = (all, missing) => resolve(new Response(JSON.stringify({ rows: all.map(rowOf), missing })));
  });
/** The order that the server holds for the tab. */
let held: readonly string[];
export let setList: (keys: readonly string[], offset?: number, filter?: string) => void;
/** The reader chooses other namespaces; the list is as it was until the server answers. */
export let chooseNamespaces: (keys: readonly string[], namespaces: readonly string[]) => void;

function liveList(all: readonly string[], offset: number, limit = 20): LiveList {
  const rows = all.slice(offset, offset + limit).map(rowOf);
  return {
    ...EMPTY_LIST,
    offset,
    keys: rows.map(({ key }) => key),
    rows: new Map(rows.map(row => [row.key, row])),
    matched: all.length,
    total: all.length,
    state: { kind: 'live' },
    isAwaited: false,
    setWindow: () => {},
    retry: () => {},
    foresee: () => {},
    followGone: () => () => {},
    askRange: async (from, to) => {
      const ends = [from, to].map(key => held.findIndex(name => rowOf(name).key === key));
      if (ends.includes(-1)) return { refusal: 'gone' };
      return { rows: held.slice(Math.min(...ends), Math.max(...ends) + 1).map(rowOf) };
    },
  };
}

interface TableProps {
  readonly all: readonly string[];
  readonly offset: number;
  readonly filter: string;
  readonly query: ListView;
}

function Table({ all, offset, filter, query }: TableProps) {
  const list = { ...liveList(all, offset), filter };
  const selection = useListModel(list, {
    subject: SUBJECT,
    query,
    matching: { ...SUBJECT, namespaces: [], filter: '' },
    focus: null,
  });
  return (
    <>
      <VirtualGrid
        label="CronJobs"
        columns={COLUMNS}
        beyond={null}
        count={list.matched ?? 0}
        rowAt={index => list.rows.get(list.keys[index - list.offset] ?? '')}
        keyOf={row => row.key}
        nameOf={row => row.name}
        noteOf={() => null}
        sort={[{ column: 'name', descending: false }]}
        selected={selection.selected}
        focused={selection.focused}
        moves={selection.moves}
        isAtTop={selection.isAtTop}
        groupOf={row => (row.group === undefined ? null : { ...row.group, title: row.group.value })}
        isGrouped={[...list.rows.values()].some(({ group }) => group !== undefined)}
        onFold={fold => did.push('all' in fold ? `${fold.all} all` : `fold ${fold.value}`)}
        opened={null}
        moved={null}
        start={0}
        onLeave={() => {}}
        onStep={selection.step}
        onJump={selection.jump}
        onRange={() => {}}
        onHold={() => {}}
        onSort={(column, additive) => did.push(`sort ${column}${additive ? ' too' : ''}`)}
        onResize={(column, width, isDone) => did.push(`resize ${column} ${width}${isDone ? '' : ' …'}`)}
        onMove={(column, to) => did.push(`move ${column} to ${to}`)}
        onSelect={selection.select}
        onSelectAll={() => {
          did.push('all');
          selection.selectMatching();
        }}
        onOpen={(row, index, how) => {
          selection.click(row, index);
          did.push(`${how} ${row.name}`);
        }}
        onRowKey={(row, key) => (key === 'l' ? did.push(`logs ${row.name}`) > 0 : false)}
        onMenu={(row, index) => {
          selection.click(row, index);
          did.push(`menu ${row.name}`);
        }}
      />
      <output data-testid="selected">{[...selection.selected.values()].map(({ name }) => name).join(' ')}</output>
      <output data-testid="focus">{selection.focusedRow?.name ?? 'none'}</output>
      <button type="button" onClick={selection.clear}>
        Clear
      </button>
      <button type="button" onClick={() => selection.awaitFirst('c1')}>
        Filter for c1
      </button>
      <output data-testid="problem">{selection.problem ?? ''}</output>
    </>
  );
}

export const selected = () => (screen.getByTestId('selected').textContent ?? '').split(' ').filter(Boolean).sort();
export const focus = () => screen.getByTestId('focus').textContent;
export const row = (name: string) => {
  const found = screen.getAllByRole('row').find(element => element.textContent?.startsWith(name));
  if (found === undefined) throw new Error(`row ${name} is not drawn`);
  return found;
};
export const tick = (name: string) => screen.getByRole('checkbox', { name: `Select ${name}` });

/** The reader scrolls to a place, and the window follows. */
export function scrollTo(all: readonly string[], offset: number): void {
  const grid = screen.getByRole('grid');
  grid.scrollTop = offset * 28;
  fireEvent.scroll(grid);
  setList(all, offset);
}

export async function show(all: readonly string[]) {
  const clock = new FakeClock();
  const times = new ClusterTimes(clock);
  const connection = new Connection({
    open: () => SILENT,
    clock,
    times,
    random: seededRandom(1),
    reload: () => {},
    onOperation: () => {},
    onHistory: () => {},
    onChangeSet: () => {},
    onPreferences: () => {},
    isShutOut: async () => false,
  });
  const api = new Api(matching, new FakeClock());
  const client = {
    connection,
    api,
    kinds: new KindDirectory(api, clock),
    operations: createOperationStore(),
    preferences: testPreferences(),
    times,
    clock,
    random: seededRandom(1),
  };
  const tree = (
    keys: readonly string[],
    offset: number,
    { filter = '', query = QUERY }: { readonly filter?: string; readonly query?: ListView } = {},
  ) => {
    held = keys;
    return (
      <ClientContext value={client}>
        <WordsProvider>
          <Table all={keys} offset={offset} filter={filter} query={query} />
        </WordsProvider>
      </ClientContext>
    );
  };
  const { rerender } = render(tree(all, 0));
  setList = (keys, offset = 0, filter = '') => rerender(tree(keys, offset, { filter }));
  chooseNamespaces = (keys, namespaces) =>
    rerender(tree(keys, 0, { query: { ...QUERY, namespaces: [...namespaces] } }));
  const user = userEvent.setup();
  await user.click(row('c00'));
  did.splice(0);
  return user;
}

/** The order that the server holds for the tab from now on. */
export function holdOrder(keys: readonly string[]): void {
  held = keys;
}

/** Before each test: nothing was done, and the layout that jsdom does not have is there. */
export function layOut(): void {
  did.splice(0);
  // The whole window of rows is on screen.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(20 * 28);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(20 * 28);
}
