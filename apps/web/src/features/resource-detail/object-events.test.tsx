import { act, render, screen, waitFor, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { KeptEventsAnswer } from '@lanthorn/protocol/http/history-messages.ts';
import type { RelationQuestion } from '@lanthorn/views/cells/relation-question.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { ObjectEvents } from './object-events.tsx';
import { FORBIDDEN, LOADING, resetWorld, tell, useLiveListsModule } from './test-world.ts';

const asked = vi.hoisted(() => [] as { resource: { resource: string }; related?: unknown }[]);
vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#o">{children}</a>,
}));
vi.mock('../../data/lists/use-live-lists.ts', () => ({
  useLiveLists: (queries: typeof asked) => {
    asked.push(...queries);
    return useLiveListsModule.useLiveLists(queries);
  },
}));
vi.mock('../../data/lists/use-whole-list.ts', async () => (await import('./test-world.ts')).useWholeListModule);
let kept: (uids: readonly string[]) => Promise<KeptEventsAnswer>;
beforeEach(() => {
  kept = async () => ({ events: [], hasMore: false });
  resetWorld();
  asked.splice(0);
  counted.splice(0);
});

const event = (name: string, pod: string, reason: string, minute: number) => ({
  metadata: { name, namespace: 'n', uid: name },
  involvedObject: { kind: 'Pod', name: pod, namespace: 'n', uid: pod },
  ...{ type: 'Warning', reason, message: `${reason} ${minute}`, count: 2 },
  lastTimestamp: new Date(Date.now() - minute * 60_000).toISOString(),
});
const made = (name: string) => ({ metadata: { name, namespace: 'n', uid: name } });
const counted: (number | undefined)[] = [];
const show = (view = DEPLOYMENT_VIEW) => {
  const api = { keptEvents: ({ uids }: { uids: readonly string[] }) => kept(uids) };
  const kinds = {
    of: async () => ({ kinds: [REPLICA_SET_VIEW, POD_VIEW].map(({ resource }) => resource), unanswered: [] }),
  };
  const page = () => (
    <ClientContext value={client}>
      <ObjectEvents
        onCount={count => counted.push(count)}
        subject={{ cluster: 'c', view, namespace: 'n', name: 'web' }}
        object={{ metadata: { name: 'web', namespace: 'n', uid: 'u' } }}
      />
    </ClientContext>
  );
  const client = { api, kinds } as unknown as Client;
  const { rerender, unmount } = render(page());
  return { unmount, again: () => rerender(page()) };
};
const rows = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map(row => row.textContent);
/** The objects that events were asked about. */
const about = () =>
  asked
    .filter(({ resource }) => resource.resource === 'events')
    .map(({ related }) => (related as Extract<RelationQuestion, { way: 'back' }>).targets.map(({ name }) => name));

// The fake tells the same events to both questions: each is one all the same.
test('events of what it made stand beside its own, joined by object and reason', () => {
  tell(REPLICA_SET_VIEW, [made('web-1')]);
  tell(POD_VIEW, [made('web-1-a'), made('web-1-b')]);
  tell(EVENT_VIEW, [
    event('1', 'web-1-a', 'BackOff', 9),
    event('2', 'web-1-a', 'BackOff', 3),
    event('3', 'web-1-b', 'Failed', 5),
  ]);
  show();
  expect(rows()).toEqual([
    expect.stringMatching(/WarningPod\/web-1-aBackOffBackOff 34$/),
    expect.stringMatching(/WarningPod\/web-1-bFailedFailed 52$/),
  ]);
  expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['Pod/web-1-a', 'Pod/web-1-b']);
  expect(about().at(-1)).toEqual(['web-1', 'web-1-a', 'web-1-b']);
  expect(counted.at(-1)).toBe(2);
});

test('its tab says no number before all have answered, nor where not all may be read or are looked at', () => {
  const last = () => counted.at(-1);
  tell(REPLICA_SET_VIEW, [made('web-1')]);
  tell(POD_VIEW, [], LOADING);
  tell(EVENT_VIEW, [event('1', 'web', 'Scaled', 1)]);
  show();
  expect(last()).toBeUndefined();
  tell(POD_VIEW, []);
  show();
  expect(last()).toBe(1);
  tell(POD_VIEW, [], FORBIDDEN);
  show();
  expect(last()).toBeUndefined();
  tell(
    POD_VIEW,
    Array.from({ length: 250 }, (_, i) => made(`web-1-${i}`)),
  );
  show();
  expect(last()).toBeUndefined();
});

test('what a pod may have made is not looked for where the cluster has no such kind', async () => {
  tell(EVENT_VIEW, [event('1', 'web', 'BackOff', 1)]);
  show(POD_VIEW);
  await waitFor(() => expect(counted.at(-1)).toBe(1));
  expect(screen.queryByText(/ResourceClaims/)).toBeNull();
});

test('of many objects fifty are asked about at once, and no more than two hundred; that is said', () => {
  tell(REPLICA_SET_VIEW, [made('web-1')]);
  tell(
    POD_VIEW,
    Array.from({ length: 250 }, (_, i) => made(`web-1-${i}`)),
  );
  tell(EVENT_VIEW, []);
  show();
  expect(
    about()
      .slice(-4)
      .map(({ length }) => length),
  ).toEqual([50, 50, 50, 50]);
  screen.getByText(/Not all that it made is looked at/);
});

test('pods that come one after the other are asked about together, a second later', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  tell(REPLICA_SET_VIEW, [made('web-1')]);
  tell(POD_VIEW, [made('a')]);
  tell(EVENT_VIEW, []);
  const { again } = show();
  expect(about().at(-1)).toEqual(['web-1', 'a']);
  for (const pods of [
    ['a', 'b'],
    ['a', 'b', 'c'],
  ]) {
    tell(POD_VIEW, pods.map(made));
    again();
    await act(() => vi.advanceTimersByTimeAsync(400));
    expect(about().at(-1)).toEqual(['web-1', 'a']);
  }
  await act(() => vi.advanceTimersByTimeAsync(300));
  expect(about().at(-1)).toEqual(['web-1', 'a', 'b', 'c']);
});

test('what it made and may not be read is said, and its own events are there', () => {
  tell(REPLICA_SET_VIEW, [], FORBIDDEN);
  tell(EVENT_VIEW, [event('1', 'web', 'Scaled', 1)]);
  show();
  screen.getByText(/ReplicaSets.*not for you/);
  expect(rows()).toHaveLength(1);
});

test('none, not yet and not known are three answers', () => {
  tell(REPLICA_SET_VIEW, []);
  tell(EVENT_VIEW, []);
  const none = show();
  screen.getByText(/No events/);
  none.unmount();
  tell(EVENT_VIEW, [], LOADING);
  const loading = show();
  expect(screen.queryByText(/No events/)).toBeNull();
  loading.unmount();
  tell(EVENT_VIEW, [], FORBIDDEN);
  show();
  screen.getByText(/not for you/);
});

const keptEvent = (uid: string, minute: number, fields: object = {}) => ({
  ...{
    uid,
    about: 'u',
    namespace: 'n',
    object: 'Pod/web',
    type: 'Warning',
    reason: 'BackOff',
    message: `kept ${minute}`,
  },
  ...{ count: 3, firstSeen: null, lastSeen: Date.now() - minute * 60_000 },
  ...fields,
});

test('what the API server forgot and Lanthorn kept is told as such; what both have is told once', async () => {
  tell(REPLICA_SET_VIEW, [made('web-1')]);
  tell(POD_VIEW, []);
  tell(EVENT_VIEW, [event('1', 'web', 'BackOff', 2)]);
  let uidsAsked: readonly string[] = [];
  kept = async uids => {
    uidsAsked = uids;
    return {
      events: [keptEvent('1', 2), keptEvent('0', 90), keptEvent('x', 200, { reason: 'Killing', object: 'Pod/old' })],
      hasMore: true,
    };
  };
  show();
  const [mark] = await screen.findAllByTestId('kept-event');
  expect(uidsAsked).toEqual(['u', 'web-1']);
  // Two of the live event, three of the one that it went on from; the other is kept alone.
  expect(rows()).toEqual([
    expect.stringMatching(/Pod\/webBackOffBackOff 25$/),
    expect.stringMatching(/Pod\/oldKillingkept 200 kept by Lanthorn3$/),
  ]);
  expect(mark?.title).toMatch(/API server/);
  screen.getByText(/Older events are kept/);
});

test('what is kept of a pod that is gone says whose it is', async () => {
  const said = { type: 'Normal', reason: 'Said', message: 'x', count: 1, firstSeen: null, lastSeen: 1_000 };
  kept = async () => ({
    events: [
      { uid: 'k1', about: 'u', namespace: 'n', object: 'Deployment/web', ...said },
      { uid: 'k2', about: 'gone', namespace: 'n', object: 'Pod/web-1-gone', ...said },
    ],
    hasMore: false,
  });
  tell(REPLICA_SET_VIEW, []);
  tell(POD_VIEW, []);
  tell(EVENT_VIEW, []);
  show();
  expect(await screen.findAllByText('kept by Lanthorn')).toHaveLength(2);
  expect(rows().map(row => /Deployment\/web|Pod\/web-1-gone/.exec(row ?? '')?.[0])).toEqual([
    'Deployment/web',
    'Pod/web-1-gone',
  ]);
});

test('where nothing can be read now, what is kept is there, and that it is all that is known', async () => {
  tell(REPLICA_SET_VIEW, []);
  tell(EVENT_VIEW, [], FORBIDDEN);
  kept = async () => ({ events: [keptEvent('0', 90)], hasMore: false });
  show();
  expect(within(await screen.findByRole('table')).getByTestId('kept-event').textContent).toContain('kept');
  screen.getByText(/not for you/);
});

test('that the kept ones cannot be had is said, and the live ones are there', async () => {
  tell(REPLICA_SET_VIEW, []);
  tell(EVENT_VIEW, [event('1', 'web', 'Scaled', 1)]);
  kept = () => Promise.reject(new Error('the disk is full'));
  show();
  await screen.findByText(/the disk is full/);
  expect(rows()).toHaveLength(1);
});
