import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { closeActionDialog, useActionDialog } from '../../data/actions/action-dialog-store.ts';
import { ImageOfMany } from './image-of-many.tsx';
import { ScaleOfMany } from './scale-of-many.tsx';

const objects: Readonly<Record<string, object>> = {
  web: {
    spec: { replicas: 4, template: { spec: { containers: [{ image: 'app:1' }, { image: 'side:1' }] } } },
  },
  db: { spec: { replicas: 1, template: { spec: { containers: [{ image: 'side:1' }] } } } },
};
vi.mock('../../data/objects/use-live-object.ts', () => ({
  useLiveObject: ({ name }: { readonly name: string }) => ({ object: objects[name] }),
}));

beforeEach(closeActionDialog);

const targetsOf = (...names: readonly string[]) =>
  names.map(name => ({
    ...{ cluster: 'c', resource: { group: 'apps', version: 'v1', resource: 'deployments' } },
    ...{ namespace: 'n', name, uid: name },
  }));
const asked = () => useActionDialog.getState().request;

test('one number for all of them, after what they have now; none is asked under a number that was seen', async () => {
  const onClose = vi.fn();
  render(<ScaleOfMany targets={targetsOf('web', 'db')} onClose={onClose} />);
  screen.getByRole('dialog', { name: 'Scale 2 objects' });
  screen.getByText(/^1 to 4 are wanted now/);
  const preview = screen.getByRole('button', { name: /Preview/ });
  expect(preview.getAttribute('aria-disabled')).toBe('true');
  expect(screen.queryByText(/A whole number/)).toBeNull();
  await userEvent.type(screen.getByLabelText('Pods'), '2{Enter}');
  expect(asked()).toMatchObject({
    kind: 'workload.scale',
    targets: [{ name: 'web' }, { name: 'db' }],
    params: { scale: { replicas: 2 } },
  });
  expect((asked() as { params?: { scale?: object } } | null)?.params?.scale).not.toHaveProperty('from');
});

test('of objects that are not all known no numbers are claimed, and that is said', () => {
  render(<ScaleOfMany targets={targetsOf('web', 'gone')} onClose={vi.fn()} />);
  expect(screen.queryByText(/are wanted now/)).toBeNull();
  screen.getByText(/^1 of 2 objects are known here/);
});

test('where all have the same number it is told once', () => {
  render(<ScaleOfMany targets={targetsOf('db')} onClose={vi.fn()} />);
  screen.getByText(/^1 is wanted now of each/);
  expect(screen.queryByText(/are known here/)).toBeNull();
});

test('an image that they have gets another one in all of them', async () => {
  render(<ImageOfMany targets={targetsOf('web', 'db')} onClose={vi.fn()} />);
  const preview = screen.getByRole('button', { name: /Preview/ });
  expect(preview.getAttribute('aria-disabled')).toBe('true');
  await userEvent.type(screen.getByRole('combobox', { name: 'Image now' }), 'side:1');
  const after = screen.getByRole('combobox', { name: 'Image afterwards' });
  expect(after).toHaveProperty('value', 'side:1');
  await userEvent.clear(after);
  await userEvent.type(after, 'side:2');
  await userEvent.click(preview);
  expect(asked()).toMatchObject({
    kind: 'workload.containers',
    targets: [{ name: 'web' }, { name: 'db' }],
    params: { images: { from: 'side:1', to: 'side:2' } },
  });
});

test('the only image that they have is offered', () => {
  render(<ImageOfMany targets={targetsOf('db')} onClose={vi.fn()} />);
  expect(screen.getByRole('combobox', { name: 'Image now' })).toHaveProperty('value', 'side:1');
});

test('of objects that are not all known no image is claimed to be the only one', () => {
  render(<ImageOfMany targets={targetsOf('db', 'gone')} onClose={vi.fn()} />);
  expect(screen.getByRole('combobox', { name: 'Image now' })).toHaveProperty('value', '');
  screen.getByText(/^1 of 2 objects are known here/);
});
