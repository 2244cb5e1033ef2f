import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { closeActionDialog, openActionDialog, useActionDialog } from '../../data/actions/action-dialog-store.ts';
import { FormDialog } from './form-dialog.tsx';

function Field() {
  const [text, setText] = useState('');
  return <input aria-label="Reason" value={text} onChange={event => setText(event.target.value)} />;
}

function Page() {
  const isAsking = useActionDialog(({ request }) => request !== null);
  const [isOpen, setOpen] = useState(true);
  return (
    <>
      {isOpen ? (
        <FormDialog title="Form" onClose={() => setOpen(false)}>
          <Field />
        </FormDialog>
      ) : null}
      <Dialog opened={isAsking} title="Question" onClose={closeActionDialog}>
        <p>The server refuses this.</p>
      </Dialog>
    </>
  );
}

test('what was typed is there again after the server refused it, one layer at a time', async () => {
  render(<Page />);
  await userEvent.type(await screen.findByLabelText('Reason'), 'upgrade');
  act(() => openActionDialog('cronjob.pause', []));
  await screen.findByText('The server refuses this.');
  expect(screen.queryByRole('dialog', { name: 'Form' })).toBeNull();
  await userEvent.keyboard('{Escape}');
  const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Reason' });
  expect(field.value).toBe('upgrade');
  expect(screen.queryByText('The server refuses this.')).toBeNull();
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
});
