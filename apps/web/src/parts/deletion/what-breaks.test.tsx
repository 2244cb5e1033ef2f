import { act, render, screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { Subscription } from '@lanthorn/protocol/up-messages.ts';
import { findKindView } from '@lanthorn/views/kind-records.ts';
import { CONFIG_MAP_VIEW } from '@lanthorn/views/kinds/core/configmaps.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { WhatBreaks } from './what-breaks.tsx';

let asked: { readonly query: Subscription; readonly tell: (frame: object) => void }[];
const connection = {
  epoch: 1,
  state: { kind: 'open' },
  onState: () => () => {},
  subscribe: (query: Subscription, onFrame: (frame: unknown) => void) => {
    asked.push({ query, tell: frame => onFrame({ type: query.kind, id: 1, ...frame }) });
    return { close: () => {}, update: () => {}, retry: () => {} };
  },
};
beforeEach(() => {
  asked = [];
});

const OBJECT = { metadata: { name: 'settings', namespace: 'n', uid: 'u' } };
function show(answer: object = { object: OBJECT, state: { kind: 'live' } }) {
  const client = { connection, kinds: { of: async () => ({ kinds: [], unanswered: [] }), referrers: async () => [] } };
  const target = { cluster: 'c', resource: CONFIG_MAP_VIEW.resource, namespace: 'n', name: 'settings', uid: 'u' };
  render(
    <ClientContext value={client as unknown as Client}>
      <WhatBreaks target={target} />
    </ClientContext>,
  );
  expect(screen.getByRole('status', { name: 'Loading…' })).toBeTruthy();
  act(() => must(asked[0], 'the object').tell(answer));
}
const lists = () => asked.filter(({ query }) => query.kind === 'list');

/** All lists tell so many rows; of the kinds that are named, others. */
function tell(of: Readonly<Record<string, number | 'forbidden'>>): void {
  for (const { query, tell: told } of lists()) {
    if (query.kind !== 'list') continue;
    const count = of[query.resource.resource] ?? 0;
    const columns = findKindView(query.resource)?.columns ?? [];
    const names = typeof count === 'number' ? Array.from({ length: Math.min(count, 100) }, (_, i) => `w${i}`) : [];
    const rows = names.map(name => ({
      ...{ key: `n/${name}`, uid: name, namespace: 'n', name, createdAt: 0, ownerUid: '' },
      cells: columns.map(() => null),
    }));
    const state = count === 'forbidden' ? { kind: 'forbidden', reason: null, message: 'no' } : { kind: 'live' };
    const matched = count === 'forbidden' ? null : count;
    act(() => told({ offset: 0, keys: rows.map(({ key }) => key), rows, matched, total: matched, state }));
  }
}

test('what mounts it is counted and named, by kind; what may not be read is said', () => {
  show();
  tell({ deployments: 7, cronjobs: 'forbidden' });
  const { textContent } = screen.getByTestId('breaks');
  expect(textContent).toContain('What relies on settings');
  expect(textContent).toMatch(/Used by: Deployments 7 \(w0, w1, w2, w3, w4 and 2 more\)/);
  expect(textContent).toMatch(/What else relies on settings is not known, because it may not be read: .*CronJobs/);
});

test('that nothing was found says where it was looked', () => {
  show();
  tell({});
  expect(screen.getByTestId('breaks').textContent).toMatch(
    /Nothing was found .* names settings\. Looked in: .*Deployments/,
  );
});

test('until all have answered, nothing is said not to be there', () => {
  show();
  expect(screen.getByTestId('breaks').textContent).not.toContain('Nothing was found');
});

test('of what may not be read itself it is said that nothing is known', () => {
  show({ state: { kind: 'forbidden', verb: 'get', resource: 'configmaps', reason: null } });
  expect(screen.getByTestId('breaks').textContent).toBe('What relies on settings is not known: it could not be read.');
});
