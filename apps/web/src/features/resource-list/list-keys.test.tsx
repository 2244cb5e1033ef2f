import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Api } from '../../data/connection/api.ts';
import { ClusterTimes } from '../../data/connection/cluster-times.ts';
import { ClientContext } from '../../data/client/client.ts';
import { Connection, type Socket } from '../../data/connection/connection.ts';
import { EMPTY_LIST } from '../../data/lists/list-store.ts';
import { KindDirectory } from '../../data/client/kind-directory.ts';
import { createOperationStore } from '../../data/operations/operation-store.ts';
import type { LiveList } from '../../data/lists/use-live-list.ts';
import type { GridColumn } from '../../ui/grid/grid-props.ts';
import { VirtualGrid } from '../../ui/grid/virtual-grid.tsx';
import { WordsProvider } from '../../ui/words/words.tsx';
import { useListModel } from './use-list-model.ts';

const RESOURCE = { group: 'batch', version: 'v1', resource: 'cronjobs' };
const SUBJECT = { cluster: 'c', resource: RESOURCE };
const QUERY = { namespaces: [], filter: '', sort: [] };

const names = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `c${String(from + i).padStart(2, '0')}`);
const ROWS = new Map<string, WireRow>();
/** The same row for a name, as a list keeps those that did not change. */
function rowOf(name: string): WireRow {
  const row = ROWS.get(name) ?? newRow(name);
  ROWS.set(name, row);
  return row;
}
const newRow = (name: string): WireRow => ({
  key: `n/${name}`,
  uid: name,
  name,
  namespace: 'n',
  createdAt: null,
  ownerUid: '',
  cells: [],
});

/** A socket that nobody answers. */
const SILENT: Socket = { send: () => {}, close: () => {}, addEventListener: () => {} };

const did: string[] = [];
/** Names of the rows that were drawn, in turn. */
const drawn: string[] = [];
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
];
/** Answers what all that match are, when the test says so. */
let answerMatching: (all: readonly string[]) => void = () => {};
const matching = () =>
  new Promise<Response>(resolve => {
    answerMatching = all => resolve(new Response(JSON.stringify({ rows: all.map(rowOf) })));
  });
/** The order that the server holds for the tab. */
let held: readonly string[];
let setList: (keys: readonly string[], offset?: number, filter?: string) => void;

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
    setWindow: () => {},
    retry: () => {},
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
}

function Table({ all, offset, filter }: TableProps) {
  const list = { ...liveList(all, offset), filter };
  const selection = useListModel(list, {
    subject: SUBJECT,
    query: QUERY,
    matching: { ...SUBJECT, namespaces: [], filter: '' },
    focus: null,
  });
  return (
    <>
      <VirtualGrid
        label="CronJobs"
        columns={COLUMNS}
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
        opened={null}
        moved={null}
        start={0}
        onLeave={() => {}}
        onStep={selection.step}
        onJump={selection.jump}
        onRange={() => {}}
        onHold={() => {}}
        onSort={(column, additive) => did.push(`sort ${column}${additive ? ' too' : ''}`)}
        onResize={(column, width) => did.push(`resize ${column} ${width}`)}
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

const selected = () => (screen.getByTestId('selected').textContent ?? '').split(' ').filter(Boolean).sort();
const focus = () => screen.getByTestId('focus').textContent;
const row = (name: string) => {
  const found = screen.getAllByRole('row').find(element => element.textContent?.startsWith(name));
  if (found === undefined) throw new Error(`row ${name} is not drawn`);
  return found;
};
const tick = (name: string) => screen.getByRole('checkbox', { name: `Select ${name}` });

/** The reader scrolls to a place, and the window follows. */
function scrollTo(all: readonly string[], offset: number): void {
  const grid = screen.getByRole('grid');
  grid.scrollTop = offset * 28;
  fireEvent.scroll(grid);
  setList(all, offset);
}

async function show(all: readonly string[]) {
  const clock = new FakeClock();
  const times = new ClusterTimes(clock);
  const connection = new Connection({
    wordsOf: ({ message }) => message,
    open: () => SILENT,
    clock,
    times,
    random: seededRandom(1),
    reload: () => {},
    onOperation: () => {},
    onHistory: () => {},
    isShutOut: async () => false,
  });
  const api = new Api(matching);
  const client = {
    connection,
    api,
    kinds: new KindDirectory(api, clock),
    operations: createOperationStore(),
    times,
    clock,
    random: seededRandom(1),
  };
  const tree = (keys: readonly string[], offset: number, filter = '') => {
    held = keys;
    return (
      <ClientContext value={client}>
        <WordsProvider>
          <Table all={keys} offset={offset} filter={filter} />
        </WordsProvider>
      </ClientContext>
    );
  };
  const { rerender } = render(tree(all, 0));
  setList = (keys, offset = 0, filter = '') => rerender(tree(keys, offset, filter));
  const user = userEvent.setup();
  await user.click(row('c00'));
  did.splice(0);
  return user;
}

beforeEach(() => {
  did.splice(0);
  // Layout that jsdom does not have: the whole window of rows is on screen.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(20 * 28);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(20 * 28);
});

describe('every key of the table', () => {
  test.each([
    ['j', 'c01'],
    ['{ArrowDown}', 'c01'],
    ['jjk', 'c01'],
    ['jj{ArrowUp}', 'c01'],
    ['{End}', 'c09'],
    ['{End}{Home}', 'c00'],
    ['{PageDown}', 'c09'],
    ['{End}{PageUp}', 'c00'],
  ])('%s moves the focus to %s', async (keys, expected) => {
    const user = await show(names(0, 9));
    await user.keyboard(keys);
    expect(focus()).toBe(expected);
  });

  test.each([
    ['jx', ['c01']],
    ['j ', ['c01']],
    ['jxx', []],
    ['xjjj{Shift>}x{/Shift}', ['c00', 'c01', 'c02', 'c03']],
    ['jx{Shift>}{ArrowDown}{ArrowDown}{/Shift}', ['c01', 'c02', 'c03']],
    ['jx{Shift>}{ArrowDown}{ArrowDown}{ArrowUp}{/Shift}', ['c01', 'c02']],
    ['{Shift>}{End}{/Shift}', names(0, 9)],
    ['{End}x{Shift>}{Home}{/Shift}', names(0, 9)],
  ])('%s selects %j', async (keys, expected) => {
    const user = await show(names(0, 9));
    await user.keyboard(keys);
    expect(selected()).toEqual(expected);
  });

  test.each([
    ['{Enter}', 'page c00'],
    ['o', 'panel c00'],
    ['jl', 'logs c01'],
    ['{Shift>}{F10}{/Shift}', 'menu c00'],
    ['{ContextMenu}', 'menu c00'],
    ['{Control>}a{/Control}', 'all'],
    ['{ArrowUp}{Enter}', 'sort name'],
    ['{ArrowUp}{ArrowRight}{Enter}', 'sort age'],
    ['{ArrowUp}{ArrowRight}{ArrowLeft}{Enter}', 'sort name'],
    ['{ArrowUp}{Alt>}{ArrowRight}{/Alt}', 'resize name 116'],
    ['{ArrowUp}{Alt>}{ArrowLeft}{/Alt}', 'resize name 84'],
    ['{ArrowUp}{ArrowDown}j{Enter}', 'page c01'],
    ['{ArrowUp}{Escape}{Enter}', 'page c00'],
  ])('%s does: %s', async (keys, expected) => {
    const user = await show(names(0, 9));
    await user.keyboard(keys);
    expect(did).toEqual([expected]);
  });

  test('Shift adds to the order', async () => {
    await show(names(0, 9));
    fireEvent.click(screen.getByRole('button', { name: 'Age' }), { shiftKey: true });
    expect(did).toEqual(['sort age too']);
  });
});

describe('a cell is read', () => {
  const read = () => {
    const id = screen.getByRole('grid').getAttribute('aria-activedescendant') ?? '';
    const cell = document.getElementById(id);
    const told = document.getElementById(cell?.getAttribute('aria-describedby') ?? 'none');
    return [cell?.getAttribute('role'), told?.textContent ?? 'nothing'];
  };

  test.each([
    ['{ArrowRight}', ['gridcell', 'Name c00']],
    ['{ArrowRight}{ArrowRight}', ['gridcell', 'Age 1 · exactly 1']],
    ['{ArrowRight}{ArrowRight}{ArrowRight}', ['gridcell', 'Age 1 · exactly 1']],
    ['{ArrowRight}jj', ['gridcell', 'Name c02']],
    ['{ArrowRight}{ArrowLeft}', ['row', 'nothing']],
    ['{ArrowLeft}', ['row', 'nothing']],
  ])('%s reads %j', async (keys, expected) => {
    HTMLElement.prototype.scrollIntoView = () => {};
    const user = await show(names(0, 9));
    await user.keyboard(keys);
    expect(read()).toEqual(expected);
  });
});

describe('every click and its modifier', () => {
  test('Control adds one, a tick too; the table keeps the focus', async () => {
    const user = await show(names(0, 9));
    await user.keyboard('{Control>}');
    await user.click(row('c03'));
    await user.keyboard('{/Control}');
    await user.click(tick('c05'));
    expect(selected()).toEqual(['c03', 'c05']);
    await user.keyboard('j');
    expect(focus()).toBe('c06');
  });

  test('tick one, Shift-click another, on the row or its box: all between', async () => {
    for (const target of [() => row('c06'), () => tick('c06')]) {
      const user = await show(names(0, 9));
      await user.click(tick('c02'));
      await user.keyboard('{Shift>}');
      await user.click(target());
      await user.keyboard('{/Shift}');
      expect(selected()).toEqual(names(2, 6));
      document.body.replaceChildren();
    }
  });

  test('a right click opens the menu of its row', async () => {
    const user = await show(names(0, 9));
    await user.pointer({ keys: '[MouseRight]', target: row('c04') });
    expect([did, focus()]).toEqual([['menu c04'], 'c04']);
  });
});

test('the arrow up goes to the neighbour of an object that has gone, not to the titles', async () => {
  const user = await show(names(0, 9));
  await user.keyboard('jjj');
  setList(names(0, 9).filter(name => name !== 'c03'));
  await user.keyboard('{ArrowUp}');
  expect(focus()).toBe('c02');
});

test('with Shift to the end of rows that are not loaded: all of them', async () => {
  const all = names(0, 60);
  const user = await show(all);
  await user.keyboard('jx{Shift>}{End}{/Shift}');
  expect(selected()).toEqual(['c01']);
  scrollTo(all, 41);
  await vi.waitFor(() => expect(selected()).toEqual(names(1, 60)));
});

describe('an answer that comes late', () => {
  test.each(['clear', 'tick'] as const)('is dropped when the hand has gone on: %s', async how => {
    const user = await show(names(0, 9));
    await user.keyboard('{Control>}a{/Control}');
    if (how === 'clear') await user.click(screen.getByRole('button', { name: 'Clear' }));
    else await user.click(tick('c02'));
    answerMatching(names(0, 9));
    await new Promise(resolve => setTimeout(resolve));
    expect(selected()).toEqual(how === 'clear' ? [] : ['c02']);
  });

  test('is taken while nothing else was selected', async () => {
    const user = await show(names(0, 9));
    await user.keyboard('{Control>}a{/Control}j');
    answerMatching(names(0, 9));
    await vi.waitFor(() => expect(selected()).toEqual(names(0, 9)));
  });
});

describe('rows that change under the hand', () => {
  test('the focus stays with its object; when that goes, no key acts on another', async () => {
    const user = await show(names(0, 9));
    await user.keyboard('jjj');
    setList(names(1, 9));
    expect(focus()).toBe('c03');
    setList(names(1, 9).filter(name => name !== 'c03'));
    expect(focus()).toBe('none');
    await user.keyboard('x{Enter}l');
    expect([selected(), did]).toEqual([[], []]);
    await user.keyboard('j');
    expect(focus()).toBe('c04');
  });

  test('one that goes or changes draws no other again', async () => {
    await show(names(0, 9));
    drawn.splice(0);
    setList(names(0, 8));
    expect(drawn).toEqual([]);
    ROWS.delete('c03');
    setList(names(0, 8));
    expect(drawn).toEqual(['c03']);
  });

  test('a range reaches rows that are not loaded, whole', async () => {
    const all = names(0, 60);
    const user = await show(all);
    await user.click(tick('c02'));
    scrollTo(all, 40);
    await user.keyboard('{Shift>}');
    await user.click(row('c45'));
    await user.keyboard('{/Shift}');
    await vi.waitFor(() => expect(selected()).toEqual(names(2, 45)));
  });

  test('a range beyond what is loaded is of the order that is held for the tab', async () => {
    const all = names(0, 60);
    const user = await show(all);
    await user.click(tick('c02'));
    scrollTo(all, 40);
    held = ['c02', 'c50', 'c45', 'c03'];
    fireEvent.click(row('c45'), { shiftKey: true });
    await vi.waitFor(() => expect(selected()).toEqual(['c02', 'c45', 'c50']));
  });

  test('a range is refused with a word when the row it began at has gone; the next begins where it was to end', async () => {
    const all = names(0, 60);
    const user = await show(all);
    await user.click(tick('c02'));
    scrollTo(all, 40);
    held = names(5, 60);
    fireEvent.click(row('c45'), { shiftKey: true });
    await vi.waitFor(() => expect(screen.getByTestId('problem').textContent).toContain('no longer in the list'));
    expect(selected()).toEqual(['c02']);
    fireEvent.click(row('c47'), { shiftKey: true });
    expect(selected()).toEqual(['c02', ...names(45, 47)]);
  });

  test('an object that took the name of a selected and focused one is neither', async () => {
    const user = await show(names(0, 9));
    await user.keyboard('jjxjx');
    expect([selected(), focus()]).toEqual([['c02', 'c03'], 'c03']);
    for (const name of ['c02', 'c03']) ROWS.set(name, { ...newRow(name), uid: `${name} again` });
    setList(names(0, 9));
    expect([selected(), focus()]).toEqual([[], 'none']);
    await user.keyboard('{Enter}l');
    expect(did).toEqual([]);
    ROWS.clear();
  });

  test('after Enter in the filter nothing has the focus until the list of that filter is there', async () => {
    const user = await show(names(0, 9));
    await user.click(screen.getByRole('button', { name: 'Filter for c1' }));
    screen.getByRole('grid').focus();
    await user.keyboard('l{Enter}');
    expect([did, focus()]).toEqual([[], 'none']);
    setList(names(4, 8), 0, 'c1');
    expect(focus()).toBe('c04');
  });
});
