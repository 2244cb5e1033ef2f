import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import type { KindsAnswer } from '@lanthorn/protocol/http/kind-messages.ts';
import { type Client, ClientContext } from '../client/client.ts';
import { PAGE_TITLES } from '../client/page-paths.ts';
import { useObjectKind } from './use-object-kind.ts';

const WIDGET = { group: 'example.com', version: 'v1', resource: 'widgets', kind: 'Widget', isNamespaced: true };
const answer = (...kinds: readonly object[]) => ({ kinds, unanswered: [] }) as unknown as KindsAnswer;
const ANSWERS: Readonly<Record<string, () => Promise<KindsAnswer>>> = {
  without: async () => answer(),
  down: () => Promise.reject(new Error('connection refused')),
  soon: async () => answer(),
  silent: () => new Promise(() => {}),
  has: async () => answer(WIDGET),
  newer: async () => answer({ ...WIDGET, version: 'v2' }),
};

/** What some say when they are asked once more. */
const AGAIN: typeof ANSWERS = { soon: async () => answer(WIDGET) };

const asked: string[] = [];
function find(clusters: readonly string[], address = 'widgets.example.com') {
  const kinds = {
    of: (cluster: string) => {
      asked.push(cluster);
      return ANSWERS[cluster]?.();
    },
    again: (cluster: string) => (AGAIN[cluster] ?? ANSWERS[cluster])?.(),
  };
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <ClientContext value={{ kinds } as unknown as Client}>{children}</ClientContext>
  );
  return renderHook(() => useObjectKind(clusters, address), { wrapper }).result;
}

test.each([
  [['without', 'has'], 'v1'],
  [['down', 'has'], 'v1'],
  [['has', 'newer'], 'v1'],
  [['newer', 'has'], 'v2'],
  [['has', 'silent'], 'v1'],
] as const)('of %j the first that has a kind says what it is', async (clusters, version) => {
  const found = find(clusters);
  await waitFor(() => expect(found.current).toMatchObject({ state: 'found', kind: { resource: { version } } }));
});

test('only where none has it the page says so, or that a cluster could not be asked', async () => {
  const [unknown, failed, waits] = [find(['without']), find(['without', 'down']), find(['without', 'silent'])];
  await waitFor(() => expect(unknown.current).toEqual({ state: 'unknown' }));
  await waitFor(() => expect(failed.current).toEqual({ state: 'failed', message: 'connection refused' }));
  expect(waits.current).toEqual({ state: 'loading' });
});

test('a kind that came since the cluster was asked is found', async () => {
  const found = find(['soon']);
  await waitFor(() => expect(found.current).toMatchObject({ state: 'found' }));
});

test.each([...PAGE_TITLES.keys()])('a page is asked of no cluster: %s', page => {
  asked.length = 0;
  expect(find(['without'], page).current).toEqual({ state: 'unknown' });
  expect(asked).toEqual([]);
});
