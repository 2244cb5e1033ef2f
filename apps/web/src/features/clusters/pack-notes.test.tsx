import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { PackNotes } from './pack-notes.tsx';

test('what is wrong with packs says file, line and path until it was read', async () => {
  const problem = { file: 'a.yaml', line: 7, path: 'kinds[0].columns[0].cel', message: 'Unknown variable: nothing' };
  const { rerender } = render(<PackNotes problems={[problem]} />);
  expect(screen.getByRole('status').textContent).toContain(
    'a.yaml:7 kinds[0].columns[0].cel: Unknown variable: nothing',
  );
  await userEvent.click(screen.getByRole('button'));
  expect(screen.queryByRole('status')).toBeNull();
  rerender(<PackNotes problems={[]} />);
  expect(screen.queryByRole('status')).toBeNull();
});
