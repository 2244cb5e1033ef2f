import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http-messages.ts';
import type { ChangeSet, ChangeSetRun, ChangeStep } from '@lanthorn/protocol/http/change-set-messages.ts';
import { takeChangeSet } from '../../data/change-set/change-set-store.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { WordsProvider } from '../../ui/words/words.tsx';
import { ChangeSetPage } from './change-set-page.tsx';

vi.mock('../../data/lists/view-state.ts', () => ({ useViewState: () => ({ cluster: 'c' }) }));

const CRONJOBS = { group: 'batch', version: 'v1', resource: 'cronjobs' };
const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };

function step(id: string, change: Partial<ChangeStep> = {}, kind = 'cronjob.suspend' as const): ChangeStep {
  const target = { cluster: 'c', resource: CRONJOBS, namespace: 'n', name: `job-${id}`, uid: id };
  const request = { id, suffix: 'x7k2p', kind, targets: [target], params: undefined };
  return { request, state: 'waiting', operation: null, ...change };
}

const RUN: ChangeSetRun = {
  id: 'r',
  goal: 'apply',
  state: 'running',
  step: 'b',
  isWaiting: false,
  halt: null,
  why: '',
};

/** The page of a cluster whose server keeps this set, and answers so to dry runs. */
async function show(first: ChangeSet, preview: (of: string) => Partial<TargetPreview> = () => ({})) {
  let set = first;
  const sent: [string, unknown][] = [];
  const tried: OperationRequest[] = [];
  const answer = (name: string, next: (request: never) => ChangeSet) => async (request: never) => {
    sent.push([name, request]);
    set = next(request);
    return { set };
  };
  const byId = (id: string) => set.steps.find(({ request }) => request.id === id) ?? step(id);
  const api = {
    changeSet: async () => ({ set }),
    arrangeSteps: answer('arrange', ({ steps }: { steps: string[] }) => ({ ...set, steps: steps.map(byId) })),
    runSet: answer('run', ({ goal }: { goal: 'apply' | 'undo' }) => ({ ...set, run: { ...RUN, goal } })),
    exportSet: async (cluster: string) => {
      sent.push(['export', cluster]);
      return { changes: [] };
    },
    stopSet: async (cluster: string) => sent.push(['stop', cluster]),
    preview: async (request: OperationRequest) => {
      tried.push(request);
      const targets = 'targets' in request ? request.targets : byId(request.undoOf.slice(2)).request.targets;
      const nothing = { effects: [], kubectl: 'k', isDone: false, warnings: [], changes: [], clashes: [] };
      const previews = targets.map(target => ({
        ...{ target, ...nothing, refusal: null, creates: null },
        ...preview(target.name),
      }));
      return { kind: 'kind' in request ? request.kind : 'object.edit', previews };
    },
  };
  const client = { api, preferences: testPreferences() } as unknown as Client;
  render(
    <WordsProvider>
      <ClientContext value={client}>
        <ChangeSetPage />
      </ClientContext>
    </WordsProvider>,
  );
  await screen.findByRole('heading', { name: 'Change set' });
  /** As if another tab, or the run, had changed it. */
  const told = (next: ChangeSet) => {
    set = next;
    act(() => takeChangeSet({ cluster: 'c', steps: next.steps.length }));
  };
  return { sent, tried, told, user: userEvent.setup() };
}

const titles = () => screen.getAllByRole('heading', { level: 2, name: /^\d/ }).map(heading => heading.textContent);
const button = (name: string) => screen.getByRole('button', { name });
const isPressable = async (name: string) => {
  await waitFor(() => expect(button(name).getAttribute('aria-disabled')).toBeNull());
  return button(name);
};

test('without steps it says how there come to be some', async () => {
  await show({ steps: [], run: null });
  expect(await screen.findByText('Nothing is collected')).toBeTruthy();
});

test('all steps are tried, in their order, each as it would be sent; a press tries them again', async () => {
  const { tried, user } = await show({ steps: [step('a'), step('b'), step('a2', { state: 'done' })], run: null });
  await user.click(await isPressable('Dry-run all'));
  await waitFor(() => expect(tried).toHaveLength(4));
  expect(tried.map(({ id }) => id)).toEqual(['a', 'b', 'a', 'b']);
  expect(screen.getAllByText('The server accepts this (dry run).')).toHaveLength(2);
});

test('a step on an object that an earlier one changes says what its dry run could not know', async () => {
  const same = { ...step('b'), request: { ...step('b').request, targets: step('a').request.targets } };
  await show({ steps: [step('a'), same], run: null });
  expect(await screen.findByText(/What step 1 would leave is not known/)).toBeTruthy();
});

test('the arrows on a handle move a step, focus stays with it, and Delete takes it out', async () => {
  const { sent, user } = await show({ steps: [step('a'), step('b'), step('c')], run: null });
  const handle = await screen.findByRole('button', { name: 'Move step 3' });
  handle.focus();
  await user.keyboard('{ArrowUp}');
  await waitFor(() => expect(titles()).toEqual(['1. Suspend: job-a', '2. Suspend: job-c', '3. Suspend: job-b']));
  expect(document.activeElement).toBe(button('Move step 2'));
  await user.keyboard('{ArrowUp}{ArrowUp}{ArrowDown}');
  await waitFor(() => expect(document.activeElement).toBe(button('Move step 2')));
  await user.keyboard('{Delete}');
  await waitFor(() => expect(titles()).toEqual(['1. Suspend: job-a', '2. Suspend: job-b']));
  expect(sent.map(([, request]) => (request as { steps: string[] }).steps.join(''))).toEqual([
    'acb',
    'cab',
    'acb',
    'ab',
  ]);
});

test('a handle is pulled to another place; Escape leaves it where it was', async () => {
  const { sent, user } = await show({ steps: [step('a'), step('b')], run: null });
  await screen.findByRole('button', { name: 'Move step 1' });
  const [first, second] = screen.getAllByRole('listitem').filter(item => item.dataset['step'] !== undefined);
  for (const [row, top] of [
    [first, 0],
    [second, 100],
  ] as const)
    if (row !== undefined) row.getBoundingClientRect = () => ({ top, bottom: top + 100 }) as DOMRect;
  const pull = (end: () => void) => {
    fireEvent.pointerDown(button('Move step 1'), { button: 0 });
    fireEvent.pointerMove(window, { clientY: 190 });
    expect(second?.dataset['drop']).toBe('after');
    end();
  };
  pull(() => fireEvent.keyDown(window, { key: 'Escape' }));
  expect(sent).toEqual([]);
  pull(() => fireEvent.pointerUp(window));
  await waitFor(() => expect(sent).toEqual([['arrange', { cluster: 'c', steps: ['b', 'a'] }]]));
  await user.click(button('Take out step 1'));
  await waitFor(() => expect(sent.at(-1)).toEqual(['arrange', { cluster: 'c', steps: ['a'] }]));
});

test('it is applied after a question, as it was seen; while it goes on nothing can be moved, and it can be stopped', async () => {
  const { sent, told, user } = await show({ steps: [step('a'), step('b')], run: null });
  await user.click(await isPressable('Apply 2 steps'));
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Apply 2 steps' }));
  await screen.findByText('Applies step 2 of 2');
  expect(sent).toEqual([['run', { cluster: 'c', id: expect.any(String), goal: 'apply', steps: ['a', 'b'] }]]);
  expect(button('Move step 1').getAttribute('aria-disabled')).toBe('true');
  await user.click(button('Stop'));
  expect(sent.at(-1)).toEqual(['stop', 'c']);
  told({ steps: [step('a', { state: 'done' }), step('b')], run: { ...RUN, isWaiting: true } });
  expect(await screen.findByText(/Waits until the cluster is well/)).toBeTruthy();
  const halted = { ...RUN, state: 'halted' as const, halt: 'failed' as const, why: 'no room' };
  told({ steps: [step('a', { state: 'done' }), step('b', { state: 'failed' })], run: halted });
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('step 2 failed');
  expect(alert.textContent).toContain('no room');
});

test('what was begun is taken back after a question that says what that does, the last first', async () => {
  const done = (id: string) => step(id, { state: 'done', operation: `o-${id}` });
  const { sent, tried, user } = await show({ steps: [done('a'), done('b'), step('c')], run: null });
  await user.click(await isPressable('Undo all'));
  const dialog = within(screen.getByRole('dialog'));
  await waitFor(() => expect(dialog.getAllByText('The server accepts this (dry run).')).toHaveLength(2));
  expect(tried.flatMap(request => ('undoOf' in request ? [request.undoOf] : []))).toEqual(['o-b', 'o-a']);
  await user.click(dialog.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.[1]).toMatchObject({ goal: 'undo', steps: ['a', 'b', 'c'] });
});

test('a step that is refused keeps all from being applied', async () => {
  const refusal = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    code: 422,
    message: 'no',
  } as const;
  await show({ steps: [step('a'), step('b')], run: null }, name => (name === 'job-b' ? { refusal } : {}));
  await waitFor(() =>
    expect(button('Apply 2 steps').title).toBe('A step is refused, and no earlier one could mend that.'),
  );
});

test('a word is asked for where a step by itself would ask for one', async () => {
  const guarded = step('a');
  const target = { cluster: 'c', resource: NAMESPACES, namespace: '', name: 'shop', uid: 'u' };
  const request = { ...guarded.request, kind: 'object.delete' as const, targets: [target] };
  const { sent, user } = await show({ steps: [{ ...guarded, request }], run: null });
  await user.click(await isPressable('Apply 1 step'));
  const dialog = within(screen.getByRole('dialog'));
  await user.click(dialog.getByRole('button', { name: 'Apply 1 step' }));
  expect(sent).toEqual([]);
  await user.type(dialog.getByRole('textbox'), 'shop{Enter}');
  await waitFor(() => expect(sent.map(([name]) => name)).toEqual(['run']));
});

test('all is discarded after a question', async () => {
  const { sent, user } = await show({ steps: [step('a')], run: null });
  await user.click(await isPressable('Discard'));
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Discard' }));
  expect(await screen.findByText('Nothing is collected')).toBeTruthy();
  expect(sent).toEqual([['arrange', { cluster: 'c', steps: [] }]]);
});

test.each([
  ['kubectl script', 'change-set-script.sh'],
  ['Patch files, as a script that writes them', 'change-set-patches.sh'],
  ['kustomize, as a script that writes it', 'change-set-kustomize.sh'],
])('%s is taken along as a file, of what would be sent now', async (format, name) => {
  const { sent, user } = await show({ steps: [step('a')], run: null });
  const names: string[] = [];
  URL.createObjectURL = () => 'blob:x';
  URL.revokeObjectURL = () => {};
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    names.push(this.download);
  });
  await user.click(await isPressable('Export'));
  await user.click(screen.getByRole('menuitem', { name: format }));
  await waitFor(() => expect(names).toEqual([name]));
  expect(sent).toEqual([['export', 'c']]);
});
