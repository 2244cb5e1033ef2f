import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { KEYS } from '../../app/key-help.tsx';
import { allowOnly, startedWith } from '../../data/client/test-clusters.ts';
import { NEW_KEY, NewButton } from './new-button.tsx';

const navigate = vi.fn();
vi.mock('@tanstack/react-router', () => ({ useNavigate: () => navigate }));
let allowed: boolean | undefined;
vi.mock('../../data/actions/use-access.ts', () => ({
  useAccessIn: (rights: readonly unknown[]) => rights.map(() => allowed),
}));

const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments' };
function show(resource = DEPLOYMENTS, clusters: readonly string[] = ['c']) {
  render(<NewButton resource={resource} state={{ cluster: 'c', clusters, namespaces: ['shop'] }} />);
}
beforeEach(() => {
  navigate.mockClear();
  allowed = true;
  startedWith(null);
});
const address = { resource: 'apply' };
const begun = {
  to: '/c/$cluster/$resource',
  params: { cluster: 'c', ...address },
  search: { tab: 'new:deployments', ns: 'shop' },
};

test('by its button and by its key a new object of the kind begins, in the namespace on the screen', async () => {
  show();
  await userEvent.click(screen.getByRole('button', { name: 'New…' }));
  await userEvent.keyboard(NEW_KEY);
  expect(navigate.mock.calls).toEqual([[begun], [begun]]);
  expect(KEYS.map(([key]) => key)).toContain(NEW_KEY);
});

test('the key is left alone where somebody types, with another key beside it, and over an open dialog', () => {
  show();
  render(<input aria-label="field" />);
  fireEvent.keyDown(screen.getByLabelText('field'), { key: NEW_KEY });
  fireEvent.keyDown(document.body, { key: NEW_KEY, ctrlKey: true });
  render(<div role="dialog" />);
  fireEvent.keyDown(document.body, { key: NEW_KEY });
  expect(navigate).not.toHaveBeenCalled();
});

test('what may not be created, what people do not write and a list of several clusters begin nothing', () => {
  allowed = false;
  show();
  fireEvent.keyDown(document.body, { key: NEW_KEY });
  allowed = true;
  show({ group: '', version: 'v1', resource: 'events' });
  fireEvent.keyDown(document.body, { key: NEW_KEY });
  show(DEPLOYMENTS, ['c', 'd']);
  fireEvent.keyDown(document.body, { key: NEW_KEY });
  expect(navigate).not.toHaveBeenCalled();
  expect(screen.getAllByRole('button')).toHaveLength(1);
});

test('where Lanthorn was started without applying nothing begins, and the button says why', async () => {
  allowOnly('object.delete');
  show();
  fireEvent.keyDown(document.body, { key: NEW_KEY });
  const button = screen.getByRole('button', { name: 'New…' });
  await userEvent.click(button);
  expect(screen.getByRole('alert').textContent).toMatch(/--allow/);
  expect(navigate).not.toHaveBeenCalled();
});
