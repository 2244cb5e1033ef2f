import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { PERSISTENT_VOLUME_CLAIM_VIEW } from '@lanthorn/views/kinds/core/persistentvolumeclaims.ts';
import { closeActionDialog, useActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { targetOf } from '../../subject/detail-subject.ts';
import { FORBIDDEN, resetWorld, world } from '../../test-world.ts';
import { GrowthForm } from './growth-form.tsx';

vi.mock(
  '../../../../data/objects/use-live-object.ts',
  async () => (await import('../../test-world.ts')).useLiveObjectModule,
);

beforeEach(() => {
  closeActionDialog();
  resetWorld();
});

function open(storageClassName = 'fast') {
  const object = {
    metadata: { name: 'data', namespace: 'n', uid: 'u' },
    spec: { storageClassName, resources: { requests: { storage: '10Gi' } } },
    status: { capacity: { storage: '10Gi' } },
  };
  const subject = { cluster: 'c', view: PERSISTENT_VOLUME_CLAIM_VIEW, namespace: 'n', name: 'data' };
  render(<GrowthForm subject={subject} target={targetOf(subject, object)} object={object} onClose={() => {}} />);
  return { size: screen.getByLabelText('New size'), preview: screen.getByRole('button', { name: /Preview/ }) };
}
const asked = () => useActionDialog.getState().request;
const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });

test('begins with the size there is and asks for a larger one', async () => {
  world.objects.set('fast', { allowVolumeExpansion: true });
  const { size, preview } = open();
  screen.getByText('It asks for 10Gi and holds 10Gi now.');
  screen.getByText('Its StorageClass fast lets claims grow.');
  expect([
    size.getAttribute('value'),
    preview.getAttribute('aria-disabled') === 'true',
    document.activeElement,
  ]).toEqual(['10Gi', true, size]);
  await userEvent.clear(size);
  await userEvent.type(size, ' 20Gi{Enter}');
  expect(asked()).toMatchObject({ kind: 'claim.grow', targets: [{ uid: 'u' }], params: { growth: { size: '20Gi' } } });
});

test.each([
  ['5Gi', 'It must be more than 10Gi: a claim does not shrink.'],
  ['10240Mi', 'It must be more than 10Gi: a claim does not shrink.'],
  ['much', 'A size as Kubernetes writes it, like 20Gi.'],
  ['', 'A size as Kubernetes writes it, like 20Gi.'],
])('%j is not asked for', async (text, why) => {
  world.objects.set('fast', { allowVolumeExpansion: true });
  const { size, preview } = open();
  type(size, text);
  screen.getByText(why);
  expect(preview.getAttribute('aria-disabled')).toBe('true');
  await userEvent.type(size, '{Enter}');
  expect(asked()).toBeNull();
});

test.each([
  ['does not allow it', 'fast', { allowVolumeExpansion: false }, /does not let claims grow/, true],
  ['says nothing of it', 'fast', {}, /does not let claims grow/, true],
  ['is none', '', undefined, 'It has no StorageClass: only what a class provisioned can grow.', true],
  ['is gone', 'fast', null, /is not there any more/, false],
  ['is still asked', 'fast', undefined, 'Asking its StorageClass fast…', false],
])('a class that %s', (_what, name, object, text, isRefused) => {
  if (object !== undefined) world.objects.set(name, object);
  const { size, preview } = open(name);
  type(size, '20Gi');
  screen.getByText(text);
  expect(preview.getAttribute('aria-disabled') === 'true').toBe(isRefused);
});

test('a class that may not be read is not called one that refuses: the server has the last word', () => {
  world.states.set('fast', FORBIDDEN);
  const { size, preview } = open();
  type(size, '20Gi');
  screen.getByText(/is not known: .*not for you/);
  expect(preview.getAttribute('aria-disabled')).toBeNull();
});
