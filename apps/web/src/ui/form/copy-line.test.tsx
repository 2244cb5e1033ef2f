import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { CopyIconButton } from './copy-button.tsx';
import { CopyLine } from './copy-line.tsx';

test('a command shows what cannot be seen in it, and is copied as it is', async () => {
  const text = "kubectl create job x -- echo '\u202egnp.exe\u0085\u2066'";
  userEvent.setup();
  render(
    <>
      <CopyLine text={text} />
    </>,
  );
  expect(screen.getByRole('group').textContent).toBe("kubectl create job x -- echo '⟨U+202E⟩gnp.exe�⟨U+2066⟩'");
  expect(screen.getByText(/cannot be seen/)).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
  expect(await navigator.clipboard.readText()).toBe(text);
});

test('one without them says nothing of them', () => {
  render(
    <>
      <CopyLine text="kubectl get pods" />
    </>,
  );
  expect(screen.queryByText(/cannot be seen/)).toBeNull();
});

test('of a text of megabytes the beginning is drawn, and how much more there is; the copy has all', async () => {
  const user = userEvent.setup();
  const text = 'x'.repeat(3_000_000);
  render(<CopyLine text={text} />);
  expect(document.querySelector('pre')?.textContent).toMatch(/^x{100000} … 2,900,000 more characters$/);
  await user.click(screen.getByRole('button', { name: 'Copy' }));
  expect(await navigator.clipboard.readText()).toBe(text);
});

test('of a command each word is whole on its line; another text is a text', () => {
  const { container } = render(
    <>
      <CopyLine text="kubectl create job a --from=cronjob/b" />
      <CopyLine label="app.conf" text="debug = true" />
    </>,
  );
  const [command, text] = container.querySelectorAll('pre');
  expect([...(command?.children ?? [])].map(word => word.textContent)).toContain('--from=cronjob/b');
  expect(text?.children).toHaveLength(0);
});

test('a name is taken along by a press beside it, which says so until one goes on or another name stands there', async () => {
  const user = userEvent.setup();
  const { rerender } = render(<CopyIconButton text="web-5d" label="Copy the name" />);
  await user.click(screen.getByRole('button', { name: 'Copy the name' }));
  expect(await navigator.clipboard.readText()).toBe('web-5d');
  await screen.findByRole('button', { name: 'Copied' });
  rerender(<CopyIconButton text="web-7f" label="Copy the name" />);
  await user.click(screen.getByRole('button', { name: 'Copy the name' }));
  await screen.findByRole('button', { name: 'Copied' });
  await user.tab();
  screen.getByRole('button', { name: 'Copy the name' });
});

test('where the browser does not allow it that is said', async () => {
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('no focus'));
  render(<CopyIconButton text="web-5d" label="Copy the name" />);
  await user.click(screen.getByRole('button', { name: 'Copy the name' }));
  expect((await screen.findByRole('alert')).textContent).toContain('select the text');
});
