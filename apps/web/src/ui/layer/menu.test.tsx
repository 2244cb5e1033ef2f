import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Button } from '../button/button.tsx';
import { Menu, MenuButton } from './menu.tsx';
import { followFocus } from '../focus/focus-return.ts';

let stop: () => void;
beforeEach(() => {
  stop = followFocus();
});
afterEach(() => stop());

const run = vi.fn();

function Page() {
  const [isOpen, setOpen] = useState(false);
  const entry = (title: string, disabled: string | null) => ({ id: title, title, shortcut: 'r', disabled, run });
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Row
      </button>
      <p>beside</p>
      {isOpen ? (
        <Menu
          entries={[entry('Run now', null), entry('Suspend', 'The right to patch is missing.'), entry('Delete', null)]}
          at={{ x: 5_000, y: 10 }}
          label="Actions on x"
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

const focused = () => document.activeElement?.textContent;

test('arrows go round every item, also the one that may not be chosen, which says why and stays', async () => {
  render(<Page />);
  await userEvent.click(screen.getByRole('button', { name: 'Row' }));
  expect(focused()).toBe('Run nowr');
  await userEvent.keyboard('{ArrowDown}');
  const suspend = screen.getByRole('menuitem', { name: /The right to patch is missing/ });
  expect(document.activeElement).toBe(suspend);
  expect(suspend.getAttribute('aria-disabled')).toBe('true');
  await userEvent.keyboard('{Enter}');
  expect(run).not.toHaveBeenCalled();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(focused()).toBe('Run nowr');
  await userEvent.keyboard('{ArrowUp}');
  expect(focused()).toBe('Deleter');
  await userEvent.keyboard('{Home}{End}{Enter}');
  expect(run).toHaveBeenCalledOnce();
  expect(screen.queryByRole('menu')).toBeNull();
});

test.each(['{Escape}', '{Tab}'])('%s closes it, and focus is where it was', async key => {
  render(<Page />);
  await userEvent.click(screen.getByRole('button', { name: 'Row' }));
  await userEvent.keyboard(key);
  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Row' }));
});

test('a press beside it closes it; it lies on the screen', async () => {
  render(<Page />);
  await userEvent.click(screen.getByRole('button', { name: 'Row' }));
  expect(Number.parseInt(screen.getByRole('menu').style.left, 10)).toBeLessThan(innerWidth);
  await userEvent.click(screen.getByText('beside'));
  expect(screen.queryByRole('menu')).toBeNull();
});

test('a letter goes to the next item that begins with it', async () => {
  render(<Page />);
  await userEvent.click(screen.getByRole('button', { name: 'Row' }));
  await userEvent.keyboard('d');
  expect(focused()).toBe('Deleter');
  await userEvent.keyboard('z');
  expect(focused()).toBe('Deleter');
  await userEvent.keyboard('R');
  expect(focused()).toBe('Run nowr');
});

test.each(['{ArrowDown}', '{Enter}', ' '])(
  'a button opens its menu by %j, and has the focus again after Escape',
  async key => {
    run.mockClear();
    const entries = ['Scale', 'Delete'].map(title => ({ id: title, title, shortcut: null, disabled: null, run }));
    render(<MenuButton label="More" entries={entries} trigger={trigger => <Button {...trigger}>More</Button>} />);
    await userEvent.tab();
    await userEvent.keyboard(key);
    expect(focused()).toBe('Scale');
    expect(screen.getByRole('button', { name: 'More' }).getAttribute('aria-expanded')).toBe('true');
    await userEvent.keyboard('{Escape}');
    expect(focused()).toBe('More');
    await userEvent.keyboard(`${key}{ArrowDown} `);
    expect(run).toHaveBeenCalledOnce();
  },
);
