import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import type { ChangeSet, ChangeSetRun, ChangeStep } from '@lanthorn/protocol/http/change-set-messages.ts';
import { takeChangeSet } from '../../data/change-set/change-set-store.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { WordsProvider } from '../../ui/words/words.tsx';
import { ChangeSetPage } from './change-set-page.tsx';

const view = vi.hoisted(() => ({ cluster: 'c' }));
vi.mock('../../data/lists/view-state.ts', () => ({ useViewState: () => ({ ...view }) }));

const CRONJOBS = { group: 'batch', version: 'v1', resource: 'cronjobs' };
const CLAIMS = { group: '', version: 'v1', resource: 'persistentvolumeclaims' };
const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };

function step(id: string, change: Partial<ChangeStep> = {}, kind = 'cronjob.suspend' as const): ChangeStep {
  const target = { cluster: 'c', resource: CRONJOBS, namespace: 'n', name: `job-${id}`, uid: id };
  const request = { id, suffix: 'x7k2p', kind, targets: [target], params: undefined };
  return { request, state: 'waiting', operations: [], ...change };
}

const RUN: ChangeSetRun = {
  id: 'r',
  goal: 'apply',
  state: 'running',
  step: 'b',
  isWaiting: false,
  halt: null,
  why: '',
  by: 'p',
};

/** The page of a cluster whose server keeps this set, and answers so to dry runs. */
async function show(
  first: ChangeSet,
  preview: (of: string) => Partial<TargetPreview> & { readonly kind?: 'object.delete' } = () => ({}),
) {
  let set = first;
  /** Instead of answers, from some time on. */
  const away = { why: '' };
  const sent: [string, unknown][] = [];
  const tried: OperationRequest[] = [];
  const answer = (name: string, next: (request: never) => ChangeSet) => async (request: never) => {
    sent.push([name, request]);
    if (away.why !== '') throw new Error(away.why);
    set = next(request);
    return { set };
  };
  const byId = (id: string) => set.steps.find(({ request }) => request.id === id) ?? step(id);
  const api = {
    changeSet: async (cluster: string) => (cluster === 'c' ? { set } : new Promise(() => {})),
    arrangeSteps: answer('arrange', ({ steps }: { steps: string[] }) => ({ ...set, steps: steps.map(byId) })),
    decideStep: answer('decide', ({ step: of, choices, seen }: { step: string; choices: object; seen: object }) => {
      const request = { ...byId(of).request, params: { seen, scale: { replicas: 2, from: 1, choices } } };
      const steps = set.steps.map(each => (each.request.id === of ? { ...each, request } : each));
      return { ...set, steps } as ChangeSet;
    }),
    runSet: answer('run', ({ goal }: { goal: 'apply' | 'undo' }) => ({ ...set, run: { ...RUN, goal } })),
    exportSet: async (cluster: string) => {
      sent.push(['export', cluster]);
      return { changes: [] };
    },
    stopSet: async (cluster: string) => {
      sent.push(['stop', cluster]);
      if (away.why !== '') throw new Error(away.why);
    },
    preview: async (request: OperationRequest) => {
      tried.push(request);
      const targets = 'targets' in request ? request.targets : byId(request.undoOf.slice(2)).request.targets;
      const nothing = { effects: [], kubectl: 'k', isDone: false, warnings: [], changes: [], clashes: [] };
      const previews = targets.map(target => ({
        ...{ target, ...nothing, refusal: null, creates: null },
        ...preview(target.name),
      }));
      const undoes = preview(targets[0]?.name ?? '').kind ?? 'object.edit';
      return { kind: 'kind' in request ? request.kind : undoes, previews };
    },
  };
  const client = { api, preferences: testPreferences() } as unknown as Client;
  const page = () => (
    <WordsProvider>
      <ClientContext value={client}>
        <ChangeSetPage />
      </ClientContext>
    </WordsProvider>
  );
  const { rerender } = render(page());
  await screen.findByRole('heading', { name: 'Change set' });
  /** As if another tab, or the run, had changed it. */
  const told = (next: ChangeSet) => {
    set = next;
    act(() => takeChangeSet({ cluster: 'c', steps: next.steps.length }));
  };
  return { sent, tried, told, away, again: () => rerender(page()), user: userEvent.setup() };
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
  await waitFor(() => expect(screen.getAllByText('The server accepts this (dry run).')).toHaveLength(2));
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
  await waitFor(() => expect(sent).toEqual([['arrange', { cluster: 'c', seen: ['a', 'b'], steps: ['b', 'a'] }]]));
  await user.click(button('Take out step 1'));
  await waitFor(() => expect(sent.at(-1)).toEqual(['arrange', { cluster: 'c', seen: ['b', 'a'], steps: ['a'] }]));
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
  const done = (id: string) => step(id, { state: 'done', operations: [`o-${id}`] });
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
  expect(sent).toEqual([['arrange', { cluster: 'c', seen: ['a'], steps: [] }]]);
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

test('what is not done is said, and what is so now is shown', async () => {
  const { away, told, user } = await show({ steps: [step('a'), step('b')], run: null });
  await isPressable('Dry-run all');
  away.why = 'no answer';
  await user.click(button('Take out step 1'));
  await waitFor(() => expect(titles()).toEqual(['1. Suspend: job-a', '2. Suspend: job-b']));
  expect(screen.getByRole('alert').textContent).toContain('no answer');
  told({ steps: [step('b')], run: RUN });
  await waitFor(() => expect(titles()).toEqual(['1. Suspend: job-b']));
  away.why = 'nobody is there';
  await user.click(button('Stop'));
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('nobody is there'));
});

test('the steps of one cluster do not stand under the name of another', async () => {
  const { again } = await show({ steps: [step('a')], run: null });
  await screen.findByText('1. Suspend: job-a');
  view.cluster = 'other';
  again();
  expect(screen.queryByText('1. Suspend: job-a')).toBeNull();
  view.cluster = 'c';
});

test('what is taken back by a deletion that asks for a word asks for it here, too; each try of a step is taken back', async () => {
  const target = { cluster: 'c', resource: CLAIMS, namespace: 'n', name: 'data', uid: 'u' };
  const made = step('a', { state: 'done', operations: ['o-a', 'o-a2'] });
  const set = { steps: [{ ...made, request: { ...made.request, targets: [target] } }], run: null };
  const { sent, tried, user } = await show(set, () => ({ kind: 'object.delete', target }));
  await user.click(await isPressable('Undo all'));
  const dialog = within(screen.getByRole('dialog'));
  const field = await dialog.findByRole('textbox');
  await waitFor(() => expect(tried.flatMap(each => ('undoOf' in each ? [each.undoOf] : []))).toEqual(['o-a2', 'o-a']));
  await user.click(dialog.getByRole('button', { name: 'Undo' }));
  expect(sent).toEqual([]);
  // Of both deletions.
  await user.type(field, '2{Enter}');
  await waitFor(() => expect(sent.map(([name]) => name)).toEqual(['run']));
});

test('a step that failed and is not taken back is counted as kept', async () => {
  const run = { ...RUN, goal: 'undo' as const, state: 'done' as const, step: '' };
  await show({ steps: [step('a', { state: 'failed', operations: ['o-a'] }), step('b')], run });
  expect(await screen.findByText(/^1 step could not be taken back/)).toBeTruthy();
});

test('a step that is done mends nothing any more of one that is refused', async () => {
  const done = step('a', { state: 'done' });
  const same = { ...step('b'), request: { ...step('b').request, targets: done.request.targets } };
  const clashes = [{ path: 'spec', base: 1, mine: 2, live: 3 }];
  await show({ steps: [done, same], run: null }, () => ({ clashes }));
  await waitFor(() =>
    expect(button('Apply 1 step').title).toBe('A step is refused, and no earlier one could mend that.'),
  );
});

const scaled = (id: string): ChangeStep => {
  const params = { scale: { replicas: 2, from: 1 } };
  return { ...step(id), request: { ...step(id).request, kind: 'workload.scale', params } };
};
const REPLICAS = { path: 'spec.replicas', base: 1, mine: 2, live: 5 };

test('the same place in two steps is decided in each', async () => {
  await show({ steps: [scaled('a'), scaled('b')], run: null }, () => ({ clashes: [REPLICAS] }));
  await waitFor(() => expect(screen.getAllByRole('radio')).toHaveLength(4));
  // A browser lets one of a name be chosen.
  const names = screen.getAllByRole<HTMLInputElement>('radio').map(({ name }) => name);
  expect(names).toEqual([names[0], names[0], names[2], names[2]]);
  expect(names[2]).not.toBe(names[0]);
});

test('what clashes no more is no question any more', async () => {
  let clashes = [REPLICAS];
  const { user } = await show({ steps: [scaled('a')], run: null }, () => ({ clashes }));
  await screen.findByRole('group', { name: /changed by somebody else too/ });
  clashes = [];
  await user.click(await isPressable('Dry-run all'));
  await isPressable('Apply 1 step');
  expect(screen.queryByRole('radio')).toBeNull();
});

test('what somebody else changed too is decided on the page: the step is tried anew, and the decision stays in sight', async () => {
  const request = {
    ...step('a').request,
    kind: 'workload.scale' as const,
    params: { scale: { replicas: 2, from: 1 } },
  };
  const clash = { path: 'spec.replicas', base: 1, mine: 2, live: 5 };
  let isDecided = false;
  const { sent, tried, user } = await show({ steps: [{ ...step('a'), request }], run: null }, () => ({
    clashes: isDecided ? [] : [clash],
  }));
  const group = within(await screen.findByRole('group', { name: /changed by somebody else too/ }));
  expect(button('Apply 1 step').getAttribute('aria-disabled')).toBe('true');
  isDecided = true;
  await user.click(group.getAllByRole('radio')[0] ?? document.body);
  const choices = { 'spec.replicas': 'mine' };
  const seen = { 'spec.replicas': [5] };
  expect(sent).toEqual([['decide', { cluster: 'c', step: 'a', choices, seen }]]);
  await isPressable('Apply 1 step');
  expect(tried.at(-1)).toMatchObject({ params: { scale: { choices }, seen } });
  expect(screen.getAllByRole<HTMLInputElement>('radio').map(({ checked }) => checked)).toEqual([true, false]);
});

test('what was decided and is another by now is asked anew, of what stands there now', async () => {
  const choices = { 'spec.replicas': 'mine' as const };
  const params = { seen: { 'spec.replicas': [5] }, scale: { replicas: 2, from: 1, choices } };
  const request = { ...step('a').request, kind: 'workload.scale' as const, params };
  const { sent, user } = await show({ steps: [{ ...step('a'), request }], run: null }, () => ({
    clashes: [{ path: 'spec.replicas', base: 1, mine: 2, live: 7 }],
  }));
  const group = within(await screen.findByRole('group', { name: /changed by somebody else too/ }));
  const radios = group.getAllByRole<HTMLInputElement>('radio');
  expect(radios.map(({ checked }) => checked)).toEqual([false, false]);
  await user.click(radios[0] ?? document.body);
  expect(sent).toEqual([['decide', { cluster: 'c', step: 'a', choices, seen: { 'spec.replicas': [7] } }]]);
});

test('a set of which every step is done offers to take it back, and none to apply', async () => {
  await show({ steps: [step('a', { state: 'done', operations: ['o-a'] })], run: null });
  await screen.findByRole('button', { name: 'Dry-run all' });
  expect(screen.queryByRole('button', { name: /^Apply/ })).toBeNull();
});
