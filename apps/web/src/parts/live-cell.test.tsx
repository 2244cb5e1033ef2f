import { fireEvent, render } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { Cell } from '@lanthorn/views/cells/cell.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { LiveCell } from './live-cell.tsx';

const column = must(POD_VIEW.columns[columnIndex(POD_VIEW, 'status')], 'pods have a state');
const running = (): Cell => ({ status: 'Running', tone: 'ok' });

afterEach(() => vi.restoreAllMocks());

/** What a reader saw flash, of a cell that was drawn with these one after the other. */
function flashes(...drawn: readonly (readonly [rowKey: string, cell: Cell | undefined])[]): boolean[] {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  const [first = ['', undefined] as const, ...rest] = drawn;
  const { container, rerender } = render(<LiveCell rowKey={first[0]} cell={first[1]} column={column} />);
  return rest.map(([rowKey, cell], i) => {
    now.mockReturnValue((i + 1) * 10_000);
    const before = container.firstElementChild;
    rerender(<LiveCell rowKey={rowKey} cell={cell} column={column} />);
    // The animation starts again with a new element.
    return container.firstElementChild !== before && container.querySelector('.cell-changed') !== null;
  });
}

test('a row that is told again with the same facts flashes in no cell; a fact that changed flashes each time', () => {
  const failed: Cell = { status: 'Error', tone: 'bad' };
  expect(flashes(['a', running()], ['a', running()], ['a', failed], ['a', { ...failed }], ['a', running()])).toEqual([
    false,
    true,
    false,
    true,
  ]);
});

test('another row in its place is no change', () => {
  expect(flashes(['a', running()], ['b', { status: 'Error', tone: 'bad' }])).toEqual([false]);
});

test('a row that takes the place of one whose fact changed does not go on flashing, nor does that one when it comes back', () => {
  vi.spyOn(performance, 'now').mockReturnValue(0);
  const failed: Cell = { status: 'Error', tone: 'bad' };
  const { container, rerender } = render(<LiveCell rowKey="a" cell={running()} column={column} />);
  const isFlashing = (rowKey: string, cell: Cell) => {
    rerender(<LiveCell rowKey={rowKey} cell={cell} column={column} />);
    return container.querySelector('.cell-changed') !== null;
  };
  expect(isFlashing('a', failed)).toBe(true);
  expect(isFlashing('b', running())).toBe(false);
  expect(isFlashing('a', failed)).toBe(false);
});

test('what has faded does not flash again when its row is moved', () => {
  vi.spyOn(performance, 'now').mockReturnValue(0);
  const { container, rerender } = render(<LiveCell rowKey="a" cell={running()} column={column} />);
  rerender(<LiveCell rowKey="a" cell={{ status: 'Error', tone: 'bad' }} column={column} />);
  const cell = must(container.querySelector('.cell-changed'), 'it flashes');
  // What React listens to where the DOM knows no AnimationEvent, as jsdom.
  fireEvent(cell, new Event('webkitAnimationEnd', { bubbles: true }));
  expect(container.querySelector('.cell-changed')).toBeNull();
});
