import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { lazy, Suspense } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Button } from '../button/button.tsx';
import { followFocus } from '../focus/focus-return.ts';
import { Popover } from './popover.tsx';

let stop: () => void;
beforeEach(() => {
  stop = followFocus();
});
afterEach(() => stop());

function show(): void {
  render(
    <>
      <Popover label="Columns" trigger={trigger => <Button {...trigger}>Choose</Button>}>
        <input aria-label="Name" />
        <button type="button">Reset</button>
      </Popover>
      <p>beside</p>
    </>,
  );
}

const trigger = () => screen.getByRole('button', { name: 'Choose' });
const layer = () => screen.queryByRole('dialog', { name: 'Columns' });

test('it opens below its button, begins with its first field, and Tab stays inside', async () => {
  show();
  expect([trigger().getAttribute('aria-expanded'), layer()]).toEqual(['false', null]);
  trigger().focus();
  await userEvent.keyboard('{Enter}');
  expect(trigger().getAttribute('aria-expanded')).toBe('true');
  expect(trigger().getAttribute('aria-controls')).toBe(layer()?.id);
  const [name, reset] = [screen.getByLabelText('Name'), screen.getByRole('button', { name: 'Reset' })];
  expect(document.activeElement).toBe(name);
  await userEvent.tab();
  expect(document.activeElement).toBe(reset);
  await userEvent.tab();
  expect(document.activeElement).toBe(name);
  await userEvent.tab({ shift: true });
  expect(document.activeElement).toBe(reset);
});

test('Escape closes it and nothing below it, and focus is where it was', async () => {
  let below = 0;
  const onKey = () => (below += 1);
  addEventListener('keydown', onKey);
  show();
  await userEvent.click(trigger());
  below = 0;
  await userEvent.keyboard('{Escape}');
  removeEventListener('keydown', onKey);
  expect([layer(), below]).toEqual([null, 0]);
  expect(document.activeElement).toBe(trigger());
});

test('a press beside it closes it, one on its button as well', async () => {
  show();
  await userEvent.click(trigger());
  await userEvent.click(screen.getByText('beside'));
  expect(layer()).toBeNull();
  await userEvent.click(trigger());
  expect(layer()).not.toBeNull();
  await userEvent.click(trigger());
  expect(layer()).toBeNull();
});

/** A layer whose contents are fetched when it opens. */
function showLate(): () => Promise<void> {
  let arrive = () => {};
  const Late = lazy(
    () =>
      new Promise<{ default: () => React.ReactNode }>(resolve => {
        arrive = () => resolve({ default: () => <input aria-label="Name" /> });
      }),
  );
  render(
    <>
      <Popover label="Columns" trigger={props => <Button {...props}>Choose</Button>}>
        <Suspense fallback={null}>
          <Late />
        </Suspense>
      </Popover>
      <button type="button">Elsewhere</button>
    </>,
  );
  return () =>
    act(async () => {
      arrive();
      await Promise.resolve();
    });
}

test('what is fetched when it opens gets the focus when it is there, and gives it back', async () => {
  const arrive = showLate();
  await userEvent.click(trigger());
  expect(document.activeElement).toBe(layer());
  await arrive();
  expect(document.activeElement).toBe(await screen.findByLabelText('Name'));
  await userEvent.keyboard('{Escape}');
  expect(document.activeElement).toBe(trigger());
});

test('what comes late takes no focus from who has gone elsewhere', async () => {
  const arrive = showLate();
  await userEvent.click(trigger());
  const elsewhere = screen.getByRole('button', { name: 'Elsewhere' });
  elsewhere.focus();
  await arrive();
  await screen.findByLabelText('Name');
  expect(document.activeElement).toBe(elsewhere);
});
