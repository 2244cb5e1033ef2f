import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { type Client, ClientContext } from '../../data/client/client.ts';
import type { ListSnapshot } from '../../data/lists/list-store.ts';
import { ClusterWords } from './cluster-words.tsx';
import { CONCERNS } from './concerns.ts';

const LIVE = { matched: 0, total: 48, state: { kind: 'live' } };

async function words(
  health: () => Promise<object>,
  [nodes, scopes]: readonly [object, object],
  chosen: readonly string[] = [],
): Promise<string> {
  const lists = CONCERNS.map(concern => ({
    concern,
    list: { ...(concern.view.isScope === true ? scopes : nodes) } as ListSnapshot,
  }));
  render(
    <ClientContext value={{ api: { health } } as unknown as Client}>
      <ClusterWords cluster="c" namespaces={chosen} lists={lists} />
    </ClientContext>,
  );
  await new Promise(resolve => setTimeout(resolve));
  return screen.getByTestId('cluster-words').textContent ?? '';
}

const VERSION = async () => ({ version: 'v1.37.2' });
const AWAY = () => Promise.reject(new Error('away'));

const SCOPES = { ...LIVE, total: 62 };
const FORBIDDEN = { ...LIVE, state: { kind: 'forbidden' } };
const AWAITED = { matched: null, total: 0, state: { kind: 'loading' } };

test.each([
  ['all of it', VERSION, [LIVE, SCOPES], 'v1.37.2 · 48 nodes · 62 namespaces'],
  ['no version', AWAY, [LIVE, SCOPES], '48 nodes · 62 namespaces'],
  ['nodes that may not be seen', VERSION, [FORBIDDEN, SCOPES], 'v1.37.2 · 62 namespaces'],
  ['what is on its way', VERSION, [AWAITED, AWAITED], 'v1.37.2'],
] as const)('of a cluster is said what is known of it: %s', async (_what, health, lists, expected) => {
  expect(await words(health, lists)).toBe(expected);
});

test('where namespaces are chosen all is told of these, whether or not the others may be seen', async () => {
  expect(await words(VERSION, [LIVE, FORBIDDEN], ['shop', 'payments', 'data'])).toBe(
    'v1.37.2 · 48 nodes · 3 namespaces',
  );
});
