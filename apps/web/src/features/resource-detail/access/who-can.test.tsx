import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { WhoCanAnswer, WhoCanRequest } from '@lanthorn/protocol/http/role-messages.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { choose } from '../../../ui/choice/test-select.ts';
import { WhoCan } from './who-can.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, params }: { children: ReactNode; params: object }) => (
    <a href={`#${Object.values(params).join('/')}`}>{children}</a>
  ),
}));

let asked: WhoCanRequest[];
let answer: () => Promise<WhoCanAnswer>;
const NOBODY: WhoCanAnswer = { grantees: [], unknownRoles: [], unread: [] };
beforeEach(() => {
  asked = [];
  answer = async () => NOBODY;
});

async function open(): Promise<void> {
  const api = {
    whoCan: (request: WhoCanRequest) => {
      asked.push(request);
      return answer();
    },
  };
  render(
    <ClientContext value={{ api } as unknown as Client}>
      <WhoCan subject={{ cluster: 'c', view: POD_VIEW, namespace: 'n', name: 'web' }} />
    </ClientContext>,
  );
  expect(asked).toEqual([]);
  await userEvent.click(screen.getByText('Who can …?'));
}

test('nothing is asked before somebody opens it; then who may, by what, as sentences', async () => {
  const binding = { kind: 'RoleBinding', name: 'here' } as const;
  const role = { kind: 'ClusterRole', name: 'edit' };
  answer = async () => ({
    ...NOBODY,
    grantees: [
      { kind: 'Group', namespace: '', name: 'ops', binding, role },
      { kind: 'ServiceAccount', namespace: 'ci', name: 'robot', binding, role },
    ],
  });
  await open();
  await screen.findByText(/Everybody in the group ops/);
  const lines = screen.getAllByRole('listitem').map(line => line.textContent);
  expect(lines[1]).toBe('The service account ci/robot by RoleBinding/here with ClusterRole/edit');
  expect(asked).toEqual([{ cluster: 'c', verb: 'delete', group: '', resource: 'pods', namespace: 'n', name: 'web' }]);
});

test('another verb is another question; what is asked of all has no name', async () => {
  await open();
  choose(screen.getByRole('combobox'), 'list them');
  await vi.waitFor(() => expect(asked.at(-1)).toMatchObject({ verb: 'list', name: '' }));
});

test('nobody, not known and failed are three answers', async () => {
  answer = async () => ({
    ...NOBODY,
    unknownRoles: ['Role/gone'],
    unread: [{ resource: 'rolebindings', reason: { code: 'x', params: {}, message: 'you may not list them' } }],
  });
  await open();
  await screen.findByText(/RoleBindings.*you may not list them/);
  screen.getByText(/Role\/gone/);
  answer = () => Promise.reject(new Error('Lanthorn is away'));
  choose(screen.getByRole('combobox'), 'read it');
  await screen.findByText('Lanthorn is away');
});
