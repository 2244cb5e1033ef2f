import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { type OwnRefusal, problem } from '@lanthorn/protocol/error-kinds.ts';
import { setLanguage } from '../../ui/words/i18n.ts';
import { Api } from '../../data/connection/api.ts';
import { heldMessage } from '@lanthorn/protocol/operation-state.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { ClusterTimes } from '../../data/connection/cluster-times.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { createOperationStore, lastUndoable, takeOperation } from '../../data/operations/operation-store.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import {
  BESIDE_KEY,
  clearDock,
  dockId,
  dockLogs,
  dockSelection,
  OPERATIONS_TAB,
  seenTabs,
  showDock,
  useDock,
} from '../../data/dock/dock-store.ts';
import { BottomDock } from '../../ui/dialog/bottom-dock.tsx';
import { followFocus } from '../../ui/focus/focus-return.ts';
import { Dock } from './dock.tsx';
import { DockBeside } from './dock-beside.tsx';
import { DockedOperations } from './docked-operations.ts';

beforeAll(() => DockedOperations.load());

const target = {
  cluster: 'here',
  resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
  namespace: 'n',
  name: 'a',
  uid: 'u',
};
const entry: OperationTarget = {
  target,
  phase: 'seen',
  created: null,
  status: null,
  message: '',
  kubectl: '',
  canUndo: true,
  isUndone: false,
};
const suspended: Operation = {
  id: '1',
  identity: 'owner' as IdentityKey,
  kind: 'cronjob.suspend',
  user: 'jo',
  undoOf: null,
  undoes: null,
  startedAt: 1,
  revision: 0,
  targets: [entry],
};
const undone: Operation = { ...suspended, revision: 1, targets: [{ ...entry, canUndo: false, isUndone: true }] };
const undo: Operation = {
  ...suspended,
  id: '2',
  kind: 'object.edit',
  undoOf: '1',
  undoes: { kind: 'cronjob.suspend', depth: 1 },
  startedAt: 2,
};

beforeEach(clearDock);

const store = () => createOperationStore();

function show(operations: ReturnType<typeof store>, api?: Api): void {
  showDock(OPERATIONS_TAB);
  const clock = { now: () => 0, elapsed: () => 0, schedule: () => () => {}, nextTurn: () => Promise.resolve() };
  const Provider = ({ children }: { readonly children: ReactNode }) => (
    <ClientContext
      value={
        { operations, clock, api, times: new ClusterTimes(clock), preferences: testPreferences() } as unknown as Client
      }
    >
      {children}
    </ClientContext>
  );
  render(<Dock cluster="here" />, { wrapper: Provider });
}

const rowOf = (kind: string) =>
  within(document.querySelector<HTMLElement>(`[data-operation="${kind}"]`) ?? document.body);

test('an undo is called by what it takes back; what was taken back says so and offers nothing more', () => {
  const operations = store();
  takeOperation(operations, suspended);
  expect(lastUndoable(operations.getState().operations, ['here'])?.id).toBe('1');
  takeOperation(operations, undone);
  takeOperation(operations, undo);
  show(operations);
  rowOf('object.edit').getByText('Undo: Suspend');
  rowOf('object.edit').getByRole('button', { name: 'Redo: Suspend' });
  rowOf('cronjob.suspend').getByText('Taken back.');
  expect(rowOf('cronjob.suspend').queryByRole('button')).toBeNull();
  expect(screen.queryByText(/Save/)).toBeNull();
  expect(lastUndoable(operations.getState().operations, ['here'])).toBeUndefined();
});

test('what is being taken back is not taken back once more; what is left of it can be', () => {
  const operations = store();
  takeOperation(operations, suspended);
  takeOperation(operations, { ...undo, targets: [{ ...entry, phase: 'sent' }] });
  expect(lastUndoable(operations.getState().operations, ['here'])).toBeUndefined();
  takeOperation(operations, { ...undo, revision: 1, targets: [{ ...entry, phase: 'failed', canUndo: false }] });
  expect(lastUndoable(operations.getState().operations, ['here'])?.id).toBe('1');
});

test('what was interrupted is not on its way for ever', () => {
  const operations = store();
  const [first, second] = [
    entry,
    { ...entry, phase: 'sent', message: 'operation.interrupted', canUndo: false } as const,
  ];
  takeOperation(operations, { ...suspended, targets: [first, second] });
  expect(lastUndoable(operations.getState().operations, ['here'])?.id).toBe('1');
});

test('of several clusters that are shown the newest is taken back, in whichever it was', () => {
  const operations = store();
  takeOperation(operations, suspended);
  const there = { ...entry, target: { ...target, cluster: 'there' } };
  takeOperation(operations, { ...suspended, id: '3', startedAt: suspended.startedAt + 1, targets: [entry, there] });
  const lastIn = (...clusters: readonly string[]) => lastUndoable(operations.getState().operations, clusters)?.id;
  expect([lastIn('here', 'there'), lastIn('here'), lastIn('there')]).toEqual(['3', '1', undefined]);
});

test('an operation of another cluster names it', () => {
  const operations = store();
  takeOperation(operations, { ...suspended, targets: [{ ...entry, target: { ...target, cluster: 'there' } }] });
  takeOperation(operations, { ...suspended, id: '3', kind: 'object.delete' });
  show(operations);
  rowOf('cronjob.suspend').getByText('· there');
  expect(rowOf('object.delete').queryByText(/· here/)).toBeNull();
});

test('what is deleted and not gone is not called done: it is said who holds it, or that it ends in its own time', async () => {
  const operations = store();
  const held = { ...entry, phase: 'accepted', message: heldMessage(['example.com/keep', 'b']) } as const;
  takeOperation(operations, { ...suspended, kind: 'object.delete', targets: [held] });
  show(operations);
  rowOf('object.delete').getByText(/^Deleting: waits for the finalizer example\.com\/keep, b\./);
  screen.getByText('Delete: 1 not done yet');
  expect(screen.queryByText(/: done/)).toBeNull();
  takeOperation(operations, {
    ...suspended,
    kind: 'object.delete',
    revision: suspended.revision + 1,
    targets: [{ ...held, message: heldMessage([]) }],
  });
  await waitFor(() => rowOf('object.delete').getByText('Deleting: it ends in its own time, and is gone then.'));
});

test('what is still being deleted is not offered to be made again; API groups that do not answer are named', async () => {
  const operations = store();
  const held = {
    ...entry,
    phase: 'accepted',
    message: heldMessage(['kubernetes'], ['metrics.k8s.io/v1beta1']),
  } as const;
  takeOperation(operations, { ...suspended, kind: 'object.delete', targets: [held] });
  show(operations);
  rowOf('object.delete').getByText(/^Deleting: waits for API groups that do not answer: metrics\.k8s\.io\/v1beta1\./);
  expect(rowOf('object.delete').queryByRole('button')).toBeNull();
  expect(lastUndoable(operations.getState().operations, ['here'])).toBeUndefined();
  const both = { ...held, message: heldMessage(['kubernetes', 'a.io/f'], ['b.io/v1']) };
  act(() => takeOperation(operations, { ...suspended, kind: 'object.delete', revision: 1, targets: [both] }));
  rowOf('object.delete').getByText(/finalizer kubernetes, a\.io\/f\. .* groups that do not answer: b\.io\/v1\./);
  const gone = { ...entry, phase: 'seen' } as const;
  act(() => takeOperation(operations, { ...suspended, kind: 'object.delete', revision: 2, targets: [gone] }));
  rowOf('object.delete').getByRole('button');
});

test('of many workloads those on their way are counted apart and not listed; those that are not well are', () => {
  const operations = store();
  const targets = Array.from({ length: 25 }, (_, i) => ({
    ...entry,
    target: { ...target, name: `web-${i}` },
    message: i === 0 ? 'operation.stuck ProgressDeadlineExceeded' : i < 20 ? 'operation.rollsOut' : '',
  }));
  takeOperation(operations, { ...suspended, kind: 'workload.restart', targets });
  show(operations);
  const rows = [...document.querySelectorAll('[data-operation="workload.restart"]')];
  expect(rows.length).toBe(2);
  const counts = [...(rows[0]?.querySelectorAll('.operation-count > *') ?? [])];
  expect(counts.map(each => [each.getAttribute('data-tone'), each.textContent])).toEqual([
    ['bad', '1 seen'],
    ['active', '19 seen'],
    ['ok', '5 seen'],
  ]);
  expect(rows[0]?.getAttribute('data-phase')).toBe('failed');
});

test.each([
  [{ message: 'operation.rollsOut' }, 'Its pods are on their way to that.', 'active'],
  [{ message: 'operation.stuck ProgressDeadlineExceeded' }, /^Its pods do not come to that: ProgressDeadline/, 'bad'],
  [{ message: 'operation.rolloutLate 2/6' }, /^Not over after eleven minutes: at least 2\/6 pods/, 'warning'],
  [{ message: 'operation.rolloutLate ' }, /^It could not be looked at for eleven minutes/, 'warning'],
  [{ message: 'operation.rolloutOvertaken' }, /^Changed again, or deleted, before its pods/, 'muted'],
  [{ message: 'operation.rolloutUnfollowed' }, /^Changed, but nobody follows its pods/, 'muted'],
  [{ phase: 'settled', message: 'Failed: BackoffLimitExceeded' }, 'Failed: BackoffLimitExceeded', 'bad'],
] as const)('what was changed is not called done before what runs there is well: %j', (change, note, tone) => {
  const operations = store();
  const restart = { ...suspended, kind: 'workload.restart' } as const;
  takeOperation(operations, { ...restart, targets: [{ ...entry, ...change }] });
  show(operations);
  rowOf('workload.restart').getByText(note);
  expect(document.querySelector('[data-operation] [data-tone]')?.getAttribute('data-tone')).toBe(tone);
  const said = { bad: 'Restart: 1 failed', active: 'Restart: 1 not done yet' };
  screen.getByText(tone === 'bad' || tone === 'active' ? said[tone] : 'Restart: 1 of unknown end');
  act(() => takeOperation(operations, { ...restart, revision: 1, targets: [entry] }));
  screen.getByText('Restart: done');
});

test('a history that cannot be written is said before anything is done', () => {
  const operations = store();
  operations.setState({ history: { isLasting: true, problem: 'disk full', unreadable: 0 } });
  show(operations);
  expect(screen.getByRole('alert').textContent).toContain('disk full');
});

test('Stop asks for the operation to be stopped, and says why it could not be', async () => {
  const operations = store();
  takeOperation(operations, { ...suspended, id: 'running', targets: [{ ...entry, phase: 'sent', canUndo: false }] });
  const sent: [unknown, string | undefined, unknown][] = [];
  const answer = async (path: unknown, init?: RequestInit) => {
    sent.push([path, init?.method, JSON.parse(init?.body as string)]);
    return Response.json({ code: 'fault', params: {}, message: 'it is over' }, { status: 409 });
  };
  show(operations, new Api(answer, new FakeClock()));
  const button = rowOf('cronjob.suspend').getByRole('button', { name: 'Stop' });
  await userEvent.click(button);
  expect(sent).toEqual([['/api/operations/stop', 'POST', { id: 'running' }]]);
  expect((await screen.findByRole('alert')).textContent).toBe('it is over');
  expect(button.getAttribute('aria-busy')).toBeNull();
});

test('the head opens and closes the list', async () => {
  const operations = store();
  takeOperation(operations, suspended);
  show(operations);
  const head = screen.getByRole('button', { name: /1 operation/ });
  await userEvent.click(head);
  expect([useDock.getState().shown, screen.queryByRole('table')]).toEqual([null, null]);
  await userEvent.click(head);
  screen.getByRole('table');
});

test('each of many targets that failed can be read: a press shows the next ones', async () => {
  const operations = store();
  const targets = Array.from({ length: 45 }, (_, i) => ({
    ...{ ...entry, phase: 'failed' as const, message: 'no', target: { ...target, name: `job-${i}` } },
  }));
  takeOperation(operations, { ...suspended, targets });
  show(operations);
  expect(screen.queryByText('n/job-20')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Show 20 more' }));
  screen.getByText('n/job-20');
  await userEvent.click(screen.getByRole('button', { name: 'Show 5 more' }));
  screen.getByText('n/job-44');
});

test.each([
  [99, 1, false],
  [100, 1, true],
  [5, 2_000, true],
])('with %i operations of %i targets listed, that older ones may lack is said: %s', (count, targets, isSaid) => {
  const operations = store();
  const of = Array.from({ length: targets }, () => entry);
  for (let i = 0; i < count; i++) takeOperation(operations, { ...suspended, id: `${i}`, startedAt: i, targets: of });
  show(operations);
  expect(screen.queryByText(/the page of each object has its own under History/) !== null).toBe(isSaid);
});

test('what Lanthorn refuses is told in the language of the page, what an API server refuses in its own words', async () => {
  const own = problem('objectReplaced', {});
  const told = (name: string, status: Status) => ({
    ...{ ...entry, phase: 'failed' as const, message: status.message ?? '', status, target: { ...target, name } },
  });
  const operations = store();
  const ofServer: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'no room' };
  const ofOurs: OwnRefusal = { ...ofServer, message: own.message, problem: own };
  takeOperation(operations, { ...suspended, targets: [told('ours', ofOurs), told('theirs', ofServer)] });
  await setLanguage('zh-CN');
  show(operations);
  screen.getByText(/它已被另一个同名对象取代/);
  screen.getByText('no room');
  await setLanguage('en');
});

test('logs that were kept stand beside the operations, with their cluster where it is another, and are closed there', async () => {
  const operations = store();
  takeOperation(operations, suspended);
  for (const cluster of ['here', 'there']) dockLogs({ cluster, view: POD_VIEW, namespace: 'n', name: 'web-1' });
  show(operations);
  expect(screen.getAllByRole('button', { expanded: false }).map(({ textContent }) => textContent)).toEqual([
    'web-1',
    'web-1there',
  ]);
  const [first] = screen.getAllByRole('button', { name: 'Close web-1' });
  await userEvent.click(first as HTMLElement);
  expect(useDock.getState().logs.map(({ cluster }) => cluster)).toEqual(['there']);
});

test('the logs of several objects are named by the first and how many more there are, with the clusters where one is another', () => {
  const row = (name: string, cluster = 'here') => ({
    ...{ cluster, namespace: 'n', name, uid: `${cluster} ${name}`, resource: POD_VIEW.resource },
  });
  dockSelection(POD_VIEW, [row('web-1'), row('web-2')]);
  dockSelection(POD_VIEW, [row('api-1'), row('api-2', 'there')]);
  dockSelection(
    POD_VIEW,
    Array.from({ length: 2_001 }, (_, i) => row(`db-${i}`)),
  );
  showDock(null);
  show(store());
  expect(screen.getAllByRole('button', { expanded: false }).map(({ textContent }) => textContent)).toEqual([
    'web-1 +1',
    'api-1 +1here, there',
    'db-0 +2,000',
  ]);
});

test('a key offers what can stand beside what is shown: something new of its pod, or another tab; and takes it apart again', async () => {
  for (const name of ['web-1', 'web-2']) dockLogs({ cluster: 'here', view: POD_VIEW, namespace: 'n', name });
  const tabs = useDock.getState().logs.map(each => ({ id: dockId(each), icon: 'logs' as const, text: each.name }));
  render(<DockBeside tabs={tabs} />);
  const user = userEvent.setup();
  const offered = () => screen.getAllByRole('menuitem').map(({ textContent }) => textContent);
  await user.keyboard(BESIDE_KEY);
  expect(offered()).toEqual(['New terminal in web-2', 'web-1']);
  await user.keyboard('{ArrowDown}{Enter}');
  expect(seenTabs(useDock.getState())).toEqual([tabs[1]?.id, tabs[0]?.id]);
  await user.keyboard(BESIDE_KEY);
  await user.click(screen.getByRole('menuitem', { name: 'New terminal in web-1' }));
  const [terminal] = useDock.getState().terminals;
  expect(terminal).toMatchObject({ namespace: 'n', pod: 'web-1', mode: 'shell' });
  expect(seenTabs(useDock.getState())).toHaveLength(3);
  await user.keyboard(BESIDE_KEY);
  expect(offered()[0]).toMatch(/^New terminal in web-1.*There is room for 3/);
  await user.click(screen.getByRole('menuitem', { name: 'Show this one alone' }));
  expect(seenTabs(useDock.getState())).toEqual([terminal?.session]);
});

test('what the key puts beside what has the focus takes it, and stays the shown one', async () => {
  onTestFinished(followFocus());
  for (const name of ['web-1', 'web-2']) dockLogs({ cluster: 'here', view: POD_VIEW, namespace: 'n', name });
  const tabs = useDock.getState().logs.map(each => ({ id: dockId(each), icon: 'logs' as const, text: each.name }));
  const Docked = () => {
    const seen = seenTabs(useDock());
    const panes = tabs
      .filter(({ id }) => seen.includes(id))
      .map(({ id, text }) => ({ id, label: text, isFilled: true, content: <button type="button">in {text}</button> }));
    const { shown } = useDock();
    return (
      <BottomDock
        {...{ label: 'Kept', notice: null, tabs, shown, panes, height: null }}
        tools={<DockBeside tabs={tabs} />}
        onShow={showDock}
        onHeight={() => {}}
      />
    );
  };
  render(<Docked />);
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'in web-2' }));
  // On many keyboards it is written with AltGr.
  const altGr = { ctrlKey: true, altKey: true, modifierAltGraph: true };
  fireEvent.keyDown(document.activeElement ?? document.body, { key: BESIDE_KEY, ...altGr });
  await user.keyboard('{ArrowDown}{Enter}');
  expect(document.activeElement).toBe(screen.getByRole('group', { name: 'web-1' }));
  expect([useDock.getState().shown, seenTabs(useDock.getState())]).toEqual([tabs[0]?.id, [tabs[1]?.id, tabs[0]?.id]]);
});
