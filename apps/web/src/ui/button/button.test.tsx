import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';

const onClick = vi.fn<() => void>();

test.each(['{Enter}', ' '])('%j presses it, as the pointer does', async key => {
  onClick.mockClear();
  render(<Button onClick={onClick}>Run now</Button>);
  await userEvent.tab();
  await userEvent.keyboard(key);
  expect(onClick).toHaveBeenCalledTimes(1);
  await userEvent.click(screen.getByRole('button'));
  expect(onClick).toHaveBeenCalledTimes(2);
});

test('its key is told beside its name, not in it', () => {
  render(
    <Button icon="play" shortcut="r">
      Run now
    </Button>,
  );
  const button = screen.getByRole('button', { name: 'Run now' });
  expect(button.getAttribute('aria-keyshortcuts')).toBe('r');
  expect(button.textContent).toBe('Run nowr');
});

test('one that cannot be pressed is reached by Tab, says why, and does and sends nothing', async () => {
  onClick.mockClear();
  const onSubmit = vi.fn<(event: React.FormEvent) => void>(event => event.preventDefault());
  render(
    <form onSubmit={onSubmit}>
      <Button type="submit" why="The right to patch is missing." onClick={onClick}>
        Suspend
      </Button>
    </form>,
  );
  await userEvent.tab();
  const button = screen.getByRole('button', { name: 'Suspend' });
  expect(document.activeElement).toBe(button);
  expect([button.getAttribute('aria-disabled'), screen.getByRole('alert').textContent]).toEqual([
    ...['true', 'The right to patch is missing.'],
  ]);
  await userEvent.keyboard('{Enter}');
  await userEvent.click(button);
  expect(onClick).not.toHaveBeenCalled();
  expect(onSubmit).not.toHaveBeenCalled();
});

test('while it is busy a second press does nothing', async () => {
  onClick.mockClear();
  render(
    <Button isBusy onClick={onClick}>
      Delete
    </Button>,
  );
  await userEvent.click(screen.getByRole('button', { busy: true }));
  expect(onClick).not.toHaveBeenCalled();
});

test('a drawing has a name, which is shown with its key to who comes by the keys, until Escape', async () => {
  render(<IconButton icon="help" label="Keys" shortcut="?" />);
  await userEvent.tab();
  const button = screen.getByRole('button', { name: 'Keys' });
  expect(document.activeElement).toBe(button);
  expect(screen.getByRole('tooltip').textContent).toBe('Keys?');
  // The name is not read out twice.
  expect(button.getAttribute('aria-describedby')).toBeNull();
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('tooltip')).toBeNull();
});

test('pressed all the same it says why, also by Enter in a field of its form, and no longer once it can be pressed', async () => {
  const onSubmit = vi.fn<(event: React.FormEvent) => void>(event => event.preventDefault());
  const form = (why: string | null) => (
    <form onSubmit={onSubmit}>
      <input aria-label="Size" />
      <Button type="submit" why={why}>
        Grow
      </Button>
    </form>
  );
  const { rerender } = render(form('It must be more.'));
  expect(screen.queryByRole('alert')).toBeNull();
  await userEvent.type(screen.getByRole('textbox'), '1{Enter}');
  expect(screen.getByRole('alert').textContent).toBe('It must be more.');
  expect(screen.getByRole('button').getAttribute('aria-describedby')).toBe(screen.getByRole('alert').id);
  rerender(form(null));
  expect(screen.queryByRole('alert')).toBeNull();
  rerender(form('It must be more.'));
  expect(screen.queryByRole('alert')).toBeNull();
  await userEvent.click(screen.getByRole('button'));
  screen.getByRole('alert');
  await userEvent.tab();
  expect([screen.queryByRole('alert'), onSubmit.mock.calls.length]).toEqual([null, 0]);
});

test.each([
  ['one types on', () => userEvent.keyboard('2')],
  ['the focus goes elsewhere', () => userEvent.tab({ shift: true })],
  ['one presses elsewhere', () => userEvent.pointer({ keys: '[MouseLeft]', target: document.body })],
])('told by Enter in a field, the reason goes when %s', async (_, leave) => {
  render(
    <form>
      <input aria-label="Name" />
      <input aria-label="Size" />
      <Button type="submit" why="It must be more.">
        Grow
      </Button>
    </form>,
  );
  await userEvent.type(screen.getByRole('textbox', { name: 'Size' }), '1{Enter}');
  screen.getByRole('alert');
  await userEvent.keyboard('{Enter}');
  screen.getByRole('alert');
  await leave();
  expect(screen.queryByRole('alert')).toBeNull();
});
