import { render, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { UsageNote } from './usage-note.tsx';

const told = vi.hoisted(() => ({ list: {} as object, asked: [] as object[] }));
vi.mock('../../../data/lists/use-live-lists.ts', () => ({
  useLiveLists: (queries: readonly object[]) => {
    told.asked = [...queries];
    return { lists: [told.list], retry: () => {} };
  },
}));

const USAGE = must(POD_VIEW.usage, 'pods are measured');
const LIVE: QueryState = { kind: 'live' };
const LOADING: QueryState = { kind: 'loading', loaded: 0, total: null };
const FORBIDDEN: QueryState = {
  ...{ kind: 'forbidden', verb: 'list', resource: 'pods.metrics.k8s.io' },
  reason: { code: 'serverSays', params: { detail: 'not for you' }, message: 'not for you' },
};
const METRICS = { ...USAGE.resource, kind: 'PodMetrics', namespaced: true };

beforeEach(() => {
  told.asked = [];
});

async function show(
  state: QueryState,
  answer: { readonly kinds: readonly object[]; readonly unanswered: readonly string[] },
) {
  told.list = { state, matched: state.kind === 'live' ? 3 : null, total: 3, rows: new Map(), keys: [] };
  const kinds = { of: async () => answer };
  render(
    <ClientContext value={{ kinds } as unknown as Client}>
      <UsageNote cluster="c" join={USAGE} namespaces={['shop']} />
    </ClientContext>,
  );
  // What the cluster serves is known a moment later.
  await Promise.resolve();
}

test('where it is measured nothing is said, and no row is asked for', async () => {
  await show(LIVE, { kinds: [METRICS], unanswered: [] });
  expect(screen.queryByTestId('usage-note')).toBeNull();
  expect(told.asked).toEqual([expect.objectContaining({ resource: USAGE.resource, namespaces: ['shop'], limit: 0 })]);
});

test('while it is asked nothing is said either', async () => {
  await show(LOADING, { kinds: [METRICS], unanswered: [] });
  expect(screen.queryByTestId('usage-note')).toBeNull();
});

test('a cluster that measures nothing, and a server that does not answer, are two notes', async () => {
  await show(LOADING, { kinds: [], unanswered: [] });
  expect((await screen.findByTestId('usage-note')).textContent).toMatch(/A metrics server would/);
  document.body.replaceChildren();
  await show(LOADING, { kinds: [], unanswered: ['metrics.k8s.io/v1beta1'] });
  expect((await screen.findByTestId('usage-note')).textContent).toMatch(/does not answer/);
});

test('what one may not read is said with the server’s words', async () => {
  await show(FORBIDDEN, { kinds: [METRICS], unanswered: [] });
  expect((await screen.findByTestId('usage-note')).textContent).toMatch(/What is used is not known.*not for you/);
  expect(screen.getByRole('status')).toBeDefined();
});
