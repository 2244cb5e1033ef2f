import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
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
