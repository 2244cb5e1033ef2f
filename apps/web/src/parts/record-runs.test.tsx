import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { AccessRequest } from '@lanthorn/protocol/http/access-messages.ts';
import type { ClusterSettings, RecordedScope, SettingsAnswer } from '@lanthorn/protocol/http/settings-messages.ts';
import { type Client, ClientContext } from '../data/client/client.ts';
import { RecordRuns } from './record-runs.tsx';
import { RecordingButton } from './recording-button.tsx';

/** What is looked at. */
const NEAR = ['shop'];
const AT = Date.UTC(2026, 10, 23, 8);
const OFF: SettingsAnswer = {
  recording: null,
  keepRuns: 350,
  keepEvents: { ofObject: 200, ofCluster: 20_000 },
  spent: { runs: 0, requests: 0, size: 0 },
  history: { isLasting: true, problem: null, unreadable: 0 },
};
const scopeOf = (...scopes: readonly Partial<RecordedScope>[]) => ({
  chosenAt: AT,
  scopes: scopes.map(scope => ({
    namespace: '',
    seenSince: AT,
    state: { kind: 'live' } as const,
    skips: { kind: 'live' } as const,
    events: { kind: 'live' } as const,
    jobs: 0,
    ...scope,
  })),
});
const ON: SettingsAnswer = {
  ...OFF,
  recording: scopeOf({ seenSince: AT + 60_000, state: { kind: 'live' }, jobs: 1_234 }),
  spent: { runs: 4, requests: 20, size: 80_000 },
};

async function show(
  answer: SettingsAnswer,
  saveSettings = vi.fn<(c: string, s: ClusterSettings) => Promise<SettingsAnswer>>(),
  mayIn: (namespace: string) => boolean = () => true,
) {
  const access = async ({ checks }: Pick<AccessRequest, 'checks'>) => ({
    allowed: checks.map(({ namespace }) => mayIn(namespace)),
  });
  const client = { api: { settings: async () => answer, saveSettings, access } } as unknown as Client;
  render(
    <ClientContext value={client}>
      <RecordRuns cluster="prod" near={NEAR} />
    </ClientContext>,
  );
  const button = screen.getByRole<HTMLInputElement>('switch');
  await waitFor(() => expect(button.disabled).toBe(false));
  return { button, text: () => screen.getByTestId('record-runs').textContent };
}

test('off by default: the switch names its cluster, and what it costs is said before it is turned on; nothing is measured yet, and said so', async () => {
  const { button, text } = await show(OFF);
  expect(button.checked).toBe(false);
  expect(text()).toContain('Record the runs and the events of prod also while no tab is open');
  expect(text()).toContain('one watch of all Jobs');
  expect(text()).toContain('3 requests, 1 for each of its pods and 1 for each container');
  expect(text()).toContain('The last 350 runs of each CronJob are kept.');
  expect(text()).toContain('not measured yet');
});

test('turned on it says since when, what was measured, and how many Jobs it watches', async () => {
  const save = vi.fn(async () => ON);
  const { button, text } = await show(OFF, save);
  fireEvent.click(button);
  await waitFor(() => expect(button.checked).toBe(true));
  expect(save.mock.calls).toEqual([['prod', { recordRuns: true }]]);
  expect(text()).toMatch(/Recorded since .*2026/);
  expect(text()).toMatch(/seen every run that ended since .*2026/);
  expect(text()).toContain('all Jobs of the cluster (now 1,234)');
  expect(text()).toContain('4 runs kept, 20 requests, 20 kB a run');
  fireEvent.click(button);
  await waitFor(() => expect(save.mock.lastCall).toEqual(['prod', { recordRuns: false }]));
});

test('what was asked before a choice and is answered after it does not take the choice back', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  let answerLate: (answer: SettingsAnswer) => void = () => {};
  const settings = vi.fn<() => Promise<SettingsAnswer>>().mockResolvedValueOnce(OFF);
  settings.mockImplementation(() => new Promise(resolve => (answerLate = resolve)));
  const client = { api: { settings, saveSettings: async () => ON, access: async () => ({ allowed: [true, true] }) } };
  render(
    <ClientContext value={client as unknown as Client}>
      <RecordRuns cluster="prod" near={NEAR} />
    </ClientContext>,
  );
  const button = screen.getByRole<HTMLInputElement>('switch');
  await waitFor(() => expect(button.disabled).toBe(false));
  vi.advanceTimersByTime(10_000);
  expect(settings).toHaveBeenCalledTimes(2);
  fireEvent.click(button);
  await waitFor(() => expect(button.checked).toBe(true));
  await act(async () => answerLate(OFF));
  expect(button.checked).toBe(true);
  vi.useRealTimers();
});

test('a choice that could not be kept says why, and the switch is as it was', async () => {
  const { button, text } = await show(
    OFF,
    vi.fn(() => Promise.reject(new Error('disk full'))),
  );
  fireEvent.click(button);
  expect((await screen.findByRole('alert')).textContent).toContain('disk full');
  expect(button.checked).toBe(false);
  expect(text()).toContain('Off:');
});

test.each([
  [
    {
      kind: 'stale',
      since: AT,
      reason: answerReason('serverSays', { detail: 'connect ECONNREFUSED' }),
      retryAt: null,
      isEmpty: true,
    } as const,
    'What ends now is not seen: ',
    'connect ECONNREFUSED',
  ],
  [
    {
      kind: 'forbidden',
      verb: 'list',
      resource: 'jobs.batch',
      reason: answerReason('serverSays', { detail: 'no such right' }),
    } as const,
    'What ends now is not seen: ',
    'no such right',
  ],
])('on, and the watch is %o: what ends now is said not to be seen, and why', async (state, ...words) => {
  const { text } = await show({ ...ON, recording: scopeOf({ state }) });
  for (const word of words) expect(text()).toContain(word);
  expect(text()).not.toContain('seen every run');
});

test('a history that cannot be written, and one that does not last, are said where the runs would be kept', async () => {
  const { text } = await show({ ...ON, history: { isLasting: true, problem: 'history.db: disk full', unreadable: 0 } });
  expect(text()).toContain('Nothing can be kept now: history.db: disk full');
});

test('a history of this process alone is said to be that', async () => {
  const { text } = await show({ ...ON, history: { isLasting: false, problem: null, unreadable: 0 } });
  expect(text()).toContain('Kept until Lanthorn ends.');
});

const FORBIDDEN = {
  kind: 'forbidden',
  verb: 'list',
  resource: 'jobs.batch',
  reason: answerReason('serverSays', { detail: 'no such right' }),
} as const;
const field = () => screen.getByRole<HTMLInputElement>('textbox');

test('who may list Jobs only in some namespaces records those: what is looked at is offered, others can be named, and where it cannot be is said', async () => {
  const save = vi.fn(async () => ({
    ...ON,
    recording: scopeOf({ namespace: 'pay' }, { namespace: 'shop' }),
  }));
  const { button, text } = await show(OFF, save, namespace => namespace === 'shop' || namespace === 'pay');
  await waitFor(() => expect(field().value).toBe('shop'));
  expect(text()).toContain('one watch of the Jobs of the namespace and two of its events');
  fireEvent.change(field(), { target: { value: '' } });
  expect(text()).toContain('You may not list and watch Jobs in all namespaces');
  fireEvent.change(field(), { target: { value: 'shop, pay, secret' } });
  await screen.findByText(/You may not list and watch Jobs in secret/);
  fireEvent.change(field(), { target: { value: 'shop, Pay!' } });
  expect(button.disabled).toBe(true);
  fireEvent.change(field(), { target: { value: 'shop, pay' } });
  expect(text()).toContain('for each of the 2 namespaces');
  fireEvent.click(button);
  await waitFor(() => expect(button.checked).toBe(true));
  expect(save.mock.calls).toEqual([['prod', { recordRuns: true, namespaces: ['shop', 'pay'] }]]);
  expect(text()).not.toContain('You may not');
});

test('a namespace that is forbidden later is named, with the reason; the others are said to be seen; which are recorded can be changed', async () => {
  const recording = scopeOf({ namespace: 'pay', state: FORBIDDEN }, { namespace: 'shop' });
  const save = vi.fn(async () => ({ ...ON, recording: scopeOf({ namespace: 'shop' }) }));
  const { text } = await show({ ...ON, recording }, save);
  const said = (namespace: string) => document.querySelector(`[data-namespace="${namespace}"]`)?.textContent;
  expect(said('pay')).toMatch(/^pay: What ends now is not seen: .*no such right/);
  expect(said('shop')).toMatch(/^shop: Lanthorn has seen every run/);
  expect(screen.queryByRole('button')).toBeNull();
  fireEvent.change(field(), { target: { value: 'shop' } });
  fireEvent.click(screen.getByRole('button', { name: 'Record these' }));
  await waitFor(() => expect(text()).not.toContain('pay'));
  expect(save.mock.calls).toEqual([['prod', { recordRuns: true, namespaces: ['shop'] }]]);
});

test('that it is not seen why a time is skipped is said beside the runs that are seen', async () => {
  const { text } = await show({ ...ON, recording: scopeOf({ namespace: 'shop', skips: FORBIDDEN }) });
  expect(text()).toContain('shop: Lanthorn has seen every run');
  expect(text()).toMatch(/Why a time is skipped is not seen: .*no such right/);
});

test('that events are not seen is said, and how many of them are kept', async () => {
  const { text } = await show({ ...ON, recording: scopeOf({ namespace: 'shop', events: FORBIDDEN }) });
  expect(text()).toMatch(/Events are not seen: .*no such right/);
  expect(text()).toContain('Of each object the last 200 events are kept, of the cluster 20,000.');
});

test('who may see all is offered all, and is told nothing of rights', async () => {
  const { text } = await show(OFF);
  expect(field().value).toBe('');
  expect(text()).not.toContain('You may not');
});

test.each([
  [OFF, 'Recording: off', false],
  [ON, 'Recording: on', true],
  [{ ...ON, history: { isLasting: true, problem: 'disk full', unreadable: 0 } }, 'Recording: on, with trouble', true],
])('the button of a list says how it is, and opens the switch: %#', async (answer, title, isOn) => {
  const saveSettings = vi.fn(async () => answer);
  const api = { settings: async () => answer, saveSettings, access: async () => ({ allowed: [true, true] }) };
  render(
    <ClientContext value={{ api } as unknown as Client}>
      <RecordingButton cluster="prod" near={NEAR} />
    </ClientContext>,
  );
  fireEvent.click(await screen.findByRole('button', { name: title }));
  const control = await screen.findByRole<HTMLInputElement>('switch');
  expect(control.checked).toBe(isOn);
  fireEvent.click(control);
  await waitFor(() => expect(saveSettings.mock.calls).toEqual([['prod', { recordRuns: !isOn }]]));
});

test('where the setting cannot be read the button says that it is not known', async () => {
  const api = { settings: () => Promise.reject(new Error('gone')) };
  render(
    <ClientContext value={{ api } as unknown as Client}>
      <RecordingButton cluster="prod" near={NEAR} />
    </ClientContext>,
  );
  await screen.findByRole('button', { name: 'Recording: not known' });
});
