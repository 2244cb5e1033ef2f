import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { YamlInVersion } from './yaml-in-version.tsx';

const object = { apiVersion: 'batch/v1beta1', kind: 'CronJob', metadata: { name: 'a', namespace: 'n', uid: 'u' } };
const LIVE = { kind: 'live' };
const REASON = { code: 'x', params: {}, message: 'no room' };
const CONNECTED = { kind: 'open' };

function show(...frames: readonly object[]) {
  const subscribe = (_query: unknown, onFrame: (frame: object) => void) => {
    for (const frame of frames) onFrame({ type: 'object', ...frame });
    return { close: () => {}, retry: () => {} };
  };
  const connection = { epoch: 1, subscribe, state: CONNECTED, onState: () => () => {} };
  const clock = { now: () => 0 };
  const subject = { cluster: 'c', view: CRONJOB_VIEW, namespace: 'n', name: 'a' };
  render(
    <ClientContext value={{ connection, clock } as unknown as Client}>
      <YamlInVersion subject={subject} version="v1beta1" />
    </ClientContext>,
  );
}

test('what is not there is no text on its way', () => {
  show({ object: null, state: LIVE });
  expect(screen.getByText('There is no a here.')).toBeTruthy();
  expect(screen.queryByLabelText('Loading…')).toBeNull();
});

test('what was deleted says so beside what it was', () => {
  show({ object, state: LIVE }, { object: null });
  expect(screen.getByText(/^a was deleted/)).toBeTruthy();
  expect(screen.getByTestId('yaml').textContent).toContain('apiVersion: batch/v1beta1');
});

test.each([
  ['stale', { kind: 'stale', since: 0, reason: REASON, retryAt: null, isEmpty: false }],
  ['forbidden', { kind: 'forbidden', verb: 'watch', resource: 'cronjobs', reason: REASON }],
])('an older text says that it is %s', (kind, state) => {
  show({ object, state: LIVE }, { state });
  expect(document.querySelector<HTMLElement>('[data-state]')?.dataset['state']).toBe(kind);
  screen.getByTestId('yaml');
});
