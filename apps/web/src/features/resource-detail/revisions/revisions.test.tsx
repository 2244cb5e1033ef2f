import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { CONTROLLER_REVISION_VIEW } from '@lanthorn/views/kinds/apps/controllerrevisions.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { STATEFUL_SET_VIEW } from '@lanthorn/views/kinds/apps/statefulsets.ts';
import { choose } from '../../../ui/choice/test-select.ts';
import { COMPARISON, Revisions } from './revisions.tsx';

const world = vi.hoisted(() => ({
  objects: new Map<string, unknown>(),
  rows: new Map<string, unknown>(),
  pods: { rows: new Map<string, unknown>(), matched: 0, state: { kind: 'live' } },
  tab: undefined as string | undefined,
}));
vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#o">{children}</a>,
}));
vi.mock('../subject/owned-list.tsx', () => ({
  useOwned: () => ({ rows: world.rows, state: { kind: 'live' }, matched: world.rows.size, keys: [], left: [] }),
}));
vi.mock('../subject/use-made-pods.ts', () => ({
  useMadePods: (_subject: object, _object: unknown, revisions: readonly { name: string }[]) => ({
    list: world.pods,
    revisionOf: ({ name }: { name: string }) => revisions.find(kept => name.startsWith(`${kept.name}-`)) ?? null,
  }),
}));
vi.mock('../../../data/lists/view-state.ts', async () => {
  const { useState } = await import('react');
  return {
    useViewState: () => {
      const [tab, setTab] = useState<string | undefined>(world.tab);
      return { search: { tab }, setSearch: (change: { tab?: string }) => setTab(change.tab) };
    },
  };
});
vi.mock('../subject/use-kind-type.ts', () => ({ useKindType: () => null }));
vi.mock('../../../data/objects/use-live-object.ts', () => ({
  useLiveObject: ({ name }: { name: string }) => ({ object: world.objects.get(name) ?? null }),
}));

function keep(view: KindView, object: { metadata: { name: string } }): void {
  const { name } = object.metadata;
  world.objects.set(name, object);
  const cells = view.columns.map(column => column.read(object, { now: 0 }));
  world.rows.set(name, { key: name, uid: name, namespace: 'n', name, createdAt: null, cells });
}

function replicaSet(revision: number, image: string): void {
  keep(REPLICA_SET_VIEW, {
    metadata: { name: `web-${revision}`, annotations: { 'deployment.kubernetes.io/revision': `${revision}` } },
    spec: {
      template: {
        metadata: { labels: { app: 'web', 'pod-template-hash': `${revision}` } },
        spec: { containers: [{ name: 'web', image }] },
      },
    },
  } as { metadata: { name: string } });
}

beforeEach(() => {
  world.objects.clear();
  world.rows.clear();
  world.pods = { rows: new Map(), matched: 0, state: { kind: 'live' } };
  world.tab = undefined;
});

const show = (view: KindView) =>
  render(
    <Revisions subject={{ cluster: 'c', view, namespace: 'n', name: 'web' }} object={{ metadata: { uid: 'u' } }} />,
  );
const names = () => screen.getAllByRole('link').map(link => link.textContent);
const changes = () => [...document.querySelectorAll('[data-testid=changes] tbody tr')].map(row => row.textContent);

test('revisions stand newest first, and the last change is compared on a press', async () => {
  for (const [revision, image] of [
    [9, 'web:1'],
    [10, 'web:2'],
    [11, 'web:3'],
  ] as const)
    replicaSet(revision, image);
  show(DEPLOYMENT_VIEW);
  expect(names()).toEqual(['web-11', 'web-10', 'web-9']);
  expect(changes()).toEqual([]);
  await userEvent.click(screen.getByText('Compare two revisions'));
  expect(changes()).toHaveLength(1);
  expect(changes()[0]).toMatch(/image.*web:2.*web:3/);
  await userEvent.click(screen.getByText('Compare two revisions'));
  expect(changes()).toEqual([]);
});

test('an address that asks for the comparison leads to it', () => {
  replicaSet(1, 'web:1');
  replicaSet(2, 'web:2');
  world.tab = COMPARISON;
  show(DEPLOYMENT_VIEW);
  expect(changes()).toHaveLength(1);
  expect(document.activeElement?.textContent).toBe('Compare two revisions');
});

test('any two are compared; two that are the same say so', async () => {
  replicaSet(1, 'web:1');
  replicaSet(2, 'web:2');
  replicaSet(3, 'web:1');
  show(DEPLOYMENT_VIEW);
  await userEvent.click(screen.getByText('Compare two revisions'));
  choose(screen.getByRole('combobox', { name: /Before/ }), 'Revision 1');
  expect(changes()).toEqual([]);
  screen.getByText('Both are the same.');
});

test('of a StatefulSet they are what its ControllerRevisions keep; one alone is compared with nothing', () => {
  keep(CONTROLLER_REVISION_VIEW, {
    metadata: { name: 'db-1' },
    revision: 1,
    data: { spec: { template: { $patch: 'replace', spec: { containers: [] } } } },
  } as { metadata: { name: string } });
  show(STATEFUL_SET_VIEW);
  expect(names()).toEqual(['db-1']);
  expect(screen.queryByText('Compare two revisions')).toBeNull();
});

test('where none is kept it is said', () => {
  show(DEPLOYMENT_VIEW);
  screen.getByText('The cluster keeps no revision of it.');
});

test('each says how many pods it has, where all of them are known', () => {
  replicaSet(1, 'web:1');
  replicaSet(2, 'web:2');
  const pods = ['web-2-a', 'web-2-b', 'web-1-a'].map(name => [name, { name }] as const);
  const state = { kind: 'live' };
  world.pods = { rows: new Map(pods), matched: 3, state };
  const counts = () => [...document.querySelectorAll('tbody tr')].map(row => row.lastElementChild?.textContent);
  const { unmount } = show(DEPLOYMENT_VIEW);
  expect(counts()).toEqual(['2', '1']);
  unmount();
  world.pods = { rows: new Map(pods), matched: 200, state };
  const { unmount: leave } = show(DEPLOYMENT_VIEW);
  expect(counts()).toEqual(['–', '–']);
  leave();
  // Nothing has arrived yet.
  world.pods = { rows: new Map(), matched: 0, state: { kind: 'loading' } };
  show(DEPLOYMENT_VIEW);
  expect(counts()).toEqual(['–', '–']);
});
