import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { GridRow } from './grid-row.tsx';
import type { GridColumn } from './grid-props.ts';

interface Thing {
  readonly key: string;
  readonly state: { readonly word: string };
}

const thing = (key: string, word: string): Thing => ({ key, state: { word } });

const COLUMNS: readonly GridColumn<Thing>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 100,
    align: 'left',
    isChanged: (before, after) => before.key !== after.key,
    render: row => <a href={`#${row.key}`}>{row.key}</a>,
  },
  {
    id: 'state',
    title: 'State',
    width: 100,
    align: 'left',
    isChanged: (before, after) => before.state.word !== after.state.word,
    render: row => row.state.word,
  },
];

const opened = vi.fn<(row: Thing, index: number, how: string) => void>();
const chosen = vi.fn<(row: Thing) => void>();
const menu = vi.fn<(row: Thing) => void>();

function Row({ row }: { readonly row: Thing }) {
  return (
    <div className="grid" role="grid" aria-label="Things" tabIndex={0}>
      <GridRow
        row={row}
        rowKey={row.key}
        columns={COLUMNS}
        index={0}
        top={0}
        template=""
        name={row.key}
        note={null}
        isSelected={false}
        isFocused={false}
        isOpened={false}
        read={null}
        onOpen={opened}
        onSelect={chosen}
        onMenu={menu}
      />
    </div>
  );
}

const element = () => screen.getByRole('row');

afterEach(() => {
  vi.restoreAllMocks();
  for (const heard of [opened, chosen, menu]) heard.mockClear();
});

describe('a press on an element that another row takes meanwhile', () => {
  test.each<readonly [string, () => HTMLElement, (on: HTMLElement) => void]>([
    ['opens nothing', element, on => fireEvent.click(on, { detail: 1 })],
    ['chooses nothing', () => screen.getByRole('checkbox'), on => fireEvent.click(on, { detail: 1 })],
    ['has no menu', element, on => fireEvent.contextMenu(on)],
    ['follows no link', () => screen.getByRole('link'), on => expect(fireEvent.click(on, { detail: 1 })).toBe(false)],
    [
      'follows no link beside this page',
      () => screen.getByRole('link'),
      on => expect(fireEvent(on, new MouseEvent('auxclick', { bubbles: true, cancelable: true }))).toBe(false),
    ],
  ])('%s', (_what, aim, end) => {
    const { rerender } = render(<Row row={thing('a', 'Running')} />);
    fireEvent.pointerDown(aim());
    rerender(<Row row={thing('b', 'Running')} />);
    end(aim());
    expect([opened.mock.calls, chosen.mock.calls, menu.mock.calls]).toEqual([[], [], []]);
    // The next one is the other row's.
    fireEvent.pointerDown(element());
    fireEvent.click(element());
    expect(opened.mock.calls[0]?.[0].key).toBe('b');
  });

  test('two presses are one only on the same row', () => {
    const { rerender } = render(<Row row={thing('a', 'Running')} />);
    const press = (detail: number) => {
      fireEvent.pointerDown(element());
      fireEvent.click(element(), { detail });
    };
    press(1);
    rerender(<Row row={thing('b', 'Running')} />);
    press(2);
    fireEvent.doubleClick(element());
    expect(opened.mock.calls.map(([row, , how]) => [row.key, how])).toEqual([
      ['a', 'panel'],
      ['b', 'panel'],
    ]);
    press(1);
    press(2);
    fireEvent.doubleClick(element());
    expect(opened.mock.calls.at(-1)?.[2]).toBe('page');
  });

  test('a press that has ended is nothing to the row that comes after, also where no mouse begins its own', () => {
    const { rerender } = render(<Row row={thing('a', 'Running')} />);
    fireEvent.pointerDown(element());
    fireEvent.click(element());
    rerender(<Row row={thing('b', 'Running')} />);
    fireEvent.click(element());
    expect(opened.mock.calls.map(([row]) => row.key)).toEqual(['a', 'b']);
  });

  test('the same row told anew is pressed as ever', () => {
    const { rerender } = render(<Row row={thing('a', 'Running')} />);
    fireEvent.pointerDown(element());
    rerender(<Row row={thing('a', 'Error')} />);
    fireEvent.click(element());
    expect(opened).toHaveBeenCalledOnce();
  });

  test('what was dragged away, or became a scroll, is no press any more', () => {
    const { rerender } = render(<Row row={thing('a', 'Running')} />);
    fireEvent.pointerDown(element());
    rerender(<Row row={thing('b', 'Running')} />);
    // A key's press on what the cell leads to has no pointer, and says so.
    expect(fireEvent.click(screen.getByRole('link'), { detail: 0 })).toBe(true);
    fireEvent.pointerDown(element());
    rerender(<Row row={thing('c', 'Running')} />);
    fireEvent.pointerCancel(element());
    fireEvent.contextMenu(element());
    expect(menu.mock.calls.map(([row]) => row.key)).toEqual(['c']);
  });

  test('what was marked in it is marked no more: nobody copies rows that they did not mark', () => {
    const { rerender } = render(<Row row={thing('a', 'Running')} />);
    getSelection()?.selectAllChildren(element());
    rerender(<Row row={thing('a', 'Error')} />);
    expect(getSelection()?.isCollapsed).toBe(false);
    rerender(<Row row={thing('b', 'Running')} />);
    expect(getSelection()?.isCollapsed).not.toBe(false);
  });

  test('a press on its menu leaves the focus to the table', () => {
    render(<Row row={thing('a', 'Running')} />);
    expect(fireEvent.mouseDown(screen.getByRole('button'))).toBe(false);
    expect(document.activeElement).toBe(screen.getByRole('grid'));
  });

  test('what had the focus in it gives it back to the table', () => {
    const { rerender } = render(<Row row={thing('a', 'Running')} />);
    screen.getByRole('link').focus();
    rerender(<Row row={thing('a', 'Error')} />);
    expect(document.activeElement).toBe(screen.getByRole('link'));
    rerender(<Row row={thing('b', 'Running')} />);
    expect(document.activeElement).toBe(screen.getByRole('grid'));
  });
});

describe('a cell flashes once when its fact changed', () => {
  const flashing = () => [...document.querySelectorAll('[data-changed]')].map(cell => cell.textContent);
  /** What flashed, of rows that were drawn in one element one after the other. */
  function flashes(everyMs: number, first: Thing, ...rest: readonly Thing[]): (string | null)[][] {
    const now = vi.spyOn(performance, 'now').mockReturnValue(0);
    const { rerender } = render(<Row row={first} />);
    return rest.map((row, i) => {
      now.mockReturnValue((i + 1) * everyMs);
      rerender(<Row row={row} />);
      const told = flashing();
      fade();
      return told;
    });
  }
  /** What React listens to where the DOM knows no AnimationEvent, as jsdom. */
  const fade = () => {
    for (const cell of document.querySelectorAll('[data-changed]'))
      fireEvent(cell, new Event('webkitAnimationEnd', { bubbles: true }));
  };

  test('told again with the same facts, none; each time it changed, its own', () => {
    const told = flashes(10_000, thing('a', '1'), thing('a', '1'), thing('a', '2'), thing('a', '2'), thing('a', '1'));
    expect(told).toEqual([[], ['2'], [], ['1']]);
  });

  test('what changes while it fades does not flash anew', () => {
    const told = flashes(500, thing('a', '1'), thing('a', '2'), thing('a', '3'), thing('a', '4'), thing('a', '5'));
    expect(told).toEqual([['2'], [], [], ['5']]);
  });

  test('another row in its element is no change, and does not go on flashing, nor does the first when it comes back', () => {
    const { rerender } = render(<Row row={thing('a', '1')} />);
    rerender(<Row row={thing('a', '2')} />);
    expect(flashing()).toEqual(['2']);
    rerender(<Row row={thing('b', '3')} />);
    expect(flashing()).toEqual([]);
    rerender(<Row row={thing('a', '2')} />);
    expect(flashing()).toEqual([]);
  });

  test('what has faded does not flash again when its element is moved', () => {
    const { rerender } = render(<Row row={thing('a', '1')} />);
    rerender(<Row row={thing('a', '2')} />);
    fade();
    expect(must(screen.getByText('2').closest('[role=gridcell]'), 'its cell').hasAttribute('data-changed')).toBe(false);
  });
});
