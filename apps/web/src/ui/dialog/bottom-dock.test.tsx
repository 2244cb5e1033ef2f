import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { WordsProvider } from '../words/words.tsx';
import { BottomDock } from './bottom-dock.tsx';

const heights: number[] = [];
const closed: string[] = [];

beforeEach(() => {
  heights.length = 0;
  closed.length = 0;
  // The layout that jsdom does not have: the dock ends at the window's end.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(200);
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue({ bottom: innerHeight } as DOMRect);
});

function Docked() {
  const [shown, setShown] = useState<string | null>(null);
  const [height, setHeight] = useState<number | null>(null);
  const tabs = ['web-1', 'web-2'].map(id => ({ id, icon: 'logs' as const, text: id, onClose: () => closed.push(id) }));
  return (
    <WordsProvider>
      <BottomDock
        label="Kept"
        notice={<p>disk full</p>}
        tabs={tabs}
        shown={shown}
        height={height}
        isFilled
        onShow={setShown}
        onHeight={next => {
          heights.push(next);
          setHeight(next);
        }}
      >
        <button type="button">in {shown}</button>
      </BottomDock>
    </WordsProvider>
  );
}

test('a tab shows itself and folds itself; another is shown in its place; each is closed by itself', async () => {
  const user = userEvent.setup();
  render(<Docked />);
  screen.getByText('disk full');
  await user.click(screen.getByRole('button', { name: 'web-1' }));
  screen.getByRole('button', { name: 'in web-1' });
  await user.click(screen.getByRole('button', { name: 'web-2' }));
  screen.getByRole('button', { name: 'in web-2' });
  expect(screen.getByRole('button', { name: 'web-1' }).getAttribute('aria-expanded')).toBe('false');
  await user.click(screen.getByRole('button', { name: 'web-2' }));
  expect(screen.queryByText(/^in /)).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Close web-1' }));
  expect(closed).toEqual(['web-1']);
});

test('Escape folds it from within, and the focus is on its tab', async () => {
  const user = userEvent.setup();
  render(<Docked />);
  await user.click(screen.getByRole('button', { name: 'web-1' }));
  screen.getByRole('button', { name: 'in web-1' }).focus();
  await user.keyboard('{Escape}');
  expect(screen.queryByText(/^in /)).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'web-1' }));
});

test('its height is changed by keys and by a hand, within bounds, and told once the hand lets go', async () => {
  const user = userEvent.setup();
  render(<Docked />);
  await user.click(screen.getByRole('button', { name: 'web-1' }));
  const separator = screen.getByRole('separator');
  separator.focus();
  await user.keyboard('{ArrowUp}{ArrowUp}{ArrowDown}');
  expect(heights).toEqual([224, 248, 224]);
  fireEvent.pointerDown(separator);
  fireEvent(window, new MouseEvent('pointermove', { clientY: innerHeight - 300 }));
  fireEvent(window, new MouseEvent('pointermove', { clientY: innerHeight - 10 }));
  expect(heights).toHaveLength(3);
  fireEvent(window, new MouseEvent('pointerup'));
  fireEvent(window, new MouseEvent('pointermove', { clientY: 0 }));
  expect(heights.slice(3)).toEqual([96]);
  fireEvent.pointerDown(separator);
  fireEvent(window, new MouseEvent('pointermove', { clientY: 0 }));
  fireEvent(window, new MouseEvent('pointerup'));
  expect(heights.at(-1)).toBe(Math.round(innerHeight * 0.7));
});
