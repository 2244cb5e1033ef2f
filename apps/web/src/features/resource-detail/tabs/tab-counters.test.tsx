import { render, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { CONFIG_MAP_VIEW } from '@lanthorn/views/kinds/core/configmaps.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { LOADING, resetWorld, tell, useLiveListsModule } from '../test-world.ts';
import { TabCounters } from './tab-counters.tsx';

const asked = vi.hoisted(() => new Set<string>());
vi.mock('../../../data/lists/use-live-lists.ts', () => ({
  useLiveLists: (queries: readonly { readonly resource: { readonly resource: string } }[]) => {
    for (const { resource } of queries) asked.add(resource.resource);
    return useLiveListsModule.useLiveLists(queries);
  },
}));
vi.mock('../../../data/lists/use-whole-list.ts', () => ({
  useWholeList: ({ resource }: { readonly resource: { readonly resource: string } }) => {
    asked.add(resource.resource);
    return useLiveListsModule.useLiveLists([{ resource }]).lists[0];
  },
}));
vi.mock('../../../data/client/use-served-kinds.ts', async original => ({
  ...(await original<object>()),
  useServedKinds: () => null,
}));

const meta = (name: string) => ({ metadata: { name, namespace: 'n', uid: name } });
let counts: Record<string, number | undefined> = {};
beforeEach(() => {
  resetWorld();
  asked.clear();
  counts = {};
});

function show(view: ObjectView, shown: string, namespace = 'n') {
  const api = {
    keptEvents: async () => ({ events: [], hasMore: false }),
    history: async () => ({ entries: [], hasMore: false, state: { isLasting: true, unreadable: 0 } }),
  };
  const client = { api, operations: (of: (state: object) => unknown) => of({ operations: [] }) };
  const teller = (tab: string) => (count: number | undefined) => {
    counts[tab] = count;
  };
  render(
    <ClientContext value={client as unknown as Client}>
      <TabCounters
        subject={{ cluster: 'c', view, namespace, name: 'web' }}
        object={{ metadata: { name: 'web', namespace, uid: 'web' } }}
        shown={shown}
        on={{ events: teller('events'), related: teller('related'), history: teller('history') }}
      />
    </ClientContext>,
  );
}

test('what a workload has in its tabs is counted before anybody looks', async () => {
  for (const view of [REPLICA_SET_VIEW, POD_VIEW]) tell(view, []);
  const said = { involvedObject: { kind: 'Deployment', name: 'web', namespace: 'n', uid: 'web' }, reason: 'Scaled' };
  tell(EVENT_VIEW, [{ ...meta('e'), ...said, lastTimestamp: new Date().toISOString() }]);
  show(DEPLOYMENT_VIEW, 'overview');
  await waitFor(() => expect(counts).toMatchObject({ events: 1, history: 0 }));
  expect(asked).toContain('horizontalpodautoscalers');
});

test('nothing is told while a list is on its way: the number before stands', async () => {
  tell(EVENT_VIEW, [], LOADING);
  show(DEPLOYMENT_VIEW, 'overview');
  await waitFor(() => expect(counts).toEqual({ history: 0 }));
});

test('the tab that is shown counts itself', async () => {
  show(DEPLOYMENT_VIEW, 'events');
  await waitFor(() => expect(counts).toHaveProperty('history'));
  expect(asked).not.toContain('events');
});

test('no list is read for a number alone: not all pods of a namespace, nor the events of a whole cluster', async () => {
  tell(EVENT_VIEW, []);
  show(CONFIG_MAP_VIEW, 'overview');
  await waitFor(() => expect(counts).toEqual({ history: 0, events: 0 }));
  expect([...asked]).toEqual(['events']);
  show(NODE_VIEW, 'overview', '');
  expect(counts).toEqual({ history: 0, events: 0 });
});
