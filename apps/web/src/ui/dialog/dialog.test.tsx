import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { Dialog, DialogFooter } from './dialog.tsx';

const onClose = vi.fn<() => void>();

function show(opened = true, isKept = false) {
  onClose.mockClear();
  return (
    <Dialog opened={opened} isKept={isKept} title="Drain node-4" mark={<span>production</span>} onClose={onClose}>
      <input aria-label="Reason" />
      <DialogFooter note="Undo: uncordon">
        <button type="button">Cancel</button>
      </DialogFooter>
    </Dialog>
  );
}

test('it has a name and begins with its first field', () => {
  render(show());
  expect(screen.getByRole('dialog', { name: 'Drain node-4' }).textContent).toContain('production');
  expect(document.activeElement).toBe(screen.getByLabelText('Reason'));
});

test.each([
  ['Escape', () => userEvent.keyboard('{Escape}')],
  ['✕', () => userEvent.click(screen.getByRole('button', { name: 'Close' }))],
  ['a press beside it', () => Promise.resolve(fireEvent.pointerDown(screen.getByRole('dialog'), { clientX: -5 }))],
])('%s asks to leave', async (_way, leave) => {
  render(show());
  await leave();
  expect(onClose).toHaveBeenCalledOnce();
  // Whether it goes is decided by whoever opened it.
  expect(screen.queryByRole('dialog')).not.toBeNull();
});

test('a press inside it does not', async () => {
  render(show());
  await userEvent.click(screen.getByText('Undo: uncordon'));
  expect(onClose).not.toHaveBeenCalled();
});

test('what was typed stays where it is kept, and else is gone', async () => {
  const { rerender } = render(show(true, true));
  await userEvent.type(screen.getByLabelText('Reason'), 'kernel');
  rerender(show(false, true));
  expect(screen.queryByRole('dialog')).toBeNull();
  rerender(show(true, true));
  expect(screen.getByLabelText('Reason')).toHaveProperty('value', 'kernel');
  rerender(show(false, false));
  expect(document.querySelector('dialog')).toBeNull();
});

test('what the browser closed by itself is closed for whoever opened it', () => {
  render(show());
  const dialog = screen.getByRole<HTMLDialogElement>('dialog');
  dialog.close();
  fireEvent(dialog, new Event('close'));
  expect(onClose).toHaveBeenCalledOnce();
});
