import { act, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import type { ListFrame, ObjectFrame } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery, Subscription } from '@lanthorn/protocol/up-messages.ts';
import type { KindView, ListedResource } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { findKindView, KIND_VIEWS } from '@lanthorn/views/kind-records.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { CONFIG_MAP_VIEW } from '@lanthorn/views/kinds/core/configmaps.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { ObjectRelated } from './object-related.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, params }: { children: ReactNode; params: object }) => (
    <a href="#there" data-to={Object.values(params).join(' ')}>
      {children}
    </a>
  ),
}));

interface Asked {
  readonly query: Subscription;
  readonly tell: (frame: Partial<Omit<ListFrame, 'type'>> | Partial<Omit<ObjectFrame, 'type'>>) => void;
  isClosed: boolean;
}

let asked: Asked[];
const SERVED = {
  kinds: KIND_VIEWS.filter(({ isOptional }) => isOptional !== true).map(({ resource }) => resource),
  unanswered: [],
};
const onCount = vi.fn();
const connection = {
  epoch: 1,
  state: { kind: 'open' },
  onState: () => () => {},
  subscribe: (query: Subscription, onFrame: (frame: unknown) => void) => {
    const entry: Asked = {
      query,
      tell: frame => onFrame({ type: query.kind, id: 1, ...frame }),
      isClosed: false,
    };
    asked.push(entry);
    return { close: () => (entry.isClosed = true), update: () => {}, retry: () => {} };
  },
};

beforeEach(() => {
  asked = [];
  referrers = [];
  moreReferrers = 0;
  otherReferrers = [];
  othersAnswer = async () => {};
  onCount.mockClear();
});

let referrers: readonly ListedResource[] | null;
let moreReferrers: number;
let otherReferrers: readonly ListedResource[];
let othersAnswer: () => Promise<void>;

async function show(view: KindView, object: unknown) {
  const subject = { cluster: 'c', view, namespace: 'shop', name: 'web' };
  const ask = async (_cluster: string, _resource: object, ofOthers = false) => {
    if (referrers === null) throw new Error('no answer');
    if (ofOthers) await othersAnswer();
    if (ofOthers) return { kinds: otherReferrers, more: 3, others: 0 };
    return { kinds: referrers, more: moreReferrers, others: otherReferrers.length };
  };
  const client = { connection, kinds: { of: async () => SERVED, referrers: ask } };
  const shown = render(
    <ClientContext value={client as unknown as Client}>
      <main tabIndex={-1}>
        <ObjectRelated subject={subject} object={object} onCount={onCount} />
      </main>
    </ClientContext>,
  );
  // Which custom kinds may name it is known.
  await act(async () => {});
  return shown;
}

const WEB = {
  metadata: { name: 'web', namespace: 'shop', uid: 'u' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        serviceAccountName: 'runner',
        containers: [{ envFrom: [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'keys' } }] }],
      },
    },
  },
};

const lists = () => asked.filter((entry): entry is Asked & { query: ListQuery } => entry.query.kind === 'list');
const listOf = (resource: string) => lists().findLast(({ query }) => query.resource.resource === resource);

interface Told {
  readonly name: string;
  readonly status?: string;
  readonly owner?: { readonly apiVersion: string; readonly kind: string; readonly name: string };
}

/** What a list tells: its rows, with the state each has. */
function tell(resource: string, rows: readonly Told[], change: Partial<ListFrame> = {}): void {
  const entry = listOf(resource);
  const view = entry === undefined ? undefined : findKindView(entry.query.resource);
  if (entry === undefined || view === undefined) throw new Error(`${resource} is not asked for`);
  const column = columnIndex(view, 'status');
  const wire = rows.map(({ name, status, owner }) => ({
    key: `shop/${name}`,
    uid: name,
    namespace: 'shop',
    name,
    createdAt: 0,
    ownerUid: '',
    ...(owner === undefined ? {} : { owner }),
    cells: view.columns.map((_column, i) => (i === column && status !== undefined ? { status, tone: 'bad' } : null)),
  }));
  const keys = wire.map(({ key }) => key);
  entry.tell({
    offset: 0,
    keys,
    rows: wire,
    matched: keys.length,
    total: keys.length,
    state: { kind: 'live' },
    ...change,
  });
}

const tellNothing = (except: readonly string[] = []) => {
  for (const { query } of lists()) if (!except.includes(query.resource.resource)) tell(query.resource.resource, []);
};

test('both ways: what a workload names and who names it, by what it means, each with its state and a way to its page', async () => {
  await show(DEPLOYMENT_VIEW, WEB);
  act(() => {
    tellNothing();
    tell('services', [{ name: 'front', status: 'NoEndpoints' }]);
    tell('horizontalpodautoscalers', [{ name: 'web', status: 'Able' }]);
    tell('pods', [{ name: 'web-1', status: 'CrashLoopBackOff' }]);
  });
  const group = (name: string) => within(screen.getByTestId(`related-${name}`));
  expect(group('reachedBy').getByRole('link', { name: 'front' }).dataset['to']).toBe('c services shop front');
  expect(group('reachedBy').getByText('NoEndpoints')).toBeDefined();
  expect(group('scaledBy').getByRole('link', { name: 'web' })).toBeDefined();
  expect(group('runs').getByText('CrashLoopBackOff')).toBeDefined();
  const uses = group('uses');
  expect(uses.getAllByRole('link').map(link => link.textContent)).toEqual(['runner', 'settings', 'keys']);
  expect(screen.queryByTestId('related-protectedBy')).toBeNull();
  // What may reach it through its Service is still being asked.
  expect(onCount).not.toHaveBeenCalled();
  act(() => tellNothing(['services', 'horizontalpodautoscalers', 'pods']));
  expect(onCount).toHaveBeenLastCalledWith(6);
});

test('the state of what it names is read one by one, but never that of a Secret; what is not there is said', async () => {
  await show(DEPLOYMENT_VIEW, WEB);
  const objects = asked.filter(({ query }) => query.kind === 'object').map(({ query }) => query.resource.resource);
  expect(objects).toEqual(['serviceaccounts', 'configmaps']);
  act(() =>
    asked
      .find(({ query }) => query.resource.resource === 'configmaps')
      ?.tell({ object: null, state: { kind: 'live' } }),
  );
  expect(within(screen.getByTestId('related-uses')).getByText('not there')).toBeDefined();
});

test('a text that can be no name is shown and not asked for', async () => {
  await show(DEPLOYMENT_VIEW, { ...WEB, spec: { template: { spec: { serviceAccountName: '../secrets/x' } } } });
  expect(screen.getByRole('link', { name: '../secrets/x' })).toBeDefined();
  expect(asked.filter(({ query }) => query.kind === 'object')).toEqual([]);
});

test('what leads to a Service that leads to it reaches it, too', async () => {
  await show(DEPLOYMENT_VIEW, WEB);
  act(() => {
    tellNothing();
    tell('services', [{ name: 'front' }]);
  });
  const { related } = listOf('ingresses')?.query ?? {};
  expect(related).toMatchObject({ way: 'back', targets: [{ resource: 'services', name: 'front' }] });
  act(() => tell('ingresses', [{ name: 'shop' }]));
  const reached = within(screen.getByTestId('related-reachedBy'));
  expect(reached.getAllByRole('link').map(link => link.textContent)).toEqual(['front', 'shop']);
});

test('while lists are on their way it says so and counts nothing', async () => {
  await show(DEPLOYMENT_VIEW, WEB);
  expect(screen.getByRole('status')).toBeDefined();
  expect(onCount).not.toHaveBeenCalled();
});

test('what has arrived of a long list is shown, with how far it is, and no count is said to be all', async () => {
  await show(CONFIG_MAP_VIEW, { metadata: { name: 'settings', namespace: 'shop' } });
  act(() => {
    tellNothing(['pods']);
    tell('pods', [{ name: 'first' }], { state: { kind: 'loading', loaded: 2_500, total: 100_000 } });
  });
  const used = screen.getByTestId('related-usedBy');
  expect(within(used).getByRole('link', { name: 'first' })).toBeDefined();
  expect(within(used).getByText('1 so far')).toBeDefined();
  expect(screen.getByTestId('related-still-read').textContent).toBe(
    'Still being read: Pods (2,500 of 100,000). What is shown may not be all.',
  );
  expect(onCount).not.toHaveBeenCalled();
  act(() => tell('pods', [{ name: 'first' }, { name: 'second' }]));
  expect(screen.queryByTestId('related-still-read')).toBeNull();
  expect(within(used).getByText('2')).toBeDefined();
  expect(onCount).toHaveBeenLastCalledWith(2);
});

test('a kind that may not be read is named, and is not none', async () => {
  await show(CONFIG_MAP_VIEW, { metadata: { name: 'settings', namespace: 'shop' } });
  act(() => {
    tellNothing(['jobs']);
    const reason = answerReason('serverSays', { detail: 'jobs is forbidden' });
    listOf('jobs')?.tell({ state: { kind: 'forbidden', verb: 'list', resource: 'jobs.batch', reason } });
  });
  const unread = screen.getByTestId('related-unread');
  expect(unread.textContent).toContain('Jobs');
  expect(unread.textContent).toContain('jobs is forbidden');
  expect(screen.getByTestId('related').textContent).not.toContain('Nothing has to do with it');
  expect(onCount).toHaveBeenLastCalledWith(undefined);
});

test('a kind that the cluster does not have is neither unknown nor looked through: the others are counted', async () => {
  await show(CONFIG_MAP_VIEW, { metadata: { name: 'settings', namespace: 'shop' } });
  act(() => {
    tellNothing(['jobs']);
    const reason = answerReason('notServed', { resource: 'jobs.batch', detail: '404 page not found' });
    listOf('jobs')?.tell({ state: { kind: 'stale', since: 0, reason, retryAt: null, isEmpty: true } });
  });
  expect(screen.queryByTestId('related-unread')).toBeNull();
  expect(onCount).toHaveBeenLastCalledWith(0);
});

test('where nothing has to do with it that is said, with the kinds that were looked through', async () => {
  await show(CONFIG_MAP_VIEW, { metadata: { name: 'settings', namespace: 'shop' } });
  act(() => tellNothing());
  expect(screen.getByTestId('related').textContent).toMatch(
    /Nothing has to do with it.*Looked through:.*CronJobs.*Pods/,
  );
  expect(onCount).toHaveBeenLastCalledWith(0);
});

test('what users of a ConfigMap made stands behind them; more than a hundred are counted', async () => {
  await show(CONFIG_MAP_VIEW, { metadata: { name: 'settings', namespace: 'shop' } });
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  act(() => {
    tellNothing();
    tell('deployments', [{ name: 'web', status: 'Available' }]);
    tell('replicasets', [{ name: 'web-1', owner }, { name: 'old' }]);
    tell('pods', [{ name: 'alone' }], { matched: 1_200 });
  });
  const used = screen.getByTestId('related-usedBy');
  const shown = [...used.querySelectorAll('ul:not(details ul) a')].map(link => link.textContent);
  expect(shown.toSorted()).toEqual(['alone', 'old', 'web']);
  expect(used.textContent).toContain('1 more, made by these');
  expect(used.textContent).toContain('1 of 1,200 Pods are shown');
  await userEvent.click(within(used).getByText('1 more, made by these'));
  expect(within(used).getByRole('link', { name: 'web-1' })).toBeDefined();
  expect(onCount).toHaveBeenLastCalledWith(1_203);
});

test('arrows go from one to the next, over the groups', async () => {
  await show(DEPLOYMENT_VIEW, WEB);
  act(() => {
    tellNothing();
    tell('services', [{ name: 'front' }]);
  });
  const links = screen.getAllByRole('link');
  links[0]?.focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(document.activeElement).toBe(links[2]);
  await userEvent.keyboard('{ArrowUp}');
  expect(document.activeElement).toBe(links[1]);
});

test('nothing is asked for any more when the tab is left', async () => {
  const { unmount } = await show(DEPLOYMENT_VIEW, WEB);
  expect(asked.length).toBeGreaterThan(6);
  unmount();
  expect(asked.every(({ isClosed }) => isClosed)).toBe(true);
});

const GADGETS: ListedResource = {
  group: 'toys.example.com',
  version: 'v1',
  resource: 'gadgets',
  custom: {
    kind: 'Gadget',
    namespaced: true,
    columns: [],
    pack: {
      group: 'toys.example.com',
      resource: 'gadgets',
      kind: 'Gadget',
      references: [{ meaning: 'uses', to: ['configmaps'], at: '.spec.settings' }],
    },
  },
};
const SETTINGS = { metadata: { name: 'settings', namespace: 'shop' } };

test('a custom kind of which a pack says that it may name the object is looked through, and what does leads to its page', async () => {
  referrers = [GADGETS];
  await show(CONFIG_MAP_VIEW, SETTINGS);
  // What reads packs is loaded first.
  await waitFor(() => expect(listOf('gadgets')).toBeDefined(), { timeout: 20_000 });
  const gadgets = must(listOf('gadgets'), 'gadgets are asked for');
  // What was asked before is not asked again for them.
  expect(lists().every(({ isClosed }) => !isClosed)).toBe(true);
  expect(gadgets.query).toMatchObject({ resource: GADGETS, related: { meanings: ['uses'] }, namespaces: ['shop'] });
  act(() => tellNothing(['gadgets']));
  expect(onCount).not.toHaveBeenCalled();
  const row = { uid: 'u', namespace: 'shop', createdAt: 0, ownerUid: '', cells: [] };
  act(() =>
    gadgets.tell({
      ...{ offset: 0, keys: ['shop/car'], rows: [{ key: 'shop/car', name: 'car', ...row }] },
      ...{ matched: 1, total: 1, state: { kind: 'live' } },
    }),
  );
  const link = within(screen.getByTestId('related-usedBy')).getByRole('link', { name: 'car' });
  expect(link.dataset['to']).toBe('c gadgets.toys.example.com shop car');
  expect(screen.getByTestId('related').textContent).toMatch(
    /Looked through:.*Gadget\. Custom kinds are looked through/,
  );
  expect(onCount).toHaveBeenLastCalledWith(1);
});

test('where it is not known which custom kinds there are, that is said and nothing is counted', async () => {
  referrers = null;
  await show(CONFIG_MAP_VIEW, SETTINGS);
  act(() => tellNothing());
  expect(screen.getByTestId('related').textContent).toContain('Custom kinds could not be looked through');
  expect(screen.getByTestId('related').textContent).not.toContain('Nothing has to do with it');
  expect(onCount).toHaveBeenLastCalledWith(undefined);
  // Asked once more by a person.
  referrers = [];
  await userEvent.click(within(screen.getByTestId('related-unread')).getByRole('button', { name: 'Try again now' }));
  await waitFor(() => expect(screen.queryByTestId('related-unread')).toBeNull());
  expect(screen.getByTestId('related').textContent).toContain('Nothing has to do with it');
  // The button went with what it was about.
  expect(document.activeElement).toBe(screen.getByRole('main'));
});

test('where more custom kinds may name it than are looked through, how many is said, and neither nothing nor a final count', async () => {
  moreReferrers = 7;
  await show(CONFIG_MAP_VIEW, SETTINGS);
  act(() => tellNothing());
  const { textContent } = screen.getByTestId('related');
  expect(textContent).toContain('7 more custom kinds that may refer to this were not looked through.');
  expect(textContent).not.toContain('Nothing has to do with it');
  expect(onCount).toHaveBeenLastCalledWith(undefined);
});

test('that nothing has to do with it is not said while kinds are left that nobody looked through', async () => {
  otherReferrers = [{ group: 'toys.example.com', version: 'v1', resource: 'toys' }];
  await show(CONFIG_MAP_VIEW, SETTINGS);
  act(() => tellNothing());
  expect(screen.getByTestId('related').textContent).not.toContain('Nothing has to do with it');
  screen.getByRole('button', { name: 'Look through 1 more custom kind' });
});

test('kinds of which nobody says what they name are looked through by a press, and not before', async () => {
  const custom = { kind: 'Toy', namespaced: true, columns: [], isGuessed: true } as const;
  const toys = { group: 'toys.example.com', version: 'v1', resource: 'toys', custom };
  otherReferrers = [toys];
  await show(CONFIG_MAP_VIEW, SETTINGS);
  expect(listOf('toys')).toBeUndefined();
  await userEvent.click(screen.getByRole('button', { name: 'Look through 1 more custom kind' }));
  await waitFor(() => expect(listOf('toys')?.query).toMatchObject({ resource: toys, namespaces: ['shop'] }));
  expect(screen.queryByRole('button', { name: /^Look through/ })).toBeNull();
  expect(document.activeElement?.textContent).toContain('Looked through');
  expect(screen.getByTestId('related').textContent).toContain(
    '3 more custom kinds that may refer to this were not looked through.',
  );
  // What was asked before is not asked again for them.
  expect(lists().every(({ isClosed }) => !isClosed)).toBe(true);
});

test('while more kinds are looked through the button is busy, and when that fails what was said stays and it can be pressed again', async () => {
  otherReferrers = [{ group: 'toys.example.com', version: 'v1', resource: 'toys' }];
  let answer: { readonly come: () => void; readonly fail: () => void } | null = null;
  othersAnswer = () => new Promise((come, reject) => (answer = { come, fail: () => reject(new Error('no answer')) }));
  await show(CONFIG_MAP_VIEW, SETTINGS);
  act(() => {
    tellNothing(['pods']);
    tell('pods', [{ name: 'web-1', status: 'Running' }]);
  });
  const before = lists().length;
  const further = () => screen.getByRole('button', { name: 'Look through 1 more custom kind' });
  await userEvent.click(further());
  expect(further().getAttribute('aria-busy')).toBe('true');
  await act(async () => must(answer, 'a question').fail());
  expect(screen.getByRole('alert').textContent).toContain('Custom kinds could not be looked through');
  expect(further().getAttribute('aria-busy')).toBeNull();
  screen.getByText('web-1');
  expect([lists().length, lists().every(({ isClosed }) => !isClosed)]).toEqual([before, true]);
  await userEvent.click(further());
  expect(screen.queryByRole('alert')).toBeNull();
  await act(async () => must(answer, 'a question').come());
  expect(screen.queryByRole('button', { name: /^Look through/ })).toBeNull();
  screen.getByText('web-1');
});
