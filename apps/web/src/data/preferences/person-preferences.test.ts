import { expect, test, vi } from 'vitest';
import type { PreferencesState } from '@lanthorn/protocol/down-messages.ts';
import { NO_PREFERENCES } from '@lanthorn/protocol/no-preferences.ts';
import type { Preferences, PreferencesChange } from '@lanthorn/protocol/preferences.ts';
import { ApiProblem } from '../connection/api.ts';
import { PersonPreferences } from './person-preferences.ts';

function start(first: Preferences = NO_PREFERENCES) {
  const asked: {
    readonly change: PreferencesChange;
    readonly answer: (state: PreferencesState) => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  const preferences = new PersonPreferences(
    first,
    change => new Promise((answer, fail) => asked.push({ change, answer, fail })),
  );
  return {
    asked,
    preferences,
    shown: () => preferences.store.getState().chosen,
    trouble: () => preferences.store.getState().trouble,
  };
}

function told(chosen: Partial<Preferences>, rest: Partial<PreferencesState> = {}): PreferencesState {
  return { chosen: { ...NO_PREFERENCES, ...chosen }, revision: 1, isKept: true, problem: '', ...rest };
}

const turn = () => new Promise(resolve => setTimeout(resolve));

test('what is chosen holds at once, and what follows is sent together when the first is answered', async () => {
  const { asked, preferences, shown } = start();
  preferences.change({ theme: 'dark' });
  expect(shown().theme).toBe('dark');
  preferences.change({ theme: 'light', density: 'roomy', clusters: { c: { tier: 'production' } } });
  preferences.change({ times: 'absolute', clusters: { c: { timeZone: 'UTC' }, d: { tier: 'other' } } });
  expect(asked.map(({ change }) => change)).toEqual([{ theme: 'dark' }]);
  asked[0]?.answer(told({ theme: 'dark' }));
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(asked[1]?.change).toEqual({
    theme: 'light',
    density: 'roomy',
    times: 'absolute',
    clusters: { c: { tier: 'production', timeZone: 'UTC' }, d: { tier: 'other' } },
  });
  expect(shown()).toMatchObject({ theme: 'light', density: 'roomy' });
});

test('what another tab chose shows, but for what was chosen here since', () => {
  const { preferences, shown } = start();
  preferences.change({ theme: 'dark' });
  preferences.hear(told({ theme: 'light', times: 'absolute' }));
  expect(shown()).toMatchObject({ theme: 'dark', times: 'absolute' });
});

test('an answer that was overtaken by news does not undo them', async () => {
  const { asked, preferences, shown } = start();
  preferences.change({ theme: 'dark' });
  preferences.hear(told({ theme: 'light' }, { revision: 5 }));
  asked[0]?.answer(told({ theme: 'dark' }, { revision: 4 }));
  await turn();
  expect(shown().theme).toBe('light');
  // A server that was started anew counts from the beginning.
  preferences.hear(told({ theme: 'dark' }, { revision: 1 }));
  expect(shown().theme).toBe('dark');
});

test('what could not be sent holds here, is said once, and is sent when the server is heard again', async () => {
  const { asked, preferences, shown, trouble } = start();
  preferences.change({ theme: 'dark' });
  asked[0]?.fail(new TypeError('Failed to fetch'));
  await turn();
  expect([shown().theme, trouble()]).toEqual(['dark', { kind: 'unsent', problem: 'Failed to fetch' }]);
  preferences.dismissTrouble();
  preferences.change({ times: 'absolute' });
  asked[1]?.fail(new ApiProblem(401, 'who are you'));
  await turn();
  expect([shown(), trouble()]).toMatchObject([{ theme: 'dark', times: 'absolute' }, null]);
  preferences.hear(told({ density: 'roomy' }));
  expect(asked[2]?.change).toEqual({ theme: 'dark', times: 'absolute' });
  asked[2]?.answer(told({ theme: 'dark', times: 'absolute', density: 'roomy' }, { revision: 2 }));
  await turn();
  expect(shown()).toMatchObject({ theme: 'dark', times: 'absolute', density: 'roomy' });
  expect(asked).toHaveLength(3);
});

test('what was refused holds no longer, and why is said each time', async () => {
  const { asked, preferences, shown, trouble } = start();
  for (const i of [0, 1]) {
    preferences.change({ theme: 'dark' });
    expect(shown().theme).toBe('dark');
    asked[i]?.fail(new ApiProblem(409, 'no room'));
    await turn();
    expect([shown().theme, trouble()]).toEqual(['system', { kind: 'refused', problem: 'no room' }]);
    preferences.dismissTrouble();
  }
});

test('that it is not kept is said once', async () => {
  const { asked, preferences, trouble } = start();
  preferences.change({ theme: 'dark' });
  asked[0]?.answer(told({ theme: 'dark' }, { isKept: false, problem: 'disk full' }));
  await turn();
  expect(trouble()).toEqual({ kind: 'unkept', problem: 'disk full' });
  preferences.dismissTrouble();
  preferences.change({ theme: 'light' });
  asked[1]?.answer(told({ theme: 'light' }, { isKept: false, problem: 'disk full', revision: 2 }));
  await turn();
  expect(trouble()).toBeNull();
});

test('of what was only remembered nobody is told that it is not kept, until something is chosen', async () => {
  const { asked, preferences, trouble } = start();
  preferences.remember({ recentClusters: ['a'] });
  asked[0]?.answer(told({ recentClusters: ['a'] }, { isKept: false }));
  await turn();
  expect(trouble()).toBeNull();
  preferences.change({ theme: 'dark' });
  asked[1]?.answer(told({ theme: 'dark' }, { isKept: false, revision: 2 }));
  await turn();
  expect(trouble()).toEqual({ kind: 'unkept', problem: '' });
});

test('what is forgotten is as nobody chose it, at once', () => {
  const { preferences, shown } = start({ ...NO_PREFERENCES, theme: 'dark', clusters: { c: { tier: 'staging' } } });
  preferences.change({ theme: null, clusters: { c: { tier: null } } });
  expect(shown()).toEqual({ ...NO_PREFERENCES, clusters: { c: {} } });
});
