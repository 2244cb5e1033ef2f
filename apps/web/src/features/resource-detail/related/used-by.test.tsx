import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { KIND_VIEWS } from '@lanthorn/views/kind-records.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { SERVICE_ACCOUNT_VIEW } from '@lanthorn/views/kinds/core/serviceaccounts.ts';
import { relatedQuestions } from '@lanthorn/views/related-questions.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { FORBIDDEN, LOADING, resetWorld, tell, world } from '../test-world.ts';
import { UsedBy } from './used-by.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#o">{children}</a>,
  useNavigate: () => () => {},
  useParams: () => ({ cluster: 'c' }),
  useSearch: () => ({}),
}));
vi.mock('../../../data/lists/use-live-lists.ts', async () => (await import('../test-world.ts')).useLiveListsModule);
const ACCOUNT = { metadata: { name: 'deployer', namespace: 'shop', uid: 'sa' } };

beforeEach(() => {
  resetWorld();
  for (const { view } of relatedQuestions(SERVICE_ACCOUNT_VIEW, ACCOUNT).lists) tell(view, []);
});

function show(referrers: () => Promise<object> = async () => ({ kinds: [], more: 0, others: 0 })): HTMLElement {
  const kinds = KIND_VIEWS.map(({ resource }) => resource);
  const client = {
    kinds: {
      of: async () => ({ kinds, unanswered: [] }),
      referrers,
    },
  };
  render(
    <ClientContext value={client as unknown as Client}>
      <UsedBy
        subject={{ cluster: 'c', view: SERVICE_ACCOUNT_VIEW, namespace: 'shop', name: 'deployer' }}
        object={ACCOUNT}
      />
    </ClientContext>,
  );
  return screen.getByTestId('used-by');
}

test('who runs as an account stands on its page; what such a workload made is left out', () => {
  const made = (kind: string, name: string) => [{ apiVersion: 'apps/v1', kind, name, uid: name, controller: true }];
  const metadata = (name: string, ownerReferences: object[] = []) => ({
    metadata: { name, namespace: 'shop', uid: name, ownerReferences },
  });
  tell(DEPLOYMENT_VIEW, [metadata('web')]);
  tell(REPLICA_SET_VIEW, [metadata('web-1', made('Deployment', 'web'))]);
  tell(POD_VIEW, [metadata('web-1-a', made('ReplicaSet', 'web-1')), metadata('by-hand')]);
  const section = show();
  const names = within(section)
    .getAllByRole('link')
    .map(({ textContent }) => textContent);
  expect(names.toSorted()).toEqual(['by-hand', 'web']);
});

test('that nobody uses it is said once all was looked through', async () => {
  const section = show();
  expect(within(section).queryByText('Nothing uses it.')).toBeNull();
  await within(section).findByText('Nothing uses it.');
});

test('what may not be read is no answer', async () => {
  tell(POD_VIEW, [], FORBIDDEN);
  const section = show();
  await within(section).findByText(/Pods could not be looked through.*not for you/);
  expect(within(section).queryByText('Nothing uses it.')).toBeNull();
});

const unasked = async () => {
  throw new Error('the cluster is away');
};
test.each([
  [
    'more that may name it than are read',
    async () => ({ kinds: [], more: 2, others: 0 }),
    /^2 more custom kinds that may/,
  ],
  [
    'others of which nobody says what they name',
    async () => ({ kinds: [], more: 0, others: 3 }),
    /^3 more custom kinds were/,
  ],
  ['some that the cluster does not name', unasked, /^Custom kinds could not be looked through/],
])('custom kinds, %s: that is said, and not that nobody uses it', async (_, referrers, said) => {
  const section = show(referrers);
  await within(section).findByText(said);
  expect(within(section).queryByText('Nothing uses it.')).toBeNull();
});

const note = () => screen.getByTestId('used-by').querySelector('h2 + span')?.textContent;
const shop = (name: string) => ({ metadata: { name, namespace: 'shop', uid: name } });

test('how many use it stands there as a number once all are told, and until then as so far', async () => {
  tell(POD_VIEW, [shop('a'), shop('b')]);
  show();
  expect(note()).toBe('2 so far');
  await waitFor(() => expect(note()).toBe('2'));
  cleanup();
  tell(DEPLOYMENT_VIEW, [], LOADING);
  show(async () => ({ kinds: [], more: 0, others: 1 }));
  await screen.findByText(/^1 more custom kind was/);
  expect(note()).toBe('2 so far');
});

test('where a list has more than is read, they are as many at least', async () => {
  tell(POD_VIEW, [shop('a'), shop('b')]);
  world.lists.set('pods', { ...must(world.lists.get('pods'), 'pods are told'), matched: 250 });
  show();
  await waitFor(() => expect(note()).toBe('at least 2'));
});
