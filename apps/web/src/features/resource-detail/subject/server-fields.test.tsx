import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { ServerFields } from './server-fields.tsx';

test('what the server writes is folded away; a press on its name shows it as YAML, as it is now', async () => {
  const fields = ['status', 'managedFields'] as const;
  const { container, rerender } = render(<ServerFields object={{ status: { active: 1 } }} fields={fields} />);
  const texts = () => [...container.querySelectorAll('pre')].map(({ textContent }) => textContent);
  expect(texts()).toEqual(['']);
  await userEvent.click(screen.getByText('status'));
  expect(texts()).toEqual(['status:\n  active: 1\n']);
  rerender(<ServerFields object={{ status: { active: 2 } }} fields={fields} />);
  expect(texts()).toEqual(['status:\n  active: 2\n']);
  await userEvent.click(screen.getByText('status'));
  expect(texts()).toEqual(['']);
});
