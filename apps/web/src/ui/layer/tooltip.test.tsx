import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { Tooltip } from './tooltip.tsx';

test('it is there while its element is pointed at, and describes it', async () => {
  render(
    <Tooltip text="Read from every watch">
      <button type="button">12</button>
    </Tooltip>,
  );
  expect(screen.queryByRole('tooltip')).toBeNull();
  const button = screen.getByRole('button', { name: '12' });
  await userEvent.hover(button);
  expect(button.getAttribute('aria-describedby')).toBe(screen.getByRole('tooltip').id);
  // On the words themselves it stays, so that they can be read at any size.
  await userEvent.hover(screen.getByRole('tooltip'));
  expect(screen.getByRole('tooltip').textContent).toBe('Read from every watch');
  await userEvent.unhover(screen.getByRole('tooltip'));
  expect(screen.queryByRole('tooltip')).toBeNull();
});

test('a press takes it away', async () => {
  render(
    <Tooltip text="More">
      <button type="button">12</button>
    </Tooltip>,
  );
  await userEvent.click(screen.getByRole('button'));
  expect(screen.queryByRole('tooltip')).toBeNull();
});
