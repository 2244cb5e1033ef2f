import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { type Client, ClientContext } from '../../data/client/client.ts';
import type { ListSnapshot } from '../../data/lists/list-store.ts';
import { ClusterWords } from './cluster-words.tsx';
import { CONCERNS } from './concerns.ts';

const LIVE = { matched: 0, total: 48, state: { kind: 'live' } };

async function words(health: () => Promise<object>, nodes: object): Promise<string> {
  const lists = CONCERNS.map(concern => ({ concern, list: { ...nodes } as ListSnapshot }));
  render(
    <ClientContext value={{ api: { health } } as unknown as Client}>
      <ClusterWords cluster="c" lists={lists} />
    </ClientContext>,
  );
  await new Promise(resolve => setTimeout(resolve));
  return screen.getByTestId('cluster-words').textContent ?? '';
}

const VERSION = async () => ({ version: 'v1.37.2' });
const AWAY = () => Promise.reject(new Error('away'));

test.each([
  ['both', VERSION, LIVE, 'v1.37.2 · 48 nodes'],
  ['no version', AWAY, LIVE, '48 nodes'],
  ['nodes that may not be seen', VERSION, { ...LIVE, state: { kind: 'forbidden' } }, 'v1.37.2'],
  ['nodes on their way', VERSION, { matched: null, total: 0, state: { kind: 'loading' } }, 'v1.37.2'],
])('of a cluster is said what is known of it: %s', async (_what, health, nodes, expected) => {
  expect(await words(health, nodes)).toBe(expected);
});
