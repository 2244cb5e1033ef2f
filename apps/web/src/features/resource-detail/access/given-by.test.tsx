import { render, screen, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { CLUSTER_ROLE_BINDING_VIEW } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/clusterrolebindings.ts';
import { CLUSTER_ROLE_VIEW } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/clusterroles.ts';
import { ROLE_BINDING_VIEW } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/rolebindings.ts';
import { ROLE_VIEW } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/roles.ts';
import { FORBIDDEN, resetWorld, tell } from '../test-world.ts';
import { GivenBy } from './given-by.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, params }: { children: ReactNode; params: object }) => (
    <a href={`#${Object.values(params).join('/')}`}>{children}</a>
  ),
}));
const asked: { readonly filter: string; readonly namespaces: readonly string[] }[] = [];
vi.mock('../../../data/lists/use-whole-list.ts', async () => {
  const { useWholeListModule } = await import('../test-world.ts');
  return {
    useWholeList: (list: never, query: (typeof asked)[number]) => {
      asked.push(query);
      return useWholeListModule.useWholeList(list);
    },
  };
});
beforeEach(() => {
  resetWorld();
  asked.length = 0;
});

const binding = (name: string, subjects: readonly object[], namespace = '') => ({
  metadata: { name, namespace, uid: name },
  roleRef: { kind: 'Role', name: 'deployer' },
  subjects,
});
const DANA = { kind: 'User', name: 'dana' };
const ROBOT = { kind: 'ServiceAccount', name: 'robot', namespace: 'ci' };

test('a role says who has it: the bindings of its namespace that give it, with those they name', () => {
  tell(ROLE_BINDING_VIEW, [binding('to-dana', [DANA], 'shop'), binding('to-robot', [ROBOT], 'shop')]);
  const subject = { cluster: 'c', view: ROLE_VIEW, namespace: 'shop', name: 'deployer' };
  render(<GivenBy subject={subject} object={{ kind: 'Role' }} />);
  const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1);
  expect(rows.map(row => row.textContent)).toEqual(['to-danadana–', 'to-robot–ci/robot']);
  expect(asked).toMatchObject([{ filter: 'role=Role/deployer', namespaces: ['shop'] }]);
});

test('one of the cluster is given everywhere, or in a namespace; that nobody has it is said, and what may not be read', () => {
  tell(CLUSTER_ROLE_BINDING_VIEW, []);
  tell(ROLE_BINDING_VIEW, [], FORBIDDEN);
  const subject = { cluster: 'c', view: CLUSTER_ROLE_VIEW, namespace: '', name: 'edit' };
  render(<GivenBy subject={subject} object={{ kind: 'ClusterRole' }} />);
  expect(screen.getAllByRole('heading').map(one => one.textContent)).toEqual([
    'Who has it everywhere',
    'Who has it in a namespace',
  ]);
  expect(screen.getAllByText('No binding gives it to anybody.')).toHaveLength(1);
  expect(asked).toMatchObject([{ filter: 'role=ClusterRole/edit', namespaces: [] }, { namespaces: [] }]);
});
