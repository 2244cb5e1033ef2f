import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { type ReactNode, useState } from 'react';
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

function Docked({
  beside = [],
  content,
}: {
  readonly beside?: readonly string[];
  /** In place of its button. */
  readonly content?: ReactNode;
}) {
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
        panes={tabs
          .filter(({ id }) => id === shown || (beside.includes(id) && beside.includes(shown ?? '')))
          .map(({ id }) => ({
            ...{ id, label: `pane ${id}`, isFilled: true },
            content: content ?? <button type="button">in {id}</button>,
          }))}
        onShow={setShown}
        onHeight={next => {
          heights.push(next);
          setHeight(next);
        }}
      />
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

test('Escape in a dialog that was opened from within leaves the dock as it is', async () => {
  const user = userEvent.setup();
  render(
    <Docked
      content={
        <dialog open>
          <button type="button">Cancel</button>
        </dialog>
      }
    />,
  );
  await user.click(screen.getByRole('button', { name: 'web-1' }));
  screen.getByRole('button', { name: 'Cancel' }).focus();
  await user.keyboard('{Escape}');
  screen.getByRole('button', { name: 'Cancel' });
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

test('side by side all of them are seen, the one with the focus is the shown one, and folding goes to its tab', async () => {
  const user = userEvent.setup();
  render(<Docked beside={['web-1', 'web-2']} />);
  const tab = (name: string) => screen.getByRole('button', { name });
  await user.click(tab('web-1'));
  expect(['web-1', 'web-2'].map(name => tab(name).getAttribute('aria-expanded'))).toEqual(['true', 'true']);
  await user.click(screen.getByRole('button', { name: 'in web-2' }));
  await user.keyboard('{Escape}');
  expect(document.activeElement).toBe(tab('web-2'));
  expect(screen.queryByText(/^in /)).toBeNull();
});

test('the line between two is moved by keys and by a hand, within bounds; given up it is where it was', async () => {
  const user = userEvent.setup();
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue({ left: 0, right: 1_000 } as DOMRect);
  render(<Docked beside={['web-1', 'web-2']} />);
  await user.click(screen.getByRole('button', { name: 'web-1' }));
  const line = screen.getByRole('separator', { name: /Width/ });
  const now = () => Number(line.getAttribute('aria-valuenow'));
  line.focus();
  await user.keyboard('{ArrowRight}{ArrowRight}{ArrowLeft}');
  expect(now()).toBe(55);
  fireEvent.pointerDown(line);
  fireEvent(window, new MouseEvent('pointermove', { clientX: 10 }));
  expect(now()).toBe(15);
  fireEvent(window, new MouseEvent('pointermove', { clientX: 300 }));
  fireEvent(window, new MouseEvent('pointerup'));
  expect(now()).toBe(30);
  fireEvent.pointerDown(line);
  fireEvent(window, new MouseEvent('pointermove', { clientX: 800 }));
  fireEvent.keyDown(window, { key: 'Escape' });
  expect(now()).toBe(30);
  expect(screen.getByRole('group', { name: 'pane web-1' }).style.getPropertyValue('--share')).toBe('0.6');
});
