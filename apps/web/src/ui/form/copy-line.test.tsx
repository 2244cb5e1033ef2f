import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
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
