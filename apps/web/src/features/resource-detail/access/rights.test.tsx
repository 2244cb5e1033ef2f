import { act, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { WhatMayAnswer, WhatMayRequest } from '@lanthorn/protocol/http/role-messages.ts';
import { SERVICE_ACCOUNT_VIEW } from '@lanthorn/views/kinds/core/serviceaccounts.ts';
import { CLUSTER_ROLE_VIEW } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/clusterroles.ts';
import { ROLE_BINDING_VIEW } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/rolebindings.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { choose } from '../../../ui/choice/test-select.ts';
import { FORBIDDEN, resetWorld, world } from '../test-world.ts';
import { Binding } from './binding.tsx';
import { RightsPage } from './rights-page.tsx';
import { Rights } from './rights.tsx';
import { Rules } from './rules.tsx';

const navigate = vi.fn();
let address: object = {};
vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, params, search }: { children: ReactNode; params: object; search?: object }) => (
    <a href={`#${Object.values({ ...params, ...search }).join('/')}`}>{children}</a>
  ),
  useNavigate: () => navigate,
  useParams: () => ({ cluster: 'c', resource: 'rights' }),
  useSearch: () => address,
}));
vi.mock('../../../data/objects/use-live-object.ts', async () => (await import('../test-world.ts')).useLiveObjectModule);

const NOTHING: WhatMayAnswer = { grants: [], left: 0, onlyIn: null, unread: [] };
let asked: WhatMayRequest[];
let answer: () => Promise<WhatMayAnswer>;
beforeEach(() => {
  resetWorld();
  navigate.mockReset();
  asked = [];
  address = {};
  answer = async () => NOTHING;
});

function show(what: ReactNode) {
  const api = {
    whatMay: (request: WhatMayRequest) => {
      asked.push(request);
      return answer();
    },
  };
  const client = { api } as unknown as Client;
  const { rerender } = render(<ClientContext value={client}>{what}</ClientContext>);
  return (next: ReactNode) => rerender(<ClientContext value={client}>{next}</ClientContext>);
}

const hrefs = (within_: HTMLElement) =>
  within(within_)
    .getAllByRole('link')
    .map(link => link.getAttribute('href'));

test('the page of an account says what it may do: where, by what, and in sentences', async () => {
  const role = { kind: 'ClusterRole', name: 'edit' };
  answer = async () => ({
    ...NOTHING,
    grants: [
      {
        namespace: '',
        binding: { kind: 'ClusterRoleBinding', name: 'all' },
        role: { kind: 'ClusterRole', name: 'discovery' },
        through: 'system:authenticated',
        lines: [{ verbs: ['get'], on: [], names: [], addresses: ['/healthz', '/version'] }],
      },
      {
        namespace: 'ci',
        binding: { kind: 'RoleBinding', name: 'here' },
        role,
        through: '',
        lines: [
          {
            verbs: ['get', 'list', 'frob'],
            on: [
              { group: '', resource: 'pods' },
              { group: 'apps', resource: 'deployments' },
            ],
            names: ['web'],
            addresses: [],
          },
          { verbs: ['*'], on: [{ group: '*', resource: '*' }], names: [], addresses: [] },
        ],
      },
      { namespace: 'ci', binding: { kind: 'RoleBinding', name: 'lost' }, role, through: '', lines: null },
    ],
    left: 3,
  });
  const subject = { cluster: 'c', view: SERVICE_ACCOUNT_VIEW, namespace: 'ci', name: 'robot' };
  show(<Rights subject={subject} object={{}} />);
  const everywhere = await screen.findByTestId('rights-in-');
  expect(asked).toEqual([
    { cluster: 'c', subject: { kind: 'ServiceAccount', namespace: 'ci', name: 'robot' }, namespace: 'ci' },
  ]);
  expect(within(everywhere).getByRole('listitem').textContent).toBe('May read the addresses /healthz and /version');
  expect(hrefs(everywhere)).toEqual([
    '#c/clusterrolebindings/-/all',
    '#c/clusterroles/-/discovery',
    '#c/rights/Group/system:authenticated/ci',
  ]);
  const here = screen.getByTestId('rights-in-ci');
  expect(
    within(here)
      .getAllByRole('listitem')
      .map(line => line.textContent),
  ).toEqual([
    'May read, list, and frob pods and deployments.apps called web',
    'May do anything with everything – leads to more than it names',
  ]);
  within(here).getByText(/What this role gives is not known/);
  screen.getByText('3 more bindings are not told here.');
});

test('nothing, not read and failed are three answers', async () => {
  address = { q: 'User/ada', ns: 'shop' };
  const reason = { code: 'x', params: {}, message: 'you may not list them' };
  answer = async () => ({ ...NOTHING, onlyIn: 'shop', unread: [{ resource: 'clusterrolebindings', reason }] });
  show(<RightsPage />);
  await screen.findByText('Nothing, by the roles and bindings that could be read.');
  screen.getByText(/ClusterRoleBindings.*you may not list them/);
  screen.getByText(/these are those of shop/);
  expect(asked[0]?.namespace).toBe('shop');
});

test('what could not be asked says why', async () => {
  address = { q: 'Group/system:masters' };
  answer = () => Promise.reject(new Error('Lanthorn is away'));
  show(<RightsPage />);
  await screen.findByText('Lanthorn is away');
});

test('the page asks about whom one names; the address holds it', async () => {
  show(<RightsPage />);
  screen.getByText(/all that roles and bindings let it do/);
  expect(asked).toEqual([]);
  choose(screen.getByRole('combobox'), 'Service account');
  await userEvent.type(screen.getByRole('textbox', { name: 'Its name' }), 'robot');
  expect(screen.getByRole('button', { name: 'Show' }).getAttribute('aria-disabled')).toBe('true');
  await userEvent.clear(screen.getByRole('textbox', { name: 'Its name' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Its name' }), 'ci/robot{Enter}');
  const [[{ search }]] = navigate.mock.calls as unknown as [[{ search: (before: object) => object }]];
  expect(search({})).toEqual({ q: 'ServiceAccount/ci/robot' });
});

test('the field follows the address, back and forward, and keeps the focus', async () => {
  const again = show(<RightsPage />);
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Its name' });
  await userEvent.type(field, 'ada');
  for (const [q, name, kind] of [
    ['User/ada', 'ada', 'User'],
    ['Group/ops', 'ops', 'Group'],
    ['', '', 'User'],
  ] as const) {
    address = { q };
    again(<RightsPage />);
    await act(async () => {});
    expect([field.value, screen.getByRole('combobox').textContent]).toEqual([name, kind]);
    expect(document.activeElement).toBe(field);
  }
});

test('the group that no role is asked about is told to be above them', async () => {
  address = { q: 'Group/system:masters' };
  show(<RightsPage />);
  await screen.findByText(/who is in it may do everything/);
});

test('a role is told in sentences; one without rules gives nothing', () => {
  const subject = { cluster: 'c', view: CLUSTER_ROLE_VIEW, namespace: '', name: 'reader' };
  const rules = [
    { apiGroups: ['*'], resources: ['pods'], verbs: ['watch'] },
    { apiGroups: ['apps', ''], resources: ['*'], verbs: ['patch'] },
  ];
  show(<Rules object={{ metadata: { name: subject.name }, rules }} />);
  expect(screen.getAllByRole('listitem').map(line => line.textContent)).toEqual([
    'May watch pods of any group',
    'May patch everything of apps and everything of the core group – leads to more than it names',
  ]);
  show(<Rules object={{}} />);
  screen.getByText(/It gives nothing/);
});

test('a binding says to whom, with the way to all that they may do, and what the role gives', () => {
  const subject = { cluster: 'c', view: ROLE_BINDING_VIEW, namespace: 'shop', name: 'b' };
  const object = {
    metadata: { name: 'b', namespace: 'shop' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    subjects: [
      { kind: 'User', name: 'ada' },
      { kind: 'ServiceAccount', name: 'robot' },
      { kind: 'Pony', name: 'x' },
    ],
  };
  world.objects.set('reader', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] });
  show(<Binding subject={subject} object={object} />);
  const subjects = screen.getByTestId('binding-subjects');
  expect(
    within(subjects)
      .getAllByRole('listitem')
      .map(line => line.textContent),
  ).toEqual(['The user ada · what may it do?', 'The service account shop/robot · what may it do?']);
  expect(hrefs(subjects)).toEqual([
    '#c/rights/User/ada/shop',
    '#c/serviceaccounts/shop/robot',
    '#c/rights/ServiceAccount/shop/robot/shop',
  ]);
  expect(screen.getByTestId('binding-role').textContent).toContain('May read pods');
});

test.each([
  ['not there', null, undefined, /gives nothing/],
  ['not to be read', undefined, FORBIDDEN, /could not be read: .*not for you/],
])('a role that is %s is said to be so', (_, object, state, words) => {
  const subject = { cluster: 'c', view: ROLE_BINDING_VIEW, namespace: 'shop', name: 'b' };
  if (object === null) world.objects.set('gone', null);
  if (state !== undefined) world.states.set('gone', state);
  const roleRef = { kind: 'ClusterRole', name: 'gone' };
  show(<Binding subject={subject} object={{ metadata: { name: 'b', namespace: 'shop' }, roleRef }} />);
  screen.getByText(words);
  screen.getByText(/names no one/);
});
