import { render, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { type Client, ClientContext } from '../client/client.ts';
import { OfKind } from './of-kind.tsx';

const KIND = { resource: { group: 'example.com', version: 'v1', resource: 'disks' }, kind: 'Disk', namespaced: true };
const COLUMN = { name: 'Size', type: 'string', path: '', cell: 1, isWide: false };

test('the columns of a kind are asked for where its objects are looked at; the same answer of another namespace changes nothing', async () => {
  const asked: unknown[] = [];
  const columns = async (...[cluster, , namespace]: readonly unknown[]) => {
    asked.push([cluster, namespace]);
    return { columns: namespace === 'none' ? [] : [COLUMN] };
  };
  const seen = new Set<KindView | undefined>();
  const client = { api: { columns } } as unknown as Client;
  const shown = (namespace: string, clusters = ['one']) => (
    <ClientContext value={client}>
      <OfKind clusters={clusters} kind={KIND} namespace={namespace}>
        {view => {
          seen.add(view);
          return <p>{view?.columns.map(({ id }) => id).join(' ')}</p>;
        }}
      </OfKind>
    </ClientContext>
  );
  const { rerender } = render(shown('shop'));
  await screen.findByText(/ Size /);
  rerender(shown('web'));
  expect(screen.queryByText(/ Size /)).not.toBeNull();
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(seen.size).toBe(1);
  rerender(shown('none'));
  await waitFor(() => expect(screen.queryByText(/ Size /)).toBeNull());
  expect(asked).toEqual(['shop', 'web', 'none'].map(namespace => ['one', namespace]));
  rerender(shown('shop', ['two']));
  await screen.findByText(/ Size /);
  expect(asked.at(-1)).toEqual(['two', 'shop']);
});
