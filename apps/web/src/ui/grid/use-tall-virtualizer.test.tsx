import { fireEvent, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { useTallVirtualizer } from './use-tall-virtualizer.ts';

const ROW = 28;
const COUNT = 3_000;

beforeEach(() => {
  // The layout that jsdom does not have.
  for (const size of ['offsetHeight', 'offsetWidth', 'clientHeight'] as const)
    vi.spyOn(HTMLElement.prototype, size, 'get').mockReturnValue(560);
  vi.spyOn(Element.prototype, 'scrollHeight', 'get').mockReturnValue(COUNT * ROW);
});

function Rows({ moved }: { readonly moved: { readonly by: number } | null }) {
  const scroller = useRef<HTMLDivElement>(null);
  const options = { count: COUNT, rowHeight: ROW, overscan: 0, moved, start: 0 };
  const { virtualizer } = useTallVirtualizer(scroller, options);
  return (
    <div ref={scroller} data-testid="rows">
      {virtualizer.getVirtualItems()[0]?.index}
    </div>
  );
}

test('rows that move again before the browser tells of the first move are followed by all of it', () => {
  const { rerender } = render(<Rows moved={null} />);
  const rows = screen.getByTestId('rows');
  rows.scrollTop = 1_500 * ROW;
  fireEvent.scroll(rows);
  // No event of scrolling comes in between: a browser sends it with its next frame only.
  rerender(<Rows moved={{ by: 1 }} />);
  rerender(<Rows moved={{ by: 1 }} />);
  expect(rows.scrollTop).toBe(1_502 * ROW);
  expect(rows.textContent).toBe('1502');
});

test('what a hand scrolled since the last event is kept', () => {
  const { rerender } = render(<Rows moved={null} />);
  const rows = screen.getByTestId('rows');
  rows.scrollTop = 100 * ROW;
  fireEvent.scroll(rows);
  rows.scrollTop = 110 * ROW;
  rerender(<Rows moved={{ by: -3 }} />);
  expect(rows.scrollTop).toBe(107 * ROW);
  expect(rows.textContent).toBe('107');
});
