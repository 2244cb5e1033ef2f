import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { OperationRequest } from '@lanthorn/protocol/http-messages.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { DeleteContents } from './delete-guard.tsx';

test('what is in each of many namespaces can be read: some at first, the rest by a press, and nobody asks before', async () => {
  const asked: string[] = [];
  const counts = async (_cluster: string, name: string) => {
    asked.push(name);
    return { counts: { pods: 7 } };
  };
  const targets = ['a', 'b', 'c', 'd'].map(name => ({
    ...{ cluster: 'k', resource: NAMESPACE_VIEW.resource, namespace: '', name, uid: name },
  }));
  const request: OperationRequest = { id: '1', suffix: 's', kind: 'object.delete', targets };
  render(
    <ClientContext value={{ api: { counts } } as unknown as Client}>
      <DeleteContents request={request} />
    </ClientContext>,
  );
  expect(await screen.findAllByTestId('contents')).toHaveLength(3);
  expect(asked).toEqual(['a', 'b', 'c']);
  screen.getByText(/3 of 4 are shown\./);
  await userEvent.click(screen.getByRole('button', { name: 'Show 1 more' }));
  expect(await screen.findAllByTestId('contents')).toHaveLength(4);
  expect(asked.at(-1)).toBe('d');
  expect(screen.queryByText(/are shown\./)).toBeNull();
});
