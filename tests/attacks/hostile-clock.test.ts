import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Clock } from '@lanthorn/base/clock.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { type AttackingTab, type Attacked, expectServing, startAttacked } from './attacked-server.ts';
import { type Asked, eventOf, HostileApiServer, listOf, pod, send } from './hostile-api-server.ts';

// The machine's clock is set: by a resumed virtual machine, by time synchronisation, by hand. What is shown is as fresh as before.

const LIST = {
  kind: 'list',
  cluster: 'c',
  resource: { group: '', version: 'v1', resource: 'pods' },
  namespaces: [],
  filter: '',
  sort: [],
  offset: 0,
  limit: 100,
  hold: false,
};
const HOUR_MS = 3_600_000;
/** Between a change and the tab lie 40 and 50 ms; the rest is a busy machine. */
const SOON_MS = 2_000;

let setBy = 0;
const clock: Clock = { ...systemClock, now: () => systemClock.now() + setBy };
let watch: Asked | null = null;
let api: HostileApiServer;
let attacked: Attacked;
let tab: AttackingTab;

beforeAll(async () => {
  api = new HostileApiServer(asked => {
    if (!asked.isWatch) return send(asked, 200, listOf([pod('first')]));
    watch = asked;
    asked.response.flushHeaders();
    return undefined;
  });
  attacked = await startAttacked(await api.listen(), { clock });
  tab = await attacked.openTab();
  tab.say({ type: 'subscribe', id: 1, query: LIST });
  await tab.until(() => watch !== null);
});

afterAll(async () => {
  tab.close();
  await attacked.close();
  await api.close();
});

test.each([
  ['is set back by two seconds', -2_000],
  ['is set back by an hour', -HOUR_MS],
  ['is set right again', HOUR_MS],
  ['is set on by an hour', HOUR_MS],
  ['is set back by ten years', -10 * 365 * 24 * HOUR_MS],
  ['is set on by a hundred', 100 * 365 * 24 * HOUR_MS],
])('a clock that %s delays no change', async (how, byMs) => {
  setBy += byMs;
  for (const name of ['a', 'b', 'c'].map(prefix => `${prefix}-${how.replaceAll(' ', '-')}`)) {
    const from = performance.now();
    watch?.response.write(eventOf('ADDED', pod(name)));
    await tab.until(() => tab.texts.some(text => text.includes(name)));
    expect(performance.now() - from).toBeLessThan(SOON_MS);
  }
  await expectServing(attacked);
});
