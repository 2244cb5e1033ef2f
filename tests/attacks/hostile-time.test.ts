import { afterEach, describe, expect, test } from 'vitest';
import type { Clock } from '@lanthorn/base/clock.ts';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { ClockMessage } from '@lanthorn/protocol/down-messages.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { type AttackingTab, type Attacked, expectServing, startAttacked } from './attacked-server.ts';
import { type Asked, HostileApiServer, listOf, send } from './hostile-api-server.ts';

// The clocks of this machine and of a cluster do not agree, or the cluster says odd things of its own: what is told of a cluster is right by its clock.

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const LIST = {
  kind: 'list',
  cluster: 'c',
  resource: CRONJOB_VIEW.resource,
  namespaces: [],
  filter: '',
  sort: [],
  offset: 0,
  limit: 100,
  hold: false,
};

let close: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of close.reverse()) await end();
  close = [];
});

/** Five minutes old, run at the last full minute, by the clock of the cluster. */
const cronJob = (now: number) => ({
  metadata: {
    namespace: 'shop',
    name: 'a',
    uid: 'uid-a',
    resourceVersion: '7',
    creationTimestamp: formatTime(now - 5 * MINUTE_MS),
  },
  spec: { schedule: '* * * * *', jobTemplate: {} },
  status: { lastScheduleTime: formatTime(Math.floor(now / MINUTE_MS) * MINUTE_MS) },
});

/** `date` is said with each answer, null for none; `clusterNow` is what its objects are written by. */
async function attack({
  machine,
  clusterNow,
  date,
}: {
  readonly machine: () => number;
  readonly clusterNow: () => number;
  readonly date: (asked: Asked, count: number) => string | null;
}) {
  let count = 0;
  const api = new HostileApiServer(asked => {
    const { response } = asked;
    const said = date(asked, count++);
    response.sendDate = false;
    if (said !== null) response.setHeader('date', said);
    if (asked.isWatch) return response.flushHeaders();
    if (asked.url.pathname.endsWith('/cronjobs')) return send(asked, 200, listOf([cronJob(clusterNow())]));
    if (asked.url.pathname === '/version') return send(asked, 200, '{"gitVersion":"v1.37.2"}');
    return send(asked, 200, listOf([]));
  });
  const clock: Clock = { ...systemClock, now: machine };
  const attacked = await startAttacked(await api.listen(), { clock });
  close.push(
    () => api.close(),
    () => attacked.close(),
  );
  const tab = await attacked.openTab();
  tab.say({ type: 'subscribe', id: 1, query: LIST });
  await tab.until(() => rowOf(tab) !== null);
  // As a page does.
  for (let i = 0; i < 4; i++) await attacked.ask('/api/clusters/c/health');
  return { attacked, tab };
}

/** The row as it was told last. */
function rowOf(tab: AttackingTab) {
  const rows = tab.messages.flatMap(message => (message.type === 'list' ? (message.rows ?? []) : []));
  const cells = rows.findLast(({ name }) => name === 'a')?.cells;
  if (cells === undefined) return null;
  return {
    status: (cells[columnIndex(CRONJOB_VIEW, 'status')] as { status: string }).status,
    nextRun: Number(cells[columnIndex(CRONJOB_VIEW, 'nextRun')]),
  };
}

const told = (tab: AttackingTab) =>
  tab.messages.findLast((message): message is ClockMessage => message.type === 'clock');

async function expectTimeOf(
  { attacked, tab }: { attacked: Attacked; tab: AttackingTab },
  { now, isKnown }: { readonly now: () => number; readonly isKnown: boolean },
): Promise<void> {
  await tab.until(() => {
    const row = rowOf(tab);
    const offBy = (told(tab)?.now ?? 0) - now();
    return (
      told(tab)?.isKnown === isKnown &&
      Math.abs(offBy) < 20_000 &&
      row?.status === 'Scheduled' &&
      row.nextRun > now() - 5_000 &&
      row.nextRun <= now() + MINUTE_MS
    );
  });
  const matching = async (filter: string) => {
    const body = { cluster: 'c', resource: CRONJOB_VIEW.resource, namespaces: [], filter };
    return ((await (await attacked.ask('/api/matching', body)).json()) as { rows: unknown[] }).rows.length;
  };
  expect(await matching('age<6m')).toBe(1);
  expect(await matching('age>4m')).toBe(1);
  tab.close();
  await expectServing(attacked);
}

const httpDate = (ms: number) => new Date(ms).toUTCString();

describe('a machine whose clock is wrong', () => {
  test.each([
    ['ten minutes ahead', 10 * MINUTE_MS],
    ['ten minutes behind', -10 * MINUTE_MS],
    ['an hour ahead', HOUR_MS],
    ['ten years behind', -10 * 365 * 24 * HOUR_MS],
  ])('%s: ages, what is next and what was missed are those of the cluster', async (_, aheadMs) => {
    const clusterNow = () => systemClock.now();
    const scene = await attack({
      machine: () => systemClock.now() + aheadMs,
      clusterNow,
      date: () => httpDate(clusterNow()),
    });
    await expectTimeOf(scene, { now: clusterNow, isKnown: true });
  });
});

describe('a cluster that says odd things of its time', () => {
  const right = () => systemClock.now();
  const start = right();
  test.each<[string, (asked: Asked, count: number) => string | null]>([
    ['says nothing', () => null],
    ['says nonsense', () => 'soon'],
    ['says what only JavaScript reads', () => '2036-01-01T00:00:00Z'],
    ['has a clock that was never set', () => httpDate(1_000)],
    ['says another time each time', (_asked, count) => httpDate(start + (count + 1) * HOUR_MS)],
    [
      'answers out of a cache that says so',
      ({ response }) => {
        response.setHeader('age', '7200');
        return httpDate(start - 2 * HOUR_MS);
      },
    ],
  ])('%s: it is not believed, and the time of this machine is not called that of the cluster', async (_, date) => {
    const scene = await attack({ machine: right, clusterNow: right, date });
    await expectTimeOf(scene, { now: right, isKnown: false });
  });

  test('says an odd thing now and then: it moves nothing', async () => {
    const behind = () => systemClock.now() - 10 * MINUTE_MS;
    const date = (_asked: Asked, count: number) => httpDate(count % 4 === 2 ? start + 5 * HOUR_MS : behind());
    const scene = await attack({ machine: right, clusterNow: behind, date });
    for (let i = 0; i < 20; i++) await scene.attacked.ask('/api/clusters/c/health');
    await expectTimeOf(scene, { now: behind, isKnown: true });
    const times = scene.tab.messages.filter((message): message is ClockMessage => message.type === 'clock');
    expect(times.filter(({ isKnown, now }) => isKnown && Math.abs(now - behind()) > MINUTE_MS)).toEqual([]);
  });
});
