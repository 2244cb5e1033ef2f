import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { RelationQuestion } from '@lanthorn/views/cells/relation-question.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
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
beforeEach(() => {
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
const show = () =>
  render(
    <ObjectEvents
      onCount={count => counted.push(count)}
      subject={{ cluster: 'c', view: DEPLOYMENT_VIEW, namespace: 'n', name: 'web' }}
      object={{ metadata: { name: 'web', namespace: 'n', uid: 'u' } }}
    />,
  );
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

// The fake tells the same events to both questions: each is counted twice.
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
    expect.stringMatching(/WarningPod\/web-1-aBackOffBackOff 38$/),
    expect.stringMatching(/WarningPod\/web-1-bFailedFailed 54$/),
  ]);
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
