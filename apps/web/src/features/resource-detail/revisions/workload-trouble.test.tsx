import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { resetWorld, tell } from '../test-world.ts';
import { COMPARISON } from './revisions.tsx';
import { WorkloadTrouble } from './workload-trouble.tsx';

const page = vi.hoisted(() => ({ searches: [] as unknown[], allowed: true }));
vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#o">{children}</a>,
  useNavigate: () => () => {},
  useParams: () => ({ cluster: 'c' }),
  useSearch: () => ({}),
}));
vi.mock('../../../data/lists/use-whole-list.ts', async () => (await import('../test-world.ts')).useWholeListModule);
vi.mock('../../../data/objects/use-live-object.ts', async () => (await import('../test-world.ts')).useLiveObjectModule);
vi.mock('../../../data/actions/use-access.ts', () => ({
  useAccess: (_cluster: string, rights: readonly unknown[]) => rights.map(() => page.allowed),
  useAccessIn: (rights: readonly unknown[]) => rights.map(() => page.allowed),
}));
vi.mock('../../../data/lists/view-state.ts', () => ({
  useViewState: () => ({ search: {}, setSearch: (...asked: unknown[]) => page.searches.push(asked) }),
}));
vi.mock('../kinds/object-forms.tsx', () => ({ OBJECT_FORMS: { rollback: () => <p>which revision?</p> } }));

beforeEach(() => {
  resetWorld();
  page.searches = [];
  page.allowed = true;
});

const replicaSet = (revision: number) => ({
  metadata: {
    ...{ name: `web-${revision}`, namespace: 'n', uid: `u${revision}` },
    annotations: { 'deployment.kubernetes.io/revision': `${revision}` },
  },
});
const condition = { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' };
const STUCK = { replicas: 4, updatedReplicas: 1, conditions: [condition] };

function show(status: object): void {
  const object = {
    metadata: { name: 'web', namespace: 'n', uid: 'u' },
    spec: { replicas: 4, selector: { matchLabels: { app: 'web' } } },
    status,
  };
  render(
    <ClientContext value={{} as Client}>
      <WorkloadTrouble subject={{ cluster: 'c', view: DEPLOYMENT_VIEW, namespace: 'n', name: 'web' }} object={object} />
    </ClientContext>,
  );
}

test('a rollout that does not get on: what changed is one press away, and the way back another', async () => {
  tell(REPLICA_SET_VIEW, [replicaSet(11), replicaSet(12)]);
  show(STUCK);
  await userEvent.click(screen.getByRole('button', { name: 'Compare revisions 11 and 12' }));
  expect(page.searches).toEqual([[{ tab: COMPARISON }, 'push']]);
  await userEvent.click(screen.getByRole('button', { name: 'Roll back…' }));
  expect(screen.getByText('which revision?')).toBeDefined();
});

test('who may not change it is told so instead', async () => {
  page.allowed = false;
  tell(REPLICA_SET_VIEW, [replicaSet(11), replicaSet(12)]);
  show(STUCK);
  const back = screen.getByRole('button', { name: 'Roll back…' });
  expect(back.title).toContain('patch deployments.apps');
  await userEvent.click(back);
  expect(screen.queryByText('which revision?')).toBeNull();
});

test('while it gets on nothing is offered, until a pod of it fails', () => {
  tell(REPLICA_SET_VIEW, [replicaSet(11), replicaSet(12)]);
  tell(POD_VIEW, []);
  show({ replicas: 4, updatedReplicas: 1 });
  expect(document.body.textContent).toBe('');
  tell(POD_VIEW, [{ metadata: { name: 'web-12-x', namespace: 'n' } }]);
  show({ replicas: 4, updatedReplicas: 1 });
  expect(document.body.textContent).toMatch(/web-12-x.*Compare revisions 11 and 12 · Roll back…$/);
});

test('a workload that is no rollout, and one without an earlier revision, offers no way back', () => {
  tell(REPLICA_SET_VIEW, [replicaSet(12)]);
  show(STUCK);
  tell(REPLICA_SET_VIEW, [replicaSet(11), replicaSet(12)]);
  show({ ...STUCK, updatedReplicas: 4 });
  expect(screen.queryAllByRole('button')).toEqual([]);
});
