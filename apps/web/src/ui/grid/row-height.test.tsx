import { fireEvent, render, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { RowHeightContext, ROW_HEIGHTS } from './row-height.ts';
import { VirtualGrid } from './virtual-grid.tsx';

const COUNT = 100_000;
const { compact, roomy } = ROW_HEIGHTS;
let left: number | null = null;

beforeEach(() => {
  left = null;
  // The layout that jsdom does not have.
  for (const size of ['offsetHeight', 'offsetWidth', 'clientHeight'] as const)
    vi.spyOn(HTMLElement.prototype, size, 'get').mockReturnValue(560);
  vi.spyOn(Element.prototype, 'scrollHeight', 'get').mockReturnValue(COUNT * roomy);
});

interface GridProps {
  readonly height: number;
  readonly start?: number;
  /** The number of the uppermost row. */
  readonly first?: number;
}

function Grid({ height, start = 0, first = 0 }: GridProps) {
  const nothing = () => {};
  return (
    <RowHeightContext value={height}>
      <VirtualGrid<{ readonly key: string }>
        label="Things"
        beyond={null}
        columns={[{ id: 'name', title: 'Name', width: 100, align: 'left', render: row => row.key }]}
        count={COUNT}
        rowAt={index => ({ key: `row-${first + index}` })}
        keyOf={row => row.key}
        nameOf={row => row.key}
        noteOf={() => null}
        sort={[]}
        selected={new Map()}
        focused={-1}
        moves={0}
        isAtTop={false}
        opened={null}
        moved={null}
        start={start}
        onLeave={scrolled => {
          left = scrolled;
        }}
        onStep={nothing}
        onJump={nothing}
        onRange={nothing}
        onSort={nothing}
        onResize={nothing}
        onMove={() => {}}
        groupOf={() => null}
        isGrouped={false}
        onFold={() => {}}
        onSelect={nothing}
        onSelectAll={nothing}
        onOpen={nothing}
        onMenu={nothing}
        onRowKey={() => false}
        onHold={nothing}
      />
    </RowHeightContext>
  );
}

const grid = () => screen.getByRole('grid');
function scrollTo(top: number): void {
  grid().scrollTop = top;
  fireEvent.scroll(grid());
}
/** Shows the grid with rows of another height; jsdom does not tell that it was scrolled then. */
function change(rerender: (ui: ReactElement) => void, height: number): void {
  rerender(<Grid height={height} />);
  fireEvent.scroll(grid());
}
/** Where a row's upper edge is, seen from that of the grid. */
function edgeOf(name: string): number {
  const row = screen.getByText(name).closest<HTMLElement>('[role=row]');
  return Number(/translateY\((-?[\d.]+)px\)/.exec(row?.style.transform ?? '')?.[1]) - grid().scrollTop;
}

test('rows are as high as the reader likes them, in the styles as in what is drawn', () => {
  const { rerender } = render(<Grid height={compact} />);
  expect(grid().style.getPropertyValue('--row')).toBe('28px');
  expect(edgeOf('row-1') - edgeOf('row-0')).toBe(28);
  change(rerender, roomy);
  expect(grid().style.getPropertyValue('--row')).toBe('36px');
  expect(edgeOf('row-1') - edgeOf('row-0')).toBe(36);
});

test.each([50, 4_000, COUNT - 30])(
  'when their height changes, row %i stays the first on the screen, cut off as it was',
  first => {
    const { rerender } = render(<Grid height={compact} />);
    scrollTo(first * compact + 7);
    const name = `row-${first}`;
    expect(edgeOf(name)).toBe(-7);
    change(rerender, roomy);
    expect(edgeOf(name)).toBe(-9);
    change(rerender, compact);
    expect(edgeOf(name)).toBe(-7);
  },
);

test('where a list was left is told in rows, so that it opens there with rows of another height', () => {
  const { unmount } = render(<Grid height={compact} />);
  scrollTo(40 * compact);
  unmount();
  expect(left).toBe(40);
  render(<Grid height={roomy} start={40} />);
  fireEvent.scroll(grid());
  expect(edgeOf('row-40')).toBe(0);
});
