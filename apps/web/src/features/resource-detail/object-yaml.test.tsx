import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { ObjectYaml } from './object-yaml.tsx';

const known = vi.hoisted(() => ({ type: undefined as object | undefined }));
vi.mock('./subject/use-kind-type.ts', () => ({ useKindType: () => known.type }));
vi.mock('../../data/actions/use-access.ts', () => ({ useAccess: () => [true] }));
vi.mock('./editor/object-editor.tsx', () => ({ ObjectEditor: () => <textarea aria-label="The editor" /> }));

const object = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'a', namespace: 'n', uid: 'u' } };

function Page() {
  const [isEdited, setEdited] = useState(false);
  const subject = { cluster: 'c', view: CRONJOB_VIEW, namespace: 'n', name: 'a' };
  return <ObjectYaml subject={subject} object={object} isEdited={isEdited} onEdit={setEdited} />;
}

test('a press on Edit before the fields of the kind are known opens the editor when they are', async () => {
  known.type = undefined;
  const { rerender } = render(<Page />);
  await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
  expect(screen.queryByLabelText('The editor')).toBeNull();
  expect(screen.getByRole('status').textContent).toBe('Loading…');
  known.type = {};
  rerender(<Page />);
  screen.getByLabelText('The editor');
});
