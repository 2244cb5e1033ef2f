import { renderHook, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Right } from '@lanthorn/actions/machinery/action.ts';
import { accessRequest, type AccessRequest } from '@lanthorn/protocol/http/access-messages.ts';
import { type Client, ClientContext } from '../client/client.ts';
import { useAccess, useAccessIn } from './use-access.ts';

/** As many rights as a page asks for that shows five actions in sixty namespaces; three of them on the same right. */
const RIGHTS: readonly Right[] = Array.from({ length: 60 }, (_, i) => `ns-${i}`).flatMap(namespace =>
  ['create', 'patch', 'patch', 'patch', 'delete'].map(verb => ({
    verb,
    group: 'batch',
    resource: 'cronjobs',
    namespace,
    name: '',
  })),
);

test('however many rights are asked for, each is asked for once, in parts that the server takes, and every answer arrives', async () => {
  const asked: AccessRequest[] = [];
  const access = async (request: AccessRequest) => {
    expect(accessRequest.safeParse(request).success).toBe(true);
    asked.push(request);
    return { allowed: request.checks.map(({ verb, namespace }) => verb !== 'delete' || namespace === 'ns-59') };
  };
  const client = { api: { access } } as unknown as Client;
  const { result } = renderHook(() => useAccess('c', RIGHTS), {
    wrapper: ({ children }) => <ClientContext value={client}>{children}</ClientContext>,
  });
  await waitFor(() => expect(result.current.includes(undefined)).toBe(false));
  expect(result.current).toEqual(RIGHTS.map(({ verb, namespace }) => verb !== 'delete' || namespace === 'ns-59'));
  expect(asked.map(({ checks }) => checks.length)).toEqual([100, 80]);
});

test('a part that cannot be asked is not known, the others are', async () => {
  const access = async ({ checks }: AccessRequest) => {
    if (checks.some(({ namespace }) => namespace === 'ns-0')) throw new Error('cut');
    return { allowed: checks.map(() => false) };
  };
  const client = { api: { access } } as unknown as Client;
  const { result } = renderHook(() => useAccess('c', RIGHTS), {
    wrapper: ({ children }) => <ClientContext value={client}>{children}</ClientContext>,
  });
  await waitFor(() => expect(result.current.includes(undefined)).toBe(false));
  expect([result.current[0], result.current.at(-1)]).toEqual([null, false]);
});

test('rights in several clusters are asked for in each, and one that cannot be asked leaves the others known', async () => {
  const [right] = RIGHTS as [Right];
  const asked: string[] = [];
  const access = async ({ cluster }: AccessRequest) => {
    asked.push(cluster);
    if (cluster === 'down') throw new Error('cut');
    return { allowed: [cluster === 'east'] };
  };
  const client = { api: { access } } as unknown as Client;
  const rights = ['east', 'west', 'down'].map(cluster => ({ cluster, right }));
  const { result } = renderHook(() => useAccessIn(rights), {
    wrapper: ({ children }) => <ClientContext value={client}>{children}</ClientContext>,
  });
  await waitFor(() => expect(result.current.includes(undefined)).toBe(false));
  expect(result.current).toEqual([true, false, null]);
  expect(asked).toEqual(['east', 'west', 'down']);
});
