import { chmodSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { JsonObject } from '@lanthorn/base/json.ts';
import { MAX_PREFERENCES_BYTES } from '@lanthorn/protocol/constants.ts';
import type { PreferencesState } from '@lanthorn/protocol/down-messages.ts';
import { NO_PREFERENCES } from '@lanthorn/protocol/no-preferences.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Boundary, THROWN_ON } from '../faults/boundary.ts';
import { openHistory } from '../history/open-history.ts';
import type { History } from '../history/stores/history.ts';
import { HistoryStatus, HistoryUnavailable } from '../history/stores/history-status.ts';
import { OWNER } from '../upstream/identity.ts';
import { PreferenceKeeper, TooManyPreferences } from './preference-keeper.ts';

let folder: string;
let clock: FakeClock;
const opened: History[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lanthorn-preferences-'));
  clock = new FakeClock();
});
afterEach(async () => {
  for (const history of opened.splice(0)) await history.close();
  rmSync(folder, { recursive: true, force: true });
});

function keeperOf({ settings, status }: Pick<History, 'settings' | 'status'>) {
  const told: PreferencesState[] = [];
  const boundary = new Boundary('preferences', { clock, faults: THROWN_ON });
  const keeper = new PreferenceKeeper({
    person: OWNER.key,
    settings,
    status,
    boundary,
    publish: state => void told.push(state),
  });
  return { keeper, told };
}

function open(at: string | null = folder): History {
  const history = openHistory(at, { clock });
  opened.push(history);
  return history;
}

test('what was chosen is told to all, and is there after a restart and in another process of the same folder', async () => {
  const { keeper, told } = keeperOf(open());
  expect(await keeper.read()).toEqual({ chosen: NO_PREFERENCES, revision: 0, isKept: true, problem: '' });
  const other = keeperOf(open()).keeper;
  await keeper.change({ theme: 'dark', clusters: { c: { tier: 'production', timeZone: 'UTC' } } });
  const state = await keeper.change({ clusters: { c: { tier: null }, d: { tier: 'staging' } } });
  const chosen = { ...NO_PREFERENCES, theme: 'dark', clusters: { c: { timeZone: 'UTC' }, d: { tier: 'staging' } } };
  expect(state).toEqual({ chosen, revision: 2, isKept: true, problem: '' });
  expect(told.at(-1)).toEqual(state);
  expect((await other.read()).chosen).toEqual(chosen);
});

test('changes that come at once are each made of the one before', async () => {
  const { keeper } = keeperOf(open());
  await Promise.all([
    keeper.change({ theme: 'dark' }),
    keeper.change({ density: 'roomy' }),
    keeper.change({ times: 'absolute' }),
  ]);
  expect((await keeper.read()).chosen).toEqual({
    ...NO_PREFERENCES,
    theme: 'dark',
    density: 'roomy',
    times: 'absolute',
  });
});

test('fields of a newer version stay when this one changes others', async () => {
  const history = open();
  const newer = { theme: 'sepia', newer: { a: [1] }, clusters: { c: { tier: 'canary', newer: 1 } } };
  await history.settings.savePreferences(OWNER.key, newer);
  const { keeper } = keeperOf(history);
  expect((await keeper.read()).chosen).toEqual({ ...NO_PREFERENCES, clusters: { c: {} } });
  await keeper.change({ density: 'roomy', clusters: { c: { timeZone: 'UTC' } } });
  expect(await history.settings.preferences(OWNER.key)).toEqual({
    ...newer,
    density: 'roomy',
    clusters: { c: { tier: 'canary', newer: 1, timeZone: 'UTC' } },
  });
});

test('more than there is room for is refused, and what was there stays', async () => {
  const { keeper, told } = keeperOf(open());
  await keeper.change({ theme: 'dark' });
  const clusters = Object.fromEntries(
    Array.from({ length: MAX_PREFERENCES_BYTES / 1024 }, (_, i) => [`${i}`.padEnd(1024, 'x'), {}]),
  );
  await expect(keeper.change({ clusters })).rejects.toThrow(TooManyPreferences);
  expect([told.length, (await keeper.read()).chosen]).toEqual([1, { ...NO_PREFERENCES, theme: 'dark' }]);
  // The keeper goes on.
  expect((await keeper.change({ times: 'absolute' })).chosen.times).toBe('absolute');
});

test('without a folder, and with one that cannot be used, it holds for this process and says so', async () => {
  const { keeper } = keeperOf(open(null));
  expect(await keeper.change({ theme: 'dark' })).toMatchObject({
    chosen: { theme: 'dark' },
    isKept: false,
    problem: '',
  });
  const unusable = keeperOf(open('/dev/null/x')).keeper;
  const state = await unusable.change({ theme: 'dark' });
  expect(state).toMatchObject({ chosen: { theme: 'dark' }, isKept: false });
  expect(state.problem).toContain('/dev/null/x');
  expect((await unusable.read()).chosen.theme).toBe('dark');
});

test('what cannot be written holds all the same, and is written as soon as it can be', async () => {
  const status = new HistoryStatus({ isLasting: true });
  let kept: JsonObject = { times: 'absolute' };
  let isFull = true;
  const settings = {
    ...open(null).settings,
    preferences: async () => kept,
    savePreferences: async (_person: string, preferences: JsonObject) => {
      if (isFull) {
        const error = new HistoryUnavailable('disk full');
        status.fail(error);
        throw error;
      }
      kept = preferences;
    },
  };
  const { keeper, told } = keeperOf({ settings, status });
  await keeper.change({ theme: 'dark' });
  const state = await keeper.change({ density: 'roomy' });
  const chosen = { theme: 'dark', density: 'roomy', times: 'absolute' };
  expect(state).toMatchObject({ chosen, isKept: false, problem: 'disk full' });
  expect([kept, (await keeper.read()).chosen]).toMatchObject([{ times: 'absolute' }, chosen]);
  isFull = false;
  status.recover();
  await vi.waitFor(() => expect(kept).toEqual(chosen));
  await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ chosen, isKept: true, problem: '' }));
});

test('a file that somebody took away does not make what was chosen forgotten', async () => {
  const { keeper } = keeperOf(open());
  await keeper.change({ theme: 'dark' });
  renameSync(join(folder, 'history.db'), join(folder, 'elsewhere.db'));
  chmodSync(folder, 0o500);
  expect(await keeper.read()).toMatchObject({ chosen: { theme: 'dark' } });
  chmodSync(folder, 0o700);
});
