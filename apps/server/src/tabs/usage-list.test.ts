import { beforeEach, expect, test } from 'vitest';
import type { ApiRequest, ApiSource } from '@lanthorn/kube/api/api-request.ts';
import type { DownMessage, ListFrame, ObjectFrame } from '@lanthorn/protocol/down-messages.ts';
import type { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { openTab } from './test-tab.ts';

const METRICS = '/apis/metrics.k8s.io/v1beta1';
const PODS = {
  kind: 'list',
  cluster: 'c',
  resource: { group: '', version: 'v1', resource: 'pods' },
  namespaces: [],
  filter: '',
  sort: [],
  offset: 0,
  limit: 50,
  hold: false,
};
const CPU = columnIndex(POD_VIEW, 'cpuUsed');

/** Two pods, and what they use as told; measured every twenty seconds. */
class Measured implements ApiSource {
  readonly asked: string[] = [];
  status = 200;
  cpu: Readonly<Record<string, string>> = { a: '100m', b: '300m' };

  send({ path, query }: ApiRequest) {
    const isMeasured = path.startsWith(METRICS);
    if (isMeasured) this.asked.push(query?.['watch'] === '1' ? `watch ${path}` : path);
    const status = isMeasured ? this.status : 200;
    const answer = status === 200 ? this.#answer(path, isMeasured) : { kind: 'Status', code: status, message: 'no' };
    async function* body() {
      if (query?.['watch'] === '1') await new Promise(() => undefined);
      yield JSON.stringify(answer);
    }
    return Promise.resolve({ status, headers: {}, warnings: [], body: body() });
  }

  #answer(path: string, isMeasured: boolean): object {
    const one = (name: string) => ({
      metadata: { name, namespace: 'n', ...(isMeasured ? {} : { uid: name, resourceVersion: '1' }) },
      ...(isMeasured ? { window: '20s', containers: [{ name: 'c', usage: { cpu: this.cpu[name] } }] } : {}),
    });
    const name = /pods\/(\w+)$/.exec(path)?.[1];
    if (name !== undefined) return one(name);
    return { metadata: { resourceVersion: '1' }, items: Object.keys(this.cpu).map(one) };
  }
}

let clock: FakeClock;
let told: readonly DownMessage[];
let source: Measured;
let tab: ReturnType<typeof openTab>;

beforeEach(() => {
  source = new Measured();
  tab = openTab({ c: source });
  ({ clock, told } = tab);
  return tab.close;
});

const open = (query: object) => tab.say({ type: 'subscribe', id: 1, query: { ...PODS, ...query } });
const frames = () => told.filter((message): message is ListFrame => message.type === 'list');
/** What the last frame with rows said they use, in its order. */
const used = () => {
  const rows = new Map<string, unknown>();
  for (const frame of frames()) for (const row of frame.rows ?? []) rows.set(row.key, row.cells[CPU]);
  const keys = frames().findLast(frame => frame.keys !== undefined)?.keys ?? [];
  return keys.map(key => [key, rows.get(key)]);
};

test('nothing is measured for a list whose readers do not look at it', async () => {
  open({});
  await clock.advance(60_000);
  expect([source.asked, used()]).toEqual([
    [],
    [
      ['n/a', null],
      ['n/b', null],
    ],
  ]);
});

test('who looks at it is told, anew as often as the server measures; nothing is watched', async () => {
  open({ tellsUsage: true });
  await clock.advance(1_000);
  expect(used()).toEqual([
    ['n/a', 0.1],
    ['n/b', 0.3],
  ]);
  source.cpu = { a: '500m', b: '300m' };
  await clock.advance(18_000);
  expect(source.asked).toEqual([`${METRICS}/pods`]);
  await clock.advance(2_000);
  expect(source.asked).toEqual([`${METRICS}/pods`, `${METRICS}/pods`]);
  expect(used()).toEqual([
    ['n/a', 0.5],
    ['n/b', 0.3],
  ]);
  // The list itself is live all the time.
  expect(frames().flatMap(({ state }) => state?.kind ?? [])).not.toContain('stale');
});

test('a column that is chosen while the list is open is filled, and measured no more once it is put away', async () => {
  open({});
  await clock.advance(1_000);
  tab.say({ type: 'update', id: 1, change: { tellsUsage: true } });
  await clock.advance(1_000);
  expect(used()).toEqual([
    ['n/a', 0.1],
    ['n/b', 0.3],
  ]);
  tab.say({ type: 'update', id: 1, change: { tellsUsage: false } });
  await clock.advance(60_000);
  const { length } = source.asked;
  await clock.advance(300_000);
  expect([source.asked.length, used()]).toEqual([
    length,
    [
      ['n/a', null],
      ['n/b', null],
    ],
  ]);
});

test('an order or a filter asks as well', async () => {
  open({ sort: [{ column: 'cpuUsed', descending: true }] });
  await clock.advance(1_000);
  expect(used().map(([key]) => key)).toEqual(['n/b', 'n/a']);
  open({ filter: 'cpuUsed>200m' });
  await clock.advance(1_000);
  expect(used().map(([key]) => key)).toEqual(['n/b']);
});

test.each([403, 404, 503])('where it is answered %i the pods are there all the same', async status => {
  source.status = status;
  open({ tellsUsage: true });
  await clock.advance(1_000);
  expect(used()).toEqual([
    ['n/a', null],
    ['n/b', null],
  ]);
  expect(frames().findLast(({ state }) => state !== undefined)?.state).toEqual({ kind: 'live' });
});

test('one object is measured while its page is open, and not longer', async () => {
  const resource = { group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods' };
  tab.say({ type: 'subscribe', id: 1, query: { kind: 'object', cluster: 'c', resource, namespace: 'n', name: 'a' } });
  await clock.advance(41_000);
  const path = `${METRICS}/namespaces/n/pods/a`;
  expect(source.asked).toEqual([path, path, path]);
  const objects = told.filter((message): message is ObjectFrame => message.type === 'object');
  expect(objects[0]).toMatchObject({ object: { window: '20s' }, state: { kind: 'live' } });
  tab.say({ type: 'unsubscribe', id: 1 });
  await clock.advance(300_000);
  // It lingers for half a minute, as every shared source does: people come back.
  expect(source.asked.length).toBeLessThanOrEqual(5);
});
