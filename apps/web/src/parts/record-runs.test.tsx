import { MantineProvider } from '@mantine/core';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { ClusterSettings, SettingsAnswer } from '@lanthorn/protocol/http-messages.ts';
import { type Client, ClientContext } from '../data/client/client.ts';
import { RecordRuns } from './record-runs.tsx';
import { RecordingButton } from './recording-button.tsx';

const AT = Date.UTC(2026, 10, 23, 8);
const OFF: SettingsAnswer = {
  recording: null,
  keepRuns: 350,
  spent: { runs: 0, requests: 0, size: 0 },
  history: { isLasting: true, problem: null, unreadable: 0 },
};
const ON: SettingsAnswer = {
  ...OFF,
  recording: { chosenAt: AT, seenSince: AT + 60_000, state: { kind: 'live' }, jobs: 1_234 },
  spent: { runs: 4, requests: 20, size: 80_000 },
};

async function show(
  answer: SettingsAnswer,
  saveSettings = vi.fn<(c: string, s: ClusterSettings) => Promise<SettingsAnswer>>(),
  allowed = [true, true],
) {
  const access = async () => ({ allowed });
  const client = { api: { settings: async () => answer, saveSettings, access } } as unknown as Client;
  render(
    <ClientContext value={client}>
      <RecordRuns cluster="prod" />
    </ClientContext>,
  );
  const button = screen.getByRole<HTMLInputElement>('switch');
  await waitFor(() => expect(button.disabled).toBe(false));
  return { button, text: () => screen.getByTestId('record-runs').textContent };
}

test('off by default: the switch names its cluster, and what it costs is said before it is turned on; nothing is measured yet, and said so', async () => {
  const { button, text } = await show(OFF);
  expect(button.checked).toBe(false);
  expect(text()).toContain('Record the runs of prod also while no tab is open');
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
      <RecordRuns cluster="prod" />
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
    { kind: 'stale', since: AT, reason: 'connect ECONNREFUSED', retryAt: null, isEmpty: true } as const,
    'What ends now is not seen: ',
    'connect ECONNREFUSED',
  ],
  [
    { kind: 'forbidden', verb: 'list', resource: 'jobs.batch', message: 'no such right' } as const,
    'What ends now is not seen: ',
    'no such right',
  ],
])('on, and the watch is %o: what ends now is said not to be seen, and why', async (state, ...words) => {
  const { text } = await show({ ...ON, recording: { chosenAt: AT, seenSince: AT, state, jobs: 0 } });
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

const NEEDS_CLUSTER = /needs the right to list and watch Jobs in all namespaces/;

test('who may list Jobs only in some namespaces learns before the switch that this cannot be recorded, and after it why it is not', async () => {
  await show(OFF, undefined, [true, false]);
  await screen.findByText(NEEDS_CLUSTER);
  document.body.replaceChildren();
  const state = { kind: 'forbidden', verb: 'list', resource: 'jobs.batch', message: 'no such right' } as const;
  const { text } = await show({ ...ON, recording: { chosenAt: AT, seenSince: AT, state, jobs: 0 } });
  expect(text()).toMatch(NEEDS_CLUSTER);
  document.body.replaceChildren();
  const granted = await show(OFF);
  expect(granted.text()).not.toMatch(NEEDS_CLUSTER);
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
      <MantineProvider env="test">
        <RecordingButton cluster="prod" />
      </MantineProvider>
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
      <MantineProvider env="test">
        <RecordingButton cluster="prod" />
      </MantineProvider>
    </ClientContext>,
  );
  await screen.findByRole('button', { name: 'Recording: not known' });
});
